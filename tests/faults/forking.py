"""A process that has loaded the program and runs each order in a copy of itself.

The harness asks for thousands of ordinary commands; here each costs no start-up. It
reads orders as lines of JSON (``arguments``, ``folder``, ``env``, ``out``, ``err``) and
answers each with the exit code of the copy.
"""

from __future__ import annotations

import json
import os
import sys
import traceback

import git
import pydantic
import rapidfuzz
import yaml

from factcheck.cli import main

LOADED = (git, pydantic, rapidfuzz, yaml)


def serve() -> None:
    """Run order after order until there are no more."""
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            os._exit(_obey(order))
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _obey(order: dict[str, object]) -> int:
    """Be the program; give its exit code."""
    for descriptor, name in ((1, "out"), (2, "err")):
        file = os.open(str(order[name]), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        os.dup2(file, descriptor)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.chdir(str(order["folder"]))
    os.environ.clear()
    os.environ.update(order["env"])  # type: ignore[call-overload]
    sys.argv = ["factcheck", *order["arguments"]]  # type: ignore[misc]
    code = 1
    try:
        code = main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:  # noqa: BLE001 - the copy must not go on serving
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    return code


if __name__ == "__main__":
    serve()
