"""What the kept index of the claims costs: made, loaded warm, brought up to date.

python benchmarks/match_index.py [--ledger DIR] [--checks N] [--rounds N]

All of it through the reader that `match` and `open` use, each time in a new process.
Without a ledger one is made; one that is given gets some checks more. Figures are CPU
time of the process and of those that it starts, the imports counted apart; *loaded* and
*refreshed* are medians. A claim is refreshed after ``factcheck open`` has committed it.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.make_ledger import make
from benchmarks.measure import FACTCHECK, environment, measured

BUILT, LOADED, REFRESHED = 5.0, 0.2, 0.05
"""The goals at 15,000 claims, in seconds."""

READ = """
import json, resource, sys
def used():
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(sum(resource.getrusage(who)[:2]) for who in whose)
began = used()
from pathlib import Path
from factcheck.desk.articles import Reader
from factcheck.ledger.ledger import Ledger
imported = used()
ledger = Ledger.find(Path.cwd(), Path.cwd())
ledger.problems()
opened = used()
Reader(ledger, now="2026-11-24T10:00:00Z")
ready = used()
loaded = sorted({"pydantic", "yaml", "numpy"} & set(sys.modules))
print(json.dumps([imported - began, opened - imported, ready - opened, loaded]))
"""


def read(folder: Path) -> tuple[float, float, float, list[str]]:
    """Make the claims of a ledger ready in a new process.

    Returns:
        CPU seconds for the imports, for the ledger and for the claims; and which heavy
        packages were imported.
    """
    said = measured([sys.executable, "-c", READ], folder).out
    imports, ledger, claims, loaded = json.loads(said)
    return imports, ledger, claims, loaded


def add_claim(folder: Path, number: int) -> None:
    """Open a check, as a person does."""
    claim = f"The mayor of town {number} said that {3 * number} bridges were built"
    made = (*FACTCHECK, "open", claim, "--by", "Mayor", "--on", "2026-11-20")
    who = {"GIT_AUTHOR_NAME": "Anna", "GIT_AUTHOR_EMAIL": "anna@example.org"}
    measured((*made, "--anyway"), folder, env=environment(**who))


def line(what: str, seconds: float, goal: float | None = None) -> str:
    """Write a line: what, CPU in milliseconds, the goal."""
    said = "" if goal is None else f"   goal {1000 * goal:.0f} ms"
    late = "" if goal is None or seconds <= goal else "   NOT REACHED"
    return f"{what:<44} {1000 * seconds:9.1f} ms{said}{late}"


def measure(folder: Path, rounds: int) -> None:
    """Print the figures of a ledger."""
    measured((*FACTCHECK, "list", "--limit", "1"), folder)  # fills the cache
    for kept in folder.glob(".git/factcheck/*/match"):
        shutil.rmtree(kept)
    print(line("built", read(folder)[2], BUILT))
    warm = [read(folder) for _ in range(rounds)]
    print(line("loaded warm", statistics.median(one[2] for one in warm), LOADED))
    print(line("  the imports before it", statistics.median(one[0] for one in warm)))
    print(line("  the ledger before it", statistics.median(one[1] for one in warm)))
    refreshed = []
    for number in range(rounds):
        add_claim(folder, number)
        refreshed.append(read(folder)[2])
    median = statistics.median(refreshed)
    print(line("refreshed after one new claim", median, REFRESHED))
    print(line("  the slowest of them", max(refreshed)))
    print("imported beside it:", ", ".join(warm[0][3]) or "no pydantic, yaml, numpy")


def main() -> None:
    """Measure a ledger that is given, or one that is made."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ledger", type=Path)
    parser.add_argument("--checks", type=int, default=15_000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    if asked.ledger:
        measure(asked.ledger, asked.rounds)
        return
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "ledger"
        make(place, asked.checks, 1, history=False)
        measure(place, asked.rounds)


if __name__ == "__main__":
    main()
