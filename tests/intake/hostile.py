"""Documents that were made to keep a reader busy, to fill its memory, or to crash it.

The cases are those of the advisories on pypdf and lxml, and what tokenizers, parsers
of trees and zip readers are known to be slow at. Each is made when it is asked for.
"""

from __future__ import annotations

import zlib
from itertools import pairwise
from typing import TYPE_CHECKING

from tests.intake.office_files import WORD, docx_of, odt_of, run
from tests.intake.pdfs import assembled, stream

if TYPE_CHECKING:
    from collections.abc import Callable

DEEP = "The very deep sentence stands below all else on this page."
MANY = 100_000


def _page(body: str) -> bytes:
    return f"<html><body>{body}".encode()


_ONE_PAGE = (
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
    "/Resources << /Font << /F1 5 0 R >> >> >>"
)


def _pdf(content: str, *more: str, pages: str = "", catalog: str = "") -> bytes:
    """Write a PDF of one page, with objects from number 6 on."""
    return assembled(
        [
            f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
            pages or "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            _ONE_PAGE,
            content,
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            *more,
            "<< >>",
        ]
    )


_DRAWN = stream(f"BT /F1 11 Tf 50 800 Td ({DEEP}) Tj ET")


def _packed_page(content: bytes, times: int) -> bytes:
    """Write a PDF of one page, its content packed as often as is asked for."""
    packed = content
    for _ in range(times):
        packed = zlib.compress(packed, 9)
    filters = "/FlateDecode " * times
    head = f"<< /Filter [{filters}] /Length {len(packed)} >>\nstream\n"
    made = _pdf(f"{head}@@\nendstream")
    return made.replace(b"@@", packed)


def _naming_itself() -> bytes:
    """Write a PDF whose table of objects names itself as the one before it."""
    plain = _pdf(_DRAWN)
    at = str(plain.rfind(b"xref\n0")).encode()
    return plain.replace(b"trailer\n<<", b"trailer\n<< /Prev " + at)


def _many_objects() -> bytes:
    """Write a PDF of 100,000 pages, which are one, and as many objects."""
    kids = "3 0 R " * MANY
    pages = f"<< /Type /Pages /Kids [{kids}] /Count {MANY} >>"
    return _pdf(_DRAWN, *["<< /A [1 2 3] >>"] * MANY, pages=pages)


PAGES: dict[str, Callable[[], bytes]] = {
    "depth": lambda: _page("<div>" * MANY + f"<p>{DEEP}"),
    "depth behind ends": lambda: _page("<div></b>" * 3_000 + f"<p>{DEEP}"),
    "depth of items": lambda: _page("<li><dt><dd>" * 130 + f"<p>{DEEP}"),
    "tables": lambda: _page("<table><tr><td>" * 3_000 + f"<p>{DEEP}"),
    "attributes": lambda: _page(
        "<p " + " ".join(f"a{n}=b" for n in range(MANY)) + f">{DEEP}"
    ),
    "formatting": lambda: _page("<b><i>" * (MANY // 2) + f"<p>{DEEP}"),
    "crossed": lambda: _page("<a><b></a>" * 5_000 + f"<p>{DEEP}"),
    "paragraphs": lambda: _page("<p>" * MANY + DEEP),
    "one text": lambda: _page(f"<p>{DEEP}" + "x" * 4_000_000),
    "entities": lambda: _page("<p>" + "&amp;&#65;&notit;" * 20_000 + DEEP),
    "comments": lambda: _page(f"<p>{DEEP}</p>" + "<!-" * MANY),
    "scripts": lambda: _page(f"<p>{DEEP}</p>" + "<script>x</script " * MANY),
    "json": lambda: _page(
        f"<script type=application/ld+json>{'[' * MANY}</script><p>{DEEP}"
    ),
    "no script": lambda: _page("<noscript>" + "<div>" * 300 + f"</noscript><p>{DEEP}"),
}
"""Pages that have a sentence to find, which is not to be lost either."""

OTHERS: dict[str, Callable[[], bytes]] = {
    "no text": lambda: _page("\0" * 1_000_000),
    "half a sign": lambda: f"<html><p>{DEEP}".encode("utf-16")[:-1],
    "half a pair": lambda: f"<html><p>{DEEP}".encode("utf-16") + b"\x00\xd8",
    "another charset": lambda: b"<html><meta charset=rot13><p>\xff\xff\xff\xff",
}
"""Pages without any."""

PDFS: dict[str, Callable[[], bytes]] = {
    "pages that are their own parents": lambda: _pdf(
        _DRAWN, pages="<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 9 >>"
    ),
    "an outline that ends nowhere": lambda: _pdf(
        _DRAWN,
        "<< /Title (a) /Next 7 0 R /First 6 0 R >>",
        "<< /Title (b) /Next 6 0 R >>",
        catalog="/Outlines << /First 6 0 R /Last 7 0 R >>",
    ),
    "a table that names itself": _naming_itself,
    "a reference to itself": lambda: _pdf("4 0 R"),
    "a length that is itself": lambda: _pdf(
        f"<< /Length 4 0 R >>\nstream\nBT ({DEEP}) Tj ET\nendstream"
    ),
    "a thousand times as much": lambda: _packed_page(b" " * 80_000_000, 1),
    "packed twice": lambda: _packed_page(b"q Q " * 20_000_000, 2),
    "many objects": _many_objects,
    "many commands": lambda: _pdf(stream("q Q " * 450_000)),
    "nothing but signs": lambda: _pdf(stream("BT /F1 1 Tf " + "(a) Tj " * 250_000)),
    "deep arrays": lambda: _pdf("[" * 50_000),
    "a long number": lambda: _pdf(f"<< /Length {'9' * MANY} >>"),
    "no table": lambda: b"%PDF-1.7\n" + b"1 0 obj << >> endobj " * MANY,
    "only a beginning": lambda: b"%PDF-1.4\n" + b"%" * 1_000_000,
}


def _laughs() -> str:
    """Give a document type of entities that stand for a thousand million letters."""
    names = "abcdefghi"
    grown = "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise(names)
    )
    return f'<!DOCTYPE a [<!ENTITY a "ha">{grown}]>'


_DOCUMENT = f'<w:document xmlns:w="{WORD}"><w:body>'
_OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>'

DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "a bomb": lambda: docx_of(parts={"word/document.xml": b" " * 45_000_000}),
    "a bomb in many parts": lambda: docx_of(
        run(DEEP),
        parts={f"word/document{n}.xml": b" " * 900_000 for n in range(60)},
    ),
    "many parts": lambda: docx_of(
        run(DEEP), parts={f"a{n}": b"" for n in range(10_001)}
    ),
    "entities that grow": lambda: docx_of(
        parts={"word/document.xml": f"{_laughs()}{_DOCUMENT}<w:p>&i;".encode()}
    ),
    "entities of an .odt": lambda: odt_of("&i;", before=_laughs()),
    "a file outside": lambda: docx_of(
        parts={"word/document.xml": f"{_OUTSIDE}{_DOCUMENT}<w:p>&x;".encode()}
    ),
    "entities in utf-16": lambda: docx_of(
        parts={"word/document.xml": f"{_OUTSIDE}{_DOCUMENT}<w:p>&x;".encode("utf-16")}
    ),
    "many paragraphs": lambda: docx_of(*[run(f"Word {n}.") for n in range(MANY)]),
    "depth": lambda: docx_of("<w:ins>" * 5_000 + run(DEEP) + "</w:ins>" * 5_000),
    "depth of an .odt": lambda: odt_of("<text:p>" * 5_000 + "</text:p>" * 5_000),
    "not closed": lambda: docx_of(parts={"word/document.xml": _DOCUMENT.encode()}),
    "cut off": lambda: docx_of(run(DEEP))[:-30],
    "no document": lambda: docx_of(run(DEEP)).replace(b"word/docum", b"word/document"),
}
