"""Values to records: what the record classes say, in words a person can act on.

Imported only where a record is validated, because it needs pydantic.
"""

from __future__ import annotations

from difflib import get_close_matches
from importlib import import_module
from typing import TYPE_CHECKING, Any, get_args

from pydantic import ValidationError

from factcheck.model.errors import BadRecordError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factcheck.model.kinds import Kind
    from factcheck.model.record import Record


_CLASSES: dict[Kind, tuple[str, str]] = {
    "settings": ("settings", "Settings"),
    "check": ("claim", "Claim"),
    "work": ("claim", "Work"),
    "draft": ("verdict", "Draft"),
    "link": ("evidence", "Link"),
    "appearance": ("evidence", "Appearance"),
    "ask": ("asking", "Ask"),
    "answer": ("asking", "Answer"),
    "verdict": ("verdict", "Verdict"),
    "review": ("verdict", "Review"),
    "recheck": ("verdict", "Recheck"),
    "publication": ("verdict", "Publication"),
    "evidence": ("evidence", "Evidence"),
    "article": ("article", "Article"),
    "tip": ("mail", "Tip"),
    "complaint": ("mail", "Complaint"),
    "party": ("party", "Party"),
}
"""By kind the module of ``factcheck.model`` and the class in it."""

Location = tuple[str | int, ...]
"""A place in a record: ``("captures", 0, "sha256")``."""
Lines = dict[Location, int]
"""The 1-based line on which each value of a file begins."""


def validated(tree: dict[str, Any], lines: Lines, *, kind: Kind, path: str) -> Record:
    """Make a record of parsed values.

    Raises:
        BadRecordError: with every problem that was found, by file and line.
    """
    record_class = class_of(kind)
    try:
        return record_class.model_validate(tree)
    except ValidationError as error:
        problems = problems_of(error, record_class, path=path, lines=lines)
        raise BadRecordError(problems) from None


def problems_of(
    error: ValidationError,
    record_class: type[Record],
    *,
    path: str,
    lines: Lines | None = None,
) -> tuple[Problem, ...]:
    """Say in one line each what pydantic found, where, and what to do."""
    return tuple(_problems(error, record_class, lines or {(): 0}, path))


def class_of(kind: Kind) -> type[Record]:
    """Give the record class of a kind; the module of no other one is imported."""
    module, name = _CLASSES[kind]
    found: type[Record] = getattr(import_module(f"factcheck.model.{module}"), name)
    return found


def in_words(location: Location) -> str:
    """Name a place in a record: ``captures 2 sha256`` for the second one's hash."""
    return " ".join(
        str(step + 1) if isinstance(step, int) else step for step in location
    )


def _problems(
    error: ValidationError, record_class: type[Record], lines: Lines, path: str
) -> Iterator[Problem]:
    for found in error.errors(include_url=False):
        location: Location = found["loc"]
        place = in_words(location) or "the record"
        known = location
        while known not in lines and known:
            known = known[:-1]
        line = lines.get(known, 1)
        yield Problem(path, line, _message(found, place, location, record_class))


_MESSAGES = {
    "missing": "{place} is missing: add it",
    "literal_error": "{place} is '{input}': it must be {expected}",
    "value_error": "{place}: {error}",
    "string_type": "{place} must be text",
    "tuple_type": "{place} must be a list, its items on lines with a '-'",
    "model_type": "{place} must be 'field: value' lines below it",
    "string_too_long": "{place} is longer than {max_length} characters",
    "too_long": "{place} is longer than {max_length} characters",
}


def _message(
    found: Any, place: str, location: Location, record_class: type[Record]
) -> str:
    if found["type"] == "extra_forbidden":
        return f"there is no field {place}{_nearest(location, record_class)}"
    message = _MESSAGES.get(found["type"], "{place}: {msg}")
    values = {**found.get("ctx", {}), "input": found["input"], "msg": found["msg"]}
    return message.format(place=place, **values)


def _nearest(location: Location, record_class: type[Record]) -> str:
    """Suggest the field that a misspelt one may have meant."""
    inner = record_class
    for step in location[:-1]:
        if isinstance(step, str):
            inner = _class_of_field(inner, step)
    known = list(inner.model_fields)
    close = get_close_matches(str(location[-1]), known, n=1)
    if close:
        return f": did you mean {close[0]}?"
    return f": known are {', '.join(known)}" if known else ": remove it"


def _class_of_field(record_class: type[Record], field: str) -> type[Record]:
    """Find the record class in ``X``, ``X | None`` or ``tuple[X, ...]``."""
    annotation = record_class.model_fields[field].annotation
    for candidate in (annotation, *get_args(annotation)):
        if hasattr(candidate, "model_fields"):
            inner: type[Record] = candidate
            return inner
    return record_class
