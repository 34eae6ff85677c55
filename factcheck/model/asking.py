"""What was asked of whom, and what came back."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from factcheck.model.evidence import Capture
from factcheck.model.record import (
    Day,
    Line,
    Prose,
    Record,
    Reference,
    Timestamp,
    Verbatim,
)

AnswerOutcome = Literal["answered", "declined", "no answer"]


class Ask(Record):
    """A question to somebody concerned, or why that person was not asked."""

    whom: Line
    question: Prose | None = None
    not_asked: Prose | None = Field(
        default=None, description="why there is no question"
    )
    channel: Line | None = Field(default=None, description="how: by mail, by phone")
    asked: Day | None = None
    answer_by: Day | None = None
    added: Timestamp
    added_by: Line

    @model_validator(mode="after")
    def _asks_or_says_why_not(self) -> Ask:
        if (self.question is None) == (self.not_asked is None):
            raise ValueError("an ask has a question, or not_asked with the reason")
        if self.not_asked and (self.asked or self.answer_by or self.channel):
            raise ValueError("channel, asked and answer_by go with a question")
        if self.question and self.asked is None:
            raise ValueError("a question has the day on which it was asked")
        return self


class Answer(Record):
    """What came back on a question, or that nothing did."""

    ask: Reference
    outcome: AnswerOutcome
    received: Day = Field(
        description="for no answer the day on which we stopped waiting"
    )
    text: Verbatim | None = None
    translation: Prose | None = Field(default=None, description="of the text")
    says: Prose | None = Field(default=None, description="what it says, in our words")
    captures: tuple[Capture, ...] = ()
    added: Timestamp
    added_by: Line

    @model_validator(mode="after")
    def _says_something(self) -> Answer:
        if self.outcome == "answered" and not (self.text or self.says):
            raise ValueError("answered goes with the text, or with what it says")
        if self.outcome == "no answer" and (self.text or self.captures):
            raise ValueError("no answer has neither text nor captures")
        return self
