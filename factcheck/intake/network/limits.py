"""What a fetch may take: seconds, bytes, steps."""

from __future__ import annotations

import time
from dataclasses import dataclass

from factcheck.model.errors import FetchError

SAVE = "save the page in a browser and give the file"
"""What to do where we do not get a page and a browser might."""

_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one fetch may take, its redirects together.

    Attributes:
        seconds: for names, connections, headers and body; not for each read.
        wire_bytes: that come over the network.
        body_bytes: of the body when it is unpacked; ``encoding.MAXIMUM_BYTES``.
        head_bytes: of the status line and the headers of one answer.
        headers: how many of them.
        redirects: how many are followed.
    """

    seconds: float = 30.0
    wire_bytes: int = 20_000_000
    body_bytes: int = 20_000_000
    head_bytes: int = 65_536
    headers: int = 200
    redirects: int = 5


class Allowance:
    """What is left of the limits while a fetch goes on."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._end = time.monotonic() + limits.seconds
        self._bytes = limits.wire_bytes

    def seconds(self) -> float:
        """Give the seconds that are left, more than none.

        Raises:
            FetchError: there are none.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise self.too_slow()
        return left

    def take(self, count: int) -> None:
        """Count bytes that came.

        Raises:
            FetchError: they are too many.
        """
        self._bytes -= count
        if self._bytes < 0:
            raise too_large(self.limits.wire_bytes)

    def too_slow(self) -> FetchError:
        """Make the error for a server that takes too long."""
        return FetchError(
            f"took more than {self.limits.seconds:g} s; try again, or {SAVE}"
        )


def too_large(limit: int) -> FetchError:
    """Make the error for what is larger than some bytes."""
    size = f"{limit // _MB} MB" if limit >= _MB else f"{limit} bytes"
    return FetchError(
        f"is larger than {size}; save it, cut out the part that is meant and give "
        "the file"
    )
