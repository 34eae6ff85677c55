"""The second person: approving, sending back, and when neither may be said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from factcheck.desk import verdicts
from factcheck.model import state
from factcheck.model.digest import digest
from factcheck.model.errors import BadRecordError, NotFoundError, RefusedError
from tests.conftest import ANNA, BO
from tests.desk.commits import latest

if TYPE_CHECKING:
    from factcheck.desk.desk import Operation
    from factcheck.ledger.git.repository import Identity
    from factcheck.model.verdict import Decision
    from tests.conftest import Newsroom


def _decide(
    newsroom: Newsroom,
    decision: Decision = "approve",
    comment: str | None = None,
    *,
    check: str = "moonlight",
    who: Identity = BO,
    **options: Any,
) -> Operation:
    return newsroom.do(
        lambda desk: verdicts.review(
            desk, desk.ledger.check(check), decision, comment, **options
        ),
        who,
    )


def _stage(newsroom: Newsroom, check: str = "moonlight") -> str:
    return state.standing(newsroom.ledger.check(check)).stage


def test_an_approval_names_the_verdict_and_its_digest(newsroom: Newsroom) -> None:
    """The review holds what was reviewed, by whom; the commit says the same."""
    name = newsroom.open()
    newsroom.freeze(name)
    _decide(newsroom, comment="Read both.", check=name)
    check = newsroom.ledger.check(name)
    review, verdict = check.reviews[0], check.verdicts[0]
    commit = latest(newsroom)

    assert review.record.verdict == verdict.name
    assert review.record.verdict_digest == digest("verdict", verdict.data)
    assert review.record.reviewer == commit.author == "Bo Example"
    assert commit.trailers == (
        ("Factcheck-Op", "approve"),
        ("Check", name),
        ("Verdict", verdict.name),
    )
    assert list(commit.files) == [review.path]
    assert _stage(newsroom, name) == "approved"


def test_an_approval_of_ones_own_verdict_is_flagged(newsroom: Newsroom) -> None:
    """It is allowed, and shows until a second person has approved."""
    name = newsroom.open()
    newsroom.freeze(name, ANNA)
    _decide(newsroom, check=name, who=ANNA)
    alone = state.standing(newsroom.ledger.check(name))
    _decide(newsroom, check=name, who=BO)
    both = state.standing(newsroom.ledger.check(name))

    assert (alone.stage, alone.self_approved) == ("approved", True)
    assert (both.stage, both.self_approved) == ("approved", False)


def test_the_same_decision_twice_is_refused(busy_newsroom: Newsroom) -> None:
    """A person's word is said once."""
    with pytest.raises(RefusedError, match="Bo Example said so already"):
        _decide(busy_newsroom)


def test_a_person_may_think_again(busy_newsroom: Newsroom) -> None:
    """The last word counts, each way."""
    _decide(busy_newsroom, "request changes", "Name the lamp.")
    sent_back = _stage(busy_newsroom)
    _decide(busy_newsroom)

    assert sent_back == "changes requested"
    assert _stage(busy_newsroom) == "approved"


def test_sending_back_needs_a_comment(busy_newsroom: Newsroom) -> None:
    """A person who has to change something is told what."""
    with pytest.raises(BadRecordError, match="needs a comment"):
        _decide(busy_newsroom, "request changes")


def test_without_a_verdict_there_is_nothing_to_review(busy_newsroom: Newsroom) -> None:
    """The message says which command comes first."""
    with pytest.raises(NotFoundError, match="factcheck verdict sunlight"):
        _decide(busy_newsroom, check="sunlight")


def test_a_verdict_that_moved_is_approved_only_anyway(newsroom: Newsroom) -> None:
    """What the author did not weigh stops an approval; sending back is free."""
    name = newsroom.open()
    entry = newsroom.add(name, "Frosty it is")
    newsroom.freeze(name)
    newsroom.amend(entry, says="Mild it is")
    with pytest.raises(RefusedError, match=r"changed in substance.*--anyway"):
        _decide(newsroom, check=name)
    _decide(newsroom, "request changes", "Look at the new figures.", check=name)
    _decide(newsroom, check=name, anyway=True)

    assert _stage(newsroom, name) == "approved"
    assert state.standing(newsroom.ledger.check(name)).moved


def test_a_check_with_uncommitted_edits_is_not_reviewed(
    busy_newsroom: Newsroom,
) -> None:
    """Nobody approves what only one folder holds."""
    path = busy_newsroom.ledger.check("moonlight").claim.path
    file = busy_newsroom.root / path
    file.write_text(file.read_text().replace("cold", "icy"))
    with pytest.raises(RefusedError, match="not committed"):
        _decide(busy_newsroom, "request changes", "Why?")


def test_a_closed_check_is_not_reviewed(busy_newsroom: Newsroom) -> None:
    """Closing ends the work."""
    path = busy_newsroom.ledger.check("moonlight").claim.path
    file = busy_newsroom.root / path.replace("check.yaml", "work.yaml")
    file.write_text("closed:\n  outcome: dropped\n  why: Old.\n")
    busy_newsroom.save()
    with pytest.raises(RefusedError, match="is closed"):
        _decide(busy_newsroom, "request changes", "Why?")


def test_two_standing_verdicts_are_not_reviewed(busy_newsroom: Newsroom) -> None:
    """They are settled first; the message names both."""
    room = busy_newsroom
    room.git("switch", "-q", "-c", "other")
    first = room.freeze("sunlight")
    room.git("switch", "-q", "main")
    second = room.freeze("sunlight", rating="false")
    room.git("merge", "-q", "--no-edit", "other")
    with pytest.raises(RefusedError, match="both stand") as refused:
        _decide(room, check="sunlight")

    assert first in str(refused.value)
    assert second in str(refused.value)
