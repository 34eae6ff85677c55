"""Doors: link and unlink; how a stance and its reason are given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from factcheck.cli.fields import LINK, FieldOption, Fields, with_fields
from factcheck.cli.options import DryRun, Json, session_of
from factcheck.model.errors import UsageError

if TYPE_CHECKING:
    from factcheck.cli.console.session import Session

STANCES = (
    FieldOption("supports", "It supports the claim.", type=bool),
    FieldOption("refutes", "It refutes the claim.", type=bool),
    FieldOption("both", "It does both; the reason says which is which.", type=bool),
    FieldOption("context", "It is context.", type=bool),
)
"""A stance as a switch of its own, beside ``--stance``."""

_MEANINGS = {
    "supports": "it speaks for the claim",
    "refutes": "it speaks against the claim",
    "both": "a part for it, a part against it",
    "context": "it helps to understand the claim",
}


def link_of(session: Session, fields: Fields, stances: Fields) -> dict[str, Any]:
    """Give the fields of a link; on a terminal ask for stance and reason.

    Args:
        session: of the door.
        fields: given through ``LINK``.
        stances: given through ``STANCES``.

    Raises:
        UsageError: two stances, or one of the two lacks and nobody can be asked.
    """
    link = dict(fields)
    given = [*stances, *([link["stance"]] if link.get("stance") else [])]
    if len(set(given)) > 1:
        raise UsageError(f"{' and '.join(given)}: a link has one stance")
    link["stance"] = (
        given[0]
        if given
        else session.ask_choice("How it bears on the claim", _MEANINGS, flag="--stance")
    )
    if not link.get("why"):
        link["why"] = session.ask_prose(
            "Why it bears on the claim that way", flag="--because"
        )
    return link


@with_fields(stances=STANCES, fields=LINK)
def link(
    ctx: typer.Context,
    names: Annotated[
        list[str],
        typer.Argument(metavar="CHECK... EVIDENCE", help="Checks, then the entry."),
    ],
    stances: Fields,
    fields: Fields,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Tie evidence to a check.

    Where it is tied already, this changes how.

    Examples:
        factcheck link 7k3f9x q8w2m4 --supports --because "It says so"
        factcheck link afrin reuters --both --because "…" --part a --primary
    """
    from factcheck.desk.evidence import link_evidence

    session = session_of(ctx)
    *checks, evidence = names
    entry = session.ledger.evidence(evidence)
    found = session.checks(checks)
    values = link_of(session, fields, stances)
    if entry.record.withdrawn:
        session.warn(f"{entry.name} was withdrawn: {entry.record.withdrawn.why}")
    desk = session.desk()
    operations = [link_evidence(desk, one, entry.name, values) for one in found]
    then = f"factcheck show {found[0].claim.slug}"
    session.carry_out(desk, *operations, dry_run=dry_run, as_json=as_json, then=then)


def unlink(
    ctx: typer.Context,
    names: Annotated[
        list[str],
        typer.Argument(metavar="CHECK... EVIDENCE", help="Checks, then the entry."),
    ],
    part: Annotated[
        str | None, typer.Option(help="Only from this part of the claim.")
    ] = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Untie evidence from a check.

    The entry stays in the ledger.

    Examples:
        factcheck unlink afrin-under-20-miles reuters-recruits
        factcheck unlink 7k3f9x q8w2m4 --part a
    """
    from factcheck.desk.evidence import unlink_evidence

    session = session_of(ctx)
    *checks, evidence = names
    entry = session.ledger.evidence(evidence)
    desk = session.desk()
    operations = [
        unlink_evidence(desk, check, entry, part=part)
        for check in session.checks(checks)
    ]
    session.carry_out(desk, *operations, dry_run=dry_run, as_json=as_json)
