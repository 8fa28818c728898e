"""Which addresses are one article's, and how they are shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.news.addresses import MAX_CHARS, cleaned, key, site

STORY = "https://gazette.example/skerry/lit"


@pytest.mark.parametrize(
    "parameters",
    [
        "utm_source=feed&utm_medium=rss",
        "fbclid=a1",
        "GCLID=a1",
        "mc_cid=1&mc_eid=2",
        "ref=home",
        "at_medium=RSS&at_campaign=rss",
        "share_token=x",
        "spm=a2c4e",
        "_ga=1.2&_gl=3",
    ],
)
def test_what_says_only_how_a_reader_came_is_left_out(parameters: str) -> None:
    assert cleaned(f"{STORY}?{parameters}") == STORY


@pytest.mark.parametrize("parameters", ["id=7", "page=2&id=7", "q=%E7%81%AF", "reference=4"])
def test_what_says_which_article_stays(parameters: str) -> None:
    assert cleaned(f"{STORY}?{parameters}&utm_source=feed") == f"{STORY}?{parameters}"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (f"  {STORY}\n", STORY),
        (f"{STORY}#comments", STORY),
        ("HTTPS://Gazette.Example/Skerry", "https://gazette.example/Skerry"),
        ("https://gazette.example", "https://gazette.example/"),
        ("https://gazette.example:443/a", "https://gazette.example/a"),
        ("http://gazette.example:80/a", "http://gazette.example/a"),
        ("http://gazette.example:8080/a", "http://gazette.example:8080/a"),
        ("http://[2001:db8::1]/a", "http://[2001:db8::1]/a"),
        ("http://[2001:db8::1]:8080/a", "http://[2001:db8::1]:8080/a"),
        ("https://gazette.example/灯塔", "https://gazette.example/%E7%81%AF%E5%A1%94"),
        ("https://灯塔.example/a", "https://xn--omsv47c.example/a"),
        ("/lit", "https://gazette.example/lit"),
        ("lit", "https://gazette.example/skerry/lit"),
        ("//digest.example/lit", "https://digest.example/lit"),
    ],
)
def test_an_address_is_shown_whole_and_in_one_form(written: str, shown: str) -> None:
    assert cleaned(written, "https://gazette.example/skerry/feed") == shown


@pytest.mark.parametrize(
    "written",
    [
        "",
        "ftp://gazette.example/a",
        "javascript:alert(1)",
        "mailto:trust@gazette.example",
        "https://",
        "https://keeper@gazette.example/a",
        "https://keeper:secret@gazette.example/a",
        "https://gazette.example:port/a",
        "https://gazette.example:99999/a",
        "https://[gazette.example/a",
        f"https://gazette.example/{'a' * MAX_CHARS}",
    ],
)
def test_what_cannot_be_followed_safely_is_no_address(written: str) -> None:
    assert cleaned(written) is None


def test_the_longest_address_allowed_is_kept() -> None:
    longest = f"{STORY}/".ljust(MAX_CHARS, "a")

    assert cleaned(longest) == longest


@pytest.mark.parametrize(
    "other",
    [
        "http://gazette.example/skerry/lit",
        "https://www.gazette.example/skerry/lit",
        "https://m.gazette.example/skerry/lit",
        "https://amp.gazette.example/skerry/lit",
        "https://www.m.gazette.example/skerry/lit",
        "https://gazette.example/skerry/lit/",
        "https://gazette.example/skerry/lit/amp",
        "https://gazette.example/skerry/lit/amp/",
        "https://gazette.example/amp/skerry/lit",
        "https://gazette.example/skerry/lit/index.html",
        "https://gazette.example/skerry/l%69t",
        "https://www.google.com/amp/s/gazette.example/skerry/lit",
        "https://www.google.co.uk/amp/gazette.example/skerry/lit/amp",
        "https://www.bing.com/amp/s/www.gazette.example/skerry/lit",
        "https://gazette-example.cdn.ampproject.org/c/s/gazette.example/skerry/lit",
    ],
)
def test_all_addresses_of_an_article_have_one_key(other: str) -> None:
    assert key(other) == key(STORY)


@pytest.mark.parametrize(
    "other",
    [
        "https://gazette.example/skerry/lit?id=2",
        "https://gazette.example/skerry/Lit",
        "https://gazette.example:8080/skerry/lit",
        "https://news.gazette.example/skerry/lit",
        "https://gazette.example/ampère/skerry/lit",
    ],
)
def test_other_articles_have_other_keys(other: str) -> None:
    assert key(other) != key(STORY)


def test_the_order_of_parameters_tells_nothing() -> None:
    assert key(f"{STORY}?a=1&b=2") == key(f"{STORY}?b=2&a=1")


def test_amp_pages_of_two_sites_stay_two() -> None:
    one, other = (f"https://{name}.example/amp/story.html" for name in ("gazette", "digest"))

    assert key(one) != key(other)
    assert key(one) == key("https://gazette.example/story.html")


def test_a_file_that_is_called_amp_is_that_of_its_page() -> None:
    assert key("https://gazette.example/lit.amp.html") == key("https://gazette.example/lit.html")


def test_what_tells_articles_apart_survives_a_search_engines_cache() -> None:
    one, other = (f"https://www.google.com/amp/s/gazette.example/story?id={n}" for n in "12")

    assert key(one) != key(other)


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/amp/s/gazette.example/skerry/lit",
        "https://google.evil.example/amp/s/gazette.example/skerry/lit",
        "https://amp-gazette.example/skerry/lit",
    ],
)
def test_no_other_site_can_pass_for_an_outlet(address: str) -> None:
    assert key(address) != key(STORY)
    assert site(address) != site(STORY)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        (STORY, "gazette.example"),
        ("https://www.gazette.example/a", "gazette.example"),
        ("https://amp.gazette.example/a", "gazette.example"),
        ("https://m.gazette.example:8080/a", "gazette.example"),
        ("https://news.gazette.example/a", "news.gazette.example"),
        ("https://www.google.com/amp/s/gazette.example/a", "gazette.example"),
        ("https://www.google.com/search", "google.com"),
        ("http://localhost/a", "localhost"),
        ("https://www.example/a", "www.example"),
    ],
)
def test_an_outlet_is_its_host_whatever_its_readers_use(address: str, host: str) -> None:
    assert site(address) == host


@given(
    st.text(max_size=80), st.sampled_from(["", "https://gazette.example/", "https://x.example/?"])
)
def test_cleaning_never_raises_and_doing_it_twice_changes_nothing(text: str, begin: str) -> None:
    found = cleaned(begin + text)

    if found is not None:
        assert cleaned(found) == found
        assert isinstance(key(found) + site(found), str)
