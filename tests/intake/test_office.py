"""Documents of Office programs to paragraphs."""

from __future__ import annotations

import sys
import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.intake.article import Article, read_article
from factcheck.intake.media import DOC, DOCX, ODT, OLD_OFFICE, ZIP, media_type
from factcheck.intake.metadata import SourceFacts, read_facts
from factcheck.intake.office import read_office
from factcheck.intake.quote import find_quote
from factcheck.intake.same_text import text_of
from factcheck.model.errors import BadInputError, MachineError
from tests.intake.office_files import WORD, core, docx_of, odt_of, run, styled, zip_of

NOTES = (
    f'<w:footnotes xmlns:w="{WORD}"><w:footnote w:id="2"><w:p>{run("Told by him.")}'
    "</w:p></w:footnote></w:footnotes>"
)
LETTER = docx_of(
    styled("Title", "Harbour closed"),
    run("The harbour ")
    + run("was closed")
    + '<w:r><w:footnoteReference w:id="2"/></w:r>',
    styled("Heading1", "What happened"),
    run("Two ships") + f"<w:del><w:r><w:delText>Three</w:delText></w:r></w:del>"
    f"<w:ins>{run(' waited.')}</w:ins>",
    "",
    parts={
        **core("template.docx", "Anna Example"),
        "word/footnotes.xml": NOTES.encode(),
    },
)
STYLES = (
    '<style:style style:name="P1" style:family="paragraph" '
    'style:parent-style-name="Title"/>'
)
PAPER = odt_of(
    "<text:tracked-changes><text:changed-region><text:p>Gone.</text:p>"
    "</text:changed-region></text:tracked-changes>"
    '<text:p text:style-name="P1">Harbour<text:s/>closed</text:p>'
    "<text:p>The harbour<text:tab/>was closed<text:note><text:note-citation>1"
    "</text:note-citation><text:note-body><text:p>Told by him.</text:p>"
    "</text:note-body></text:note>.<office:annotation><text:p>Really?</text:p></office:annotation></text:p>"
    '<text:h text:outline-level="1">What happened</text:h>'
    "<table:table><table:table-row><table:table-cell><text:p>Two</text:p>"
    "</table:table-cell></table:table-row></table:table>",
    meta="<dc:title>Untitled 1</dc:title><dc:creator>Anna Example</dc:creator>",
    styles=STYLES,
)


def test_docx() -> None:
    """Title and headings, runs joined, what was deleted gone, notes without numbers."""
    assert read_article(LETTER, source="a.docx") == Article(
        title="Harbour closed",
        source="a.docx",
        paragraphs=(
            "The harbour was closed",
            "What happened",
            "Two ships waited.",
            "Told by him.",
        ),
        author="Anna Example",
    )


def test_odt() -> None:
    """The same of the other format; a style of its own is a title by its parent."""
    assert read_article(PAPER, source="-") == Article(
        title="Harbour closed",
        source="-",
        paragraphs=(
            "Told by him.",
            "The harbour was closed.",
            "What happened",
            "Two",
        ),
        author="Anna Example",
    )


@pytest.mark.parametrize("data", [LETTER, PAPER], ids=["docx", "odt"])
def test_as_evidence(data: bytes) -> None:
    """Facts, quotations and comparisons work on them as on pages."""
    kind = media_type(data, "-")

    assert read_facts(data, source="a") == SourceFacts(
        title="Harbour closed", author="Anna Example"
    )
    assert find_quote("the harbour was closed", data, media_type=kind).outcome == (
        "not found"
    )
    assert (
        find_quote("The harbour was closed", data, media_type=kind).outcome == "found"
    )
    assert "Told by him." in (text_of(data, kind) or "")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (LETTER, DOCX),
        (PAPER, ODT),
        (zip_of({"a.txt": b"word/document.xml"}), ZIP),
        (zip_of({"mimetype": ODT.encode() + b"-template", "content.xml": b""}), ZIP),
        (zip_of({"xl/workbook.xml": b"", "[Content_Types].xml": b""}), ZIP),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), DOC),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1EncryptedPackage", OLD_OFFICE),
    ],
)
def test_they_are_told_by_their_content(data: bytes, expected: str) -> None:
    """Whatever the file is called."""
    assert media_type(data, "a.txt") == expected


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (docx_of(""), "a document without text"),
        (odt_of("<text:p>…</text:p>"), "a document without text"),
        (odt_of("", before="<"), "damaged document"),
        (zip_of({"mimetype": ODT.encode()}), r"damaged document \(KeyError\)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old, or encrypted.*; save it as .docx"),
        (zip_of({"a": b"b"}), r"binary \(application/zip\)"),
    ],
)
def test_refused(data: bytes, message: str) -> None:
    """One line that says what is wrong and what to do; no text is an error."""
    with pytest.raises(BadInputError, match=rf"^a: is .*{message}[^\n]*\Z"):
        read_article(data, source="a")


def test_an_encrypted_part() -> None:
    """A zip file with a password says so."""
    data = bytearray(LETTER)
    with zipfile.ZipFile(BytesIO(LETTER)) as archive:
        names = [entry.filename for entry in archive.infolist()]
    at = -1
    for _ in names:
        at = data.index(b"PK\x01\x02", at + 1)
        data[at + 8] |= 1

    with pytest.raises(BadInputError, match=r"^a: is encrypted; save a copy without"):
        read_office(bytes(data), DOCX, source="a")


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who needs the text of a .docx learns what to install; an .odt needs nothing."""
    monkeypatch.setitem(sys.modules, "mammoth", None)
    check = find_quote("harbour", LETTER, media_type=DOCX)

    with pytest.raises(MachineError, match=r"pip install 'factcheck-ledger\[office\]'"):
        read_article(LETTER, source="a.docx")
    assert "factcheck-ledger[office]" in (check.reason or "")
    assert read_facts(LETTER, source="a.docx") == SourceFacts()
    assert read_article(PAPER, source="a").title == "Harbour closed"


@given(
    st.sampled_from([LETTER, PAPER]),
    st.integers(0, 2_000),
    st.binary(max_size=20),
    st.integers(0, 20),
)
def test_any_damage_is_one_of_our_errors(
    whole: bytes, place: int, put: bytes, gone: int
) -> None:
    """A file with any bytes changed is read or refused, and never stops us."""
    data = whole[:place] + put + whole[place + gone :]

    for kind in (DOCX, ODT):
        with suppress(BadInputError):
            read_office(data, kind, source="a")
