"""The claims of a ledger, ready to be matched against: an index that is kept.

It lies beside the ledger's cache, says from which state it was made, and is brought to
the present one by the checks that have moved since. It is made anew where it is not
there, damaged, or made by other rules (which its parts tell of themselves).
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from factcheck.ledger.cache.kept_files import KeptFiles
from factcheck.match.claims import KnownClaim
from factcheck.match.index import Index
from factcheck.match.store.collection import Part
from factcheck.match.store.segment import Segment
from factcheck.model.dates import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from factcheck.ledger.cache.cache import Progress
    from factcheck.ledger.cache.edition import Edition
    from factcheck.ledger.ledger import Ledger
    from factcheck.model.check import Check

MADE = 1
"""Raised whenever `known_claim` takes something else from a check."""

MANY = 30_000
"""From so many claims on a new index is made by several processes."""

_LONG_AGO = 1_000


def known_claim(check: Check) -> KnownClaim:
    """Give what matching needs to know of a check.

    Args:
        check: at least its claim, its verdicts and its publications.
    """
    claim = check.claim.record
    verdict = check.verdict()
    parts = tuple(part.claim for part in claim.parts)
    published = [one.record.published[:10] for one in check.publications]
    dates = [
        claim.said_on if claim.said_on != UNKNOWN else None,
        verdict.record.given[:10] if verdict else None,
        *published,
    ]
    return KnownClaim(
        id=check.name,
        claim=claim.claim,
        words=claim.words or "",
        title=verdict.record.headline if verdict else "",
        summary=verdict.record.summary if verdict else "",
        wordings=claim.wordings + parts,
        claimant=claim.claimant.name,
        language=claim.language or "en",
        dates=tuple(dict.fromkeys(date for date in dates if date)),
    )


def known_claims(ledger: Ledger, *, progress: Progress | None = None) -> Index:
    """Give the index of a ledger's claims, as committed; kept for the next time.

    Where nothing can be kept (a folder that no commit holds, a disk that is full) it
    is made in memory.

    Args:
        ledger: of the claims.
        progress: is given the claims of a new index as steps, and their number.
    """
    files = KeptFiles(ledger.kept_folders("match"))
    edition = ledger.edition
    found = _loaded(files)
    if found is None:
        index = _new(ledger, progress)
        _keep(files, index, edition, anew=True)
        return index
    index, made_of = found
    if made_of["head"] == edition.head:
        return index
    goes_on = edition.goes_on_from(made_of["made"], made_of["turn"])
    names = ledger.moved_since(made_of["turn"]) if goes_on else None
    renewed = _renewed(index, ledger, names)
    if renewed is not index or names is None or len(names) > _LONG_AGO:
        _keep(files, renewed, edition, anew=False)
    return renewed


def _loaded(files: KeptFiles) -> tuple[Index, dict[str, Any]] | None:
    """Give the kept index and of what it was made, None if there is none that is whole.

    Another process may put a new one in its place just then: it is tried again.
    """
    before = None
    while (found := files.listed()) is not None and found != before:
        before = folder, said = found
        if said.get("rules") != MADE:
            return None
        try:
            parts = [
                Part(Segment.from_buffer(files.part(folder, name)), frozenset(removed))
                for name, removed in said["parts"]
            ]
        except (OSError, ValueError):  # not there, empty, damaged, of other rules
            continue
        return Index.of(parts), said
    return None


def _renewed(index: Index, ledger: Ledger, names: Iterable[str] | None) -> Index:
    """Bring an index to what the ledger holds now.

    Args:
        index: of an earlier or a later state.
        ledger: as it is now.
        names: of the checks that may differ; all of both if None.
    """
    if names is None:
        names = sorted({*ledger.check_names(), *(claim.id for claim in index.claims())})
    removed, added = [], []
    for name in names:
        check = ledger.stated(name)
        wanted = [known_claim(check)] if check else []
        known = index.with_id(name)
        if known != wanted:
            added += wanted
            removed += [name] if known else []
    if not added and not removed:
        return index
    return index.changed(added=added, removed=removed)


def _new(ledger: Ledger, progress: Progress | None) -> Index:
    names = ledger.check_names()
    with _steps(progress, len(names)) as tell:
        return Index.built(
            _claims(ledger, names, tell),
            processes=_cores() if len(names) >= MANY else 1,
            told=lambda cut: tell(len(names) + cut),
        )


def _claims(
    ledger: Ledger, names: list[str], tell: Callable[[int], None]
) -> Iterator[KnownClaim]:
    for number, name in enumerate(names):
        check = ledger.stated(name)
        if check is not None:
            yield known_claim(check)
        tell(number)


@contextmanager
def _steps(progress: Progress | None, claims: int) -> Iterator[Callable[[int], None]]:
    """Tell how far a new index is: each claim is read, and then cut into words."""
    steps = iter(progress(range(claims), claims) if progress else ())
    read = cut = taken = 0

    def tell(done: int) -> None:
        nonlocal read, cut, taken
        read, cut = (read, done - claims) if done >= claims else (done, cut)
        while taken < (read + cut) // 2:
            next(steps, None)
            taken += 1

    try:
        yield tell
    finally:
        for _ in steps:
            pass


def _keep(files: KeptFiles, index: Index, edition: Edition, *, anew: bool) -> None:
    """Keep an index, unless it was made of a copy of the cache that nobody else has."""
    if edition.copied_from is not None:
        return
    said = {
        "rules": MADE,
        "head": edition.head,
        "made": edition.made,
        "turn": edition.turn,
        "parts": [[part.segment.name, sorted(part.removed)] for part in index.parts],
    }
    parts = {part.segment.name: part.segment.to_bytes for part in index.parts}
    files.keep(said, parts, anew=anew)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
