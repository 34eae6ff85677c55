"""What moved since a verdict: which fields, by whom, when, as history tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factcheck.desk import evidence
from factcheck.review.moved import moved_since
from tests.conftest import BO

if TYPE_CHECKING:
    from typing import Any

    from tests.conftest import Newsroom


def _moved(newsroom: Newsroom) -> list[str]:
    ledger = newsroom.ledger
    return list(moved_since(ledger, ledger.check("moonlight")))


def _amend_as_bo(newsroom: Newsroom, **fields: Any) -> None:
    newsroom.do(
        lambda desk: evidence.amend_evidence(
            desk, desk.ledger.evidence("cold"), fields, {}
        ),
        BO,
    )


def test_nothing_moved_says_nothing(busy_newsroom: Newsroom) -> None:
    """Pins that hold are silent."""
    busy_newsroom.amend("cold", note="Only a note")

    assert _moved(busy_newsroom) == []


def test_fields_author_and_day_are_named(busy_newsroom: Newsroom) -> None:
    """One line a record, without an address."""
    _amend_as_bo(busy_newsroom, says="Mild it is", origin="A sensor")
    name = busy_newsroom.ledger.evidence("cold").name
    commit = busy_newsroom.git("rev-parse", "HEAD")[:10]

    assert _moved(busy_newsroom) == [
        f"evidence {name}: origin, says; Bo Example, 23 November 2026 (commit {commit})"
    ]


def test_who_wrote_a_note_later_is_not_blamed(busy_newsroom: Newsroom) -> None:
    """The person is named who changed the substance."""
    busy_newsroom.amend("cold", says="Mild it is")
    commit = busy_newsroom.git("rev-parse", "HEAD")[:10]
    _amend_as_bo(busy_newsroom, note="Seen")

    assert len(_moved(busy_newsroom)) == 1
    assert (
        f"Anna Example, 23 November 2026 (commit {commit})" in _moved(busy_newsroom)[0]
    )


def test_a_change_and_its_undoing_move_nothing(busy_newsroom: Newsroom) -> None:
    """What counts is what stands there now."""
    busy_newsroom.amend("cold", says="Mild it is")
    busy_newsroom.amend("cold", says="Cold it is")

    assert _moved(busy_newsroom) == []


def test_claim_and_link_are_named_too(busy_newsroom: Newsroom) -> None:
    """Everything pinned is looked at."""
    check = busy_newsroom.ledger.check("moonlight")
    file = busy_newsroom.root / check.claim.path
    file.write_text(file.read_text().replace("2020-10", "2020-11"))
    busy_newsroom.save()
    busy_newsroom.do(
        lambda desk: evidence.link_evidence(
            desk,
            desk.ledger.check("moonlight"),
            desk.ledger.evidence("cold").name,
            {"stance": "both", "why": "Of two minds."},
        )
    )
    said = _moved(busy_newsroom)

    assert [line.split(";")[0] for line in said] == [
        f"check {check.name}: said_on",
        f"link {check.links[0].name}: stance, why",
    ]


def test_an_edit_in_the_working_tree_is_not_committed(busy_newsroom: Newsroom) -> None:
    """Nobody is named for what no commit holds."""
    entry = busy_newsroom.ledger.evidence("cold")
    file = busy_newsroom.root / entry.path
    file.write_text(file.read_text().replace("Cold it is", "Mild it is"))
    ledger = busy_newsroom.ledger
    working = ledger.working(ledger.check("moonlight"))

    assert list(moved_since(ledger, working)) == [
        f"evidence {entry.name}: says; not committed"
    ]


def test_after_a_squash_it_is_silent(busy_newsroom: Newsroom) -> None:
    """History no longer has the pinned version; that it moved is known all the same."""
    busy_newsroom.amend("cold", says="Mild it is")
    busy_newsroom.git("checkout", "-q", "--orphan", "squashed")
    busy_newsroom.git("commit", "-q", "-m", "All in one")
    ledger = busy_newsroom.ledger
    check = ledger.check("moonlight")

    assert list(moved_since(ledger, check)) == []
    assert ledger.standing(check).moved
