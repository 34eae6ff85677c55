"""The text of a capture as a reader sees it: where a quotation is looked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from factcheck.intake.encoding import decode_html, decode_text
from factcheck.intake.markdown import read_markdown
from factcheck.intake.media import DOCX, HTML, MARKDOWN, ODT, PDF
from factcheck.intake.office import office_text
from factcheck.intake.page import MAXIMUM_CHARACTERS, visible_text
from factcheck.intake.pdf import pdf_text
from factcheck.model.errors import BadInputError

if TYPE_CHECKING:
    from collections.abc import Callable

SOURCE = "capture"
"""What a capture is called in messages: its bytes have no name."""

_XHTML = "application/xhtml+xml"


@dataclass(frozen=True, slots=True)
class Passage:
    """The text of a capture, and whether that is all of it."""

    text: str
    whole: bool


ReadPassage: TypeAlias = "Callable[[bytes, str], Passage]"
"""Gives the passage of bytes of a media type: ``passage_of``, or ``Extractor.passage``,
which does so in a process of its own."""


def bare_kind(media_type: str) -> str:
    """Give a media type without its parameters, XHTML as HTML."""
    kind = media_type.partition(";")[0].strip().lower()
    return HTML if kind == _XHTML else kind


def passage_of(data: bytes, media_type: str) -> Passage:
    """Read the text of a capture.

    Args:
        data: the bytes of the capture.
        media_type: what the capture is; ``text/html; charset=…`` will do.

    Raises:
        BadInputError: it holds no text, or none that can be read.
        MachineError: what reads it is not installed.
    """
    kind = bare_kind(media_type)
    if kind == HTML:
        seen = visible_text(decode_html(data, source=SOURCE))
        passage = Passage(seen.text, seen.whole)
    elif kind.startswith("text/"):
        text = decode_text(data, source=SOURCE)
        if kind == MARKDOWN:
            document = read_markdown(text)
            text = "\n".join([document.title or "", *document.paragraphs])
        passage = Passage(text[:MAXIMUM_CHARACTERS], len(text) <= MAXIMUM_CHARACTERS)
    elif kind == PDF:
        read = pdf_text(data, source=SOURCE)
        passage = Passage(read.text, read.whole)
    elif kind in {DOCX, ODT}:
        document_text = office_text(data, kind, source=SOURCE)
        passage = Passage(
            document_text[:MAXIMUM_CHARACTERS],
            len(document_text) <= MAXIMUM_CHARACTERS,
        )
    else:
        raise BadInputError(f"{SOURCE}: {kind or 'unknown bytes'} cannot be read here")
    if not passage.text.strip():
        raise BadInputError(f"{SOURCE}: holds no text")
    return passage
