"""Door: focus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from factcheck.cli.options import DryRun, Json, session_of
from factcheck.model.errors import UsageError

if TYPE_CHECKING:
    from factcheck.cli.console.session import Session
    from factcheck.desk.focusing import Focus

_SHOWN = 6


def focus(
    ctx: typer.Context,
    months: Annotated[
        int | None,
        typer.Option(help="How many of the latest months; 12 if not said.", min=1),
    ] = None,
    month: Annotated[
        list[str] | None,
        typer.Option("--month", help="One more month; repeat.", metavar="YYYY-MM"),
    ] = None,
    recent_only: Annotated[
        bool, typer.Option("--recent-only", help="Not the months of open checks.")
    ] = False,
    off: Annotated[
        bool, typer.Option("--off", help="Bring all months back.", show_default=False)
    ] = False,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Keep only recent and open months here.

    For ledgers of more than 20,000 checks: git, editors and backups then look at some
    thousand files and not at a million. Nothing is lost, git keeps all of it: list,
    show, search and verify work as before, also on old checks, and what is added to
    an old check comes into the working tree. Older months with open checks are kept,
    with those of the evidence that they link.

    Examples:
        factcheck focus --dry-run
        factcheck focus --months 6 --month 2019-03
        factcheck focus --off
    """
    from factcheck.desk.focusing import focus as focused
    from factcheck.desk.focusing import is_focused, planned
    from factcheck.ledger.git.sparse import WORTH_CHECKS

    session = session_of(ctx)
    if off:
        if months or month or recent_only:
            raise UsageError("--off goes with no month")
        _bring_back(session, dry_run=dry_run, as_json=as_json)
        return
    ledger = session.ledger
    plan = planned(
        ledger,
        now=session.moment(),
        months=months,
        named=month or (),
        with_open=not recent_only,
    )
    if dry_run:
        _say(session, plan, "Would keep", as_json=as_json)
        session.tell("Nothing was written (--dry-run).")
        return
    if plan.checks < WORTH_CHECKS and not is_focused(ledger):
        session.confirm_or_refuse(
            f"A focus brings next to nothing below {WORTH_CHECKS:,} checks, and here "
            f"are {plan.checks:,}. Do it all the same?"
        )
    if not plan.left_out:
        _say(session, plan, "Keeps", as_json=as_json)
        session.tell("No month is left out: nothing was done.")
        return
    focused(ledger, plan)
    _say(session, plan, "Kept", as_json=as_json)
    session.tell("To have all of it again: factcheck focus --off")


def _bring_back(session: Session, *, dry_run: bool, as_json: bool) -> None:
    from factcheck.desk.focusing import is_focused, unfocus

    ledger = session.ledger
    if not is_focused(ledger):
        said = "All months are in the working tree already."
    elif dry_run:
        said = "Would bring all months back. Nothing was written (--dry-run)."
    else:
        unfocus(ledger)
        said = "All months are in the working tree again."
    if as_json:
        session.answer_json(
            "factcheck.focus/1", focused=is_focused(ledger), months=None, left_out=[]
        )
    session.tell(said)


def _say(session: Session, plan: Focus, verb: str, *, as_json: bool) -> None:
    if as_json:
        session.answer_json(
            "factcheck.focus/1",
            focused=bool(plan.left_out),
            months=list(plan.months),
            left_out=list(plan.left_out),
            because_open=list(plan.because_open),
            checks=plan.checks,
            held=plan.held,
            folders=list(plan.folders),
        )
        return
    session.answer(
        f"{verb} {_counted(plan.months)} with {plan.held:,} of {plan.checks:,} checks; "
        f"{_counted(plan.left_out)} left out"
    )
    if plan.because_open:
        shown = ", ".join(plan.because_open[:_SHOWN])
        more = " …" if plan.because_open[_SHOWN:] else ""
        session.answer(f"older, with open checks: {shown}{more}")
    if len(plan.because_open) > len(plan.left_out):
        session.tell(
            "Most of the old months are kept because a check in them, or in one that "
            "links their evidence, is open: --recent-only leaves them out too"
        )


def _counted(months: tuple[str, ...]) -> str:
    return "1 month" if len(months) == 1 else f"{len(months)} months"
