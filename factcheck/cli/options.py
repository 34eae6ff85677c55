"""Options and arguments that several commands share, defined once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

if TYPE_CHECKING:
    from factcheck.cli.session import Session

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
