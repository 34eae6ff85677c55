"""Joining two versions of one file: records by field, other text by lines."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from factcheck.ledger import layout
from factcheck.ledger.cache import reading
from factcheck.ledger.format import canonical, codec
from factcheck.ledger.merging.fields import Clash, Take, join_fields
from factcheck.ledger.merging.lines import join_lines
from factcheck.model.errors import BadRecordError, Problem
from factcheck.model.kinds import APPEND_ONLY

if TYPE_CHECKING:
    from factcheck.ledger.layout import Place as Lies
    from factcheck.model.filed import Filed
    from factcheck.model.plain import PlainData

WHOLE = ()
"""The place of a conflict about a file as a whole."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing on which two versions of a file do not agree.

    Attributes:
        path: the file, relative to the ledger.
        place: the field; ``()`` for the file as a whole.
        reason: why, in words; empty where the values say it.
        base, ours, theirs: the values as text; None where there is none.
    """

    path: str
    place: tuple[str, ...]
    reason: str = ""
    base: str | None = None
    ours: str | None = None
    theirs: str | None = None

    @property
    def field(self) -> str:
        """The place as people write it, such as ``source.title``."""
        return ".".join(self.place)


@dataclass(frozen=True, slots=True)
class Joined:
    """What two versions of a file make.

    Attributes:
        content: the bytes; None where the file is deleted, or conflicts stand.
        conflicts: what a person has to settle; empty where the file is joined.
    """

    content: bytes | None
    conflicts: tuple[Conflict, ...] = ()


def join_files(
    path: str,
    base: bytes | None,
    ours: bytes | None,
    theirs: bytes | None,
    take: Take | None = None,
) -> Joined:
    """Join two versions of a file.

    Args:
        path: of the file, relative to the ledger.
        base: the bytes of what both grew out of; None where there is no file.
        ours: our version likewise.
        theirs: their version likewise.
        take: whose version counts where they conflict.

    Raises:
        NotALedgerError: a side is of a newer format.
    """
    if theirs in (ours, base):
        return Joined(ours)
    if ours == base:
        return Joined(theirs)
    settled = take or Take()
    if ours is None or theirs is None:
        mine, their = ("deleted", "changed") if ours is None else ("changed", "deleted")
        reason = f"{mine} here, {their} there"
        return _whole(path, reason, ours, theirs, settled)
    place = layout.place_of(path)
    if place is None or isinstance(place, Problem):
        return _text(path, base, ours, theirs, settled)
    if place.kind in APPEND_ONLY:
        reason = f"a {place.kind} is never changed, and these are two texts of it"
        return _whole(path, reason, ours, theirs, settled)
    return _record(path, place, base, ours, theirs, settled)


def _whole(
    path: str, reason: str, ours: bytes | None, theirs: bytes | None, take: Take
) -> Joined:
    side = take.of(WHOLE)
    if side is None:
        return Joined(None, (Conflict(path, WHOLE, reason),))
    return Joined(ours if side == "ours" else theirs)


def _text(
    path: str, base: bytes | None, ours: bytes, theirs: bytes, take: Take
) -> Joined:
    try:
        texts = [one.decode() for one in (base or b"", ours, theirs)]
    except UnicodeDecodeError:
        return _whole(path, "both changed it, and it is no text", ours, theirs, take)
    joined = None
    if base is not None and not any("\0" in text for text in texts):
        joined = join_lines(*texts)
    if joined is None:
        reason = "both changed the same lines" if base else "both added it"
        return _whole(path, reason, ours, theirs, take)
    return Joined(joined.encode())


def _record(
    path: str, place: Lies, base: bytes | None, ours: bytes, theirs: bytes, take: Take
) -> Joined:
    read: list[Filed[Any] | None] = []
    whose = ("what both began from", "yours", "theirs")
    for who, version in zip(whose, (base, ours, theirs), strict=True):
        try:
            read.append(
                reading.read_record(path, version) if version is not None else None
            )
        except BadRecordError as error:
            reason = f"{who} cannot be read: {error.problems[0]}"
            return _whole(path, reason, ours, theirs, take)
    old, mine, their = (one.data if one else None for one in read)
    data, clashes = join_fields(place.kind, old, mine or {}, their or {}, take)
    if clashes:
        return Joined(None, tuple(_conflict(path, clash) for clash in clashes))
    content, reason = _written(path, data, base, ours, theirs)
    if content is None:
        return _whole(path, reason, ours, theirs, take)
    # The same facts in the form that a side gave them need no other form.
    for side, version in ((mine, ours), (their, theirs)):
        if data == side and not _comments(base, ours, theirs):
            return Joined(version)
    return Joined(content)


def _conflict(path: str, clash: Clash) -> Conflict:
    return Conflict(path, clash.place, "", clash.base, clash.ours, clash.theirs)


def _comments(*versions: bytes | None) -> bool:
    return any(one is not None and codec.has_comments(one) for one in versions)


def _written(
    path: str, data: PlainData, base: bytes | None, ours: bytes, theirs: bytes
) -> tuple[bytes | None, str]:
    """Give the bytes of a joined record; None, and why, where it cannot be written."""
    content = canonical.write(data)
    try:
        read = reading.read_record(path, content)
    except BadRecordError as error:
        return None, f"together they are no record: {error.problems[0].message}"
    if read is None or read.data != data:
        return None, "together they would be read as something else"
    if not _comments(base, ours, theirs):
        return content, ""
    # Comments stand between the lines, so only lines can keep them.
    texts = [(one or b"").decode("utf-8-sig") for one in (base, ours, theirs)]
    by_lines = join_lines(*texts)
    if by_lines is not None:
        with suppress(BadRecordError):
            kept = reading.read_record(path, by_lines.encode())
            if kept is not None and kept.data == data:
                return by_lines.encode(), ""
    return None, "it has comments, which joining would lose"
