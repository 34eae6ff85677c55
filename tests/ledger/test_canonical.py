"""The writer: what it writes is read back the same, by us and by other readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.ledger.format import canonical, codec
from factcheck.ledger.format.validation import class_of
from factcheck.model.evidence import Evidence
from factcheck.model.kinds import KINDS
from factcheck.model.plain import to_plain
from factcheck.model.verdict import Draft
from tests.model.records import MISREAD, VALUES, records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factcheck.model.kinds import Kind


def leaves(value: Any) -> Iterator[Any]:
    """Give what stands at the ends of plain data, absent and false values left out."""
    if isinstance(value, dict):
        for key, inner in value.items():
            # "on" as a key has a test of its own below.
            name = "on" if key is True else key
            yield from ((name, *leaf) for leaf in leaves(inner))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from ((number, *leaf) for leaf in leaves(inner))
    elif value is not None and value is not False:
        yield (value,)


@pytest.mark.parametrize("kind", KINDS)
def test_there_is_a_strategy_for_every_kind(kind: Kind) -> None:
    """No kind of record is left out of the properties below."""
    assert kind in VALUES


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=120)
@given(data=st.data())
def test_writing_what_was_read_gives_the_same_bytes(
    kind: Kind, data: st.DataObject
) -> None:
    """A written record is read back as the same record, and written alike again."""
    record = data.draw(records(kind))
    written = codec.dump(record)
    read = codec.read(written, kind=kind, path="a.yaml")

    assert read == to_plain(record)
    assert canonical.write(read) == written


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=60)
@given(data=st.data())
def test_a_yaml_1_1_reader_sees_the_same_values(
    kind: Kind, data: st.DataObject
) -> None:
    """Text stays text where dates, octals and the Norway problem live."""
    record = data.draw(records(kind))
    plain = to_plain(record)
    seen = yaml.load(codec.dump(record), Loader=yaml.SafeLoader)

    assert list(leaves(seen or {})) == list(leaves(plain))


@pytest.mark.parametrize("text", MISREAD)
def test_text_that_is_easily_misread_stays_text(text: str) -> None:
    """Each is the same after writing, for our reader and for two of PyYAML's."""
    record = Draft(headline=text, text=f"{text}\nand more")
    written = codec.dump(record)
    ours = codec.read(written, kind="draft", path="draft.yaml")

    assert ours["headline"] == record.headline
    for loader in (yaml.SafeLoader, yaml.CSafeLoader):
        seen = yaml.load(written, Loader=loader)  # noqa: S506 - the safe ones
        assert seen == {"headline": record.headline, "text": record.text}


@given(st.sampled_from(MISREAD), st.sampled_from(MISREAD))
def test_what_cannot_be_seen_is_written_as_an_escape(one: str, other: str) -> None:
    """A file holds only characters that show, spaces, line feeds and joiners."""
    written = codec.dump(Draft(headline=one, text=f"{one}\n{other}")).decode()

    invisible = {c for c in written if not c.isprintable()} - set("\n\t\u200c\u200d")
    assert not invisible


def test_several_lines_are_a_block_that_people_can_read() -> None:
    """Prose of several lines stands in the file as it was written."""
    written = codec.dump(Draft(text="First: one.\n\n  - second\n# third"))

    assert written == (b"text: |-\n  First: one.\n\n    - second\n  # third\n")


def test_keys_stand_in_the_order_of_the_model() -> None:
    """The order in which values are given does not show in the file."""
    values: dict[str, Any] = {"text": "T", "rating": "true", "headline": "H"}

    assert codec.dump(Draft(**values)) == b'headline: H\nrating: "true"\ntext: T\n'


def test_absent_and_false_fields_are_not_written() -> None:
    """A record of few fields is a short file."""
    record = Evidence.model_validate(
        {
            "source": {"publisher": "P"},
            "kind": "report",
            "says": "S",
            "confidential": False,
            "added": "2020-10-08T18:00:00Z",
            "added_by": "A",
        }
    )

    assert codec.dump(record).decode().splitlines() == [
        "source:",
        "  publisher: P",
        "kind: report",
        "says: S",
        'added: "2020-10-08T18:00:00Z"',
        "added_by: A",
    ]


def test_a_yaml_1_1_reader_sees_the_same_keys() -> None:
    """A key is text for every reader, as the values are."""
    record = Evidence.model_validate(
        {
            "source": {"publisher": "P"},
            "kind": "report",
            "says": "S",
            "withdrawn": {"since": "2020-10-08T18:00:00Z", "why": "W"},
            "added": "2020-10-08T18:00:00Z",
            "added_by": "A",
        }
    )
    seen = yaml.safe_load(codec.dump(record))

    assert set(seen["withdrawn"]) == {"since", "why"}


@pytest.mark.parametrize("kind", ["work", "draft"])
def test_an_empty_record_can_be_read_back(kind: Kind) -> None:
    """Work and drafts may lack every field; the file must still be one of theirs."""
    written = codec.dump(class_of(kind)())

    assert not any(codec.read(written, kind=kind, path="a.yaml").values())


def test_a_record_that_can_be_written_can_be_read() -> None:
    """Prose at its longest, in a script of three bytes a character, comes back."""
    record = Draft(text="漢" * 100_000)
    written = codec.dump(record)

    assert codec.read(written, kind="draft", path="draft.yaml")["text"] == record.text
