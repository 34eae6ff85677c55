"""The command line: doors that parse, call one use case, show, and choose the code.

``main`` is the only place that turns exceptions into messages and exit codes.
"""

from __future__ import annotations

import sys

COMPLETE = "__complete"
"""What the completion scripts call; see ``candidates``."""

MERGE = "merge-driver"
"""What git calls to join two versions of a record; see ``merge_driver``."""


def main() -> int:
    """Run the command line of this process and give its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A title in another script must not crash a terminal set to ASCII.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if sys.argv[1:2] == [COMPLETE]:
        from factcheck.cli.candidates import complete

        return complete(sys.argv[2:])
    if sys.argv[1:2] == [MERGE]:
        from factcheck.cli.merge_driver import merge_driver

        return merge_driver(sys.argv[2:])
    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has seen enough; nothing may be written at exit.
        sys.stdout = None  # Python skips a stream of None
        return 0
    except OSError as error:  # the disk behind a redirection is full, or broken
        sys.stdout = None
        sys.stderr.write(
            f"error: the answer could not be written: {error.strerror}; "
            "'factcheck log' tells what was done\n"
        )
        from factcheck.model.errors import ExitCode

        return ExitCode.ENVIRONMENT
    return code


def run(arguments: list[str]) -> int:
    """Run one command.

    Args:
        arguments: what was typed after ``factcheck``.

    Returns:
        The exit code; messages went to standard error.
    """
    from factcheck.cli.quick import quickly

    if quick := quickly(arguments):
        return quick()
    from factcheck.cli.group import root

    return root(arguments)
