"""What history costs in a ledger with one commit per command, over git's own log.

python benchmarks/history.py [--ledger DIR | --checks N] [--rounds R] [--status]

Prints the CPU of whole processes as a multiple of ``git log -- PATH`` in the same
repository and the same run. The ledger gets what ``factcheck init`` sets (commit graph
with changed paths and the like), and its cache is warm. Without ``--ledger`` one of N
checks is made (1,000 if not said; 100,000 are 600,001 commits and take half an hour).

With ``--status`` it also prints what ``git status`` and one entry of the index cost
without the settings and with them, in a git directory of its own that looks at the
same working tree; and with a focus, in a clone of the last twelve months.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

# A script finds its own folder; the package is one above.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import make_ledger
from benchmarks.measure import FACTCHECK, Measured, measured, medians, row
from factcheck.desk.founding import tune
from factcheck.ledger.ledger import Ledger

GOAL = 2.0
MANY = 100_000
"""Commits from which on the goal holds: of few, starting Python is the most."""


def main() -> None:
    """Measure and print."""
    options = _options()
    with tempfile.TemporaryDirectory() as place:
        if options.ledger is None:
            folder = Path(place) / "ledger"
            make_ledger.make(folder, options.checks, options.seed, history=True)
        else:
            folder = options.ledger.resolve()
        ledger = Ledger(folder)
        for line in tune(ledger):
            print(f"set: {line}", flush=True)
        ledger.close()
        _history(folder, options.rounds)
        if options.status:
            _status(folder, Path(place), options.rounds)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--ledger", type=Path, help="one that is there, with history")
    parser.add_argument("--checks", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--status", action="store_true")
    return parser.parse_args()


def _history(folder: Path, rounds: int) -> None:
    """Print what the history of a record, a check and the last commit costs."""
    entry, check = _in_the_middle(folder)
    count = int(_git(folder, "rev-list", "--count", "HEAD"))
    print(f"{folder.name}: {count:,} commits; CPU of whole processes")
    runs = {
        "git log -- ENTRY": ("git", "log", "--format=%H", "--", entry),
        "git log -- CHECK": ("git", "log", "--format=%H", "--", check),
        "evidence history ENTRY": (*FACTCHECK, "evidence", "history", entry),
        "log CHECK": (*FACTCHECK, "log", check),
        "log CHECK --diff": (*FACTCHECK, "log", check, "--diff"),
        "log --limit 20": (*FACTCHECK, "log", "--limit", "20"),
        "diff HEAD~1..": (*FACTCHECK, "diff", "HEAD~1.."),
        "diff HEAD~100..": (*FACTCHECK, "diff", "HEAD~100.."),
        "search WORD, branches looked at": (*FACTCHECK, "search", "qqq"),
    }
    found = medians(
        {name: partial(measured, command, folder) for name, command in runs.items()},
        rounds=rounds,
    )
    bases = {"log CHECK": "git log -- CHECK", "log CHECK --diff": "git log -- CHECK"}
    goals = ("evidence history ENTRY", "log CHECK", "diff HEAD~1..")
    for name, seconds in found.items():
        base = found[bases.get(name, "git log -- ENTRY")]
        is_goal = name in goals and count >= MANY
        print(row(name, seconds, base, GOAL if is_goal else None))


def _in_the_middle(folder: Path) -> tuple[str, str]:
    """Give the path of an entry and the folder of a check, half way through."""
    found = []
    for root in ("evidence", "checks"):
        path = root
        for _ in range(3):
            listed = _git(folder, "ls-tree", "--name-only", "HEAD", f"{path}/")
            rows = listed.splitlines()
            path = rows[len(rows) // 2]
        found.append(path)
    return found[0], found[1]


def _git(folder: Path, *arguments: str, given: str = "") -> str:
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        input=given,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return done.stdout


def _status(folder: Path, place: Path, rounds: int) -> None:
    """Print what git status and a new entry of the index cost, setting by setting."""
    clone = place / "clone"
    _git(place, "clone", "-q", "--shared", "--no-checkout", str(folder), str(clone))
    blob = _git(clone, "rev-parse", "HEAD:factcheck.yaml").strip()
    print("git status, and one entry put into the index")
    _git(clone, "config", "core.worktree", str(folder))
    _git(clone, "reset", "-q")
    _git(clone, "status", "--porcelain")
    base = _looked_at(clone, "as git comes", blob, rounds, None)
    _git(clone, "config", "index.version", "4")
    _git(clone, "update-index", "--index-version", "4")
    _looked_at(clone, "index.version=4", blob, rounds, base)
    _git(clone, "config", "core.untrackedCache", "true")
    _git(clone, "status", "--porcelain")
    _looked_at(clone, "… and core.untrackedCache", blob, rounds, base)
    _git(clone, "config", "core.splitIndex", "true")
    _git(clone, "update-index", "--split-index")
    _looked_at(clone, "… and core.splitIndex", blob, rounds, base)
    focused = place / "focused"
    _git(place, "clone", "-q", "--shared", "--no-checkout", str(folder), str(focused))
    months = json.loads(_focus(focused))
    held = f"focus of {len(months)} folders"
    _git(focused, "status", "--porcelain")
    _looked_at(focused, held, blob, rounds, base)


def _focus(clone: Path) -> str:
    """Check out the last twelve months alone; give the folders as JSON."""
    years = _git(clone, "ls-tree", "--name-only", "HEAD", "checks/").splitlines()
    months = [
        month
        for year in years
        for month in _git(clone, "ls-tree", "--name-only", "HEAD", f"{year}/").split()
    ][-12:]
    folders = [*months, *(one.replace("checks/", "evidence/") for one in months)]
    _git(
        clone,
        *("sparse-checkout", "set", "--cone", "--sparse-index", "--stdin"),
        given="\n".join(folders) + "\n",
    )
    _git(clone, "checkout", "-q")
    return json.dumps(folders)


def _looked_at(
    clone: Path, name: str, blob: str, rounds: int, base: tuple[float, float] | None
) -> tuple[float, float]:
    entry = f"100644,{blob},evidence/2026/10/benchmark-aaaaaaaaaaaa.yaml"
    status = ("git", "status", "--porcelain")
    update = ("git", "update-index", "--add", "--cacheinfo", entry)

    def put() -> Measured:
        done = measured(update, clone)
        _git(clone, "update-index", "--force-remove", entry.rpartition(",")[2])
        return done

    found = medians(
        {"status": lambda: measured(status, clone), "put": put}, rounds=rounds
    )
    first, second = base or (found["status"], found["put"])
    print(row(f"{name}: git status", found["status"], first), flush=True)
    print(row(f"{name}: an entry", found["put"], second), flush=True)
    return found["status"], found["put"]


if __name__ == "__main__":
    main()
