"""What two people did not agree on, field by field, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from factcheck.model.errors import one_line
from factcheck.terminal.history_view import minute
from factcheck.terminal.page import Heading, Line, next_step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factcheck.terminal.page import Block, Page

_LONGEST = 400


class Conflict(Protocol):
    """One place at which two versions of a file do not agree."""

    @property
    def path(self) -> str:
        """The file."""

    @property
    def field(self) -> str:
        """The field; empty for the file as a whole."""

    @property
    def reason(self) -> str:
        """Why, where the values do not say it."""

    @property
    def base(self) -> str | None:
        """What it was."""

    @property
    def ours(self) -> str | None:
        """What it is here."""

    @property
    def theirs(self) -> str | None:
        """What it is there."""


class Signed(Protocol):
    """Who wrote a side, and when."""

    @property
    def who(self) -> str:
        """The name."""

    @property
    def when(self) -> str:
        """UTC text."""


class Disagreement(Protocol):
    """A conflict, what its record is called, and who wrote either side."""

    @property
    def conflict(self) -> Conflict:
        """What does not agree."""

    @property
    def record(self) -> str:
        """What people call the record."""

    @property
    def ours(self) -> Signed | None:
        """Who wrote our side."""

    @property
    def theirs(self) -> Signed | None:
        """Who wrote theirs."""


def conflict_line(conflict: Conflict) -> str:
    """Say a conflict in one line that is safe for a terminal."""
    if conflict.reason:
        return one_line(conflict.reason)
    return one_line(
        f"{conflict.field}: here {_value(conflict.ours)}, "
        f"there {_value(conflict.theirs)}; it was {_value(conflict.base)}"
    )


def conflict_page(
    found: Sequence[Disagreement], *, me: str = "", with_ways: bool = True
) -> Page:
    """Lay out what two clones do not agree on.

    Args:
        found: in path order; those of one record follow each other.
        me: the name of who looks at it.
        with_ways: whether to name the commands that lead on.
    """
    blocks: list[Block] = []
    before = ""
    for one in found:
        if one.record != before:
            blocks.append(Heading(one.record))
            before = one.record
        blocks += disagreement_lines(one, me=me)
    if found and with_ways:
        place = found[0].conflict.path
        blocks += [
            next_step(f"factcheck sync --mine {place}  (what you wrote counts)"),
            next_step(f"factcheck sync --theirs {place}  (what they wrote counts)"),
        ]
    return tuple(blocks)


def disagreement_lines(one: Disagreement, *, me: str = "") -> list[Line]:
    """Say one conflict: what, who wrote what and when, what it was."""
    conflict = one.conflict
    mine = _signed("you", None, one.ours, me)
    their = _signed("somebody", one.theirs, None, me)
    if conflict.reason:
        lines = [Line(f"{conflict.field or 'the file'}: {conflict.reason}", "bad")]
        lines += [Line(text, "plain", 1) for text in (mine, their)]
        return [*lines, Line(conflict.path, "quiet", 1)]
    return [
        Line(conflict.field, "bad"),
        Line(f"{mine} wrote {_value(conflict.ours)}", "plain", 1),
        Line(f"{their} wrote {_value(conflict.theirs)}", "plain", 1),
        Line(f"it was {_value(conflict.base)}", "quiet", 1),
        Line(conflict.path, "quiet", 1),
    ]


def _signed(otherwise: str, there: Signed | None, here: Signed | None, me: str) -> str:
    """Name who wrote a side; who looks at it is ``you``, on our side alone."""
    signed = here or there
    if signed is None:
        return otherwise
    who = "you" if here and signed.who == me else signed.who
    return f"{who} ({minute(signed.when)} UTC)"


def _value(text: str | None) -> str:
    if text is None:
        return "nothing"
    line = " ".join(text.split())
    cut = line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"
    return f"“{cut}”"
