"""One writer at a time: an exclusive lock that dies with the process that holds it."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from factcheck.model.errors import BusyError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

WAIT_S = 30.0
NOTICE_S = 1.0
_PAUSE_S = 0.02


@contextmanager
def held(
    path: Path, *, wait_s: float = WAIT_S, on_wait: Callable[[str], None] | None = None
) -> Iterator[None]:
    """Hold the lock on a file while the block runs; the file stays.

    Args:
        path: the file to lock; made where it is not there.
        wait_s: how long to wait for another holder.
        on_wait: is told once, in a line, when the wait gets noticeable.

    Raises:
        BusyError: another process still holds it after that time.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _wait_for(descriptor, path, wait_s, on_wait)
        os.ftruncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())
        yield
    finally:
        os.close(descriptor)


def _wait_for(
    descriptor: int,
    path: Path,
    wait_s: float,
    on_wait: Callable[[str], None] | None,
) -> None:
    started = time.monotonic()
    told = on_wait is None
    while not _try_lock(descriptor):
        waited = time.monotonic() - started
        holder = os.pread(descriptor, 20, 0).decode() if hasattr(os, "pread") else ""
        who = f"another factcheck (process {holder})" if holder else "another factcheck"
        if waited > wait_s:
            raise BusyError(f"{who} is writing to this ledger; lock: {path}")
        if not told and on_wait and waited > NOTICE_S:
            on_wait(f"{who} is writing to this ledger; waiting for it")
            told = True
        time.sleep(_PAUSE_S)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
