"""What a server answers (RFC 9110, RFC 9112): head, body, and the body unpacked.

Read strictly where a wrong guess would cut a text in half without saying so, and
leniently where real servers are lax (bare LF, headers without a name, one length
said twice).
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, NamedTuple

from factcheck.intake.network.limits import SAVE, too_large
from factcheck.model.errors import FetchError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factcheck.intake.network.connection import Wire

_MOST_INTERIM = 10
_SWITCHING = 101
_FIRST_FINAL = 200
_LONGEST_CHUNK_LINE = 1_024
_STATUS = re.compile(rb"HTTP/1\.[0-9] ([1-5][0-9]{2})(?: .*)?", re.DOTALL)
_HEADER = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*:(.*)", re.DOTALL)
_CHUNK_LINE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;.*)?", re.DOTALL)
_LENGTH = re.compile(r"[0-9]{1,15}")
_GZIP = b"\x1f\x8b"
_MOST_MEMBERS = 1_000
_MOST_CHUNKS = 100_000
_BEGINNING = 2  # bytes by which zlib's wrapper is told from a bare stream


class Head(NamedTuple):
    """Status and headers of an answer.

    Attributes:
        status: 200 to 599.
        headers: name in lower case and value, in their order, as Latin-1.
    """

    status: int
    headers: tuple[tuple[str, str], ...]

    def every(self, name: str) -> list[str]:
        """Give all values of a header."""
        return [value for one, value in self.headers if one == name]

    def first(self, name: str) -> str:
        """Give the first value of a header, empty where there is none."""
        return next(iter(self.every(name)), "")

    def listed(self, name: str) -> list[str]:
        """Give the parts of a header that is a list, in lower case."""
        parts = ",".join(self.every(name)).lower().split(",")
        return [part for one in parts if (part := one.strip())]


def read_head(wire: Wire) -> Head:
    """Read the head of the answer, past those that only announce it.

    Raises:
        FetchError: it is none of HTTP/1, or too large.
    """
    room = wire.allowance.limits.head_bytes
    for _ in range(_MOST_INTERIM + 1):
        line = wire.line(room)
        found = _STATUS.fullmatch(line) if line is not None else None
        if found is None:
            raise FetchError("does not answer as a web server; look at the address")
        status = int(found[1])
        head = Head(status, _headers(wire))
        if status >= _FIRST_FINAL:
            return head
        if status == _SWITCHING:
            break
    raise FetchError("does not come to its answer; try again later")


def _headers(wire: Wire) -> tuple[tuple[str, str], ...]:
    """Read headers up to the blank line."""
    limits = wire.allowance.limits
    room = limits.head_bytes
    read: list[tuple[str, str]] = []
    for _ in range(limits.headers + 1):
        line = wire.line(room)
        if not line:
            if line is None:
                break
            return tuple(read)
        room -= len(line)
        if line[:1] in b" \t" and read:
            name, value = read[-1]
            read[-1] = (name, f"{value} {line.decode('latin-1').strip()}".strip())
        elif found := _HEADER.fullmatch(line):
            name = found[1].decode("ascii").lower()
            read.append((name, found[2].decode("latin-1").strip()))
    raise FetchError(f"its answer begins with too much, or ends too early; {SAVE}")


def read_body(wire: Wire, head: Head) -> bytes:
    """Read the whole body of an answer and unpack it.

    Raises:
        FetchError: too large, cut short, or packed as nobody asked for.
    """
    limit = wire.allowance.limits.body_bytes
    unpacking = _unpacking(head)
    body = bytearray()
    for piece in _pieces(wire, head):
        body += unpacking.next(piece, limit - len(body)) if unpacking else piece
        if len(body) > limit:
            raise too_large(limit)
    if unpacking:
        unpacking.end()
    return bytes(body)


def length_of(head: Head) -> int | None:
    """Give the length that an answer announces, None where it announces none.

    Raises:
        FetchError: it announces several, or none that is one.
    """
    said = set(head.listed("content-length"))
    if not said:
        return None
    length = said.pop()
    if said or not _LENGTH.fullmatch(length):
        raise FetchError(f"says a length that is none; try again, or {SAVE}")
    return int(length)


def _pieces(wire: Wire, head: Head) -> Iterator[bytes]:
    """Read a body as it is framed: in chunks, by its length, or to the end."""
    codings = head.listed("transfer-encoding")
    if codings not in ([], ["identity"], ["chunked"]):
        raise FetchError(f"sends its page in a way that we do not read; {SAVE}")
    if codings == ["chunked"]:
        yield from _chunks(wire)
        return
    length = length_of(head)
    if length is None:
        while piece := wire.some():
            yield piece
        return
    if length > wire.allowance.limits.wire_bytes:
        raise too_large(wire.allowance.limits.wire_bytes)
    yield from _counted(wire, length)


def _chunks(wire: Wire) -> Iterator[bytes]:
    """Read a body in chunks, up to the empty one."""
    for _ in range(_MOST_CHUNKS):
        line = wire.line(_LONGEST_CHUNK_LINE)
        if line is None:
            raise _cut_short()
        found = _CHUNK_LINE.fullmatch(line)
        if found is None:
            raise FetchError("sends a page that is damaged; try again later")
        size = int(found[1], 16)
        if not size:
            return  # what may follow tells nothing of the page
        yield from _counted(wire, size)
        if wire.line(1) != b"":
            raise FetchError("sends a page that is damaged; try again later")
    raise FetchError(f"sends its page in too many pieces; {SAVE}")


def _counted(wire: Wire, length: int) -> Iterator[bytes]:
    """Read exactly so many bytes."""
    while length:
        piece = wire.some(min(length, 65_536))
        if not piece:
            raise _cut_short()
        length -= len(piece)
        yield piece


def _cut_short() -> FetchError:
    return FetchError("the page broke off before its end; try again")


# --------------------------------------------------------------------------- unpacking


class _Unpacking:
    """Unpacks gzip (of several members) or deflate, never more than there is room."""

    def __init__(self, *, is_gzip: bool) -> None:
        self._packed = zlib.decompressobj(16 + zlib.MAX_WBITS) if is_gzip else None
        self._members = _MOST_MEMBERS if is_gzip else 0
        self._waiting = b""

    def next(self, piece: bytes, room: int) -> bytes:
        """Unpack a piece; what is larger than the room is cut one byte after it."""
        piece = self._waiting + piece
        self._waiting = b""
        unpacked = b""
        try:
            while piece and len(unpacked) <= room:
                if self._packed is None or self._packed.eof:
                    piece = self._begun(piece)
                else:
                    more = room + 1 - len(unpacked)
                    unpacked += self._packed.decompress(piece, more)
                    piece = self._packed.unused_data
        except zlib.error:
            raise FetchError("sends a page that is damaged; try again later") from None
        return unpacked

    def _begun(self, piece: bytes) -> bytes:
        """Begin to unpack, or go on with the next member of a gzip file.

        Returns:
            What is to be unpacked: nothing where more is needed to tell, and
            nothing for what follows the last member.
        """
        if len(piece) < _BEGINNING:
            self._waiting = piece
            return b""
        if self._packed is None:
            self._packed = zlib.decompressobj(_window(piece))
            return piece
        if not self._members or not piece.startswith(_GZIP):
            self._members = 0
            return b""
        self._members -= 1
        self._packed = zlib.decompressobj(16 + zlib.MAX_WBITS)
        return piece

    def end(self) -> None:
        """Make sure that the end has come.

        Raises:
            FetchError: it has not.
        """
        if self._packed is None or not self._packed.eof:
            raise _cut_short()


def _window(beginning: bytes) -> int:
    """Tell zlib's wrapper from a bare stream: servers send both as ``deflate``."""
    first, second = beginning[:_BEGINNING]
    wrapped = first & 15 == zlib.DEFLATED and (first << 8 | second) % 31 == 0
    return zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS


def _unpacking(head: Head) -> _Unpacking | None:
    """Give what unpacks the body, None where it is not packed."""
    codings = [one for one in head.listed("content-encoding") if one != "identity"]
    if not codings:
        return None
    if codings in (["gzip"], ["x-gzip"]):
        return _Unpacking(is_gzip=True)
    if codings == ["deflate"]:
        return _Unpacking(is_gzip=False)
    raise FetchError(f"sends its page packed in a way that nobody asked for; {SAVE}")
