"""From one row of a sheet to the records that it holds, as a map says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from factcheck.desk.desk import validated
from factcheck.desk.sheets.cells import is_skipped, key_of, values_of
from factcheck.desk.sheets.fields import required
from factcheck.desk.sheets.map import SECTIONS, folded
from factcheck.model.errors import BadInputError, BadRecordError
from factcheck.model.evidence import Evidence, Link

if TYPE_CHECKING:
    from collections.abc import Mapping

    from factcheck.desk.desk import Desk
    from factcheck.desk.sheets.map import Columns, SheetMap
    from factcheck.intake.sheet import Row
    from factcheck.model.record import Record

_NOBODY = "0" * 12
"""Stands for the entry in a link until its name is known."""


class RowError(Exception):
    """A row cannot be read.

    Attributes:
        messages: every reason, one line each.
    """

    def __init__(self, messages: list[str]) -> None:
        self.messages = tuple(messages)
        super().__init__("; ".join(messages))


@dataclass(frozen=True, slots=True)
class RowRecords:
    """What a row holds.

    Attributes:
        key: what tells its claim from others.
        by_section: the records by section of the map; ``check`` is among them.
        evidence: pairs of an evidence entry and its link; the link names no entry yet.
    """

    key: str
    by_section: Mapping[str, Any]
    evidence: tuple[tuple[Any, Any], ...]


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads rows of one sheet with one map.

    Attributes:
        desk: where, when and by whom.
        sheet_map: what fills what.
        columns: the sheet's names of the map's columns.
    """

    desk: Desk
    sheet_map: SheetMap
    columns: Columns

    def read(self, row: Row) -> RowRecords | None:
        """Read a row; None where the map leaves it out.

        Raises:
            RowError: with every problem of the row.
        """
        if row.problem:
            raise RowError([row.problem])
        if is_skipped(self.sheet_map, self.columns, row.values):
            return None
        problems: list[str] = []
        records: dict[str, Any] = {
            name: record
            for name in self.sheet_map.sections
            if (record := self._section(name, row, problems)) is not None
        }
        claim = records.get("check")
        letters = {part.part for part in claim.parts} if claim else set()
        evidence = []
        for number in range(len(self.sheet_map.evidence)):
            pair = self._pair(number, row, problems)
            if pair and claim and pair[1].part and pair[1].part not in letters:
                problems.append(f"the claim has no part '{pair[1].part}'")
            if pair:
                evidence.append(pair)
        key = self._key(row, claim, problems)
        if problems or claim is None:
            raise RowError(problems or ["the columns of the claim are empty"])
        return RowRecords(key, records, tuple(evidence))

    def _key(self, row: Row, claim: Any, problems: list[str]) -> str:
        if not self.sheet_map.key:
            return folded(claim.claim) if claim else ""
        key = key_of(self.sheet_map, self.columns, row.values)
        if not key:
            problems.append(f"the key is empty: {', '.join(self.sheet_map.key)}")
        return key

    def _section(self, name: str, row: Row, problems: list[str]) -> Any:
        unread: dict[str, str] = {}
        targets = self.sheet_map.sections[name]
        values = values_of(targets, self.columns, row.values, unread)
        if values is None or not (values or unread):
            return None
        if name == "draft" and "rating" in values:
            try:
                values["rating"] = self.desk.rating(values["rating"])
            except BadInputError as error:
                unread["rating"] = str(error)
        author, now = self.desk.author.name, self.desk.now
        by_us = {
            "check": {"opened": now, "opened_by": author},
            "appearance": {"added": now, "added_by": author},
        }
        filled = {**by_us.get(name, {}), **values}
        return _record(SECTIONS[name], filled, "", unread, problems)

    def _pair(
        self, number: int, row: Row, problems: list[str]
    ) -> tuple[Any, Any] | None:
        unread: dict[str, str] = {}
        targets = self.sheet_map.evidence[number]
        values = values_of(targets, self.columns, row.values, unread)
        if values is None:
            return None
        where = f"evidence {number + 1}: " if self.sheet_map.evidence[1:] else ""
        tie = values.pop("link", {})
        added = {"added": self.desk.now, "added_by": self.desk.author.name}
        entry = _record(Evidence, added | values, where, unread, problems)
        filled = {**added, **tie, "evidence": _NOBODY}
        link = _record(Link, filled, f"{where}link: ", {}, problems)
        return (entry, link) if entry and link else None


def _record(
    record_class: type[Record],
    values: dict[str, Any],
    where: str,
    unread: Mapping[str, str],
    problems: list[str],
) -> Any:
    """Make a record, or note what is wrong: what could not be read is not missing."""
    problems += [f"{where}{field}: {message}" for field, message in unread.items()]
    inner = {one.partition(".")[0] for one in required(record_class) if "." in one}
    # So that it is the name of the claimant that lacks, and not a whole record.
    values = {**{name: {} for name in inner}, **values}
    try:
        record = validated(record_class, values, what="")
    except BadRecordError as error:
        known = tuple(f"{field.replace('.', ' ')} is missing" for field in unread)
        problems += [
            where + one.message
            for one in error.problems
            if not known or not one.message.startswith(known)
        ]
        return None
    return None if unread else record
