"""Door: undo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from factcheck.cli.options import DryRun, Json, session_of

if TYPE_CHECKING:
    from factcheck.cli.console.session import Session
    from factcheck.ledger.history.log import Logged

_SHOWN = 20


def undo(
    ctx: typer.Context,
    commit: Annotated[
        str, typer.Argument(help="As 'factcheck log' shows it; else your last one.")
    ] = "last",
    because: Annotated[
        str | None, typer.Option(help="Why; goes into the commit.")
    ] = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Take back one operation, by a new commit.

    The files become what they were before it; the history keeps all. Nothing is
    undone where a file has changed since, or where a record rests on what would
    vanish: a review on a verdict, a verdict on the evidence that it pins; on another
    branch, that is only a warning. Undoing an undo brings back what it took.

    Examples:
        factcheck undo
        factcheck undo 1a2b3c4d5e --because "It was the wrong check" --dry-run
    """
    from factcheck.desk.undoing import operation_meant, rested_on_elsewhere
    from factcheck.desk.undoing import undo as undone

    session = session_of(ctx)
    desk = session.desk()
    logged = operation_meant(desk, commit)
    operation = undone(desk, logged, because=because or "")
    for what in rested_on_elsewhere(desk, logged):
        session.warn(f"{what}: tell its author, or undo it there too")
    if dry_run or not session.yes:
        _preview(session, logged)
    if not dry_run:
        session.confirm_or_refuse(f"Undo '{logged.subject}'?")
    session.carry_out(desk, operation, dry_run=dry_run, as_json=as_json)
    if session.commits and not as_json:
        session.tell(f"To have it again: factcheck undo {session.commits[-1][:10]}")


def _preview(session: Session, logged: Logged) -> None:
    """Say what is going to be taken back."""
    from factcheck.cli.history import told_change
    from factcheck.review.history import record_changes
    from factcheck.terminal.history_view import change_lines, minute

    hand = "by hand, " if logged.operation is None else ""
    session.tell(
        f"{logged.subject} ({hand}{logged.author}, {minute(logged.when)} UTC, "
        f"commit {logged.commit[:10]}) did this:"
    )
    changes = list(record_changes(session.ledger.changed_by(logged.commit)))
    for change in changes[:_SHOWN]:
        for line in change_lines(told_change(change), indent=1):
            session.tell("  " * line.indent + line.text)
    if changes[_SHOWN:]:
        session.tell(f"  and {len(changes) - _SHOWN} more")
