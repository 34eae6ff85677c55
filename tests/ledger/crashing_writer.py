"""A process that writes into ledgers and is disturbed on the way, as a test asks.

It reads one JSON object a line: ``root`` of the ledger, ``now``, and one of

- ``at``: the number of the system event before which it dies;
- ``event`` and ``path``: the kind of event and how its path ends, the same;
- ``moves`` and ``command``: how often the branch moves just before it would be moved,
  and what moves it.

For each order it forks, so that the modules need loading only once. The child writes;
it dies by SIGKILL, so that nothing is tidied up. The answer is a line: ``killed``,
``done``, or ``exit`` and a code.

The events are those that Python announces to audit hooks: a process started, a file
opened for writing, renamed or removed, a folder made or removed.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from factcheck.desk import evidence
from factcheck.desk.desk import Desk, Operation, said
from factcheck.ledger.git.repository import Identity
from factcheck.ledger.ledger import Ledger
from factcheck.model.errors import FactcheckError

ANNA = Identity("Anna Example", "anna@example.org")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
COUNTED = frozenset(
    {"subprocess.Popen", "os.rename", "os.remove", "os.mkdir", "os.rmdir"}
)


def operation(desk: Desk) -> Operation:
    """Add one entry, amend another, and take a link away: all in one commit."""
    ledger = desk.ledger
    new = {"source": {"publisher": "AFP"}, "kind": "report", "says": "New."}
    acts = [
        evidence.add_evidence(desk, new, slug="added"),
        evidence.amend_evidence(
            desk, ledger.evidence("cold"), {"says": "Amended."}, {}
        ),
        evidence.unlink_evidence(
            desk, ledger.check("moonlight"), ledger.evidence("warm")
        ),
    ]
    return Operation(
        said("test", "Do three things"),
        tuple(change for act in acts for change in act.changes),
        tuple(made for act in acts for made in act.made),
    )


def dies(order: dict[str, Any]) -> Any:
    """Make the audit hook that kills this process when its time has come."""
    seen = 0

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal seen
        writes = event == "open" and bool(int(arguments[2] or 0) & WRITING)
        if event not in COUNTED and not writes:
            return
        seen += 1
        names = [str(one) for one in arguments if isinstance(one, (str, os.PathLike))]
        named = event == order.get("event") and any(
            name.endswith(order["path"]) for name in names
        )
        if seen == order.get("at") or named:
            os.kill(os.getpid(), signal.SIGKILL)

    return hook


def moves(order: dict[str, Any]) -> Any:
    """Make the audit hook that moves the branch just before we do."""
    left = int(order["moves"])
    moving = False

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal left, moving
        if event != "subprocess.Popen" or moving or left == 0:
            return
        if "update-ref" in arguments[1] and "--stdin" in arguments[1]:
            left, moving = left - 1, True
            subprocess.run(order["command"], shell=True, cwd=order["root"], check=True)  # noqa: S602 - the test's own words
            moving = False

    return hook


def write(order: dict[str, Any]) -> None:
    """Write as ordered; come back only if nothing killed this process."""
    desk = Desk(Ledger(Path(order["root"])), order["now"], ANNA, "crash")
    act = operation(desk)
    sys.addaudithook(moves(order) if "moves" in order else dies(order))
    desk.commit(act)


def main() -> None:
    """Answer orders until there are no more."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                write(json.loads(line))
            except FactcheckError as error:
                os._exit(error.exit_code)
            except BaseException as error:  # noqa: BLE001 - a child must never go on as its parent
                sys.stderr.write(f"{type(error).__name__}: {error}\n")
                os._exit(1)
            os._exit(0)
        status = os.waitpid(child, 0)[1]
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        answer = (
            "killed" if killed else "done" if status == 0 else f"exit {status >> 8}"
        )
        sys.stdout.write(answer + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
