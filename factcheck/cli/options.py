"""What several doors share: options, and what is said at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from factcheck.cli.reading import end_reading, state_as_data

__all__ = ["end_reading", "state_as_data"]

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from factcheck.cli.console.session import Session
    from factcheck.desk.articles import Reader

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


def reader_of(session: Session, *, branches: bool = True) -> Reader:
    """Make the known claims ready, those of branches that are not merged yet too.

    Files of a branch that cannot be read are told and stop nothing.
    """
    from factcheck.desk.articles import Reader

    now = session.moment()
    others = session.ledger.branches(now=now) if branches else ()

    def told(steps: Iterable[int], claims: int) -> Iterator[int]:
        what = "making the claims ready"
        return session.progress(steps, what=what, total=claims)

    reader = Reader(session.ledger, now=now, branches=others, progress=told)
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
