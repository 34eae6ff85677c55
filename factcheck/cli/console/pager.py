"""Pages longer than the screen go through the person's pager."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from typing import IO, cast

_USUAL = "less -FRX"
_STYLE = re.compile(r"\x1b\[[\d;]*m")


def command() -> list[str]:
    """Give the pager that is wished for, as words; none where there is none.

    ``FACTCHECK_PAGER`` goes before ``PAGER`` before less; ``cat`` or an empty
    variable means that nobody wants one.
    """
    wished = os.environ.get("FACTCHECK_PAGER", os.environ.get("PAGER", _USUAL))
    try:
        words = shlex.split(wished)
    except ValueError:
        return []
    if not words or words == ["cat"] or shutil.which(words[0]) is None:
        return []
    return words


def is_wanted(text: str) -> bool:
    """Tell whether a text is longer than the terminal that stdout is."""
    width, height = shutil.get_terminal_size()
    rows = 1  # the prompt that follows
    for line in _STYLE.sub("", text).removesuffix("\n").split("\n"):
        rows += 1 + max(0, len(line) - 1) // width
    return rows > height


class Pager:
    """A running pager; what is written goes to the person through it."""

    def __init__(self, words: list[str]) -> None:
        """Start it.

        Raises:
            OSError: it cannot be started.
        """
        # As git does: less without options shows colours as codes.
        usual = {"LESS": "FRX", "LV": "-c"}
        sys.stdout.flush()
        self._process = subprocess.Popen(
            words, stdin=subprocess.PIPE, env=usual | os.environ
        )

    def write(self, text: str) -> None:
        """Give it text.

        Raises:
            BrokenPipeError: the person has seen enough.
        """
        pipe = cast("IO[bytes]", self._process.stdin)
        pipe.write(text.encode("utf-8", "backslashreplace"))
        pipe.flush()

    def close(self) -> bool:
        """Wait until the person has read; tell whether Ctrl-C was pressed.

        The pager gets the key too and decides itself: in less it ends a search,
        not the reading. Leaving before it would leave it the terminal.
        """
        came = False

        def note(number: int, frame: object) -> None:
            nonlocal came
            del number, frame
            came = True

        before = signal.signal(signal.SIGINT, note)
        try:
            pipe = cast("IO[bytes]", self._process.stdin)
            with suppress(BrokenPipeError):
                pipe.close()
            self._process.wait()
        finally:
            signal.signal(signal.SIGINT, before)
        return came
