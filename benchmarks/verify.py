"""How fast ``verify`` is, what each part of it costs, and how much memory it takes.

    python benchmarks/verify.py [LEDGER] [--checks 1000] [--rounds 1]

Without a ledger one is made. CPU time of whole processes, children included; the floor
of the ratios is ``git fsck --full --strict`` of the same repository, which reads every
object and knows nothing of records.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.make_ledger import make
from benchmarks.measure import FACTCHECK, Measured, environment, measured, medians, row

if TYPE_CHECKING:
    from collections.abc import Sequence

GIT = ("git", "fsck", "--full", "--strict", "--no-dangling", "--no-progress")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the script."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("ledger", type=Path, nargs="?", help="made if none is given")
    parser.add_argument("--checks", type=int, default=1000, metavar="N")
    parser.add_argument("--rounds", type=int, default=1, metavar="N")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="factcheck-verify-") as folder:
        ledger = given.ledger
        if ledger is None:
            ledger = Path(folder, "ledger")
            make(ledger, given.checks, 0, history=False)
        compare(ledger, Path(folder, "state"), given.rounds)


def compare(ledger: Path, state: Path, rounds: int) -> None:
    """Measure the whole verification and the quick one beside git's own."""
    env = environment(XDG_STATE_HOME=str(state))
    verify = (*FACTCHECK, "verify", "--json")
    said: list[bytes] = []

    def whole() -> Measured:
        done = measured(verify, ledger, env=env)
        said.append(done.out)
        return done

    taken = medians(
        {
            "git fsck": lambda: measured(GIT, ledger, env=env),
            "verify": whole,
            "verify --quick": lambda: measured((*verify, "--quick"), ledger, env=env),
        },
        rounds=rounds,
    )
    for name, seconds in taken.items():
        print(row(name, seconds, taken["git fsck"]))
    records = json.loads(said[-1])["records"]
    size = json.loads(said[-1])["bytes"] / 1e6
    for name in ("verify", "verify --quick"):
        rate = records / taken[name]
        print(
            f"{name}: {records:,} records, {size:,.1f} MB: {rate:,.0f} records and "
            f"{size / taken[name]:.1f} MB per CPU second"
        )
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"largest process: {most:,.0f} MB")


if __name__ == "__main__":
    main()
