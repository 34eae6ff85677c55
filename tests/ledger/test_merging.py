"""Two versions of a file become one: by field, by item, by line, or not at all."""

from __future__ import annotations

import typing
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.ledger import layout
from factcheck.ledger.cache import reading
from factcheck.ledger.format import canonical
from factcheck.ledger.format.validation import class_of
from factcheck.ledger.merging.fields import VERBATIM, Take, join_fields
from factcheck.ledger.merging.files import Joined, join_files
from factcheck.ledger.merging.lines import join_lines
from factcheck.model.kinds import APPEND_ONLY, KINDS
from factcheck.model.record import Verbatim
from tests.model.samples import FULL, NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factcheck.model.kinds import Kind

FOLDER = "checks/2020/10/it-is-so-7k3f9x2mq4vt"
CHECK = f"{FOLDER}/check.yaml"
WORK = f"{FOLDER}/work.yaml"
DRAFT = f"{FOLDER}/draft.yaml"
LINK = f"{FOLDER}/link-{NAME}.yaml"
EVIDENCE = f"evidence/2020/10/{NAME}.yaml"
PARTY = f"parties/2020/10/{NAME}.yaml"
VERDICT = f"{FOLDER}/verdict-false-7k3f9x2mq4vt.yaml"
ADDED = {"added": "2020-10-08T18:00:00Z", "added_by": "Anna"}


def record(path: str, **fields: Any) -> bytes:
    """Give the bytes of a record: the full one of its kind, with other fields."""
    place = layout.place_of(path)
    assert isinstance(place, layout.Place)
    return canonical.write({**FULL.get(place.kind, {}), **fields})


def joined(path: str, base: bytes | None, ours: bytes, theirs: bytes) -> dict[str, Any]:
    """Join two versions without a conflict and give the record."""
    found = join_files(path, base, ours, theirs)
    assert found.conflicts == ()
    assert found.content is not None
    filed = reading.read_record(path, found.content)
    assert filed is not None
    return filed.data


def places(found: Joined) -> list[str]:
    """Give the fields of conflicts."""
    return [one.field for one in found.conflicts]


def test_fields_that_one_side_changed_are_taken() -> None:
    """Also where they stand on neighbouring lines, or inside an object."""
    source = FULL["evidence"]["source"]
    base = record(EVIDENCE)
    ours = record(EVIDENCE, where="page 9", source={**source, "title": "Ours"})
    theirs = record(EVIDENCE, note="theirs", source={**source, "carrier": "Theirs"})
    data = joined(EVIDENCE, base, ours, theirs)

    assert (data["where"], data["note"]) == ("page 9", "theirs")
    assert data["source"] == {**source, "title": "Ours", "carrier": "Theirs"}


def test_what_both_changed_alike_is_taken_once() -> None:
    """And no conflict."""
    base, same = record(CHECK), record(CHECK, place="Izmir")
    theirs = record(CHECK, place="Izmir", wordings=["So it is", "It is"])
    data = joined(CHECK, base, same, theirs)

    assert data["place"] == "Izmir"
    assert data["wordings"] == ["So it is", "It is"]


def test_a_field_that_both_changed_is_named_with_its_values() -> None:
    """All others are settled all the same; nothing is picked."""
    base = record(CHECK)
    ours = record(CHECK, place="Izmir", medium="television")
    theirs = record(CHECK, place="Bursa", reach="thousands")
    found = join_files(CHECK, base, ours, theirs)
    (conflict,) = found.conflicts

    assert found.content is None
    assert conflict.field == "place"
    assert (conflict.base, conflict.ours, conflict.theirs) == (
        "Ankara",
        "Izmir",
        "Bursa",
    )


def test_a_conflict_is_settled_by_who_counts_and_the_rest_is_joined() -> None:
    """Field by field: ours in one, theirs in the other."""
    ours = record(CHECK, place="Izmir", medium="television", harm="much")
    theirs = record(CHECK, place="Bursa", medium="post", reach="thousands")
    take = Take({("place",): "ours", ("medium",): "theirs"})
    found = join_files(CHECK, record(CHECK), ours, theirs, take)
    filed = reading.read_record(CHECK, found.content or b"")
    assert filed is not None
    fields = ("place", "medium", "harm", "reach")

    assert [filed.data[one] for one in fields] == ["Izmir", "post", "much", "thousands"]


def test_lists_are_joined_by_item() -> None:
    """What either added is there, what either took out is gone, in their order."""
    base = record(WORK, topics=["a", "b", "c"])
    ours = record(WORK, topics=["a", "x", "b", "c", "y"])
    theirs = record(WORK, topics=["z", "a", "c", "w"])

    assert joined(WORK, base, ours, theirs)["topics"] == ["z", "a", "x", "c", "y", "w"]


def test_the_same_item_added_by_both_is_one() -> None:
    """And a file that both added is joined like one that both changed."""
    ours, theirs = record(WORK, topics=["a", "b"]), record(WORK, topics=["b", "c"])

    assert joined(WORK, None, ours, theirs)["topics"] == ["a", "b", "c"]


def test_an_item_is_found_by_its_key_not_by_its_place() -> None:
    """The label of a rating, the letter of a part, the organisation."""
    one, other = {"organisation": "A party"}, {"organisation": "A club"}
    named = {"name": "Somebody", "kind": "person", **ADDED}
    base = record(PARTY, **named, affiliations=[one, other])
    ours = record(PARTY, **named, affiliations=[other, {**one, "role": "head"}])
    theirs = record(
        PARTY, **named, affiliations=[{**one, "until": "2020"}, {**other, "role": "x"}]
    )
    data = joined(PARTY, base, ours, theirs)
    filled = {"role": None, "since": None, "until": None}

    assert data["affiliations"] == [
        {**filled, **other, "role": "x"},
        {**filled, **one, "role": "head", "until": "2020"},
    ]


def test_a_list_whose_items_cannot_be_told_apart_is_one_fact() -> None:
    """Two affiliations with one organisation: fields could change their owner."""
    named = {"name": "Somebody", "kind": "person", **ADDED}
    first = {"organisation": "A party", "role": "clerk"}
    second = {"organisation": "A party", "role": "head"}
    base = record(PARTY, **named, affiliations=[first, second])
    ours = record(PARTY, **named, affiliations=[second])
    theirs = record(PARTY, **named, affiliations=[{**first, "until": "2019"}, second])

    assert places(join_files(PARTY, base, ours, theirs)) == ["affiliations"]


def test_an_item_deleted_here_and_changed_there_is_a_conflict() -> None:
    """Nothing that somebody wrote vanishes because another deleted it."""
    base = record(CHECK)
    ours = record(CHECK, parts=FULL["check"]["parts"][:1])
    changed = [FULL["check"]["parts"][0], {"part": "b", "claim": "It was so"}]
    found = join_files(CHECK, base, ours, record(CHECK, parts=changed))

    assert places(found) == ["parts.b"]
    assert found.conflicts[0].ours is None


def test_prose_is_joined_by_line_where_no_question_is_open() -> None:
    """Two paragraphs, changed by one person each."""
    base = record(DRAFT, text="One.\n\nTwo.\n\nThree.")
    ours = record(DRAFT, text="One, ours.\n\nTwo.\n\nThree.")
    theirs = record(DRAFT, text="One.\n\nTwo.\n\nThree, theirs.\n\nFour.")
    data = joined(DRAFT, base, ours, theirs)

    assert data["text"] == "One, ours.\n\nTwo.\n\nThree, theirs.\n\nFour."


def test_prose_changed_at_one_place_by_both_is_a_conflict() -> None:
    """With neither text in the file."""
    base = record(DRAFT, text="One.\n\nTwo.")
    ours = record(DRAFT, text="One, ours.\n\nTwo.")
    theirs = record(DRAFT, text="One, theirs.\n\nTwo.")

    assert places(join_files(DRAFT, base, ours, theirs)) == ["text"]


def test_words_of_others_are_never_mixed() -> None:
    """A quotation with a line from either side is one that nobody has seen."""
    base = record(EVIDENCE, quote="so\n\nit\n\nis")
    ours = record(EVIDENCE, quote="So\n\nit\n\nis")
    theirs = record(EVIDENCE, quote="so\n\nit\n\nis.")

    assert places(join_files(EVIDENCE, base, ours, theirs)) == ["quote"]


def test_the_verbatim_fields_are_those_of_the_model() -> None:
    """The rule above holds for every field of that type."""
    found = set()
    for kind in KINDS:
        hints = typing.get_type_hints(class_of(kind), include_extras=True)
        for name, hint in hints.items():
            if Verbatim in (hint, *typing.get_args(hint)):
                found.add((kind, name))

    assert {one for one in found if one[0] not in APPEND_ONLY} == VERBATIM


def test_the_same_act_done_twice_is_the_earlier_one() -> None:
    """Two people link an entry alike, or withdraw it for the same reason."""
    mine = {"added": "2020-10-09T10:00:00Z", "added_by": "Anna"}
    theirs = {"added": "2020-10-09T09:00:00Z", "added_by": "Bo"}
    link = joined(LINK, None, record(LINK, **mine), record(LINK, **theirs))
    why = {"since": "2020-10-10T10:00:00Z", "why": "It was wrong.", "by": "Anna"}
    later = {**why, "since": "2020-10-11T10:00:00Z", "by": "Bo"}
    entry = joined(
        EVIDENCE,
        record(EVIDENCE, withdrawn=None),
        record(EVIDENCE, withdrawn=later),
        record(EVIDENCE, withdrawn=why),
    )

    assert (link["added"], link["added_by"]) == (theirs["added"], "Bo")
    assert entry["withdrawn"] == why


def test_one_link_with_two_stances_is_a_conflict_of_the_stance_alone() -> None:
    """Both linked the entry; who and when are those of the side that counts."""
    ours = record(LINK, added_by="Anna", stance="supports")
    theirs = record(LINK, added_by="Bo", stance="refutes")
    found = join_files(LINK, None, ours, theirs)
    settled = join_files(LINK, None, ours, theirs, Take({("stance",): "theirs"}))

    assert places(found) == ["stance"]
    assert settled.content == theirs


def test_two_different_decisions_are_one_conflict() -> None:
    """Closing as a duplicate and closing as dropped are not mixed."""
    dropped = {"outcome": "dropped", "why": "No time."}
    duplicate = {"outcome": "duplicate", "duplicate_of": NAME, "why": "Known."}
    found = join_files(
        WORK, record(WORK), record(WORK, closed=dropped), record(WORK, closed=duplicate)
    )

    assert places(found) == ["closed"]


def test_fields_that_make_no_record_together_are_a_conflict() -> None:
    """An answer that came, and the text of it: each valid alone."""
    path = f"{FOLDER}/answer-{NAME}.yaml"
    base = record(path, outcome="declined", captures=[])
    ours = record(path, outcome="no answer", captures=[], text=None, translation=None)
    theirs = record(path, outcome="declined", translation="So it is")
    found = join_files(path, base, ours, theirs)

    assert places(found) == [""]
    assert "together they are no record" in found.conflicts[0].reason


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_deleted_here_and_changed_there_is_a_conflict(side: Any) -> None:
    """Whose version counts is for a person to say."""
    base, changed = record(LINK), record(LINK, why="Otherwise.")
    ours, theirs = (None, changed) if side == "ours" else (changed, None)
    found = join_files(LINK, base, ours, theirs)
    settled = join_files(LINK, base, ours, theirs, Take(every=side))

    assert places(found) == [""]
    assert "deleted" in found.conflicts[0].reason
    assert settled == Joined(None)


def test_an_append_only_record_has_one_text() -> None:
    """Two texts under one name are a conflict, whatever they say."""
    ours, theirs = record(VERDICT, headline="A"), record(VERDICT, summary="B")

    assert join_files(VERDICT, None, ours, ours) == Joined(ours)
    assert places(join_files(VERDICT, None, ours, theirs)) == [""]


@pytest.mark.parametrize("bad", [b"claim: [", b"", b"<<<<<<< ours\nclaim: x\n"])
def test_a_side_that_cannot_be_read_is_a_conflict_with_the_reason(bad: bytes) -> None:
    """The file is left to a person, who can take either whole."""
    base, ours = record(CHECK), record(CHECK, place="Izmir")
    found = join_files(CHECK, base, ours, bad)
    settled = join_files(CHECK, base, ours, bad, Take(every="ours"))

    assert places(found) == [""]
    assert "theirs cannot be read" in found.conflicts[0].reason
    assert settled.content == ours


def test_comments_are_kept_or_the_file_is_left_to_a_person() -> None:
    """They can be kept where lines say the same as the fields."""
    base = b"# the case\n" + record(WORK, assignee="Anna", priority="low", topics=["a"])
    ours = base.replace(b"Anna", b"Bo")
    apart = base.replace(b"  - a", b"  - a\n  - b # mine")
    close = base.replace(b"priority: low", b"priority: high")
    kept = join_files(WORK, base, ours, apart).content
    found = join_files(WORK, base, ours, close)

    assert kept is not None
    assert b"# the case" in kept
    assert b"# mine" in kept
    assert b"Bo" in kept
    assert "comments" in found.conflicts[0].reason


def test_the_form_that_a_side_gave_a_file_stays_where_its_facts_do() -> None:
    """Joining rewrites no file that it need not change."""
    base = record(WORK, topics=["a"])
    ours = b'topics: ["a", "b"]\n'
    theirs = record(WORK, topics=["a", "b"])

    assert join_files(WORK, base, ours, theirs).content == ours


def test_text_outside_the_records_is_joined_by_line() -> None:
    """A README; and bytes that are no text are left to a person."""
    base, ours, theirs = b"a\nb\nc\n", b"A\nb\nc\n", b"a\nb\nC\n"

    assert join_files("README.md", base, ours, theirs).content == b"A\nb\nC\n"
    assert places(join_files("README.md", base, b"x\n", theirs)) == [""]
    assert places(join_files("a.bin", b"\0", b"\0\xff", b"\xff")) == [""]


# ------------------------------------------------------------------- properties

_LINES = st.lists(st.sampled_from("abcdef"), max_size=8).map(
    lambda lines: "".join(f"{line}\n" for line in lines)
)


@given(_LINES, _LINES, _LINES)
def test_lines_come_from_a_side_and_go_together_both_ways(
    base: str, ours: str, theirs: str
) -> None:
    """What one side alone changed is taken; sides are equal; no line is invented."""
    one, other = join_lines(base, ours, theirs), join_lines(base, theirs, ours)

    assert join_lines(base, ours, base) == ours
    assert join_lines(base, base, theirs) == theirs
    assert join_lines(base, ours, ours) == ours
    assert (one is None) == (other is None)
    if one is not None:
        assert set(one.splitlines()) <= {*ours.splitlines(), *theirs.splitlines()}


_WORD = st.sampled_from(("one", "two", "three"))
_YEAR = st.sampled_from(("2019", "2020"))
_VALUES: dict[Kind, st.SearchStrategy[dict[str, Any]]] = {
    "work": st.fixed_dictionaries(
        {},
        optional={
            "assignee": _WORD,
            "priority": st.sampled_from(("high", "low")),
            "topics": st.lists(_WORD, unique=True),
            "closed": st.fixed_dictionaries(
                {"outcome": st.just("dropped"), "why": _WORD},
                optional={"by": _WORD, "since": st.just("2020-10-08T18:00:00Z")},
            ),
        },
    ),
    "party": st.fixed_dictionaries(
        {"name": _WORD, "kind": st.just("person")},
        optional={
            "other_names": st.lists(_WORD, unique=True),
            "affiliations": st.lists(
                st.fixed_dictionaries(
                    {"organisation": _WORD}, optional={"role": _WORD, "until": _YEAR}
                ),
                max_size=3,
            ),
        },
    ).map(lambda fields: {**fields, **ADDED}),
}
_PATHS: dict[Kind, str] = {"work": WORK, "party": PARTY}
_THREE = st.sampled_from(sorted(_VALUES)).flatmap(
    lambda kind: st.tuples(st.just(kind), *[_VALUES[kind]] * 3)
)


def full(kind: Kind, fields: dict[str, Any]) -> dict[str, Any]:
    """Give a record as plain data, every field present."""
    filed = reading.read_record(_PATHS[kind], canonical.write(fields))
    assert filed is not None
    return filed.data


def values_in(data: Any) -> Iterator[str]:
    """Give every text of a record."""
    if isinstance(data, dict):
        for value in data.values():
            yield from values_in(value)
    elif isinstance(data, list):
        for item in data:
            yield from values_in(item)
    elif data is not None:
        yield str(data)


@given(_THREE)
def test_joining_is_fair_and_invents_nothing(three: Any) -> None:
    """One side's change is the result; sides are equal; every value is a side's."""
    kind, *versions = three
    base, ours, theirs = (full(kind, one) for one in versions)
    one, clashes = join_fields(kind, base, ours, theirs)
    other, mirrored = join_fields(kind, base, theirs, ours)

    assert join_fields(kind, base, ours, base) == (ours, ())
    assert join_fields(kind, base, base, theirs) == (theirs, ())
    assert join_fields(kind, base, ours, ours) == (ours, ())
    assert {each.place for each in clashes} == {each.place for each in mirrored}
    assert set(values_in(one)) <= {*values_in(ours), *values_in(theirs)}
    if not clashes:
        assert sorted(values_in(one)) == sorted(values_in(other))


@given(_THREE)
def test_a_joined_file_is_a_record(three: Any) -> None:
    """Whatever the sides hold: bytes that can be read, or conflicts."""
    kind, *versions = three
    path = _PATHS[kind]
    base, ours, theirs = (canonical.write(full(kind, one)) for one in versions)
    found = join_files(path, base, ours, theirs)

    assert (found.content is None) == bool(found.conflicts)
    if found.content is not None:
        assert reading.read_record(path, found.content) is not None
