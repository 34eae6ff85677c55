"""The lines of pages to paragraphs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.intake.article import read_article
from factcheck.intake.pdf_paragraphs import paragraphs
from factcheck.model.errors import BadInputError
from tests.intake.pdfs import pdf_of

LINES = """Example Times, 8 October 2020
The harbour of the city was closed for two days
after a ship had lost some of its load, the port
authority said.
What the owners say
They deny it. “We have not lost any-
thing at all”, a spokesman of the well-
1
%
Example Times, 8 October 2020
known company said, and that anything else is a
rumour. The co-operation with the authorities is
good.
• First point
• Second point
2
%
Example Times, 8 October 2020
1.2 A last part
The well-known company is known to do well.
3"""
PAGES = tuple(LINES.split("\n%\n"))
FIRST = (
    "The harbour of the city was closed for two days after a ship had lost some of "
    "its load, the port authority said."
)
SECOND = (
    "They deny it. “We have not lost anything at all”, a spokesman of the "
    "well-known company said, and that anything else is a rumour. The co-operation "
    "with the authorities is good."
)


def test_pages() -> None:
    """Heads and page numbers go, divided words are whole, sentences go over pages."""
    assert paragraphs(PAGES) == (
        FIRST,
        "What the owners say",
        SECOND,
        "• First point",
        "• Second point",
        "1.2 A last part",
        "The well-known company is known to do well.",
    )


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("Berlin-\nMitte", ("Berlin-Mitte",)),
        ("the years 2019-\n2020 and", ("the years 2019-2020 and",)),
        ("infor\u00ad\nmation", ("information",)),
        ("He said.\n\nShe said.", ("He said.", "She said.")),
        ("港は二日間\n閉鎖された。", ("港は二日間閉鎖された。",)),
        ("1\n2", ("1 2",)),
        ("", ()),
        ("one\n\n\n two ", ("one", "two")),
    ],
)
def test_lines_of_one_page(lines: str, expected: tuple[str, ...]) -> None:
    """Hyphens of names and numbers stay; a page alone loses no number."""
    assert tuple(part.strip() for part in paragraphs([lines])) == expected


@given(st.lists(st.text(alphabet="ab-.\n Ä1•"), max_size=4))
def test_nothing_is_invented(pages: list[str]) -> None:
    """Every paragraph is one line, and its letters are those of the pages."""
    made = paragraphs(pages)
    given_letters = [sign for page in pages for sign in page if sign.isalnum()]
    letters = [sign for text in made for sign in text if sign.isalnum()]

    assert all(text.strip() and "\n" not in text for text in made)
    assert len(letters) <= len(given_letters)
    rest = iter(given_letters)
    assert all(sign in rest for sign in letters)


def test_an_article_from_a_pdf() -> None:
    """The headline is that of the properties, or the first line that looks like one."""
    stated = pdf_of(*PAGES, properties="/Title (Harbour closed) /Author (Anna Example)")
    named = pdf_of(
        "A headline of the paper\nThe harbour of the city was closed for two days.",
        properties="/Title (final_v2.docx) /CreationDate (D:20201008)",
    )
    first, second = (read_article(data, source="a.pdf") for data in (stated, named))

    assert (first.title, first.author) == ("Harbour closed", "Anna Example")
    assert first.paragraphs[1] == "What the owners say"
    assert (second.title, second.published) == ("A headline of the paper", "2020-10-08")
    assert second.paragraphs == ("The harbour of the city was closed for two days.",)


def test_half_a_pdf_is_no_article(monkeypatch: pytest.MonkeyPatch) -> None:
    """No match in half an article would mean that nothing was found."""
    monkeypatch.setattr("factcheck.intake.pdf._MAXIMUM_PAGES", 1)

    with pytest.raises(
        BadInputError, match=r"^a\.pdf: is too large a PDF to be read w"
    ):
        read_article(pdf_of(*PAGES), source="a.pdf")
