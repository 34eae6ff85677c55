"""JSON Schemas: what our reader takes, an editor takes; what it refuses, it marks."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from factcheck.ledger import layout
from factcheck.ledger.format import codec
from factcheck.ledger.format.schema import (
    file_of,
    glob_of,
    globs,
    schema_of,
    summary_of,
)
from factcheck.ledger.format.schema_rules import RULES, UNSAID
from factcheck.ledger.format.schema_types import schema_of_type
from factcheck.ledger.format.validation import class_of
from factcheck.model import record
from factcheck.model.errors import BadRecordError
from factcheck.model.kinds import BY_MONTH, KINDS, ONE_PER_CHECK, Kind
from tests.model.records import records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factcheck.model.record import Record

EXAMPLE = Path(__file__).resolve().parents[2] / "ledger"
TIME = "2020-10-08T18:00:00Z"
DIGEST = "v1:" + "ab" * 32
NAME = "reuters-recruits-q8w2m4xdkz7p"

_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", re.ASCII)
_INTEGER = re.compile(r"[-+]?[0-9]+", re.ASCII)
_TRUE = {"true", "True", "TRUE"}
_FALSE = {"false", "False", "FALSE"}
_NULL = {"", "~", "null", "Null", "NULL"}

each_kind = pytest.mark.parametrize("kind", KINDS)


def as_an_editor_reads(content: bytes) -> Any:
    """Give the values of YAML by the core schema of YAML 1.2, as editors type them."""
    return _typed(yaml.compose(content, Loader=yaml.SafeLoader))


def _typed(node: Any) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {_typed(key): _typed(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_typed(item) for item in node.value]
    return node.value if node.style is not None else _scalar(node.value)


def _scalar(text: str) -> Any:
    if text in _NULL:
        return None
    if text in _TRUE | _FALSE:
        return text in _TRUE
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _NUMBER.fullmatch(text) else text


def accepted(kind: Kind, content: bytes) -> bool:
    """Tell whether the schema of a kind takes the bytes of a file."""
    validator = jsonschema.Draft7Validator(schema_of(kind))
    return bool(validator.is_valid(as_an_editor_reads(content)))


def read(kind: Kind, content: bytes) -> bool:
    """Tell whether our reader takes the bytes of a file."""
    try:
        codec.read(content, kind=kind, path="file.yaml")
    except BadRecordError:
        return False
    return True


def classes() -> Iterator[type[Record]]:
    """Give every record class, with those inside others."""
    waiting = [class_of(kind) for kind in KINDS]
    while waiting:
        one = waiting.pop()
        yield one
        for hint in get_type_hints(one).values():
            inner = getattr(hint, "__args__", ()) or (hint,)
            waiting += [kept for kept in inner if hasattr(kept, "model_fields")]


@each_kind
def test_each_schema_is_a_schema_with_a_name_that_stays(kind: Kind) -> None:
    """Of draft-07, under a URN of the format, every field explained."""
    schema = schema_of(kind)
    jsonschema.Draft7Validator.check_schema(schema)

    assert schema["$id"] == f"urn:factcheck:format:1:{kind}"
    assert set(schema["properties"]) == set(class_of(kind).model_fields)
    assert all(one["description"] for one in schema["properties"].values())
    assert schema["additionalProperties"] is False
    assert json.loads(json.dumps(schema)) == schema
    assert summary_of(kind) == schema["description"]


def test_every_record_of_the_example_is_accepted() -> None:
    """The ledger that comes with the program has nothing that an editor marks."""
    seen = set()
    for path in sorted(EXAMPLE.rglob("*.yaml")):
        place = layout.place_of(path.relative_to(EXAMPLE).as_posix())
        if isinstance(place, layout.Place):
            seen.add(place.kind)

            assert accepted(place.kind, path.read_bytes()), path
    assert {"settings", "check", "evidence", "link", "verdict"} <= seen


@each_kind
@given(data=st.data())
def test_every_record_that_we_write_is_accepted(kind: Kind, data: Any) -> None:
    """Whatever its fields hold, as canonical YAML."""
    content = codec.dump(data.draw(records(kind)))

    assert accepted(kind, content)


@each_kind
@given(data=st.data())
def test_a_record_with_one_thing_wrong_is_marked(kind: Kind, data: Any) -> None:
    """An unknown field, a missing one, an empty one, a list in place of text."""
    content = codec.dump(data.draw(records(kind)))
    first = content.split(b":")[0]
    required = schema_of(kind)["required"]

    assert not accepted(kind, content + b"colour: blue\n")
    assert not accepted(kind, b"%s: null\n" % (first or b"note"))
    assert not required or not accepted(kind, b"note: only this\n")


EVIDENCE = {
    "source": "{publisher: Reuters}",
    "kind": "report",
    "says": "It is so.",
    "added": TIME,
    "added_by": "Anna",
}
ASK = {"whom": "The ministry", "added": TIME, "added_by": "Anna"}
ANSWER = {"ask": NAME, "received": "2020-10-08", "added": TIME, "added_by": "Anna"}
REVIEW = {
    "verdict": NAME,
    "verdict_digest": DIGEST,
    "reviewer": "Bo",
    "decided": TIME,
}
VERDICT = {
    "headline": "So it is",
    "rating": "true",
    "summary": "Yes.",
    "text": "It is so.",
    "author": "Anna",
    "given": TIME,
    "pins": f"{{claim_digest: '{DIGEST}'}}",
}
TIP = {"says": "Look", "received": "2020-10-08", "added": TIME, "added_by": "Anna"}
SETTINGS = {
    "format": "1",
    "publisher": "{name: Desk}",
    "ratings": "[{label: true, meaning: It is}]",
}

SAME: list[tuple[Kind, dict[str, str]]] = [
    ("evidence", EVIDENCE),
    ("evidence", EVIDENCE | {"says": "2020"}),
    ("evidence", EVIDENCE | {"says": "true"}),
    ("evidence", EVIDENCE | {"says": "1.50"}),
    ("evidence", EVIDENCE | {"says": "null"}),
    ("evidence", EVIDENCE | {"says": "''"}),
    ("evidence", EVIDENCE | {"says": "'  '"}),
    ("evidence", EVIDENCE | {"says": "[one]"}),
    ("evidence", EVIDENCE | {"kind": "rumour"}),
    ("evidence", EVIDENCE | {"kind": "own work"}),
    ("evidence", EVIDENCE | {"confidential": "true"}),
    ("evidence", EVIDENCE | {"confidential": '"true"'}),
    ("evidence", EVIDENCE | {"confidential": "yes"}),
    ("evidence", EVIDENCE | {"source": "{publisher: Reuters, published: 2020}"}),
    ("evidence", EVIDENCE | {"source": "{publisher: Reuters, published: 2020-10}"}),
    ("evidence", EVIDENCE | {"source": "{publisher: Reuters, published: 2020-13}"}),
    ("evidence", EVIDENCE | {"source": "{publisher: Reuters, published: 20201}"}),
    ("evidence", EVIDENCE | {"source": "{publisher: Reuters, language: no}"}),
    ("evidence", EVIDENCE | {"source": "{publisher: Reuters, colour: blue}"}),
    ("evidence", EVIDENCE | {"source": "{title: A title}"}),
    ("evidence", EVIDENCE | {"where": '"page 1\\npage 2"'}),
    ("evidence", EVIDENCE | {"where": '"page 1\\n"'}),
    ("evidence", EVIDENCE | {"where": "|\n  page 1"}),
    ("evidence", EVIDENCE | {"where": "x" * 2000}),
    ("evidence", EVIDENCE | {"where": "x" * 2001}),
    ("evidence", EVIDENCE | {"where": f"'  {'x' * 2000}  '"}),
    ("evidence", EVIDENCE | {"says": "x" * 100_001}),
    ("evidence", EVIDENCE | {"added": "2020-10-08"}),
    ("evidence", EVIDENCE | {"added": "2020-10-08 18:00+02:00"}),
    ("evidence", {**EVIDENCE, "note": "text", "colour": "blue"}),
    ("ask", ASK),
    ("ask", ASK | {"question": "Is it?", "asked": "2020-10-08"}),
    ("ask", ASK | {"question": "Is it?"}),
    ("ask", ASK | {"not_asked": "He is dead."}),
    ("ask", ASK | {"not_asked": "He is dead.", "channel": "by mail"}),
    ("ask", ASK | {"question": "Is it?", "asked": "2020-10-08", "not_asked": "No."}),
    ("answer", ANSWER | {"outcome": "declined"}),
    ("answer", ANSWER | {"outcome": "answered"}),
    ("answer", ANSWER | {"outcome": "answered", "says": "It is."}),
    ("answer", ANSWER | {"outcome": "no answer"}),
    ("answer", ANSWER | {"outcome": "no answer", "text": "Well"}),
    ("answer", ANSWER | {"outcome": "no answer", "captures": "[]"}),
    ("review", REVIEW | {"decision": "approve"}),
    ("review", REVIEW | {"decision": "request changes"}),
    ("review", REVIEW | {"decision": "request changes", "comment": "More."}),
    ("review", REVIEW | {"decision": "approve", "verdict": "not-a-name"}),
    ("verdict", VERDICT),
    ("verdict", VERDICT | {"grade": "update"}),
    ("verdict", VERDICT | {"grade": "update", "public_note": "New."}),
    (
        "verdict",
        VERDICT | {"grade": "update", "public_note": "New.", "supersedes": "[]"},
    ),
    (
        "verdict",
        VERDICT | {"grade": "update", "public_note": "New.", "supersedes": f"[{NAME}]"},
    ),
    ("tip", TIP),
    ("tip", TIP | {"received": "2020-10"}),
    (
        "tip",
        TIP | {"outcome": f"{{decision: known, settled: {TIME!r}, settled_by: Bo}}"},
    ),
    (
        "tip",
        TIP
        | {
            "outcome": f"{{decision: known, check: {NAME}, "
            f"settled: {TIME!r}, settled_by: Bo}}"
        },
    ),
    ("work", {"closed": "{outcome: duplicate, why: It is}"}),
    ("work", {"closed": f"{{outcome: duplicate, duplicate_of: {NAME}, why: It is}}"}),
    ("work", {"closed": f"{{outcome: dropped, duplicate_of: {NAME}, why: It is}}"}),
    ("work", {"topics": "[2020, true, äthiopien, a-b]"}),
    ("work", {"topics": "[a b]"}),
    ("work", {"topics": "war"}),
    ("work", {"due": "2020-10-08"}),
    ("work", {"due": "2020"}),
    ("settings", SETTINGS),
    ("settings", SETTINGS | {"ratings": "[]"}),
    ("settings", SETTINGS | {"format": "one"}),
    ("settings", SETTINGS | {"format": "-1"}),
    ("settings", SETTINGS | {"policy": "{}"}),
    ("settings", SETTINGS | {"policy": "{colour: blue}"}),
    ("settings", SETTINGS | {"captures_in_git": "true"}),
]


@pytest.mark.parametrize(("kind", "fields"), SAME)
def test_the_schema_judges_as_the_reader_does(
    kind: Kind, fields: dict[str, str]
) -> None:
    """What one refuses, the other refuses; unquoted numbers and truths are text."""
    content = "".join(f"{name}: {value}\n" for name, value in fields.items()).encode()

    assert accepted(kind, content) == read(kind, content)


def test_both_judgements_are_among_the_cases() -> None:
    """A table in which all were refused would prove nothing."""
    judged = {
        read(kind, "".join(f"{n}: {v}\n" for n, v in fields.items()).encode())
        for kind, fields in SAME
    }

    assert judged == {True, False}


TYPES = {
    name: value
    for name, value in vars(record).items()
    if hasattr(value, "__metadata__")
}
_PIECES = ["2020", "-", "10", "08", "T18:00", ":00", "Z", "+02:00", "W41", " ", ".5"]
_PIECES += ["http://", "HTTPS://", "a", "É", "ß", "x.org", "/", "?", "#", "\n", "_"]
_PIECES += ["en", "v1:", "ab" * 32, "1" * 64, "q8w2m4xdkz7p", "123456789012", "unknown"]
_TEXTS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\x1c\x1d\x1e\x1f\x85")),
    st.lists(st.sampled_from(_PIECES), max_size=6).map("".join),
    st.datetimes(timezones=st.timezones()).map(lambda when: when.isoformat()),
)


@pytest.mark.parametrize("name", TYPES)
@given(text=_TEXTS)
def test_a_type_takes_no_less_than_the_reader(name: str, text: str) -> None:
    """Quoted or not, for every type of text that records have."""
    try:
        TypeAdapter(TYPES[name]).validate_python(text)
    except ValidationError:
        return
    validator = jsonschema.Draft7Validator(schema_of_type(TYPES[name]))

    assert validator.is_valid(text)
    assert _scalar(text) is None or validator.is_valid(_scalar(text))


def test_an_unknown_type_is_no_schema() -> None:
    """A new type of field must be put into the table."""
    with pytest.raises(TypeError, match="complex"):
        schema_of_type(complex)


def test_rules_between_fields_are_said_or_known_to_be_unsaid() -> None:
    """A class with a validator of its own stands in one of the two tables."""
    ruled = {one for one in classes() if one.__pydantic_decorators__.model_validators}

    assert ruled == set(RULES) | UNSAID


@each_kind
def test_the_files_of_a_kind_are_those_of_the_layout(kind: Kind) -> None:
    """A path that fits the pattern is read as a record of that kind."""
    path = glob_of(kind).replace("*", "2020", 1).replace("*", "10", 1)
    if kind in BY_MONTH or kind in ONE_PER_CHECK:
        path = path.replace("*", NAME)
    else:
        path = path.replace("*", NAME, 1).replace("*", NAME)
    place = layout.place_of(path)

    assert isinstance(place, layout.Place)
    assert place.kind == kind
    assert globs()[file_of(kind)] == glob_of(kind)
