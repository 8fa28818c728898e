"""What is read from Slack's payloads."""

from __future__ import annotations

import pytest

from adapters.slack import markup, requests


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("R&amp;D &lt;b&gt;", "R&D <b>"),
        ("&amp;lt;", "&lt;"),
        ("what of <http://deepseek.com|deepseek.com>?", "what of deepseek.com?"),
        ("<https://a.example/x>", "https://a.example/x"),
        ("<!channel> <@U1> <@U2|ben>", "@channel @U1 @ben"),
        ("move to <#C1|general> <#C2>", "move to #general #C2"),
        ("half \ud83d", "half \ufffd"),
        (":-1:", "👎"),
        (" :thumbsdown::skin-tone-2: ", "👎"),
        ("the ratio is 1:-1:2", "the ratio is 1:-1:2"),
    ],
)
def test_text_is_read_as_it_was_typed(sent: str, typed: str) -> None:
    assert requests.as_typed(sent) == typed


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("<@UBOT> chips", "chips"),
        ("<@UBOT|bot> chips", "chips"),
        ("hello <@UBOT> chips", "chips"),
        ("chips <@UBOT>", "chips"),
        ("<@UBOT>", ""),
        ("<@UOTHER> chips", "<@UOTHER> chips"),
    ],
)
def test_what_stands_beside_the_mention_is_what_is_asked(said: str, meant: str) -> None:
    assert requests.beside_mention(said, "UBOT") == meant


@pytest.mark.parametrize("body", [{}, {"channel": "C1"}, {"channel": {"id": 7}, "user": []}])
def test_a_payload_without_its_fields_is_unreadable(body: dict[str, object]) -> None:
    with pytest.raises(requests.UnreadablePayload):
        requests.of_action(body, "T1")


@pytest.mark.parametrize("actions", [None, "x", [], [7], [{}], [{"value": ""}], {"0": {}}])
def test_a_button_without_a_value_is_unreadable(actions: object) -> None:
    with pytest.raises(requests.UnreadablePayload):
        requests.value_of({"actions": actions})


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://a.example/x?a=1&b=2", "<https://a.example/x?a=1&amp;b=2|[1]>"),
        ("https://a.example/x|y>z<w q", "<https://a.example/x%7Cy%3Ez%3Cw%20q|[1]>"),
        ("!channel", "[1]"),
        ("@U1", "[1]"),
        ("javascript:alert(1)", "[1]"),
        ("https://a.example/" + "p" * 3000, "[1]"),
        (None, "[1]"),
    ],
)
def test_only_web_addresses_become_links(url: str | None, linked: str) -> None:
    assert markup.link(url, "[1]") == linked


def test_text_is_never_cut_inside_an_entity() -> None:
    assert markup.escaped("&" * 10, 22) == "&amp;&amp;&amp;…"
