"""The timeline on a screen: how often, when, and how each appearance was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factcheck.model.timeline import MANY, Found, Moment
from factcheck.terminal.plain import write
from factcheck.terminal.timeline_view import timeline_page
from tests.model.folder import Folder

if TYPE_CHECKING:
    from collections.abc import Iterable

BY_MATCH = Found(
    "match", "Bo", "2026-11-22T10:00:00Z", "0.934", "words-1", "Anna, 2027"
)


def _shown(days: Iterable[str]) -> list[str]:
    moments = [
        Moment(day, "appeared", who="Paper", names=(f"a{number}",), found=BY_MATCH)
        for number, day in enumerate(days)
    ]
    return write(timeline_page(Folder.opened().check(), moments)).splitlines()


def _counts(rows: list[str]) -> list[str]:
    return [" ".join(row.replace("█", "").split()) for row in rows if "█" in row]


def test_few_appearances_are_only_named() -> None:
    """First and latest; how each was found, and who objects."""
    rows = _shown(["2020-10-08", "2021"])

    assert "appeared 2 times: first 8 October 2020, latest 2021" in rows
    assert _counts(rows) == []
    assert "  found by a match (93 %), decided by Bo, 22 November 2026" in rows
    assert "  decided 'different' since: Anna, 2027" in rows


def test_many_are_counted_by_month() -> None:
    """With a bar for each, the longest for most."""
    rows = _shown(["2020-09", *["2020-10-08"] * MANY, "unknown"])

    assert _counts(rows) == [
        "September 2020 1",
        f"October 2020 {MANY}",
        "date unknown 1",
    ]


def test_very_many_months_are_counted_by_year() -> None:
    """Nobody reads fifty rows."""
    months = [
        f"{year}-{month:02}" for year in range(2015, 2020) for month in range(1, 13)
    ]

    assert _counts(_shown(months)) == [f"{year} 12" for year in range(2015, 2020)]
