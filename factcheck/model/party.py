"""People, organisations and accounts: who is the same under other names."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from factcheck.model.record import (
    Line,
    PartialDate,
    Prose,
    Record,
    Timestamp,
    WebAddress,
)

PartyKind = Literal["person", "organisation", "account"]


class Affiliation(Record):
    """What somebody was to an organisation, and when."""

    organisation: Line
    role: Line | None = None
    since: PartialDate | None = None
    until: PartialDate | None = None


class Party(Record):
    """A claimant, publisher or origin, so that all its names count as one."""

    name: Line
    kind: PartyKind
    other_names: tuple[Line, ...] = ()
    role: Line | None = None
    affiliations: tuple[Affiliation, ...] = ()
    interest: Prose | None = None
    same_as: tuple[WebAddress, ...] = Field(
        default=(), description="addresses of the same elsewhere"
    )
    note: Prose | None = None
    added: Timestamp
    added_by: Line
