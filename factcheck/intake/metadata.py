"""The facts about a source that its bytes state: asked of nobody, guessed by nobody.

The names of the fields are those of OpenGraph (ogp.me), schema.org, Dublin Core,
and the citation tags that Google Scholar's inclusion guidelines list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from factcheck.intake.days import iso_day
from factcheck.intake.encoding import decode_html, decode_text
from factcheck.intake.linked_data import (
    MAXIMUM_CHARACTERS,
    LinkedFacts,
    linked_facts,
)
from factcheck.intake.markdown import read_markdown
from factcheck.intake.markup import Token, resolve_entities, tokens
from factcheck.intake.media import DOCX, HTML, MARKDOWN, ODT, PDF, PLAIN, media_type
from factcheck.intake.office import OfficeText, read_office
from factcheck.intake.pdf import pdf_properties
from factcheck.intake.plain import read_plain
from factcheck.model.errors import BadInputError, MachineError

_MAXIMUM_LENGTH = 500
_MAXIMUM_ADDRESS = 2_000
_MAXIMUM_AUTHORS = 20
_TITLES = ("twitter:title", "citation_title", "dc.title", "dcterms.title", "title")
_PUBLISHERS = ("citation_publisher", "dc.publisher", "dcterms.publisher")
_JOURNALS = ("citation_journal_title", "application-name")
_AUTHORS = ("citation_author", "author", "article:author", "dc.creator")
_MORE_AUTHORS = ("dcterms.creator", "parsely-author", "sailthru.author", "byl")
_DAYS = ("article:published_time", "og:published_time", "datepublished")
_MORE_DAYS = (
    "citation_publication_date",
    "citation_date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publish-date",
    "date",
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_FILE_NAME = re.compile(
    r"(?i:microsoft \w{1,20} - .*+|.*\.(?:docx?|odt|rtf|pptx?|xlsx?|indd|qxp|pdf|html?)"
    r"|untitled.{0,20}|document\d*)"
)
_SEPARATED = re.compile(r"\s+(?:\||-|–|—|·|•|::|»|:)\s+")
# Controls, lone surrogates (JSON may hold them, UTF-8 may not), zero-width marks
# at which no name is to be told from its copy.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\u200b\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What a source says of itself; None where it does not say.

    Attributes:
        title: without the name of the site.
        publisher: who put it out.
        author: names, separated by commas.
        published: ``2020-10-08``, ``2020-10`` or ``2020``.
        url: the address that it calls its own; http or https.
        language: a tag such as ``en`` or ``de-AT``.
    """

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None


def read_facts(data: bytes, *, source: str) -> SourceFacts:
    """Read what a source says of itself.

    Args:
        data: the bytes of a capture or of an article.
        source: file name, address or ``-``.

    Returns:
        The facts of an HTML page, of Markdown front matter, of the properties of a
        PDF or an Office document, or the title of a plain text; nothing at all for
        other bytes, and for damaged ones: whoever needs the text itself gets the
        reason there. Nothing
        either for a PDF without the extra ``pdf``, which ``pdf.can_read_pdf``
        tells, and for a .docx without the extra ``office``.
    """
    kind = media_type(data, source)
    try:
        return _facts_of(kind, data, source)
    except (BadInputError, MachineError):
        return SourceFacts()


def _facts_of(kind: str, data: bytes, source: str) -> SourceFacts:
    """Read the facts of bytes of a kind.

    Raises:
        BadInputError: they are damaged.
        MachineError: what reads them is not installed.
    """
    facts = SourceFacts()
    if kind == HTML:
        facts = facts_of_html(decode_html(data, source=source))
    elif kind == MARKDOWN:
        facts = facts_of_markdown(decode_text(data, source=source))
    elif kind == PLAIN:
        title = read_plain(decode_text(data, source=source)).title
        facts = SourceFacts(title=_clean(title))
    elif kind == PDF:
        facts = facts_of_pdf(data, source=source)
    elif kind in {DOCX, ODT}:
        facts = facts_of_office(read_office(data, kind, source=source))
    return facts


def facts_of_markdown(text: str) -> SourceFacts:
    """Read front matter and first heading of a decoded Markdown document."""
    document = read_markdown(text)
    front = document.front

    def first(*names: str) -> str | None:
        return next((front[name] for name in names if front.get(name)), None)

    return SourceFacts(
        title=_clean(first("title", "headline") or document.title),
        publisher=_clean(first("publisher", "site", "site_name", "sitename")),
        author=_clean(first("author", "authors", "by")),
        published=iso_day(first("published", "date", "publishdate") or ""),
        url=_address(first("canonical", "canonical_url", "url", "source", "link")),
        language=_language(first("language", "lang", "locale")),
    )


def facts_of_pdf(data: bytes, *, source: str) -> SourceFacts:
    """Read the properties of a PDF.

    The day on which the file was made is that of its publication only where nobody
    printed something older. A file's name is no title.

    Raises:
        BadInputError: damaged or encrypted.
        MachineError: the extra ``pdf`` is not installed.
    """
    stated = pdf_properties(data, source=source)
    title = _clean(stated.title)
    return SourceFacts(
        title=None if title is None or _FILE_NAME.fullmatch(title) else title,
        author=_clean(stated.author),
        published=None if stated.printed else iso_day(stated.created or ""),
        language=_language(stated.language),
    )


def facts_of_office(document: OfficeText) -> SourceFacts:
    """Give what an Office document says of itself.

    The days in it are those on which somebody worked on the file: none is that of
    its publication.
    """
    title = _clean(document.title)
    is_title = title is not None and not _FILE_NAME.fullmatch(title)
    return SourceFacts(
        title=title if is_title else _clean(document.heading),
        author=_clean(document.author),
    )


def facts_of_html(html: str) -> SourceFacts:
    """Read the metadata of a decoded page.

    Args:
        html: the page; never refused, read as far as the caps of ``markup`` go.
    """
    head = _Head()
    for token in tokens(html):
        head.read(token)
    linked = linked_facts(head.scripts)
    publisher = _clean(
        head.first("og:site_name")
        or linked.publisher
        or head.first(*_PUBLISHERS, *_JOURNALS)
    )
    return SourceFacts(
        title=_title(head, linked, publisher),
        publisher=publisher,
        author=_author(head, linked),
        published=_published(head, linked),
        url=_address(head.canonical)
        or _address(head.first("og:url"))
        or _address(linked.url),
        language=_language(head.language)
        or _language(linked.language)
        or _language(head.first("og:locale", "content-language", "dc.language")),
    )


class _Head:
    """Collects what a page's tags state, while they go by."""

    def __init__(self) -> None:
        self.title = ""
        self.language: str | None = None
        self.canonical: str | None = None
        self.scripts: list[str] = []
        self._statements: dict[str, list[str]] = {}
        self._room = MAXIMUM_CHARACTERS
        self._previous = Token("text")

    def first(self, *names: str) -> str | None:
        """Give the first statement under the first name that has one."""
        return next((value for name in names for value in self.every(name)), None)

    def every(self, name: str) -> list[str]:
        """Give all statements under a name."""
        return self._statements.get(name, [])

    def read(self, token: Token) -> None:
        """Note what a piece of the page states."""
        previous, self._previous = self._previous, token
        if token.kind == "open":
            self._read_tag(token)
        elif token.kind == "text" and previous.name == "title" and not self.title:
            self.title = token.text if previous.kind == "open" else ""
        elif token.kind == "raw" and token.name == "script":
            kind = (previous.attribute("type") or "").split(";")[0].strip().lower()
            if kind == "application/ld+json" and len(token.text) <= self._room:
                self._room -= len(token.text)
                self.scripts.append(token.text)

    def _read_tag(self, tag: Token) -> None:
        """Note what an opening tag states."""
        if tag.name == "html":
            self.language = self.language or tag.attribute("lang")
        elif tag.name == "link":
            rel = (tag.attribute("rel") or "").lower().split()
            if "canonical" in rel and not self.canonical:
                self.canonical = tag.attribute("href")
        elif tag.name == "meta" and (content := tag.attribute("content")):
            for key in ("property", "name", "itemprop", "http-equiv"):
                name = (tag.attribute(key) or "").strip().lower()
                values = self._statements.setdefault(name, [])
                if name and content.strip() and len(values) < _MAXIMUM_AUTHORS:
                    values.append(content)


def _title(head: _Head, linked: LinkedFacts, publisher: str | None) -> str | None:
    """Choose the title and take the name of the site off it."""
    stated = head.first("og:title") or linked.title or head.first(*_TITLES)
    title = _clean(stated or head.title)
    if not title or not publisher:
        return title
    separators = list(_SEPARATED.finditer(title))
    if separators and title[separators[-1].end() :].casefold() == publisher.casefold():
        return title[: separators[-1].start()] or None
    return title


def _author(head: _Head, linked: LinkedFacts) -> str | None:
    """Choose the names of the authors; addresses of profiles are no names."""
    stated = [[linked.author or ""], *(head.every(name) for name in _AUTHORS)]
    stated += [head.every(name) for name in _MORE_AUTHORS]
    for values in stated:
        names = [name for value in values if (name := _clean(value))]
        names = [name for name in names if not re.match(r"https?:|@|www\.", name)]
        if names:
            return re.sub(r"^[Bb]y ", "", ", ".join(dict.fromkeys(names)))
    return None


def _published(head: _Head, linked: LinkedFacts) -> str | None:
    """Choose the first statement of a day that is one."""
    stated = [head.first(name) for name in _DAYS]
    stated = [linked.published, *stated, *(head.first(name) for name in _MORE_DAYS)]
    return next((day for value in stated if (day := iso_day(value or ""))), None)


def _clean(text: str | None) -> str | None:
    """Make a value one line without unseen signs; None where nothing is left."""
    if not text:
        return None
    resolved = _UNSEEN.sub("", resolve_entities(text[: 4 * _MAXIMUM_LENGTH]))
    return " ".join(resolved.split())[:_MAXIMUM_LENGTH].strip() or None


def _address(text: str | None) -> str | None:
    """Accept an absolute http or https address with a host, nothing else."""
    address = (text or "").strip()
    if len(address) > _MAXIMUM_ADDRESS or not address.isprintable():
        return None
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host or " " in address:
        return None
    return address


def _language(text: str | None) -> str | None:
    """Accept a language tag (BCP 47 as far as pages use it)."""
    tag = (text or "").strip().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else None
