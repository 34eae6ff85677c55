"""Terminals for tests: a person who types, and what the screen then holds."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pexpect

if TYPE_CHECKING:
    from tests.cli.conftest import Shell

WIDE = (50, 200)
"""Rows and columns."""


def typed(
    shell: Shell, *words: str, size: tuple[int, int] = WIDE, **environment: str
) -> Any:
    """Start Python with arguments on a terminal of its own."""
    around = dict(shell.environment)
    for name in ("LINES", "COLUMNS"):  # they would go before the terminal's own size
        around.pop(name, None)
    return pexpect.spawn(
        sys.executable,
        list(words),
        cwd=str(shell.here),
        env=around | {"TERM": "xterm"} | environment,
        dimensions=size,
        encoding="utf-8",
        timeout=60,  # a busy machine is no failure
    )


def factcheck(
    shell: Shell, *arguments: str, size: tuple[int, int] = WIDE, **environment: str
) -> Any:
    """Type a command of ours."""
    return typed(shell, "-m", "factcheck", *arguments, size=size, **environment)


def ended(child: Any) -> tuple[int, str]:
    """Wait for the end; give the exit code and what was shown since the last look."""
    child.expect(pexpect.EOF)
    child.close()
    return child.exitstatus, child.before.replace("\r\n", "\n")
