"""The work on checks as a table: out for colleagues in a spreadsheet, and back in.

Each row carries, in ``as_of``, two short digests: of its work fields and of its other
columns as they were. By them it can be told, row by row and without the old sheet, who
changed something since: the sheet, the ledger, or both.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from factcheck.desk.desk import Made, Operation, said, validated
from factcheck.desk.sheets.cells import topic
from factcheck.ledger import layout
from factcheck.model.errors import BadInputError, BadRecordError
from factcheck.model.ids import is_id
from factcheck.model.plain import to_plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from factcheck.desk.desk import Desk
    from factcheck.intake.sheet import Row
    from factcheck.ledger.writing.change import Change
    from factcheck.model.filed import Filed
    from factcheck.model.state import Flag, Standing

WORK = ("assignee", "due", "priority", "topics", "embargo")
"""The columns that are taken back."""

SHOWN = ("id", "name", "claim", "claimant", "said_on", "stage", "rating", "flags")
"""The columns that are there to be read."""

AS_OF = "as_of"

COLUMNS = (*SHOWN, *WORK, AS_OF)

_DATES = {"due": "2026-11-30", "embargo": "2026-11-30T18:00:00Z"}
_SHORT = 8
_MOST_NAMED = 100

RowStatus = Literal["changed", "unchanged", "conflict", "error"]


@dataclass(frozen=True, slots=True)
class WorkDone:
    """What became of a row that came back.

    Attributes:
        number, line: of the row in the sheet.
        status: changed: goes in. unchanged: nothing to take back. conflict: the
            ledger changed as well. error: it cannot be read.
        check: the name of its check, None where it names none.
        remark: what a person should know, empty if nothing.
        ignored: the columns that the sheet changed and that are not taken back.
    """

    number: int
    line: int
    status: RowStatus
    check: str | None = None
    remark: str = ""
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """A check as a list has it: its claim, its work, and where it stands."""

    claim: Filed[Any]
    work: Filed[Any] | None
    standing: Standing
    flags: Sequence[Flag]


def row_of(listed: Listed) -> dict[str, str]:
    """Give the row of a check, by column."""
    claim = listed.claim.data
    shown = {
        "id": listed.claim.id,
        "name": listed.claim.name,
        "claim": claim["claim"],
        "claimant": claim["claimant"]["name"],
        "said_on": claim["said_on"],
        "stage": listed.standing.stage,
        "rating": listed.standing.rating or "",
        "flags": "; ".join(dict.fromkeys(flag.name for flag in listed.flags)),
    }
    work = _work_cells(listed.work.data if listed.work else {})
    return {**shown, **work, AS_OF: _as_of(work, shown)}


class WorkSheet:
    """A sheet that comes back."""

    def __init__(self, desk: Desk, listed: Iterable[Listed]) -> None:
        """Begin with all checks of the ledger."""
        self._desk = desk
        self._listed = {one.claim.id: one for one in listed}
        self._seen: dict[str, int] = {}
        self._changes: list[Change] = []
        self._made: list[Made] = []

    def take(self, row: Row) -> WorkDone:
        """Read a row, and note the change if there is one."""
        try:
            return self._take(row)
        except _Refused as error:
            return WorkDone(row.number, row.line, "error", remark=str(error))

    def operation(self, *, sheet: str) -> Operation | None:
        """Give what is to be committed, None if there is nothing."""
        if not self._changes:
            return None
        names = [one.name for one in self._made]
        number = f"{len(names)} check{'s' if names[1:] else ''}"
        message = said(
            "import",
            f"Import the work on {number} from {sheet}",
            check=names if len(names) <= _MOST_NAMED else (),
        )
        return Operation(message, tuple(self._changes), tuple(self._made))

    def _take(self, row: Row) -> WorkDone:
        if row.problem:
            raise _Refused(row.problem)
        listed = self._check(row)
        now = row_of(listed)
        cells = {
            column: " ".join(row.values[column].split()) if column in row.values else ""
            for column in COLUMNS
        }
        cells |= {name: now[name] for name in WORK if name not in row.values}
        work_was, _, shown_was = cells[AS_OF].partition("-")
        if not (work_was and shown_was):
            raise _Refused(f"'{cells[AS_OF]}' in {AS_OF} is not what was exported")
        ignored = _ignored(row, cells, now, shown_was)
        name = listed.claim.name
        unchanged = WorkDone(row.number, row.line, "unchanged", name, ignored=ignored)
        if _digest({one: cells[one] for one in WORK}) == work_was:
            return unchanged
        fields = self._read(cells)
        mine = _work_cells(fields)
        wrong = [one for one in WORK if mine[one] != now[one]]
        if not wrong:
            return unchanged
        if _digest({one: now[one] for one in WORK}) != work_was:
            both = ", ".join(
                f"{one} is {_quoted(now[one])} there and {_quoted(mine[one])} here"
                for one in wrong
            )
            remark = f"the ledger changed since the export: {both}; left alone"
            return WorkDone(
                row.number, row.line, "conflict", name, remark, ignored=ignored
            )
        self._change(listed, fields)
        return WorkDone(row.number, row.line, "changed", name, ignored=ignored)

    def _check(self, row: Row) -> Listed:
        text = row.values.get("id", "").strip()
        if not text:
            raise _Refused("the id is empty")
        listed = self._listed.get(text)
        if listed is None:
            what = "the ledger has no check with the id" if is_id(text) else "no id is"
            raise _Refused(f"{what} '{text}'")
        if text in self._seen:
            raise _Refused(f"'{text}' stands in row {self._seen[text]} already")
        self._seen[text] = row.number
        return listed

    def _read(self, cells: Mapping[str, str]) -> dict[str, Any]:
        """Read the work fields; a date must be as the ledger writes it."""
        from factcheck.model.claim import Work  # noqa: PLC0415 - needs pydantic

        topics = [_topic(one) for one in cells["topics"].split(";") if one.strip()]
        given: dict[str, Any] = {name: cells[name] or None for name in WORK}
        given["topics"] = list(dict.fromkeys(topics))
        try:
            return to_plain(validated(Work, given, what=""))
        except BadRecordError as error:
            message = "; ".join(one.message for one in error.problems)
            rewritten = [
                f"{name} as {example}"
                for name, example in _DATES.items()
                if message.startswith(name) or f"; {name}" in message
            ]
            if rewritten:
                message += (
                    f" (has a spreadsheet program rewritten it? Write {rewritten[0]}, "
                    "in a column that is formatted as text)"
                )
            raise _Refused(message) from None

    def _change(self, listed: Listed, fields: Mapping[str, Any]) -> None:
        from factcheck.model.claim import Work  # noqa: PLC0415 - needs pydantic

        before = listed.work.data if listed.work else {}
        values = {**before, **{name: fields[name] for name in WORK}}
        folder = layout.folder_of(listed.claim.path)
        path = layout.file_in_check(folder, "work")
        if any(values.values()):
            record = validated(Work, values, what=path)
            self._changes.append(self._desk.put(path, record))
        else:
            self._changes.append(self._desk.remove(path))
        self._made.append(Made("work", listed.claim.name, path))


def refuse_foreign(columns: Iterable[str], *, sheet: str) -> None:
    """Refuse a sheet that is none of ours.

    Raises:
        BadInputError: it lacks a column without which nothing can be taken back.
    """
    missing = [name for name in ("id", AS_OF) if name not in set(columns)]
    if missing:
        raise BadInputError(
            f"{sheet} has no column {' and no '.join(missing)}: take back what "
            "'factcheck export --csv' wrote, or import it with --map"
        )


class _Refused(Exception):  # noqa: N818 - says what becomes of a row
    """A row cannot be taken back."""


def _ignored(
    row: Row, cells: Mapping[str, str], now: Mapping[str, str], was: str
) -> tuple[str, ...]:
    """Name the columns to be read that the sheet has changed since the export."""
    if _digest({name: cells[name] for name in SHOWN}) == was:
        return ()
    return tuple(
        name for name in SHOWN if name in row.values and not _same(cells, now, name)
    )


def _topic(text: str) -> str:
    """Write a topic as the ledger does; one that the ledger may have stays as it is."""
    bare = text.strip()
    return bare if bare.casefold() == topic(bare) else topic(bare)


def _same(one: Mapping[str, str], other: Mapping[str, str], name: str) -> bool:
    return " ".join(one[name].split()) == " ".join(other[name].split())


def _work_cells(work: Mapping[str, Any]) -> dict[str, str]:
    cells = {name: work.get(name) or "" for name in WORK}
    return {**cells, "topics": "; ".join(work.get("topics") or ())}


def _as_of(work: Mapping[str, str], shown: Mapping[str, str]) -> str:
    return f"{_digest(work)}-{_digest(shown)}"


def _digest(cells: Mapping[str, str]) -> str:
    """Give a short digest; with its letter in front no program reads a number."""
    tidy = {name: " ".join(text.split()) for name, text in cells.items()}
    body = json.dumps(tidy, sort_keys=True).encode()
    return "v" + hashlib.sha256(body).hexdigest()[:_SHORT]


def _quoted(text: str) -> str:
    return f"'{text}'" if text else "empty"
