"""The quick reader of canonical files: what it gives, the parser gives too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.ledger.cache import reading
from factcheck.ledger.format import canonical_reader, codec
from factcheck.ledger.format.validation import class_of
from factcheck.model.errors import BadRecordError
from factcheck.model.kinds import KINDS, Kind
from tests.model.records import records

if TYPE_CHECKING:
    from pathlib import Path

_PIECES = st.sampled_from(
    [
        *(":", ": ", " :", "#", " #", '"', "'", "\\", "\n", " ", "  ", "-", "- ", "|-"),
        *(
            "|",
            ">",
            "[",
            "]",
            "{",
            "}",
            "&a",
            "*a",
            "!t",
            "%",
            "@",
            "\t",
            "?",
            ",",
            "~",
        ),
        *("null", "key:", "\nkey:", "\n  key: x", "\n- x", "\n  - x", '""', '"\\x41"'),
        *("\n\n", "\n ", "...", "---", "\r", "\u2028", "\u0085", "\ufeff", "é", "<<: "),
        *("\n<<<<<<< ", '\\"', "\\n", "\\u0041", "\0", "\x7f", "a" * 1_100, "\n    x"),
    ]
)
_CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["insert", "delete", "replace", "indent", "double"]),
        st.integers(0, 5_000),
        _PIECES,
    ),
    max_size=3,
)


def changed(text: str, act: str, place: int, piece: str) -> str:
    """Change a text in one place."""
    at = place % (len(text) + 1)
    lines = text.split("\n")
    number = place % len(lines)
    if act == "insert":
        return text[:at] + piece + text[at:]
    if act == "delete":
        return text[:at] + text[at + 1 + place % 3 :]
    if act == "replace":
        return text[:at] + piece + text[at + len(piece) :]
    if act == "indent":
        lines[number] = "  " + lines[number] if place % 2 else lines[number][1:]
    else:
        lines.insert(place * 7 % len(lines), lines[number])
    return "\n".join(lines)


def in_order(value: Any) -> Any:
    """Give mappings as lists of pairs, whose order counts."""
    if isinstance(value, dict):
        return [(key, in_order(one)) for key, one in value.items()]
    return [in_order(one) for one in value] if isinstance(value, list) else value


def parsed(content: bytes) -> Any:
    """Ask the parser; nothing where it refuses."""
    try:
        return in_order(codec.parse(content, path="x.yaml")[0])
    except BadRecordError:
        return None


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=40)
@given(data=st.data())
def test_what_it_gives_the_parser_gives(kind: Kind, data: st.DataObject) -> None:
    """Of any file that was changed at random: the same, or nothing."""
    text = codec.dump(class_of(kind).model_validate(data.draw(records(kind)))).decode()
    for act, place, piece in data.draw(_CHANGES):
        text = changed(text, act, place, piece)
    content = text.encode()
    found = canonical_reader.read(content)

    assert found is None or in_order(found) == parsed(content)


def test_it_reads_what_we_write(worked_on: Path) -> None:
    """Or it would be of no use: every record of a plain ledger is of the form."""
    files = [worked_on / path for path in reading.record_files(worked_on)]
    found = [canonical_reader.read(file.read_bytes()) for file in files]

    assert found
    assert None not in found


@pytest.mark.parametrize(
    "text",
    [
        'a: ""\n  b: c\n',
        "a:\n  - b\n  c: d\n",
        "a:\nb: c\n",
        "a: b\n  c: d\n",
        "a: b: c\n",
        "a: b #c\n",
        "a: null\n",
        "a: |-\n\n  b\n",
        "a: |-\n   b\n  c\n",
        "a: |-\n  b\n    \n",
        "a: b \n",
        "a: b",
        "a: b\na: c\n",
        "{}\n",
        "",
    ],
)
def test_what_is_not_plainly_canonical_is_left_to_the_parser(text: str) -> None:
    """Rather than guess what was meant."""
    assert canonical_reader.read(text.encode()) is None
