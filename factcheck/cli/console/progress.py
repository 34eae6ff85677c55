"""How far a long command is: one line on the terminal, after the first second."""

from __future__ import annotations

import sys
import threading
import time
from typing import TYPE_CHECKING, TypeVar

from factcheck.terminal.safe import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_T = TypeVar("_T")
_PATIENCE = 1.0
_EACH = 0.25
_ERASE = "\r\x1b[K"


class ProgressLine:
    """A line that a thread redraws, so that it also lives through one long step.

    Attributes:
        done: how many steps are behind us.
        total: how many there are, None where nobody knows.
    """

    def __init__(self, what: str, total: int | None) -> None:
        self.done = 0
        self._what = printable(what)
        self.total = total
        self._begun = time.monotonic()
        self._is_drawn = False
        self._lock = threading.Lock()
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._redraw, daemon=True)
        self._thread.start()

    def over(self, things: Iterable[_T]) -> Iterator[_T]:
        """Count things while they are worked through."""
        try:
            for thing in things:
                yield thing
                self.done += 1
        finally:
            self.end()

    def erase(self) -> None:
        """Clear the line, so that something else can be said; it comes back."""
        with self._lock:
            if self._is_drawn:
                sys.stderr.write(_ERASE)
                sys.stderr.flush()
                self._is_drawn = False

    def end(self) -> None:
        """Clear the line for good."""
        self._end.set()
        self._thread.join()
        self.erase()

    def _redraw(self) -> None:
        wait = _PATIENCE
        while not self._end.wait(wait):
            wait = _EACH
            with self._lock:
                sys.stderr.write(_ERASE + self._text())
                sys.stderr.flush()
                self._is_drawn = True

    def _text(self) -> str:
        seconds = int(time.monotonic() - self._begun)
        if self.total:
            share = min(100, 100 * self.done // self.total)
            return f"{self._what}: {self.done} of {self.total} ({share} %), {seconds} s"
        return f"{self._what}: {self.done}, {seconds} s"
