"""Blocks on screens of several widths: nothing cut, nothing lost, nothing obeyed."""

from __future__ import annotations

import re
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from factcheck.terminal import drawn, plain
from factcheck.terminal.page import Column, Line, Table, Tree, facts, next_step
from factcheck.terminal.safe import printable
from tests.terminal.payloads import ACTED_ON, OUR_STYLES, PAYLOADS

if TYPE_CHECKING:
    from factcheck.terminal.page import Page, Style

WIDTHS = (40, 80, 200)
IDS = ("7k3f9x2mq4vt", "0123456789ab", "zzzzzzzzzzzz")
CLAIMS = (
    "Afrin lies less than 20 miles from the border, and that is a long claim indeed.",
    "漢字がここにあり、とても長い主張がこの欄に入ります。行は折り返されます。",
    "مرحبا بالعالم هذا ادعاء طويل جدا يجب أن يظهر كاملا على الشاشة",
)
each_width = pytest.mark.parametrize("width", WIDTHS)


def _shown(page: Page, width: int) -> str:
    """Draw a page as on a terminal without colours."""
    out = StringIO()
    console = Console(file=out, width=width, color_system=None, legacy_windows=False)
    drawn.draw(page, console=console)
    return out.getvalue()


def _table() -> Table:
    columns = (Column("id"), Column("stage"), Column("rating"), Column("claim", 1))
    styles: tuple[Style, ...] = ("quiet", "bad", "plain", "plain")
    rows = tuple(
        tuple(zip((name, "changes requested", "–", text), styles, strict=True))
        for name, text in zip(IDS, CLAIMS, strict=True)
    )
    return Table(columns, rows)


def _pressed(text: str) -> str:
    """Give text without white space: where lines break does not count."""
    return re.sub(r"\s", "", text)


@each_width
def test_a_table_is_whole_at_every_width(width: int) -> None:
    """Ids stay in one piece, long claims wrap; no cell is cut, no line too long."""
    shown = _shown((_table(),), width)

    assert all(name in shown for name in IDS)
    assert shown.count("changes requested") == len(IDS)
    assert "…" not in shown
    assert max(map(cell_len, shown.splitlines())) <= width


def test_a_narrow_screen_stacks_what_does_not_fit_side_by_side() -> None:
    """Each row is a line of the short cells; the claim follows below, in order."""
    narrow, wide = _shown((_table(),), 40), _shown((_table(),), 200)

    assert f"{IDS[0]} · changes requested · –\n  Afrin lies" in narrow
    assert all(_pressed(text) in _pressed(narrow) for text in CLAIMS)
    assert re.search(rf"{IDS[0]} +changes requested +– +Afrin lies", wide)


@each_width
def test_an_address_is_never_cut(width: int) -> None:
    """Facts fold what is longer than the screen: it can be put together again."""
    address = "https://example.org/" + "a-long-path/" * 30
    shown = _shown((facts(("source", address), ("archived", None)),), width)

    assert _pressed(shown) == "source" + address
    assert max(map(cell_len, shown.splitlines())) <= width


def test_a_tree_is_drawn_with_its_branches() -> None:
    """On a screen lines lead to the children; in a pipe they are indented."""
    tree = Tree("check", (Tree("link", (Tree("evidence", style="good"),)), Tree("ask")))

    assert _shown((tree,), 80).splitlines() == [
        "check",
        "├── link",
        "│   └── evidence",
        "└── ask",
    ]
    assert plain.write((tree,)) == "check\n  link\n    evidence\n  ask\n"


@each_width
@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_tree_obeys_nobody(payload: str, width: int) -> None:
    """Labels are foreign text as everything else."""
    label = f"some {payload} [red]words[/red]"
    page = (Tree(label, (Tree(label),)), next_step(label))
    screen, pipe = OUR_STYLES.sub("", _shown(page, width)), plain.write(page)

    assert ACTED_ON.isdisjoint(set(screen) - {"\n"})
    assert ACTED_ON.isdisjoint(set(pipe) - {"\n"})
    assert "[red]words[/red]" in pipe


@each_width
@given(text=st.text(st.characters(categories=["L", "N", "Zs"]), min_size=1))
def test_no_letter_is_lost_in_any_block(width: int, text: str) -> None:
    """Letters of all scripts stand on the screen in the order of reading."""
    wanted = _pressed(printable(text))
    table = Table((Column("a", 1),), (((text, "plain"),),))
    for block in (Line(text), Tree(text), facts(("", text)), table):
        shown = _pressed(_shown((block,), width))

        assert wanted in shown


def test_the_next_step_names_the_command() -> None:
    """In words, so that it is found without colour."""
    assert plain.write((next_step("factcheck verdict moon", indent=1),)) == (
        "  next: factcheck verdict moon\n"
    )
