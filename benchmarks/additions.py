"""What one addition costs: an evidence entry with its link, one commit.

python benchmarks/additions.py [--ledger DIR | --checks N] [--rounds 5] [--settings]

It is compared with ``git add`` and ``git commit`` of two files like those, in the same
repository, in turn. Whole processes are measured, with the start of Python. With
``--settings`` both run with what ``factcheck init`` sets (index of version 4, split
index, untracked cache). Without ``--ledger`` one with ``--checks`` checks (1,000 if not
said) is made in a temporary folder; one that is given is WRITTEN TO: give a copy.
"""

from __future__ import annotations

import argparse
import os
import secrets
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

# A script finds its own folder; the package and its siblings are one above.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.make_ledger import make
from benchmarks.measure import (
    FACTCHECK,
    PYTHON_ALONE,
    Measured,
    environment,
    measured,
    medians,
    row,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

SETTINGS = {
    "index.version": "4",
    "core.splitIndex": "true",
    "core.untrackedCache": "true",
}
BIG = 50_000
"""Checks from which on the goal for big ledgers counts."""

GOAL, GOAL_BIG, GOAL_BIG_SET = 1.0, 0.25, 0.2

_AUTHOR = {
    "GIT_AUTHOR_NAME": "Benchmark desk",
    "GIT_AUTHOR_EMAIL": "desk@example.org",
    "GIT_COMMITTER_NAME": "Benchmark desk",
    "GIT_COMMITTER_EMAIL": "desk@example.org",
}


@dataclass
class Bench:
    """A ledger, and two ways to add to it.

    Attributes:
        ledger: its folder, the top of its repository.
        check: what is added to, as a command names it.
        added: how many entries were added our way.
        files: the two files of the last addition, by path.
    """

    ledger: Path
    check: str
    added: int = 0
    files: tuple[str, ...] = ()

    def ours(self) -> Measured:
        """Add an entry with its link as a person does."""
        self.added += 1
        said = f"The trams of line {self.added} run {secrets.token_hex(3)} times a day"
        done = measured(
            (
                *FACTCHECK,
                *("evidence", "add", "--check", self.check, "--supports"),
                *(
                    "--title",
                    f"Timetable {self.added}",
                    "--publisher",
                    "City transport",
                ),
                *("--says", said, "--kind", "document", "--because", "It says so"),
                *("--url", f"https://example.org/{secrets.token_hex(4)}", "--no-input"),
            ),
            self.ledger,
            env=environment(**_AUTHOR),
        )
        shown = self._git("show", "--format=", "--name-only", "-z", "HEAD")
        self.files = tuple(shown.decode().strip("\0\n").split("\0"))
        return done

    def raw(self) -> Measured:
        """Add two files of the same size beside those, with git alone."""
        paths = []
        for path in self.files:
            # Beside the records: our next command need not read them.
            new = f"raw/{path.replace('.yaml', secrets.token_hex(6))}.yaml"
            (self.ledger / new).parent.mkdir(parents=True, exist_ok=True)
            (self.ledger / new).write_bytes((self.ledger / path).read_bytes())
            paths.append(new)
        env = environment(**_AUTHOR)
        add = measured(("git", "add", "--", *paths), self.ledger, env=env)
        words = ("git", "commit", "--quiet", "-m", "Add evidence")
        commit = measured(words, self.ledger, env=env)
        return Measured(add.cpu + commit.cpu, 0, b"")

    def _git(self, *words: str) -> bytes:
        return subprocess.run(
            ["git", *words], cwd=self.ledger, check=True, capture_output=True
        ).stdout

    def set(self) -> None:
        """Set what ``init`` sets, and let git write its index so."""
        for key, value in SETTINGS.items():
            self._git("config", key, value)
        self._git("update-index", "--index-version", "4", "--split-index")
        self._git("status", "--porcelain")


def bench_of(ledger: Path) -> Bench:
    """Make a bench of a ledger; its newest check is added to."""
    listed = measured((*FACTCHECK, "list", "--ids", "--limit", "1"), ledger)
    return Bench(ledger, listed.out.decode().split()[0])


def goal(ledger: Path, *, is_set: bool) -> float:
    """Give the goal for a ledger of this size."""
    checks = sum(len(os.listdir(month)) for month in ledger.glob("checks/*/*"))  # noqa: PTH208 - of a hundred thousand only the number
    if checks < BIG:
        return GOAL
    return GOAL_BIG_SET if is_set else GOAL_BIG


def report(ledger: Path, rounds: int, *, is_set: bool) -> None:
    """Measure, and print the figures."""
    bench = bench_of(ledger)
    if is_set:
        bench.set()
    taken = medians(
        {
            "factcheck": bench.ours,
            "raw": bench.raw,
            "python": lambda: measured(PYTHON_ALONE),
        },
        rounds=rounds,
    )
    raw = taken["raw"]
    print(row("git add + git commit of the same files", raw, raw))
    print(row("python -c pass", taken["python"], raw))
    name = "factcheck evidence add --check"
    print(row(name, taken["factcheck"], raw, goal(ledger, is_set=is_set)))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the script."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--ledger", type=Path, metavar="DIR", help="is written to")
    parser.add_argument("--checks", type=int, default=1_000, metavar="N")
    parser.add_argument("--rounds", type=int, default=5, metavar="N")
    parser.add_argument("--settings", action="store_true", help="as init sets them")
    given = parser.parse_args(arguments)
    if given.ledger is not None:
        report(given.ledger.resolve(), given.rounds, is_set=given.settings)
        return
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder) / "ledger"
        make(ledger, given.checks, 0, history=False)
        report(ledger, given.rounds, is_set=given.settings)


if __name__ == "__main__":
    main()
