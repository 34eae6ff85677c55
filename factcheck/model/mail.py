"""What readers send in: tips and complaints, never who sent them."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from factcheck.model.evidence import Capture
from factcheck.model.record import (
    Day,
    Language,
    Line,
    Prose,
    Record,
    Reference,
    Timestamp,
    Verbatim,
    WebAddress,
)

TipDecision = Literal["checked", "known", "not checkable", "dropped"]
"""``checked``: a check was opened for it; ``known``: there was one already."""

ComplaintDecision = Literal["upheld", "upheld in part", "rejected"]


class TipOutcome(Record):
    """What became of a tip."""

    decision: TipDecision
    check: Reference | None = None
    why: Prose | None = None
    settled: Timestamp
    settled_by: Line

    @model_validator(mode="after")
    def _names_the_check(self) -> TipOutcome:
        if (self.decision in {"checked", "known"}) != (self.check is not None):
            raise ValueError("checked and known name the check, and only they")
        return self


class Tip(Record):
    """Something that a reader wants checked."""

    says: Prose
    quote: Verbatim | None = None
    url: WebAddress | None = None
    channel: Line | None = None
    received: Day
    language: Language | None = None
    captures: tuple[Capture, ...] = ()
    note: Prose | None = None
    outcome: TipOutcome | None = None
    added: Timestamp
    added_by: Line


class ComplaintOutcome(Record):
    """What became of a complaint."""

    decision: ComplaintDecision
    why: Prose
    settled: Timestamp
    settled_by: Line


class Complaint(Record):
    """What a reader says is wrong with a check of ours."""

    check: Reference
    says: Prose
    channel: Line | None = None
    received: Day
    note: Prose | None = None
    outcome: ComplaintOutcome | None = None
    added: Timestamp
    added_by: Line
