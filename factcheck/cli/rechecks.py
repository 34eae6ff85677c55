"""Door: recheck."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from factcheck.cli.options import Checks, DryRun, Json, end_reading, session_of
from factcheck.model import state
from factcheck.model.errors import UsageError

if TYPE_CHECKING:
    from factcheck.cli.console.session import Session
    from factcheck.model.check import Check


def recheck(
    ctx: typer.Context,
    check: Checks,
    stands: Annotated[
        bool, typer.Option("--stands", help="Say that the verdict stands.")
    ] = False,
    because: Annotated[
        str | None, typer.Option("--because", help="Why it stands.", metavar="WHY")
    ] = None,
    recheck_by: Annotated[
        str | None,
        typer.Option("--recheck-by", help="Look again by this day.", metavar="DAY"),
    ] = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Look again at a verdict, and say that it stands.

    Without --stands it shows what moved since the verdict. With it, a record is made
    of who looked again and why the verdict stands on what the check holds now. A
    verdict that does not stand is superseded by another one.

    Examples:
        factcheck recheck afrin-under-20-miles
        factcheck recheck 7k3f9x --stands --because "The denial was weighed already"
    """
    session = session_of(ctx)
    checks = session.checks(check)
    if not stands:
        if because or recheck_by:
            raise UsageError("--because and --recheck-by go with --stands")
        _show(session, checks, as_json)
        return
    from factcheck.desk.rechecks import recheck as act

    desk = session.desk()
    if because is None and session.may_ask:
        for one in checks:
            session.show(_page(session, one))
    why = because or session.ask_prose("Why the verdict stands", flag="--because")
    operations = [act(desk, one, why, recheck_by=recheck_by) for one in checks]
    then = f"factcheck show {checks[0].claim.slug}"
    session.carry_out(desk, *operations, dry_run=dry_run, as_json=as_json, then=then)


def _show(session: Session, checks: list[Check], as_json: bool) -> None:
    if as_json:
        shown = [_as_data(session, one) for one in checks]
        session.answer_json("factcheck.recheck/1", checks=shown)
    else:
        for number, one in enumerate(checks):
            if number:
                session.answer("\n")
            session.show(_page(session, one, with_ways=True))
    end_reading(session)


def _reasons(session: Session, check: Check) -> tuple[list[str], list[str]]:
    """Give why a check needs a recheck, and who changed what, a line each."""
    from factcheck.review.moved import moved_since

    flags = state.flags(session.ledger.standing(check), now=session.moment())
    why = [flag.why for flag in flags if flag.name == "needs recheck"]
    return why, list(moved_since(session.ledger, check)) if why else []


def _page(session: Session, check: Check, *, with_ways: bool = False) -> Any:
    from factcheck.desk.rechecks import lost_citation
    from factcheck.desk.verdicts import standing_verdict
    from factcheck.terminal.recheck_view import recheck_page

    verdict = standing_verdict(check)
    why, changes = _reasons(session, check)
    return recheck_page(
        check,
        verdict,
        why=why,
        changes=changes,
        lost=lost_citation(check, verdict),
        with_ways=with_ways,
    )


def _as_data(session: Session, check: Check) -> dict[str, Any]:
    from factcheck.desk.rechecks import lost_citation
    from factcheck.desk.verdicts import standing_verdict

    verdict = standing_verdict(check)
    why, changes = _reasons(session, check)
    return {
        "id": check.claim.id,
        "name": check.name,
        "verdict": verdict.name,
        "needs_recheck": bool(why),
        "reasons": why,
        "moved": changes,
        "lost": lost_citation(check, verdict),
    }
