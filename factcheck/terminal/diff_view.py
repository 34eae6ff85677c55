"""What changed between two ends of the history, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from factcheck.terminal.history_view import said_change
from factcheck.terminal.page import Heading, Line
from factcheck.terminal.word_diff import word_diff

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factcheck.terminal.history_view import Change
    from factcheck.terminal.page import Block, Page, Style

_LONG = 60
_GIST = 200
_STYLES: dict[str, Style] = {"added": "good", "deleted": "bad"}


class DiffRecord(NamedTuple):
    """What became of one record.

    Attributes:
        record: what it is called.
        happening: added, changed, deleted or the like.
        gist: what it says, where it came or went.
        fields: those that differ.
        bearing: the checks that link it, where these are several.
    """

    record: str
    happening: str
    gist: str
    fields: Sequence[Change]
    bearing: Sequence[str]


class DiffCheck(NamedTuple):
    """What changed in one check, or beside all of them.

    Attributes:
        title: the name of the check, or what stands for the rest.
        claim: what the check is about.
        state: where it stood and stands, where that differs.
        records: what became of each.
        moved: why its verdict needs a recheck that needed none for this before.
        settled: why it needed one, and does no more.
    """

    title: str
    claim: str
    state: tuple[str, str] | None
    records: Sequence[DiffRecord]
    moved: Sequence[str]
    settled: Sequence[str]


def diff_page(check: DiffCheck) -> Page:
    """Lay out what changed in one check."""
    blocks: list[Block] = [Heading(check.title)]
    if check.claim:
        blocks.append(Line(_short(check.claim), "quiet", 1))
    if check.state:
        blocks.append(Line(f"{check.state[0]} → {check.state[1]}", "strong", 1))
    blocks += (Line(f"needs a recheck: {why}", "bad", 1) for why in check.moved)
    blocks += (Line(f"no longer: {why}", "good", 1) for why in check.settled)
    for record in check.records:
        blocks += _record_lines(record)
    return tuple(blocks)


def _record_lines(record: DiffRecord) -> Iterator[Line]:
    gist = f": {_short(record.gist)}" if record.gist else ""
    style = _STYLES.get(record.happening, "plain")
    yield Line(f"{record.record} {record.happening}{gist}", style, 1)
    if record.bearing:
        yield Line(f"bears on {', '.join(record.bearing)}", "quiet", 2)
    for one in record.fields:
        mark = " (moves pins)" if one.moves_pins else ""
        text = f"{one.field}: {_said(one)}{mark}"
        yield Line(text, "doubtful" if one.moves_pins else "plain", 2)
    if record.happening == "changed" and not record.fields:
        yield Line("nothing but the form of the file", "quiet", 2)


def _said(change: Change) -> str:
    """Say both values; of long texts the words that differ."""
    old, new = change.old, change.new
    if old is None or new is None or max(len(old), len(new)) <= _LONG:
        return said_change(old, new)
    return word_diff(old, new)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _GIST else line[: _GIST - 1].rstrip() + "…"
