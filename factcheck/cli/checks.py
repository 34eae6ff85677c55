"""Doors: open and show."""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING, Annotated, Any

import typer

from factcheck.cli.fields import CLAIM, WORK, Fields, nested, with_fields
from factcheck.cli.options import (
    Checks,
    DryRun,
    Json,
    end_reading,
    session_of,
    state_as_data,
)
from factcheck.model import state
from factcheck.model.errors import RefusedError, UsageError
from factcheck.model.ids import id_of

if TYPE_CHECKING:
    from factcheck.cli.session import Session
    from factcheck.desk.articles import Hit
    from factcheck.model.check import Check
    from factcheck.model.filed import Filed
    from factcheck.model.state import Standing

_SURE = 0.9


@with_fields(claim_fields=CLAIM, work_fields=WORK)
def open_(
    ctx: typer.Context,
    claim: Annotated[str, typer.Argument(help="The claim, in your wording.")],
    claim_fields: Fields,
    work_fields: Fields,
    by: Annotated[
        str | None, typer.Option("--by", help="Who claims it.", metavar="NAME")
    ] = None,
    on: Annotated[
        str | None,
        typer.Option("--on", help="When: 2020-10-08, 2020-10, 2020 or unknown."),
    ] = None,
    url: Annotated[str | None, typer.Option(help="Where it was made.")] = None,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Even if it is there already.")
    ] = False,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Open a check of a claim.

    Claims of the ledger that say nearly the same are named first; one that says
    the same stops the command unless --anyway is given.

    Examples:
        factcheck open "Afrin is near the border" --by "the article" --on 2020-10
        factcheck open "Crime fell by 30 %" --by "Jane Roe" --on 2026-11-20
    """
    from factcheck.desk.claims import open_check

    session = session_of(ctx)
    who = by or session.ask("Claimed by", flag="--by")
    when = on or session.ask("Said on (or 'unknown')", flag="--on")
    desk = session.desk()
    if not anyway:
        _guard(session, claim, claim_fields.get("language"))
    values = nested({**claim_fields, "claim": claim, "said_on": when})
    values["claimant"] = {**values.get("claimant", {}), "name": who}
    parts = values.get("parts", ())
    if len(parts) > len(ascii_lowercase):
        raise UsageError(f"a claim has at most {len(ascii_lowercase)} parts")
    values["parts"] = [
        {"part": letter, "claim": text}
        for letter, text in zip(ascii_lowercase, parts, strict=False)
    ]
    quote = claim_fields.get("words")
    operation = open_check(
        desk,
        values,
        work=work_fields,
        appearance={"url": url, "who": who, "quote": quote} if url else None,
    )
    add = f"factcheck evidence add FILE --check {operation.made[0].id[:6]}"
    session.carry_out(
        desk, operation, dry_run=dry_run, as_json=as_json, then=f"{add} --stance STANCE"
    )


def _guard(session: Session, claim: str, language: str | None) -> None:
    """Name claims that say nearly the same; stop at one that says the same."""
    from factcheck.desk.articles import Reader

    near = Reader(session.ledger, now=session.moment()).near(claim, language)
    for hit in near:
        session.warn(f"{_alike(hit)}: {hit.known.check.name}: {_says(hit)}")
    if not near:
        return
    same = near[0].match.score >= _SURE
    if session.may_ask:
        if not session.confirm("Open another check?"):
            raise RefusedError("nothing was opened")
    elif same:
        raise RefusedError(
            f"{near[0].known.check.name} checks this claim: "
            "see it with 'factcheck show', or open another with --anyway"
        )


def _alike(hit: Hit) -> str:
    return "the same claim" if hit.match.score >= _SURE else "a similar claim"


def _says(hit: Hit) -> str:
    warned = f" ({'; '.join(hit.match.warnings)})" if hit.match.warnings else ""
    return hit.known.check.claim.record.claim + warned


def show(ctx: typer.Context, check: Checks, as_json: Json = False) -> None:
    """Show a whole check.

    That is the claim, the evidence by stance, the verdicts and their reviews, what
    is missing, and what moved since the verdict. Changes in the working tree that
    are not committed are shown, and named.

    Examples:
        factcheck show afrin-under-20-miles
        factcheck show 7k3f9x --json
    """
    session = session_of(ctx)
    checks = session.checks(check)
    if as_json:
        shown = [_check_as_data(session, one) for one in checks]
        if len(shown) == 1:
            session.answer_json("factcheck.check/1", **shown[0])
        else:
            session.answer_json("factcheck.checks/1", checks=shown)
    else:
        for number, one in enumerate(checks):
            if number:
                session.answer("\n")
            _show_one(session, one)
    end_reading(session)


def _show_one(session: Session, committed: Check) -> None:
    from factcheck.model.missing import missing
    from factcheck.terminal.check_view import check_page

    check, edits = _as_it_lies(session, committed)
    standing = state.standing(check)
    flags = state.flags(standing, now=session.moment())
    session.show(
        check_page(
            check,
            standing,
            flags,
            missing=missing(check),
            edits=edits,
            quotes=_quotes(session, check),
            moved=_moved(session, check, standing),
        )
    )


def _as_it_lies(session: Session, check: Check) -> tuple[Check, list[str]]:
    edits = session.ledger.edits_of(check)
    return (session.ledger.working(check) if edits else check), edits


def _quotes(session: Session, check: Check) -> dict[str, str]:
    """Look for the quotes of the entries that have a capture."""
    if not any(entry.data["captures"] for entry in check.evidence.values()):
        return {}
    from factcheck.review.quotes import (
        quote_in_captures,
        quote_state,
    )

    return {
        entry.id: quote_state(found)
        for entry in check.evidence.values()
        if entry.data["captures"]
        and (found := quote_in_captures(session.ledger, entry.record))
    }


def _moved(session: Session, check: Check, standing: Standing) -> list[str]:
    """Say who changed what since the verdict, where the history still tells."""
    if not standing.moved:
        return []
    from factcheck.review.moved import moved_since

    return list(moved_since(session.ledger, check))


def _check_as_data(session: Session, committed: Check) -> dict[str, Any]:
    from factcheck.model.missing import missing

    check, edits = _as_it_lies(session, committed)
    standing = state.standing(check)
    flags = state.flags(standing, now=session.moment())
    quotes = _quotes(session, check)
    return {
        "id": check.claim.id,
        "name": check.name,
        "path": check.claim.path,
        **state_as_data(standing, flags),
        "claim": check.claim.data,
        "work": check.work.data if check.work else None,
        "evidence": [
            {
                "id": link.id,
                "name": link.name,
                "link": link.data,
                "entry": entry.data if (entry := check.of_link(link)) else None,
                "quote": quotes.get(link.id),
            }
            for link in check.links
        ],
        "draft": check.draft.data if check.draft else None,
        "verdicts": [_with_name(one) for one in check.verdicts],
        "reviews": [_with_name(one) for one in check.reviews],
        "publications": [_with_name(one) for one in check.publications],
        "appearances": [_with_name(one) for one in check.appearances],
        "missing": list(missing(check)),
        "moved": _moved(session, check, standing),
        "uncommitted": edits,
    }


def _with_name(filed: Filed[Any]) -> dict[str, Any]:
    return {"id": id_of(filed.name), "name": filed.name, **filed.data}
