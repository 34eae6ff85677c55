"""Numbers and texts in one flat run of bytes, as they lie in a file or in memory.

Nothing is read when such bytes are opened but their checksum: a file that is mapped
into memory is ready at once, and several processes share it.
"""

from __future__ import annotations

import json
import sys
from array import array
from hashlib import blake2b
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from mmap import mmap

Buffer: TypeAlias = "bytes | memoryview | mmap"

Kind: TypeAlias = Literal["B", "I", "Q", "f"]
"""What a section is made of, as `array` and `struct` name it."""

SIZES: dict[str, int] = {"B": 1, "I": 4, "Q": 8, "f": 4}

_MAGIC = b"factcheck match\n"
_CHECKSUM = 16
_LENGTH = 8
_ALIGNMENT = 8
_START = len(_MAGIC) + _CHECKSUM + _LENGTH


class DamagedIndexError(ValueError):
    """Bytes are not what was written, or were written by another version.

    They can always be made anew from the claims.
    """


def pack(
    about: Mapping[str, str], sections: Mapping[str, array[int] | array[float] | bytes]
) -> bytes:
    """Lay sections into one run of bytes, with a checksum over all of it.

    Args:
        about: what is to be known before a section is read.
        sections: the numbers or the text of each section, by name.
    """
    places: dict[str, tuple[str, int, int]] = {}
    start = 0
    for name, section in sections.items():
        kind = section.typecode if isinstance(section, array) else "B"
        size = len(section) * SIZES[kind]
        places[name] = (kind, start, size)
        start += size + -size % _ALIGNMENT
    header = json.dumps(
        {"about": dict(about), "byteorder": sys.byteorder, "sections": places}
    ).encode()
    header += b" " * (-(_START + len(header)) % _ALIGNMENT)
    body = bytearray(len(header).to_bytes(_LENGTH, "little") + header)
    for section in sections.values():
        body += section if isinstance(section, bytes) else memoryview(section).cast("B")
        body += bytes(-len(body) % _ALIGNMENT)
    return _MAGIC + blake2b(body, digest_size=_CHECKSUM).digest() + body


def unpack(buffer: Buffer) -> tuple[str, dict[str, str], dict[str, memoryview]]:
    """Give the checksum (32 hex digits), what `pack` was told, and the sections.

    Raises:
        DamagedIndexError: these are not bytes that `pack` made on such a machine.
    """
    whole = memoryview(buffer).cast("B").toreadonly()
    if len(whole) < _START or whole[: len(_MAGIC)] != _MAGIC:
        raise DamagedIndexError("this is no match index: build it anew")
    body = whole[len(_MAGIC) + _CHECKSUM :]
    checksum = blake2b(body, digest_size=_CHECKSUM).digest()
    if checksum != whole[len(_MAGIC) : len(_MAGIC) + _CHECKSUM]:
        raise DamagedIndexError("the match index is damaged: build it anew")
    length = int.from_bytes(body[:_LENGTH], "little")
    header = json.loads(bytes(body[_LENGTH : _LENGTH + length]))
    if header["byteorder"] != sys.byteorder:
        raise DamagedIndexError("the match index is of another machine: build it anew")
    first = _LENGTH + length
    sections = {
        name: body[first + start : first + start + size].cast(kind)
        for name, (kind, start, size) in header["sections"].items()
    }
    return checksum.hex(), header["about"], sections
