"""Every view, drawn and plain, with hostile text in every field of every record."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any, get_args

import pytest
from rich.cells import cell_len
from rich.console import Console

from factcheck.model import state
from factcheck.model.check import Check
from factcheck.model.filed import Filed
from factcheck.model.state import Flag, FlagName
from factcheck.model.timeline import timeline
from factcheck.terminal import drawn, plain
from factcheck.terminal.check_view import check_page
from factcheck.terminal.decide_view import Asked, asked_page
from factcheck.terminal.evidence_view import evidence_page
from factcheck.terminal.list_view import ListedCheck, list_page
from factcheck.terminal.match_view import match_page
from factcheck.terminal.recheck_view import recheck_page
from factcheck.terminal.safe import printable
from factcheck.terminal.timeline_view import timeline_page
from tests.terminal.payloads import ACTED_ON, OUR_STYLES, PAYLOADS

if TYPE_CHECKING:
    from collections.abc import Callable

    from factcheck.model.kinds import Kind
    from factcheck.model.plain import PlainData
    from factcheck.terminal.page import Page

ID = "0123456789ab"
NAME = f"moon-{ID}"
TIME = "2026-11-22T10:00:00Z"
DIGEST = "v1:" + "0" * 64


def _filed(kind: Kind, data: PlainData) -> Filed[Any]:
    return Filed(kind, f"checks/2026/11/{NAME}/{kind}.yaml", NAME, NAME, data)


def _check(text: str) -> Check:
    """Make a check in which every text that a person writes is ``text``."""
    draft: dict[str, Any] = {
        "headline": text,
        "rating": text,
        "summary": text,
        "text": text,
    }
    draft |= {"looked_for": text, "disclosure": text, "public_note": text}
    draft |= {"confidence": "low", "recheck_by": "2026-11-30", "grade": "correction"}
    source: dict[str, Any] = {
        "title": text,
        "publisher": text,
        "carrier": text,
        "author": text,
    }
    source |= {"url": f"https://x.example/{text}", "archived": text}
    source |= {"published": "2020-10", "accessed": "2020-10-08", "language": "en"}
    capture: dict[str, Any] = {"sha256": "0" * 64, "size": 1, "media_type": text}
    capture |= {"retrieved": TIME, "tool": text}
    entry: dict[str, Any] = {
        "source": source,
        "captures": [capture],
        "confidential": True,
    }
    entry |= {"origin": text, "first_reported_by": text, "interest": text}
    entry |= {"kind": "report", "read": "whole", "quote": text, "translation": text}
    entry |= {"translated_by": text, "where": text, "says": text, "note": text}
    entry |= {
        "withdrawn": {"since": TIME, "why": text, "by": text},
        "added": TIME,
        "added_by": text,
    }
    claim: dict[str, Any] = {
        "claim": text,
        "words": text,
        "translation": text,
        "about": "was said",
    }
    claim |= {"parts": [{"part": "a", "claim": text}], "place": text, "medium": text}
    claim |= {"claimant": {"name": text, "role": text, "affiliation": text}}
    claim |= {"said_on": "2020-10", "language": "en", "why_checked": text}
    claim |= {"reach": text, "harm": text, "wordings": [text], "opened": TIME}
    work: dict[str, Any] = {"assignee": text, "due": "2026-11-01", "priority": "high"}
    work |= {"topics": [text], "embargo": TIME}
    work |= {"closed": {"outcome": "duplicate", "duplicate_of": NAME, "why": text}}
    work["closed"] |= {"since": TIME, "by": text}
    seen: dict[str, Any] = {
        "who": text,
        "title": text,
        "url": text,
        "archived": text,
        "quote": text,
    }
    seen |= {"published": "2020", "time_code": text, "reach": text, "article": None}
    review: dict[str, Any] = {
        "verdict": NAME,
        "verdict_digest": DIGEST,
        "comment": text,
    }
    review |= {"decision": "request changes", "reviewer": text, "decided": TIME}
    published: dict[str, Any] = {"verdict": NAME, "url": f"https://x.example/{text}"}
    published |= {"published": TIME, "language": "en", "report_sha256": None}
    pins: dict[str, Any] = {"claim_digest": DIGEST, "evidence": [], "answers": []}
    verdict: dict[str, Any] = draft | {
        "author": text,
        "given": TIME,
        "supersedes": [],
        "pins": pins,
    }
    added: dict[str, Any] = {"added": TIME, "added_by": text}
    links = tuple(
        _filed(
            "link",
            {"evidence": NAME, "stance": stance, "part": "a", "primary": True}
            | {"why": text}
            | added,
        )
        for stance in ("supports", "refutes", "both", "context")
    )
    asked: dict[str, Any] = {"whom": text, "question": text, "asked": "2026-11-22"}
    asked |= {"channel": text, "answer_by": "2026-11-23", "not_asked": None}
    answer: dict[str, Any] = {"ask": NAME, "outcome": "answered", "text": text}
    answer |= {"received": "2026-11-22", "says": text, "translation": text}
    recheck: dict[str, Any] = {"verdict": NAME, "verdict_digest": DIGEST, "why": text}
    recheck |= {"recheck_by": None, "pins": pins, "rechecker": text}
    return Check(
        claim=_filed("check", claim | {"opened_by": text}),
        work=_filed("work", work),
        draft=_filed("draft", draft),
        links=links,
        evidence={ID: _filed("evidence", entry)},
        appearances=(_filed("appearance", seen | added | {"capture": None}),),
        asks=(_filed("ask", asked | added),),
        answers=(_filed("answer", answer | {"captures": []} | added),),
        verdicts=(_filed("verdict", verdict),),
        reviews=(_filed("review", review),),
        rechecks=(_filed("recheck", recheck | {"rechecked": TIME}),),
        publications=(_filed("publication", published),),
    )


def _check_page(text: str) -> Page:
    check = _check(text)
    standing = state.standing(check)
    flags = tuple(Flag(name, text) for name in get_args(FlagName))
    return check_page(
        check,
        standing,
        flags,
        missing=[text],
        edits=[text],
        quotes={ID: text},
        moved=[text],
        near=[(text, text)],
        complaints=[_filed("complaint", {"received": "2026-11-22", "says": text})],
        as_of=text,
    )


def _timeline_page(text: str) -> Page:
    check = _check(text)
    return timeline_page(check, timeline(check))


def _recheck_page(text: str) -> Page:
    check = _check(text)
    return recheck_page(
        check,
        check.verdicts[0],
        why=[text],
        changes=[text],
        lost=text,
        with_ways=True,
    )


def _evidence_page(text: str) -> Page:
    check = _check(text)
    links = [(link, check) for link in check.links]
    entry = check.evidence[ID]
    return evidence_page(entry, links, quote=text, is_edited=True)


def _list_page(text: str) -> Page:
    check = _check(text)
    flags = tuple(Flag(name, text) for name in get_args(FlagName))
    row = ListedCheck(check.claim, state.standing(check), flags)
    return list_page([row], short_ids=[ID])


def _match_page(text: str) -> Page:
    verdict: dict[str, Any] = {"rating": text, "date": "2026-11-22", "url": text}
    hit: dict[str, Any] = {
        "check": NAME,
        "branch": text,
        "claim": text,
        "verdict": verdict,
        "stage": "approved",
    }
    hit |= {"public": "published", "flags": [text], "score": 0.95, "band": "repeats"}
    hit |= {"handle": text, "shared": [{"word": text, "share": 0.5}], "missing": [text]}
    hit |= {"warnings": [text], "unread": text, "joined": True, "decided": None}
    hit |= {"sentence": 0, "paragraph": 0, "text": text, "also": [{"sentence": 1}]}
    unpublished = hit | {"verdict": verdict | {"url": None}, "band": "possible"}
    article: dict[str, Any] = {
        **dict.fromkeys(("id", "source", "title", "publisher"), text),
        "published": "2026-11-22",
        "earlier": [text],
        "left_out": 1,
        "sentences": [
            {"paragraph": 0, "text": text, "matches": [hit]},
            {"paragraph": 2, "text": text, "matches": [unpublished]},
        ],
    }
    return match_page(article)


def _asked_page(text: str) -> Page:
    asked = Asked(
        *(1, 2, text, text, text, text, text, (text, text), _check(text), NAME, text),
        before=text,
    )
    return asked_page(asked) + asked_page(asked._replace(check=None))


VIEWS = {
    "asked": _asked_page,
    "check": _check_page,
    "evidence": _evidence_page,
    "list": _list_page,
    "match": _match_page,
    "recheck": _recheck_page,
    "timeline": _timeline_page,
}
each_view = pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
each_width = pytest.mark.parametrize("width", [80, 200])


def _drawn(page: Page, width: int) -> str:
    """Draw a page as on a colour terminal of a width."""
    out = StringIO()
    console = Console(
        file=out,
        force_terminal=True,
        width=width,
        color_system="truecolor",
        highlight=False,
        emoji=False,
        legacy_windows=False,
    )
    drawn.draw(page, console=console)
    return out.getvalue()


@each_width
@each_view
def test_a_terminal_gets_our_styles_and_nothing_else(
    view: Callable[[str], Page], width: int
) -> None:
    """Each payload in every field: what acts on a terminal is ours."""
    for payload in PAYLOADS:
        shown = _drawn(view(f"some {payload} words"), width)

        assert "\x1b[" in shown
        assert ACTED_ON.isdisjoint(set(OUR_STYLES.sub("", shown)) - {"\n"}), payload


@each_view
def test_a_pipe_gets_no_character_that_acts(view: Callable[[str], Page]) -> None:
    """Plain text holds line ends and the tabs between columns, nothing more."""
    for payload in PAYLOADS:
        shown = plain.write(view(f"some {payload} words"))

        assert ACTED_ON.isdisjoint(set(shown) - {"\n", "\t"}), payload


@each_view
def test_a_title_with_a_tab_stays_in_its_column(view: Callable[[str], Page]) -> None:
    """Tabs are ours: programs split at them."""
    with_tabs = plain.write(view("a\tb")).count("\t")

    assert with_tabs == plain.write(view("a b")).count("\t")


@each_view
def test_markup_is_printed_as_it_is(view: Callable[[str], Page]) -> None:
    """Square brackets and emoji names are words."""
    text = "[red]x[/] [/x] [link=https://evil.example]y[/link] :smile: [@cite]"
    shown = OUR_STYLES.sub("", _drawn(view(text), 600))

    assert text in shown
    assert text in plain.write(view(text))


@each_width
@each_view
def test_nothing_is_wider_than_the_screen(
    view: Callable[[str], Page], width: int
) -> None:
    """Long words, wide characters and long text wrap within the width."""
    for text in ("word " * 60, "x" * 500, "漢字" * 90, "👍🏽 " * 60, "a\nb" * 40):
        lines = OUR_STYLES.sub("", _drawn(view(text), width)).split("\n")

        assert max(map(cell_len, lines)) <= width, text[:10]


@pytest.mark.parametrize("text", ["مرحبا بالعالم", "שלום עולם", "می\u200cخواهم"])
@each_view
def test_text_from_right_to_left_is_whole(
    view: Callable[[str], Page], text: str
) -> None:
    """Its characters come in the order of reading; the terminal lays them out."""
    assert text in OUR_STYLES.sub("", _drawn(view(text), 200))
    assert text in plain.write(view(text))


@each_view
def test_a_screen_and_a_pipe_say_the_same(view: Callable[[str], Page]) -> None:
    """No meaning is in colour or drawing alone."""
    page = view("wording")
    screen = OUR_STYLES.sub("", _drawn(page, 400)).split()
    pipe = plain.write(page).replace("\t", " ").split()
    headers = {"id", "stage", "rating", "claim", ""}

    assert {word.rstrip(":") for word in pipe} - headers == (
        {word.rstrip(":") for word in screen} - headers
    )


def test_every_fact_in_a_pipe_has_a_label() -> None:
    """Programs that read lines find no label of nothing."""
    lines = plain.write(_evidence_page("wording")).splitlines()

    assert [line for line in lines if line.startswith(":")] == []


def test_an_empty_list_is_empty() -> None:
    """Nothing found is no line."""
    assert plain.write(list_page([], short_ids=[])) == ""


def test_what_must_be_known_stands_on_the_screen() -> None:
    """Withdrawn, confidential, closed, uncommitted: each is said in words."""
    shown = plain.write(_check_page("wording")) + plain.write(_evidence_page("wording"))

    for word in (
        f"duplicate of {NAME}: wording",
        "withdrawn",
        "never printed",
        "not committed: wording",
        "since the verdict: wording",
        "Refutes the claim (1 entry, 1 known origin)",
        "needs recheck: wording",
    ):
        assert word in shown


def test_safe_text_of_a_page_is_what_printable_gives() -> None:
    """The renderers use the one function and no other."""
    text = "a\x1b[31mb\u202ec"

    assert printable(text) in plain.write(_list_page(text))
    assert printable(text) in _drawn(_list_page(text), 400)
