"""Door: verify."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from factcheck.cli.options import Json, session_of
from factcheck.model.errors import ExitCode

if TYPE_CHECKING:
    from factcheck.cli.console.session import Session
    from factcheck.review.run import Extent
    from factcheck.review.verify import Verification

_WORTH_TELLING = 1000
"""Of so many records the speed is told; of fewer it says nothing."""


def verify(
    ctx: typer.Context,
    base: Annotated[
        str | None,
        typer.Option(
            "--base",
            "--since",
            help="Commit that append-only records are compared with.",
        ),
    ] = None,
    require_all: Annotated[
        bool,
        typer.Option("--require-all", help="Captures that are not here are errors."),
    ] = False,
    quick: Annotated[
        bool,
        typer.Option("--quick/--full", help="Leave out the objects of old commits."),
    ] = False,
    from_start: Annotated[
        bool,
        typer.Option("--from-start", help="Do not go on where a run was stopped."),
    ] = False,
    forget: Annotated[
        bool,
        typer.Option("--forget", help="Forget what the last run saw here."),
    ] = False,
    as_json: Json = False,
) -> None:
    """Check that the ledger holds together.

    Exit code 1 if it does not. Git's store is whole, every record parses, every
    reference resolves, captures have their hashes, quotes stand in their captures,
    append-only records are untouched, no tag was moved.

    Examples:
        factcheck verify
        factcheck verify --base origin/main --json
    """
    from factcheck.review.run import Extent

    session = session_of(ctx)
    extent = Extent(
        require_all=require_all, quick=quick, from_start=from_start, forget=forget
    )
    result = run_verify(session, base, extent)
    if as_json:
        session.answer_json("factcheck.verify/1", **_as_data(result))
    else:
        _show(session, result)
    if not result.holds:
        raise typer.Exit(ExitCode.FINDINGS)


def run_verify(session: Session, base: str | None, extent: Extent) -> Verification:
    """Verify, and draw on a terminal how far it is."""
    import sys

    from factcheck.review.verify import verify as verified

    if not sys.stderr.isatty():
        return verified(session.ledger, base=base, extent=extent)

    from factcheck.cli.console.progress import ProgressLine

    line = ProgressLine("verifying", None)

    def told(done: int, total: int) -> None:
        line.done, line.total = done, total

    try:
        return verified(session.ledger, base=base, extent=extent, on_progress=told)
    finally:
        line.end()


def _as_data(result: Verification) -> dict[str, Any]:
    return {
        "ok": result.holds,
        "checked": result.checked,
        "records": result.records,
        "bytes": result.size,
        "seconds": round(result.seconds, 3),
        "records_per_second": result.rate,
        "findings": [
            {
                "path": one.path,
                "line": one.line,
                "code": one.code,
                "message": one.message,
                "severity": one.severity,
            }
            for one in result.findings
        ],
    }


def _show(session: Session, result: Verification) -> None:
    from factcheck.terminal.safe import printable

    for finding in result.findings:
        mark = "" if finding.severity == "error" else "note: "
        session.answer(printable(f"{mark}{finding}"))
    if result.resumed:
        session.tell(f"An interrupted run had read {result.resumed:,} files already.")
    if result.records >= _WORTH_TELLING:
        session.answer(
            f"verified {result.records:,} records, {result.size / 1e6:,.1f} MB in "
            f"{result.seconds:.1f} s: {result.rate:,} records/s"
        )
    counted = ", ".join(f"{kind} {n}" for kind, n in sorted(result.checked.items()))
    session.answer(f"{'holds' if result.holds else 'does not hold'}: {counted}")
