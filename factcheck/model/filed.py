"""A record together with where it lies in the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar, cast

from factcheck.model.ids import id_of, slug_of
from factcheck.model.plain import view

if TYPE_CHECKING:
    from factcheck.model.kinds import Kind
    from factcheck.model.plain import PlainData
    from factcheck.model.record import Record

R_co = TypeVar("R_co", bound="Record", covariant=True)


class Filed(NamedTuple, Generic[R_co]):
    """One record as it is filed.

    Attributes:
        kind: what kind of record.
        path: its file, relative to the ledger, with forward slashes.
        name: ``<slug>-<id>``. For what lies once in a check (check, work,
            draft) the check's name; for a link the evidence's name.
        check: the name of the check in whose folder it lies, else empty.
        data: the record as plain data, every field present.
    """

    kind: Kind
    path: str
    name: str
    check: str
    data: PlainData

    @property
    def record(self) -> R_co:
        """The data, read through the attributes of its record class."""
        return cast("R_co", view(self.data))

    @property
    def id(self) -> str:
        """The id at the end of the name."""
        return id_of(self.name)

    @property
    def slug(self) -> str:
        """The name without its id; the id itself where there is no slug."""
        return slug_of(self.name) or self.name
