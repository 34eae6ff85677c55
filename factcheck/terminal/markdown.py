"""A page of Markdown on a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.markdown import Markdown

from factcheck.terminal.safe import printable


def drawn_markdown(text: str) -> str:
    """Give Markdown as it is drawn on the terminal that stdout is.

    Addresses are written out: a link that hides where it leads is no answer.
    """
    out = Console(highlight=False, emoji=False)
    with out.capture() as captured:
        out.print(Markdown(printable(text, lines=True), hyperlinks=False))
    return captured.get()
