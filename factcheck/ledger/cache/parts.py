"""A part of a ledger's files, read: the rows of its records and checks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from factcheck.ledger import layout
from factcheck.ledger.cache import listed, reading, rows
from factcheck.ledger.search import lines
from factcheck.model.check import gather
from factcheck.model.filed import Filed
from factcheck.model.state import standing

if TYPE_CHECKING:
    from factcheck.ledger.git.repository import Repository

Part = list[tuple[int, reading.FileAt]]
"""Files with the numbers of their rows."""


@dataclass(slots=True)
class Batch:
    """The rows of a part.

    Attributes:
        rows: by table.
        names: of all checks that have a file in it.
        unsettled: names of checks that could not be derived: they link evidence of
            another part, or of none.
    """

    rows: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    unsettled: list[str] = field(default_factory=list)

    def add(self, table: str, row: tuple[Any, ...]) -> None:
        """Add a row."""
        self.rows.setdefault(table, []).append(row)


def read_part(repository: Repository, part: Part) -> Batch:
    """Read the files of a part and derive its checks.

    Raises:
        NotALedgerError: it is of a newer format. MachineError: a blob is missing.
    """
    batch = Batch()
    inside: dict[str, list[Filed[Any]]] = {}
    entries: dict[str, Filed[Any]] = {}
    names: dict[str, None] = {}
    placed = [(row, file, layout.place_of(file.path)) for row, file in part]
    wanted = [
        str(file.blob) for _, file, place in placed if reading.is_read(file, place)
    ]
    contents = repository.blobs(wanted)
    for row, file, place in placed:
        if isinstance(place, layout.Place) and place.check:
            names[place.check] = None
        content = next(contents)[1] if reading.is_read(file, place) else None
        taken = reading.taken(file, place, content)
        if not isinstance(taken, Filed):
            for problem in taken:
                batch.add("problem", rows.problem_row(problem))
            continue
        batch.add("record", (row, *rows.record_row(taken, str(file.blob))))
        batch.add("searched", (row, lines(taken)))
        for table, its in listed.rows_of(taken):
            batch.add(table, its)
        if taken.check:
            inside.setdefault(taken.check, []).append(taken)
        elif taken.kind == "evidence":
            entries[taken.id] = taken
    batch.names = list(names)
    for name, found in inside.items():
        _derive(batch, name, found, entries)
    return batch


def _derive(
    batch: Batch,
    name: str,
    found: list[Filed[Any]],
    entries: dict[str, Filed[Any]],
) -> None:
    links = [one.id for one in found if one.kind == "link"]
    if not all(link in entries for link in links):
        batch.unsettled.append(name)
        return
    check = gather(found, {link: entries[link] for link in links})
    if check is None:
        return
    state = standing(check)
    batch.add("standing", rows.standing_row(name, state))
    for table, its in listed.rows(check, state):
        batch.add(table, its)
