"""Evidence, what ties it to a check, and where a claim appeared."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from factcheck.model.record import (
    Count,
    Flag,
    Language,
    Line,
    MediaType,
    PartialDate,
    PartLetter,
    Prose,
    Record,
    Reference,
    Sha256,
    Timestamp,
    Verbatim,
    WebAddress,
)

EvidenceKind = Literal[
    "document",
    "statement",
    "report",
    "reference",
    "data",
    "expert",
    "image",
    "video",
    "audio",
    "own work",
]

Stance = Literal["supports", "refutes", "both", "context"]

Read = Literal["whole", "part", "excerpt", "abstract", "data set"]
"""How much of the source was read; a data set is queried rather than read."""


class Source(Record):
    """Where a passage stands: who put it out, and where the copy was read."""

    url: WebAddress | None = None
    title: Line | None = None
    publisher: Line
    carrier: Line | None = None
    author: Line | None = None
    published: PartialDate | None = None
    accessed: PartialDate | None = None
    language: Language | None = None
    archived: WebAddress | None = None


class Capture(Record):
    """Bytes kept of a source; the file is ``captures/sha256/<2 digits>/<sha256>``."""

    sha256: Sha256
    size: Count = Field(description="bytes")
    media_type: MediaType
    retrieved: Timestamp
    tool: Line = Field(description="what kept the bytes, with its version")


class Withdrawn(Record):
    """That an entry no longer counts, since when and why."""

    since: Timestamp
    why: Prose
    by: Line | None = None


class Evidence(Record):
    """One passage of one source, and what it says in neutral words of ours."""

    source: Source
    origin: Line | None = Field(
        default=None, description="where the information enters the world"
    )
    first_reported_by: Line | None = None
    interest: Prose | None = Field(
        default=None, description="of the source in the matter"
    )
    kind: EvidenceKind
    read: Read | None = None
    quote: Verbatim | None = None
    translation: Prose | None = Field(default=None, description="of the quote")
    translated_by: Line | None = None
    where: Line | None = Field(default=None, description="place in the source")
    says: Prose
    captures: tuple[Capture, ...] = ()
    confidential: Flag = False
    note: Prose | None = None
    withdrawn: Withdrawn | None = None
    added: Timestamp
    added_by: Line


class Link(Record):
    """Ties one evidence entry to one check, or to one part of its claim."""

    evidence: Reference
    stance: Stance
    part: PartLetter | None = None
    primary: Flag = Field(default=False, description="a primary source for this claim")
    why: Prose
    added: Timestamp
    added_by: Line


class Appearance(Record):
    """That the claim was made or spread there, as a person has decided."""

    who: Line | None = None
    url: WebAddress | None = None
    archived: WebAddress | None = None
    title: Line | None = None
    published: PartialDate | None = None
    quote: Verbatim | None = None
    time_code: Line | None = None
    reach: Line | None = None
    article: Reference | None = None
    capture: Capture | None = None
    added: Timestamp
    added_by: Line
