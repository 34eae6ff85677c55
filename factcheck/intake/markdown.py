"""Markdown to plain paragraphs, and the few facts that its front matter holds.

No renderer: what is wanted is the text as a reader sees it. Every pattern stops
at the sign that could begin it anew, so that none is more than linear.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from factcheck.intake.markup import resolve_entities

_MAXIMUM_FRONT_LINES = 200
_FRONT_LINE = re.compile(r"([A-Za-z_][\w.:-]{0,60})[ \t]*:(?:[ \t]+(.*))?")
_LIST_LINE = re.compile(r"[ \t]*-[ \t]+(.+)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*))?")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|[0-9]{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?(.*)")
_QUOTED = re.compile(r"^(?: {0,3}>[ \t]?)++")
_DEFINITION = re.compile(r" {0,3}\[[^\[\]]{1,200}\]:[ \t]*\S+.*")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)

_MARK = re.compile(r"[\\`<\[*_~&]")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_LINK = re.compile(
    r"!?\[([^\[\]]{0,1000})\]"
    r"(?:\([^()]{0,2000}(?:\([^()]{0,500}\)[^()]{0,2000})?\)|\[[^\[\]]{0,200}\])"
)
_FOOTNOTE = re.compile(r"\[\^[^\[\]]{1,100}\]:?")
_ADDRESS = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,2000})>")
_HTML_TAG = re.compile(r"</?[A-Za-z][^<>]{0,2000}>")
_STARS = re.compile(r"(\*{1,3})(?=\S)([^*]{1,2000}?)(?<=\S)\1")
_UNDERSCORES = re.compile(r"(?<!\w)(_{1,3})(?=\S)([^_]{1,2000}?)(?<=\S)\1(?!\w)")
_STRUCK = re.compile(r"~~([^~]{1,2000})~~")
_CODE = re.compile(r"(`{1,2})([^`]{1,2000})\1")
# Escaped signs wait here (private use) until the marks are gone.
_WAITING = 0xE000


class MarkdownText(NamedTuple):
    """A Markdown document without its marks.

    Attributes:
        front: front matter, keys in lower case.
        title: of the first heading of level 1, which is then no paragraph.
        paragraphs: the text's blocks; each heading and list item is one.
    """

    front: dict[str, str]
    title: str | None
    paragraphs: tuple[str, ...]


def read_markdown(text: str) -> MarkdownText:
    """Read a Markdown document.

    Args:
        text: the decoded document.
    """
    front, body = _front_matter(text)
    title: str | None = None
    paragraphs: list[str] = []
    for level, block in _blocks(_without_comments(body).split("\n")):
        plain = " ".join(_without_marks(block).split()) if level >= 0 else block.strip()
        if not plain:
            continue
        if level == 1 and title is None:
            title = plain
        else:
            paragraphs.append(plain)
    return MarkdownText(front, title, tuple(paragraphs))


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """Split off the ``key: value`` lines between two lines of dashes."""
    lines = text.split("\n", _MAXIMUM_FRONT_LINES)
    if lines[0].rstrip() != "---":
        return {}, text
    ends = [n for n, line in enumerate(lines) if n and line.rstrip() in {"---", "..."}]
    if not ends or not _FRONT_LINE.fullmatch(lines[1].rstrip()):
        return {}, text
    front: dict[str, str] = {}
    key = ""
    for line in lines[1 : ends[0]]:
        if found := _FRONT_LINE.fullmatch(line.rstrip()):
            key = found[1].lower()
            front.setdefault(key, _front_value(found[2] or ""))
        elif key and (item := _LIST_LINE.fullmatch(line.rstrip())):
            known = front[key]
            front[key] = ", ".join(filter(None, (known, _front_value(item[1]))))
    return front, "\n".join(lines[ends[0] + 1 :])


def _front_value(raw: str) -> str:
    """Take the quotation marks or the brackets of a list off a value."""
    value = raw.strip()
    if value.startswith("[") and value.endswith("]"):
        items = (_front_value(item) for item in value[1:-1].split(","))
        return ", ".join(filter(None, items))
    for mark in ('"', "'"):
        if len(value) > 1 and value.startswith(mark) and value.endswith(mark):
            return value[1:-1].replace(mark * 2, mark).replace("\\" + mark, mark)
    return "" if value in {"|", ">", "|-", ">-", "~", "null"} else value


def _without_comments(body: str) -> str:
    """Drop HTML comments; one that does not end is left as it is."""
    # Cut behind the last end first: each opening sign would search to the end of
    # the text otherwise, which is quadratic.
    end = body.rfind("-->") + 3
    if end < len("-->"):
        return body
    return _COMMENT.sub("", body[:end]) + body[end:]


def _blocks(lines: list[str]) -> list[tuple[int, str]]:
    """Cut a document into blocks, each with its heading level.

    0 is text, -1 the content of a code fence, in which no sign is a mark.
    """
    cutter = _Cutter()
    for line in lines:
        cutter.read(line)
    return cutter.end()


class _Cutter:
    """Cuts Markdown into blocks, line by line."""

    def __init__(self) -> None:
        self._blocks: list[tuple[int, str]] = []
        self._current: list[str] = []
        self._fence = ""

    def read(self, line: str) -> None:
        """Read the next line."""
        fence = _FENCE.match(line)
        if not self._fence and fence:
            self._close()
            self._fence = fence[1]
        elif not self._fence:
            self._read_text(_QUOTED.sub("", line, count=1))
        elif fence and fence[1].startswith(self._fence):
            self._close(-1)
            self._fence = ""
        else:
            self._current.append(line)

    def end(self) -> list[tuple[int, str]]:
        """Give the blocks, the last one closed."""
        self._close(-1 if self._fence else 0)
        return self._blocks

    def _close(self, level: int = 0) -> None:
        """End the block that is being read."""
        if self._current:
            self._blocks.append((level, "\n".join(self._current)))
            self._current = []

    def _read_text(self, line: str) -> None:
        """Read a line outside of code fences."""
        if self._current and _UNDERLINE.fullmatch(line):
            self._close(1 if "=" in line else 2)
        elif heading := _HEADING.fullmatch(line):
            self._close()
            self._current = [re.sub(r"[ \t]+#+$", "", (heading[2] or "").rstrip())]
            self._close(len(heading[1]))
        elif not line.strip() or _RULE.fullmatch(line) or _DEFINITION.fullmatch(line):
            self._close()
        elif item := _ITEM.fullmatch(line):
            self._close()
            self._current = [item[1]]
        elif line.lstrip().startswith("|"):
            self._close()
            if not set(line) <= set(" \t:|-"):
                self._current = [line.replace("|", " ")]
        else:
            self._current.append(line)


def _without_marks(block: str) -> str:
    """Take emphasis, links, images, code marks and HTML off a block."""
    if not _MARK.search(block):
        return block
    text = _ESCAPED.sub(lambda found: _wait(found[1]), block)
    text = _CODE.sub(lambda found: _wait(found[2]), text)
    text = _ADDRESS.sub(lambda found: _wait(found[1]), text)
    text = _HTML_TAG.sub("", text)
    text = _FOOTNOTE.sub("", text)
    for _ in range(2):  # an image may be the text of a link
        text = _LINK.sub(r"\1", text)
    for pattern in (_STARS, _UNDERSCORES):
        for _ in range(3):  # emphasis within emphasis, the inner one first
            text = pattern.sub(r"\2", text)
    text = _STRUCK.sub(r"\1", text)
    return "".join(
        chr(ord(sign) - _WAITING) if _WAITING < ord(sign) < _WAITING + 128 else sign
        for sign in resolve_entities(text)
    )


def _wait(text: str) -> str:
    """Put ASCII punctuation where no pattern sees it."""
    return "".join(
        chr(_WAITING + ord(sign))
        if sign.isascii() and sign.isprintable() and not sign.isalnum() and sign != " "
        else sign
        for sign in text
    )
