"""How quickly a cache is filled that is not there, everything counted.

python benchmarks/cold_cache.py [LEDGER] [--checks N] [--rounds N]

The ledger is cloned (without its objects and its working tree), so that nothing in it
changes; without one, a ledger of N checks is made. Counted is the CPU time of the whole
command, of git's processes and of ours that read; a warm run of the same command is
taken off. The goal is 8,000 records for each second of it, on all cores.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.make_ledger import make
from benchmarks.measure import FACTCHECK, measured

GOAL = 8_000
COMMAND = (*FACTCHECK, "list", "--limit", "1", "--ids")


def cloned(ledger: Path, folder: Path) -> Path:
    """Clone a ledger with nothing but its settings in the working tree."""
    clone = folder / "clone"
    for command in (
        ("clone", "--quiet", "--shared", "--no-checkout", str(ledger), str(clone)),
        ("-C", str(clone), "checkout", "--quiet", "HEAD", "--", "factcheck.yaml"),
    ):
        subprocess.run(["git", *command], check=True)
    return clone


def records_of(clone: Path) -> int:
    """Count the files of a ledger that are records."""
    listed = subprocess.run(
        ["git", "ls-tree", "-r", "--name-only", "HEAD"],
        cwd=clone,
        check=True,
        capture_output=True,
    )
    return listed.stdout.count(b".yaml\n")


def cold(clone: Path) -> tuple[float, float]:
    """Fill the cache anew; give CPU and wall-clock seconds."""
    for file in (clone / ".git" / "factcheck").glob("*/cache.sqlite*"):
        file.unlink()
    begun = time.monotonic()
    cpu = measured(COMMAND, clone).cpu
    return cpu, time.monotonic() - begun


def main() -> None:
    """Run the script."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("ledger", type=Path, nargs="?")
    parser.add_argument("--checks", type=int, default=10_000, metavar="N")
    parser.add_argument("--rounds", type=int, default=3, metavar="N")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        ledger = given.ledger
        if ledger is None:
            ledger = Path(name) / "ledger"
            make(ledger, given.checks, 0, history=False)
        clone = cloned(ledger.resolve(), Path(name))
        records = records_of(clone)
        cold(clone)  # makes the bytecode
        runs = [cold(clone) for _ in range(given.rounds)]
        warm = statistics.median(measured(COMMAND, clone).cpu for _ in range(3))
    cpu = statistics.median(cpu for cpu, _ in runs) - warm
    wall = statistics.median(wall for _, wall in runs)
    rate = records / cpu
    late = "" if rate >= GOAL else "   NOT REACHED"
    print(
        f"cold cache, {records} records: {cpu:.1f} s of CPU, {1e6 * cpu / records:.0f} "
        f"us each, {rate:.0f} records per CPU second   goal {GOAL}{late}"
    )
    print(f"cores at work: {(cpu + warm) / wall:.1f} on average, {wall:.1f} s in all")


if __name__ == "__main__":
    main()
