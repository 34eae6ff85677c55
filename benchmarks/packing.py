"""How large .git is after many additions, beside the same history packed.

python benchmarks/packing.py [--additions 10000] [--checks 2500]

Evidence with its link is added commit by commit, in one process, to a new ledger: four
entries to a check, spread over ten years, as an archive grows. The packing that the
program does by itself in the background runs as it comes. Then the size of .git
without our cache is compared with that of the same history after ``git gc``.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

# A script finds its own folder; the package and its siblings are one above.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.make_ledger import AUTHOR, Author, make
from factcheck.ledger.format import canonical
from factcheck.ledger.git.repository import Repository
from factcheck.ledger.writing import maintenance
from factcheck.ledger.writing.change import Change, Message
from factcheck.ledger.writing.write import Writer
from factcheck.model.dates import to_timestamp

if TYPE_CHECKING:
    from collections.abc import Sequence

GOAL = 2.0
_SAY_EVERY = 1_000


def size(repository: Repository) -> int:
    """Give the bytes of the git directory, without our own folder."""
    found = 0
    for folder, inner, names in os.walk(repository.git_dir):
        inner[:] = [name for name in inner if name != repository.own_folder.name]
        for name in names:
            with suppress(OSError):  # packing goes on meanwhile
                found += Path(folder, name).lstat().st_blocks * 512
    return found


def add(root: Path, additions: int, checks: int) -> float:
    """Make so many additions; give the seconds that they took."""
    repository = Repository.around(root)
    if repository is None:
        sys.exit(f"{root} is in no repository")
    author = Author(checks, Random(1).randrange(1000))  # noqa: S311 - repeatable
    writer = Writer(repository, "")
    began, made = time.monotonic(), 0
    for number in range(checks):
        for step in author.steps(number):
            if step.operation != "evidence add":
                continue
            changes = [
                Change(path, canonical.write(data), None)
                for path, data in step.files.items()
            ]
            message = Message(f"Add evidence to {step.check}", ())
            now = to_timestamp(step.when)
            writer.commit(changes, message, author=AUTHOR, now=now)
            made += 1
            if made % _SAY_EVERY == 0:
                taken = time.monotonic() - began
                print(f"{made} additions, {taken:.0f} s, {size(repository) >> 20} MB")
            if made == additions:
                return time.monotonic() - began
    return time.monotonic() - began


def settled(repository: Repository) -> None:
    """Wait until no packing is under way."""
    while maintenance.is_due(repository):
        before = size(repository)
        time.sleep(2)
        if size(repository) == before and not maintenance.carry_out(repository):
            break


def report(additions: int, checks: int) -> None:
    """Add, and print the sizes."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        root = Path(folder) / "ledger"
        make(root, 1, 0, history=False)
        add(root, additions, checks)
        repository = Repository.around(root)
        if repository is None:
            sys.exit(f"{root} is in no repository")
        settled(repository)
        as_is = size(repository)
        count = subprocess.run(
            ["git", "count-objects", "-v"], cwd=root, check=True, capture_output=True
        ).stdout.decode()
        subprocess.run(["git", "gc", "--quiet", "--prune=now"], cwd=root, check=True)
        packed = size(repository)
    said = ", ".join(count.split("\n")[i] for i in (0, 3))
    late = "" if as_is <= GOAL * packed else "   NOT REACHED"
    print(f".git as it is   {as_is / 2**20:8.1f} MB   ({said})")
    print(f"after git gc    {packed / 2**20:8.1f} MB")
    print(f"ratio           {as_is / packed:8.2f} x   goal {GOAL:g} x{late}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the script."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--additions", type=int, default=10_000, metavar="N")
    parser.add_argument("--checks", type=int, default=2_500, metavar="N")
    given = parser.parse_args(arguments)
    report(given.additions, given.checks)


if __name__ == "__main__":
    main()
