"""Comments are found wherever they stand, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from factcheck.ledger.format import codec
from factcheck.model.errors import BadRecordError
from factcheck.model.kinds import KINDS, Kind
from factcheck.model.plain import to_plain
from tests.model.records import records


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=50)
@given(data=st.data())
def test_a_canonical_file_has_no_comments(kind: Kind, data: st.DataObject) -> None:
    """A hash sign in any text is not taken for a comment."""
    assert not codec.has_comments(codec.dump(data.draw(records(kind))))


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=50)
@given(data=st.data())
def test_a_comment_line_is_found(kind: Kind, data: st.DataObject) -> None:
    """A line of comment between any two lines is a comment, unless in a block."""
    record = data.draw(records(kind))
    lines = codec.dump(record).decode().split("\n")
    at = data.draw(st.integers(0, len(lines) - 1))
    marked = "\n".join([*lines[:at], "# a remark", *lines[at:]]).encode()
    try:
        read = codec.read(marked, kind=kind, path="a.yaml")
    except BadRecordError:
        assume(False)  # it stood inside a block and broke it off

    assert read == to_plain(record)
    assert codec.has_comments(marked)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=50)
@given(data=st.data())
def test_a_comment_at_the_end_of_a_line_is_found(
    kind: Kind, data: st.DataObject
) -> None:
    """A remark behind a key or a value is a comment wherever the record stays whole."""
    record = data.draw(records(kind))
    lines = codec.dump(record).decode().split("\n")
    ends = [at for at, line in enumerate(lines) if line and not line.endswith("|-")]
    at = data.draw(st.sampled_from(ends))
    lines[at] += " # a remark"
    marked = "\n".join(lines).encode()
    # Within a block it is text, and the record another one.
    assume(codec.read(marked, kind=kind, path="a.yaml") == to_plain(record))

    assert codec.has_comments(marked)


@pytest.mark.parametrize(
    "text",
    [
        "# before\nheadline: a\n",
        "headline: a # behind\n",
        "headline: a\n# after",
        "headline:\n  # between\n  a\n",
        'headline: "a" # behind quotes\n',
        "headline: 'it''s' # behind quotes\n",
        "--- # behind the start\nheadline: a\n",
        "headline: a\n... # behind the end\n",
        "{headline: a, # in a flow mapping\n text: b}\n",
        "text: |-\n  a\n# behind a block\nrating: b\n",
        "text: |-\n  a\n # less deep than the block\nrating: b\n",
        "\ufeff# behind a byte order mark\nheadline: a\n",
    ],
)
def test_comments_are_found_in_every_place(text: str) -> None:
    """Wherever YAML allows a comment."""
    assert codec.parse(text.encode(), path="a.yaml")
    assert codec.has_comments(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "headline: a#b\n",
        'headline: "a # b"\n',
        "headline: 'a # b'\n",
        "text: |-\n  a\n  # b\n",
        "text: >\n  a\n\n  # b\n",
        'text: "a\n  # b"\n',
        "headline: 😀#\nrating: 漢 \n",
    ],
)
def test_text_with_a_hash_sign_is_no_comment(text: str) -> None:
    """Wherever YAML reads the sign as part of the text."""
    assert codec.parse(text.encode(), path="a.yaml")
    assert not codec.has_comments(text.encode())


@pytest.mark.parametrize("header", ["|-", "|", ">", "|2-"])
def test_a_comment_behind_the_header_of_a_block_is_found(header: str) -> None:
    """It would be lost by rewriting, like every other comment."""
    data = f"text: {header} # a remark\n  a\n".encode()

    assert codec.parse(data, path="a.yaml")[0]["text"].strip() == "a"
    assert codec.has_comments(data)


def test_a_byte_order_mark_makes_no_comment() -> None:
    """A text that ends in a hash sign is none, also in a file with a mark."""
    assert not codec.has_comments("\ufeffheadline: C#\nrating: b\n".encode())
