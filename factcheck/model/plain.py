"""Records as plain data, and the view that reads them like the record classes.

A record becomes plain data (text, numbers, booleans, None, lists, mappings;
every field present) once it has been validated. Everything that only reads
works on that through ``view``, which is typed as the record class but needs no
pydantic: a warm command must not pay for validating what was validated before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from factcheck.model.record import Record

PlainData = dict[str, Any]


class _View:
    """Attribute access over plain data; lists read as tuples, mappings as views."""

    __slots__ = ("_data",)

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data

    def __getattr__(self, name: str) -> Any:
        try:
            return _wrap(self._data[name])
        except KeyError:
            raise AttributeError(name) from None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _View) and self._data == other._data

    __hash__ = None  # type: ignore[assignment]  # mutable data underneath

    def __repr__(self) -> str:
        return f"view({dict(self._data)!r})"


def _wrap(value: Any) -> Any:
    if isinstance(value, dict):
        return _View(value)
    if isinstance(value, list):
        return tuple(_wrap(item) for item in value)
    return value


def view(data: Mapping[str, Any]) -> Any:
    """Read plain data as a record: same attributes, no validation, no pydantic."""
    return _View(data)


def to_plain(record: Record) -> PlainData:
    """Give a validated record as plain data with every field present."""
    # Not model_dump, which is the same with many more arguments to pass on.
    data: PlainData = record.__pydantic_serializer__.to_python(record, mode="json")
    return data
