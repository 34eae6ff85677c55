"""Door: doctor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from factcheck.cli.options import Json, session_of
from factcheck.model.errors import ExitCode, FactcheckError, NotALedgerError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from factcheck.cli.console.session import Session
    from factcheck.ledger.ledger import Ledger
    from factcheck.review.diagnosis import Diagnosis, Remedy
    from factcheck.terminal.page import Page


def doctor(
    ctx: typer.Context,
    mend: Annotated[
        bool, typer.Option("--mend", help="Mend what can be mended without any risk.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Examine git, cache and machine.

    Each finding is a line, with what to type against it. A problem is to be mended
    (exit code 1), a note is good to know. Works outside a ledger too, for the
    machine alone.

    Examples:
        factcheck doctor
        factcheck doctor --mend
    """
    from factcheck.review.doctor import examine

    session = session_of(ctx)
    root = _root(session)
    found = examine(Path.cwd(), root)
    mended: list[str] = []
    if mend and root is not None:
        mended = _mended(session, root, found)
        found = examine(Path.cwd(), root) if mended else found
    is_well = not any(one.gravity == "problem" for one in found)
    if as_json:
        session.answer_json(
            "factcheck.doctor/1",
            ok=is_well,
            ledger=str(root) if root else None,
            findings=[
                {
                    "code": one.code,
                    "gravity": one.gravity,
                    "message": one.message,
                    "mend": one.mend or None,
                    "remedy": one.remedy,
                }
                for one in found
            ],
            mended=mended,
        )
    else:
        session.show(_page(found))
        if any(one.remedy for one in found) and not mend:
            session.tell("Next: factcheck doctor --mend")
    if not is_well:
        raise typer.Exit(ExitCode.FINDINGS)


def _root(session: Session) -> Path | None:
    """Give the ledger's folder, None where there is none and none was named."""
    from factcheck.ledger.locate import locate

    given = Path(session.ledger_folder) if session.ledger_folder else None
    try:
        return locate(Path.cwd(), given)
    except NotALedgerError:
        if given is not None:
            raise
        return None


def _page(found: Sequence[Diagnosis]) -> Page:
    from factcheck.terminal.page import Line

    styles = {"problem": "bad", "note": "doubtful", "fine": "quiet"}
    return tuple(
        Line(
            f"{one.gravity}: {one.message}" + (f" → {one.mend}" if one.mend else ""),
            styles[one.gravity],  # type: ignore[arg-type]  # mypy widens the values
        )
        for one in found
    )


def _mended(session: Session, root: Path, found: Sequence[Diagnosis]) -> list[str]:
    """Mend what can be mended without any risk, saying each; give what was done."""
    from factcheck.ledger.ledger import Ledger

    wanted = dict.fromkeys(one.remedy for one in found if one.remedy)
    done = []
    for remedy in wanted:
        ledger = Ledger(root, on_wait=session.tell)
        try:
            said = _REMEDIES[remedy](session, ledger)
        except (FactcheckError, OSError, ValueError) as error:
            session.warn(f"not mended: {error}")
        else:
            session.tell(f"mended: {said}")
            done.append(said)
        finally:
            ledger.close()
    return done


def _leftovers(session: Session, ledger: Ledger) -> str:
    from factcheck.desk.mending import settle
    from factcheck.review.upkeep import dead_files, written_for

    del session
    return settle(ledger, map(written_for, dead_files(ledger.root)))


def _cache(session: Session, ledger: Ledger) -> str:
    from factcheck.desk.mending import discard_cache

    del session
    return discard_cache(ledger)


def _diff_driver(session: Session, ledger: Ledger) -> str:
    from factcheck.desk.mending import set_diff_driver

    del session
    return set_diff_driver(ledger)


def _git_settings(session: Session, ledger: Ledger) -> str:
    from factcheck.desk.mending import set_git_settings

    del session
    return set_git_settings(ledger)


def _git_files(session: Session, ledger: Ledger) -> str:
    from factcheck.desk.desk import Desk
    from factcheck.desk.mending import complete_git_files
    from factcheck.review.repository import lacking_files

    lacking = [one for one in lacking_files(ledger) if one.is_plain]
    desk = Desk(ledger, session.moment(), ledger.identity(), session.seed)
    operation = complete_git_files(ledger, lacking)
    commit = session.commit(desk, operation)
    return f"{operation.message.subject} (commit {commit[:10]})"


_REMEDIES: dict[Remedy, Callable[[Session, Ledger], str]] = {
    "leftovers": _leftovers,
    "cache": _cache,
    "diff-driver": _diff_driver,
    "git-settings": _git_settings,
    "git-files": _git_files,
}
