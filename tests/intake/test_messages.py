"""Nothing that a child sends is believed."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.intake import messages
from factcheck.intake.article import Article
from factcheck.intake.messages import BrokenMessageError
from factcheck.intake.metadata import SourceFacts
from factcheck.intake.passage import Passage


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_a_message_comes_as_it_was_sent(value: object) -> None:
    """Any JSON, any text, also halves of surrogate pairs; and the bytes behind it."""
    pipe = io.BytesIO()
    messages.send(pipe, {"answer": value, "half": "\ud800"}, b"bytes")
    pipe.seek(0)

    assert messages.receive(pipe, most=5) == (
        {"answer": value, "half": "\ud800", "size": 5},
        b"bytes",
    )


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"\0\0",
        b"\0\0\0\x09{}",
        b"\0\0\0\x02{}",
        b"\0\0\0\x02[]",
        b"\0\0\0\x02{\xff",
        b'\0\0\0\x0b{"size": 9}',
        b'\0\0\0\x0c{"size": -9}',
        b'\0\0\0\x0e{"size": true}',
        b"\0\0\x27\x10" + b"[" * 10_000,
        b"\xff\xff\xff\xff" + b" " * 100,
    ],
)
def test_broken_messages(sent: bytes) -> None:
    """Too short, too long, no JSON, nested for the sake of it: all are refused."""
    with pytest.raises(BrokenMessageError):
        messages.receive(io.BytesIO(sent), most=100)


def test_bytes_that_nobody_waits_for() -> None:
    """Who answers cannot make us read as much as it likes."""
    pipe = io.BytesIO()
    messages.send(pipe, {}, b"x" * 100)
    pipe.seek(0)

    with pytest.raises(BrokenMessageError):
        messages.receive(pipe)


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        {"text": "a"},
        {"text": "a", "whole": 1},
        {"text": ["a"], "whole": True},
        {"text": None, "whole": True},
        {"text": "a", "whole": True, "more": 1},
    ],
)
def test_records_are_made_of_what_has_their_types(data: object) -> None:
    """A field that is missing, unknown or of another type makes no record."""
    with pytest.raises(BrokenMessageError):
        messages.made(Passage, data)


@pytest.mark.parametrize(
    "record",
    [
        Article("", "-", ("a", "b"), published="2020"),
        SourceFacts(title="x"),
        Passage("x", whole=False),
    ],
)
def test_every_record_survives_the_way(record: object) -> None:
    """Texts, tuples of texts, switches and what is absent."""
    pipe = io.BytesIO()
    messages.send(pipe, {"answer": messages.as_data(record)})
    pipe.seek(0)
    answer = messages.receive(pipe)[0]["answer"]

    assert messages.made(type(record), answer) == record
