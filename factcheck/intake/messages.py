"""What passes between us and the process that parses: frames of JSON, and bytes.

Nothing that comes from there is believed: a frame has a largest size, is JSON and
never a pickle, and a record is made of it only where every field has its type.
"""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, is_dataclass
from types import NoneType
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_type_hints

if TYPE_CHECKING:
    from typing import IO

LARGEST = 100_000_000
"""Bytes of a document."""

LARGEST_FRAME = 64 * 2**20
"""Bytes; a text has at most 5,000,000 characters, four bytes each."""

_LENGTH = struct.Struct(">I")
Made = TypeVar("Made")


class BrokenMessageError(Exception):
    """What came is no message of ours, or the other side has ended."""


def send(stream: IO[bytes], message: dict[str, Any], content: bytes = b"") -> None:
    """Write a message, and behind it bytes whose size it tells.

    Raises:
        OSError: nobody reads at the other end.
    """
    # File names and pages may hold halves of surrogate pairs.
    text = json.dumps({**message, "size": len(content)}, ensure_ascii=False)
    frame = text.encode("utf-8", "surrogatepass")
    stream.write(_LENGTH.pack(len(frame)))
    stream.write(frame)
    stream.write(content)
    stream.flush()


def receive(stream: IO[bytes], *, most: int = 0) -> tuple[dict[str, Any], bytes]:
    """Read a message and the bytes behind it.

    Args:
        stream: a pipe.
        most: bytes that may stand behind it.

    Raises:
        BrokenMessageError: the stream has ended, or what came is no message.
    """
    (length,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    if length > LARGEST_FRAME:
        raise BrokenMessageError
    try:
        message = json.loads(_exactly(stream, length).decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError):
        raise BrokenMessageError from None
    size = message.get("size") if isinstance(message, dict) else None
    if type(size) is not int or not 0 <= size <= most:
        raise BrokenMessageError
    return message, _exactly(stream, size)


def _exactly(stream: IO[bytes], size: int) -> bytes:
    """Read so many bytes.

    Raises:
        BrokenMessageError: there are fewer.
    """
    content = stream.read(size)
    if len(content) != size:
        raise BrokenMessageError
    return content


def as_data(value: object) -> Any:
    """Give an answer in the form in which JSON holds it."""
    if isinstance(value, list | tuple):
        return [as_data(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return value


def made(kind: type[Made], data: object) -> Made:
    """Make a record of what came.

    Args:
        kind: a dataclass of texts, numbers, switches and tuples of these.
        data: its fields by name.

    Raises:
        BrokenMessageError: a field is missing, unknown or of another type.
    """
    wanted = get_type_hints(kind)
    if not isinstance(data, dict) or data.keys() != wanted.keys():
        raise BrokenMessageError
    return kind(**{name: of_type(wanted[name], data[name]) for name in wanted})


def of_type(wanted: Any, value: object) -> Any:
    """Give a value that has the type that is wanted; a list for a tuple.

    Raises:
        BrokenMessageError: it has another.
    """
    if isinstance(wanted, type) and type(value) is wanted:
        return value
    within = get_args(wanted)
    if within[1:] == (...,):
        if isinstance(value, list):
            return tuple(of_type(within[0], one) for one in value)
    elif value is None and NoneType in within:
        return None
    else:
        for one in within:
            if type(value) is one:
                return value
    raise BrokenMessageError
