"""Door: show."""

from __future__ import annotations

from typing import Annotated

import typer

from factcheck.cli.options import Checks, Json, session_of
from factcheck.cli.show_answer import show_checks


def show(
    ctx: typer.Context,
    check: Checks,
    at: Annotated[
        str | None,
        typer.Option("--at", help="As it was: a date, a commit.", metavar="REV"),
    ] = None,
    as_json: Json = False,
) -> None:
    """Show a whole check.

    That is the claim, the evidence by stance, who was asked, the verdicts and their
    reviews, what is missing, and what moved since the verdict. Changes that are not
    committed are shown, and named. With --at it is shown as it was.

    Examples:
        factcheck show afrin-under-20-miles
        factcheck show 7k3f9x --at 2026-11-20 --json
    """
    show_checks(session_of(ctx), check, at=at, as_json=as_json)
