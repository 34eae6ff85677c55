"""An article that was read for claims, and what was decided on its sentences."""

from __future__ import annotations

from typing import Literal

from factcheck.model.record import (
    Line,
    PartialDate,
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
    decided: Timestamp
    decided_by: Line


class Article(Record):
    """A text that was read for claims; the digest is of the bytes that were read."""

    url: WebAddress | None = None
    sha256: Sha256
    title: Line | None = None
    publisher: Line | None = None
    published: PartialDate | None = None
    sentences: tuple[SentenceDecision, ...] = ()
