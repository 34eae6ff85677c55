"""Where the ledger is that a command is about."""

from __future__ import annotations

import os
from pathlib import Path

from factcheck.ledger import layout
from factcheck.model.errors import NotALedgerError

VARIABLE = "FACTCHECK_LEDGER"


def locate(start: Path, given: Path | None = None) -> Path:
    """Find the folder of a ledger.

    Args:
        start: the folder in which the command was called; the ledger is looked for
            in it and above it, also as a folder ``ledger`` there.
        given: the folder that the user named, which then must be a ledger; else
            the variable ``FACTCHECK_LEDGER`` may name one.

    Raises:
        NotALedgerError: there is none, neither here nor above.
    """
    variable = os.environ.get(VARIABLE)
    named = given or (Path(variable) if variable else None)
    if named is not None:
        if not (start / named / layout.SETTINGS).is_file():
            raise NotALedgerError(
                f"{named} is no ledger: it holds no {layout.SETTINGS}; "
                "'factcheck init DIR' makes one"
            )
        return start / named
    for folder in (start, *start.parents):
        for candidate in (folder, folder / "ledger"):
            if (candidate / layout.SETTINGS).is_file():
                return candidate
    raise NotALedgerError(
        f"no ledger in {start} or above it: name one with --ledger DIR, "
        "or make one with 'factcheck init DIR'"
    )
