"""A text document of an Office program to paragraphs: .docx and .odt.

Both are zip files of XML. Before anything is unpacked the table of contents is
looked at: the number of parts, what each says it unpacks to, and how many times what
it takes in the file that is. Then only the parts with text are unpacked, up to a cap,
and one with a document type (which neither format has) is refused: it could only
define entities that grow, or that name other files.

A .docx is read by mammoth (extra ``office``), which never sees the file itself but a
new one of the parts that were let through: no pictures, no linked files. An .odt is
read here.
"""

from __future__ import annotations

import io
import re
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from factcheck.intake.media import DOCX
from factcheck.intake.open_document import NAMES, read_content
from factcheck.intake.page import MAXIMUM_CHARACTERS, first_heading, read_body
from factcheck.model.errors import BadInputError, FactcheckError, MachineError

if TYPE_CHECKING:
    from collections.abc import Iterable

MAXIMUM_PARTS = 10_000
MAXIMUM_UNPACKED = 50_000_000
"""Bytes of all parts with text together."""

_MAXIMUM_BYTES = 100_000_000
# Text that people write packs to a fifth, a table of equal cells to a fiftieth.
_MAXIMUM_RATIO = 200
_SMALL = 1_000_000
_END = struct.Struct("<4s4H2LH")
_END_SIGNATURE = b"PK\x05\x06"
_ENCRYPTED = 0x1

_PARTS = {
    True: re.compile(
        r"\[Content_Types\]\.xml|_rels/\.rels|docProps/core\.xml|word/(?:_rels/)?"
        r"(?:document|footnotes|endnotes|styles|numbering)\d{0,3}\.xml(?:\.rels)?"
    ),
    False: re.compile(r"content\.xml|meta\.xml"),
}
"""The parts with text: of a .docx, of an .odt."""

# Title is a heading of its own rank; a page's h1 would be taken for the headline.
_STYLES = "\n".join(
    [
        "p[style-name='Title'] => h1:fresh",
        "p.Title => h1:fresh",
        *(f"p.Heading{rank} => h{rank + 1}:fresh" for rank in range(1, 6)),
        *(
            f"p[style-name='heading {rank}'] => h{rank + 1}:fresh"
            for rank in range(1, 6)
        ),
        *(
            f"p[style-name='Heading {rank}'] => h{rank + 1}:fresh"
            for rank in range(1, 6)
        ),
    ]
)
# What mammoth writes for the number of a note, and for the way back from it.
_NOTE_NUMBERS = re.compile(
    r'<sup><a href="#(?:foot|end)note-[^"<>]{1,40}+"[^<>]{0,80}+>[^<>]{0,20}+</a></sup>'
    r'|<a href="#(?:foot|end)note-ref-[^"<>]{1,40}+">[^<>]{0,9}+</a>'
)


@dataclass(frozen=True, slots=True)
class OfficeText:
    """The text of a document, and what it says of itself.

    Attributes:
        title: as its properties state it, unchecked.
        author: the same.
        heading: the paragraph that is set as the title.
        paragraphs: one line each; cells of a table and notes are paragraphs.
    """

    title: str | None
    author: str | None
    heading: str | None
    paragraphs: tuple[str, ...]


def read_office(data: bytes, kind: str, *, source: str) -> OfficeText:
    """Read a document.

    Args:
        data: the bytes.
        kind: ``media.DOCX`` or ``media.ODT``.
        source: file name or ``-``; stands in the messages.

    Raises:
        BadInputError: too large, encrypted, damaged, made to fill the memory, or
            without text.
        MachineError: it is a .docx, and mammoth is not installed.
    """
    try:
        parts = _unpacked(data, _PARTS[kind == DOCX], source)
        for part in parts.values():
            _refuse_document_type(part)
        read = _from_docx if kind == DOCX else _from_odt
        document = read(parts, source)
    except (FactcheckError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - zipfile, expat and mammoth promise no
        # set of errors: KeyError, ValueError, RecursionError, zlib.error, … come.
        reason = type(error).__name__
        raise BadInputError(
            f"{source}: is a damaged document ({reason}); save it anew first"
        ) from None
    if not any(sign.isalnum() for text in document.paragraphs for sign in text):
        raise BadInputError(f"{source}: is a document without text")
    return document


def _unpacked(data: bytes, wanted: re.Pattern[str], source: str) -> dict[str, bytes]:
    """Unpack the parts with text, as far as the caps let them through."""
    import zipfile  # noqa: PLC0415 - here and below: slow, and most read no such file

    _refuse_large(data, source)
    parts: dict[str, bytes] = {}
    room = MAXIMUM_UNPACKED
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            if not wanted.fullmatch(entry.filename):
                continue
            if entry.flag_bits & _ENCRYPTED:
                raise _no(
                    source, "is encrypted; save a copy without the password first"
                )
            if entry.file_size > room or (
                entry.file_size > _SMALL
                and entry.file_size > _MAXIMUM_RATIO * entry.compress_size
            ):
                raise _too_much(source)
            with archive.open(entry) as stream:
                # What it says of its size is checked, not believed.
                content = stream.read(room + 1)
            room -= len(content)
            if room < 0:
                raise _too_much(source)
            parts[entry.filename] = content
    return parts


def _refuse_large(data: bytes, source: str) -> None:
    """Refuse by what the end of the file says, before its table is read."""
    if len(data) > _MAXIMUM_BYTES:
        raise _no(
            source,
            f"has {len(data)} bytes, more than {_MAXIMUM_BYTES}; save its text first",
        )
    at = data.rfind(_END_SIGNATURE, max(0, len(data) - 0xFFFF - _END.size))
    if at < 0:
        raise EOFError
    _, _, _, _, count, size, _, _ = _END.unpack_from(data, at)
    # Sixty-four bits are for files of more than 65,535 parts or 4 GiB.
    if (
        count > MAXIMUM_PARTS
        or size > 500 * MAXIMUM_PARTS
        or b"PK\6\7" in data[at - 20 : at]
    ):
        raise _no(source, f"has more than {MAXIMUM_PARTS} parts; save its text first")


def _no(source: str, why: str) -> BadInputError:
    return BadInputError(f"{source}: {why}")


def _too_much(source: str) -> BadInputError:
    return _no(source, "unpacks to more than a text does; save its text first")


def _refuse_document_type(part: bytes) -> None:
    """Look at the beginning of an XML part, up to its first element.

    Raises:
        expat.ExpatError: it has a document type, or is no XML.
    """
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise expat.ExpatError

    def stop(*_: object) -> None:
        raise StopIteration

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = stop
    try:
        parser.Parse(part, True)
    except StopIteration:
        return


# -------------------------------------------------------------------------- .docx


def _from_docx(parts: dict[str, bytes], source: str) -> OfficeText:
    """Let mammoth make a page of a .docx, and read that."""
    try:
        import mammoth  # noqa: PLC0415 - an optional part of ours
    except ImportError:
        raise MachineError(
            f"{source}: reading a .docx needs mammoth: "
            "pip install 'factcheck-ledger[office]'"
        ) from None
    made: Any = mammoth.convert_to_html(
        io.BytesIO(_packed(parts)),
        style_map=_STYLES,
        include_embedded_style_map=False,
        convert_image=lambda _: [],
    )
    html = _NOTE_NUMBERS.sub("", made.value)
    body = read_body(f"<main>{html}</main>")
    if not body.whole:
        raise _too_much(source)
    stated = _properties(parts.get("docProps/core.xml", b""))
    return OfficeText(
        stated.get("title"), stated.get("creator"), first_heading(html), body.paragraphs
    )


def _packed(parts: dict[str, bytes]) -> bytes:
    """Make a new file of the parts that were let through."""
    import zipfile  # noqa: PLC0415

    new = io.BytesIO()
    with zipfile.ZipFile(new, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return new.getvalue()


def _properties(part: bytes) -> dict[str, str]:
    """Read what Dublin Core elements state, by their names; of each the first."""
    stated: dict[str, str] = {}
    within: list[str] = []
    parser = expat.ParserCreate(namespace_separator=" ")

    def start(name: str, _: object) -> None:
        space, _space, local = name.rpartition(" ")
        within.append(local if space == NAMES["dc"] else "")

    def text(content: str) -> None:
        if within and within[-1] and len(stated.get(within[-1], "")) < _SMALL:
            stated[within[-1]] = stated.get(within[-1], "") + content

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: within.pop() and None
    parser.CharacterDataHandler = text
    if part:
        parser.Parse(part, True)
    return stated


# --------------------------------------------------------------------------- .odt


def _from_odt(parts: dict[str, bytes], source: str) -> OfficeText:
    """Read an .odt."""
    content = read_content(parts["content.xml"], MAXIMUM_CHARACTERS)
    if not content.whole:
        raise _too_much(source)
    stated = _properties(parts.get("meta.xml", b""))
    return OfficeText(
        stated.get("title"), stated.get("creator"), content.heading, content.paragraphs
    )


def office_text(data: bytes, kind: str, *, source: str) -> str:
    """Give the text of a document alone, paragraph by paragraph, to find words in.

    Raises:
        BadInputError: as ``read_office``.
        MachineError: as ``read_office``.
    """
    document = read_office(data, kind, source=source)
    lines: Iterable[str] = (document.heading or "", *document.paragraphs)
    return "\n".join(filter(None, lines))
