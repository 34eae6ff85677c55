"""The words and styles in which states and ratings are said, the same everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factcheck.terminal.page import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factcheck.model.evidence import Stance
    from factcheck.model.state import Flag, Stage
    from factcheck.terminal.page import Style

STAGES: dict[Stage, Style] = {
    "open": "plain",
    "drafting": "plain",
    "in review": "doubtful",
    "changes requested": "bad",
    "approved": "good",
    "closed": "quiet",
}

STANCES: dict[Stance, tuple[str, Style]] = {
    "supports": ("Supports the claim", "good"),
    "refutes": ("Refutes the claim", "bad"),
    "both": ("Supports and refutes", "doubtful"),
    "context": ("Context", "plain"),
}

_GRAVE = frozenset({"needs recheck", "two verdicts"})


def style_of(flag: Flag) -> Style:
    """Give the style of a flag."""
    return "bad" if flag.name in _GRAVE else "doubtful"


def flag_lines(flags: Sequence[Flag], *, indent: int = 0) -> tuple[Line, ...]:
    """Say each flag with its reason, a line each."""
    return tuple(
        Line(f"{flag.name}: {flag.why}", style_of(flag), indent) for flag in flags
    )
