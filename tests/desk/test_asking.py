"""Asking and answering: what is put down, what it moves, what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from factcheck.desk import asking, work
from factcheck.desk.captures import capture_of
from factcheck.model import state
from factcheck.model.errors import BadRecordError, RefusedError, UsageError
from factcheck.model.missing import missing
from tests.desk.commits import latest

if TYPE_CHECKING:
    from factcheck.desk.desk import Operation
    from tests.conftest import Newsroom


def _ask(newsroom: Newsroom, check: str, **fields: Any) -> str:
    given = {"whom": "Jane Roe", **fields}
    if "not_asked" not in fields:
        given.setdefault("question", "Which map?")
    act = newsroom.do(lambda desk: asking.ask(desk, desk.ledger.check(check), given))
    return act.made[0].name


def _answer(
    newsroom: Newsroom,
    check: str,
    ask: str,
    captures: tuple[bytes, ...] = (),
    **fields: Any,
) -> Operation:
    def act(desk: Any) -> Operation:
        found = desk.ledger.check(check)
        (question,) = [one for one in found.asks if one.name == ask]
        kept = [capture_of(desk, one, file_name="a.txt") for one in captures]
        given = {"outcome": "answered", **fields}
        given |= {"captures": kept} if kept else {}
        return asking.answer(desk, found, question, given, captures=captures)

    return newsroom.do(act)


def test_a_question_was_asked_today_if_no_day_is_given(newsroom: Newsroom) -> None:
    """Until it is answered the check waits; then it does not."""
    name = newsroom.open(claimant={"name": "Jane Roe"})
    ask = _ask(newsroom, name, answer_by="2026-12-01", channel="by mail")
    record = newsroom.ledger.check(name).asks[0].record
    subject = latest(newsroom).subject
    waiting = state.standing(newsroom.ledger.check(name)).waiting
    _answer(newsroom, name, ask, text="The old one.")
    check = newsroom.ledger.check(name)

    assert (record.asked, record.channel) == ("2026-11-23", "by mail")
    assert subject == "Ask Jane Roe about moonlight-is-cold"
    assert waiting == (("Jane Roe", "2026-12-01"),)
    assert state.standing(check).waiting == ()
    assert check.answers[0].record.received == "2026-11-23"
    assert check.answers[0].record.ask == ask
    assert latest(newsroom).subject == (
        "Take in the answer of Jane Roe on moonlight-is-cold"
    )


def test_a_reason_not_to_ask_is_enough(newsroom: Newsroom) -> None:
    """The check no longer misses it, and waits for nothing."""
    name = newsroom.open(claimant={"name": "Jane Roe"})
    before = missing(newsroom.ledger.check(name))
    ask = _ask(newsroom, name, not_asked="She died in 2019.")
    check = newsroom.ledger.check(name)

    assert any("Jane Roe was not asked" in line for line in before)
    assert not any("was not asked" in line for line in missing(check))
    assert asking.open_questions(check) == ()
    with pytest.raises(RefusedError, match="Jane Roe was not asked"):
        _answer(newsroom, name, ask, text="Boo.")


def test_an_answer_after_the_verdict_moves_it_but_silence_does_not(
    busy_newsroom: Newsroom,
) -> None:
    """On silence no verdict rests."""
    one = _ask(busy_newsroom, "moonlight")
    two = _ask(busy_newsroom, "moonlight", question="Since when?")
    _answer(busy_newsroom, "moonlight", one, outcome="no answer")
    silent = state.standing(busy_newsroom.ledger.check("moonlight")).moved
    _answer(busy_newsroom, "moonlight", two, outcome="declined")

    assert silent == ()
    assert state.standing(busy_newsroom.ledger.check("moonlight")).moved == (
        "an answer of Jane Roe arrived after the verdict",
    )


def test_a_capture_of_an_answer_is_kept(newsroom: Newsroom) -> None:
    """Its hash is in the record; in git only where the settings say so."""
    name = newsroom.open()
    ask = _ask(newsroom, name)
    _answer(newsroom, name, ask, (b"a letter",), says="She says so.")
    plain = set(latest(newsroom).files)
    settings = newsroom.root / "factcheck.yaml"
    settings.write_text(settings.read_text() + "captures_in_git: true\n")
    newsroom.save()
    _answer(newsroom, name, ask, (b"another letter",), says="And again.")
    sha256 = newsroom.ledger.check(name).answers[0].record.captures[0].sha256

    assert newsroom.ledger.capture(sha256) == b"a letter"
    assert len(plain) == 1
    assert len(latest(newsroom).files) == 2


@pytest.mark.parametrize(
    ("fields", "error", "says"),
    [
        ({"not_asked": "No.", "question": "Why?"}, BadRecordError, "a question, or"),
        ({"question": None, "answer_by": "2026-12-01"}, BadRecordError, "a question"),
        ({"answer_by": "2026-11-01"}, UsageError, "before the question"),
        ({"asked": "2026-11"}, BadRecordError, "no day"),
        ({"whom": "a\nb"}, BadRecordError, "one line"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(
    newsroom: Newsroom, fields: dict[str, Any], error: type[Exception], says: str
) -> None:
    """Each with what is wrong."""
    name = newsroom.open()
    with pytest.raises(error, match=says):
        _ask(newsroom, name, **fields)


def test_the_same_question_is_open_once(newsroom: Newsroom) -> None:
    """Case and punctuation do not make it another; an answer closes it."""
    name = newsroom.open()
    ask = _ask(newsroom, name)
    with pytest.raises(RefusedError, match=f"{ask} asks Jane Roe this already"):
        _ask(newsroom, name, whom="JANE ROE", question="which map")
    _answer(newsroom, name, ask, text="The old one.")
    _ask(newsroom, name)

    assert len(newsroom.ledger.check(name).asks) == 2


@pytest.mark.parametrize(
    ("fields", "error", "says"),
    [
        ({}, BadRecordError, "answered goes with the text"),
        ({"outcome": "no answer", "text": "x"}, BadRecordError, "no answer has"),
        ({"text": "x", "received": "2026-11-01"}, UsageError, "before the question"),
        ({"text": "x", "received": "soon"}, BadRecordError, "'soon'"),
    ],
)
def test_an_answer_that_makes_no_sense_is_refused(
    newsroom: Newsroom, fields: dict[str, Any], error: type[Exception], says: str
) -> None:
    """Each with what is wrong."""
    name = newsroom.open()
    ask = _ask(newsroom, name)
    with pytest.raises(error, match=says):
        _answer(newsroom, name, ask, **fields)


def test_silence_after_an_answer_is_none(newsroom: Newsroom) -> None:
    """But more may come back."""
    name = newsroom.open()
    ask = _ask(newsroom, name)
    _answer(newsroom, name, ask, text="One.")
    _answer(newsroom, name, ask, text="Two.")
    with pytest.raises(RefusedError, match="has come back"):
        _answer(newsroom, name, ask, outcome="no answer")

    assert len(newsroom.ledger.check(name).answers) == 2


def test_on_a_closed_check_nobody_is_asked_but_an_answer_still_counts(
    newsroom: Newsroom,
) -> None:
    """It was on its way."""
    name = newsroom.open()
    ask = _ask(newsroom, name)
    newsroom.do(
        lambda desk: work.close(desk, desk.ledger.check(name), "dropped", "A joke.")
    )
    with pytest.raises(RefusedError, match="is closed"):
        _ask(newsroom, name, question="And?")
    _answer(newsroom, name, ask, text="The old one.")

    assert len(newsroom.ledger.check(name).answers) == 1
