"""Versions of a record and operations on the ledger, in words."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple, Protocol

from factcheck.terminal.page import Column, Heading, Line, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factcheck.model.evidence import Evidence
    from factcheck.model.filed import Filed
    from factcheck.terminal.page import Block, Page, Style

_AROUND = 24
_LONGEST = 160
_SHORT = 60


class Change(Protocol):
    """One field that differs: its name, both values, and whether it moves pins."""

    @property
    def field(self) -> str:
        """Its path, such as ``source.title``."""

    @property
    def old(self) -> str | None:
        """What it was."""

    @property
    def new(self) -> str | None:
        """What it is."""

    @property
    def moves_pins(self) -> bool:
        """Whether verdicts that pin the record need a recheck for it."""


class Told(NamedTuple):
    """One operation, or one version of a record.

    Attributes:
        when: UTC text.
        who: the author's name.
        what: the subject of the commit.
        why: its body.
        commit: the full id.
        by_hand: whether no command of ours made it.
    """

    when: str
    who: str
    what: str
    why: str
    commit: str
    by_hand: bool


class ToldChange(NamedTuple):
    """What became of one record: what it is called, what happened, the fields."""

    record: str
    happening: str
    fields: Sequence[Change]


def history_page(
    record: Filed[Evidence],
    versions: Sequence[tuple[Told, ToldChange]],
    *,
    notes: Sequence[str] = (),
) -> Page:
    """Lay out the versions of a record.

    Args:
        record: of which it is the history.
        versions: newest first.
        notes: what else there is to know: edits, a history that was cut.
    """
    blocks: list[Block] = [Line(record.name, "strong")]
    blocks += [Line(note, "doubtful") for note in notes]
    if not versions:
        blocks.append(Line("no version is committed", "quiet"))
    for told, change in versions:
        blocks.append(Heading(f"{minute(told.when)} UTC, {told.who}"))
        blocks.append(Line(f"{_what(told)} ({told.commit[:10]})", "plain", 1))
        if told.why:
            blocks.append(Line(f"why: {told.why}", "quiet", 1))
        if change.fields or change.happening != "changed":
            blocks += change_lines(change, indent=1, named=False)
        else:
            blocks.append(Line("nothing but the form of the file", "quiet", 1))
    return tuple(blocks)


def log_page(operations: Sequence[Told]) -> Page:
    """Lay out operations, a line each."""
    columns = (
        Column("when (UTC)"),
        Column("who"),
        Column("what", 1),
        Column("commit"),
    )
    rows = tuple(
        (
            (minute(told.when), _quiet),
            (told.who, _plain),
            (_what(told), _plain),
            (told.commit[:10], _quiet),
        )
        for told in operations
    )
    return (Table(columns, rows),) if rows else ()


def log_with_changes(told: Told, changes: Sequence[ToldChange]) -> Page:
    """Lay out one operation with what it did to each record."""
    blocks: list[Block] = [
        Heading(f"{minute(told.when)} UTC, {told.who}"),
        Line(f"{_what(told)} ({told.commit[:10]})"),
    ]
    if told.why:
        blocks.append(Line(f"why: {told.why}", "quiet", 1))
    for change in changes:
        blocks += change_lines(change, indent=1)
    return tuple(blocks)


def change_lines(
    change: ToldChange, *, indent: int = 0, named: bool = True
) -> Iterator[Line]:
    """Say what became of a record, then each field that differs."""
    if named or change.happening != "changed":
        what = f"{change.record}: {change.happening}" if named else change.happening
        yield Line(what, "bad" if change.happening == "deleted" else "plain", indent)
    for one in change.fields:
        mark = " (moves pins)" if one.moves_pins else ""
        style: Style = "doubtful" if one.moves_pins else "plain"
        text = f"{one.field}: {said_change(one.old, one.new)}{mark}"
        yield Line(text, style, indent + named)


def said_change(old: str | None, new: str | None) -> str:
    """Say both values of a field in a line; of long ones only where they differ."""
    if old is None:
        return f"now “{_cut(new or '')}”"
    if new is None:
        return f"no longer “{_cut(old)}”"
    start, end = 0, 0
    if max(len(old), len(new)) > _SHORT:
        start = _alike(old, new)
        end = _alike(old[start:][::-1], new[start:][::-1])
    return f"{_part(old, start, end)} → {_part(new, start, end)}"


def _alike(one: str, other: str) -> int:
    """Count the characters in which two texts begin alike."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _part(text: str, start: int, end: int) -> str:
    """Give a text without what is the same at both ends, but for some context."""
    first = max(0, start - _AROUND)
    last = min(len(text), len(text) - end + _AROUND)
    before, after = "…" if first else "", "…" if last < len(text) else ""
    return f"“{before}{_cut(text[first:last])}{after}”"


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"


def minute(when: str) -> str:
    """Give a point in time to the minute: ``2026-11-22 10:15``."""
    return when[:16].replace("T", " ")


def _what(told: Told) -> str:
    return f"by hand: {told.what}" if told.by_hand else told.what


_quiet: Style = "quiet"
_plain: Style = "plain"
