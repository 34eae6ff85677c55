"""What readers of an earlier verdict must be told, and the dates of a report.

An earlier verdict counts here once it was published: one that a reviewer turned
down has misled nobody, and its words are not for readers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from factcheck.model.ids import id_of

if TYPE_CHECKING:
    from factcheck.model.check import Check
    from factcheck.model.filed import Filed
    from factcheck.model.verdict import Grade, Verdict


@dataclass(frozen=True, slots=True)
class PastVerdict:
    """An earlier verdict that readers have seen.

    Attributes:
        on: when it was first published, or given where that is not recorded.
        rating: what it said.
        headline: what it said.
        grade: what it was itself to the one before, if anything.
        note: what readers were told then, Markdown.
    """

    on: str
    rating: str
    headline: str
    grade: Grade | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """How a verdict differs from what readers have seen before.

    Attributes:
        grade: as the verdict says; None where it replaces, by way of unpublished
            verdicts, a published one, and says nothing of it.
        on: when the present verdict was given.
        note: what readers are told, Markdown.
        before: the verdicts that it replaces for a reader, oldest first.
    """

    grade: Grade | None
    on: str
    note: str | None
    before: tuple[PastVerdict, ...]


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of a report; a point in time each but for ``recheck_by``.

    Attributes:
        first_published: when any verdict of the check first was.
        last_changed: when the present one first was, if it was not the first.
        given: when the present verdict was given.
        is_published: whether the present verdict is.
        recheck_by: the day by which somebody wants to look again.
    """

    first_published: str | None
    last_changed: str | None
    given: str | None
    is_published: bool
    recheck_by: str | None


def change_of(check: Check, verdict: Filed[Verdict]) -> Change | None:
    """Say how a verdict changes what readers have seen, None where it does not."""
    record = verdict.record
    replaced = _replaced(check, verdict)
    if not replaced and not record.grade:
        return None
    before = tuple(_past(check, one) for one in replaced)
    return Change(record.grade, record.given, record.public_note, before)


def past_of(check: Check, verdict: Filed[Verdict]) -> tuple[PastVerdict, ...]:
    """Give all earlier verdicts that readers have seen, newest first."""
    seen: dict[str, Filed[Verdict]] = {}
    waiting = _replaced(check, verdict)
    while waiting:
        one = waiting.pop()
        if one.id not in seen:
            seen[one.id] = one
            waiting.extend(_replaced(check, one))
    kept = [one for one in reversed(check.verdicts) if one.id in seen]
    return tuple(_past(check, one) for one in kept if one.id != verdict.id)


def dates_of(check: Check, verdict: Filed[Verdict] | None) -> Dates:
    """Give the dates of a report on a verdict, or on none."""
    if verdict is None:
        return Dates(None, None, None, is_published=False, recheck_by=None)
    first = next((one.record.published for one in check.publications), None)
    present = _published_on(check, verdict)
    return Dates(
        first_published=first,
        last_changed=present if present != first else None,
        given=verdict.record.given,
        is_published=present is not None,
        recheck_by=(check.recheck_of(verdict) or verdict).record.recheck_by,
    )


def _replaced(check: Check, verdict: Filed[Verdict]) -> list[Filed[Verdict]]:
    """Give the nearest published verdicts before one, oldest first.

    A grade says that readers knew an earlier one; where no publication of any is
    recorded, the oldest counts.
    """
    by_id = {one.id: one for one in check.verdicts}
    waiting = [(id_of(one), verdict) for one in verdict.record.supersedes]
    nearest: dict[str, Filed[Verdict]] = {}
    passed: set[str] = set()
    while waiting:
        key, successor = waiting.pop()
        one = by_id.get(key)
        if one is None or key in passed:
            continue
        passed.add(key)
        older = [id_of(name) for name in one.record.supersedes]
        if _published_on(check, one) or (successor.record.grade and not older):
            nearest[key] = one
        else:
            waiting.extend((name, one) for name in older)
    return [one for one in check.verdicts if one.id in nearest]


def _published_on(check: Check, verdict: Filed[Verdict]) -> str | None:
    return next(
        (
            one.record.published
            for one in check.publications
            if id_of(one.record.verdict) == verdict.id
        ),
        None,
    )


def _past(check: Check, verdict: Filed[Verdict]) -> PastVerdict:
    record = verdict.record
    return PastVerdict(
        on=_published_on(check, verdict) or record.given,
        rating=record.rating,
        headline=record.headline,
        grade=record.grade,
        note=record.public_note,
    )
