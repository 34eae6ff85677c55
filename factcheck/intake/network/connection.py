"""A connection to one host: bytes both ways, over TLS where that is asked for."""

from __future__ import annotations

import os
import socket
import ssl
from functools import lru_cache
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from factcheck.model.errors import FetchError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factcheck.intake.network.limits import Allowance

_CHUNK = 65_536
_LONGEST_ATTEMPT = 8.0
_MOST_ADDRESSES = 6


class NothingCameError(FetchError):
    """The server closed the connection before it said anything: worth one retry."""


class Wire:
    """Sends to a server and reads from it, within an allowance.

    Attributes:
        allowance: the time and the bytes that are left.
    """

    def __init__(self, connection: socket.socket, allowance: Allowance) -> None:
        self.allowance = allowance
        self._connection = connection
        self._waiting = bytearray()
        self._at_end = False
        self._has_begun = False

    def close(self) -> None:
        """End the connection."""
        self._connection.close()

    def secure(self, host: str, context: ssl.SSLContext) -> None:
        """Go on over TLS, with the server's certificate checked for its name.

        Args:
            host: the name, or the IP address, that the certificate must hold.
            context: which authorities are trusted.

        Raises:
            FetchError: the certificate is wrong, or no TLS is spoken there.
        """
        if self._waiting:
            raise FetchError("the proxy says more than it was asked; look at it")
        self._connection.settimeout(self.allowance.seconds())
        try:
            self._connection = context.wrap_socket(
                self._connection, server_hostname=host, suppress_ragged_eofs=False
            )
        except ssl.SSLCertVerificationError as error:
            raise FetchError(
                f"its certificate is not valid ({error.verify_message}); if your "
                "network has its own authority, set SSL_CERT_FILE to its certificates"
            ) from None
        except TimeoutError:
            raise self.allowance.too_slow() from None
        except OSError:
            raise FetchError("no secure connection to it; try again later") from None

    def send(self, data: bytes) -> None:
        """Send all of some bytes."""
        self._connection.settimeout(self.allowance.seconds())
        try:
            self._connection.sendall(data)
        except TimeoutError:
            raise self.allowance.too_slow() from None
        except OSError:
            raise NothingCameError(_CUT) from None

    def line(self, limit: int) -> bytes | None:
        """Read a line, without its end.

        Args:
            limit: the most bytes it may have.

        Returns:
            The line; None where the connection ends before it does, or where it is
            longer than the limit.
        """
        searched = 0
        while (end := self._waiting.find(b"\n", searched)) < 0:
            searched = len(self._waiting)
            if searched > limit or not self._receive():
                return None
        line = bytes(self._waiting[:end]).removesuffix(b"\r")
        del self._waiting[: end + 1]
        return line if end <= limit else None

    def some(self, most: int = _CHUNK) -> bytes:
        """Read what is there, at most some bytes; none at the end of all."""
        if not self._waiting and not self._receive():
            return b""
        data = bytes(self._waiting[:most])
        del self._waiting[:most]
        return data

    def _receive(self) -> bool:
        """Wait for more bytes; say whether there were any."""
        if self._at_end:
            return False
        self._connection.settimeout(self.allowance.seconds())
        try:
            data = self._connection.recv(_CHUNK)
        except TimeoutError:
            raise self.allowance.too_slow() from None
        except OSError:  # ssl.SSLEOFError too: the end was not announced
            raise (FetchError if self._has_begun else NothingCameError)(_CUT) from None
        if not data and not self._has_begun:
            raise NothingCameError(_CUT)
        self.allowance.take(len(data))
        self._has_begun = True
        self._at_end = not data
        self._waiting += data
        return bool(data)


_CUT = "the connection broke off; try again"


def connected(
    addresses: Sequence[str], port: int, allowance: Allowance, name: str
) -> Wire:
    """Connect to the first of some addresses that answers.

    Args:
        addresses: IP addresses, judged before. IPv6 and IPv4 are tried in turns,
            each for a share of the time, since many networks have only one of them.
        port: where.
        allowance: the time and the bytes that are left.
        name: what the host is called in an error.

    Raises:
        FetchError: none of them answers.
    """
    tried = _in_turns(addresses)[:_MOST_ADDRESSES]
    for place, address in enumerate(tried, 1):
        left = allowance.seconds()
        attempt = left if place == len(tried) else min(_LONGEST_ATTEMPT, left / 2)
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        try:
            connection = socket.socket(family, socket.SOCK_STREAM)
        except OSError:
            continue
        try:
            connection.settimeout(attempt)
            connection.connect((address, port))
        except OSError:
            connection.close()
        except BaseException:
            connection.close()
            raise
        else:
            return Wire(connection, allowance)
    allowance.seconds()
    raise FetchError(f"{name} does not answer; try again later")


def _in_turns(addresses: Sequence[str]) -> list[str]:
    """Order addresses so that the families take turns, the preferred one first."""
    six = [one for one in addresses if ":" in one]
    four = [one for one in addresses if ":" not in one]
    first, second = (six, four) if addresses[0] in six else (four, six)
    return [one for one in chain(*zip_longest(first, second)) if one is not None]


def trusted() -> ssl.SSLContext:
    """Give what TLS trusts: the system's authorities, or those of SSL_CERT_FILE."""
    return _trusted(os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))


@lru_cache(maxsize=1)  # the system's hundred authorities take 20 ms to load
def _trusted(_file: str | None, _folder: str | None) -> ssl.SSLContext:
    """Load what the environment names; the arguments are what OpenSSL reads there."""
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    return context
