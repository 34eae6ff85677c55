"""Doors: complaint add, list, settle, show."""

from __future__ import annotations

from typing import Annotated

import typer

from factcheck.cli.fields import FieldOption, Fields, with_fields
from factcheck.cli.mail import (
    RECEIVED,
    Anyway,
    Ids,
    Words,
    list_mail,
    records,
    show_mail,
    text_of,
)
from factcheck.cli.options import DryRun, Json, session_of
from factcheck.model.errors import UsageError

DECISIONS = (
    FieldOption("upheld", "It is right.", type=bool),
    FieldOption("upheld_in_part", "A part is.", type=bool),
    FieldOption("rejected", "It is not.", type=bool),
)

_MEANINGS = {
    "upheld": "it is right: the check needs a correction",
    "upheld in part": "a part of it is right",
    "rejected": "the check stands as it is",
}


@with_fields(fields=RECEIVED)
def add(
    ctx: typer.Context,
    check: Annotated[str, typer.Argument(metavar="CHECK", help="Id, name or slug.")],
    fields: Fields,
    text: Annotated[
        str | None,
        typer.Argument(help="What is said to be wrong, in your words; - is stdin."),
    ] = None,
    anyway: Anyway = False,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Keep what a reader says is wrong with a check.

    Never who says it: what looks like an e-mail address or a telephone number is
    refused. The clock counts working days from the day on which it came.

    Examples:
        factcheck complaint add 7k3f9x "The distance is that to the old border"
        factcheck complaint add afrin - --channel mail --received 2026-11-20 < text
    """
    from factcheck.desk.mail import add_complaint, refuse_sender

    session = session_of(ctx)
    about = session.ledger.check(check)
    desk = session.desk()
    says = text_of(session, text, "What is said to be wrong, in your words")
    values = {**fields, "says": says}
    if not anyway:
        refuse_sender(values)
    operation = add_complaint(desk, about, values)
    then = f"factcheck complaint settle {operation.made[0].id}"
    session.carry_out(desk, operation, dry_run=dry_run, as_json=as_json, then=then)


def list_(
    ctx: typer.Context,
    text: Words = None,
    check: Annotated[
        str | None, typer.Option("--check", help="About this check.", metavar="CHECK")
    ] = None,
    waiting: Annotated[
        bool, typer.Option("--open", help="Only those without an outcome.")
    ] = False,
    overdue: Annotated[
        bool, typer.Option("--overdue", help="Only those that took too long.")
    ] = False,
    ids: Ids = False,
    as_json: Json = False,
) -> None:
    """List complaints.

    Those that wait come first, the oldest on top, with the working days that have
    passed. How many there may be stands in factcheck.yaml: complaint_days, holidays.

    Examples:
        factcheck complaint list --open
        factcheck complaint list --check 7k3f9x --json
    """
    session = session_of(ctx)
    if overdue and session.ledger.settings.complaint_days is None:
        session.warn("factcheck.yaml sets no complaint_days: nothing counts as overdue")
    list_mail(
        session,
        "complaint",
        text or (),
        check=check,
        waiting=waiting,
        overdue=overdue,
        ids=ids,
        as_json=as_json,
    )


def show(
    ctx: typer.Context,
    complaint: Annotated[
        list[str],
        typer.Argument(metavar="COMPLAINT...", help="Id, name or slug; - reads stdin."),
    ],
    as_json: Json = False,
) -> None:
    """Show a complaint.

    What it says, about which check, how long it has waited, and its outcome.

    Examples:
        factcheck complaint show the-distance
        factcheck complaint show 7k3f9x --json
    """
    show_mail(session_of(ctx), "complaint", complaint, as_json=as_json)


@with_fields(decisions=DECISIONS)
def settle(
    ctx: typer.Context,
    complaint: Annotated[
        str, typer.Argument(metavar="COMPLAINT", help="Id, name or slug.")
    ],
    decisions: Fields,
    because: Annotated[
        str | None, typer.Option("--because", help="Why; the complainant may read it.")
    ] = None,
    anyway: Annotated[
        bool,
        typer.Option(
            "--anyway", help="Change an outcome; let an address in the reason be."
        ),
    ] = False,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Say what became of a complaint.

    One that is upheld corrects nothing by itself: a correction is a new verdict
    with a grade and a public note.

    Examples:
        factcheck complaint settle 7k3f9x --rejected --because "The map shows it"
        factcheck complaint settle the-distance --upheld --because "It is the old one"
    """
    from factcheck.desk.mail import refuse_sender, settle_complaint

    session = session_of(ctx)
    given = [decision.replace("_", " ") for decision in decisions]
    if len(given) > 1:
        raise UsageError(f"{' and '.join(given)}: a complaint has one outcome")
    (filed,) = records(session, "complaint", [complaint])
    decision = next(iter(given), None) or session.ask_choice(
        "Outcome", _MEANINGS, flag="--upheld, --upheld-in-part or --rejected"
    )
    why = because or session.ask_prose("Why", flag="--because")
    if not anyway:
        refuse_sender({"why": why})
    desk = session.desk()
    operation = settle_complaint(desk, filed, decision, why=why, anyway=anyway)
    then = ""
    if decision != "rejected":
        check = session.ledger.check(filed.record.check)
        session.tell(
            "A correction is a new verdict, with --grade (clarification, update, "
            "correction or retraction) and --public-note."
        )
        then = f"factcheck draft {check.claim.slug}"
    session.carry_out(desk, operation, dry_run=dry_run, as_json=as_json, then=then)
