"""The verdict: as a draft, frozen with its pins, reviewed, published."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from factcheck.model.evidence import Stance
from factcheck.model.record import (
    Day,
    Digest,
    Language,
    Line,
    PartLetter,
    Prose,
    Record,
    Reference,
    Sha256,
    Timestamp,
    WebAddress,
)

Confidence = Literal["low", "medium", "high"]
Grade = Literal["clarification", "update", "correction", "retraction"]
Decision = Literal["approve", "request changes"]


class Draft(Record):
    """The verdict being written: anything may still be missing."""

    headline: Line | None = None
    rating: Line | None = None
    summary: Prose | None = None
    text: Prose | None = None
    looked_for: Prose | None = Field(default=None, description="and not found")
    disclosure: Prose | None = Field(
        default=None, description="own relations that may bear"
    )
    confidence: Confidence | None = None
    recheck_by: Day | None = None
    grade: Grade | None = None
    public_note: Prose | None = Field(
        default=None, description="what a correction says"
    )


class EvidencePin(Record):
    """What a linked evidence entry was when the verdict was given."""

    evidence: Reference
    part: PartLetter | None = None
    stance: Stance
    link_digest: Digest
    evidence_digest: Digest


class AnswerPin(Record):
    """What an answer was when the verdict was given."""

    answer: Reference
    answer_digest: Digest


class Pins(Record):
    """What a verdict rests on, as digests of material fields."""

    claim_digest: Digest
    evidence: tuple[EvidencePin, ...] = ()
    answers: tuple[AnswerPin, ...] = ()


class Verdict(Record):
    """A frozen draft. Never edited: another verdict supersedes it."""

    headline: Line
    rating: Line
    summary: Prose
    text: Prose
    looked_for: Prose | None = None
    disclosure: Prose | None = None
    confidence: Confidence | None = None
    recheck_by: Day | None = None
    author: Line
    given: Timestamp
    supersedes: tuple[Reference, ...] = ()
    grade: Grade | None = None
    public_note: Prose | None = None
    pins: Pins

    @model_validator(mode="after")
    def _corrections_are_explained(self) -> Verdict:
        if self.grade and not (self.public_note and self.supersedes):
            raise ValueError(
                "a verdict with a grade supersedes another and has a public_note"
            )
        return self


class Review(Record):
    """A second person's decision on a verdict."""

    verdict: Reference
    verdict_digest: Digest
    decision: Decision
    comment: Prose | None = None
    reviewer: Line
    decided: Timestamp

    @model_validator(mode="after")
    def _requests_are_explained(self) -> Review:
        if self.decision == "request changes" and not self.comment:
            raise ValueError("request changes needs a comment")
        return self


class Recheck(Record):
    """That somebody looked again and the verdict stands, with what it now rests on."""

    verdict: Reference
    verdict_digest: Digest
    why: Prose
    recheck_by: Day | None = None
    pins: Pins
    rechecker: Line
    rechecked: Timestamp


class Publication(Record):
    """That a report of a verdict went out."""

    verdict: Reference
    url: WebAddress
    published: Timestamp
    language: Language | None = None
    report_sha256: Sha256 | None = None
