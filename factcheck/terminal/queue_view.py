"""What waits: a line each, with the next command to type."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Protocol

from factcheck.terminal.page import Column, Heading, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from factcheck.terminal.page import Block, Page, Style

_LONGEST = 72
_HEADINGS: Mapping[str, tuple[str, Style]] = {
    "two verdicts": ("Two verdicts stand", "bad"),
    "answer overdue": ("Answers overdue", "bad"),
    "answer due": ("Answers due", "doubtful"),
    "overdue": ("Overdue", "bad"),
    "embargo": ("Embargo", "doubtful"),
    "needs recheck": ("Needs a recheck", "bad"),
    "changes requested": ("Changes requested", "bad"),
    "review": ("Waits for review", "doubtful"),
    "assigned": ("To do", "plain"),
    "nobody's": ("Nobody works on it", "plain"),
    "draft": ("Drafts", "plain"),
    "tip": ("Tips", "plain"),
    "complaint": ("Complaints", "doubtful"),
}


class Waits(Protocol):
    """One thing that waits: of what kind, what it is, why, and what to type."""

    @property
    def kind(self) -> str:
        """For what it waits."""

    @property
    def what(self) -> str:
        """The claim, or what a reader sent."""

    @property
    def why(self) -> str:
        """Since or until when, and for whom."""

    @property
    def command(self) -> str:
        """What to type."""

    @property
    def branch(self) -> str:
        """Where; empty for HEAD's."""


def queue_page(waiting: Sequence[Waits]) -> Page:
    """Lay out what waits, grouped by kind, in the order given."""
    columns = (Column("what", 3), Column("why", 2), Column("next"))
    blocks: list[Block] = []
    for kind, group in groupby(waiting, key=lambda one: one.kind):
        title, style = _HEADINGS[kind]
        rows = tuple(
            ((_cut(one.what), _plain), (_why(one), style), (one.command, _quiet))
            for one in group
        )
        blocks += [Heading(f"{title} ({len(rows)})"), Table(columns, rows)]
    return tuple(blocks)


def _why(one: Waits) -> str:
    return f"{one.why}, on branch {one.branch}" if one.branch else one.why


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"


_plain: Style = "plain"
_quiet: Style = "quiet"
