"""What an interrupted verification of a big ledger has done, so that it goes on there.

The file lies in the user's state folder and speaks of one tree, one text of the
settings and one version of this program; each of its lines has a checksum and names
the files that it is about by a digest of their paths and blobs. A line that fits is
used, any other is not. What is checked outside of git's objects (the working tree, the
captures, the store itself) is looked at in each run.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any

from factcheck import __version__
from factcheck.review.remembered import state_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factcheck.ledger.ledger import Ledger
    from factcheck.review.examining import Entry

SMALLEST = 5_000
"""A ledger of fewer files is verified in a few seconds: nothing is written down."""


class Progress:
    """What was done so far, read from a file and written to it.

    Attributes:
        resumed: how many shares of files an earlier run had done.
    """

    def __init__(
        self, ledger: Ledger, about: str, *, is_kept: bool, anew: bool
    ) -> None:
        """Read what an earlier run has left.

        Args:
            ledger: that is verified.
            about: names the tree and all else on which the results depend.
            is_kept: whether anything is written down at all.
            anew: take nothing from an earlier run.
        """
        self.resumed = 0
        self._file = state_file(ledger, "progress")
        self._header = f"factcheck.progress/1 {__version__} {about}"
        self._left: dict[str, bytes] = {}
        self._out: IO[bytes] | None = None
        if not is_kept:
            return
        with suppress(OSError, RuntimeError):
            if not anew:
                self._read()
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._out = self._file.open("ab" if self._left else "wb")
            if not self._left:
                self._out.write(self._header.encode() + b"\n")

    def _read(self) -> None:
        with suppress(FileNotFoundError), self._file.open("rb") as lines:
            if lines.readline() != self._header.encode() + b"\n":
                return
            for line in lines:
                check, _, rest = line.rstrip(b"\n").partition(b" ")
                if check != b"%08x" % zlib.crc32(rest) or not line.endswith(b"\n"):
                    self._left.clear()  # it was cut or damaged: none of it is used
                    return
                key, _, packed = rest.partition(b" ")
                self._left[key.decode("ascii")] = packed

    def left(self, share: Sequence[Entry]) -> dict[str, Any] | None:
        """Give what an earlier run found in exactly these files, None without."""
        packed = self._left.get(_key(share))
        if packed is None:
            return None
        data: dict[str, Any] = json.loads(
            zlib.decompress(bytes.fromhex(packed.decode()))
        )
        self.resumed += 1
        return data

    def keep(self, share: Sequence[Entry], data: dict[str, Any]) -> None:
        """Write down what was found in some files."""
        if self._out is None:
            return
        packed = zlib.compress(json.dumps(data).encode(), level=1).hex().encode()
        rest = _key(share).encode() + b" " + packed
        with suppress(OSError):
            self._out.write(b"%08x %s\n" % (zlib.crc32(rest), rest))
            self._out.flush()

    def end(self) -> None:
        """Delete it: the verification came to its end."""
        self.close()
        with suppress(OSError, RuntimeError):
            self._file.unlink(missing_ok=True)

    def close(self) -> None:
        """Let the file be, for the next run."""
        if self._out is not None:
            self._out.close()
            self._out = None


def _key(share: Sequence[Entry]) -> str:
    rows = "\n".join(" ".join(entry) for entry in share)
    return hashlib.sha256(rows.encode("utf-8", "surrogateescape")).hexdigest()[:32]
