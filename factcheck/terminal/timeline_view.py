"""The timeline of a claim on a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factcheck.model.dates import UNKNOWN, in_words
from factcheck.model.timeline import MANY, spread
from factcheck.terminal.page import Column, Line, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factcheck.model.check import Check
    from factcheck.model.timeline import Found, Moment, Spread
    from factcheck.terminal.page import Block, Page, Style

_MONTHS = 36
"""More rows are counted by year: nobody reads them."""

_BAR = 30


def timeline_page(check: Check, moments: Sequence[Moment]) -> Page:
    """Lay out the timeline of a check's claim; an address is named once."""
    blocks: list[Block] = [
        Line(check.claim.record.claim, "strong"),
        Line(check.name, "quiet"),
    ]
    found = spread(moments)
    if found.times > 1:
        blocks.append(Line(_counted(found)))
    if found.times >= MANY:
        blocks += [Line(""), _table(found), Line("")]
    told: set[str] = set()
    for moment in moments:
        blocks += moment_lines(moment, told)
        if moment.found:
            blocks += _how(moment.found)
    return tuple(blocks)


def _counted(found: Spread) -> str:
    said = f"appeared {found.times} times"
    if found.first and found.latest:
        said += f": first {in_words(found.first)}, latest {in_words(found.latest)}"
    return said


def _table(found: Spread) -> Table:
    """Count appearances by month, or by year where the months are too many."""
    counts = found.months
    if len(counts) > _MONTHS:
        years: dict[str, int] = {}
        for month, count in counts.items():
            year = month if month == UNKNOWN else month[:4]
            years[year] = years.get(year, 0) + count
        counts = years
    most = max(counts.values())
    rows: list[tuple[tuple[str, Style], ...]] = [
        (
            (in_words(when), "plain"),
            (str(count), "plain"),
            ("█" * max(1, _BAR * count // most), "quiet"),
        )
        for when, count in counts.items()
    ]
    return Table((Column("when"), Column("times"), Column("")), tuple(rows))


def _how(found: Found) -> Iterator[Block]:
    """Say how an appearance was found, and who objects."""
    on = in_words(found.on)
    if found.how == "match":
        sure = f" ({100 * float(found.score):.0f} %)" if found.score else ""
        said = f"found by a match{sure}, decided by {found.by}, {on}"
        yield Line(said, "quiet", 1)
    else:
        yield Line(f"put down by {found.by}, {on}", "quiet", 1)
    if found.objection:
        yield Line(f"decided 'different' since: {found.objection}", "bad", 1)


def moment_lines(moment: Moment, told: set[str], *, indent: int = 0) -> Iterator[Block]:
    """Say one moment; addresses in ``told`` are not said again, new ones join it."""
    when = in_words(moment.when)
    if moment.what == "made":
        said = f"made by {moment.who}"
        yield Line(f"{when}: {said}", "strong", indent)
        if moment.title:
            yield Line(moment.title, "plain", indent + 1)
    elif moment.what == "published":
        yield Line(f"{when}: we published", "good", indent)
        if moment.title:
            yield Line(moment.title, "plain", indent + 1)
    else:
        named = ", ".join(filter(None, (moment.who, moment.title)))
        yield Line(f"{when}: {named or moment.url or moment.names[0]}", "plain", indent)
    if moment.url and moment.url not in told:
        told.add(moment.url)
        yield Line(moment.url, "quiet", indent + 1)
    if moment.quote:
        yield Line(f"“{moment.quote}”", "plain", indent + 1)
    for note in moment.notes:
        yield Line(note, "quiet", indent + 1)
    if moment.names[1:]:
        yield Line(
            f"in {len(moment.names)} records of the same address", "quiet", indent + 1
        )
