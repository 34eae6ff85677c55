"""One writer at a time: an exclusive lock that dies with the process that holds it."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from factcheck.model.errors import BusyError, MachineError

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

    Processes that are started inside inherit it where they are let: it is free when
    the last of them has ended.

    Args:
        path: the file to lock; made where it is not there.
        wait_s: how long to wait while one and the same process holds it. Each time
            that it goes to another the wait begins anew: many writers are a queue,
            not a standstill.
        on_wait: is told once, in a line, when the wait gets noticeable.

    Raises:
        BusyError: another process still holds it after that time.
        MachineError: the system does not let us write there.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise MachineError(f"cannot write {path}: {error.strerror}") from None
    try:
        _wait_for(descriptor, path, wait_s, on_wait)
        # Who holds it is said to those who wait; on a full disk it stays unsaid.
        with suppress(OSError):
            os.pwrite(descriptor, _said(), 0)
        if os.name == "posix":
            os.set_inheritable(descriptor, True)
        yield
    finally:
        os.close(descriptor)


def _said() -> bytes:
    """Write who holds the lock, and a word that tells this time from the last."""
    return f"{os.getpid()} {os.urandom(4).hex()}".ljust(32).encode()


def _wait_for(
    descriptor: int,
    path: Path,
    wait_s: float,
    on_wait: Callable[[str], None] | None,
) -> None:
    started = since = time.monotonic()
    told, holder = on_wait is None, b""
    while not _try_lock(descriptor):
        now = time.monotonic()
        before, holder = holder, _read(descriptor)
        if holder != before:
            since = now
        pid = holder.decode("ascii", "replace").partition(" ")[0]
        who = f"another factcheck (process {pid})" if pid else "another factcheck"
        if now - since > wait_s:
            raise BusyError(f"{who} is writing to this ledger; lock: {path}")
        if not told and on_wait and now - started > NOTICE_S:
            on_wait(f"{who} is writing to this ledger; waiting for it")
            told = True
        time.sleep(_PAUSE_S)


def _read(descriptor: int) -> bytes:
    try:
        return os.pread(descriptor, 64, 0) if hasattr(os, "pread") else b""
    except OSError:
        return b""


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
