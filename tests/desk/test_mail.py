"""Tips and complaints: kept without who sent them, settled, and timed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.desk import mail
from factcheck.model.errors import BadInputError, BadRecordError, RefusedError
from tests.desk.commits import latest

if TYPE_CHECKING:
    from factcheck.desk.desk import Operation
    from tests.conftest import Newsroom

SENDERS = [
    "jo@example.org",
    "Jo.Doe+tips@mail.example.co.uk",
    "jo (at) example.org",
    "jo[at]example[dot]org",
    "+90 532 123 45 67",
    "+49-151-23456789",
    "0049 151 2345678",
    "0151 2345678",
    "(0151) 234 56 78",
    "020 7946 0958",
    "(212) 555-0123",
    "212-555-0123",
]
NO_SENDERS = [
    "On 08.10.2020 and 2020-10-08, 8/10/2020 too",
    "1,200,000 people, 300 000 000 dollars, 12 345 678 votes",
    "a rise of 30 %, from 0.12345678 to 0,99",
    "https://example.org/0151/2345678?id=00491512345678",
    "@somebody wrote it on the platform",
    "at 08:00 10 of them left",
    "+30 % in 2019, +2,000,000,000 in all",
    "law 5651, article 9, 27 September 2020",
]


def _tip(newsroom: Newsroom, says: str = "Trams run at night", **fields: Any) -> str:
    act = newsroom.do(lambda desk: mail.add_tip(desk, {"says": says, **fields}))
    return act.made[0].name


def _complain(
    newsroom: Newsroom,
    check: str = "moonlight",
    says: str = "It is warm",
    **fields: Any,
) -> str:
    act = newsroom.do(
        lambda desk: mail.add_complaint(
            desk, desk.ledger.check(check), {"says": says, **fields}
        )
    )
    return act.made[0].name


def _settle_tip(
    newsroom: Newsroom, tip: str, decision: str, check: str | None = None, **rest: Any
) -> Operation:
    return newsroom.do(
        lambda desk: mail.settle_tip(
            *(desk, desk.ledger.record("tip", tip), decision),
            check=desk.ledger.check(check) if check else None,
            **rest,
        )
    )


def _settle(newsroom: Newsroom, complaint: str, decision: str, **rest: Any) -> None:
    newsroom.do(
        lambda desk: mail.settle_complaint(
            desk, desk.ledger.record("complaint", complaint), decision, **rest
        )
    )


@pytest.mark.parametrize("sender", SENDERS)
def test_what_says_who_sent_it_is_found(sender: str) -> None:
    """Wherever it stands in a text."""
    for text in (sender, f"Write to {sender}, please.", f"({sender})"):
        assert mail.sender_in(text) is not None


@pytest.mark.parametrize("text", NO_SENDERS)
def test_what_merely_has_digits_is_no_sender(text: str) -> None:
    """Dates, amounts, addresses of pages, names on platforms."""
    assert mail.sender_in(text) is None


@given(
    before=st.text(st.characters(codec="utf-8"), max_size=30),
    address=st.emails(domains=st.just("example.org")).filter(
        lambda address: "/@" not in address
    ),
)
def test_any_address_is_found(before: str, address: str) -> None:
    """Whatever stands in front of it."""
    assert mail.sender_in(f"{before} {address}") is not None


@pytest.mark.parametrize(
    "text", ["a" * 100_000, "0 1" * 33_000, "a@" * 50_000, "+1 " * 33_000, "(" * 99_999]
)
def test_a_long_text_takes_no_long_time(text: str) -> None:
    """The longest text of a record, made to be slow: well under a second in all."""
    begun = time.process_time()
    mail.sender_in(text)

    assert time.process_time() - begun < 5


@pytest.mark.parametrize("field", ["says", "quote", "channel", "note", "why"])
def test_every_text_is_looked_at(field: str) -> None:
    """The message names the field and what was found."""
    with pytest.raises(RefusedError, match=f"{field} holds 'jo@example.org'"):
        mail.refuse_sender({field: "by jo@example.org"})


def test_the_address_of_what_is_to_be_checked_is_none() -> None:
    """It may hold what it likes, and absent fields are no text."""
    mail.refuse_sender({"url": "https://x.org/jo@example.org", "says": None})


@pytest.mark.parametrize(
    ("content", "name", "names"),
    [
        (b"From: Jo <jo@example.org>\r\nSubject: x\r\n\r\nHello", "a.txt", True),
        (b"> x\nReply-To: jo@example.org\n", "a.txt", True),
        (b"anything", "a.EML", True),
        (b"From: the start it was clear.\nNothing", "a.txt", False),
        (b"\x89PNG\r\n", "a.png", False),
    ],
)
def test_a_mail_with_its_head_is_known(
    content: bytes, name: str, *, names: bool
) -> None:
    """By its ending, or by who it says it is from."""
    assert mail.names_sender(content, name) is names


def test_a_tip_is_one_file_received_today(newsroom: Newsroom) -> None:
    """By the month of adding."""
    name = _tip(newsroom)
    record = newsroom.ledger.record("tip", name).record

    assert latest(newsroom).files == {f"tips/2026/11/{name}.yaml": "A"}
    assert latest(newsroom).trailers == (("Factcheck-Op", "tip-add"), ("Tip", name))
    assert (record.says, record.received) == ("Trams run at night", "2026-11-23")


@pytest.mark.parametrize(
    ("day", "error"),
    [
        ("2026-11-25", BadInputError),
        ("2062-11-20", BadInputError),
        ("2026-11", BadRecordError),
        ("soon", BadRecordError),
    ],
)
def test_a_day_to_come_is_no_day_of_receipt(
    newsroom: Newsroom, day: str, error: type[Exception]
) -> None:
    """It would stop the clock."""
    with pytest.raises(error, match="received"):
        _tip(newsroom, received=day)


def test_tomorrow_has_begun_east_of_greenwich(newsroom: Newsroom) -> None:
    """There it is received today."""
    assert _tip(newsroom, received="2026-11-24")


def test_a_tip_is_settled_with_its_check(busy_newsroom: Newsroom) -> None:
    """Who and when stand in the record, the check in the trailers."""
    name = _tip(busy_newsroom)
    _settle_tip(busy_newsroom, name, "known", "moonlight")
    outcome = busy_newsroom.ledger.record("tip", name).record.outcome
    check = busy_newsroom.ledger.check("moonlight").name

    assert outcome is not None
    assert (outcome.decision, outcome.check) == ("known", check)
    assert outcome.settled_by == "Anna Example"
    assert ("Check", check) in latest(busy_newsroom).trailers


@pytest.mark.parametrize(
    ("decision", "check"), [("known", None), ("dropped", "moonlight"), ("maybe", None)]
)
def test_an_outcome_that_makes_no_sense_is_refused(
    busy_newsroom: Newsroom, decision: str, check: str | None
) -> None:
    """A check goes with checked and known, and only with them."""
    name = _tip(busy_newsroom)
    with pytest.raises(BadRecordError):
        _settle_tip(busy_newsroom, name, decision, check)


def test_what_is_settled_is_settled_again_only_on_purpose(
    busy_newsroom: Newsroom,
) -> None:
    """The message says when and as what."""
    name = _tip(busy_newsroom)
    _settle_tip(busy_newsroom, name, "dropped")
    with pytest.raises(RefusedError, match="2026-11-23 as dropped"):
        _settle_tip(busy_newsroom, name, "not checkable")
    _settle_tip(busy_newsroom, name, "not checkable", anyway=True)
    outcome = busy_newsroom.ledger.record("tip", name).record.outcome

    assert outcome is not None
    assert outcome.decision == "not checkable"


def test_open_complaints_of_a_check(busy_newsroom: Newsroom) -> None:
    """The longest waiting first; those of others, and settled ones, are left out."""
    late = _complain(busy_newsroom, says="Late", received="2026-11-20")
    early = _complain(busy_newsroom, says="Early", received="2026-11-18")
    done = _complain(busy_newsroom, says="Done", received="2026-11-17")
    _complain(busy_newsroom, "sunlight", "Of another")
    _settle(busy_newsroom, done, "rejected", why="The map shows it.")
    ledger = busy_newsroom.ledger
    found = mail.open_complaints(ledger, ledger.check("moonlight"))

    assert [one.name for one in found] == [early, late]
    in_order = [one.name for one in mail.in_order(ledger.of_kind("complaint"))]
    assert in_order[0] == early
    assert in_order[-1] == done


def test_a_complaint_is_settled_with_a_reason(busy_newsroom: Newsroom) -> None:
    """It is the body of the commit too."""
    name = _complain(busy_newsroom)
    with pytest.raises(BadRecordError, match="why"):
        _settle(busy_newsroom, name, "upheld", why="")
    _settle(busy_newsroom, name, "upheld in part", why="Half of it.")
    outcome = busy_newsroom.ledger.record("complaint", name).record.outcome

    assert outcome is not None
    assert (outcome.decision, outcome.why) == ("upheld in part", "Half of it.")
    assert "Half of it." in busy_newsroom.git("log", "-1", "--format=%b")


def test_the_clock_follows_the_settings(busy_newsroom: Newsroom) -> None:
    """Holidays stop it, the outcome too; a tip has no limit."""
    settings = busy_newsroom.root / "factcheck.yaml"
    settings.write_text(
        settings.read_text() + "complaint_days: 2\nholidays:\n  - 2026-11-24\n"
    )
    busy_newsroom.save()
    complaint = _complain(busy_newsroom, received="2026-11-20")
    tip = _tip(busy_newsroom, received="2026-11-20")
    ledger = busy_newsroom.ledger
    for now, passed, is_over in (
        ("2026-11-23T10:00:00Z", 1, False),
        ("2026-11-24T10:00:00Z", 1, False),
        ("2026-11-26T10:00:00Z", 3, True),
    ):
        clock = mail.clock(
            ledger.record("complaint", complaint), ledger.settings, now=now
        )
        other = mail.clock(ledger.record("tip", tip), ledger.settings, now=now)
        assert (clock.passed, clock.is_over) == (passed, is_over)
        assert (other.passed, other.is_over) == (passed, False)
    _settle(busy_newsroom, complaint, "rejected", why="No.")
    settled = busy_newsroom.ledger.record("complaint", complaint)
    assert mail.clock(settled, ledger.settings, now="2030-01-01T00:00:00Z").passed == 1
