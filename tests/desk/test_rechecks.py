"""Looking again: what a recheck pins, settles, and when it is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from factcheck.desk import asking, evidence, rechecks, verdicts
from factcheck.model import state
from factcheck.model.digest import digest
from factcheck.model.errors import (
    BadRecordError,
    NotFoundError,
    RefusedError,
    UsageError,
)
from tests.conftest import BO
from tests.desk.commits import latest

if TYPE_CHECKING:
    from factcheck.desk.desk import Operation
    from tests.conftest import Newsroom


def _recheck(newsroom: Newsroom, check: str = "moonlight", **options: Any) -> Operation:
    return newsroom.do(
        lambda desk: rechecks.recheck(
            desk, desk.ledger.check(check), "It changes nothing.", **options
        ),
        BO,
    )


def _flags(newsroom: Newsroom, now: str) -> list[str]:
    standing = state.standing(newsroom.ledger.check("moonlight"))
    return [flag.why for flag in state.flags(standing, now=now)]


def _withdraw(newsroom: Newsroom, entry: str) -> None:
    newsroom.do(
        lambda desk: evidence.withdraw_evidence(
            desk, desk.ledger.evidence(entry), "It was made up."
        )
    )


def test_a_recheck_names_the_verdict_and_pins_what_is_there(
    busy_newsroom: Newsroom,
) -> None:
    """Who looked again, why the verdict stands, and on what."""
    busy_newsroom.amend("cold", says="Very cold it is")
    _recheck(busy_newsroom)
    check = busy_newsroom.ledger.check("moonlight")
    record, verdict = check.rechecks[0].record, check.verdicts[0]
    commit = latest(busy_newsroom)

    assert record.verdict == verdict.name
    assert record.verdict_digest == digest("verdict", verdict.data)
    assert (record.rechecker, record.why) == ("Bo Example", "It changes nothing.")
    assert (
        check.rechecks[0].data["pins"]["claim_digest"]
        == verdicts.pins(check)["claim_digest"]
    )
    assert list(commit.files.values()) == ["A"]
    assert commit.trailers == (
        ("Factcheck-Op", "recheck"),
        ("Check", check.name),
        ("Verdict", verdict.name),
    )


def test_what_moved_is_settled_and_what_moves_next_is_not(
    busy_newsroom: Newsroom,
) -> None:
    """Amended, linked and answered: all of it is pinned by the recheck."""
    now = "2026-11-24T10:00:00Z"
    busy_newsroom.amend("cold", says="Very cold it is")
    busy_newsroom.add("moonlight", "Colder it is")
    busy_newsroom.do(
        lambda desk: asking.ask(
            desk,
            desk.ledger.check("moonlight"),
            {"whom": "Somebody", "question": "Why?"},
        )
    )
    busy_newsroom.do(
        lambda desk: asking.answer(
            desk,
            check := desk.ledger.check("moonlight"),
            check.asks[0],
            {"outcome": "answered", "text": "Because."},
        )
    )
    moved = len(_flags(busy_newsroom, now))
    _recheck(busy_newsroom)
    settled = _flags(busy_newsroom, now)
    busy_newsroom.amend("warm", says="Lukewarm it is")

    assert moved == 3
    assert settled == []
    assert len(_flags(busy_newsroom, now)) == 1


def test_the_day_of_the_next_look_is_the_rechecks(newsroom: Newsroom) -> None:
    """Without one there is none; one that has come is no day."""
    name = newsroom.open("Moonlight is cold")
    newsroom.freeze(name, recheck_by="2026-11-23")
    due = _flags(newsroom, "2026-11-23T12:00:00Z")
    with pytest.raises(UsageError, match="not a day to come"):
        _recheck(newsroom, name, recheck_by="2026-11-23")
    _recheck(newsroom, name, recheck_by="2026-12-01")

    assert due == ["was to be looked at again by 23 November 2026"]
    assert _flags(newsroom, "2026-11-23T12:00:00Z") == []
    assert _flags(newsroom, "2026-12-01T00:00:00Z") == [
        "was to be looked at again by 1 December 2026"
    ]


def test_a_verdict_that_moved_can_be_approved_after_a_recheck(
    newsroom: Newsroom,
) -> None:
    """The reviewer reads what stands now."""
    name = newsroom.open("Moonlight is cold")
    newsroom.add(name, "Cold it is")
    newsroom.freeze(name)
    newsroom.amend("cold", says="Very cold it is")
    with pytest.raises(RefusedError, match="changed in substance"):
        newsroom.approve(name)
    _recheck(newsroom, name)
    newsroom.approve(name)

    assert state.standing(newsroom.ledger.check(name)).stage == "approved"


def test_a_cited_entry_that_was_withdrawn_needs_another_text(
    newsroom: Newsroom,
) -> None:
    """One that is only linked does not."""
    name = newsroom.open("Moonlight is cold")
    newsroom.add(name, "Cold it is")
    newsroom.add(name, "Warm it is", "refutes")
    newsroom.freeze(name, text="It is so [@cold].")
    _withdraw(newsroom, "warm")
    _recheck(newsroom, name)
    _withdraw(newsroom, "cold")
    with pytest.raises(RefusedError, match=r"cites \[@cold-.*withdrawn; the text"):
        _recheck(newsroom, name)

    assert len(newsroom.ledger.check(name).rechecks) == 1


def test_a_check_without_a_verdict_has_nothing_to_stand(
    busy_newsroom: Newsroom,
) -> None:
    """The command that leads on is named."""
    with pytest.raises(NotFoundError, match="has no verdict"):
        _recheck(busy_newsroom, "sunlight")


def test_two_verdicts_do_not_both_stand(busy_newsroom: Newsroom) -> None:
    """A dispute is settled by a verdict."""
    verdict = busy_newsroom.path("moonlight").glob("verdict-*")
    (file,) = verdict
    other = file.with_name("verdict-true-0123456789ab.yaml")
    other.write_text(file.read_text())
    busy_newsroom.save()
    with pytest.raises(RefusedError, match="both stand"):
        _recheck(busy_newsroom)


def test_nobody_says_that_it_stands_on_what_is_not_committed(
    busy_newsroom: Newsroom,
) -> None:
    """Pins are of what others can see; a closed check is not looked at."""
    file = busy_newsroom.root / busy_newsroom.ledger.evidence("cold").path
    file.write_text(file.read_text() + "note: by hand\n")
    with pytest.raises(RefusedError, match="not committed"):
        _recheck(busy_newsroom)


def test_a_day_that_is_none_is_refused(busy_newsroom: Newsroom) -> None:
    """With what it should look like."""
    with pytest.raises(BadRecordError, match="'soon' is no day"):
        _recheck(busy_newsroom, recheck_by="soon")
