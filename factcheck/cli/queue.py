"""Door: queue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from factcheck.cli.options import Branches, Json, end_reading, session_of
from factcheck.model.errors import UsageError
from factcheck.model.ids import id_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from factcheck.cli.console.session import Session
    from factcheck.desk.queue import Asked, Waiting
    from factcheck.model.kinds import Kind

_A_CENTURY = 36_525


def queue(
    ctx: typer.Context,
    who: Annotated[
        str | None,
        typer.Option("--for", help="For whom; else for you.", metavar="WHO"),
    ] = None,
    everybody: Annotated[
        bool, typer.Option("--all", help="What waits for anybody.")
    ] = False,
    days: Annotated[
        int,
        typer.Option(help="Days ahead that count as near.", min=0, max=_A_CENTURY),
    ] = 3,
    branches: Branches = True,
    as_json: Json = False,
) -> None:
    """Show what waits, and what to type next.

    For you, as git knows you, and what is nobody's; the most pressing first. What
    waits on a branch that is not merged yet is shown too.

    Examples:
        factcheck queue
        factcheck queue --for "Anna Example" --days 7
        factcheck queue --all --json
    """
    from factcheck.desk.queue import WAITING, Asked

    if who and everybody:
        raise UsageError("--for and --all contradict each other: give one")
    session = session_of(ctx)
    ledger = session.ledger
    name = None if everybody else who or ledger.identity().name
    asked = Asked(name, session.moment(), days, _shortening(session), ledger.settings)
    waiting = [*_here(session, asked)]
    if branches:
        waiting = _with_branches(session, asked, waiting)
    waiting.sort(key=lambda one: WAITING.index(one.kind))
    if as_json:
        session.answer_json(
            "factcheck.queue/1", who=name, waiting=[_as_data(one) for one in waiting]
        )
    else:
        from factcheck.terminal.queue_view import queue_page

        session.show(queue_page(waiting))
        if not waiting:
            whom = f"for {name}" if name else "for anybody"
            session.tell(f"Nothing waits {whom}.")
    end_reading(session)


def _here(session: Session, asked: Asked) -> list[Waiting]:
    from factcheck.desk.cases import cases
    from factcheck.desk.queue import queue

    ledger = session.ledger
    tips, complaints = ledger.of_kind("tip"), ledger.of_kind("complaint")
    pending = cases(ledger, ledger.pending(asked.who))
    return queue(pending, asked, tips=tips, complaints=complaints)


def _with_branches(
    session: Session, asked: Asked, here: list[Waiting]
) -> list[Waiting]:
    """Add what waits on branches alone; what is taken there is nobody's no longer.

    What cannot be read there is only noted.
    """
    from factcheck.desk.cases import cases
    from factcheck.desk.queue import on_branch, queue, taken

    waiting, taken_there = [*here], set[str]()
    for branch in session.ledger.branches(now=session.moment()):
        for problem in branch.problems:
            session.tell(f"on branch {branch.name}: {problem}")
        there = list(cases(branch))
        taken_there |= taken(there)
        tips, complaints = branch.of_kind("tip"), branch.of_kind("complaint")
        found = queue(there, asked, tips=tips, complaints=complaints)
        waiting += on_branch(found, branch.name, list(waiting))
    return [
        one for one in waiting if one.kind != "nobody's" or one.name not in taken_there
    ]


def _shortening(session: Session) -> Callable[[Kind, str], str]:
    """Give what shortens ids; a record of a branch keeps its id whole."""

    def short(kind: Kind, name: str) -> str:
        return session.ledger.short_ids(kind, [name])[0]

    return short


def _as_data(one: Waiting) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "record": one.record,
        "id": id_of(one.name),
        "name": one.name,
        "what": one.what,
        "why": one.why,
        "command": one.command,
        "branch": one.branch or None,
    }
