"""PDFs written by hand, so that no binary file lies in the repository."""

from __future__ import annotations

import io

import pypdf


def pdf_of(*pages: str, properties: str = "", catalog: str = "") -> bytes:
    """Write a PDF with one content stream per page, in Helvetica.

    Args:
        pages: the lines of each page, separated by line ends; Windows-1252.
        properties: what stands in the document information, as PDF writes it.
        catalog: what else stands in the catalog.
    """
    numbers = range(4, 4 + 2 * len(pages), 2)
    kids = " ".join(f"{number} 0 R" for number in numbers)
    font = (
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica "
        "/Encoding /WinAnsiEncoding >>"
    )
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        font,
    ]
    for number, page in zip(numbers, pages, strict=True):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {number + 1} 0 R >>"
        )
        content = "BT /F1 11 Tf 14 TL 50 800 Td\n" + "".join(
            f"({_escaped(line)}) Tj T*\n" for line in page.split("\n")
        )
        objects.append(stream(content + "ET"))
    objects.append(f"<< {properties} >>")
    return assembled(objects)


def stream(content: str) -> str:
    """Write a stream object."""
    length = len(content.encode("cp1252"))
    return f"<< /Length {length} >>\nstream\n{content}\nendstream"


def assembled(objects: list[str]) -> bytes:
    """Put objects together; the first is the catalog, the last the information."""
    parts = [b"%PDF-1.7\n"]
    offsets = []
    start = len(parts[0])
    for number, text in enumerate(objects, 1):
        offsets.append(start)
        parts.append(f"{number} 0 obj\n{text}\nendobj\n".encode("cp1252"))
        start += len(parts[-1])
    rows = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    count = len(objects) + 1
    parts.append(
        f"xref\n0 {count}\n0000000000 65535 f \n{rows}trailer\n"
        f"<< /Size {count} /Root 1 0 R /Info {count - 1} 0 R >>\n"
        f"startxref\n{start}\n%%EOF\n".encode()
    )
    return b"".join(parts)


def encrypted(content: bytes, word: str) -> bytes:
    """Encrypt a PDF so that the word is needed to read it."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    writer.encrypt(word, f"{word} of the owner", algorithm="RC4-128")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
