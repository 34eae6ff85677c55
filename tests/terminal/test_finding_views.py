"""History, log, queue, search and wide lists: safe, whole, within the screen."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len
from rich.console import Console

from factcheck.desk.queue import WAITING, Waiting
from factcheck.ledger.format.validation import class_of
from factcheck.model.filed import Filed
from factcheck.model.plain import to_plain
from factcheck.model.state import Standing
from factcheck.review.history import FieldChange
from factcheck.terminal import drawn, plain
from factcheck.terminal.history_view import (
    Told,
    ToldChange,
    history_page,
    log_page,
    log_with_changes,
    said_change,
)
from factcheck.terminal.list_view import ListedCheck, list_page, views_page
from factcheck.terminal.queue_view import queue_page
from factcheck.terminal.search_view import Group, Hit, search_page
from tests.model.samples import FULL
from tests.terminal.payloads import ACTED_ON, OUR_STYLES, PAYLOADS

if TYPE_CHECKING:
    from collections.abc import Callable

    from factcheck.model.kinds import Kind
    from factcheck.terminal.page import Page

NAME = "reuters-recruits-q8w2m4xdkz7p"
COMMIT = "0123456789abcdef"


def _filed(kind: Kind, values: dict[str, Any]) -> Filed[Any]:
    data = to_plain(class_of(kind).model_validate({**FULL.get(kind, {}), **values}))
    return Filed(kind, "a/b", NAME, NAME, data)


def _told(text: str) -> Told:
    return Told("2026-11-22T10:00:00Z", text, text, text, COMMIT, by_hand=True)


def _change(text: str) -> ToldChange:
    fields = [FieldChange("says", text, None, moves_pins=True)]
    return ToldChange(f"evidence {text}", "changed", fields)


def _history(text: str) -> Page:
    entry = _filed("evidence", {})
    return history_page(entry, [(_told(text), _change(text))], notes=[text])


def _log(text: str) -> Page:
    return (*log_page([_told(text)]), *log_with_changes(_told(text), [_change(text)]))


def _queue(text: str) -> Page:
    waiting = [
        Waiting(kind, "check", NAME, text, text, "factcheck show q8w2m4", text)
        for kind in WAITING
    ]
    return queue_page(waiting)


def _search(text: str) -> Page:
    fields = tuple((f"field{number}", text) for number in range(5))
    hits = [Hit("", fields[:1]), Hit(f"evidence {text}", fields)]
    return search_page([Group(text, NAME, text, hits), Group(text, NAME, "", [])])


def _list(text: str) -> Page:
    values: dict[str, Any] = {"rating": text, "public": "unpublished", "authors": ()}
    values |= {"moved": (), "disputed": 0, "self_approved": False, "waiting": ()}
    values |= {"due": None, "embargo": None, "recheck_by": None}
    claim = _filed("check", {"claim": "It is so", "claimant": {"name": text.strip()}})
    work = _filed("work", {"assignee": text.strip()})
    row = ListedCheck(claim, Standing(stage="open", **values), (), work)
    views = views_page([("view", text)])
    return (*list_page([row], short_ids=["q8w2m4"], width=200), *views)


each_view = pytest.mark.parametrize("view", [_history, _log, _queue, _search, _list])
each_width = pytest.mark.parametrize("width", [80, 200])


def _drawn(page: Page, width: int) -> str:
    out = StringIO()
    console = Console(file=out, force_terminal=True, width=width, highlight=False)
    drawn.draw(page, console=console)
    return out.getvalue()


@each_width
@each_view
def test_hostile_text_acts_on_no_terminal(
    view: Callable[[str], Page], width: int
) -> None:
    """In every place of every view; into a pipe neither."""
    for payload in PAYLOADS:
        page = view(" ".join(f"some {payload} words".split()))
        shown = OUR_STYLES.sub("", _drawn(page, width))

        assert ACTED_ON.isdisjoint(set(shown) - {"\n"}), payload
        assert ACTED_ON.isdisjoint(set(plain.write(page)) - {"\n", "\t"}), payload


@each_width
@each_view
def test_long_text_stays_within_the_screen(
    view: Callable[[str], Page], width: int
) -> None:
    """Words, one word, wide characters."""
    for text in ("word " * 60, "x" * 500, "漢字" * 90):
        lines = OUR_STYLES.sub("", _drawn(view(text.strip()), width)).split("\n")

        assert max(map(cell_len, lines)) <= width, text[:10]


@each_view
def test_text_from_right_to_left_is_whole(view: Callable[[str], Page]) -> None:
    """In the order of reading."""
    for text in ("مرحبا بالعالم", "שלום עולם"):
        assert text in plain.write(view(text))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (None, "b", "now “b”"),
        ("a", None, "no longer “a”"),
        ("a", "b", "“a” → “b”"),
        (
            f"{'x' * 99} 12 {'y' * 99}",
            f"{'x' * 99} 40 {'y' * 99}",
            f"“…{'x' * 23} 12 {'y' * 23}…” → “…{'x' * 23} 40 {'y' * 23}…”",
        ),
        ("z" * 61, "z" * 62, f"“…{'z' * 24}” → “…{'z' * 25}”"),
    ],
)
def test_a_change_shows_where_texts_differ(
    old: str | None, new: str | None, said: str
) -> None:
    """Of long texts only the place, with some context on both sides."""
    assert said_change(old, new) == said
