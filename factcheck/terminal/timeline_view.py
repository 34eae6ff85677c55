"""The timeline of a claim on a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factcheck.model.dates import in_words
from factcheck.terminal.page import Line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factcheck.model.check import Check
    from factcheck.model.timeline import Moment
    from factcheck.terminal.page import Block, Page


def timeline_page(check: Check, moments: Sequence[Moment]) -> Page:
    """Lay out the timeline of a check's claim; an address is named once."""
    blocks: list[Block] = [
        Line(check.claim.record.claim, "strong"),
        Line(check.name, "quiet"),
    ]
    told: set[str] = set()
    for moment in moments:
        blocks += moment_lines(moment, told)
    return tuple(blocks)


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
