"""Plain text to headline and paragraphs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.intake.plain import read_plain


@pytest.mark.parametrize(
    ("text", "title", "paragraphs"),
    [
        ("Head\n\n\nOne.\n \nTwo\nwrapped.", "Head", ("One.", "Two wrapped.")),
        ("Head\nOne.\nTwo.", "Head", ("One.", "Two.")),
        ("A sentence.\n\nAnother.", None, ("A sentence.", "Another.")),
        ("Troops leave U.S.\n\nThey left.", "Troops leave U.S.", ("They left.",)),
        ("Did he say so?\n\nNo.", "Did he say so?", ("No.",)),
        ("One claim", None, ("One claim",)),
        (
            "The first line of a text that was\nwrapped by an editor.\n\nNext one.",
            None,
            ("The first line of a text that was wrapped by an editor.", "Next one."),
        ),
        (
            "A wrapped line that\ngoes on here.",
            None,
            ("A wrapped line that goes on here.",),
        ),
        ("x" * 300 + "\n\nOne.", None, ("x" * 300, "One.")),
        ("", None, ()),
    ],
)
def test_headline_and_paragraphs(
    text: str, title: str | None, paragraphs: tuple[str, ...]
) -> None:
    """Headlines are told from first sentences, paragraphs from wrapped lines."""
    assert read_plain(text) == (title, paragraphs)


@given(st.text(alphabet="ab. \n", max_size=100))
def test_nothing_is_lost(text: str) -> None:
    """Every visible sign stands in the headline or in a paragraph."""
    plain = read_plain(text)
    kept = (plain.title or "", *plain.paragraphs)

    assert "".join(" ".join(kept).split()) == "".join(text.split())
