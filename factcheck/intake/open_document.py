"""The content of an OpenDocument text (OASIS, version 1.3, part 3) to paragraphs."""

from __future__ import annotations

from typing import NamedTuple
from xml.parsers import expat

NAMES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
}
"""Namespaces by the prefix that they usually have."""

_MAXIMUM_DEPTH = 200


def _in(prefix: str, names: str) -> frozenset[str]:
    """Make full names of names that are written one after the other."""
    return frozenset(f"{NAMES[prefix]} {name}" for name in names.split())


_STYLE = f"{NAMES['style']} style"
_BLOCKS = _in("text", "p h")
_SPACES = _in("text", "s tab line-break")
# What was deleted, what a reviewer wrote, and the number of a note are no text.
_HIDDEN = _in("text", "tracked-changes note-citation ruby-text") | _in(
    "office", "annotation annotation-end"
)
_NAME = f"{NAMES['style']} name"
_PARENT = f"{NAMES['style']} parent-style-name"


class Content(NamedTuple):
    """The text of a document.

    Attributes:
        heading: the paragraph that is set as the title.
        paragraphs: one line each, headings too, but not that one.
        whole: False where it is longer than we read.
    """

    heading: str | None
    paragraphs: tuple[str, ...]
    whole: bool


class TooDeepError(Exception):
    """Elements stand in elements deeper than in any document that people write."""


def read_content(part: bytes, most: int) -> Content:
    """Read the part ``content.xml``.

    Args:
        part: its bytes, without a document type.
        most: characters up to which it is read.

    Raises:
        TooDeepError: it is nested for the sake of it.
        xml.parsers.expat.ExpatError: it is no XML.
    """
    reader = _Reader(most)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.Parse(part, True)
    return Content(reader.heading, tuple(reader.paragraphs), reader.room >= 0)


class _Reader:
    """Collects paragraphs while the elements go by.

    Attributes:
        heading: the first paragraph that is set as the title.
        paragraphs: all others that have ended.
        room: how many more characters are read.
    """

    def __init__(self, most: int) -> None:
        self.heading: str | None = None
        self.paragraphs: list[str] = []
        self.room = most
        self._depth = 0
        self._hidden_from = 0
        # A note or a frame within a paragraph holds paragraphs.
        self._open: list[list[str]] = []
        self._is_title: list[bool] = []
        self._title_styles = {"Title"}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Note the beginning of an element."""
        self._depth += 1
        if self._depth > _MAXIMUM_DEPTH:
            raise TooDeepError
        if self._hidden_from:
            return
        if name in _HIDDEN:
            self._hidden_from = self._depth
        elif name in _BLOCKS:
            style = attributes.get(f"{NAMES['text']} style-name")
            self._open.append([])
            self._is_title.append(style in self._title_styles)
        elif name in _SPACES and self._open:
            self._open[-1].append(" ")
        elif name == _STYLE and attributes.get(_PARENT) in self._title_styles:
            # What a person changes in a paragraph makes a style of its own for it.
            self._title_styles.add(attributes.get(_NAME, ""))

    def end(self, name: str) -> None:
        """Note the end of an element."""
        is_hidden = self._hidden_from
        if is_hidden == self._depth:
            self._hidden_from = 0
        self._depth -= 1
        if is_hidden or name not in _BLOCKS:
            return
        text = " ".join("".join(self._open.pop()).split())
        is_title = self._is_title.pop()
        if text and is_title and self.heading is None:
            self.heading = text
        elif text:
            self.paragraphs.append(text)

    def text(self, content: str) -> None:
        """Note text."""
        if self._open and not self._hidden_from:
            self.room -= len(content)
            if self.room >= 0:
                self._open[-1].append(content)
