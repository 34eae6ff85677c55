"""The record classes: what their text becomes, and what goes with what."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from factcheck.ledger.format.validation import class_of
from factcheck.model.article import Article
from factcheck.model.evidence import Evidence
from factcheck.model.filed import Filed
from factcheck.model.kinds import KINDS, Kind
from factcheck.model.plain import to_plain, view
from factcheck.model.settings import DEFAULT_RATINGS, FORMAT, Publisher, Settings
from factcheck.model.verdict import Draft
from tests.model.records import records
from tests.model.samples import FULL, OTHER_NAME

COMPOSED, DECOMPOSED = "\u00e9", "e\u0301"


def test_text_of_ours_is_composed_and_words_of_others_are_kept() -> None:
    """NFC, except in what somebody else said."""
    values = copy.deepcopy(FULL["evidence"])
    values |= {"says": DECOMPOSED, "quote": DECOMPOSED, "origin": DECOMPOSED}
    record = Evidence.model_validate(values)

    assert (record.says, record.origin) == (COMPOSED, COMPOSED)
    assert record.quote == DECOMPOSED


def test_ends_and_line_breaks_are_made_even() -> None:
    """White space at the ends is nobody's words, and a line ends in one way."""
    record = Draft(text="\n  a\r\nb\rc \t\n", headline=" a  b ")

    assert (record.text, record.headline) == ("a\nb\nc", "a  b")


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=50)
@given(data=st.data())
def test_a_record_of_a_record_is_the_same(kind: Kind, data: st.DataObject) -> None:
    """Validating once more changes nothing, not even a length at its limit."""
    record = data.draw(records(kind))
    plain = to_plain(record)

    assert class_of(kind).model_validate(plain) == record
    assert to_plain(class_of(kind).model_validate(plain)) == plain


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=50)
@given(data=st.data())
def test_a_view_reads_like_the_record(kind: Kind, data: st.DataObject) -> None:
    """Every attribute of the class, with the same value, and no other."""
    record = data.draw(records(kind))
    seen = view(to_plain(record))
    for name, field in type(record).model_fields.items():
        value, read = getattr(record, name), getattr(seen, name)

        if isinstance(value, (str, bool, int)) or value is None:
            assert read == value, field
        else:
            assert view({"a": _plain(value)}).a == read
    with pytest.raises(AttributeError):
        _ = seen.no_such_field


def _plain(value: Any) -> Any:
    return [_plain(one) for one in value] if isinstance(value, tuple) else _one(value)


def _one(value: Any) -> Any:
    return value if isinstance(value, str) else to_plain(value)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=5)
@given(data=st.data())
def test_records_are_frozen_and_closed(kind: Kind, data: st.DataObject) -> None:
    """No attribute can be set, no unknown field given."""
    record = data.draw(records(kind))
    with pytest.raises(ValidationError, match="unknown"):
        class_of(kind).model_validate({**to_plain(record), "unknown": "x"})
    name = next(iter(type(record).model_fields))
    with pytest.raises(ValidationError, match="frozen"):
        setattr(record, name, None)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"public_note": None}, "has a public_note"),
        ({"supersedes": ()}, "supersedes another"),
    ],
)
def test_a_graded_verdict_explains_itself(change: dict[str, Any], message: str) -> None:
    """A correction names what it corrects and tells readers why."""
    with pytest.raises(ValidationError, match=message):
        class_of("verdict").model_validate({**FULL["verdict"], **change})


def test_a_request_for_changes_says_which() -> None:
    """An objection without a word helps nobody; an approval needs none."""
    values = {
        "verdict": OTHER_NAME,
        "verdict_digest": "v1:" + "0" * 64,
        "reviewer": "Bo",
        "decided": "2020-10-08T18:00:00Z",
    }
    with pytest.raises(ValidationError, match="request changes needs a comment"):
        class_of("review").model_validate({**values, "decision": "request changes"})

    assert class_of("review").model_validate({**values, "decision": "approve"})


def test_the_default_scale_is_a_valid_one() -> None:
    """What a new ledger begins with."""
    made = Settings(
        format=FORMAT, publisher=Publisher(name="P"), ratings=DEFAULT_RATINGS
    )

    assert [one.value for one in made.ratings] == [5, 4, 3, 2, 1, None]


@pytest.mark.parametrize("labels", [(), ("true", "True"), ("STRASSE", "straße")])
def test_a_scale_has_labels_that_differ(labels: tuple[str, ...]) -> None:
    """At least one, and none twice for somebody who types it."""
    ratings = [{"label": label, "meaning": "M"} for label in labels]
    values = {"format": 1, "publisher": {"name": "P"}, "ratings": ratings}
    with pytest.raises(ValidationError, match="no label twice"):
        Settings.model_validate(values)


@pytest.mark.parametrize("kind", ["check", "evidence"])
def test_a_filed_record_knows_its_name(kind: Kind) -> None:
    """Id and slug come from the name, the record from the data."""
    data = to_plain(class_of(kind).model_validate(FULL[kind]))
    filed: Filed[Any] = Filed(kind, "a.yaml", "a-b-7k3f9x2mq4vt", "", data)
    bare: Filed[Any] = Filed(kind, "a.yaml", "7k3f9x2mq4vt", "", data)

    assert (filed.id, filed.slug) == ("7k3f9x2mq4vt", "a-b")
    assert (bare.id, bare.slug) == ("7k3f9x2mq4vt", "7k3f9x2mq4vt")
    assert filed.record == bare.record == view(data)


def test_an_article_needs_only_the_hash_of_its_bytes() -> None:
    """All else may be unknown."""
    assert Article(sha256="ab" * 32).sentences == ()
