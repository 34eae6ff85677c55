"""The XML of a feed, read as it goes by: no tree, no declarations, nothing loaded."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape, unescape
from typing import TYPE_CHECKING
from urllib.parse import urljoin
from xml.parsers import expat

from factcheck.intake.markup import MAXIMUM_TAGS
from factcheck.model.errors import BadInputError

if TYPE_CHECKING:
    from collections.abc import Mapping

MAXIMUM_CHARACTERS = 10_000_000
MAXIMUM_DEPTH = 200
_LONGEST_NAMESPACE = 500
_LONGEST_BASE = 8_000
_XML = "http://www.w3.org/XML/1998/namespace"
# Namespaces by the prefix they mostly have; elements of others are passed over.
_PREFIXES = {
    "": "",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://channel.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss2": "",
    "http://www.w3.org/2005/Atom": "atom:",
    "http://purl.org/atom/ns#": "atom:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dc:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "http://www.w3.org/1999/xhtml": "xhtml:",
    _XML: "xml:",
}
# What may be taken over from XHTML; the rest of a tag is dropped with its name kept.
_ATTRIBUTES = ("href", "src", "alt", "title", "lang")
_TAG = re.compile(r"[A-Za-z][A-Za-z0-9]{0,20}")
_NOT_XML = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# Newest first in how much they tell of the article.
_LINKS = ("feedburner:origLink", "link", "atom:link", "guid", "rdf:about")
_BODIES = ("content:encoded", "atom:content", "description", "atom:summary")
_DATES = (
    "pubDate",
    "dc:date",
    "dc:issued",
    "atom:published",
    "atom:issued",
    "dc:created",
    "atom:updated",
    "atom:modified",
    "dc:modified",
)
_TEXTS = {"title", "atom:title", "dc:title", *_LINKS, *_BODIES, *_DATES}


@dataclass(slots=True)
class Element:
    """An ``item`` or an ``entry``: its texts by name, its links.

    Attributes:
        texts: the first text of each name; of title and body as HTML.
        found: links with the name they stand under and their ``xml:base``.
    """

    texts: dict[str, str] = field(default_factory=dict)
    found: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def links(self) -> list[tuple[str, str]]:
        """The links with their base, the best first."""
        order = {name: place for place, name in enumerate(_LINKS)}
        ordered = sorted(self.found, key=lambda one: order[one[0]])
        return [(link, base) for _, link, base in ordered]

    @property
    def dates(self) -> list[str]:
        """What is told of its days, publication before change."""
        return [self.texts[name] for name in _DATES if name in self.texts]

    @property
    def title(self) -> str:
        """Its title, as HTML."""
        texts = self.texts
        return (
            texts.get("title") or texts.get("atom:title") or texts.get("dc:title", "")
        )

    @property
    def html(self) -> str:
        """Its content, else its summary."""
        return next((self.texts[name] for name in _BODIES if self.texts.get(name)), "")


def read_feed(text: str, *, source: str, most: int) -> tuple[str, list[Element]]:
    """Read RSS or Atom.

    Args:
        text: the decoded feed; what it declares as its encoding counts no more.
        source: what it is called in an error.
        most: entries beyond this number and one are not read.

    Returns:
        The address that the feed calls its own or its site's, empty for none, and
        its entries.

    Raises:
        BadInputError: not well-formed, too large, too deep, or it declares entities.
    """
    if len(text) > MAXIMUM_CHARACTERS:
        raise BadInputError(
            f"{source}: is a feed of more than {MAXIMUM_CHARACTERS} characters; give "
            "a shorter one"
        )
    stripped = text.lstrip()  # many begin with blank lines, which XML forbids
    skipped = text.count("\n", 0, len(text) - len(stripped))
    parser = expat.ParserCreate("utf-8", " ")
    reader = _Reader(source, parser, skipped, most)
    try:
        # Signs that XML forbids stand in many feeds, within the text.
        data = _NOT_XML.sub("\ufffd", stripped).encode("utf-8", "replace")
        parser.Parse(data, True)
    except _EnoughError:
        pass
    except expat.ExpatError as error:
        raise BadInputError(
            f"{source}:{error.lineno + skipped}: the feed is not well-formed XML "
            f"({expat.ErrorString(error.code)}); tell who publishes it"
        ) from None
    return reader.own, reader.items


class _EnoughError(Exception):
    """More entries than anybody asked for."""


class _Reader:
    """Follows the tags of a feed.

    Attributes:
        own: the address that the feed gives of itself.
        items: the entries.
    """

    def __init__(
        self, source: str, parser: expat.XMLParserType, skipped: int, most: int
    ) -> None:
        self.own = ""
        self.items: list[Element] = []
        self._source = source
        self._parser = parser
        self._skipped = skipped
        self._most = most
        self._room = MAXIMUM_TAGS
        self._names: list[str] = []
        self._bases: list[str] = [""]
        self._item: Element | None = None
        self._item_depth = 0
        self._begin = 0  # depth of the element whose text is collected, 0 for none
        self._kind = ""
        self._parts: list[str] = []
        parser.buffer_text = True
        parser.StartElementHandler = self._open
        parser.EndElementHandler = self._close
        parser.CharacterDataHandler = self._text
        parser.SkippedEntityHandler = self._skipped_entity
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._declared
        parser.StartNamespaceDeclHandler = self._namespace
        # With it, an entity of HTML that XML does not know is passed over and told
        # to us, where the whole feed would be refused. Nothing is loaded.
        parser.UseForeignDTD(True)
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_ALWAYS)
        parser.ExternalEntityRefHandler = self._nothing_loaded

    # ------------------------------------------------------------------- declarations

    def _refused(self, what: str) -> BadInputError:
        line = self._parser.CurrentLineNumber + self._skipped
        return BadInputError(f"{self._source}:{line}: the feed {what}; it is not read")

    def _doctype(
        self, _name: str, _system: str | None, _public: str | None, internal: int
    ) -> None:
        if internal:
            raise self._refused("declares its own entities")

    def _declared(self, *_declaration: object) -> None:
        raise self._refused("declares its own entities")

    def _namespace(self, _prefix: str | None, uri: str | None) -> None:
        if uri and len(uri) > _LONGEST_NAMESPACE:
            raise self._refused("has a namespace of too many letters")

    def _nothing_loaded(
        self, context: str | None, _base: str | None, _at: str | None, _by: str | None
    ) -> int:
        """Read nothing in place of what the feed, or its declaration, refers to."""
        if context is None:  # the declaration: that of RSS 0.91, and where none is
            self._parser.ExternalEntityParserCreate(None).Parse(b"", True)
        return 1

    def _skipped_entity(self, name: str, _is_parameter: int) -> None:
        self._text(unescape(f"&{name};"))

    # --------------------------------------------------------------------------- tags

    def _open(self, raw: str, raw_attributes: dict[str, str]) -> None:
        name = _short(raw)
        depth = len(self._names) + 1
        self._room -= 1
        if depth > MAXIMUM_DEPTH or not self._room:
            raise self._refused(
                f"has more than {MAXIMUM_TAGS} tags"
                if not self._room
                else f"is nested deeper than {MAXIMUM_DEPTH} tags"
            )
        self._names.append(name)
        attributes = {_short(key): value for key, value in raw_attributes.items()}
        self._bases.append(self._base(attributes.get("xml:base")))
        if self._begin:
            if self._kind == "xhtml":
                self._parts.append(_tag(name, attributes))
        elif self._item is None and name in {"item", "atom:entry"}:
            self._item = Element()
            self._item_depth = depth
            self._link("rdf:about", attributes.get("rdf:about", ""))
        elif self._is_told_here(depth) and name in _TEXTS:
            self._begin = depth
            self._kind = _kind_of(name, attributes)
            self._parts = []
            self._read_attributes(name, attributes)

    def _is_told_here(self, depth: int) -> bool:
        """Say whether an element tells of an entry, or of the feed itself."""
        if self._item is not None:
            return depth == self._item_depth + 1
        # Atom: feed/link. RSS: rss/channel/link, or in 1.0 rdf:RDF/channel/link.
        return depth <= 3  # noqa: PLR2004

    def _read_attributes(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the links that stand in attributes."""
        if name == "atom:content" and (link := attributes.get("src")):
            self._link("atom:link", link)
        elif name == "atom:link" and (link := attributes.get("href")):
            if attributes.get("rel", "alternate") == "alternate":
                is_page = "html" in attributes.get("type", "html")
                self._link("atom:link" if is_page else "guid", link)
            elif self._item is None and attributes["rel"] == "self":
                self.own = link
        elif name == "guid" and attributes.get("isPermaLink", "true") == "false":
            self._kind = "nothing"

    def _base(self, own: str | None) -> str:
        """Give the base of links in an element."""
        above = self._bases[-1]
        if not own or len(own) > _LONGEST_BASE:
            return above
        try:
            return urljoin(above, own)[:_LONGEST_BASE]
        except ValueError:
            return above

    def _link(self, name: str, link: str) -> None:
        """Keep a link of an entry, or that of the feed."""
        if not link.strip():
            return
        if self._item is not None:
            self._item.found.append((name, link, self._bases[-1]))
        elif not self.own:
            self.own = link.strip()

    def _text(self, text: str) -> None:
        if self._begin:
            self._parts.append(
                escape(text, quote=False) if self._kind == "xhtml" else text
            )

    def _close(self, _raw: str) -> None:
        depth = len(self._names)
        name = self._names[-1]
        if self._begin == depth:
            self._keep(name, "".join(self._parts))
            self._begin = 0
        elif self._begin and self._kind == "xhtml" and _is_written(name):
            self._parts.append(f"</{name.rpartition(':')[2]}>")
        elif self._item is not None and depth == self._item_depth:
            self.items.append(self._item)
            self._item = None
            if len(self.items) > self._most:
                raise _EnoughError
        self._names.pop()
        self._bases.pop()

    def _keep(self, name: str, text: str) -> None:
        """Keep the text of an element that has ended."""
        if self._kind == "nothing":
            return
        if name in _LINKS:
            is_address = name != "guid" or text.strip().startswith(("http:", "https:"))
            if is_address:
                self._link(name, text)
        elif self._item is not None:
            html = escape(text, quote=False) if self._kind == "text" else text
            if text.strip():
                self._item.texts.setdefault(name, html)


def _short(raw: str) -> str:
    """Give the name of an element or attribute with its usual prefix."""
    space, _, name = raw.rpartition(" ")
    return f"{_PREFIXES.get(space, '?:')}{name}"


def _kind_of(name: str, attributes: Mapping[str, str]) -> str:
    """Say how the text of an element is to be taken.

    Returns:
        ``html`` for text that is HTML, ``text`` for text that is none, ``xhtml`` for
        elements, ``nothing`` for what is neither (a picture in base64).
    """
    if not name.startswith("atom:") or name in _DATES:
        return "html"
    stated = attributes.get("type", "text").strip().lower()
    if attributes.get("mode") == "escaped" or stated in {"html", "text/html"}:
        return "html"
    if stated in {"xhtml", "application/xhtml+xml"} or attributes.get("mode") == "xml":
        return "xhtml"
    return "text" if stated == "text" or stated.startswith("text/") else "nothing"


def _is_written(name: str) -> bool:
    prefix, _, tag = name.rpartition(":")
    return prefix in {"xhtml", "", "atom"} and bool(_TAG.fullmatch(tag))


def _tag(name: str, attributes: Mapping[str, str]) -> str:
    """Write an opening tag of XHTML as HTML."""
    if not _is_written(name):
        return ""
    written = "".join(
        f' {key}="{escape(attributes[key])}"'
        for key in _ATTRIBUTES
        if key in attributes
    )
    return f"<{name.rpartition(':')[2]}{written}>"
