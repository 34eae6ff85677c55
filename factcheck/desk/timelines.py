"""The timeline of a claim, with how each appearance was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factcheck.desk.decisions import Decisions
from factcheck.model.dates import in_words
from factcheck.model.ids import id_of
from factcheck.model.timeline import timeline

if TYPE_CHECKING:
    from factcheck.ledger.committed import CommittedLedger
    from factcheck.model.check import Check
    from factcheck.model.timeline import Moment


def timelines(ledger: CommittedLedger, checks: list[Check]) -> list[tuple[Moment, ...]]:
    """Give the timeline of each check (see ``model/timeline.py``)."""
    named = any(one.record.article for check in checks for one in check.appearances)
    decisions = Decisions.of(ledger) if named else Decisions(())
    return [_timeline(check, decisions) for check in checks]


def _timeline(check: Check, decisions: Decisions) -> tuple[Moment, ...]:
    names = {one.record.article for one in check.appearances} - {None}
    articles = {
        id_of(name): reading
        for name in names
        if name and (reading := decisions.reading(name))
    }
    moments = timeline(check, articles)
    return tuple(_with_objection(one, check, decisions) for one in moments)


def _with_objection(moment: Moment, check: Check, decisions: Decisions) -> Moment:
    """Say who has decided otherwise since: in a clone, an appearance outlives that."""
    if not (moment.found and moment.found.how == "match" and moment.quote):
        return moment
    counts = decisions.on(moment.quote, check.name)
    if counts is None or counts.decision == "same":
        return moment
    objection = f"{counts.decided_by}, {in_words(counts.decided)}"
    return moment._replace(found=moment.found._replace(objection=objection))
