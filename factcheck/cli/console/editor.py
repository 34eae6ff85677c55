"""The person's own editor on a private file."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from factcheck.cli.console.interrupts import HeldOff
from factcheck.model.errors import MachineError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def is_set() -> bool:
    """Tell whether the person has said which editor is theirs."""
    return bool(os.environ.get("VISUAL") or os.environ.get("EDITOR"))


def edit(text: str, *, name: str, keep: Callable[[str], None]) -> str:
    """Open text in $VISUAL or $EDITOR and give what it became.

    Ctrl-C is the editor's own business while it runs; only where it ends from that
    have we been interrupted.

    Args:
        text: what is there to begin with.
        name: of the file, so that the editor knows its kind.
        keep: is given what was written if the editor fails or is interrupted.

    Raises:
        MachineError: there is no such editor, or it ended with an error.
        KeyboardInterrupt: it was ended by Ctrl-C.
    """
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    # In a folder of our own: nobody else can put a link where the file will be.
    with tempfile.TemporaryDirectory(prefix="factcheck-") as folder:
        file = Path(folder) / Path(name).name
        file.touch(mode=0o600)
        file.write_text(text, encoding="utf-8")
        ended = 1
        try:
            with HeldOff() as interrupt, terminal_as_it_was():
                ended = _run([*shlex.split(command), str(file)])
        except (OSError, ValueError):
            raise MachineError(
                f"cannot start the editor '{command}': set $VISUAL or $EDITOR"
            ) from None
        finally:
            left = _content(file)
            if ended != 0 and left != text:
                keep(left)
        if ended == 0:
            return left
        if interrupt.came or ended == -signal.SIGINT:
            raise KeyboardInterrupt
        kept = ", and what you wrote is kept" if left != text else ""
        raise MachineError(
            f"the editor '{command}' ended with an error: nothing was saved{kept}"
        )


def _run(words: list[str]) -> int:
    return subprocess.run(words, check=False).returncode


def _content(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:  # the editor took it away
        return ""


@contextmanager
def terminal_as_it_was() -> Iterator[None]:
    """Give the terminal back its settings, whatever a program did to them."""
    try:
        import termios
    except ImportError:  # Windows has none, and no settings to lose
        yield
        return
    if not sys.stdin.isatty():
        yield
        return
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    try:
        yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
