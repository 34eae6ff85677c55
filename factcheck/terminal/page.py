"""What a view gives: blocks of raw text with a meaning, before anything is drawn.

The text in blocks is as the records hold it; the two renderers make it safe. No
meaning is in a style alone: colour may be off.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Style = Literal["plain", "strong", "quiet", "good", "bad", "doubtful"]


class Heading(NamedTuple):
    """The title of what follows."""

    text: str


class Line(NamedTuple):
    """One line, wrapped where the screen ends; ``indent`` counts steps."""

    text: str
    style: Style = "plain"
    indent: int = 0


class Facts(NamedTuple):
    """Labels and what they stand for, in two columns."""

    rows: tuple[tuple[str, str, Style], ...]


class Column(NamedTuple):
    """A column of a table.

    Attributes:
        title: what stands above it on a terminal.
        weight: its share of the room that is left; 0 takes what its cells need,
            which are then neither broken nor cut, as ids must not be.
    """

    title: str
    weight: int = 0


class Table(NamedTuple):
    """Rows of cells, each with its style."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[tuple[str, Style], ...], ...]


class Tree(NamedTuple):
    """Something with what belongs below it, and below that, to any depth."""

    label: str
    children: tuple[Tree, ...] = ()
    style: Style = "plain"


Block = Heading | Line | Facts | Table | Tree
Page = tuple[Block, ...]


def next_step(command: str, *, indent: int = 0) -> Line:
    """Give the line that says which command to type next."""
    return Line(f"next: {command}", "quiet", indent)


def facts(*rows: tuple[str, str | None] | tuple[str, str | None, Style]) -> Facts:
    """Make facts of the rows that have a value."""
    return Facts(
        tuple(
            (row[0], row[1], row[2] if len(row) > 2 else "plain")  # noqa: PLR2004
            for row in rows
            if row[1]
        )
    )
