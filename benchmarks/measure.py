"""What the benchmark scripts share: CPU time of whole processes, and ratios of it.

CPU time (user and system, of a process and all that it waits for) is what a busy
machine changes least. All commands of a comparison run in turn, round after round, so
that they meet the same conditions; of each the median counts.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

PYTHON_ALONE = (sys.executable, "-c", "pass")
"""The floor: what a process of this Python costs that does nothing."""

FACTCHECK = (
    sys.executable,
    "-c",
    "import sys; from factcheck.cli import main; sys.exit(main())",
)
"""The program as its console script starts it."""


def environment(**more: str) -> dict[str, str]:
    """Give the environment of a measured process: bytecode is kept in it."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    # Not the present folder but the package of this checkout, as after an install.
    kept["PYTHONPATH"] = str(Path(__file__).resolve().parent.parent)
    return kept | more


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run of a command cost.

    Attributes:
        cpu: seconds, user and system, children included.
        code: the exit code.
        out: what it printed.
    """

    cpu: float
    code: int
    out: bytes


def measured(
    command: Sequence[str],
    folder: Path | None = None,
    *,
    env: Mapping[str, str] | None = None,
) -> Measured:
    """Run a command with its output in a pipe, and say what it cost.

    Raises:
        SystemExit: it failed; a benchmark of a failure measures nothing.
    """
    before = _children()
    done = subprocess.run(
        list(command),
        cwd=folder,
        env=dict(env) if env is not None else environment(),
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    cpu = _children() - before
    if done.returncode:
        sys.exit(f"{' '.join(command)}: exit {done.returncode}\n{done.stderr.decode()}")
    return Measured(cpu, done.returncode, done.stdout)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def medians(
    runs: Mapping[str, Callable[[], Measured]], *, rounds: int
) -> dict[str, float]:
    """Run everything in turn, round after round; give the median CPU seconds of each.

    A first round, in which bytecode and caches are made, does not count.
    """
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for number in range(rounds + 1):
        for name, run in runs.items():
            cpu = run().cpu
            if number:
                taken[name].append(cpu)
    return {name: statistics.median(values) for name, values in taken.items()}


def row(name: str, seconds: float, base: float, goal: float | None = None) -> str:
    """Write a line: what, CPU in milliseconds, how many times the base, the goal."""
    ratio = seconds / base
    said = "" if goal is None else f"   goal {goal:g} x"
    late = "" if goal is None or ratio <= goal else "   NOT REACHED"
    return f"{name:<44} {1000 * seconds:9.1f} ms {ratio:8.2f} x{said}{late}"
