"""A page drawn on a terminal with rich."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text
from rich.tree import Tree as RichTree

from factcheck.terminal.page import Facts, Heading, Line, Table, Tree
from factcheck.terminal.safe import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import ConsoleOptions, RenderableType

    from factcheck.terminal.page import Block, Page, Style

_STYLES: dict[Style, str] = {
    "plain": "",
    "strong": "bold",
    "quiet": "dim",
    "good": "green",
    "bad": "bold red",
    "doubtful": "yellow",
}


_PADDING = re.compile(r" +((?:\x1b\[[\d;]*m)*)$", re.MULTILINE)
"""Blanks that fill a line of a table: whoever copies the screen copies them too."""


_BROKEN = re.compile(r"(?<=\S) ?\n(?=[^\s*#>|+-])(?!\d+[.)] )")
"""A line break inside a paragraph."""


def draw(page: Page, *, console: Console | None = None) -> None:
    """Draw a page on the terminal that stdout is, within its width."""
    out = console or _console()
    for block in page:
        out.print(_drawn(block))


def drawn(page: Page) -> str:
    """Give a page as it would be drawn on the terminal that stdout is."""
    out = _console()
    with out.capture() as captured:
        draw(page, console=out)
    # A heading has an empty line above it, but for the one that begins a page.
    return _PADDING.sub(r"\1", captured.get()).removeprefix("\n")


def _console() -> Console:
    return Console(highlight=False, emoji=False, soft_wrap=False)


def _drawn(block: Block) -> RenderableType:
    match block:
        case Heading(text):
            return Text("\n" + printable(text), style="bold")
        case Line(text, style, indent):
            # A quotation keeps its lines as they are; prose of ours is filled anew.
            whole = text if text.startswith("“") else _filled(text)
            shown = _text(whole, style, lines=True)
            if not indent:
                return shown
            return Padding(shown, (0, 0, 0, 2 * indent), expand=False)
        case Facts(rows):
            return _facts(rows)
        case Table():
            return _Screen(block)
        case Tree():
            return _tree(block)


def _filled(text: str) -> str:
    """Join the lines of each paragraph: where the screen ends, it breaks them itself.

    Lines that begin as an item of a list, a heading or indented stay lines.
    """
    return _BROKEN.sub(" ", text)


def _facts(rows: tuple[tuple[str, str, Style], ...]) -> RichTable:
    grid = RichTable.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")  # an address is never cut
    for label, value, style in rows:
        grid.add_row(Text(label), _text(value, style, lines=True))
    return grid


_ROOM = 24
"""Cells that a column which takes the rest needs; with less, rows are stacked."""


class _Screen:
    """A table that looks how wide the screen is before it decides how it lies."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> Iterator[RenderableType]:
        """Give columns side by side, or each row as lines where that is too tight."""
        del console
        needed = [_needed(self._table, at) for at in range(len(self._table.columns))]
        shares = any(column.weight for column in self._table.columns)
        room = options.max_width - sum(needed)
        if room >= (_ROOM if shares else 0):
            yield _table(self._table)
        else:
            yield from _stacked(self._table)


def _needed(table: Table, at: int) -> int:
    """Give the cells that a column needs, its gap included; 0 if it takes the rest."""
    column = table.columns[at]
    if column.weight:
        return 0
    texts = [column.title, *(printable(row[at][0]) for row in table.rows)]
    return max(map(cell_len, texts)) + 2


def _table(table: Table) -> RichTable:
    drawn = RichTable(box=None, pad_edge=False, padding=(0, 2, 0, 0), expand=True)
    for column in table.columns:
        drawn.add_column(
            column.title,
            header_style="dim",
            ratio=column.weight or None,
            no_wrap=not column.weight,
            overflow="fold",
        )
    for row in table.rows:
        drawn.add_row(*(_text(text, style) for text, style in row))
    return drawn


def _stacked(table: Table) -> Iterator[RenderableType]:
    """Give each row as a line of its short cells, the long ones indented below."""
    for row in table.rows:
        short = Text()
        for column, (text, style) in zip(table.columns, row, strict=True):
            if not column.weight and text:
                short.append(" · " if short else "")
                short.append_text(_text(text, style))
        yield short
        for column, (text, style) in zip(table.columns, row, strict=True):
            if column.weight:
                yield Padding(_text(text, style), (0, 0, 0, 2), expand=False)


def _tree(tree: Tree, under: RichTree | None = None) -> RichTree:
    label = _text(tree.label, tree.style, lines=True)
    grown = under.add(label) if under else RichTree(label, guide_style="dim")
    for child in tree.children:
        _tree(child, grown)
    return grown


def _text(text: str, style: Style, *, lines: bool = False) -> Text:
    # Text, never a string: a string's square brackets would be read as markup.
    return Text(printable(text, lines=lines), style=_STYLES[style])
