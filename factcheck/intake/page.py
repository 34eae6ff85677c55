"""What a reader sees of an HTML page: its text in blocks, and the article's own.

No tree is built, so that no depth of nesting can hurt; the places that matter
(article, main, the margins) are counted while the tags go by.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from factcheck.intake.markup import MAXIMUM_ATTRIBUTES, Token, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

MAXIMUM_CHARACTERS = 5_000_000


def _set_of(names: str) -> frozenset[str]:
    """Make a set of names that are written one after the other."""
    return frozenset(names.split())


_BREAKS = _set_of(
    "address article aside blockquote body br button caption center dd details dialog "
    "dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header "
    "head hgroup hr html legend li main menu nav ol optgroup option p pre search "
    "section select summary table tbody td textarea tfoot th thead title tr ul"
)
_TEXT_BLOCKS = _set_of("p li blockquote h2 h3 h4 h5 h6 dd dt pre")
_MARGINS = _set_of("nav aside footer form figure figcaption dialog menu")
# Never painted, or painted only where something cannot be played.
_HIDDEN = _set_of("template svg canvas video audio object datalist title")
_VOID = _set_of("area base br col embed hr img input link meta param source track wbr")

# What trafilatura (through lxml) reads in seconds. Measured in its release
# 2.3.1: 100,000 paragraphs, or as many attributes on a tag, take minutes; 10,000
# of either take 2 s.
_MODEST_TAGS = 15_000
_MODEST_ATTRIBUTES = 100_000
_MODEST_CHARACTERS = 5_000_000


class VisibleText(NamedTuple):
    """The text of a page.

    Attributes:
        text: one line per block, white space collapsed.
        whole: False where the page was larger than we read.
    """

    text: str
    whole: bool


class _Block(NamedTuple):
    """A run of text between two tags that break the line, and where it stood."""

    text: str
    tag: str
    article: int
    in_main: bool
    in_margin: bool


class _Place:
    """Where in the page the reading stands: it changes with every tag."""

    def __init__(self) -> None:
        self.block = ""
        self.articles = 0
        self._article_depth = 0
        self._main_depth = 0
        self._margin_depth = 0
        self._hidden_by = ""
        self._hidden_depth = 0

    @property
    def hidden(self) -> bool:
        """Tell whether text at this place is not shown."""
        return self._hidden_depth > 0

    def open(self, name: str) -> None:
        """Note an opening tag."""
        self._hide(name)
        if name in _TEXT_BLOCKS:
            self.block = name
        elif name in _BREAKS and name != "br":
            self.block = ""
        if name == "article":
            self.articles += self._article_depth == 0
            self._article_depth += 1
        elif name == "main":
            self._main_depth += 1
        elif name in _MARGINS:
            self._margin_depth += 1

    def close(self, name: str) -> None:
        """Note a closing tag; one that was never opened changes nothing."""
        if name == self._hidden_by and self._hidden_depth:
            self._hidden_depth -= 1
        if name in _BREAKS:
            self.block = ""
        if name == "article":
            self._article_depth = max(0, self._article_depth - 1)
        elif name == "main":
            self._main_depth = max(0, self._main_depth - 1)
        elif name in _MARGINS:
            self._margin_depth = max(0, self._margin_depth - 1)

    def _hide(self, name: str) -> None:
        """Follow the outermost element that is not shown."""
        if not self._hidden_depth:
            if name in _HIDDEN:
                self._hidden_by, self._hidden_depth = name, 1
        elif name == self._hidden_by:
            self._hidden_depth += 1
        elif self._hidden_by == "svg" and name in _BREAKS and name not in _HIDDEN:
            # A parser leaves a drawing at the first HTML block, so that one that
            # is not closed hides nothing.
            self._hidden_depth = 0

    def read(self, text: str) -> _Block:
        """Make a block of a text that ends here."""
        return _Block(
            text,
            self.block,
            self.articles if self._article_depth else 0,
            self._main_depth > 0,
            self._margin_depth > 0,
        )


def visible_text(html: str) -> VisibleText:
    """Give the text that a reader of a page can see, as far as tags tell.

    What style sheets hide counts as seen: they also hide what a click shows.

    Args:
        html: the decoded page.

    Returns:
        Its text. Tags within a word do not split it, tags of blocks do.
    """
    lines: list[str] = []
    whole = True
    for block in _blocks(html):
        if block is None:
            whole = False
        else:
            lines.append(block.text)
    return VisibleText("\n".join(lines), whole)


class Body(NamedTuple):
    """The article's own text in a page.

    Attributes:
        paragraphs: one line each.
        whole: False where the page was larger than we read.
    """

    paragraphs: tuple[str, ...]
    whole: bool


def read_body(html: str) -> Body:
    """Read the paragraphs of a page's article: the way without trafilatura.

    Args:
        html: the decoded page.

    Returns:
        The text blocks of the longest ``article``, else of ``main``, else of all
        ``p``, each without the margins; where a page has none of these, all its
        visible blocks.
    """
    read = list(_blocks(html))
    blocks = [block for block in read if block is not None]
    readable = [
        block for block in blocks if block.tag in _TEXT_BLOCKS and not block.in_margin
    ]
    chosen = (
        _longest_article(readable)
        or [block for block in readable if block.in_main]
        or [block for block in readable if block.tag in {"p", "blockquote"}]
        or [block for block in blocks if not block.in_margin]
        or blocks
    )
    return Body(tuple(block.text for block in chosen), whole=len(blocks) == len(read))


def first_heading(html: str) -> str | None:
    """Give the text of the first ``h1`` that has one."""
    parts: list[str] | None = None
    for token in tokens(html):
        if token.kind == "open" and token.name == "h1":
            parts = []
        elif parts is not None and token.kind == "text":
            parts.append(token.text)
        elif parts is not None and token.kind == "close" and token.name == "h1":
            if heading := " ".join("".join(parts).split()):
                return heading
            parts = None
    return None


def is_modest(html: str) -> bool:
    """Tell whether a page is one that a parser of trees reads in seconds.

    Args:
        html: the decoded page.
    """
    if len(html) > _MODEST_CHARACTERS:
        return False
    tags = attributes = 0
    for token in tokens(html):
        tags += token.kind in {"open", "close"}
        attributes += len(token.attributes)
        if (
            tags > _MODEST_TAGS
            or attributes > _MODEST_ATTRIBUTES
            or len(token.attributes) == MAXIMUM_ATTRIBUTES
        ):
            return False
    return True


def _longest_article(readable: list[_Block]) -> list[_Block]:
    """Choose the article with most text: teasers are articles too."""
    lengths: dict[int, int] = {}
    for block in readable:
        if block.article and block.tag in {"p", "blockquote"}:
            lengths[block.article] = lengths.get(block.article, 0) + len(block.text)
    if not lengths:
        return []
    longest = max(lengths, key=lambda number: (lengths[number], -number))
    return [block for block in readable if block.article == longest]


def _blocks(html: str) -> Iterator[_Block | None]:
    """Read a page block by block; None once where not all of it is read."""
    place = _Place()
    parts: list[str] = []
    characters = 0
    for token in tokens(html):
        if token.kind == "cut":
            yield None
        elif token.kind == "text" and not place.hidden:
            room = MAXIMUM_CHARACTERS - characters
            parts.append(token.text[:room])
            characters += len(token.text)
            if characters > MAXIMUM_CHARACTERS:
                yield None
                break
        elif token.kind in {"open", "close"}:
            if token.name in _BREAKS and (text := _collapse(parts)):
                yield place.read(text)
            _move(place, token)
            if token.name in _BREAKS:
                parts = []
    if text := _collapse(parts):
        yield place.read(text)


def _move(place: _Place, token: Token) -> None:
    """Let a place follow a tag."""
    if token.kind == "close":
        place.close(token.name)
    else:
        place.open(token.name)


def _collapse(parts: list[str]) -> str:
    """Join the pieces of a block, with single spaces."""
    return " ".join("".join(parts).split())
