"""Ctrl-C while a commit is being made: all of it is there afterwards, or nothing."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING, Any, Self

from factcheck.model.errors import ExitCode, FactcheckError

if TYPE_CHECKING:
    from types import TracebackType


class StoppedError(FactcheckError):
    """Ctrl-C, as an error that what is under way takes back like any other."""

    exit_code = ExitCode.INTERRUPTED


class HeldOff:
    """Holds Ctrl-C off for a moment that must not be cut in two.

    Where the moment turns into a wait for somebody else, ``may_stop`` lets the key
    through again: as a StoppedError, because the code that writes cleans up after
    an Exception, which KeyboardInterrupt is not.

    Attributes:
        came: whether the key was pressed.
        may_stop: whether it may stop what is under way.
    """

    def __init__(self) -> None:
        self.came = False
        self.may_stop = False
        self._before: Any = None

    def __enter__(self) -> Self:
        """Begin; a thread beside the main one gets no signals anyway."""
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._note)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End; what Ctrl-C did before, it does again."""
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def _note(self, number: int, frame: Any) -> None:
        del number, frame
        is_first, self.came = not self.came, True
        if is_first and self.may_stop:
            raise StoppedError("stopped")
