"""What several doors share: options, the end of a reading, the JSON of a state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from factcheck.model.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from factcheck.cli.session import Session
    from factcheck.model.errors import Problem
    from factcheck.model.state import Flag, Standing

Checks: TypeAlias = Annotated[
    list[str],
    typer.Argument(
        metavar="CHECK...", help="Id, name or slug (or its beginning); - reads stdin."
    ),
]
Json: TypeAlias = Annotated[
    bool, typer.Option("--json", help="Print one JSON object.", show_default=False)
]
DryRun: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--dry-run", "-n", help="Show the change, write nothing.", show_default=False
    ),
]


def session_of(ctx: typer.Context) -> Session:
    """Give the session that a command runs in."""
    session: Session = ctx.obj
    return session


def end_reading(session: Session, problems: Iterable[Problem] | None = None) -> None:
    """End a door that read the ledger: what cannot be read is never passed over.

    Args:
        session: of the door.
        problems: to be reported; those of the ledger if none are given.
    """
    found = session.ledger.problems() if problems is None else problems
    if session.report_problems(found):
        raise typer.Exit(ExitCode.BAD_RECORD)


def state_as_data(standing: Standing, flags: Sequence[Flag]) -> dict[str, Any]:
    """Give where a check stands, as the JSON of ``list`` and ``show`` has it."""
    return {
        "stage": standing.stage,
        "public": standing.public,
        "rating": standing.rating,
        "flags": list(dict.fromkeys(flag.name for flag in flags)),
        "reasons": [{"flag": flag.name, "why": flag.why} for flag in flags],
    }
