"""The matches that were printed lately: what a handle means that somebody types.

A handle is short enough to be typed and the same each time: it is drawn from the
article, the sentence and the check. What was printed is kept beside the cache, one
file for each run of ``match``, so that runs at the same time do not disturb each
other. These files may be deleted at any time; ``match`` makes them anew.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, TypeGuard

from factcheck.model.address import canonical, unwrapped
from factcheck.model.dates import partial_date
from factcheck.model.errors import AmbiguousNameError, NotFoundError
from factcheck.model.ids import ALPHABET, id_of
from factcheck.model.short_names import SHORTEST, shortened
from factcheck.model.wording import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from factcheck.intake.article import Article
    from factcheck.ledger.ledger import Ledger

_LONGEST = 12
"""Characters of a whole handle; six are mostly enough to tell it from all others."""

_RUNS = 20
_MOST_BYTES = 8_000_000
"""What is kept of one run; matches beyond it have a handle that means nothing."""
_LOOK_ALIKES = str.maketrans("ilILoO", "111100")
_LINE = 2_000
"""Characters of a line in a record."""
_ADDRESS = re.compile(r'https?://[^\s<>"\\/?#][^\s<>"\\]*', re.IGNORECASE)
_LAST_STEP = re.compile(r"[/\\]")
_HANDLE = re.compile(rf"[{ALPHABET}]{{{SHORTEST},{_LONGEST}}}", re.ASCII)
_RUN = re.compile(r"\d{20}-[0-9a-f]{8}\.jsonl", re.ASCII)


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """What is known of an article that was matched.

    Attributes:
        sha256: of the bytes that were read.
        source: the name by which it was given: a file, an address, ``-``.
        url: where it stands, out of an archive's address.
        archived: the address of an archive's copy, where that was read.
        title, publisher, published: as the article says; None where it does not.
    """

    sha256: str
    source: str = ""
    url: str | None = None
    archived: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: str | None = None

    @classmethod
    def of(
        cls, article: Article, sha256: str, *, address: str | None = None
    ) -> ReadArticle:
        """Take what matters from an article that was read.

        Args:
            article: as it was read.
            sha256: of its bytes, in hex.
            address: from which it was fetched, where it was; an address that the
                page names as its own goes before it.
        """
        given = [unwrapped(one) for one in (article.url, address) if _is_address(one)]
        copies = [one.archived for one in reversed(given) if one.archived]
        return cls(
            sha256=sha256,
            source=article.source,
            url=given[0].original if given else None,
            archived=copies[0] if copies else None,
            title=_line(article.title),
            publisher=_line(article.publisher or article.author),
            published=_day(article.published),
        )

    @property
    def name(self) -> str | None:
        """What people call it: its title, or the name of its file."""
        is_file = self.url is None and self.source not in {"", "-"}
        return self.title or (
            _line(_LAST_STEP.split(self.source)[-1]) if is_file else None
        )

    @property
    def key(self) -> str:
        """What makes it the same article another time: its address, else its bytes."""
        return canonical(self.url) if self.url else f"sha256:{self.sha256}"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One match as it was printed: this sentence may repeat the claim of that check.

    Attributes:
        article: in which the sentence stands.
        sentence: as it stands there.
        check: the name of the check.
        score: how sure the match is, 0 to 1.
        band: the same in words.
        model: what gave the score, by its id.
        paragraph: 0 is the headline.
        warnings: what differs, a line each.
    """

    article: ReadArticle
    sentence: str
    check: str
    score: float | None = None
    band: str = ""
    model: str = ""
    paragraph: int = 0
    warnings: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The whole handle, of which a beginning is printed."""
        return handle_of(self.article.key, self.sentence, self.check)


def _is_address(text: str | None) -> TypeGuard[str]:
    """Tell whether a record can hold an address; a page may call itself anything."""
    is_long = text is not None and len(text) > _LINE
    return bool(text and not is_long and _ADDRESS.fullmatch(text))


def _line(text: str | None) -> str | None:
    return " ".join((text or "").split())[:_LINE].strip() or None


def _day(text: str | None) -> str | None:
    """Give the day of a date or a point in time, None where it is neither."""
    with suppress(ValueError):
        return partial_date(text[:10]) if text else None
    return None


def handle_of(article: str, sentence: str, check: str) -> str:
    """Give the whole handle of a match, 12 characters of the alphabet of ids.

    Args:
        article: the key of the article.
        sentence: in it.
        check: the name of the check; its slug makes no difference.
    """
    import hashlib  # noqa: PLC0415 - slow to load

    told = "\0".join((article, plain(sentence), id_of(check)))
    number = int.from_bytes(hashlib.sha256(told.encode(errors="replace")).digest()[:8])
    return "".join(ALPHABET[number >> 5 * at & 31] for at in range(_LONGEST))


def handles(proposals: Sequence[Proposal]) -> list[str]:
    """Give the handles to be printed, in the same order.

    Six characters each; more where two of these matches begin alike.
    """
    keys = [one.key for one in proposals]
    distinct = sorted(set(keys))
    short = {
        key: shortened(key, distinct[max(0, at - 1) : at] + distinct[at + 1 : at + 2])
        for at, key in enumerate(distinct)
    }
    return [short[key] for key in keys]


def new_run() -> str:
    """Give a name for what one run of ``match`` prints; later ones sort behind it."""
    import secrets  # noqa: PLC0415 - slow to load
    import time  # noqa: PLC0415 - runs are ordered by the clock, whatever --now says

    return f"{time.time_ns():020d}-{secrets.token_hex(4)}.jsonl"


def remember(ledger: Ledger, proposals: Iterable[Proposal], *, run: str) -> None:
    """Keep matches that were printed, so that their handles mean something.

    Nothing that fails here is a failure of the command: who cannot write beside the
    ledger cannot decide either.

    Args:
        ledger: against which they were matched.
        proposals: of one article or of several, in the order of printing.
        run: to which they belong (``new_run``); it may be called again for one run.
    """
    folder = _folder(ledger)
    rows = _rows(proposals)
    if folder is None or not rows:
        return
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / run
        if not file.exists():
            _drop_old(folder)
        with file.open("ab") as out:
            if out.tell() < _MOST_BYTES:
                out.write("".join(rows).encode(errors="replace"))


def find(ledger: Ledger, handle: str) -> Proposal:
    """Give the match that a handle means, as it was printed last.

    Args:
        ledger: in which it was printed.
        handle: as typed; O for 0, I and L for 1 and capitals make no difference.

    Raises:
        NotFoundError: no match printed lately has it.
        AmbiguousNameError: several begin so.
    """
    return find_all(ledger, [handle])[0]


def find_all(ledger: Ledger, handles: Sequence[str]) -> list[Proposal]:
    """Give the matches that handles mean, in their order (see ``find``)."""
    wanted = [handle.translate(_LOOK_ALIKES).lower() for handle in handles]
    found: list[dict[str, Proposal]] = [{} for _ in wanted]
    valid = {one for one in wanted if _HANDLE.fullmatch(one)}
    if valid:
        places: dict[str, list[int]] = {}
        for at, one in enumerate(wanted):
            places.setdefault(one, []).append(at)
        lengths = sorted({len(one) for one in valid})
        for proposal in _printed(ledger):
            key = proposal.key
            for length in lengths:
                for at in places.get(key[:length], ()):
                    found[at].setdefault(key, proposal)
    return [
        _the_one(handle, fitting)
        for handle, fitting in zip(handles, found, strict=True)
    ]


def printed_last(ledger: Ledger) -> list[Proposal]:
    """Give what the latest run that found something printed, each match once."""
    for file in _files(ledger):
        found = {one.key: one for one in _read(file)}
        if found:
            return list(found.values())
    return []


def _the_one(handle: str, fitting: dict[str, Proposal]) -> Proposal:
    if len(fitting) == 1:
        return next(iter(fitting.values()))
    shown = handle[:40] if handle.isprintable() else ascii(handle[:40])
    if not fitting:
        raise NotFoundError(
            f"no match printed lately has the handle '{shown}': "
            "'factcheck match ARTICLE' prints them"
        )
    longer = ", ".join(sorted(fitting)[:5])
    raise AmbiguousNameError(f"'{shown}' begins several handles: {longer}")


def _folder(ledger: Ledger) -> Path | None:
    state = ledger.state_folder
    return state / "matches" if state else None


def _files(ledger: Ledger) -> list[Path]:
    """Give the files of the runs, the newest first."""
    folder = _folder(ledger)
    if folder is None:
        return []
    with suppress(OSError):
        return sorted(_runs(folder), reverse=True)
    return []


def _runs(folder: Path) -> list[Path]:
    return [one for one in folder.iterdir() if _RUN.fullmatch(one.name)]


def _drop_old(folder: Path) -> None:
    files = sorted(_runs(folder))
    for file in files[: max(0, len(files) - _RUNS + 1)]:
        file.unlink(missing_ok=True)


def _printed(ledger: Ledger) -> Iterator[Proposal]:
    for file in _files(ledger):
        yield from _read(file)


def _rows(proposals: Iterable[Proposal]) -> list[str]:
    """Give a line for each article in a row of matches."""
    rows: list[tuple[ReadArticle, list[dict[str, Any]]]] = []
    for one in proposals:
        if not rows or rows[-1][0] != one.article:
            rows.append((one.article, []))
        rows[-1][1].append(
            {
                "sentence": one.sentence,
                "check": one.check,
                "score": one.score,
                "band": one.band,
                "model": one.model,
                "paragraph": one.paragraph,
                "warnings": list(one.warnings),
            }
        )
    return [
        json.dumps({"article": asdict(article), "matches": matches}) + "\n"
        for article, matches in rows
    ]


def _read(file: Path) -> Iterator[Proposal]:
    """Read what a run has kept; a line that is damaged, or half, is passed over."""
    try:
        with file.open("rb") as lines:
            content = lines.read(2 * _MOST_BYTES)
    except OSError:
        return
    for line in content.splitlines():
        with suppress(ValueError, TypeError, KeyError):
            row = json.loads(line)
            article = ReadArticle(**row["article"])
            yield from [
                Proposal(article, **(one | {"warnings": tuple(one["warnings"])}))
                for one in row["matches"]
            ]
