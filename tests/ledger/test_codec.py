"""The reader: the same record from any honest YAML of it, and its line numbers."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from factcheck.ledger.format import codec
from factcheck.model.digest import MATERIAL, digest
from factcheck.model.errors import BadRecordError
from factcheck.model.kinds import KINDS, Kind
from factcheck.model.plain import to_plain
from tests.model.records import records


def without_absent(value: Any) -> Any:
    """Leave out what a file of the record would not hold."""
    if isinstance(value, dict):
        return {
            key: without_absent(one)
            for key, one in value.items()
            if one is not None and one is not False and one != []
        }
    return [without_absent(one) for one in value] if isinstance(value, list) else value


def as_text(value: Any) -> Any:
    """Give plain data as a reader sees it to whom all scalars are text."""
    if isinstance(value, dict):
        return {key: as_text(one) for key, one in value.items()}
    if isinstance(value, list):
        return [as_text(one) for one in value]
    return "true" if value is True else str(value)


def shuffled(value: Any, order: list[int]) -> Any:
    """Put the keys of every mapping into another order."""
    if isinstance(value, list):
        return [shuffled(one, order) for one in value]
    if not isinstance(value, dict):
        return value
    ranks = dict(zip(value, order * (len(value) // len(order) + 1), strict=False))
    return {key: shuffled(value[key], order) for key in sorted(value, key=ranks.get)}  # type: ignore[arg-type]  # every key has a rank


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=60)
@given(data=st.data())
def test_another_layout_of_the_yaml_is_the_same_record(
    kind: Kind, data: st.DataObject
) -> None:
    """Flow style, other quotes, indentation, width, order and line ends change nothing.

    PyYAML writes the variants, with rules of quoting that are not ours.
    """
    record = data.draw(records(kind))
    order = data.draw(st.permutations(range(5)))
    values = shuffled(without_absent(to_plain(record)), order)
    written = yaml.safe_dump(
        values,
        default_flow_style=data.draw(st.sampled_from([True, False, None])),
        default_style=data.draw(st.sampled_from([None, '"', "'"])),
        allow_unicode=data.draw(st.booleans()),
        width=data.draw(st.sampled_from([20, 80, 10_000])),
        indent=data.draw(st.sampled_from([2, 4, 7])),
        explicit_start=data.draw(st.booleans()),
        sort_keys=False,
    )
    # PyYAML tags numbers and booleans that it is told to quote; we have no tags.
    plain = written.replace("!!int ", "").replace("!!bool ", "")
    # It folds some line breaks and spaces so that it does not find them again.
    assume(yaml.load(plain, Loader=yaml.BaseLoader) == as_text(values))  # noqa: S506 - the safest one
    mark = data.draw(st.sampled_from(["", "\ufeff"]))
    read = codec.read((mark + plain).encode(), kind=kind, path="a.yaml")

    assert read == to_plain(record)
    if kind in MATERIAL:
        assert digest(kind, read) == digest(kind, to_plain(record))


CLAIM = b"""\
claim: It is so
claimant:
  name: Somebody
said_on: 2020-10-08
opened: 2020-10-08T20:00:00+02:00
opened_by: Anna
"""


def test_text_that_yaml_would_convert_stays_text() -> None:
    """Plain dates are text, and a point in time is given in UTC."""
    read = codec.read(CLAIM, kind="check", path="check.yaml")

    assert read["said_on"] == "2020-10-08"
    assert read["opened"] == "2020-10-08T18:00:00Z"


@pytest.mark.parametrize("text", ["no", "017", "1e3", "true", "0x1F", "12:30:45"])
def test_unquoted_text_stays_as_it_is_typed(text: str) -> None:
    """What a person types without quotes is what the record says."""
    data = CLAIM + f"place: {text}\n".encode()

    assert codec.read(data, kind="check", path="check.yaml")["place"] == text


def test_line_ends_of_windows_and_a_byte_order_mark_are_read() -> None:
    """An editor of another system may have written the file."""
    data = b"\xef\xbb\xbf" + CLAIM.replace(b"\n", b"\r\n")

    assert codec.read(data, kind="check", path="check.yaml") == codec.read(
        CLAIM, kind="check", path="check.yaml"
    )


def test_quoted_null_is_text() -> None:
    """Only an unquoted null is an empty value."""
    data = CLAIM + b'place: "null"\nmedium: "~"\n'
    read = codec.read(data, kind="check", path="check.yaml")

    assert (read["place"], read["medium"]) == ("null", "~")


def test_every_problem_of_a_file_is_named_with_its_line() -> None:
    """One reading finds all wrong values, where each of them stands."""
    data = (
        b"claim: It is so\n"
        b"about: perhaps\n"
        b"claimant:\n"
        b"  name: Somebody\n"
        b"  rol: minister\n"
        b"said_on: soon\n"
        b"parts:\n"
        b"  - part: a\n"
        b"    claim: One\n"
        b"  - part: bb\n"
        b"    claim: Two\n"
        b"opened: 2020-10-08T18:00:00Z\n"
    )
    with pytest.raises(BadRecordError) as caught:
        codec.read(data, kind="check", path="check.yaml")

    lines = {problem.line: problem.message for problem in caught.value.problems}
    assert lines.keys() == {1, 2, 5, 6, 10}
    assert lines[1] == "opened_by is missing: add it"
    assert lines[2] == "about is 'perhaps': it must be 'is so' or 'was said'"
    assert lines[5] == "there is no field claimant rol: did you mean role?"
    assert lines[10].startswith("parts 2 part: 'bb' is no part")


_NESTED = """
import resource, sys
from factcheck.ledger.format import codec
from factcheck.model.errors import BadRecordError
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
try:
    codec.parse(sys.argv[1].encode() * 100_000, path="deep.yaml")
except BadRecordError as error:
    print(error)
"""


@pytest.mark.parametrize("opening", ["[", "{", "- ", "? ", "[{a: ", '{"a":', "[ "])
def test_deep_nesting_does_not_crash_the_interpreter(opening: str) -> None:
    """A hundred thousand levels are refused, in a process of their own to be sure.

    What is longer than a record may be is cut before: the reader must look at the
    nesting, not at the size.
    """
    script = _NESTED.replace("100_000", str(min(100_000, 250_000 // len(opening))))
    done = subprocess.run(
        [sys.executable, "-c", script, opening],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.returncode == 0, done.stderr[-500:]
    assert done.stdout.startswith("deep.yaml:1: has ")
    assert done.stdout.count("\n") == 1
