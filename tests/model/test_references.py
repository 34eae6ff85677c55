"""References: every field of every record class that names a record is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.ledger.format.validation import class_of
from factcheck.model.filed import Filed
from factcheck.model.ids import is_name
from factcheck.model.kinds import KINDS
from factcheck.model.plain import to_plain
from factcheck.model.record import Record, Reference
from factcheck.model.references import by_kind_and_id, leads_nowhere, references
from tests.model.folder import Folder
from tests.model.records import records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factcheck.model.kinds import Kind

_MARK = get_args(Reference)[1]


def _names_in(
    annotation: Any, value: Any, marks: tuple[Any, ...] = ()
) -> Iterator[str]:
    """Give what stands in the fields of the type ``Reference``, by the classes."""
    if get_origin(annotation) is Annotated:
        inner, *marks_here = get_args(annotation)
        yield from _names_in(inner, value, tuple(marks_here))
    elif isinstance(value, Record):
        for name, field in type(value).model_fields.items():
            part = getattr(value, name)
            yield from _names_in(field.annotation, part, tuple(field.metadata))
    elif isinstance(value, tuple):
        for item in value:
            yield from _names_in(get_args(annotation)[0], item)
    elif isinstance(value, str) and _MARK in marks:
        yield value
    elif value is not None:
        for one in get_args(annotation):
            if get_origin(one) is Annotated:
                yield from _names_in(one, value)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=50)
@given(data=st.data())
def test_every_name_in_a_record_is_a_reference(kind: Kind, data: st.DataObject) -> None:
    """None is forgotten when a record class gets another field."""
    record = data.draw(records(kind))
    filed: Filed[Any] = Filed(
        kind, "a/b", "it-is-so-7k3f9x2mq4vt", "", to_plain(record)
    )
    found = [reference.name for reference in references(filed)]

    assert all(map(is_name, found))
    assert sorted(found) == sorted(_names_in(class_of(kind), record))


def test_a_verdict_of_another_check_is_no_verdict_of_this() -> None:
    """What is within a check is looked for in it alone."""
    folder = Folder.opened()
    review = folder.review(folder.verdict())
    (filed,) = [one for one in folder.files if one.name == review]
    (reference,) = references(filed)
    there = by_kind_and_id(folder.files)
    verdict = there["verdict", reference.name[-12:]][0]
    elsewhere: Filed[Any] = Filed(
        "verdict", "x", verdict.name, "other-0123456789ab", verdict.data
    )

    assert leads_nowhere(reference, there) == ""
    assert "is not in the ledger" in leads_nowhere(reference, {})
    assert "of another check" in leads_nowhere(reference, by_kind_and_id([elsewhere]))
