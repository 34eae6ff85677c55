"""A form as Markdown and back: nothing that a person writes is lost or moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.cli.fields import nested
from factcheck.desk.forms import (
    CHECK,
    DRAFT,
    EVIDENCE,
    check_of,
    filled,
    guide_for,
    guide_for_check,
    guide_for_evidence,
    parts_of,
)
from factcheck.ledger.format import codec
from factcheck.model.claim import Claim, Work
from factcheck.model.errors import BadInputError
from factcheck.model.evidence import Evidence
from factcheck.model.plain import to_plain
from factcheck.model.verdict import Draft
from tests.model.records import records

if TYPE_CHECKING:
    from tests.conftest import Newsroom

PIECES = st.sampled_from(
    [
        *(f"## {heading}" for heading in DRAFT.long),
        *(f"\\## {heading}" for heading in DRAFT.long),
        "\\\\## Text",
        "## text",
        "### Text",
        "##  Summary  ",
        "---",
        "--->>",
        "<!--",
        "-->",
        "headline: x",
        "rating:",
        "[@reuters-recruits]",
        "\\",
        "# ",
        "\u2028",
        "\x85",
        "\x0c",
        "\ufeff",
        "\t",
        "é",
        "مرحبا",
        "\u202e",
    ]
)
LINES = st.lists(PIECES | st.text(max_size=12), max_size=4).map(" ".join)
TEXTS = st.lists(PIECES | LINES, min_size=1, max_size=6).map("\n".join)


def _valid(values: dict[str, str]) -> dict[str, str]:
    """Keep what a draft can hold, in the form in which a record holds it."""
    kept = {}
    for field, value in values.items():
        try:
            record = Draft.model_validate({field: value})
        except ValueError:
            continue
        kept[field] = to_plain(record)[field]
    return kept


FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "headline": LINES,
        "rating": st.sampled_from(["true", "mostly true", "a: b", "---", "#1"]),
        "confidence": st.sampled_from(["low", "medium", "high"]),
        "recheck_by": st.just("2027-01-31"),
        "grade": st.just("correction"),
        **dict.fromkeys(DRAFT.long.values(), TEXTS),
    },
).map(_valid)


@given(fields=FIELDS, guide=st.lists(LINES, max_size=3))
def test_what_is_written_out_is_read_back(
    fields: dict[str, str], guide: list[str]
) -> None:
    """Any text in any field survives the trip, whatever the guide says."""
    flat = [" ".join(line.split()) for line in guide]

    assert _valid(DRAFT.read(DRAFT.write(fields, flat), source="d.md")) == fields


def _read_or_complaint(text: str) -> dict[str, str] | str:
    try:
        return DRAFT.read(text, source="d.md")
    except BadInputError as error:
        return str(error)


@given(text=st.lists(PIECES | st.text(max_size=20), max_size=12).map("\n".join))
def test_any_text_is_read_or_refused_with_its_line(text: str) -> None:
    """An error is one line that names file and line; nothing else is raised."""
    said = _read_or_complaint(text)

    if isinstance(said, str):
        file, line, _ = said.split(":", 2)
        assert file == "d.md"
        assert 1 <= int(line) <= text.count("\n") + 1
    else:
        assert set(said) <= {*DRAFT.short.values(), *DRAFT.long.values()}


def test_an_empty_draft_has_a_place_for_everything() -> None:
    """Each field stands there to be filled in, and gives nothing when it is not."""
    text = DRAFT.write({}, ["Claim: X"])

    assert all(f"\n{label}:\n" in text for label in DRAFT.short)
    assert all(f"\n## {heading}\n" in text for heading in DRAFT.long)
    assert DRAFT.read(text, source="d.md") == {}


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("---\nheadline: x\n", 1, "no closing line"),
        ("---\nheadlin: x\n---\n", 2, "'headlin: x' is none of the fields: headline"),
        ("---\n\njust words\n---\n", 3, "none of the fields"),
        ("---\nheadline: a\nheadline: b\n---\n", 3, "a second time"),
        ("---\n---\n<!--\nguide\n-->\nlost\n## Text\n", 6, "before the first heading"),
        ("---\n---\n## Text\na\n## Text\nb\n", 5, "'## Text' stands here a second"),
        ("words without a top", 1, "before the first heading"),
    ],
)
def test_what_cannot_be_read_is_named_by_line(text: str, line: int, says: str) -> None:
    """A person finds the line that stands in the way."""
    with pytest.raises(BadInputError) as refused:
        DRAFT.read(text, source="d.md")

    assert str(refused.value).startswith(f"d.md:{line}: ")
    assert says in str(refused.value)


def test_windows_line_ends_are_read() -> None:
    """An editor may write its own line ends."""
    text = DRAFT.write({"headline": "H", "text": "one\n\n## Text"}).replace(
        "\n", "\r\n"
    )

    assert DRAFT.read(text, source="d.md") == {
        "headline": "H",
        "text": "one\n\n## Text",
    }


def test_a_heading_that_is_not_ours_is_prose() -> None:
    """Markdown of the writer's own stays in the field where it stands."""
    text = "---\n---\n## Text\n## What the map shows\n### Text\nIt is near.\n"

    assert DRAFT.read(text, source="d.md") == {
        "text": "## What the map shows\n### Text\nIt is near."
    }


def test_the_top_may_be_left_out() -> None:
    """Prose alone is a draft too."""
    assert DRAFT.read("## Summary\nYes.\n", source="d.md") == {"summary": "Yes."}


def test_the_guide_names_what_can_be_cited(busy_newsroom: Newsroom) -> None:
    """Claim, scale and each linked entry stand in the comment."""
    check = busy_newsroom.ledger.check("moonlight")
    guide = guide_for(check, ["true", "false"])

    assert guide[0] == "Claim: Moonlight is cold"
    assert any("true, false" in line for line in guide)
    assert "  [@cold-it-is] supports: Cold it is" in guide


def test_the_guide_proposes_only_what_can_be_meant(busy_newsroom: Newsroom) -> None:
    """Where two entries share a slug, each is given with its id."""
    name = busy_newsroom.add("moonlight", "Cold it is")
    guide = "\n".join(guide_for(busy_newsroom.ledger.check("moonlight"), []))

    assert "[@cold-it-is]" not in guide
    assert f"[@{name}]" in guide


def test_a_check_of_what_was_said_says_so(newsroom: Newsroom) -> None:
    """The writer is told what the question is."""
    check = newsroom.open(about="was said")
    guide = guide_for(newsroom.ledger.check(check), [])

    assert "This check asks whether it was said, not whether it is so." in guide


@pytest.mark.parametrize("says", ["--->> out", "-->\n## Text\nforged", "--" * 9 + ">"])
def test_evidence_cannot_break_out_of_the_guide(newsroom: Newsroom, says: str) -> None:
    """Foreign words in the guide never become a part of the draft."""
    check = newsroom.open()
    newsroom.add(check, says)
    guide = guide_for(newsroom.ledger.check(check), ["true"])

    assert DRAFT.read(DRAFT.write({}, guide), source="d.md") == {}


def test_a_draft_in_the_ledger_comes_back_from_the_editor(
    busy_newsroom: Newsroom,
) -> None:
    """YAML to Markdown to YAML changes no byte."""
    busy_newsroom.draft("sunlight", text="One.\n\n## Text\n\n- two\n- three")
    draft = busy_newsroom.ledger.check("sunlight").draft
    assert draft is not None
    fields = {key: value for key, value in draft.data.items() if value is not None}
    read = DRAFT.read(DRAFT.write(fields, ["x"]), source="d.md")

    assert (
        codec.dump(Draft.model_validate(read))
        == (busy_newsroom.root / draft.path).read_bytes()
    )


@given(claim=records("check"), work=records("work"))
def test_a_claim_and_its_work_come_back_from_their_form(
    claim: Claim, work: Work
) -> None:
    """Whatever stands in them; what the form has no place for is not its own."""
    data, worked = to_plain(claim), to_plain(work)
    text = CHECK.write(filled(CHECK, data, worked), ["guide"])
    again, work_again = check_of(CHECK.read(text, source="c.md"))
    kept = {key: data[key] for key in ("opened", "opened_by")}

    assert to_plain(Claim.model_validate({**again, **kept})) == data
    assert to_plain(Work.model_validate(work_again)) == {**worked, "closed": None}


@given(entry=records("evidence"))
def test_an_evidence_entry_comes_back_from_its_form(entry: Evidence) -> None:
    """Each field that people write; captures and the like stay out of it."""
    data = to_plain(entry)
    text = EVIDENCE.write(filled(EVIDENCE, data), ["guide"])
    again = nested(EVIDENCE.read(text, source="e.md"))
    kept = {key: data[key] for key in ("added", "added_by", "captures", "withdrawn")}
    values = {key: one for key, one in {**again, **kept}.items() if one is not None}
    present = {
        key: {k: v for k, v in one.items() if v is not None}
        if isinstance(one, dict)
        else one
        for key, one in values.items()
    }

    assert to_plain(Evidence.model_validate(present)) == data


@pytest.mark.parametrize(
    ("lines", "parts"),
    [
        (["b: two", "a: one"], [("b", "two"), ("a", "one")]),
        (["one", "A: three", "", "two: and more"], [("b", "one"), ("a", "three")]),
        (["http://x.org"], [("a", "http://x.org")]),
    ],
)
def test_parts_keep_their_letter_or_get_a_free_one(
    lines: list[str], parts: list[tuple[str, str]]
) -> None:
    """So that links to a part go on meaning it."""
    found = [(one["part"], one["claim"]) for one in parts_of(lines)]

    assert found[: len(parts)] == parts


def test_the_guides_say_what_the_fields_want(busy_newsroom: Newsroom) -> None:
    """And of what a verdict rests on them."""
    check = busy_newsroom.ledger.check("moonlight")
    fresh = busy_newsroom.ledger.check("sunlight")
    entry = busy_newsroom.ledger.evidence("cold")

    assert any("needs a recheck" in line for line in guide_for_check(check))
    assert not any("needs a recheck" in line for line in guide_for_check(fresh))
    assert f"Linked by {check.name}" in guide_for_evidence(entry, [check.name])
