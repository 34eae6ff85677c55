"""What the doors that read share: the end of a reading, the JSON of a state.

Nothing of typer's is imported here (see ``quick``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factcheck.cli.ending import EndedError
from factcheck.model.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from factcheck.cli.console.session import Session
    from factcheck.model.errors import Problem
    from factcheck.model.state import Flag, Standing


def end_reading(session: Session, problems: Iterable[Problem] | None = None) -> None:
    """End a door that read the ledger: what cannot be read is never passed over.

    Args:
        session: of the door.
        problems: to be reported; those of the ledger if none are given.
    """
    found = session.ledger.problems() if problems is None else problems
    if session.report_problems(found):
        raise EndedError(ExitCode.BAD_RECORD)


def state_as_data(standing: Standing, flags: Sequence[Flag]) -> dict[str, Any]:
    """Give where a check stands, as the JSON of ``list`` and ``show`` has it."""
    return {
        "stage": standing.stage,
        "public": standing.public,
        "rating": standing.rating,
        "flags": list(dict.fromkeys(flag.name for flag in flags)),
        "reasons": [{"flag": flag.name, "why": flag.why} for flag in flags],
    }
