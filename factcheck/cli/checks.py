"""Door: open."""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING, Annotated

import typer

from factcheck.cli.fields import CLAIM, WORK, Fields, nested, with_fields
from factcheck.cli.options import DryRun, Json, reader_of, session_of
from factcheck.model.errors import RefusedError, UsageError

if TYPE_CHECKING:
    from factcheck.cli.console.session import Session
    from factcheck.desk.articles import Hit

_SURE = 0.9


@with_fields(claim_fields=CLAIM, work_fields=WORK)
def open_(
    ctx: typer.Context,
    claim_fields: Fields,
    work_fields: Fields,
    claim: Annotated[
        str | None,
        typer.Argument(help="The claim, in your wording.", metavar="[CLAIM]"),
    ] = None,
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

    Without a claim, one is asked for. Claims of the ledger, and of branches that
    are not merged, that say nearly the same are named first; one that says the same
    stops the command unless --anyway is given.

    Examples:
        factcheck open "Afrin is near the border" --by "the article" --on 2020-10
        factcheck open "Crime fell by 30 %" --by "Jane Roe" --on 2026-11-20
    """
    from factcheck.desk.claims import open_check

    session = session_of(ctx)
    claim = claim or session.ask("The claim, in your wording", flag="the claim")
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
    near = reader_of(session).near(claim, language)
    for hit in near:
        session.warn(f"{_alike(hit)}: {hit.known.check.name}: {_says(hit)}")
    if not near:
        return
    if session.may_ask:
        if not session.confirm("Open another check?"):
            raise RefusedError("nothing was opened")
        return
    likest = near[0]
    if likest.match.score >= _SURE:
        branch = likest.known.branch
        see = "merge that branch" if branch else "see it with 'factcheck show'"
        raise RefusedError(
            f"{likest.known.check.name}{_where(likest)} checks this claim: {see}, "
            "or open another with --anyway"
        )


def _alike(hit: Hit) -> str:
    alike = "the same claim" if hit.match.score >= _SURE else "a similar claim"
    return alike + _where(hit)


def _where(hit: Hit) -> str:
    return f" on branch {hit.known.branch}" if hit.known.branch else ""


def _says(hit: Hit) -> str:
    warned = f" ({'; '.join(hit.match.warnings)})" if hit.match.warnings else ""
    return hit.known.check.claim.record.claim + warned
