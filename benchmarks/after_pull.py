"""What the first command after a pull costs, by how many records the pull changed.

python benchmarks/after_pull.py [LEDGER] [--checks N] [--changed 1 10 100 1000]

The ledger is cloned (without its objects and its working tree), so that nothing in it
changes; without one, a ledger of N checks is made. A pull is a commit that changes some
evidence entries. Printed is ``show`` of one check: warm, and as the first command after
it. The goal for one record is 1.5 times warm; for more it grows with their number.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.cold_cache import cloned
from benchmarks.make_ledger import make
from benchmarks.measure import FACTCHECK, measured, row

GOAL = 1.5


def git(clone: Path, *arguments: str, given: bytes = b"") -> bytes:
    """Run git in the clone and give what it prints."""
    done = subprocess.run(
        ["git", *arguments], cwd=clone, input=given, check=True, capture_output=True
    )
    return done.stdout


def copy_cache(ledger: Path, clone: Path) -> None:
    """Take the ledger's cache along where it has one, which saves filling another."""
    there = ledger / ".git" / "factcheck" / "root" / "cache.sqlite"
    if there.exists():
        place = clone / there.relative_to(ledger)
        place.parent.mkdir(parents=True)
        shutil.copyfile(there, place)


def entries(clone: Path) -> list[str]:
    """Give the paths of all evidence."""
    listed = git(clone, "ls-tree", "-r", "--name-only", "HEAD", "evidence/")
    return listed.decode().splitlines()


def pulled(clone: Path, paths: list[str], number: int) -> None:
    """Change what some evidence entries say, in one commit, as a pull would."""
    who = b"committer Somebody Else <else@example.org> 1800000000 +0000\n"
    text = f"Change {len(paths)} entries".encode()
    stream = [b"commit refs/heads/main\n", who, b"data %d\n%s\n" % (len(text), text)]
    stream.append(b"from refs/heads/main^0\n")
    for path in paths:
        before = git(clone, "cat-file", "blob", f"HEAD:{path}").decode()
        says = f"says: Changed for the time number {number}, and well"
        content = "\n".join(
            says if line.startswith("says: ") else line for line in before.split("\n")
        ).encode()
        stream.append(b"M 100644 inline %s\n" % path.encode())
        stream.append(b"data %d\n%s\n" % (len(content), content))
    given = b"".join([*stream, b"done\n"])
    git(clone, "fast-import", "--quiet", "--done", given=given)


def main() -> None:
    """Run the script."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("ledger", type=Path, nargs="?")
    parser.add_argument("--checks", type=int, default=10_000, metavar="N")
    parser.add_argument("--changed", type=int, nargs="+", default=[1, 10, 100, 1000])
    parser.add_argument("--rounds", type=int, default=5, metavar="N")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        ledger = given.ledger
        if ledger is None:
            ledger = Path(name) / "ledger"
            make(ledger, given.checks, 0, history=False)
        clone = cloned(ledger.resolve(), Path(name))
        copy_cache(ledger.resolve(), clone)
        listed = measured((*FACTCHECK, "list", "--limit", "1", "--ids"), clone)
        show = (*FACTCHECK, "show", listed.out.decode().split()[0])
        paths = entries(clone)
        number = 0
        for count in given.changed:
            some = paths[:: max(1, len(paths) // count)][:count]
            warm, first = [], []
            for _ in range(given.rounds):
                number += 1
                pulled(clone, some, number)
                first.append(measured(show, clone).cpu)
                warm.append(measured(show, clone).cpu)
            base = statistics.median(warm)
            cost = statistics.median(first)
            goal = GOAL if count == 1 else None
            print(row("show, warm", base, base))
            print(row(f"show after a pull of {count}", cost, base, goal))
            print(f"{'':<44} {1e3 * (cost - base) / count:9.2f} ms for each record")


if __name__ == "__main__":
    main()
