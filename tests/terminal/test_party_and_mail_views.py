"""Parties, tips, complaints and lists of evidence, with hostile text in every field."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from rich.console import Console

from factcheck.model.filed import Filed
from factcheck.model.working_days import Clock
from factcheck.terminal import drawn, plain
from factcheck.terminal.evidence_view import evidence_list_page, evidence_page
from factcheck.terminal.mail_view import Mail, mail_list_page, mail_page
from factcheck.terminal.party_view import party_list_page, party_page
from tests.terminal.payloads import ACTED_ON, OUR_STYLES, PAYLOADS

if TYPE_CHECKING:
    from collections.abc import Callable

    from factcheck.model.kinds import Kind
    from factcheck.terminal.page import Page

NAME = "moon-0123456789ab"
TIME = "2026-11-22T10:00:00Z"
ADDED = {"added": TIME}


def _filed(record: Kind, **data: Any) -> Filed[Any]:
    return Filed(record, f"x/2026/11/{NAME}.yaml", NAME, "", data)


def _entry(text: str) -> Filed[Any]:
    source = dict.fromkeys(("publisher", "title", "carrier", "author"), text)
    source |= dict.fromkeys(("url", "archived"), text)
    source |= {"published": "2020", "accessed": "2020", "language": "en"}
    fields = ("origin", "first_reported_by", "interest", "quote", "translation", "says")
    values: dict[str, Any] = dict.fromkeys((*fields, "where", "note", "added_by"), text)
    values |= {"source": source, "kind": "report", "read": None, "captures": []}
    values |= {"withdrawn": {"since": TIME, "why": text, "by": text}}
    return _filed("evidence", **values, confidential=False, **ADDED)


def _mail(text: str, *, settled: bool, kind: Kind = "tip") -> Mail:
    outcome = {"decision": "known", "check": text, "why": text}
    outcome |= {"settled": TIME, "settled_by": text}
    values: dict[str, Any] = dict.fromkeys(
        ("says", "channel", "note", "added_by"), text
    )
    values |= {"received": "2026-11-20", "outcome": outcome if settled else None}
    if kind == "tip":
        values |= {"quote": text, "url": text, "language": text}
        values |= {"captures": [{"sha256": "0" * 64}]}
    else:
        values |= {"check": text}
    return Mail(_filed(kind, **values, **ADDED), Clock(3, 2))


def _party(text: str) -> Filed[Any]:
    one = {"organisation": text, "role": text, "since": "2014", "until": "2020-10"}
    values: dict[str, Any] = dict.fromkeys(("name", "role", "interest", "note"), text)
    values |= {"kind": "person", "other_names": [text], "same_as": [text]}
    return _filed("party", **values, affiliations=[one], added_by=text, **ADDED)


def _party_page(text: str) -> Page:
    claim = _filed("check", claim=text)
    entry = _entry(text)
    return party_page(
        _party(text),
        claims=[claim],
        published=[entry],
        originated=[entry],
        spellings={text: 2},
    )


VIEWS: dict[str, Callable[[str], Page]] = {
    "tip": lambda text: mail_page(_mail(text, settled=True)),
    "complaint": lambda text: mail_page(_mail(text, settled=False, kind="complaint")),
    "mail list": lambda text: mail_list_page(
        [
            _mail(text, settled=True),
            _mail(text, settled=False),
            _mail(text, settled=False, kind="complaint"),
        ]
    ),
    "party": _party_page,
    "party list": lambda text: party_list_page([(_party(text), 3)]),
    "evidence": lambda text: evidence_page(_entry(text), [], interests=[(text, text)]),
    "evidence list": lambda text: evidence_list_page([_entry(text)]),
}
each_view = pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)


@each_view
def test_nothing_acts_on_a_terminal_but_our_styles(view: Callable[[str], Page]) -> None:
    """Each payload in every field, at two widths."""
    for payload in PAYLOADS:
        for width in (80, 200):
            out = StringIO()
            console = Console(file=out, force_terminal=True, width=width, emoji=False)
            drawn.draw(view(f"some {payload} words"), console=console)
            shown = OUR_STYLES.sub("", out.getvalue())
            assert ACTED_ON.isdisjoint(set(shown) - {"\n"}), payload


@each_view
def test_a_pipe_gets_no_character_that_acts(view: Callable[[str], Page]) -> None:
    """Plain text holds line ends and the tabs between columns."""
    for payload in PAYLOADS:
        shown = plain.write(view(f"some {payload} words"))
        assert ACTED_ON.isdisjoint(set(shown) - {"\n", "\t"}), payload


@each_view
def test_what_is_known_is_shown(view: Callable[[str], Page]) -> None:
    """The text of the fields comes through."""
    assert "wording" in plain.write(view("wording"))


def test_states_are_said_in_words() -> None:
    """Colour may be off."""
    listed = plain.write(VIEWS["mail list"]("wording")).splitlines()

    assert "known after 3 of 2 working days, late" in listed[0]
    assert "overdue: 3 of 2 working days" in listed[1]
    assert "[withdrawn]" in plain.write(VIEWS["evidence list"]("wording"))


def test_empty_lists_are_empty_pages() -> None:
    """The doors say on stderr that nothing fits."""
    assert mail_list_page([]) == party_list_page([]) == evidence_list_page([]) == ()
