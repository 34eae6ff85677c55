"""The one way in which this program writes YAML.

Source: docs/format.md, "YAML as we write it". Keys in the order of the data;
nothing for what is absent; text is plain only where YAML 1.1 and 1.2 readers
agree that it is text, a literal block where it has several lines, and double
quoted otherwise. Characters that do not show (control, direction, zero width)
are always escaped, so that a review of the file sees them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factcheck.model.plain import PlainData

_RESERVED = frozenset(
    "y n yes no on off true false null nan inf none".split()  # noqa: SIM905 - a list of words
)
# A plain scalar starts with a letter, so it is no number, date, sign or quote.
_PLAIN = re.compile(r"[^\W\d_](?:[^\n:#\"\\]|:(?=[^\s:])|(?<=[^\s#])#)*")
_JOINERS = "\u200c\u200d"
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def write(data: PlainData) -> bytes:
    """Write plain data (a record with every field present) as canonical YAML."""
    lines = list(_mapping(data, ""))
    # A record without any field is a record all the same.
    return ("\n".join(lines or ["{}"]) + "\n").encode()


def _mapping(data: PlainData, indent: str) -> Iterator[str]:
    for key, value in data.items():
        if isinstance(value, dict):
            lines = list(_mapping(value, indent + "  "))
            if lines:
                yield f"{indent}{key}:"
                yield from lines
        elif isinstance(value, list):
            if value:
                yield f"{indent}{key}:"
                yield from _sequence(value, indent + "  ")
        elif value is not None and value is not False:
            yield f"{indent}{key}: {_scalar(value, indent + '  ')}"


def _sequence(items: list[Any], indent: str) -> Iterator[str]:
    for item in items:
        if isinstance(item, dict):
            first, *rest = _mapping(item, indent + "  ")
            yield f"{indent}- {first.lstrip(' ')}"
            yield from rest
        else:
            yield f"{indent}- {_scalar(item, indent + '  ')}"


def _scalar(value: str | bool | int, indent: str) -> str:  # noqa: FBT001 - a value
    if value is True:
        return "true"
    if isinstance(value, int):
        return str(value)
    if "\n" in value and _is_block(value):
        body = "\n".join(indent + line if line else "" for line in value.split("\n"))
        return f"|-\n{body}"
    return value if _is_plain(value) else _quoted(value)


def _is_plain(text: str) -> bool:
    return (
        _PLAIN.fullmatch(text) is not None
        and not text[-1].isspace()
        and text.casefold() not in _RESERVED
        and not _hides(text)
    )


def _is_block(text: str) -> bool:
    """Tell whether a literal block would be read back the same by every reader."""
    return (
        text[0] not in " \n\t"
        and text[-1] not in " \n\t"
        and not _hides(text.replace("\n", "").replace("\t", ""))
        and not any(line.isspace() for line in text.split("\n"))
    )


def _hides(text: str) -> bool:
    """Tell whether the text holds a character that a reader of the file cannot see."""
    return not text.isprintable() and any(_is_hidden(char) for char in text)


def _is_hidden(char: str) -> bool:
    # Zs other than the space (no-break, ideographic) is as misleading as it is rare.
    if char in _JOINERS or char == " ":
        return False
    category = unicodedata.category(char)
    return category in _HIDDEN or category == "Zs"


def _quoted(text: str) -> str:
    return '"' + "".join(_escaped(char) for char in text) + '"'


def _escaped(char: str) -> str:
    if char in _SHORT:
        return _SHORT[char]
    if not _is_hidden(char):
        return char
    code = ord(char)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004
