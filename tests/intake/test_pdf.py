"""The text of a PDF and what it says of itself."""

from __future__ import annotations

import sys
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.intake import pdf
from factcheck.intake.metadata import SourceFacts, read_facts
from factcheck.intake.pdf import (
    PdfProperties,
    can_read_pdf,
    pdf_properties,
    pdf_text,
)
from factcheck.intake.quote import find_quote, passage_text
from factcheck.model.errors import BadInputError, MachineError
from tests.intake.pdfs import assembled, encrypted, pdf_of, stream

REPORT = pdf_of(
    "He gave us infor-\nmation about the well-\nknown “leader” of the Gazian-",
    "tep group, he said.\nAnother line (with brackets).",
    properties="/Title (A report) /Author (Anna Example) "
    "/CreationDate (D:20201008213000+02'00') /Producer (Word)",
    catalog="/Lang (en-GB)",
)
PDF = "application/pdf"


def test_properties() -> None:
    """Title, author, language, and the day on which the file was made."""
    assert pdf_properties(REPORT, source="a.pdf") == PdfProperties(
        title="A report", author="Anna Example", created="2020-10-08", language="en-GB"
    )
    assert read_facts(REPORT, source="a.pdf") == SourceFacts(
        title="A report",
        author="Anna Example",
        published="2020-10-08",
        language="en-GB",
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("/CreationDate (D:2020)", SourceFacts(published="2020")),
        ("/CreationDate (D:202010)", SourceFacts(published="2020-10")),
        ("/CreationDate (20201301)", SourceFacts()),
        ("/CreationDate (yesterday)", SourceFacts()),
        ("/CreationDate (D:20201008) /Producer (Skia/PDF m86)", SourceFacts()),
        ("/CreationDate (D:20201008) /Creator (Mozilla Firefox)", SourceFacts()),
        ("/Title (Microsoft Word - draft 3)", SourceFacts()),
        ("/Title (final_v2.docx)", SourceFacts()),
        ("/Title 42 /Author 99 0 R", SourceFacts(title="42")),
        ("/Title <feff00e900740064d800>", SourceFacts(title="étd")),
        (r"/Title (Two\nlines \033[31m)", SourceFacts(title="Two lines ˙[31m")),
    ],
)
def test_what_a_file_says_and_what_it_does_not(
    written: str, expected: SourceFacts
) -> None:
    """A printout's day is not that of the text, a file's name is no title."""
    assert read_facts(pdf_of("x", properties=written), source="a.pdf") == expected


def test_text_is_read_page_by_page() -> None:
    """Lines and pages stay in order."""
    read = pdf_text(REPORT, source="a.pdf")

    assert read.whole
    assert [" ".join(line.split()) for line in read.text.split("\n") if line] == [
        "He gave us infor-",
        "mation about the well-",
        "known “leader” of the Gazian-",
        "tep group, he said.",
        "Another line (with brackets).",
    ]


@pytest.mark.parametrize(
    "quote",
    [
        "information about the well-known 'leader'",
        "about the well",
        "known „leader“ of the Gaziantep group",
        "He gave us information … Another line (with brackets)",
    ],
)
def test_quotations_go_over_ends_of_lines_and_pages(quote: str) -> None:
    """A hyphen at a line's end divides a word or belongs to it: both are found."""
    assert find_quote(quote, REPORT, media_type=PDF).outcome == "found"


def test_a_misquotation_shows_the_nearest_passage() -> None:
    """What the report does not say is not found in it."""
    check = find_quote(
        "he gave them information about the well-known leader", REPORT, media_type=PDF
    )

    assert check.outcome == "not found"
    assert "about the well" in (check.nearest or "")


def test_an_encrypted_file_says_so() -> None:
    """With a password it cannot be read; with an empty one anybody reads it."""
    closed = encrypted(REPORT, "secret")
    check = find_quote("infor", closed, media_type=PDF)

    with pytest.raises(BadInputError, match=r"^a\.pdf: is encrypted; save a copy"):
        pdf_text(closed, source="a.pdf")
    assert check.outcome == "cannot be checked"
    assert "encrypted" in (check.reason or "")
    assert read_facts(closed, source="a.pdf") == SourceFacts()
    assert "Another line" in pdf_text(encrypted(REPORT, ""), source="a").text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7", "damaged"),
        (REPORT[:300], "damaged"),
        (pdf_of(""), "without text"),
        (pdf_of(), "without text"),
        (b"%PDF-1.7" + b"[" * 100_000 + b"\ntrailer << /Root 1 0 R >>", "damaged"),
    ],
)
def test_damaged_files_are_one_line(
    data: bytes, reason: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """Whatever is wrong, the message is one line, and nothing else is written."""
    with pytest.raises(BadInputError, match=rf"^a\.pdf: is a.*{reason}.*\Z"):
        pdf_text(data, source="a.pdf")

    assert capfd.readouterr() == ("", "")


def test_a_form_that_draws_itself_ends() -> None:
    """A loop of drawings within drawings is cut."""
    form = stream("/X1 Do " * 1_000).replace(
        "<<",
        "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] "
        "/Resources << /XObject << /X1 5 0 R >> >>",
    )
    page = (
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R "
        "/Resources << /XObject << /X1 5 0 R >> >> >>"
    )
    pages = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    catalog = "<< /Type /Catalog /Pages 2 0 R >>"
    data = assembled([catalog, pages, page, stream("/X1 Do"), form, "<< >>"])

    with pytest.raises(BadInputError, match=r"without text|damaged"):
        pdf_text(data, source="a.pdf")


def test_a_page_with_too_much_on_it_is_left_out() -> None:
    """The text is then not whole, and a quotation cannot be missing in it."""
    data = pdf_of("% " + "drawing " * 600_000, "The second page.")

    assert not pdf_text(data, source="a.pdf").whole
    assert find_quote("second page", data, media_type=PDF).outcome == "found"
    assert find_quote("first page", data, media_type=PDF).outcome == (
        "cannot be checked"
    )


def test_the_time_is_capped(monkeypatch: pytest.MonkeyPatch) -> None:
    """What there was no time for is not said to have no text."""
    monkeypatch.setattr(pdf, "_MAXIMUM_SECONDS", -1.0)

    with pytest.raises(BadInputError, match="too large a PDF"):
        pdf_text(REPORT, source="a.pdf")


def test_the_pages_are_capped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a longer file the first pages are read, and that is said."""
    monkeypatch.setattr(pdf, "_MAXIMUM_PAGES", 1)
    read = pdf_text(REPORT, source="a.pdf")

    assert "information" not in read.text
    assert "leader" in read.text
    assert "Another line" not in read.text
    assert not read.whole


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF has no facts then, and who needs its text learns what to install."""
    assert can_read_pdf()
    monkeypatch.setitem(sys.modules, "pypdf", None)
    wanted = r"pip install 'factcheck-ledger\[pdf\]'"

    with pytest.raises(MachineError, match=wanted):
        pdf_text(REPORT, source="a.pdf")
    with pytest.raises(MachineError, match=wanted):
        pdf_properties(REPORT, source="a.pdf")
    check = find_quote("information", REPORT, media_type=PDF)
    assert not can_read_pdf()
    assert read_facts(REPORT, source="a.pdf") == SourceFacts()
    assert passage_text(REPORT, PDF) is None
    assert check.outcome == "cannot be checked"
    assert "factcheck-ledger[pdf]" in (check.reason or "")


@given(
    st.integers(0, len(REPORT)),
    st.binary(max_size=20) | st.sampled_from([b"[" * 999, b"<<" * 999, b"9" * 999]),
    st.integers(0, 20),
)
def test_any_damage_is_one_of_our_errors(place: int, put: bytes, gone: int) -> None:
    """A file with any bytes changed is read or refused, and never stops us."""
    data = REPORT[:place] + put + REPORT[place + gone :]

    for read in (pdf_text, pdf_properties):
        with suppress(BadInputError):
            read(data, source="a.pdf")
