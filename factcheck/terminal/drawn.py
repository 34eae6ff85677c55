"""A page drawn on a terminal with rich."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from factcheck.terminal.page import Facts, Heading, Line, Table
from factcheck.terminal.safe import printable

if TYPE_CHECKING:
    from rich.console import RenderableType

    from factcheck.terminal.page import Block, Page, Style

_STYLES: dict[Style, str] = {
    "plain": "",
    "strong": "bold",
    "quiet": "dim",
    "good": "green",
    "bad": "bold red",
    "doubtful": "yellow",
}


def draw(page: Page, *, console: Console | None = None) -> None:
    """Draw a page on the terminal that stdout is, within its width."""
    out = console or Console(highlight=False, emoji=False, soft_wrap=False)
    for block in page:
        out.print(_drawn(block))


def _drawn(block: Block) -> RenderableType:
    match block:
        case Heading(text):
            return Text("\n" + printable(text), style="bold")
        case Line(text, style, indent):
            shown = _text(text, style, lines=True)
            if not indent:
                return shown
            return Padding(shown, (0, 0, 0, 2 * indent), expand=False)
        case Facts(rows):
            return _facts(rows)
        case Table():
            return _table(block)


def _facts(rows: tuple[tuple[str, str, Style], ...]) -> RichTable:
    grid = RichTable.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(ratio=1)
    for label, value, style in rows:
        grid.add_row(Text(label), _text(value, style, lines=True))
    return grid


def _table(table: Table) -> RichTable:
    drawn = RichTable(box=None, pad_edge=False, padding=(0, 2, 0, 0), expand=True)
    for column in table.columns:
        drawn.add_column(
            column.title,
            header_style="dim",
            ratio=column.weight or None,
            no_wrap=not column.weight,
            overflow="fold" if column.weight else "ellipsis",
        )
    for row in table.rows:
        drawn.add_row(*(_text(text, style) for text, style in row))
    return drawn


def _text(text: str, style: Style, *, lines: bool = False) -> Text:
    # Text, never a string: a string's square brackets would be read as markup.
    return Text(printable(text, lines=lines), style=_STYLES[style])
