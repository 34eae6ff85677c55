"""YAML to record: the reader that every byte of the ledger passes.

One pass over the parser's events guards (depth, aliases, tags, duplicate keys, a
second document), builds, and keeps line numbers; loading libraries' own loaders
crash on deep input and convert text behind one's back. All scalars are text: the
record classes say what they mean. Source: docs/format.md, "YAML as we read it".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factcheck.ledger.format import canonical_reader
from factcheck.ledger.format.canonical import write
from factcheck.ledger.format.canonical_reader import SIZE_LIMIT
from factcheck.model.errors import BadRecordError, Problem
from factcheck.model.plain import to_plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factcheck.ledger.format.validation import Lines, Location
    from factcheck.model.kinds import Kind
    from factcheck.model.plain import PlainData
    from factcheck.model.record import Record

DEPTH_LIMIT = 16

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_HINTS = {
    "mapping values are not allowed in this context": (
        "a second ': ' in the line; put the text in double quotes"
    ),
}
_MARKERS = ("<<<<<<< ", ">>>>>>> ", "||||||| ")


def read(data: bytes, *, kind: Kind, path: str) -> PlainData:
    """Read the bytes of a record file.

    Returns:
        The record as plain data with every field present, validated.

    Raises:
        BadRecordError: with every problem that was found, by file and line.
    """
    # pydantic is imported with this: reading from the cache does without it.
    from factcheck.ledger.format.validation import validated  # noqa: PLC0415

    quick = canonical_reader.record(data, kind=kind, path=path)
    if quick is not None:
        return quick
    tree, lines = parse(data, path=path)
    return to_plain(validated(tree, lines, kind=kind, path=path))


def dump(record: Record) -> bytes:
    """Write a record as canonical YAML.

    Raises:
        BadRecordError: it would be too large to be read back.
    """
    content = write(to_plain(record))
    if len(content) > SIZE_LIMIT:
        kind = type(record).__name__.lower()
        limit = SIZE_LIMIT // 1024
        raise _bad(kind, 0, f"is {len(content) // 1024} KB; it has at most {limit}")
    return content


def parse(data: bytes, *, path: str) -> tuple[dict[str, Any], Lines]:
    """Parse YAML into mappings, lists and text, with the line of each value.

    Raises:
        BadRecordError: it is too large, not UTF-8, not YAML, not one mapping, or
            uses what the ledger does without (aliases, tags, duplicate keys).
    """
    import yaml  # noqa: PLC0415 - what is canonical is read, and written, without

    text = _decode(data, path)
    builder, loader = _Builder(path), _loader()
    try:
        for event in yaml.parse(text, Loader=loader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        reason = _HINTS.get(str(error.problem), error.problem)
        raise _bad(path, line, f"is no YAML: {reason}") from None
    except yaml.YAMLError as error:
        reason = getattr(error, "reason", "a character that YAML does not allow")
        # libyaml counts the bytes of UTF-8, PyYAML's own reader counts characters.
        position = getattr(error, "position", 0)
        if loader is yaml.SafeLoader:
            line = text.count("\n", 0, position) + 1
        else:
            line = text.encode().count(b"\n", 0, position) + 1
        raise _bad(path, line, f"is no YAML: {reason}") from None
    if not isinstance(builder.root, dict):
        what = "is empty" if builder.root is None else "must be 'field: value' lines"
        raise _bad(path, 1, what)
    return builder.root, builder.lines


def has_comments(data: bytes) -> bool:
    """Tell whether a file that parses has comments, which writing it would lose."""
    import yaml  # noqa: PLC0415 - as in ``parse``

    text = data.decode("utf-8-sig")
    end = 0
    events: Iterator[Any] = yaml.parse(text, Loader=_loader())
    for event in events:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            start = event.start_mark.index
            if event.style in {"|", ">"}:  # its event covers the header line
                start = text.index("\n", start)
            if "#" in text[end:start]:
                return True
            end = event.end_mark.index
    return "#" in text[end:]


def _loader() -> Any:
    """Give the loader whose parser is asked: libyaml's where it is there."""
    import yaml  # noqa: PLC0415 - as in ``parse``

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _decode(data: bytes, path: str) -> str:
    if len(data) > SIZE_LIMIT:
        limit = SIZE_LIMIT // 1024
        raise _bad(path, 0, f"is {len(data) // 1024} KB; a record has at most {limit}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _bad(path, line, "is not UTF-8: save it in that encoding") from None
    for number, content in enumerate(text.split("\n"), 1):
        if content.startswith(_MARKERS):
            message = "has an unresolved merge: settle it and remove the markers"
            raise BadRecordError((Problem(path, number, message, "merge-conflict"),))
    return text


def _bad(path: str, line: int, message: str) -> BadRecordError:
    return BadRecordError((Problem(path, line, message),))


class _Builder:
    """Builds values from events; keeps where each began; refuses what is unsafe."""

    def __init__(self, path: str) -> None:
        import yaml  # noqa: PLC0415 - as in ``parse``

        self.path = path
        self._yaml = yaml
        self.root: Any = None
        self.lines: Lines = {}
        self._stack: list[dict[str, Any] | list[Any]] = []
        self._keys: list[str | int | None] = []
        self._documents = 0

    def take(self, event: Any) -> None:
        kind, yaml = type(event), self._yaml
        if kind is yaml.ScalarEvent:
            self._guard(event)
            self._scalar(event)
        elif kind is yaml.MappingStartEvent:
            self._open(event, {})
        elif kind is yaml.SequenceStartEvent:
            self._open(event, [])
        elif kind in {yaml.MappingEndEvent, yaml.SequenceEndEvent}:
            self._stack.pop()
            self._keys.pop()
            self._advance()
        elif kind is yaml.AliasEvent:
            raise self._refused(event, "an alias (*): write the value out")
        elif kind is yaml.DocumentStartEvent:
            self._documents += 1
            if self._documents > 1:
                raise self._refused(event, "a second document (---)")

    def _refused(self, event: Any, what: str) -> BadRecordError:
        line = event.start_mark.line + 1
        return _bad(self.path, line, f"has {what}; the ledger does without")

    def _guard(self, event: Any) -> None:
        if event.anchor is not None:
            raise self._refused(event, "an anchor (&)")
        if event.tag is not None:
            raise self._refused(event, f"a tag ({event.tag})")

    def _open(self, event: Any, container: dict[str, Any] | list[Any]) -> None:
        self._guard(event)
        if len(self._stack) >= DEPTH_LIMIT:
            raise self._refused(event, f"more than {DEPTH_LIMIT} levels")
        if self._stack and isinstance(self._stack[-1], dict) and self._keys[-1] is None:
            raise self._refused(event, "a key that is no text")
        self._attach(event, container)
        self._stack.append(container)
        self._keys.append(None if isinstance(container, dict) else 0)

    def _scalar(self, event: Any) -> None:
        text = event.value
        line = event.start_mark.line + 1
        parent = self._stack[-1] if self._stack else None
        if isinstance(parent, dict) and self._keys[-1] is None:
            if text in parent:
                raise _bad(self.path, line, f"has '{text}' twice: keep one of them")
            self._keys[-1] = text
            self.lines[self._location()] = line
            return
        if event.implicit[0] and text in _NULLS:
            if parent is None:
                return
            place = " ".join(map(str, self._location()))
            message = f"{place} is empty: remove the line or fill it in"
            raise _bad(self.path, line, message)
        self._attach(event, text)
        self._advance()

    def _location(self) -> Location:
        return tuple(key for key in self._keys if key is not None)

    def _attach(self, event: Any, value: Any) -> None:
        parent = self._stack[-1] if self._stack else None
        if isinstance(parent, dict):
            parent[str(self._keys[-1])] = value
        else:
            self.lines[self._location()] = event.start_mark.line + 1
            if parent is None:
                self.root = value
            else:
                parent.append(value)

    def _advance(self) -> None:
        if self._keys:
            key = self._keys[-1]
            self._keys[-1] = key + 1 if isinstance(key, int) else None
