"""A PDF to its text and to what it says of itself, through pypdf (extra ``pdf``).

pypdf is pure Python, and files can be made to keep it busy. ``sandbox`` reads them in
a process with limits; below these, pages, text, the content of a page and the time all
have caps here, so that what was read until then is not lost. What stops at a cap says
so: a text that was not read whole is no proof that a quotation is missing.
"""

from __future__ import annotations

import codecs
import io
import logging
import re
import time
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from factcheck.intake.page import MAXIMUM_CHARACTERS
from factcheck.model.errors import BadInputError, FactcheckError, MachineError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pypdf import PageObject, PdfReader

_MAXIMUM_BYTES = 100_000_000
_MAXIMUM_PAGES = 1_000
# A page of a report has some 10 kB of drawing commands, a map some 500. Parsing
# them cannot be stopped half-way: this much takes pypdf 7 up to 5 s.
_MAXIMUM_DRAWING = 2_000_000
# Below the ten seconds of ``sandbox``: some 600 pages of text.
_MAXIMUM_SECONDS = 8.0
_MAXIMUM_PROPERTY = 2_000

# D:20201008213000+02'00' (PDF 32000-1, section 7.9.4); all after the year may lack.
_DATE = re.compile(r"(?:D:)?([12]\d{3})(?:(\d{2})(?:(\d{2}))?)?", re.ASCII)
# What makes a PDF of a page or file that somebody else wrote earlier.
_PRINTERS = re.compile(
    r"skia|chrom|quartz|print to pdf|cairo|wkhtml|webkit|ghostscript|cups|"
    r"weasyprint|prince|puppeteer|headless|mozilla|firefox|safari|scan",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PdfProperties:
    """What a PDF says of itself, as it is written there; None where it does not.

    Attributes:
        title: often the name of a file.
        author: often the name of whoever owns the machine.
        created: ``2020-10-08``, ``2020-10`` or ``2020``: when the file was made.
        printed: True where a browser, a printer or a scanner made the file, so that
            its date is not that of the text.
        language: a tag such as ``en-GB``, unchecked.
    """

    title: str | None = None
    author: str | None = None
    created: str | None = None
    printed: bool = False
    language: str | None = None


@dataclass(frozen=True, slots=True)
class PdfText:
    """The text of a PDF, and whether that is all of it.

    Attributes:
        pages: the lines of each page as they stand there; hyphens at line ends are
            still there (``folding`` joins them).
        whole: False where a cap stopped the reading.
    """

    pages: tuple[str, ...]
    whole: bool

    @property
    def text(self) -> str:
        """The lines of all pages."""
        return "\n".join(self.pages)


class _OutOfTimeError(Exception):
    """The time for one PDF is over."""


def can_read_pdf() -> bool:
    """Tell whether pypdf is installed: without it no PDF has facts or text here."""
    return find_spec("pypdf") is not None


def pdf_properties(data: bytes, *, source: str) -> PdfProperties:
    """Read what a PDF says of itself.

    Args:
        data: the bytes.
        source: file name or ``-``; stands in the messages.

    Raises:
        BadInputError: too large, damaged, or encrypted with a password.
        MachineError: pypdf is not installed.
    """
    with _refusing(source):
        reader = _opened(data, source)
        stated: Mapping[str, Any] = reader.metadata or {}
        tools = f"{_text(stated.get('/Producer'))} {_text(stated.get('/Creator'))}"
        found = _DATE.match(_text(stated.get("/CreationDate")))
        parts = [part for part in found.groups() if part] if found else []
        return PdfProperties(
            title=_text(stated.get("/Title")) or None,
            author=_text(stated.get("/Author")) or None,
            created="-".join(parts) or None,
            printed=_PRINTERS.search(tools) is not None,
            language=_text(reader.root_object.get("/Lang")) or None,
        )


def pdf_text(data: bytes, *, source: str) -> PdfText:
    """Read the text of a PDF.

    Args:
        data: the bytes.
        source: file name or ``-``; stands in the messages.

    Raises:
        BadInputError: too large, damaged, encrypted with a password, or without
            any text in what was read, as scans are.
        MachineError: pypdf is not installed.
    """
    end = time.process_time() + _MAXIMUM_SECONDS
    with _refusing(source):
        reader = _opened(data, source)
        read = _pages(reader, end)
    if not any(sign.isalnum() for sign in read.text):
        raise BadInputError(
            f"{source}: is a PDF without text, as a scan is"
            if read.whole
            else f"{source}: is too large a PDF to be read; cut out the pages meant"
        )
    return read


def _pages(reader: PdfReader, end: float) -> PdfText:
    """Read page by page, up to the caps."""
    texts: list[str] = []
    room = MAXIMUM_CHARACTERS
    whole = True
    for number, page in enumerate(reader.pages):
        if number == _MAXIMUM_PAGES or room <= 0 or time.process_time() > end:
            return PdfText(tuple(texts), whole=False)
        try:
            text = _page_text(page, end)
        except _OutOfTimeError:
            return PdfText(tuple(texts), whole=False)
        # pypdf goes on where our watch ends the text of a form within a page.
        if text is None or len(text) > room or time.process_time() > end:
            whole = False
        kept = (text or "")[:room]
        room -= len(kept)
        texts.append(kept)
    return PdfText(tuple(texts), whole)


def _page_text(page: PageObject, end: float) -> str | None:
    """Read a page; None where it has more on it than we read.

    Raises:
        _OutOfTimeError: between two drawing commands.
    """

    def watch(*_: Any) -> None:
        if time.process_time() > end:
            raise _OutOfTimeError

    contents = page.get_contents()
    if contents is None:
        return ""
    if len(contents.get_data()) > _MAXIMUM_DRAWING:
        return None
    # Half of a pair of surrogates cannot be written as UTF-8.
    text = page.extract_text(visitor_operand_before=watch)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _opened(data: bytes, source: str) -> PdfReader:
    """Open a PDF; one that opens with the empty password counts as open."""
    if len(data) > _MAXIMUM_BYTES:
        raise BadInputError(
            f"{source}: has {len(data)} bytes, more than {_MAXIMUM_BYTES}; "
            "cut out the pages that are meant"
        )
    try:
        import pypdf  # noqa: PLC0415 - an optional part of ours, and slow to import
    except ImportError:
        raise MachineError(
            f"{source}: reading a PDF needs pypdf: pip install 'factcheck-ledger[pdf]'"
        ) from None
    # Without a handler the logging of the standard library writes to stderr.
    logger = logging.getLogger("pypdf")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    encrypted = BadInputError(
        f"{source}: is encrypted; save a copy without the password first"
    )
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise encrypted
    except pypdf.errors.DependencyError:  # AES, for which pypdf needs a library
        raise encrypted from None
    return reader


@contextmanager
def _refusing(source: str) -> Iterator[None]:
    """Turn whatever pypdf raises on a damaged file into one line.

    Raises:
        BadInputError: what is within raised something that is not ours.
    """
    try:
        yield
    except (FactcheckError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - besides its own errors pypdf lets
        # KeyError, RecursionError, zlib.error, … through: it promises no set.
        reason = type(error).__name__
        raise BadInputError(
            f"{source}: is a damaged PDF ({reason}); print it anew first"
        ) from None


def _text(value: Any) -> str:
    """Give a property as text: some are numbers, bytes, or point to nothing."""
    resolved = value.get_object() if hasattr(value, "get_object") else value
    if isinstance(resolved, bytes):
        wide = resolved.startswith(codecs.BOM_UTF16_BE)
        resolved = resolved.decode("utf-16" if wide else "latin-1", "ignore")
    return "" if resolved is None else str(resolved)[:_MAXIMUM_PROPERTY].strip()
