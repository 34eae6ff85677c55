"""Import: claims and evidence out of somebody's sheet, in one commit.

What is made of a row is found again by its id, which is made of the map's name of
the sheet and the key of the row. So a second run adds nothing, and what somebody
changed since, here or there, is said and left alone.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any, Literal

from factcheck.desk.desk import Made, Operation, said
from factcheck.desk.sheets.known import Known
from factcheck.desk.sheets.map import LINK, folded
from factcheck.desk.sheets.records import RowError, RowReader
from factcheck.ledger import layout
from factcheck.ledger.format import codec
from factcheck.ledger.writing.change import Change
from factcheck.model.address import canonical
from factcheck.model.ids import id_of, make_name, make_slug, new_id
from factcheck.model.plain import to_plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from factcheck.desk.desk import Desk
    from factcheck.desk.sheets.map import Columns, SheetMap
    from factcheck.desk.sheets.records import RowRecords
    from factcheck.intake.sheet import Row
    from factcheck.model.kinds import Kind
    from factcheck.model.record import Record

Status = Literal["new", "known", "differs", "skipped", "error"]
"""new: something of the row goes in. known: all of it is there. differs: it is there
and says something else. skipped: the map leaves it out, or another has the same claim.
error: it cannot be read, and nothing of it goes in."""

_MOST_NAMED = 100
"""Checks that a commit names one by one; of more it says how many."""


@dataclass(frozen=True, slots=True)
class RowDone:
    """What became of a row.

    Attributes:
        number, line: of the row in the sheet.
        status: what became of it.
        check: the name of its check, None where there is none.
        remarks: what a person should know, one line each.
        alike: checks of the ledger that say nearly the same, one line each.
    """

    number: int
    line: int
    status: Status
    check: str | None = None
    remarks: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Home:
    """The check of a row: its name, folder, and whether the ledger has it."""

    name: str
    folder: str
    is_known: bool


@dataclass(slots=True)
class _Found:
    """What is new in one row, and what is there but says something else."""

    changes: list[Change] = field(default_factory=list)
    made: list[Made] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)

    def add(self, kind: Kind, name: str, path: str, record: Record) -> None:
        # No file is there: the write path looks, and stops if there is one.
        self.changes.append(Change(path, codec.dump(record), None))
        self.made.append(Made(kind, name, path))


class Import:
    """One sheet on its way into a ledger: rows go in, one operation comes out."""

    def __init__(
        self, desk: Desk, sheet_map: SheetMap, columns: Columns, *, anyway: bool
    ) -> None:
        """Begin.

        Args:
            desk: where, when and by whom.
            sheet_map: what fills what.
            columns: the sheet's names of the map's columns.
            anyway: also claims that the ledger has; they are not looked for then.
        """
        self._reader = RowReader(desk, sheet_map, columns)
        self._source = sheet_map.source
        self._fields = _fields_filled(sheet_map)
        self._anyway = anyway
        self._known = Known(desk.ledger)
        self._homes: dict[str, tuple[int, _Home, dict[str, Any]]] = {}
        self._texts: dict[str, tuple[int, str]] = {}
        self._passages: dict[tuple[str, str], list[dict[str, Any]]] = {}
        self._changes: list[Change] = []
        self._made: list[Made] = []

    def take(self, rows: Iterable[Row]) -> Iterator[RowDone]:
        """Read rows one by one and say what became of each."""
        for row in rows:
            try:
                records = self._reader.read(row)
            except RowError as error:
                yield RowDone(row.number, row.line, "error", remarks=error.messages)
                continue
            if records is None:
                yield RowDone(row.number, row.line, "skipped")
            else:
                yield self._file(row, records)

    def counts(self) -> dict[str, int]:
        """Count the records that go in, by kind."""
        kinds = [one.kind for one in self._made]
        return {kind: kinds.count(kind) for kind in ("check", "evidence", "link")}

    def operation(self, *, sheet: str) -> Operation | None:
        """Give what is to be committed, None if there is nothing.

        Args:
            sheet: the name of the file, for the message.
        """
        if not self._changes:
            return None
        what = in_words(self.counts())
        checks = [one.name for one in self._made if one.kind == "check"]
        message = said(
            "import",
            f"Import {self._source}: {what}",
            because=f"From {sheet}: {what}.",
            check=checks if len(checks) <= _MOST_NAMED else (),
        )
        return Operation(message, tuple(self._changes), tuple(self._made))

    def _file(self, row: Row, records: RowRecords) -> RowDone:
        """Compare what a row holds with what is there, and take in what is new."""
        claim = records.by_section["check"]
        check_id = self._id("check", records.key)
        found = _Found()
        alike: tuple[str, ...] = ()
        filed = self._known.checks.get(check_id)
        if filed is not None:
            home = _Home(filed.name, layout.folder_of(filed.path), is_known=True)
            self._compare(found, "check", to_plain(claim), filed.data, filed.name)
        elif check_id in self._homes:
            number, home, data = self._homes[check_id]
            self._compare(found, "check", to_plain(claim), data, f"row {number}")
        else:
            same, alike = self._alike(claim)
            if same:
                return RowDone(row.number, row.line, "skipped", None, (same,))
            name = make_name(make_slug(claim.claim), check_id)
            folder = layout.check_folder(name, opened=claim.opened)
            home = _Home(name, folder, is_known=False)
            self._homes[check_id] = (row.number, home, to_plain(claim))
            self._texts.setdefault(folded(claim.claim), (row.number, name))
            self._open(found, home, records)
        for entry, link in records.evidence:
            self._take_evidence(found, home, records.key, entry, link)
        self._changes += found.changes
        self._made += found.made
        status: Status = "new" if found.changes else "known"
        if found.differences:
            status = "differs"
        remarks = tuple(found.differences)
        return RowDone(row.number, row.line, status, home.name, remarks, alike)

    def _alike(self, claim: Any) -> tuple[str | None, tuple[str, ...]]:
        """Say which claim says the same, or else which nearly do."""
        if self._anyway:
            return None, ()
        if folded(claim.claim) in self._texts:
            number, name = self._texts[folded(claim.claim)]
            return f"says the same as row {number} ({name}): left out", ()
        same, near = self._known.alike(claim.claim, claim.language)
        if same:
            return f"{same} checks this claim: left out (--anyway takes it in)", ()
        return None, tuple(near)

    def _open(self, found: _Found, home: _Home, records: RowRecords) -> None:
        of_check = records.by_section
        kinds: tuple[Kind, ...] = ("check", "work", "draft")
        for kind in kinds:
            if kind in of_check:
                path = layout.file_in_check(home.folder, kind)
                found.add(kind, home.name, path, of_check[kind])
        seen = of_check.get("appearance")
        if seen is not None:
            who = seen.title or seen.who or of_check["check"].claimant.name
            other = make_name(make_slug(who), self._id("appearance", records.key))
            path = layout.file_in_check(home.folder, "appearance", other)
            found.add("appearance", other, path, seen)

    def _take_evidence(
        self, found: _Found, home: _Home, key: str, entry: Any, link: Any
    ) -> None:
        data = to_plain(entry)
        entry_id = self._id("evidence", self._passage(key, data))
        filed = self._known.evidence.get(entry_id)
        name = filed.name if filed else self._known.entry_saying(data)
        if filed is not None:
            self._compare(found, "evidence", data, filed.data, filed.name)
        elif name is None:
            source = entry.source
            slug = make_slug(f"{source.publisher} {source.title or entry.says}")
            name = make_name(slug, entry_id)
            path = layout.file_by_month("evidence", name, when=entry.added)
            found.add("evidence", name, path, entry)
            self._known.add_entry(data, name)
        self._link(found, home, str(name), link)

    def _link(self, found: _Found, home: _Home, entry: str, link: Any) -> None:
        place = (id_of(home.name), id_of(entry), link.part)
        tie = link.model_copy(update={"evidence": entry})
        there = self._known.links.get(place)
        if there is not None:
            called = f"the link to {entry}"
            self._compare(found, "link", to_plain(tie), there, called)
        elif home.is_known and id_of(entry) in self._known.evidence:
            found.differences.append(
                f"{entry} is not linked to {home.name}: left alone"
            )
        else:
            path = layout.file_in_check(home.folder, "link", entry, link.part)
            found.add("link", entry, path, tie)
            self._known.links[place] = to_plain(tie)

    def _passage(self, key: str, data: Mapping[str, Any]) -> str:
        """Name a passage: its claim, its source, and which of that source it is."""
        source = data["source"]
        place = folded(f"{source['publisher']} {source['title']}")
        if source["url"]:
            place = canonical(source["url"])
        content = {field: data[field] for field in self._fields["evidence"]}
        of_source = self._passages.setdefault((key, place), [])
        if content not in of_source:
            of_source.append(content)
        return f"{key}\x1f{place}\x1f{of_source.index(content)}"

    def _id(self, kind: str, key: str) -> str:
        seed = hashlib.sha256(f"{self._source}\x1f{kind}\x1f{key}".encode())
        # ids are no secrets; the same row must give the same one
        return new_id(Random(seed.hexdigest()))  # noqa: S311

    def _compare(
        self,
        found: _Found,
        kind: str,
        new: Mapping[str, Any],
        old: Mapping[str, Any],
        called: str,
    ) -> None:
        """Note the fields of the map in which what is there says something else."""
        wrong = [name for name in self._fields[kind] if new[name] != old[name]]
        if wrong:
            fields = ", ".join(wrong)
            found.differences.append(f"{fields} differs from {called}: left alone")


def in_words(counts: Mapping[str, int]) -> str:
    """Say how many checks, evidence entries and links there are."""
    words = {
        "check": ("check", "checks"),
        "evidence": ("evidence entry", "evidence entries"),
        "link": ("link", "links"),
    }
    return ", ".join(
        f"{number} {words[kind][number != 1]}" for kind, number in counts.items()
    )


def _fields_filled(sheet_map: SheetMap) -> dict[str, list[str]]:
    """Give the fields of claim, evidence and link that a map fills."""
    claim = [one.field for one in sheet_map.sections["check"]]
    entry = [one.field for group in sheet_map.evidence for one in group]
    return {
        "check": _outer(claim),
        "evidence": _outer(one for one in entry if not one.startswith(LINK)),
        "link": _outer(one[len(LINK) :] for one in entry if one.startswith(LINK)),
    }


def _outer(fields: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(one.partition(".")[0] for one in fields))
