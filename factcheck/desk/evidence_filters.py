"""Which evidence entries fit a set of filters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from factcheck.model.names import fold_name, is_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from factcheck.model.filed import Filed
    from factcheck.model.names import Names

LACKS = {
    "without_origin": "origin",
    "without_capture": "captures",
    "without_quote": "quote",
}
"""Filters for what an entry lacks, each with the field."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What entries are wanted; what is empty filters nothing.

    Attributes:
        words: all of them must occur in a text of the entry.
        linked: ids of the entries among which to look, None for all.
        publisher, origin: a name, or words of it; all names of a party count.
        kinds: any of these kinds.
        lacking: fields that must be empty.
        withdrawn: True for withdrawn ones alone.
    """

    words: Sequence[str] = ()
    linked: frozenset[str] | None = None
    publisher: str | None = None
    origin: str | None = None
    kinds: Sequence[str] = ()
    lacking: Sequence[str] = ()
    withdrawn: bool = False

    def fit(self, entry: Filed[Any], names: Names) -> bool:
        """Tell whether an entry fits all of them."""
        data = entry.data
        return (
            (self.linked is None or entry.id in self.linked)
            and (not self.kinds or data["kind"] in self.kinds)
            and (not self.withdrawn or data["withdrawn"] is not None)
            and all(_lacks(data, field) for field in self.lacking)
            and _is_called(self.publisher, data["source"]["publisher"], names)
            and _is_called(self.origin, data["origin"], names)
            and _holds(self.words, entry)
        )


def _lacks(data: Mapping[str, Any], field: str) -> bool:
    value = data[field]
    return not (is_name(value) if field == "origin" else value)


def _is_called(wanted: str | None, name: str | None, names: Names) -> bool:
    if wanted is None:
        return True
    if not name:
        return False
    same = names.key(wanted) == names.key(name)
    return same or f" {fold_name(wanted)}" in f" {fold_name(name)}"


def _holds(words: Sequence[str], entry: Filed[Any]) -> bool:
    if not words:
        return True
    text = fold_name(f"{entry.name} {' '.join(_texts(entry.data))}")
    return all(fold_name(word) in text for word in words)


def _texts(data: Mapping[str, Any]) -> list[str]:
    values = (*data["source"].values(), *data.values())
    return [value for value in values if isinstance(value, str)]
