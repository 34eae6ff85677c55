"""Verdicts, reviews, rechecks and publications, compared with an earlier commit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factcheck.ledger import layout
from factcheck.ledger.cache import reading
from factcheck.model.errors import BadRecordError
from factcheck.model.ids import id_of
from factcheck.model.kinds import APPEND_ONLY
from factcheck.model.resting import resting
from factcheck.review.compared import place
from factcheck.review.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from factcheck.model.filed import Filed
    from factcheck.review.compared import Compared


def append_only(
    compared: Compared,
    committed: Mapping[str, str],
    working: Mapping[str, bytes | None],
) -> Iterator[Finding]:
    """Find what was changed or has vanished of what is written once.

    A record that a commit took away while nothing rested on it was undone: that is
    noted. What rested on a record may have been taken back before it; but of a
    verdict that had been published in the base, and of the reviews of it, nothing
    may be taken back.

    Args:
        compared: the base and HEAD.
        committed: the blobs of the files at HEAD of which ``working`` speaks, by path.
        working: the bytes of the files of the working tree that differ from HEAD;
            None for those that are gone.
    """
    since = compared.since
    vanished = []
    paths = sorted(path for path in {*compared.changed, *working} if is_once(path))
    for path in paths:
        change = compared.changed.get(path)
        old = change.old if change else committed.get(path)
        if old is None:  # it was added since
            if path in working and (new := committed.get(path)):
                yield from _edited(compared, path, new, working[path])
            continue
        new = change.new if change else old
        there = working[path] if path in working else compared.content(new)
        content = compared.content(old) or b""
        if there is not None and not is_same_record(path, there, content):
            message = f"was changed since {since}: it must stay as is"
            yield Finding(path, 0, "append-only", message)
        elif there is None and new is not None:
            message = f"was deleted since {since}: it must stay"
            yield Finding(path, 0, "append-only", message)
        elif there is None:
            vanished.append(path)
    if vanished:
        yield from _vanished(compared, vanished)


def _edited(
    compared: Compared, path: str, committed: str, there: bytes | None
) -> Iterator[Finding]:
    """What came after the base and is committed must stay as well."""
    content = compared.content(committed) or b""
    if there is None:
        message = "was deleted since the last commit: it must stay"
        yield Finding(path, 0, "append-only", message)
    elif not is_same_record(path, there, content):
        message = "was changed since the last commit: it must stay as is"
        yield Finding(path, 0, "append-only", message)


def _vanished(compared: Compared, vanished: list[str]) -> Iterator[Finding]:
    """Tell what was taken back by a commit from what must not have been deleted."""
    since = compared.since
    # What rests on these records lies in the folder of the same check.
    folders = dict.fromkeys(map(layout.folder_of, vanished))
    before = compared.records(compared.folder_at(compared.base, folders))
    gone = {record.path: record for record in before if record.path in vanished}
    kept = [record for record in before if record.path not in gone]
    left = resting(before, kept)
    published = {id_of(p.data["verdict"]) for p in before if p.kind == "publication"}
    for path in vanished:
        record = gone.get(path)
        if compared.is_rewritten:
            message = (
                f"is gone since {since}, and no commit took it back: history was "
                "rewritten"
            )
        elif record is None or _verdict_of(record) in published:
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


def is_once(path: str) -> bool:
    """Tell whether a file is of a record that is written once."""
    found = place(path)
    return found is not None and found.kind in APPEND_ONLY


def is_same_record(path: str, one: bytes, other: bytes) -> bool:
    """Tell whether two texts of a file hold one record, whatever their YAML form."""
    if one == other:
        return True
    try:
        first, second = (reading.read_record(path, text) for text in (one, other))
    except BadRecordError:
        return False
    return first == second
