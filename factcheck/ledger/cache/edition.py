"""From which state of which cache something was derived."""

from __future__ import annotations

from typing import NamedTuple


class Edition(NamedTuple):
    """One state of one cache: what was derived from it can be brought up to date.

    Attributes:
        head: the commit of which it speaks, empty for a folder that none holds.
        made: tells a cache from every other one.
        turn: how often checks have moved in it.
        copied_from: of a copy: ``made`` and ``turn`` of the other one then.
    """

    head: str
    made: str
    turn: int
    copied_from: tuple[str, int] | None = None

    def goes_on_from(self, made: str, turn: int) -> bool:
        """Tell whether what moved since that state is known (see ``moved_since``)."""
        others, last = self.copied_from or ("", -1)
        return (made == self.made and turn <= self.turn) or (
            made == others and turn <= last
        )
