"""What several doors share: options, the end of a reading, the JSON of a state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from factcheck.model.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from factcheck.cli.console.session import Session
    from factcheck.desk.articles import Reader
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

OneCheck: TypeAlias = Annotated[
    str, typer.Argument(metavar="CHECK", help="Id, name or slug (or its beginning).")
]
Because: TypeAlias = Annotated[
    str | None,
    typer.Option("--because", help="Why; kept in the history.", metavar="WHY"),
]
Branches: TypeAlias = Annotated[
    bool, typer.Option("--branches/--no-branches", help="Also on other branches.")
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


def reader_of(session: Session, *, branches: bool = True) -> Reader:
    """Make the known claims ready, those of branches that are not merged yet too.

    Files of a branch that cannot be read are told and stop nothing.
    """
    from factcheck.desk.articles import Reader

    now = session.moment()
    others = session.ledger.branches(now=now) if branches else ()
    reader = Reader(session.ledger, now=now, branches=others)
    for branch, problem in reader.unread:
        session.tell(f"note: on branch {branch}: {problem}")
    return reader


def tell_what_moved(session: Session, checks: Iterable[str]) -> None:
    """Name the verdicts that need a recheck now, after a commit.

    Args:
        session: of the door.
        checks: the names of the checks that it may concern.
    """
    for name in dict.fromkeys(checks):
        check = session.ledger.check(name)
        for reason in session.ledger.standing(check).moved:
            session.tell(f"{check.claim.slug} needs a recheck: {reason}")


def state_as_data(standing: Standing, flags: Sequence[Flag]) -> dict[str, Any]:
    """Give where a check stands, as the JSON of ``list`` and ``show`` has it."""
    return {
        "stage": standing.stage,
        "public": standing.public,
        "rating": standing.rating,
        "flags": list(dict.fromkeys(flag.name for flag in flags)),
        "reasons": [{"flag": flag.name, "why": flag.why} for flag in flags],
    }
