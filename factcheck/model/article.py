"""One person's reading of one article, and what they decided on its sentences.

Two people who decide on the same article make a record each, so that their clones go
together without a conflict; of two decisions on the same sentence and check the newer
one counts. Why: docs/decisions/0005-a-reading-is-one-persons.md.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from factcheck.model.record import (
    Line,
    PartialDate,
    Probability,
    Prose,
    Record,
    Reference,
    Sha256,
    Timestamp,
    Verbatim,
    WebAddress,
)


class SentenceDecision(Record):
    """Whether a sentence repeats the claim of a check, as a person decided."""

    sentence: Verbatim
    check: Reference
    decision: Literal["same", "different"]
    note: Prose | None = None
    score: Probability | None = Field(
        default=None, description="how sure the program was, when it proposed this"
    )
    model: Line | None = Field(default=None, description="what gave the score")
    decided: Timestamp
    decided_by: Line


class Article(Record):
    """A text that one person read for claims; the digest is of the bytes they read."""

    url: WebAddress | None = None
    archived: WebAddress | None = None
    sha256: Sha256
    title: Line | None = None
    publisher: Line | None = None
    published: PartialDate | None = None
    sentences: tuple[SentenceDecision, ...] = ()
    added: Timestamp | None = None
    added_by: Line | None = Field(default=None, description="who read it")
