"""What the fields of a record take, read from its class: for maps of sheets."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

from factcheck.model.claim import Part
from factcheck.model.record import (
    Day,
    Flag,
    PartialDate,
    Prose,
    Record,
    SaidOn,
    Timestamp,
    Verbatim,
)

FieldKind = Literal["line", "word", "prose", "date", "moment", "list", "parts"]
"""How a cell becomes a value: see ``cells``."""

_BY_US = frozenset({"opened", "opened_by", "added", "added_by", "evidence"})
"""Filled by the import itself where the map does not."""

_NEVER = frozenset({"evidence", "article", "captures", "capture", "withdrawn"})
"""References and what only a command of its own can make."""


@cache
def _hints(record_class: type[Record]) -> dict[str, Any]:
    return get_type_hints(record_class, include_extras=True)


def kind_of(record_class: type[Record], field: str) -> FieldKind | None:
    """Tell what a field takes; None where a sheet cannot fill it.

    Args:
        record_class: of the record.
        field: its name, dotted inside a record: ``claimant.name``.
    """
    name, _, inside = field.partition(".")
    hint = _hints(record_class).get(name)
    if name in _NEVER or name not in record_class.model_fields:
        return None
    inner = _record_in(hint)
    if inside or (inner and Part not in get_args(hint)):
        return kind_of(inner, inside) if inner and inside else None
    return _kind(hint)


def _kind(hint: Any) -> FieldKind:
    forms = (hint, *get_args(hint))
    if get_origin(hint) is tuple:
        return "parts" if Part in forms else "list"
    if any(form in (Prose, Verbatim) for form in forms):
        return "prose"
    if any(form in (PartialDate, SaidOn, Day) for form in forms):
        return "date"
    if Timestamp in forms:
        return "moment"
    # One of a few words, as stance: a spreadsheet writes them in any case.
    is_word = Flag in forms or any(get_origin(form) is Literal for form in forms)
    return "word" if is_word else "line"


def known_fields(record_class: type[Record]) -> list[str]:
    """Name the fields of a record that a sheet can fill, in the order of the class."""
    names = []
    for name, hint in _hints(record_class).items():
        if name not in record_class.model_fields or name in _NEVER:
            continue
        inner = None if get_origin(hint) is tuple else _record_in(hint)
        if inner:
            names += [f"{name}.{one}" for one in known_fields(inner)]
        elif kind_of(record_class, name):
            names.append(name)
    return names


def required(record_class: type[Record]) -> list[str]:
    """Name the fields that a record must have and that only the sheet can give."""
    names = []
    for name, field in record_class.model_fields.items():
        if not field.is_required() or name in _BY_US:
            continue
        inner = _record_in(_hints(record_class)[name])
        names += [f"{name}.{one}" for one in required(inner)] if inner else [name]
    return names


def _record_in(hint: Any) -> type[Record] | None:
    """Find the record class in ``X``, ``X | None`` or ``tuple[X, ...]``."""
    for form in (hint, *get_args(hint)):
        if isinstance(form, type) and issubclass(form, Record):
            return form
    return None
