"""Digests: they change with what a verdict rests on, and with nothing else."""

from __future__ import annotations

import copy
import hashlib
import json
import re
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.ledger.format import codec
from factcheck.ledger.format.validation import class_of
from factcheck.model.digest import MATERIAL, digest, material_changes
from factcheck.model.kinds import KINDS
from factcheck.model.plain import to_plain
from factcheck.model.record import Record
from tests.model.records import records
from tests.model.samples import FULL, NON_MATERIAL, OTHER

if TYPE_CHECKING:
    from factcheck.model.kinds import Kind

PINNED: tuple[Kind, ...] = tuple(MATERIAL)
MATERIAL_FIELDS = [(kind, path) for kind in PINNED for path in MATERIAL[kind]]
OTHER_FIELDS = [(kind, path) for kind in PINNED for path in sorted(NON_MATERIAL[kind])]


def plain(kind: Kind, values: dict[str, Any]) -> dict[str, Any]:
    """Give the plain data of a valid record."""
    return to_plain(class_of(kind).model_validate(values))


def changed(kind: Kind, path: str) -> dict[str, Any]:
    """Give the values of the full record with one field changed."""
    values: dict[str, Any] = copy.deepcopy(FULL[kind])
    where: Any = values
    *outer, last = path.split(".")
    for step in outer:
        where = where[step][0] if isinstance(where[step], list) else where[step]
    where[last] = OTHER[kind][path]
    return values


def paths_of(record_class: type[Record], split: set[str]) -> set[str]:
    """Name the fields of a class; those in ``split`` by the fields of their class."""
    found = set()
    for name, field in record_class.model_fields.items():
        parts = get_args(field.annotation) or (field.annotation,)
        inner = [one for one in parts if isinstance(one, type)]
        if name in split and issubclass(inner[0], Record):
            found |= {f"{name}.{one}" for one in inner[0].model_fields}
        else:
            found.add(name)
    return found


@pytest.mark.parametrize("kind", PINNED)
def test_every_field_is_decided_to_be_material_or_not(kind: Kind) -> None:
    """A new field is put on one of two lists by a person, never by default."""
    material = set(MATERIAL[kind])
    split = {path.split(".")[0] for path in material if "." in path}
    every = paths_of(class_of(kind), split)

    assert not material & NON_MATERIAL[kind]
    assert material | NON_MATERIAL[kind] == every
    assert set(OTHER[kind]) == every


@pytest.mark.parametrize(("kind", "path"), MATERIAL_FIELDS)
def test_a_material_field_changes_the_digest(kind: Kind, path: str) -> None:
    """Each of them by itself, and it is the one that is named."""
    old, new = plain(kind, FULL[kind]), plain(kind, changed(kind, path))

    assert digest(kind, old) != digest(kind, new)
    assert material_changes(kind, old, new) == (path,)


@pytest.mark.parametrize(("kind", "path"), OTHER_FIELDS)
def test_another_field_does_not_change_the_digest(kind: Kind, path: str) -> None:
    """The record differs, what a verdict rests on does not."""
    old, new = plain(kind, FULL[kind]), plain(kind, changed(kind, path))

    assert old != new
    assert digest(kind, old) == digest(kind, new)
    assert material_changes(kind, old, new) == ()


@pytest.mark.parametrize("kind", PINNED)
@settings(max_examples=40)
@given(data=st.data())
def test_a_digest_survives_the_file(kind: Kind, data: st.DataObject) -> None:
    """Written and read again, under any path, a record has the digest it had."""
    record = data.draw(records(kind))
    read = codec.read(codec.dump(record), kind=kind, path="some/where/else.yaml")

    assert digest(kind, read) == digest(kind, to_plain(record))
    assert re.fullmatch(r"v1:[0-9a-f]{64}", digest(kind, read))


_SPACE = st.text(st.sampled_from(" \t\n"), min_size=1, max_size=4)


@given(st.lists(st.text(st.characters(categories=["L"])), min_size=2), st.data())
def test_rewrapped_prose_keeps_the_digest(
    words: list[str], data: st.DataObject
) -> None:
    """Line ends and runs of white space are not what a text says."""
    words = [word for word in words if word] or ["word"]
    wrapped = "".join(word + data.draw(_SPACE) for word in words)
    one = plain("link", {**FULL["link"], "why": " ".join(words)})
    other = plain("link", {**FULL["link"], "why": wrapped})

    assert digest("link", one) == digest("link", other)


def test_joined_words_change_the_digest() -> None:
    """White space between words is folded, not removed."""
    one = plain("link", {**FULL["link"], "why": "not able"})
    other = plain("link", {**FULL["link"], "why": "notable"})

    assert digest("link", one) != digest("link", other)


def test_a_link_is_pinned_by_the_id_of_its_evidence() -> None:
    """The slug in a reference is for people."""
    one = plain("link", FULL["link"])
    other = plain("link", {**FULL["link"], "evidence": "q8w2m4xdkz7p"})

    assert digest("link", one) == digest("link", other)


def test_the_kind_is_part_of_what_is_hashed() -> None:
    """Two records of nothing at all are not the same if their kinds differ."""
    assert len({digest(kind, {}) for kind in ("check", "evidence")}) == 2


def test_a_digest_can_be_computed_from_the_description_alone() -> None:
    """Another program gets it from the page on the format: kind and fields as JSON."""
    said = {
        "evidence": "q8w2m4xdkz7p",
        "part": "a",
        "primary": True,
        "stance": "supports",
        "why": "Sagt \u201eja\u201c.",
    }
    canonical = json.dumps(
        ["link", said], sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    data = plain("link", {**FULL["link"], "why": "Sagt\n  \u201eja\u201c."})

    assert digest("link", data) == (
        "v1:" + hashlib.sha256(canonical.encode()).hexdigest()
    )


@pytest.mark.parametrize("kind", sorted(set(KINDS) - set(MATERIAL)))
def test_nothing_pins_the_other_kinds(kind: Kind) -> None:
    """Asking for their digest is a mistake of the program."""
    with pytest.raises(KeyError):
        digest(kind, {})


@pytest.mark.parametrize("where", ["supersedes", "pins"])
def test_references_in_a_verdict_count_by_their_id(where: str) -> None:
    """The rule of the format's description holds for every reference."""
    values = copy.deepcopy(FULL["verdict"])
    if where == "supersedes":
        values["supersedes"] = ["7k3f9x2mq4vt"]
    else:
        values["pins"]["evidence"][0]["evidence"] = "q8w2m4xdkz7p"

    assert digest("verdict", plain("verdict", values)) == digest(
        "verdict", plain("verdict", FULL["verdict"])
    )
