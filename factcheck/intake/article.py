"""Bytes to an article: a text that is read for claims."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from factcheck.intake.days import iso_day
from factcheck.intake.encoding import MAXIMUM_BYTES, decode_html, decode_text
from factcheck.intake.markdown import read_markdown
from factcheck.intake.media import (
    DOC,
    DOCX,
    HTML,
    MARKDOWN,
    ODT,
    OLD_OFFICE,
    PDF,
    PLAIN,
    RTF,
    media_type,
)
from factcheck.intake.metadata import (
    SourceFacts,
    facts_of_html,
    facts_of_markdown,
    facts_of_office,
    facts_of_pdf,
)
from factcheck.intake.office import read_office
from factcheck.intake.page import first_heading, is_modest, read_body
from factcheck.intake.pdf import pdf_text
from factcheck.intake.pdf_paragraphs import paragraphs as paragraphs_of
from factcheck.intake.plain import read_plain
from factcheck.intake.sentences import split_sentences
from factcheck.model.errors import BadInputError, MachineError

_LONGEST_HEADLINE = 250
_SENTENCE_END = re.compile(r"[.!?…؟۔。！？।॥:;,][\"'”’»)\]」』]*+$")
_OTHER_OFFICE = {
    DOC: "an old Word document (.doc)",
    RTF: "a document in rich text (.rtf)",
    OLD_OFFICE: "an Office file that is old, or encrypted with a password",
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article.

    Attributes:
        paragraph: 0 is the headline, 1 the first paragraph of the text.
        text: one line.
    """

    paragraph: int
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """A text that is read for claims.

    Attributes:
        title: the headline, empty where there is none.
        source: the file name it was read from, or ``-``.
        paragraphs: the text below the headline, one line each.
        url: the address that the page calls its own.
        published: ``2020-10-08``, ``2020-10`` or ``2020``.
        author: names, separated by commas.
        publisher: who put it out.
        language: a tag such as ``en``.
    """

    title: str
    source: str
    paragraphs: tuple[str, ...]
    url: str | None = None
    published: str | None = None
    author: str | None = None
    publisher: str | None = None
    language: str | None = None

    def sentences(self) -> tuple[Sentence, ...]:
        """Give the sentences of headline and text, in order.

        What holds no letter and no digit (a rule of asterisks) is no sentence.
        """
        return tuple(
            Sentence(number, sentence)
            for number, paragraph in enumerate((self.title, *self.paragraphs))
            for sentence in split_sentences(paragraph)
            if any(sign.isalnum() for sign in sentence)
        )


def read_article(data: bytes, *, source: str) -> Article:
    """Read an article from plain text, Markdown, HTML, PDF, .docx or .odt.

    In our own process: ``sandbox.Extractor`` does the same in one that may fail.

    Args:
        data: the bytes of the file.
        source: its name, or ``-`` for standard input. What it is is told by its
            content and, where that does not tell, by the ending of the name.

    Returns:
        The article. It has a paragraph or a headline, mostly both.

    Raises:
        BadInputError: empty, too large, encrypted, damaged, binary, in an unknown
            encoding, or without any text.
        MachineError: what reads it is not installed.
    """
    if not data.strip():
        raise BadInputError(f"{source}: is empty")
    kind = media_type(data, source)
    if kind == HTML:
        return _from_html(decode_html(data, source=source), source)
    if kind in {MARKDOWN, PLAIN}:
        text = decode_text(data, source=source)
        read = _from_markdown if kind == MARKDOWN else _from_plain
        return read(text, source)
    if kind == PDF:
        return _from_pdf(data, source)
    if kind in {DOCX, ODT}:
        return _from_office(data, kind, source)
    raise _no_article(data, kind, source)


def _no_article(data: bytes, kind: str, source: str) -> BadInputError:
    """Make the error for a file that is neither text nor HTML."""
    if len(data) > MAXIMUM_BYTES:
        return BadInputError(
            f"{source}: has {len(data)} bytes, more than {MAXIMUM_BYTES}; "
            "cut out the part that is meant"
        )
    if kind in _OTHER_OFFICE:
        return BadInputError(f"{source}: is {_OTHER_OFFICE[kind]}; save it as .docx")
    return BadInputError(f"{source}: is binary ({kind}), not text; save its text first")


def _from_plain(text: str, source: str) -> Article:
    """Read a plain text."""
    plain = read_plain(text)
    return _made(plain.title, plain.paragraphs, SourceFacts(), source)


def _from_markdown(text: str, source: str) -> Article:
    """Read a Markdown document."""
    facts = facts_of_markdown(text)
    return _made(facts.title, read_markdown(text).paragraphs, facts, source)


def _from_pdf(data: bytes, source: str) -> Article:
    """Read a PDF whole, or not at all: half an article would be half an answer."""
    read = pdf_text(data, source=source)
    if not read.whole:
        raise BadInputError(
            f"{source}: is too large a PDF to be read whole; "
            "cut out the pages that are meant"
        )
    facts = facts_of_pdf(data, source=source)
    paragraphs = paragraphs_of(read.pages)
    return _made(facts.title or _heading_of(paragraphs), paragraphs, facts, source)


def _heading_of(paragraphs: tuple[str, ...]) -> str | None:
    """Take the first paragraph for the headline where it is set as one."""
    if len(paragraphs) > 1 and len(paragraphs[0]) <= _LONGEST_HEADLINE:
        first = paragraphs[0]
        return None if _SENTENCE_END.search(first) else first
    return None


def _from_office(data: bytes, kind: str, source: str) -> Article:
    """Read a document of an Office program."""
    document = read_office(data, kind, source=source)
    facts = facts_of_office(document)
    title = document.heading or facts.title or _heading_of(document.paragraphs)
    return _made(title, document.paragraphs, facts, source)


def _from_html(html: str, source: str) -> Article:
    """Read a page: with trafilatura where it is installed and the page modest."""
    facts = facts_of_html(html)
    paragraphs: tuple[str, ...] = ()
    if find_spec("trafilatura") is not None and is_modest(html):
        paragraphs, guessed = _extracted(html)
        facts = _completed(facts, guessed)
    if not paragraphs:
        body = read_body(html)
        if not body.whole:
            raise BadInputError(
                f"{source}: is too large a page to be read whole; "
                "cut out the part that is meant"
            )
        paragraphs = body.paragraphs
    if not paragraphs:
        # A title alone is a page that a script fills: no match in it would mean
        # "nothing found" where nothing was read.
        raise BadInputError(f"{source}: no text found in the page; save its text first")
    return _made(facts.title or first_heading(html), paragraphs, facts, source)


def _extracted(html: str) -> tuple[tuple[str, ...], SourceFacts]:
    """Let trafilatura find the article in a page, and what it says of itself.

    Imported here: it is an optional part of ours and takes a second to import.
    Of its dates only those that the page states are taken, not the guessed ones.

    Raises:
        MachineError: it is installed, and something that it needs is not.
    """
    try:
        trafilatura: Any = import_module("trafilatura")
        lxml_html: Any = import_module("lxml.html")
    except ImportError as error:
        raise MachineError(
            f"trafilatura cannot be loaded ({str(error).partition('.')[0]}): "
            "install it whole with pip install 'factcheck-ledger[web]', or remove it"
        ) from None
    # Below a depth of about 255 lxml drops all text, and says so here alone: a page
    # could hide a claim there. How deep a tree gets cannot be told from the tags.
    parser: Any = lxml_html.HTMLParser(
        collect_ids=False, encoding="utf-8", remove_comments=True, remove_pis=True
    )
    tree: Any = lxml_html.document_fromstring(html.encode(), parser=parser)
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        return (), SourceFacts()
    document: Any = trafilatura.bare_extraction(
        tree,
        favor_precision=True,
        include_comments=False,
        with_metadata=True,
        date_extraction_params={"extensive_search": False},
    )
    if document is None:
        return (), SourceFacts()
    lines = (re.sub(r"^[-|]\s+", "", line) for line in document.text.split("\n"))
    paragraphs = tuple(text for line in lines if (text := " ".join(line.split())))
    facts = SourceFacts(
        title=document.title or None,
        publisher=document.sitename or None,
        author=document.author or None,
        published=iso_day(document.date or ""),
    )
    return paragraphs, facts


def _completed(facts: SourceFacts, guessed: SourceFacts) -> SourceFacts:
    """Fill what a page does not state where we look for it."""
    return SourceFacts(
        title=facts.title or guessed.title,
        publisher=facts.publisher or guessed.publisher,
        author=facts.author or guessed.author,
        published=facts.published or guessed.published,
        url=facts.url,
        language=facts.language,
    )


def _made(
    title: str | None, paragraphs: tuple[str, ...], facts: SourceFacts, source: str
) -> Article:
    """Make the article, without its headline repeated as the first paragraph."""
    headline = title or ""
    if paragraphs and headline and _bare(paragraphs[0]) == _bare(headline):
        paragraphs = paragraphs[1:]
    if not any(sign.isalnum() for text in (headline, *paragraphs) for sign in text):
        raise BadInputError(f"{source}: holds no text")
    return Article(
        title=headline,
        source=source,
        paragraphs=paragraphs,
        url=facts.url,
        published=facts.published,
        author=facts.author,
        publisher=facts.publisher,
        language=facts.language,
    )


def _bare(text: str) -> str:
    """Give the letters and digits of a text alone, to compare headlines."""
    folded = unicodedata.normalize("NFKC", text[:1000]).casefold()
    return "".join(sign for sign in folded if sign.isalnum())
