"""Verdicts, reviews, rechecks and publications, compared with an earlier commit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factcheck.ledger import layout, reading
from factcheck.model.errors import BadRecordError, Problem, RefusedError
from factcheck.model.ids import id_of
from factcheck.model.kinds import APPEND_ONLY
from factcheck.model.resting import resting
from factcheck.review.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from factcheck.ledger.ledger import Ledger
    from factcheck.model.filed import Filed


def append_only(ledger: Ledger, base: str | None) -> Iterator[Finding]:
    """Find what was changed or has vanished of what is written once.

    A record that a commit took away while nothing rested on it was undone: that is
    noted. What rested on a record may have been taken back before it; but of a
    verdict that had been published in the base, and of the reviews of it, nothing
    may be taken back.

    Args:
        ledger: the ledger, as it lies in the working tree.
        base: the revision to compare with; the last commit if None.

    Raises:
        NotFoundError: the base names no commit.
    """
    repository = ledger.repository
    if repository is None or repository.head() is None:
        message = "no history here: append-only records were not compared with a base"
        yield Finding("", 0, "history-unchecked", message, "note")
        return
    if repository.is_shallow():
        message = "the clone is shallow: its history was not checked before the cut"
        yield Finding("", 0, "history-unchecked", message, "note")
    since = base or "the last commit"
    contents = ledger.base(base or "HEAD")
    vanished = []
    for path, content in sorted(contents.items()):
        if not _is_written_once(path):
            continue
        there = _working(ledger, path)
        if there is not None and not _same_record(path, there, content):
            message = f"was changed since {since}: it must stay as is"
            yield Finding(path, 0, "append-only", message)
        elif there is None and (base is None or ledger.is_committed(path)):
            message = f"was deleted since {since}: it must stay"
            yield Finding(path, 0, "append-only", message)
        elif there is None:
            vanished.append(path)
    if vanished:
        yield from _vanished(tuple(_read(contents)), vanished, since)


def _vanished(
    before: tuple[Filed[Any], ...], vanished: list[str], since: str
) -> Iterator[Finding]:
    """Tell what was taken back by a commit from what must not have been deleted."""
    gone = {record.path: record for record in before if record.path in vanished}
    kept = [record for record in before if record.path not in gone]
    left = resting(before, kept)
    published = {id_of(p.data["verdict"]) for p in before if p.kind == "publication"}
    for path in vanished:
        record = gone.get(path)
        if record is None or _verdict_of(record) in published:
            message = f"was deleted since {since}: it must stay"
        elif left and (found := resting([*kept, record], kept)):
            message = f"was deleted since {since}, though {found[0].why}"
        else:
            message = f"was taken back since {since}; nothing rested on it"
            yield Finding(path, 0, "undone", message, "note")
            continue
        yield Finding(path, 0, "append-only", message)


def _verdict_of(record: Filed[Any]) -> str:
    """Give the id of the verdict that a record is, or decides on; none for others."""
    if record.kind == "publication":
        return ""
    return record.id if record.kind == "verdict" else id_of(record.data["verdict"])


def _is_written_once(path: str) -> bool:
    place = layout.place_of(path)
    return bool(place and not isinstance(place, Problem) and place.kind in APPEND_ONLY)


def _working(ledger: Ledger, path: str) -> bytes | None:
    try:
        return ledger.read_working(path)
    except RefusedError:  # a link in its place
        return None


def _read(contents: Mapping[str, bytes]) -> Iterator[Filed[Any]]:
    """Read the records of an earlier commit; what was none then is passed over."""
    for path, content in contents.items():
        try:
            record = reading.read_record(path, content)
        except BadRecordError:
            continue
        if record is not None:
            yield record


def _same_record(path: str, one: bytes, other: bytes) -> bool:
    """Tell whether two texts hold the same record, whatever their YAML form."""
    if one == other:
        return True
    try:
        first, second = (reading.read_record(path, text) for text in (one, other))
    except BadRecordError:
        return False
    return first == second
