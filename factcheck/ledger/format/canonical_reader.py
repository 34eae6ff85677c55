"""The quick way to read a file that this program wrote itself.

It takes a subset of the canonical form, line by line, and gives what ``codec.parse``
gives for the same bytes; whatever is not plainly of that subset it leaves to the
parser. That both agree is held by a property test, on files that were changed at
random too. Source of the form: docs/format.md, "YAML as we write it".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from factcheck.model.errors import BadRecordError

if TYPE_CHECKING:
    from factcheck.model.kinds import Kind
    from factcheck.model.plain import PlainData

SIZE_LIMIT = 512 * 1024
"""Bytes of a record, at most."""

DEPTH = 8

# Where YAML and we could differ: control characters, tabs, what YAML takes for a line
# break or for the mark of an encoding.
_UNUSUAL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\xa0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
)
_UNUSUAL_ASCII = re.compile("[\x00-\x09\x0b-\x1f\x7f]")
_LINE = re.compile(
    # indentation, the hyphen of an item, a field
    r"( *)(- )?(?:([a-z][a-z0-9_]{0,60}):(?: (?=[^ \n])|(?=\n)))?"
    r"(?:"
    # text without quotes: no ': ' in it, no ' #', no quotes
    r"([^\W_](?:[^\n:#\"\\]++|:(?=[^\s:])|(?<=[^\s#])#)*+)"
    # text in quotes
    r"|(\"(?:[^\"\\\n]++|\\[\"\\nrt])*+\")"
    # a literal block, indented by two more
    r"|(\|-(?:\n(?:\1  [^\n]+)?)*)"
    # and what is none of this
    r")?\n|(.)",
    re.DOTALL,
)
_SPACES_ALONE = re.compile(r"\n +(?:\n|$)")
_ESCAPED = re.compile(r"\\(.)")
_MEANT = {'"': '"', "\\": "\\", "n": "\n", "r": "\r", "t": "\t"}
_NULLS = frozenset({"null", "Null", "NULL"})

_NOWHERE = -1
_Level = tuple[int, Any]


class _UnknownFormError(Exception):
    """It is not of the subset."""


def record(data: bytes, *, kind: Kind, path: str) -> PlainData | None:
    """Read a record file of canonical form.

    Returns:
        What ``codec.read`` gives, or None where that is to be asked: it is of another
        form, or there is something wrong with it.
    """
    # pydantic is imported with this: reading from the cache does without it.
    from factcheck.ledger.format.validation import validated  # noqa: PLC0415
    from factcheck.model.plain import to_plain  # noqa: PLC0415 - the same

    tree = read(data) if len(data) <= SIZE_LIMIT else None
    if tree is None:
        return None
    try:
        return to_plain(validated(tree, {(): 0}, kind=kind, path=path))
    except BadRecordError:  # the parser knows in which line
        return None


def read(data: bytes) -> dict[str, Any] | None:
    """Read a file of canonical form into mappings, lists and text.

    Returns:
        What ``codec.parse`` gives, or None where that is to be asked.
    """
    try:
        text = data.decode()
        if (_UNUSUAL_ASCII if text.isascii() else _UNUSUAL).search(text):
            return None
        return _read(text)
    except (UnicodeDecodeError, _UnknownFormError):
        return None


def _read(text: str) -> dict[str, Any]:
    root: dict[str, Any] = {}
    here: Any = root
    inside: list[_Level] = [(0, root)]
    level = 0
    waiting: str | None = None
    for spaces, hyphen, key, plain, quoted, block, other in _LINE.findall(text):
        indent = len(spaces)
        if hyphen or waiting or indent != level:
            here = _place(inside, indent, waiting, is_item=bool(hyphen))
            waiting, level = None, indent
        if hyphen:
            if not key:
                here.append(_value(plain, quoted, "", ""))
                level = _NOWHERE
                continue
            level = indent + 2
            here.append({})
            here = here[-1]
            inside.append((level, here))
        if other or not key or key in here or (hyphen and block):
            raise _UnknownFormError
        if plain or quoted or block:
            here[key] = _value(plain, quoted, block, spaces)
        else:
            here[key] = waiting = key
    if waiting or not root:
        raise _UnknownFormError
    return root


def _place(
    inside: list[_Level], indent: int, waiting: str | None, *, is_item: bool
) -> Any:
    """Find the mapping or the list of a line; make it if it is waited for.

    Args:
        inside: the mappings and lists around, each with its indentation.
        indent: of the line.
        waiting: the field of the innermost mapping of which the value is to come.
        is_item: whether the line begins with a hyphen.
    """
    if waiting:
        before, parent = inside[-1]
        if indent != before + 2 or len(inside) >= DEPTH:
            raise _UnknownFormError
        parent[waiting] = [] if is_item else {}
        inside.append((indent, parent[waiting]))
    while inside[-1][0] > indent:
        inside.pop()
    level, here = inside[-1]
    if level != indent or isinstance(here, list) != is_item:
        raise _UnknownFormError
    return here


def _value(plain: str, quoted: str, block: str, spaces: str) -> str:
    """Give the text that a scalar means; a block is known by its indentation."""
    if plain:
        if plain[-1] == " " or plain in _NULLS:
            raise _UnknownFormError
        return plain
    if quoted:
        inner = quoted[1:-1]
        return _ESCAPED.sub(_unescaped, inner) if "\\" in inner else inner
    start = f"|-\n{spaces}  "
    if not block.startswith(start) or block[len(start)] == " ":
        raise _UnknownFormError
    if _SPACES_ALONE.search(block):
        raise _UnknownFormError
    return block[2:].replace(start[2:], "\n")[1:].rstrip("\n")


def _unescaped(found: re.Match[str]) -> str:
    return _MEANT[found[1]]
