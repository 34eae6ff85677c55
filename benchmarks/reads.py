"""What a warm reading costs: show, list, filters, search, help; piped and drawn.

python benchmarks/reads.py [LEDGER…] [--sizes N…] [--rounds N]

Each ledger must have its working tree; without one, ledgers of the sizes given are
made. The cache is filled first, which counts nowhere. All figures are CPU time of whole
processes over ``python -c pass`` in the same run; the last lines compare the largest
ledger with the smallest.
"""

from __future__ import annotations

import argparse
import functools
import os
import pty
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

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
    from collections.abc import Callable, Sequence

HELP, READ, DRAWN, FILTERED, GROWTH = 7, 8, 13, 10, 1.2
"""The goals: so many times bare Python; the last, so many times the small ledger."""

SIZES = (1_000, 10_000)


def drawn(command: Sequence[str], folder: Path) -> Measured:
    """Run a command with its output on a terminal, and say what it cost."""
    screen, terminal = pty.openpty()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    running = subprocess.Popen(
        list(command),
        cwd=folder,
        env=environment(TERM="xterm", FACTCHECK_PAGER="cat", COLUMNS="120", LINES="50"),
        stdin=subprocess.DEVNULL,
        stdout=terminal,
        stderr=terminal,
    )
    os.close(terminal)
    shown = []
    try:
        while part := os.read(screen, 1 << 16):
            shown.append(part)
    except OSError:  # how Linux says that nobody is on the other side any more
        pass
    finally:
        os.close(screen)
    if code := running.wait():
        sys.exit(f"{' '.join(command)}: exit {code}\n{b''.join(shown).decode()}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(cpu, code, b"".join(shown))


def questions(ledger: Path) -> dict[str, tuple[float, Callable[[], Measured]]]:
    """Give what is asked of a ledger: its goal, and what runs it."""

    def asked(*words: str) -> Callable[[], Measured]:
        return functools.partial(measured, (*FACTCHECK, *words), ledger)

    def answer(*words: str) -> str:
        return measured((*FACTCHECK, *words), ledger).out.decode().split()[0]

    newest = answer("list", "--stage", "approved", "--limit", "1", "--ids")
    fifty = ("list", "--limit", "50")
    said = measured((*FACTCHECK, *fifty), ledger).out.decode().split("\t")[3]
    word, other = said.split()[:2]
    show = (*FACTCHECK, "show", newest)
    return {
        "show": (READ, asked("show", newest)),
        "list --limit 50": (READ, asked(*fifty)),
        "show, drawn": (DRAWN, functools.partial(drawn, show, ledger)),
        "list --limit 50, drawn": (
            DRAWN,
            functools.partial(drawn, (*FACTCHECK, *fifty), ledger),
        ),
        "a key pressed: show …": (
            READ,
            asked("__complete", "--", "show", f"={newest[:2]}"),
        ),
        "list --stage open": (FILTERED, asked(*fifty, "--stage", "open")),
        "list --stage drafting (none fits)": (
            FILTERED,
            asked(*fifty, "--stage", "drafting"),
        ),
        "list --flag overdue": (FILTERED, asked(*fifty, "--flag", "overdue")),
        "list --topic --rating": (
            FILTERED,
            asked(*fifty, "--topic", "war", "--rating", "mixed"),
        ),
        "list --claimant (none fits)": (FILTERED, asked(*fifty, "--claimant", "zzzz")),
        "list --until (the oldest)": (FILTERED, asked(*fifty, "--until", "2017-01")),
        "list WORD": (FILTERED, asked(*fifty, word)),
        "list WORD (none fits)": (FILTERED, asked(*fifty, "zzzz")),
        "search, a rare word": (FILTERED, asked("search", newest)),
        "search, a common word": (FILTERED, asked("search", word)),
        "search, two common words": (FILTERED, asked("search", word, other)),
        "search, two letters": (FILTERED, asked("search", word[:2])),
        "search WORD --stage open": (
            FILTERED,
            asked("search", word, "--stage", "open"),
        ),
    }


def compare(ledgers: Sequence[Path], *, rounds: int) -> None:
    """Print a row for each question, and how the first ledger compares to the last."""
    helps = {
        "--help": (HELP, functools.partial(measured, (*FACTCHECK, "--help"))),
        "--version": (HELP, functools.partial(measured, (*FACTCHECK, "--version"))),
    }
    all_asked = {
        f"{ledger.name}: {name}": one
        for ledger in ledgers
        for name, one in questions(ledger).items()
    }
    runs: dict[str, Callable[[], Measured]] = {
        "python -c pass": functools.partial(measured, PYTHON_ALONE)
    }
    runs |= {name: run for name, (_, run) in (helps | all_asked).items()}
    taken = medians(runs, rounds=rounds)
    base = taken["python -c pass"]
    print(row("python -c pass", base, base))
    for name, (goal, _) in (helps | all_asked).items():
        print(row(name, taken[name], base, goal))
    first, last = ledgers[0], ledgers[-1]
    for name in ("show", "list --limit 50") if first != last else ():
        small, large = taken[f"{first.name}: {name}"], taken[f"{last.name}: {name}"]
        title = f"{name}: {last.name} over {first.name}"
        print(row(title, large, small, GROWTH))


def main() -> None:
    """Read the arguments, make ledgers where none is given, and compare."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("ledgers", nargs="*", type=Path, metavar="LEDGER")
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES)
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ledgers = list(asked.ledgers)
        for size in () if ledgers else asked.sizes:
            ledgers.append(Path(folder) / f"{size} checks")
            make(ledgers[-1], size, 1, history=False)
        compare(ledgers, rounds=asked.rounds)


if __name__ == "__main__":
    main()
