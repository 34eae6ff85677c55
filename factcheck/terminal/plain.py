"""A page as plain text, for pipes and files: no colour, no wrapping, tabs in tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factcheck.terminal.page import Facts, Heading, Line, Table, Tree
from factcheck.terminal.safe import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factcheck.terminal.page import Block, Page


def write(page: Page) -> str:
    """Write a page as text; an empty page is empty text."""
    text = "".join(line + "\n" for block in page for line in _lines(block))
    return text.removeprefix("\n")


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading(text):
            yield ""
            yield printable(text)
        case Line(text, _, indent):
            for line in text.split("\n"):
                yield "  " * indent + printable(line)
        case Facts(rows):
            for label, value, _ in rows:
                yield f"{label}: {printable(value)}"
        case Table(_, rows):
            for row in rows:
                yield "\t".join(printable(text) for text, _ in row)
        case Tree():
            yield from _branch(block, 0)


def _branch(tree: Tree, depth: int) -> Iterator[str]:
    for line in tree.label.split("\n"):
        yield "  " * depth + printable(line)
    for child in tree.children:
        yield from _branch(child, depth + 1)
