"""The claim of a check, and the work on it.

``Claim`` is what ``check.yaml`` holds, ``Work`` what ``work.yaml`` holds.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from factcheck.model.record import (
    ClaimLine,
    Day,
    Language,
    Line,
    PartLetter,
    Prose,
    Record,
    Reference,
    SaidOn,
    Timestamp,
    Topic,
    Verbatim,
)

About = Literal["is so", "was said"]
"""Whether the check asks if the claim holds, or if somebody made it."""

Priority = Literal["high", "normal", "low"]

Outcome = Literal["not checkable", "duplicate", "dropped"]


class Part(Record):
    """One statement of a compound claim, named by a letter."""

    part: PartLetter
    claim: ClaimLine


class Claimant(Record):
    """Who made the claim: a person, an organisation, an account, an article."""

    name: Line
    role: Line | None = None
    affiliation: Line | None = None


class Claim(Record):
    """A statement that somebody made, in our wording and in theirs."""

    claim: ClaimLine
    words: Verbatim | None = Field(default=None, description="the words as said")
    translation: Prose | None = Field(default=None, description="of the words as said")
    about: About = "is so"
    parts: tuple[Part, ...] = ()
    claimant: Claimant
    said_on: SaidOn
    place: Line | None = None
    medium: Line | None = None
    language: Language | None = None
    why_checked: Prose | None = None
    reach: Prose | None = None
    harm: Prose | None = None
    wordings: tuple[ClaimLine, ...] = Field(default=(), description="other wordings")
    opened: Timestamp
    opened_by: Line

    @model_validator(mode="after")
    def _letters_differ(self) -> Claim:
        letters = [part.part for part in self.parts]
        if len(set(letters)) != len(letters):
            raise ValueError("two parts have the same letter")
        return self


class Closed(Record):
    """Why a check is not carried on."""

    outcome: Outcome
    duplicate_of: Reference | None = None
    why: Prose
    since: Timestamp | None = None
    by: Line | None = None

    @model_validator(mode="after")
    def _names_the_other(self) -> Closed:
        if (self.outcome == "duplicate") != (self.duplicate_of is not None):
            raise ValueError(
                "duplicate_of goes with the outcome duplicate, and only it"
            )
        return self


class Work(Record):
    """Who works on the check and until when: never part of what a verdict rests on."""

    assignee: Line | None = None
    due: Day | None = None
    priority: Priority | None = None
    topics: tuple[Topic, ...] = ()
    embargo: Timestamp | None = Field(
        default=None, description="nothing goes out before"
    )
    closed: Closed | None = None
