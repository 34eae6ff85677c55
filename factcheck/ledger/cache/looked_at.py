"""Which files of the working tree were found to be as committed, and need no look now.

To read and hash a million files takes minutes. As git does in its index, this keeps of
each file that was as committed its size, inode and times; while these are the same, so
are its bytes. The time of change (ctime) is among them, which no program can set.
A file that changed within the last seconds is not kept: it could change again without
another time (git calls that racy). Nothing here counts for ``verify``, which reads all.
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SETTLED_NS = 3_000_000_000
_TABLE = """
CREATE TABLE IF NOT EXISTS seen (
    path TEXT PRIMARY KEY, blob TEXT NOT NULL, stamp TEXT NOT NULL
) WITHOUT ROWID
"""


class LookedAt:
    """The files of one ledger, in a database that is open, or none at all."""

    def __init__(self, root: Path, db: sqlite3.Connection | None) -> None:
        self._root = str(root)
        self._db = db

    def stamp(self, path: str) -> str | None:
        """Give what changes with a file; None where that cannot be told."""
        if self._db is None:
            return None
        try:
            found = os.lstat(f"{self._root}/{path}")
        except (OSError, ValueError):
            return None
        latest = max(found.st_mtime_ns, found.st_ctime_ns)
        if latest > time.time_ns() - _SETTLED_NS:
            return None
        times = f"{found.st_mtime_ns} {found.st_ctime_ns}"
        return f"{found.st_mode} {found.st_size} {found.st_ino} {times}"

    def is_known(self, path: str, blob: str, stamp: str) -> bool:
        """Tell whether a file with this stamp was found to hold this blob."""
        if self._db is None:
            return False
        row = self._db.execute(
            "SELECT 1 FROM seen WHERE path = ? AND blob = ? AND stamp = ?",
            (path, blob, stamp),
        ).fetchone()
        return row is not None

    def keep(self, path: str, blob: str, stamp: str) -> None:
        """Remember that a file with this stamp holds this blob."""
        if self._db is not None:
            self._db.execute(
                "INSERT OR REPLACE INTO seen VALUES (?,?,?)", (path, blob, stamp)
            )


@contextmanager
def looked_at(state: Path | None, root: Path) -> Iterator[LookedAt]:
    """Open what is known of the files of a ledger; where that fails, nothing is.

    Args:
        state: the ledger's folder in the git directory, None to know nothing.
        root: the ledger.
    """
    db = _opened(state / "seen.sqlite") if state else None
    try:
        yield LookedAt(root, db)
        if db is not None:
            with suppress(sqlite3.Error):
                db.execute("COMMIT")
    finally:
        if db is not None:
            db.close()


def _opened(place: Path) -> sqlite3.Connection | None:
    """Open the database; a damaged one is deleted, a busy one done without."""
    for _ in range(2):
        try:
            db = sqlite3.connect(place, timeout=0.2, isolation_level=None)
        except sqlite3.Error:
            return None
        try:
            db.execute("PRAGMA synchronous = OFF")
            db.execute("BEGIN IMMEDIATE")
            db.execute(_TABLE)
            db.execute("SELECT count(*) FROM (SELECT * FROM seen LIMIT 1)")
        except sqlite3.OperationalError:
            db.close()
            return None
        except sqlite3.DatabaseError:
            db.close()
            with suppress(OSError):
                place.unlink(missing_ok=True)
        else:
            return db
    return None
