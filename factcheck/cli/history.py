"""Doors: evidence history and log; and how a record of another time is named."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

import typer

from factcheck.cli.options import Json, end_reading, session_of
from factcheck.model.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from factcheck.cli.console.session import Session
    from factcheck.ledger.history.log import Logged
    from factcheck.ledger.ledger import Ledger
    from factcheck.model.evidence import Evidence
    from factcheck.model.filed import Filed
    from factcheck.model.kinds import Kind
    from factcheck.review.history import FieldChange, RecordChange, Revision
    from factcheck.terminal.history_view import Told, ToldChange

_BY_HAND = "by hand"
_SCREENFUL = 100


def history(
    ctx: typer.Context,
    entries: Annotated[
        list[str],
        typer.Argument(metavar="EVIDENCE...", help="Id, name or slug; - reads stdin."),
    ],
    as_json: Json = False,
) -> None:
    """Show the versions of an evidence entry.

    Each with who made it, when and why, and the fields that it changed, newest
    first. What moves pins makes verdicts on the entry need a recheck. To see the
    entry as it was, put the date or the commit behind its name.

    Examples:
        factcheck evidence history reuters-recruits
        factcheck evidence history q8w2m4 --json
    """
    from factcheck.review.history import revisions
    from factcheck.terminal.history_view import history_page

    session = session_of(ctx)
    ledger = session.ledger
    found = [ledger.evidence(name) for name in session.names(entries)]
    told = [(one, list(revisions(one, ledger.versions(one)))) for one in found]
    if as_json:
        session.answer_json(
            "factcheck.history/1",
            evidence=[
                {
                    "id": entry.id,
                    "name": entry.name,
                    "path": entry.path,
                    "versions": [_revision_as_data(one) for one in versions],
                }
                for entry, versions in told
            ],
        )
    else:
        for entry, versions in told:
            rows = [(_told_version(one), _told_change("", one)) for one in versions]
            notes = list(_notes(session, entry, versions))
            session.show(history_page(entry, rows, notes=notes))
    end_reading(session)


def _notes(
    session: Session, entry: Filed[Any], versions: Sequence[Revision]
) -> Iterator[str]:
    if session.ledger.is_edited(entry.path):
        yield "has changes that are not committed"
    if versions and versions[-1].version.is_cut:
        yield "older versions may be missing: this clone is shallow"


def log(
    ctx: typer.Context,
    records: Annotated[
        list[str] | None,
        typer.Argument(metavar="[RECORD]...", help="Only on these."),
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="Not before this date.", metavar="DATE")
    ] = None,
    until: Annotated[
        str | None, typer.Option(help="Not after this date.", metavar="DATE")
    ] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", help="Words of the name; me is you.", metavar="WHO"),
    ] = None,
    op: Annotated[
        list[str] | None,
        typer.Option("--op", help="open, link, verdict …, 'by hand'; repeat."),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(help="At most so many, newest first.", min=1)
    ] = None,
    diff: Annotated[
        bool, typer.Option("--diff", help="Say what changed in each record.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Show what was done in the ledger, newest first.

    Each command that wrote something is one line; what somebody committed with git
    says that it was made by hand. 'factcheck undo COMMIT' takes one back.

    Examples:
        factcheck log --limit 20
        factcheck log afrin-under-20-miles --diff
        factcheck log --by me --since 2026-11-01 --op verdict
    """
    session = session_of(ctx)
    found = _operations(session, records or (), since, until, by)
    wanted = {_plain(one) for one in op or ()}
    if wanted:
        found = (one for one in found if wanted & set(_operations_of(one)))
    operations = islice(found, limit)
    if as_json:
        rows = [_operation_as_data(session, one, diff) for one in operations]
        session.answer_json("factcheck.log/1", operations=rows)
    elif not _show_log(session, operations, diff):
        session.tell("No operation fits.")
    end_reading(session)


def _plain(operation: str) -> str:
    return operation.casefold().replace("-", " ")


def _operations_of(logged: Logged) -> Iterator[str]:
    """Give what an operation is called: whole, and by its verb alone.

    One commit may be of several operations on several records.
    """
    named = [value for key, value in logged.trailers if key == "Factcheck-Op"]
    for name in named or [_BY_HAND]:
        yield _plain(name)
        yield _plain(name).rpartition(" ")[2]


def _operations(
    session: Session,
    records: Sequence[str],
    since: str | None,
    until: str | None,
    by: str | None,
) -> Iterator[Logged]:
    ledger = session.ledger
    if ledger.repository is None:
        raise NotFoundError(f"{ledger.root} is in no git repository: it has no log")
    paths = [path_of(ledger, name) for name in session.names(records)]
    author = ledger.identity().name if by and by.casefold() == "me" else by
    return ledger.operations(paths=paths, since=since, until=until, author=author)


def path_of(ledger: Ledger, name: str) -> str:
    """Give where the files of a check, or the file of another record, lie."""
    kinds: tuple[Kind, ...] = ("check", "evidence", "tip", "complaint", "party")
    found = []
    first: NotFoundError | None = None
    for kind in kinds:
        try:
            found.append(ledger.record(kind, name))
        except NotFoundError as error:
            first = first or error
    if len(found) > 1:
        names = ", ".join(f"{one.kind} {one.name}" for one in found)
        raise UsageError(f"'{name}' can mean {names}: give more of the name")
    if not found:
        raise first or NotFoundError(f"no record is called '{name}'")
    path = found[0].path
    return path.rpartition("/")[0] if found[0].kind == "check" else path


def _show_log(session: Session, operations: Iterator[Logged], diff: bool) -> bool:
    """Show operations as they are found; tell whether there were any."""
    from factcheck.review.history import record_changes
    from factcheck.terminal.history_view import log_page, log_with_changes

    is_any = False
    while some := list(islice(operations, 1 if diff else _SCREENFUL)):
        is_any = True
        if not diff:
            session.show(log_page([told_operation(one) for one in some]))
            continue
        changes = record_changes(_changed(session, some[0]))
        told = [told_change(one) for one in changes]
        session.show(log_with_changes(told_operation(some[0]), told))
    return is_any


def _changed(session: Session, logged: Logged) -> Iterable[Any]:
    return () if logged.is_cut else session.ledger.changed_by(logged.commit)


# ---------------------------------------------------------- in words and as data


def told_operation(logged: Logged) -> Told:
    """Give an operation as the views show it."""
    from factcheck.terminal.history_view import Told

    return Told(
        logged.when,
        logged.author,
        logged.subject,
        logged.body,
        logged.commit,
        logged.operation is None,
    )


def told_change(change: RecordChange) -> ToldChange:
    """Give what became of a record as the views show it."""
    kind = change.kind or "file"
    return _told_change(f"{kind} {change.name}" if change.name else kind, change)


def _told_change(record: str, change: RecordChange | Revision) -> ToldChange:
    from factcheck.terminal.history_view import ToldChange

    return ToldChange(record, change.happening, change.fields)


def _told_version(revision: Revision) -> Told:
    from factcheck.terminal.history_view import Told

    one = revision.version
    by_hand = one.operation is None
    return Told(one.when, one.author, one.subject, one.body, one.commit, by_hand)


def _revision_as_data(revision: Revision) -> dict[str, Any]:
    one = revision.version
    return {
        "commit": one.commit,
        "when": one.when,
        "who": one.author,
        "subject": one.subject,
        "why": one.body or None,
        "operation": one.operation,
        "happening": revision.happening,
        "fields": fields_as_data(revision.fields),
    }


def _operation_as_data(session: Session, logged: Logged, diff: bool) -> dict[str, Any]:
    from factcheck.review.history import record_changes

    data: dict[str, Any] = {
        "commit": logged.commit,
        "when": logged.when,
        "who": logged.author,
        "subject": logged.subject,
        "why": logged.body or None,
        "operation": logged.operation,
        "trailers": [{"key": key, "value": value} for key, value in logged.trailers],
    }
    if diff:
        data["changes"] = [
            {
                "path": one.path,
                "kind": one.kind,
                "name": one.name,
                "happening": one.happening,
                "fields": fields_as_data(one.fields),
            }
            for one in record_changes(_changed(session, logged))
        ]
    return data


def fields_as_data(fields: Iterable[FieldChange]) -> list[dict[str, Any]]:
    """Give the fields that differ, as JSON has them."""
    return [
        {
            "field": one.field,
            "old": one.old,
            "new": one.new,
            "moves_pins": one.moves_pins,
        }
        for one in fields
    ]


# -------------------------------------------------------------------- another time


def name_and_time(text: str) -> tuple[str, str | None]:
    """Take ``NAME@TIME`` apart: a name, and a date or a revision of git's.

    Raises:
        UsageError: one of the two is empty.
    """
    name, at, revision = text.partition("@")
    if at and not (name and revision):
        raise UsageError(f"'{text}': write NAME@DATE, or NAME@COMMIT")
    return name, revision or None


def evidence_at(session: Session, text: str) -> tuple[Ledger, Filed[Evidence]]:
    """Give the entry that ``NAME`` or ``NAME@TIME`` means, and the ledger it is from.

    Raises:
        NotFoundError: there is no such entry, commit or time, or it was not there
            at that time.
        UsageError: the name or the time is empty.
    """
    from factcheck.ledger.history.past import PastLedger

    name, revision = name_and_time(text)
    if revision is None:
        return session.ledger, session.ledger.evidence(name)
    past = PastLedger.of(session.ledger, revision)
    try:
        return past, past.evidence(name)
    except NotFoundError as error:
        raise NotFoundError(f"at {revision}, {error}") from None
