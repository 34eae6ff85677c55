"""Doors: init, status, save."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from factcheck.cli.options import DryRun, Json, end_reading, session_of
from factcheck.model.errors import NotFoundError


def init(
    ctx: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="[DIR]", help="The folder; made if missing.")
    ] = Path(),
    publisher: Annotated[
        str | None, typer.Option(help="Who publishes the reports.")
    ] = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Make a ledger of a folder.

    The folder is new or empty, or a copy of a ledger. A folder outside git becomes
    a repository; inside one, the ledger becomes a part of it. The settings can be
    edited in factcheck.yaml.

    Examples:
        factcheck init ledger --publisher "The Daily Check"
        factcheck init --dry-run
    """
    from factcheck.desk.desk import Desk
    from factcheck.desk.founding import found, preview, tune
    from factcheck.ledger.ledger import Ledger

    session = session_of(ctx)
    name = publisher or "Our newsroom"
    if dry_run:
        session.answer(preview(folder, publisher=name))
        session.tell("Git would be set up for it too (see docs/how-to/big-ledger.md).")
        session.tell("Nothing was written (--dry-run).")
        return
    ledger, operation = found(folder, publisher=name)
    session.use(ledger)
    desk = Desk(ledger, session.moment(), ledger.identity(), session.seed)
    commit = session.commit(desk, operation)
    settings = tune(ledger)
    if as_json:
        session.answer_json(
            "factcheck.made/1",
            records=[],
            id=None,
            commit=commit,
            path=str(ledger.root),
        )
        return
    session.answer(str(Ledger(folder).root))
    session.tell(f"{operation.message.subject} (commit {commit[:10]})")
    if settings:
        session.tell(
            "Git is set up for it: index, diff and joining of records "
            "('factcheck help big-ledger')."
        )
    session.tell('Next: factcheck open "CLAIM" --by WHO --on DATE')


def status(ctx: typer.Context, as_json: Json = False) -> None:
    """Show what is not committed or not right.

    That is edits of records, files that cannot be read, and a merge or the like
    that is under way.

    Examples:
        factcheck status
        factcheck status --json
    """
    from factcheck.terminal.page import Line

    session = session_of(ctx)
    ledger = session.ledger
    repository = ledger.repository
    edits = ledger.edits(trusting=True) if repository else []
    under_way = repository.under_way() if repository else None
    branch = repository.branch() if repository else None
    problems = ledger.problems()
    counts = {"checks": ledger.count("check"), "evidence": ledger.count("evidence")}
    if as_json:
        session.answer_json(
            "factcheck.status/1",
            ledger=str(ledger.root),
            branch=branch,
            under_way=under_way,
            counts=counts,
            uncommitted=edits,
            problems=[
                {"path": one.path, "line": one.line, "message": one.message}
                for one in problems
            ],
        )
    else:
        where = (branch or "detached HEAD").removeprefix("refs/heads/")
        lines = [
            f"ledger: {ledger.root}",
            f"branch: {where if repository else 'not in git'}",
            f"checks: {counts['checks']}, evidence entries: {counts['evidence']}",
        ]
        if under_way:
            lines.append(f"{under_way} is under way: finish or abort it with git")
        unmerged = repository.unmerged() if repository and under_way else set()
        for path in edits:
            is_open = ledger.prefix + path in unmerged
            lines.append(f"{'not merged' if is_open else 'not committed'}: {path}")
        session.show(tuple(Line(line) for line in lines))
        if under_way:
            session.tell(f"Next: {_way_on(under_way, is_settled=not unmerged)}")
        elif edits:
            session.tell("Next: factcheck save")
    end_reading(session, problems)


def _way_on(under_way: str, *, is_settled: bool) -> str:
    """Say how what git is in the middle of comes to its end."""
    name = under_way.rpartition(" ")[2]
    if name == "bisect":
        return "git bisect reset"
    step = f"git {name} --continue"
    before = "settle what is not merged, then git add it, then "
    return step if is_settled else before + step


def save(
    ctx: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]...", help="Files or folders; else all edits."),
    ] = None,
    message: Annotated[
        str | None, typer.Option("--message", "-m", help="What the commit says.")
    ] = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Commit records that were edited by hand.

    They are checked first and written in canonical form; files with comments are
    kept as they are.

    Examples:
        factcheck save
        factcheck save evidence/2026/11 -m "Mend publishers"
    """
    from factcheck.desk.saving import save_edits

    session = session_of(ctx)
    desk = session.desk()
    inside = [_inside(session.ledger.root, path) for path in paths or ()]
    operation, warnings = save_edits(desk, inside, subject=message)
    for warning in warnings:
        session.warn(warning)
    session.carry_out(desk, operation, dry_run=dry_run, as_json=as_json)


def _inside(root: Path, path: Path) -> str:
    """Give a path as the ledger has it: typed from here, or from the ledger."""
    for candidate in (Path.cwd() / path, root / path):
        absolute = candidate.resolve()
        if absolute.is_relative_to(root) and (absolute.exists() or candidate != path):
            inside = absolute.relative_to(root).as_posix()
            return "" if inside == "." else inside
    raise NotFoundError(f"{path} is not in the ledger {root}")
