"""Many writers at once: nothing is lost, nobody is sent away, and how quick it is.

python benchmarks/writers.py [--ledger DIR | --checks N] [--processes 8]
    [--additions 50] [--raw 5]

Each process adds evidence with its link, one commit each, all to one ledger at once.
Then as many processes each do ``--raw`` times what people without this program do:
``git add`` and ``git commit`` of two such files, under one lock. The wall-clock rate of
both is printed, and what the ledger holds afterwards. The ledger is WRITTEN TO: give a
copy.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

# A script finds its own folder; the package and its siblings are one above.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.make_ledger import make
from benchmarks.measure import environment
from factcheck.ledger.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Sequence

GOAL = 3.0

_OURS = """
import sys
from pathlib import Path
from factcheck.desk import evidence
from factcheck.desk.desk import Desk
from factcheck.ledger.git.repository import Identity
from factcheck.ledger.ledger import Ledger
root, word, count, check = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4]
who = Identity(word, f"{word}@example.org")
print(flush=True)
sys.stdin.readline()
for number in range(count):
    ledger = Ledger(root)
    desk = Desk(ledger, "2026-11-23T10:00:00Z", who)
    values = {
        "source": {"publisher": word, "title": f"Number {number}"},
        "kind": "report",
        "says": f"Number {number} of {word}.",
    }
    link = {"stance": "supports", "why": "It says so."}
    checks = [ledger.check(check)]
    desk.commit(
        evidence.add_and_link(desk, checks, values, link, slug=f"writer {word}")
    )
    ledger.close()
"""
_RAW = """
import fcntl, secrets, subprocess, sys
from pathlib import Path
root, word, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
lock = open(root / ".git" / "raw-lock", "w")
print(flush=True)
sys.stdin.readline()
for number in range(count):
    names = [f"raw/{word}-{number}-{part}.yaml" for part in "ab"]
    (root / "raw").mkdir(exist_ok=True)
    fcntl.flock(lock, fcntl.LOCK_EX)
    for name in names:
        (root / name).write_text(secrets.token_hex(500))
    subprocess.run(["git", "add", "--", *names], cwd=root, check=True)
    words = ["git", "-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qm", "Add"]
    subprocess.run(words, cwd=root, check=True)
    fcntl.flock(lock, fcntl.LOCK_UN)
"""


def run(script: str, root: Path, processes: int, each: int, *more: str) -> float:
    """Let processes write at once; give the seconds that it took.

    Raises:
        SystemExit: one of them failed, or said something.
    """
    with ExitStack() as stack:
        started = [
            stack.enter_context(
                subprocess.Popen(
                    [
                        sys.executable,
                        "-c",
                        script,
                        str(root),
                        f"w{n}",
                        str(each),
                        *more,
                    ],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    env=environment(),
                    text=True,
                )
            )
            for n in range(processes)
        ]
        for one in started:
            if one.stdout:
                one.stdout.readline()
        began = time.monotonic()
        for one in started:
            if one.stdin:
                one.stdin.write("\n")
                one.stdin.flush()
        said = [one.communicate()[1] for one in started]
        taken = time.monotonic() - began
    if any(said) or any(one.returncode for one in started):
        sys.exit("\n".join(filter(None, said)) or "a writer failed")
    return taken


def _count(root: Path, *words: str) -> int:
    done = subprocess.run(
        ["git", "rev-list", "--count", *words],
        cwd=root,
        check=True,
        capture_output=True,
    )
    return int(done.stdout)


def report(root: Path, processes: int, each: int, raw: int) -> None:
    """Measure, and print what became of the additions, and the rates."""
    ledger = Ledger(root)
    check = next(iter(ledger.of_kind("check"))).id
    ledger.close()
    before = _count(root, "HEAD")
    ours = run(_OURS, root, processes, each, check)
    commits = _count(root, "HEAD") - before
    ledger = Ledger(root)
    entries = [e for e in ledger.of_kind("evidence") if e.slug.startswith("writer-w")]
    ledger.close()
    wanted = processes * each
    lost = "" if len(entries) == commits == wanted else "   NOT REACHED"
    print(f"{len(entries)} of {wanted} records, {commits} of {wanted} commits{lost}")
    plain = run(_RAW, root, processes, raw)
    rate, raw_rate = wanted / ours, processes * raw / plain
    late = "" if rate >= GOAL * raw_rate else "   NOT REACHED"
    print(f"factcheck                    {rate:8.2f} additions a second")
    print(f"locked git add + git commit  {raw_rate:8.2f} additions a second")
    print(f"ratio {rate / raw_rate:.2f} x   goal at 100,000 checks {GOAL:g} x{late}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the script."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--ledger", type=Path, metavar="DIR", help="is written to")
    parser.add_argument("--checks", type=int, default=1_000, metavar="N")
    parser.add_argument("--processes", type=int, default=8, metavar="N")
    parser.add_argument("--additions", type=int, default=50, metavar="N")
    parser.add_argument("--raw", type=int, default=5, metavar="N")
    given = parser.parse_args(arguments)
    numbers = (given.processes, given.additions, given.raw)
    if given.ledger is not None:
        report(given.ledger.resolve(), *numbers)
        return
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "ledger"
        make(root, given.checks, 0, history=False)
        report(root, *numbers)


if __name__ == "__main__":
    main()
