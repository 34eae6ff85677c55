"""Doors: import and export of sheets."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from factcheck.cli.fields import Fields, with_fields
from factcheck.cli.filters import FILTERS, fitting
from factcheck.cli.options import DryRun, Json, end_reading, session_of
from factcheck.model.errors import BadInputError, ExitCode, Problem, UsageError
from factcheck.terminal.safe import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factcheck.cli.console.session import Session
    from factcheck.desk.desk import Desk, Operation
    from factcheck.desk.sheets.importing import RowDone
    from factcheck.desk.sheets.work import Listed, WorkDone
    from factcheck.intake.sheet import Sheet

_MOST_ROWS = 5


def import_(
    ctx: typer.Context,
    sheet: Annotated[
        str, typer.Argument(metavar="SHEET", help="A CSV file; - is stdin.")
    ],
    map_file: Annotated[
        Path | None,
        typer.Option("--map", help="What fills what, in YAML.", metavar="FILE"),
    ] = None,
    suggest_map: Annotated[
        bool, typer.Option("--suggest-map", help="Print a map to begin with.")
    ] = False,
    work: Annotated[
        bool, typer.Option("--csv", help="Take back what 'export --csv' wrote.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Nothing goes in when a row fails.")
    ] = False,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Also claims that the ledger has.")
    ] = False,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Import claims and evidence from a spreadsheet.

    A map says which column fills which field. Rows that cannot be read are named,
    the rest goes in, in one commit; a second run adds nothing. Without a map, the
    sheet is one that 'factcheck export --csv' wrote: what was changed in its columns
    assignee, due, priority, topics and embargo is taken back.

    Examples:
        factcheck import claims.csv --suggest-map > map.yaml
        factcheck import claims.csv --map map.yaml --dry-run
        factcheck import --csv week.csv
    """
    session = session_of(ctx)
    if sum([map_file is not None, suggest_map, work]) > 1:
        raise UsageError("--map, --suggest-map and --csv are three ways: take one")
    read = _sheet(session, sheet)
    if suggest_map:
        _suggest(session, read, sheet)
    elif map_file is not None:
        _import_rows(session, read, sheet, map_file, strict, anyway, dry_run, as_json)
    elif work or {"id", "as_of"} <= set(read.columns):
        _import_work(session, read, sheet, strict, dry_run, as_json)
    else:
        raise UsageError(
            "--map is missing: 'factcheck import SHEET --suggest-map' writes one"
        )


def _sheet(session: Session, name: str) -> Sheet:
    from factcheck.intake.sheet import read_sheet

    read = read_sheet(_bytes(name), source=name)
    if read.encoding == "cp1252":
        session.tell(f"{name} is not UTF-8: read as Windows-1252, look at the accents")
    return read


def _bytes(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise BadInputError(f"cannot read {name}: {error.strerror}") from None


def _suggest(session: Session, read: Sheet, name: str) -> None:
    from factcheck.desk.sheets.suggestion import suggested_map

    ratings = [one.label for one in session.ledger.settings.ratings]
    rows = [row.values for row in read.rows if not row.problem]
    session.answer_text(suggested_map(read.columns, rows, sheet=name, ratings=ratings))


def _import_rows(
    session: Session,
    read: Sheet,
    name: str,
    map_file: Path,
    strict: bool,
    anyway: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    from factcheck.desk.sheets.importing import Import, in_words
    from factcheck.desk.sheets.map import columns_meant, read_map

    sheet_map = read_map(_bytes(str(map_file)), path=str(map_file))
    columns = columns_meant(sheet_map, read.columns, sheet=name)
    desk = session.desk()
    importing = Import(desk, sheet_map, columns, anyway=anyway)
    rows = session.progress(read.rows, what="reading rows", total=len(read.rows))
    done = list(importing.take(rows))
    for one in done:
        _say(session, name, one)
    operation = importing.operation(sheet=Path(name).name)
    has_errors = any(one.status == "error" for one in done)
    if strict and has_errors:
        operation = None
    commit = _carry_out(session, desk, operation, dry_run=dry_run, as_json=as_json)
    counts = importing.counts() if operation else dict.fromkeys(importing.counts(), 0)
    nothing = (
        "nothing goes in (--strict)" if strict and has_errors else "nothing to import"
    )
    if as_json:
        session.answer_json(
            "factcheck.import/1",
            commit=commit,
            **{_PLURALS[kind]: number for kind, number in counts.items()},
            rows=[_row_as_data(one) for one in done],
        )
    elif operation and not dry_run:
        ids = [one.id for one in operation.made if one.kind == "check"]
        session.answer("".join(f"{one}\n" for one in ids))
    new = in_words(counts) if operation else nothing
    session.tell(_summary(new, done, commit, dry_run=dry_run))
    if has_errors:
        raise typer.Exit(ExitCode.BAD_RECORD)


_PLURALS = {"check": "checks", "evidence": "evidence", "link": "links"}


def _carry_out(
    session: Session,
    desk: Desk,
    operation: Operation | None,
    *,
    dry_run: bool,
    as_json: bool,
) -> str | None:
    """Commit, or show what would be committed; give the commit."""
    if operation is None:
        return None
    if dry_run:
        if not as_json:
            session.answer(printable(desk.diff(operation), lines=True))
        return None
    return session.commit(desk, operation)


def _say(session: Session, name: str, one: RowDone) -> None:
    for alike in one.alike:
        session.warn(str(_at(name, one, f"a similar claim: {alike}")))
    for remark in one.remarks:
        problem = str(_at(name, one, remark))
        if one.status == "error":
            session.complain(problem)
        else:
            session.warn(problem)


def _at(name: str, one: RowDone | WorkDone, message: str) -> Problem:
    return Problem(name, one.line, f"row {one.number}: {message}")


def _row_as_data(one: RowDone) -> dict[str, Any]:
    return {
        "row": one.number,
        "line": one.line,
        "status": one.status,
        "check": one.check,
        "remarks": list(one.remarks),
        "alike": list(one.alike),
    }


def _summary(
    new: str, done: Sequence[RowDone], commit: str | None, *, dry_run: bool
) -> str:
    """Say in a line what goes in, and what became of the other rows."""
    of = [one.status for one in done]
    left = [
        f"{of.count(status)} {'row' if of.count(status) == 1 else 'rows'} {words}"
        for status, words in (
            ("known", "known already"),
            ("differs", "with differences"),
            ("skipped", "left out"),
            ("error", "with errors"),
        )
        if status in of
    ]
    said = "; ".join([new, *left])
    if commit:
        return f"Imported {said} (commit {commit[:10]})"
    if dry_run:
        return f"{said}. Nothing was written (--dry-run)."
    return f"{said[0].upper()}{said[1:]}."


# ------------------------------------------------------------------ the work on checks


def _import_work(
    session: Session,
    read: Sheet,
    name: str,
    strict: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    from factcheck.desk.sheets.work import WorkSheet, refuse_foreign

    refuse_foreign(read.columns, sheet=name)
    desk = session.desk()
    sheet = WorkSheet(desk, _listed(session, {}, ()))
    rows = session.progress(read.rows, what="reading rows", total=len(read.rows))
    done = [sheet.take(row) for row in rows]
    failed = False
    for one in done:
        if one.remark:
            failed = True
            session.complain(str(_at(name, one, one.remark)))
    _say_ignored(session, name, done)
    operation = None if strict and failed else sheet.operation(sheet=Path(name).name)
    commit = _carry_out(session, desk, operation, dry_run=dry_run, as_json=as_json)
    if as_json:
        session.answer_json(
            "factcheck.import/1",
            commit=commit,
            changed=len(operation.made) if operation else 0,
            rows=[_work_as_data(one) for one in done],
        )
    elif operation and not dry_run:
        session.answer("".join(f"{one.id}\n" for one in operation.made))
    if operation is None:
        session.tell("Nothing to import.")
    elif commit:
        session.tell(f"{operation.message.subject} (commit {commit[:10]})")
    else:
        session.tell("Nothing was written (--dry-run).")
    if failed:
        raise typer.Exit(ExitCode.BAD_RECORD)


def _say_ignored(session: Session, name: str, done: Sequence[WorkDone]) -> None:
    """Name each column that was changed for nothing, once."""
    from factcheck.desk.sheets.work import WORK

    by_column: dict[str, list[int]] = {}
    for one in done:
        for column in one.ignored:
            by_column.setdefault(column, []).append(one.number)
    for column, numbers in by_column.items():
        shown = ", ".join(map(str, numbers[:_MOST_ROWS]))
        more = f" and {len(numbers) - _MOST_ROWS} more" if numbers[_MOST_ROWS:] else ""
        session.warn(
            f"{name}: '{column}' was changed in row {shown}{more} and is ignored: "
            f"only {', '.join(WORK)} are taken back"
        )


def _work_as_data(one: WorkDone) -> dict[str, Any]:
    return {
        "row": one.number,
        "line": one.line,
        "status": one.status,
        "check": one.check,
        "remarks": [one.remark] if one.remark else [],
        "ignored": list(one.ignored),
    }


@with_fields(filters=FILTERS)
def export(
    ctx: typer.Context,
    filters: Fields,
    text: Annotated[
        list[str] | None,
        typer.Argument(help="Words that the claim or claimant must contain."),
    ] = None,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="A table for a spreadsheet.")
    ] = False,
    evidence: Annotated[
        bool, typer.Option("--evidence", help="One row a link, with its evidence.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Write to this file.", metavar="FILE"),
    ] = None,
    as_json: Json = False,
) -> None:
    """Export checks, or their evidence, as a table.

    The filters are those of list. The columns assignee, due, priority, topics and
    embargo can be changed and taken back with 'factcheck import --csv'; as_of says
    what the row was when it went out, and must stay as it is.

    Examples:
        factcheck export --csv --stage open --out week.csv
        factcheck export --csv --evidence --topic turkey
    """
    from factcheck.desk.sheets import work
    from factcheck.publish import sheet

    session = session_of(ctx)
    if as_csv == as_json:
        raise UsageError("say in which form: --csv or --json")
    listed = list(_listed(session, filters, text or ()))
    columns: Sequence[str] = sheet.COLUMNS if evidence else work.COLUMNS
    if evidence:
        named = session.progress(listed, what="reading", total=len(listed))
        rows = sheet.evidence_rows(
            session.ledger.check(one.claim.name) for one in named
        )
    else:
        rows = [work.row_of(one) for one in listed]
    if as_json:
        session.answer_json("factcheck.export/1", columns=list(columns), rows=rows)
    else:
        from factcheck.intake.sheet import write_sheet

        _give(session, write_sheet(columns, rows), out, len(rows))
    end_reading(session)


def _give(session: Session, text: str, out: Path | None, rows: int) -> None:
    if out is None:
        session.answer_text(text)
        return
    try:
        # The mark tells spreadsheet programs that the file is UTF-8.
        out.write_text(text, encoding="utf-8-sig", newline="")
    except OSError as error:
        raise BadInputError(f"cannot write {out}: {error.strerror}") from None
    session.tell(f"{rows} {'row' if rows == 1 else 'rows'} written to {out}")


def _listed(session: Session, filters: Fields, text: Sequence[str]) -> Iterator[Listed]:
    """Give the checks that fit the filters of ``list``, newest first."""
    from factcheck.desk.sheets.work import Listed

    for claim, work, standing, flags in fitting(session, filters, text):
        yield Listed(claim, work, standing, flags)
