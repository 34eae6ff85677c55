"""Doors: assign, close, reopen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

import typer

from factcheck.cli.fields import ASSIGN, Fields, with_fields
from factcheck.cli.options import Because, Checks, DryRun, Json, session_of
from factcheck.model.errors import RefusedError, UsageError

if TYPE_CHECKING:
    from factcheck.cli.console.session import Session
    from factcheck.model.check import Check
    from factcheck.model.claim import Outcome

_OUTCOMES: dict[str, str] = {
    "not checkable": "an opinion, a prediction, or nothing can be found out",
    "duplicate": "another check is about the same claim",
    "dropped": "it could be checked, and we do not",
}


@with_fields(fields=ASSIGN)
def assign(
    ctx: typer.Context,
    check: Checks,
    fields: Fields,
    drop_topic: Annotated[
        list[str] | None,
        typer.Option("--drop-topic", help="A topic to take away; repeat.", metavar="T"),
    ] = None,
    clear: Annotated[
        list[str] | None,
        typer.Option(help="Empty this field (assignee, due …); repeat.", metavar="F"),
    ] = None,
    because: Because = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Say who works on a check, until when.

    Priority, topics and embargo too; several checks are one commit. Nothing of this
    moves what a verdict rests on.

    Examples:
        factcheck assign afrin-under-20-miles --to me --due 2026-12-01
        factcheck list --topic turkey --ids | factcheck assign - --priority high
    """
    from factcheck.desk.work import assign as act

    session = session_of(ctx)
    given, gone = dict(fields), list(clear or ())
    if given.get("embargo") == "none":
        del given["embargo"]
        gone.append("embargo")
    checks = session.checks(check)
    desk = session.desk()
    if not (given or gone or drop_topic):
        me = desk.author.name
        given["assignee"] = session.ask("Assign to", flag="--to", default=me)
    operations = [
        act(
            *(desk, one, given),
            drop_topics=drop_topic or (),
            clear=gone,
            because=because,
        )
        for one in checks
    ]
    session.carry_out(desk, *operations, dry_run=dry_run, as_json=as_json)


def close(
    ctx: typer.Context,
    check: Checks,
    outcome: Annotated[
        str | None,
        typer.Option("--as", help="'not checkable', duplicate or dropped."),
    ] = None,
    of: Annotated[
        str | None,
        typer.Option("--of", help="The check of which it is a duplicate."),
    ] = None,
    because: Annotated[
        str | None, typer.Option("--because", help="Why.", metavar="WHY")
    ] = None,
    anyway: Annotated[
        bool,
        typer.Option("--anyway", help="Even with a draft or a verdict on it."),
    ] = False,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Close a check that is not carried on.

    What readers have seen is answered for: a check with a published verdict is
    never dropped, its verdict is retracted first. To carry one on: factcheck reopen.

    Examples:
        factcheck close 7k3f9x --as "not checkable" --because "A prediction"
        factcheck close afrin-again --of afrin-under-20-miles --because "Same claim"
    """
    from factcheck.desk.work import close as act

    session = session_of(ctx)
    checks = session.checks(check)
    result = _outcome(session, outcome, of)
    other = _other(session, result, of)
    desk = session.desk()
    overruled = [anyway or _overrules(session, one) for one in checks]
    why = because or session.ask_prose("Why it is closed", flag="--because")
    operations = [
        act(desk, one, result, why, of=other, anyway=agreed)
        for one, agreed in zip(checks, overruled, strict=True)
    ]
    session.carry_out(desk, *operations, dry_run=dry_run, as_json=as_json)


def _outcome(session: Session, given: str | None, of: str | None) -> Outcome:
    from factcheck.cli.console.prompts import chosen

    if given is None and of is not None:
        return "duplicate"
    if given is None:
        given = session.ask_choice("Close it as", _OUTCOMES, flag="--as")
    found = chosen(given, [*_OUTCOMES])
    if found is None:
        raise UsageError(f"--as: '{given}' is none of {', '.join(_OUTCOMES)}")
    return cast("Outcome", found)


def _other(session: Session, outcome: Outcome, of: str | None) -> Check | None:
    if outcome == "duplicate" and of is None:
        of = session.ask("Duplicate of which check", flag="--of")
    return session.ledger.check(of) if of is not None else None


def _overrules(session: Session, check: Check) -> bool:
    """Ask the person at the terminal about what speaks against closing a check."""
    from factcheck.desk.work import objection

    against = objection(check)
    is_closed = bool(check.work and check.work.record.closed)
    if against is None or is_closed or not session.may_ask:
        return False
    return session.confirm(f"{check.claim.slug}: {against}. Close it all the same?")


def reopen(
    ctx: typer.Context,
    check: Checks,
    because: Annotated[
        str | None,
        typer.Option("--because", help="Why; kept in the history.", metavar="WHY"),
    ] = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Carry a closed check on.

    The reason goes into the commit; why it was closed stays in the history.

    Examples:
        factcheck reopen afrin-again --because "The map was published"
        factcheck reopen 7k3f9x b2c4d6 --because "Both are being shared again"
    """
    from factcheck.desk.work import reopen as act

    session = session_of(ctx)
    checks = session.checks(check)
    desk = session.desk()
    for one in checks:
        is_closed = one.work and one.work.record.closed
        if session.may_ask and not is_closed:  # before anybody writes why
            raise RefusedError(f"{one.name} is not closed")
    why = because or session.ask_prose("Why it is reopened", flag="--because")
    operations = [act(desk, one, why) for one in checks]
    then = f"factcheck show {checks[0].claim.slug}"
    session.carry_out(desk, *operations, dry_run=dry_run, as_json=as_json, then=then)
