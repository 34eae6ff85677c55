"""Questions, answers and rechecks: what they do to the state of a check."""

from __future__ import annotations

import pytest

from factcheck.ledger.format.validation import class_of
from factcheck.model.state import flags, standing
from tests.model.folder import Folder

NOW = "2020-11-01T12:00:00Z"


def flagged(folder: Folder) -> list[tuple[str, str]]:
    """Give the flags of a folder, with why."""
    found = flags(standing(folder.check()), now=NOW)
    return [(flag.name, flag.why) for flag in found]


def test_a_question_without_an_answer_is_waited_for() -> None:
    """It says of whom."""
    folder = Folder.opened()
    folder.ask("the ministry")

    assert flagged(folder) == [("waiting for an answer", "of the ministry")]


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2020-10-31", "answer overdue"),
        ("2020-11-01", "waiting for an answer"),
        ("2020-11-02", "waiting for an answer"),
    ],
)
def test_after_its_day_an_answer_is_overdue(day: str, name: str) -> None:
    """On the day itself it may still come."""
    folder = Folder.opened()
    folder.ask(answer_by=day)

    assert [flag for flag, _ in flagged(folder)] == [name]


@pytest.mark.parametrize("outcome", ["answered", "declined", "no answer"])
def test_any_outcome_ends_the_waiting(outcome: str) -> None:
    """That nothing came back is an outcome too."""
    folder = Folder.opened()
    says = {"says": "It is so."} if outcome == "answered" else {}
    folder.answer(folder.ask(), outcome=outcome, **says)

    assert flagged(folder) == []


def test_a_reason_not_to_ask_waits_for_nothing() -> None:
    """There is no question."""
    folder = Folder.opened()
    folder.ask(not_asked="Dead since 1938.")

    assert flagged(folder) == []


def test_a_closed_check_waits_for_nothing() -> None:
    """Nobody looks for the answer any more."""
    folder = Folder.opened()
    folder.ask()
    name = folder.check().name
    folder.put("work", name, {"closed": {"outcome": "dropped", "why": "Old."}})

    assert flagged(folder) == []


def test_an_answer_that_comes_late_asks_for_a_recheck() -> None:
    """The reason names who answered."""
    folder = Folder.opened()
    ask = folder.ask("the ministry")
    folder.verdict()
    folder.answer(ask)

    assert standing(folder.check()).moved == (
        "an answer of the ministry arrived after the verdict",
    )


def test_silence_that_is_noted_late_moves_nothing() -> None:
    """No verdict rests on an answer that did not come."""
    folder = Folder.opened()
    ask = folder.ask()
    folder.verdict()
    folder.answer(ask, outcome="no answer")

    assert standing(folder.check()).moved == ()


def test_an_answer_that_changes_or_goes_asks_for_a_recheck() -> None:
    """A verdict pins the answers that were there."""
    folder = Folder.opened()
    answer = folder.answer(folder.ask())
    folder.verdict()
    folder.change("answer", text="No.")

    assert standing(folder.check()).moved == (f"answer {answer} changed in substance",)

    folder.files = [one for one in folder.files if one.kind != "answer"]

    assert standing(folder.check()).moved == (
        f"answer {answer} is gone or cannot be read",
    )


def test_a_recheck_settles_what_moved() -> None:
    """From then on its pins count, for evidence, claim and answers."""
    folder = Folder.opened()
    folder.link()
    ask = folder.ask()
    verdict = folder.verdict()
    folder.change("check", claim="It is not")
    folder.link("afp-7k3f9x2mq4vt")
    folder.answer(ask)

    assert len(standing(folder.check()).moved) == 3

    folder.recheck(verdict)

    assert standing(folder.check()).moved == ()

    folder.change("check", claim="It is so again")

    assert standing(folder.check()).moved == ("the claim changed",)


def test_the_latest_recheck_counts() -> None:
    """An earlier one is history."""
    folder = Folder.opened()
    verdict = folder.verdict()
    folder.recheck(verdict)
    folder.change("check", claim="It is not")
    folder.recheck(verdict)

    assert standing(folder.check()).moved == ()


def test_a_recheck_sets_the_day_of_the_next_look() -> None:
    """Or none, if it names none."""
    folder = Folder.opened()
    verdict = folder.verdict(recheck_by="2020-10-20")

    assert [name for name, _ in flagged(folder)] == ["needs recheck"]

    folder.recheck(verdict, recheck_by="2020-12-01")

    assert flagged(folder) == []
    assert standing(folder.check()).recheck_by == "2020-12-01"


def test_a_recheck_of_a_superseded_verdict_settles_nothing() -> None:
    """It speaks of the verdict that it names."""
    folder = Folder.opened()
    first = folder.verdict()
    folder.verdict(first)
    folder.change("check", claim="It is not")
    folder.recheck(first)

    assert standing(folder.check()).moved == ("the claim changed",)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, "a question, or not_asked"),
        ({"question": "Q", "asked": "2020-10-08", "not_asked": "N"}, "a question, or"),
        ({"question": "Q"}, "the day on which it was asked"),
        ({"not_asked": "N", "answer_by": "2020-10-08"}, "go with a question"),
    ],
)
def test_an_ask_asks_or_says_why_not(values: dict[str, str], message: str) -> None:
    """Never both, never neither."""
    added = {"whom": "X", "added": NOW, "added_by": "Anna"}
    with pytest.raises(ValueError, match=message):
        class_of("ask").model_validate(added | values)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"outcome": "answered"}, "answered goes with"),
        ({"outcome": "no answer", "text": "T"}, "neither text nor captures"),
    ],
)
def test_an_answer_says_something(values: dict[str, str], message: str) -> None:
    """What came back, or that nothing did."""
    given = {"ask": "a-7k3f9x2mq4vt", "received": "2020-10-08"}
    with pytest.raises(ValueError, match=message):
        class_of("answer").model_validate(
            given | {"added": NOW, "added_by": "Anna"} | values
        )
