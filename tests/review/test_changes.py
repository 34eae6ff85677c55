"""What a difference means: records by check, fields, and verdicts to look at again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factcheck.ledger.history.between import ends_of
from factcheck.review.changes import changes

if TYPE_CHECKING:
    from factcheck.review.changes import Changed
    from tests.conftest import Newsroom


def found(newsroom: Newsroom, text: str | None = "HEAD~1..") -> dict[str, Changed]:
    """Give what changed, by the beginning of the check's name."""
    ledger = newsroom.ledger
    told = changes(ledger.between(ends_of(ledger, text)))
    return {one.check.partition("-")[0]: one for one in told}


def test_evidence_that_moves_pins_names_the_verdict(busy_newsroom: Newsroom) -> None:
    """The entry stands at the one check that links it; going back settles it."""
    room = busy_newsroom
    room.amend("cold", says="Colder it is")
    (one,) = found(room).values()
    (record,) = one.records
    room.git("revert", "--no-edit", "HEAD")
    (back,) = found(room).values()

    assert one.check.startswith("moonlight")
    assert one.claim == "Moonlight is cold"
    assert record.kind == "evidence"
    assert [(f.field, f.old, f.new, f.moves_pins) for f in record.fields] == [
        ("says", "Cold it is", "Colder it is", True)
    ]
    assert len(one.moved) == 1
    assert one.moved[0].endswith("changed in substance")
    assert back.settled == one.moved
    assert back.moved == ()


def test_what_needed_a_recheck_before_is_not_said_again(
    busy_newsroom: Newsroom,
) -> None:
    """Only what is new; the note moves nothing."""
    room = busy_newsroom
    room.amend("cold", says="Colder it is")
    room.amend("cold", note="Read again")
    (one,) = found(room).values()

    assert one.moved == one.settled == ()
    assert one.before == one.after


def test_an_entry_of_several_checks_stands_by_itself(busy_newsroom: Newsroom) -> None:
    """With their names; a check of which the state is another stands there too."""
    room = busy_newsroom
    entry = room.path("cold").stem
    link = next((room.root / "checks").glob(f"*/*/moonlight*/link-{entry}.yaml"))
    (room.path("sunlight") / link.name).write_bytes(link.read_bytes())
    room.save()
    room.amend("cold", says="Colder it is")
    told = found(room)
    (record,) = told[""].records

    assert set(told) == {"moonlight", ""}
    assert told["moonlight"].records == ()
    assert told["moonlight"].moved
    assert [name.partition("-")[0] for name in told[""].bearing[record.path]] == [
        "moonlight",
        "sunlight",
    ]


def test_a_check_that_comes_or_goes(busy_newsroom: Newsroom) -> None:
    """It was not there, or is no more; each record says what it says."""
    room = busy_newsroom
    room.open("Starlight is old")
    (came,) = found(room).values()
    room.git("revert", "--no-edit", "HEAD")
    (went,) = found(room).values()

    assert came.before is None
    assert came.after is not None
    assert came.claim == "Starlight is old"
    assert "Starlight is old" in came.gists.values()
    assert went.after is None
    assert {one.happening for one in went.records} == {"deleted"}


def test_edits_that_cannot_be_read_are_told(busy_newsroom: Newsroom) -> None:
    """A record that is broken by hand is one that cannot be read, and no crash."""
    room = busy_newsroom
    room.path("cold").write_text("says: [")
    (one,) = found(room, None).values()
    (record,) = one.records

    assert record.happening == "cannot be read"
    assert any("is gone or cannot be read" in reason for reason in one.moved)


def test_what_is_no_record_is_told_last(busy_newsroom: Newsroom) -> None:
    """Settings, a README, and much of it."""
    room = busy_newsroom
    (room.root / "README.md").write_text("Other words\n")
    room.git("commit", "-qam", "Words")
    (one,) = found(room).values()

    assert one.check == ""
    assert [(r.kind, r.happening) for r in one.records] == [(None, "changed")]
