"""Seals: how a row of the cache shows that it is what was once written.

SQLite keeps no checksums: a flipped byte inside a text is answered as if it were
right. So every row that is answered from carries a checksum over its texts, which is
compared whenever it is read.
"""

from __future__ import annotations

import sqlite3
from zlib import crc32


class DamagedCacheError(sqlite3.DatabaseError):
    """A row of the cache is not what was written: the cache is to be made anew."""


def seal(*texts: str) -> int:
    """Give the checksum of the texts of a row (CRC-32 of their UTF-8)."""
    return crc32("\0".join(texts).encode())


def check(sealed: object, *texts: str) -> None:
    """See that the texts of a row are those that were sealed.

    Raises:
        DamagedCacheError: they are not.
    """
    try:
        intact = sealed == seal(*texts)
    except (TypeError, UnicodeError):  # not even texts any more
        intact = False
    if not intact:
        raise DamagedCacheError("a row of the cache was changed")
