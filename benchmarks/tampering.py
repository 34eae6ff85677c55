"""Tamper with a ledger in every way that we know, and see that ``verify`` reports it.

    python benchmarks/tampering.py
    python benchmarks/tampering.py --honest 200 --seed 1

The first prints a table: each way of tampering (the rows of docs/trust.md), and what
``verify`` said. The second makes random honest histories instead (additions, verdicts,
corrections, merges, squashes, rebases, cherry-picks, reverts, shallow clones, branch
switches), in which ``verify`` must find nothing wrong.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import honest
from benchmarks.small_ledger import (
    alone,
    make,
    verified,
)
from benchmarks.ways import FIXTURES, Asked, Fixture
from factcheck.model.errors import FactcheckError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.conftest import Newsroom


def caught(newsroom: Newsroom, fixture: Fixture) -> tuple[bool, str]:
    """Tamper with a ledger; tell whether it was reported, and what was said."""
    asked = fixture.tamper(newsroom) or Asked()
    newsroom.close()
    try:
        result = verified(newsroom.root, asked.base, require_all=asked.require_all)
    except FactcheckError as error:
        return False, str(error)
    errors = [one for one in result.findings if one.severity == "error"]
    fitting = [one for one in errors if one.code in fixture.codes]
    # Of several findings, one that names a file is shown.
    shown = min(fitting or errors, key=lambda one: not one.path, default=None)
    return bool(fitting), f"{shown.code}: {shown}" if shown else "nothing"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the script."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--honest", type=int, metavar="N", help="random histories")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    given = parser.parse_args(arguments)
    with alone() as folder:
        template = folder / "template"
        make(template / "ledger")
        if given.honest is not None:
            alarms = honest.try_all(template, folder, given.honest, given.seed)
            print(f"{given.honest} honest histories, {alarms} false alarms")
            sys.exit(1 if alarms else 0)
        missed = 0
        for number, fixture in enumerate(FIXTURES):
            room = copied(template, folder / str(number))
            is_caught, said = caught(room, fixture)
            missed += not is_caught
            mark = "caught" if is_caught else "MISSED"
            print(f"{fixture.row:>3}  {fixture.name:<44} {mark}  {said}")
        print(f"{len(FIXTURES)} ways of tampering, {missed} missed")
        sys.exit(1 if missed else 0)


def copied(template: Path, folder: Path) -> Newsroom:
    """Copy the ledger, with its remote, to a folder, and verify it once there."""
    room = honest.copied(template, folder)
    if not (result := verified(room.root)).holds:
        raise ValueError("; ".join(map(str, result.findings)))
    return room


if __name__ == "__main__":
    main()
