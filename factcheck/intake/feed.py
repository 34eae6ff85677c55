"""A feed's entries: RSS 0.9 to 2.0, Atom 0.3 and 1.0, JSON Feed 1.

Sources: the specifications of RSS 2.0 (rssboard.org) and RSS 1.0 with its modules
Dublin Core and content, RFC 4287 (Atom), jsonfeed.org. A feed is hostile: no
declaration in it is obeyed but that of its encoding, nothing is loaded for it, and
size, depth and number of its parts have caps.
"""

from __future__ import annotations

import codecs
import json
import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from factcheck.intake.days import iso_day
from factcheck.intake.encoding import decode_html
from factcheck.intake.markup import tokens
from factcheck.model.address import canonical
from factcheck.model.errors import BadInputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from factcheck.intake.feed_xml import Element

RSS = "application/rss+xml"
ATOM = "application/atom+xml"
JSON_FEED = "application/feed+json"

MOST_ENTRIES = 10_000
_SNIFFED_BYTES = 4096
_LONGEST_TITLE = 500
_LONGEST_ADDRESS = 8_000
_BEFORE_ROOT = r"(?:\s++|<!--(?:(?!-->).)*+-->|<\?(?:(?!\?>).)*+\?>)*+"
_ROOT = re.compile(
    _BEFORE_ROOT + r"<(?:!DOCTYPE\s+)?(?:[\w.-]{1,40}:)?(rss|feed|RDF)(?=[\s/>\[])",
    re.DOTALL,
)
# An RDF file can hold anything; these name what it is a feed by.
_RSS_1 = re.compile(r"purl\.org/rss/1\.0/|(?:netscape|userland)\.com/")
_JSON_FEED = re.compile(r"\s*\{.*?\"https?:\\?/\\?/jsonfeed\.org\\?/version", re.DOTALL)
_SHORT_YEAR = re.compile(r"((?:[A-Za-z]{3}, ?)?\d{1,2} [A-Za-z]{3,9}) (\d\d)(?= |$)")
_CENTURY = 70  # a year of two digits, as mail had it (RFC 2822, section 4.3)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry of a feed.

    Attributes:
        url: the address of the article, absolute; None where it has none.
        title: one line, empty where there is none.
        published: ``2020-10-08``, ``2020-10`` or ``2020``; where only the day of its
            last change is told, that.
        html: what the feed itself holds of the article, often the beginning only.
    """

    url: str | None
    title: str
    published: str | None
    html: str | None

    def page(self) -> bytes:
        """Give the entry's own content as a page, to be read as an article.

        It has no paragraph where the feed holds none, and is then refused there.
        """
        day = escape(self.published or "")
        return (
            '<!DOCTYPE html><html><head><meta charset="utf-8">'
            f"<title>{escape(self.title)}</title>"
            f'<meta property="article:published_time" content="{day}"></head>'
            f"<body><article>{self.html or ''}</article></body></html>"
        ).encode("utf-8", "replace")


def feed_type(data: bytes) -> str | None:
    """Tell the kind of a feed by how its bytes begin, whatever its name.

    Args:
        data: the bytes; only the first 4,096 are looked at.

    Returns:
        ``RSS``, ``ATOM`` or ``JSON_FEED``; None for what is no feed.
    """
    head = _head(data)
    if _JSON_FEED.match(head):
        return JSON_FEED
    found = _ROOT.match(head)
    if found is None or (found[1] == "RDF" and not _RSS_1.search(head)):
        return None
    return ATOM if found[1] == "feed" else RSS


def _head(data: bytes) -> str:
    """Give the first characters; Latin-1 stands for all that continues ASCII."""
    head = data[:_SNIFFED_BYTES]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", "replace")
    return head.removeprefix(codecs.BOM_UTF8).decode("latin-1")


def is_feed(data: bytes) -> bool:
    """Say whether some bytes are a feed."""
    return feed_type(data) is not None


def entries(data: bytes, source: str) -> list[FeedEntry]:
    """Read the entries of a feed.

    Args:
        data: the bytes of the feed.
        source: its address or file name. Relative links are those of the nearest
            ``xml:base``, else of this where it is an address, else of the address
            that the feed calls its own.

    Returns:
        The entries in the feed's order; of several with one address, the first.
        Those without address, title and content are left out: there is nothing to
        read in them.

    Raises:
        BadInputError: no feed, not well-formed (names the line), with declarations
            of entities, or beyond the caps.
    """
    kind = feed_type(data)
    if kind is None:
        raise BadInputError(f"{source}: is no RSS, Atom or JSON feed")
    text = decode_html(data, source=source)
    found = (
        _of_json(text, source) if kind == JSON_FEED else _of_xml(text, source=source)
    )
    kept: dict[str, FeedEntry] = {}
    for place, entry in enumerate(found):
        if entry.url or entry.html or entry.title:
            kept.setdefault(canonical(entry.url) if entry.url else f"{place}", entry)
    return list(kept.values())


def _too_many(source: str) -> BadInputError:
    return BadInputError(
        f"{source}: has more than {MOST_ENTRIES} entries; give a shorter feed"
    )


# --------------------------------------------------------------------------- RSS, Atom


def _of_xml(text: str, *, source: str) -> list[FeedEntry]:
    """Read RSS or Atom. Imported here: expat is for feeds only."""
    from factcheck.intake.feed_xml import read_feed  # noqa: PLC0415

    own, items = read_feed(text, source=source, most=MOST_ENTRIES)
    if len(items) > MOST_ENTRIES:
        raise _too_many(source)
    base = _base(source, own)
    return [_entry(item, base) for item in items]


def _base(source: str, own: str) -> str:
    """Give the address against which relative links are resolved."""
    return source if source.lower().startswith(("http://", "https://")) else own


def _entry(item: Element, base: str) -> FeedEntry:
    """Make an entry of what an ``item`` or an ``entry`` holds."""
    url = next(
        (found for one, at in item.links if (found := _absolute(one, at, base))), None
    )
    published = next((day for one in item.dates if (day := _day(one))), None)
    return FeedEntry(url, _plain(item.title), published, item.html or None)


def _absolute(link: str, at: str, base: str) -> str | None:
    """Make a link an absolute web address, None where it is none."""
    link = link.strip()
    if not link or len(link) > _LONGEST_ADDRESS:
        return None
    try:
        url = urljoin(urljoin(base, at), link)
        parts = urlsplit(url)
    except ValueError:
        return None
    is_web = parts.scheme.lower() in {"http", "https"} and bool(parts.netloc)
    return url if is_web and url.isprintable() else None


def _day(text: str) -> str | None:
    """Read the day of a date as feeds have it, years of two digits too."""
    text = " ".join(text[:100].split())
    if short := _SHORT_YEAR.match(text):
        century = "19" if int(short[2]) >= _CENTURY else "20"
        text = f"{short[1]} {century}{short[2]}"
    return iso_day(text)


def _plain(html: str) -> str:
    """Give a title as one line: feeds write it as HTML, escaped once or twice."""
    cut = html[: 8 * _LONGEST_TITLE]
    text = "".join(token.text for token in tokens(cut) if token.kind == "text")
    shown = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(shown.split())[:_LONGEST_TITLE].strip()


# ---------------------------------------------------------------------------- JSON Feed


def _of_json(text: str, source: str) -> list[FeedEntry]:
    """Read a JSON feed; what has another type than it should is not there."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 0)
        where = f"line {line}: " if line else ""
        raise BadInputError(f"{source}: {where}is no JSON that can be read") from None
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise BadInputError(f"{source}: is a JSON feed without a list of items")
    if len(items) > MOST_ENTRIES:
        raise _too_many(source)
    base = _base(source, _text(feed, "feed_url") or _text(feed, "home_page_url"))
    return [_of_item(item, base) for item in items if isinstance(item, dict)]


def _of_item(item: Mapping[str, Any], base: str) -> FeedEntry:
    """Read an item of a JSON feed."""
    links = [_text(item, name) for name in ("url", "external_url", "id")]
    url = next(
        (found for one in links[:2] if (found := _absolute(one, "", base))), None
    )
    if url is None and links[2].startswith(("http://", "https://")):
        url = _absolute(links[2], "", base)
    days = (_day(_text(item, name)) for name in ("date_published", "date_modified"))
    plain = _text(item, "content_text") or _text(item, "summary")
    return FeedEntry(
        url,
        _plain(escape(_text(item, "title"), quote=False)),
        next((day for day in days if day), None),
        _text(item, "content_html") or as_paragraphs(plain) or None,
    )


def _text(item: Mapping[str, Any], name: str) -> str:
    """Give a text of a JSON object, empty where it is none."""
    value = item.get(name)
    return value if isinstance(value, str) else ""


def as_paragraphs(text: str) -> str:
    """Write a plain text as HTML, a paragraph for each of its own."""
    parts = re.split(r"\n\s*\n", text.strip())
    return "".join(f"<p>{escape(part, quote=False)}</p>" for part in parts if part)
