"""Working days between two days: the clock of complaints and tips.

Days count from Monday to Friday, without those that the settings name as holidays.
The day on which something came in is not counted, the day of the answer is: what
came on a Friday and is answered on the next Monday took one working day. All days
are those of UTC, as every time in the ledger is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_WEEK = 7
_SATURDAY = 5


def working_days_between(
    received: str, until: str, holidays: Iterable[str] = ()
) -> int:
    """Count the working days after one day, up to and with another.

    Args:
        received: the day on which the clock starts, ``2020-10-08``; a point in
            time in UTC will do. It is not counted itself.
        until: the last day that counts, in the same form.
        holidays: days that are no working days; one on a weekend changes nothing.

    Returns:
        The number, 0 where ``until`` is not later than ``received``.
    """
    first, last = _day(received), _day(until)
    if last <= first:
        return 0
    free = {
        day
        for text in holidays
        if first < (day := _day(text)) <= last and day.weekday() < _SATURDAY
    }
    return _weekdays_up_to(last) - _weekdays_up_to(first) - len(free)


@dataclass(frozen=True, slots=True)
class Clock:
    """How long something has waited, or took, and how long it may.

    Attributes:
        passed: working days since it came in, up to its outcome or today.
        allowed: working days in which it is to be settled; None without a limit.
    """

    passed: int
    allowed: int | None = None

    @property
    def is_over(self) -> bool:
        """Whether it took, or has waited, longer than it may."""
        return self.allowed is not None and self.passed > self.allowed

    def __str__(self) -> str:
        """Say it: ``3 of 7 working days``, ``1 working day``."""
        counted = self.passed if self.allowed is None else self.allowed
        limit = "" if self.allowed is None else f" of {self.allowed}"
        return f"{self.passed}{limit} working {'day' if counted == 1 else 'days'}"


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])


def _weekdays_up_to(day: date) -> int:
    """Count Mondays to Fridays since the first day of year 1, which was a Monday."""
    weeks, rest = divmod(day.toordinal(), _WEEK)
    return weeks * _SATURDAY + min(rest, _SATURDAY)
