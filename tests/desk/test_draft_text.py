"""A draft as Markdown and back: nothing that a person writes is lost or moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.desk.draft_text import LONG, SHORT, draft_text, guide_for, read_draft
from factcheck.ledger import codec
from factcheck.model.errors import BadInputError
from factcheck.model.plain import to_plain
from factcheck.model.verdict import Draft

if TYPE_CHECKING:
    from tests.conftest import Newsroom

PIECES = st.sampled_from(
    [
        *(f"## {heading}" for heading in LONG),
        *(f"\\## {heading}" for heading in LONG),
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
        **dict.fromkeys(LONG.values(), TEXTS),
    },
).map(_valid)


@given(fields=FIELDS, guide=st.lists(LINES, max_size=3))
def test_what_is_written_out_is_read_back(
    fields: dict[str, str], guide: list[str]
) -> None:
    """Any text in any field survives the trip, whatever the guide says."""
    flat = [" ".join(line.split()) for line in guide]

    assert _valid(read_draft(draft_text(fields, flat), source="d.md")) == fields


def _read_or_complaint(text: str) -> dict[str, str] | str:
    try:
        return read_draft(text, source="d.md")
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
        assert set(said) <= {*SHORT.values(), *LONG.values()}


def test_an_empty_draft_has_a_place_for_everything() -> None:
    """Each field stands there to be filled in, and gives nothing when it is not."""
    text = draft_text({}, ["Claim: X"])

    assert all(f"\n{label}:\n" in text for label in SHORT)
    assert all(f"\n## {heading}\n" in text for heading in LONG)
    assert read_draft(text, source="d.md") == {}


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
        read_draft(text, source="d.md")

    assert str(refused.value).startswith(f"d.md:{line}: ")
    assert says in str(refused.value)


def test_windows_line_ends_are_read() -> None:
    """An editor may write its own line ends."""
    text = draft_text({"headline": "H", "text": "one\n\n## Text"}).replace("\n", "\r\n")

    assert read_draft(text, source="d.md") == {
        "headline": "H",
        "text": "one\n\n## Text",
    }


def test_a_heading_that_is_not_ours_is_prose() -> None:
    """Markdown of the writer's own stays in the field where it stands."""
    text = "---\n---\n## Text\n## What the map shows\n### Text\nIt is near.\n"

    assert read_draft(text, source="d.md") == {
        "text": "## What the map shows\n### Text\nIt is near."
    }


def test_the_top_may_be_left_out() -> None:
    """Prose alone is a draft too."""
    assert read_draft("## Summary\nYes.\n", source="d.md") == {"summary": "Yes."}


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

    assert read_draft(draft_text({}, guide), source="d.md") == {}


def test_a_draft_in_the_ledger_comes_back_from_the_editor(
    busy_newsroom: Newsroom,
) -> None:
    """YAML to Markdown to YAML changes no byte."""
    busy_newsroom.draft("sunlight", text="One.\n\n## Text\n\n- two\n- three")
    draft = busy_newsroom.ledger.check("sunlight").draft
    assert draft is not None
    fields = {key: value for key, value in draft.data.items() if value is not None}
    read = read_draft(draft_text(fields, ["x"]), source="d.md")

    assert (
        codec.dump(Draft.model_validate(read))
        == (busy_newsroom.root / draft.path).read_bytes()
    )
