"""Hurt every writing command at every call, and look at what it leaves.

python benchmarks/faults.py [--command NAME] [--jobs 2] [--sample N] [--point ID]

A point is one call (rename, link, unlink, fsync, write, mkdir, rmdir, ftruncate) of one
process of a command, the program's or a git's, that fails in one way: the process is
killed, git and the program die together, the disk is full, the disk is broken. After
each the record must be whole or absent, success never claimed falsely, and the next
command work: ours, ``doctor --mend`` or the user's ``git commit -a``, in turn.

Without strace, or where processes may not be traced, nothing can be done: it says why.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import TYPE_CHECKING

# A script finds its own folder; the package and the tests are one above.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.faults.commands import WRITING, by_name
from tests.faults.points import points, why_not
from tests.faults.trial import (
    DOCTOR,
    NOT_MET,
    OURS,
    USER,
    Outcome,
    case_of,
    named,
    next_steps,
    tried,
)
from tests.faults.workshop import Workshop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.faults.commands import Writing
    from tests.faults.points import Point
    from tests.faults.trial import Case

ROOT = Path(__file__).resolve().parent.parent
GOAL = 200
Outcomes = list[Outcome]


def share(
    root: Path, source: Path, case: Case, chosen: Sequence[tuple[Point, str]]
) -> list[Outcome]:
    """Try some points of a command, in a process of its own."""
    with Workshop(root, source) as workshop:
        return [tried(workshop, case, point, then) for point, then in chosen]


def of_command(workshop: Workshop, case: Case, given: argparse.Namespace) -> Outcomes:
    """Try all points of a command that are asked for, by several processes at once."""
    if given.point:
        point = named(case, given.point)
        ways = [given.then] if given.then else [OURS, USER, DOCTOR]
        return [tried(workshop, case, point, then) for then in ways]
    chosen = list(next_steps(list(points(case.calls, every=not given.thin))))
    if given.sample and given.sample < len(chosen):
        chosen = chosen[given.first :: len(chosen) // given.sample][: given.sample]
    jobs = max(1, min(given.jobs, len(chosen)))
    outcomes: Outcomes = []
    with ProcessPoolExecutor(jobs) as pool:
        shares = [
            pool.submit(share, workshop.root, workshop.source, case, chosen[job::jobs])
            for job in range(jobs)
        ]
        for one in as_completed(shares):
            outcomes += one.result()
    return outcomes


def told(writing: Writing, outcomes: Sequence[Outcome]) -> int:
    """Print what became of a command's points; give how many failed."""
    failed = [one for one in outcomes if one.faults]
    counts = {
        state: sum(one.state == state for one in outcomes)
        for state in ("whole", "absent", NOT_MET)
    }
    said = "  ".join(f"{number:5d} {state}" for state, number in counts.items())
    print(
        f"{writing.name:<16}{len(outcomes):6d} points {said}  {len(failed):5d} FAILED"
    )
    for one in failed:
        print(f"  {one.point}; then {one.then}")
        for fault in one.faults:
            print(f"      {fault}")
        print(
            f"      repeat: python benchmarks/faults.py --command '{writing.name}' "
            f"--point '{one.point.id}' --then '{one.then}'"
        )
    for one in outcomes:
        if one.state == NOT_MET:
            print(f"  not met: {one.point} ({one.point.id})")
    notes = sorted({note for one in outcomes for note in one.notes})
    for note in notes:
        number = sum(note in one.notes for one in outcomes)
        print(f"  note, {number} times: {note}")
    sys.stdout.flush()
    return len(failed)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the script."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    names = [writing.name for writing in WRITING]
    parser.add_argument("--command", choices=names, action="append", help="only this")
    parser.add_argument("--jobs", type=int, default=2, metavar="N")
    parser.add_argument("--sample", type=int, metavar="N", help="points per command")
    parser.add_argument("--first", type=int, default=0, help="where a sample begins")
    parser.add_argument("--thin", action="store_true", help="few of many alike calls")
    parser.add_argument("--point", metavar="ID", help="one point, of one command")
    parser.add_argument("--then", choices=[OURS, USER, DOCTOR], help="what comes next")
    parser.add_argument("--source", type=Path, default=ROOT, help="another checkout")
    given = parser.parse_args(arguments)
    if reason := why_not():
        sys.exit(f"no faults can be injected: {reason}")
    total, met, failed = 0, 0, 0
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        # The program as it is now, whatever is edited while this runs.
        source = Path(folder) / "source"
        for part in ("factcheck", "templates"):
            shutil.copytree(given.source / part, source / part)
        with Workshop(Path(folder) / "workshop", source) as workshop:
            for name in given.command or names:
                writing = by_name(name)
                outcomes = of_command(workshop, case_of(workshop, writing), given)
                failed += told(writing, outcomes)
                total += len(outcomes)
                met += sum(one.state != NOT_MET for one in outcomes)
    print(f"injected faults: {met} of {total} points, {failed} failed", end="")
    late = "" if met >= GOAL and not failed else "   NOT REACHED"
    print("" if given.point else f"   goal >= {GOAL} points, 0 failed{late}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
