"""`archive import` and `archive fetch`: the operator's own copies of cited pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from adapters.archive.extraction import Article, Extractor, Unreadable
from adapters.archive.files import decoded, read
from adapters.web.fetching import Answer, LinkDead, Refused, TryLater
from adapters.web.robots import PoliteFetcher
from bot.progress import Step
from bot.targets import Target
from content import filing
from content.archive import MAX_TEXT_CHARS, Page, PageCopy, Version
from content.fingerprints import found_among
from content.pack import Pack
from content.ports import Clock, PageKeeper

Outcome = Literal["new", "unchanged", "unreachable", "later", "failed"]
"""What came of fetching a page: a text that was not kept before, one that was, a dead link, a host
that wants to be asked later or not by programs, or an answer that cannot be used."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one file."""

    file: str
    filed: tuple[str, ...] = ()
    """The sources it is a copy of, as `pack/source`."""
    signs: str | None = None
    """What told so."""
    rivals: tuple[str, ...] = ()
    """Sources between which it could not be told."""
    problem: str | None = None
    """Why it was not filed, if so."""

    @property
    def is_faulty(self) -> bool:
        """Whether a person has to look at it: no copy of anything is no fault."""
        return self.problem is not None and self.problem != NO_SOURCE

    def __str__(self) -> str:
        if self.problem is None:
            return f"{self.file}: {', '.join(self.filed)} ({self.signs})"
        return f"{self.file}: not filed: {self.problem}"


NO_SOURCE = "no address, title or fingerprinted sentence of any source is in it"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of one source."""

    pack: str
    source: str
    outcome: Outcome
    detail: str
    """What was found, or what went wrong."""

    def __str__(self) -> str:
        return f"{self.pack}/{self.source}: {self.outcome}: {self.detail}"


@dataclass(frozen=True, slots=True)
class Tools:
    """What copies are made with."""

    keeper: PageKeeper
    extractor: Extractor
    clock: Clock


async def import_files(
    files: Sequence[Path],
    packs: Sequence[Pack],
    only: Sequence[Target],
    tools: Tools,
    step: Step,
) -> list[Imported]:
    """File copies of pages under the sources they are copies of, or under `only` where given.

    What cannot be read or filed is said in its place, and the next file is taken up.
    """
    results = []
    for path in files:
        step(path.name)
        try:
            results.append(await _import_file(path, packs, only, tools))
        except Unreadable as error:
            results.append(Imported(str(path), problem=str(error)))
    return results


async def _import_file(
    path: Path, packs: Sequence[Pack], only: Sequence[Target], tools: Tools
) -> Imported:
    kept = read(path)
    if kept.is_html:
        article = await tools.extractor.article(kept.data)
        document = _document(article, _every_fingerprint(packs))
    else:
        document = filing.Document(_cut(decoded(kept.data)))
    seen_at = min(kept.changed_at, tools.clock.now())  # a file from the future is from today
    copy = PageCopy(document.text, document.title, seen_at)
    result = _given(path, only) if only else _told(path, document, packs)
    for name in result.filed:
        await _add(copy, name, tools.keeper)
    return result


def _given(path: Path, only: Sequence[Target]) -> Imported:
    return Imported(str(path), tuple(target.name for target in only), "as you say")


def _told(path: Path, document: filing.Document, packs: Sequence[Pack]) -> Imported:
    found = {pack.info.id: filing.file(document, pack) for pack in packs}
    filed = tuple(f"{pack}/{source}" for pack, one in found.items() for source in one.sources)
    rivals = tuple(f"{pack}/{source}" for pack, one in found.items() for source in one.rivals)
    signs = "; ".join(dict.fromkeys(str(one.signs) for one in found.values() if one.sources))
    if filed:
        return Imported(str(path), filed, signs, rivals)
    if rivals:
        among = " or ".join(rivals)
        problem = f"it could be {among}; say which with --source"
        return Imported(str(path), rivals=rivals, problem=problem)
    return Imported(str(path), problem=NO_SOURCE)


async def _add(copy: PageCopy, name: str, keeper: PageKeeper) -> None:
    pack, _, source = name.partition("/")
    page = await _page(pack, source, keeper)
    await keeper.save(page.with_copy(copy))


async def fetch_pages(
    targets: Sequence[Target], polite: PoliteFetcher, tools: Tools, step: Step
) -> list[Fetched]:
    """Fetch the pages of sources one after the other; no failure ends the run."""
    results = []
    for target in targets:
        step(target.name)
        page = await _page(target.pack.info.id, target.source.id, tools.keeper)
        outcome, detail = await _fetch(page, target, polite, tools)
        results.append(Fetched(page.pack, page.source, outcome, detail))
    return results


async def _fetch(
    page: Page, target: Target, polite: PoliteFetcher, tools: Tools
) -> tuple[Outcome, str]:
    conditions = _conditions(page, target.address)
    try:
        answer = await polite.get(target.address, conditions)
        if answer.status == 304:
            return await _unchanged(page, tools)
        return await _received(page, target, answer, tools)
    except LinkDead as error:
        failed = page.failed(tools.clock.now(), str(error))
        await tools.keeper.save(failed)
        return "unreachable", f"{error}, since {failed.failed_since:%Y-%m-%d}"
    except TryLater as error:
        return "later", str(error)
    except (Refused, Unreadable) as error:
        return "failed", str(error)


async def _unchanged(page: Page, tools: Tools) -> tuple[Outcome, str]:
    if not page.copies:
        return "failed", "says that it has not changed, though nobody asked"
    await tools.keeper.save(page.unchanged(tools.clock.now()))
    return "unchanged", "as its host says"


async def _received(
    page: Page, target: Target, answer: Answer, tools: Tools
) -> tuple[Outcome, str]:
    wanted = filing.fingerprints_of(target.pack).get(target.source.id, frozenset())
    copy = await _copy(answer, wanted, tools)
    version = Version(target.address, answer.etag, answer.last_modified)
    await tools.keeper.save(page.with_copy(copy).answered(copy.seen_at, version))
    is_known = any(kept.text == copy.text for kept in page.copies)
    held = len(found_among(wanted, copy.text))
    detail = f"{held} of {len(wanted)} fingerprinted sentences in it"
    return ("unchanged" if is_known else "new"), detail


async def _copy(answer: Answer, wanted: frozenset[str], tools: Tools) -> PageCopy:
    now = tools.clock.now()
    if answer.kind == "text/plain":
        return PageCopy(_cut(_plain(answer)), None, now)
    document = _document(await tools.extractor.article(answer.body, answer.charset), wanted)
    return PageCopy(document.text, document.title, now)


def _plain(answer: Answer) -> str:
    try:
        text = answer.body.decode(answer.charset or "", "replace")
    except LookupError:
        text = decoded(answer.body)
    if not text.strip():
        raise Unreadable("there is no text in it")
    return text


def _document(article: Article, wanted: Iterable[str]) -> filing.Document:
    text = filing.fuller(article.text, article.whole, wanted)
    return filing.Document(text, article.title, article.address)


def _every_fingerprint(packs: Sequence[Pack]) -> set[str]:
    found = [some for pack in packs for some in filing.fingerprints_of(pack).values()]
    return {one for some in found for one in some}


def _conditions(page: Page, address: str) -> Mapping[str, str]:
    """What to ask, so that a page that is still the same need not be sent."""
    version = page.version
    if version is None or version.address != address or not page.copies:
        return {}
    asked = {"If-None-Match": version.etag, "If-Modified-Since": version.last_modified}
    return {name: value for name, value in asked.items() if value is not None}


def _cut(text: str) -> str:
    return text[:MAX_TEXT_CHARS]


async def _page(pack: str, source: str, keeper: PageKeeper) -> Page:
    found = await keeper.pages(pack, [source])
    return found.get(source, Page(pack, source))
