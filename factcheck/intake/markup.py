"""HTML to a stream of tags and text, in one pass and in linear time.

The rules are those of the tokenizer in the WHATWG HTML standard (section
13.2.5), as far as text and metadata need them. The standard library's
``html.parser`` was tried first: in Python 3.11.7, 120 kB of ``<a b="`` take it
half a minute (quadratic), ``<![x`` makes it raise AssertionError, and what it
gives differs between Python versions. A quotation that is found must be found
everywhere.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

MAXIMUM_TAGS = 500_000
MAXIMUM_ATTRIBUTES = 50
_MAXIMUM_VALUE = 10_000

# The content of these is no markup and never shown; noscript is one of them
# because a reader's browser runs scripts.
_RAW = ("script", "style", "xmp", "iframe", "noembed", "noframes", "noscript")
# The content of these is text with entities, but without tags.
_TEXT_ONLY = ("title", "textarea")
_RAW_ENDS = {
    name: re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE)
    for name in _RAW + _TEXT_ONLY
}
_TEXT = re.compile(r"[^<]*+(?:<(?![A-Za-z/!?])[^<]*+)*+")
_NAME = re.compile(r"</?([A-Za-z][^\t\n\f\r />]*+)")
_ATTRIBUTE = re.compile(
    r"[\t\n\f\r /]*+([^\t\n\f\r />][^\t\n\f\r />=]*+)"
    r"(?:[\t\n\f\r ]*+=[\t\n\f\r ]*+"
    r"(?:\"([^\"]*+)(\"?)|'([^']*+)('?)|([^\t\n\f\r >]*+)))?+"
)
_TAG_END = re.compile(r"[\t\n\f\r /]*+>")
_COMMENT_END = re.compile(r"--!?>")
# int() refuses more than 4,300 digits by raising, and unescape() calls it.
_LONG_REFERENCE = re.compile(r"&#[0-9]{20,}+;?")


class Token(NamedTuple):
    """One piece of a page.

    Attributes:
        kind: ``open`` and ``close`` for tags; ``text`` with entities resolved;
            ``raw`` for what stands in a script or the like; ``cut`` once, as the
            last one, where the page has more tags than we read.
        name: of the tag or of the raw element, in lower case; else empty.
        text: of text and raw, else empty.
        attributes: of an opening tag, the first 50; names in lower case, values
            with entities resolved, the first of each name counts.
    """

    kind: Literal["open", "close", "text", "raw", "cut"]
    name: str = ""
    text: str = ""
    attributes: tuple[tuple[str, str], ...] = ()

    def attribute(self, name: str) -> str | None:
        """Give the value of an attribute, None if the tag has none."""
        for key, value in self.attributes:
            if key == name:
                return value
        return None


def tokens(html: str) -> Iterator[Token]:
    """Read a page piece by piece.

    Args:
        html: the decoded page; any text is a page.

    Yields:
        Its pieces in order. A tag or comment that never ends ends the page, as
        it does in a browser.
    """
    position, tags = 0, 0
    while position < len(html):
        text = _TEXT.match(html, position)
        end = position if text is None else text.end()
        if end > position:
            yield Token("text", text=resolve_entities(html[position:end]))
        if end == len(html):
            return
        tags += 1
        if tags > MAXIMUM_TAGS:
            yield Token("cut")
            return
        name = _NAME.match(html, end)
        if name is None:
            position = _after_comment(html, end)
            continue
        token, position = _tag(html, name)
        if token is None:
            return
        yield token
        if token.kind == "open" and token.name in _RAW_ENDS:
            content, position = _raw(html, token.name, position)
            yield content


def resolve_entities(text: str) -> str:
    """Resolve character references; one of absurd length becomes U+FFFD."""
    if "&" not in text:
        return text
    return unescape(_LONG_REFERENCE.sub("\ufffd", text))


def _after_comment(html: str, start: int) -> int:
    """Give where a comment or declaration that begins at ``start`` ends."""
    if not html.startswith("<!--", start):
        end = html.find(">", start)
        return len(html) if end < 0 else end + 1
    for short in ("<!-->", "<!--->"):
        if html.startswith(short, start):
            return start + len(short)
    found = _COMMENT_END.search(html, start + 4)
    return len(html) if found is None else found.end()


def _tag(html: str, name: re.Match[str]) -> tuple[Token | None, int]:
    """Read a tag whose name was found; no token where the page ends in it."""
    position = name.end()
    attributes: list[tuple[str, str]] = []
    while (end := _TAG_END.match(html, position)) is None:
        found = _ATTRIBUTE.match(html, position)
        if found is None or "" in (found[3], found[5]):  # no closing quote
            return None, len(html)
        if len(attributes) < MAXIMUM_ATTRIBUTES:
            value = found[2] or found[4] or found[6] or ""
            attributes.append(
                (found[1].lower(), resolve_entities(value[:_MAXIMUM_VALUE]))
            )
        position = found.end()
    lowered = name[1].lower()
    if html[name.start() + 1] == "/":
        return Token("close", lowered), end.end()
    return Token("open", lowered, attributes=tuple(attributes)), end.end()


def _raw(html: str, name: str, start: int) -> tuple[Token, int]:
    """Read what stands in an element that holds no tags, up to its end tag."""
    found = _RAW_ENDS[name].search(html, start)
    end = len(html) if found is None else found.start()
    content = html[start:end]
    if name in _TEXT_ONLY:
        return Token("text", text=resolve_entities(content)), end
    return Token("raw", name, content), end
