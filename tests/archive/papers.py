"""Articles written for these tests, and a pack that cites them by fingerprint."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

from content.fingerprints import fingerprint
from content.loading import load_pack
from content.model import Source
from content.pack import Pack

LIGHTHOUSES = Path(__file__).parent.parent / "packs" / "lighthouses"
NOON = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
A_DAY = dt.timedelta(days=1)

RELIT = "Skerry Point was relit on 14 March 2026, after nine dark years."
PAID = "The harbour trust paid for all of it, down to the last pane of glass."
REACH = "Its light carries 18 nautical miles now."
RETURN = "“We expect keepers back by 2027,” said the trust’s chair."
MISSED = "Sailors, says the Gazette, miss the keepers more than the lamps."
RELIT_TOO = "On 14 March 2026, writes the Gazette, the lamp of Skerry Point burned once more."
GAZETTE = f"""The lamp at Skerry Point is lit again

By A. Keeper
{RELIT} The quay was full of people.
{PAID} No crown was given by the state.
The new burner came by boat.
{REACH}
Nobody has lived on the rock since.
{RETURN} Nobody else would say when.
"""
"""Its paragraphs are counted from the title: ¶3 is the one with the relighting."""
DIGEST = f"""Five lamps worth a visit
We have rowed to all of them.
First of all comes the rock.
{RELIT_TOO}
The ferry leaves at nine.
{MISSED}
"""
CHINESE = "“灯塔又亮了，”守塔人说，“我们等了九年。”"
HTML = """<!doctype html><html><head><title>{title} | Coast Gazette</title>
<link rel="canonical" href="{address}"><script>track("{title}")</script></head><body>
<nav><a href="/">Home</a> <a href="/weather">Weather</a></nav><h1>{title}</h1>
<article>{body}</article><footer>All rights reserved</footer></body></html>"""

PLACES = {
    "{source: gazette, locator: ¶2}": ("gazette", "¶3", RELIT),
    "{source: gazette, locator: ¶3}": ("gazette", "¶4", PAID),
    "{source: gazette, locator: ¶5}": ("gazette", "¶6", REACH),
}
"""What the claims of the example pack cite, and the sentences for it in these articles."""


def html(text: str, address: str = "https://gazette.example/skerry") -> str:
    """An article as a web page."""
    title, *paragraphs = text.strip().splitlines()
    body = "".join(f"<p>{line}</p>\n" for line in paragraphs if line)
    return HTML.format(title=title, address=address, body=body)


def write_pack(folder: Path, address: str = "https://gazette.example/skerry") -> Path:
    """The example pack with fingerprints, in a folder of its own; the Gazette is at `address`."""
    shutil.copytree(LIGHTHOUSES, folder / "lighthouses")
    claims, sources = (folder / "lighthouses" / f"{name}.yaml" for name in ("claims", "sources"))
    text = claims.read_text("utf-8")
    for old, (source, locator, sentence) in PLACES.items():
        text = text.replace(old, evidence(source, locator, sentence))
    text = text.replace(
        "locator: ¶7, said_by", f"locator: ¶8, fingerprint: {fingerprint(RETURN)}, said_by"
    )
    text = text.replace(
        "locator: ¶4, said_by", f"locator: ¶4, fingerprint: {fingerprint(RELIT_TOO)}, said_by"
    )
    text = text.replace(
        "locator: ¶6, said_by", f"locator: ¶6, fingerprint: {fingerprint(MISSED)}, said_by"
    )
    claims.write_text(text, "utf-8")
    known = sources.read_text("utf-8")
    sources.write_text(known.replace("https://gazette.example/skerry", address), "utf-8")
    return folder / "lighthouses"


def evidence(source: str, locator: str, sentence: str) -> str:
    """A piece of evidence as it stands in a pack."""
    return f"{{source: {source}, locator: {locator}, fingerprint: {fingerprint(sentence)}}}"


def pack(folder: Path, address: str = "https://gazette.example/skerry") -> Pack:
    """The same, loaded."""
    return load_pack(write_pack(folder, address))


def with_source(pack_: Pack, source_id: str, **changes: object) -> Pack:
    """A pack in which one source is different, or there is one more like the Gazette."""
    model = pack_.sources.get(source_id, pack_.sources["gazette"])
    changed = Source.model_validate({**model.model_dump(mode="json"), "id": source_id, **changes})
    sources = {**pack_.sources, source_id: changed}
    return Pack(pack_.info, sources, pack_.claims, pack_.topics, pack_.qa)
