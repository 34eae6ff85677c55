"""JSON Schemas of the records as they stand in YAML, made from the record classes.

Editors read them: they mark what ``save`` would refuse, and say what a field means.
Our reader takes every scalar as text, while an editor types it (YAML 1.2: ``true``,
``2020``); so a text field accepts numbers and booleans too wherever text that looks
like one is allowed. Empty values and ``null`` are refused, as by the reader. What
cannot be said: that two texts differ, or that a name has its record.

The schemas are of draft-07, the newest that all YAML editors know. Patterns mean the
same in JavaScript (with its flag ``u``) and in Python.
"""

from __future__ import annotations

from types import NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Any,
    Literal,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from factcheck.ledger import layout
from factcheck.ledger.format.schema_rules import RULES
from factcheck.ledger.format.schema_types import schema_of_type
from factcheck.ledger.format.validation import class_of
from factcheck.model.kinds import BY_MONTH, KINDS, ONE_PER_CHECK
from factcheck.model.settings import FORMAT

if TYPE_CHECKING:
    from factcheck.model.kinds import Kind
    from factcheck.model.record import Record

Schema = dict[str, Any]
"""A JSON Schema as plain data."""


def schema_of(kind: Kind) -> Schema:
    """Make the JSON Schema of a kind of records.

    Raises:
        TypeError: a field has a type that this module does not know.
    """
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": f"urn:factcheck:format:{FORMAT}:{kind}",
        "title": kind,
        **_of_class(class_of(kind)),
    }


def file_of(kind: Kind) -> str:
    """Give the name of the file in which the schema of a kind is written."""
    return f"{kind}.schema.json"


def glob_of(kind: Kind) -> str:
    """Give the pattern of the files of a kind, relative to the ledger."""
    if kind == "settings":
        return layout.SETTINGS
    if kind in BY_MONTH:
        return layout.file_by_month(kind, "*", when="year-month").replace(
            "/year/mo", "/*/*"
        )
    if kind in ONE_PER_CHECK:
        return layout.file_in_check("checks/*/*/*", kind)
    return layout.file_in_check("checks/*/*/*", kind, "*")


def summary_of(kind: Kind) -> str:
    """Say in one line what a kind of records is."""
    return _first_line(class_of(kind))


def globs() -> dict[str, str]:
    """Give the pattern of each kind's files by the name of its schema's file."""
    return {file_of(kind): glob_of(kind) for kind in KINDS}


def _of_class(record_class: type[Record]) -> Schema:
    # pydantic takes Annotated apart, and with it the name that a type has here
    hints = get_type_hints(record_class, include_extras=True)
    fields = record_class.model_fields
    properties = {}
    for name, field in fields.items():
        schema = _of_type(hints[name])
        told = (field.description, schema.get("description"))
        schema["description"] = "; ".join(part for part in told if part)
        if not field.is_required() and field.default not in {None, ()}:
            given = field.default
            schema["default"] = list(given) if isinstance(given, tuple) else given
        properties[name] = schema
    return {
        "type": "object",
        "description": _first_line(record_class),
        "properties": properties,
        "required": [name for name, field in fields.items() if field.is_required()],
        "additionalProperties": False,
        **RULES.get(record_class, {}),
    }


def _of_type(annotation: Any) -> Schema:
    """Make the schema of a field's type: a record, a list, one of these or None."""
    if hasattr(annotation, "model_fields"):
        return _of_class(annotation)
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin in {Union, UnionType}:
        (kept,) = (one for one in inner if one is not NoneType)
        return _of_type(kept)
    if origin is tuple:
        items = _of_type(inner[0])
        return {
            "type": "array",
            "items": items,
            "description": f"list; each: {items['description']}",
        }
    if origin is Literal:
        return {"enum": list(inner), "description": "one of: " + ", ".join(inner)}
    return schema_of_type(annotation)


def _first_line(record_class: type[Record]) -> str:
    return (record_class.__doc__ or "").partition("\n")[0]
