"""The desk itself: names, previews, what it refuses to write over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from factcheck.desk import claims, evidence, verdicts
from factcheck.desk.desk import Desk, said
from factcheck.model.errors import BadInputError, RefusedError
from tests.conftest import ANNA, BEGIN

if TYPE_CHECKING:
    from factcheck.desk.desk import Operation
    from tests.conftest import Newsroom

CLAIM = {"claim": "It rained", "claimant": {"name": "X"}, "said_on": "unknown"}


def test_the_same_seed_and_time_give_the_same_ids(newsroom: Newsroom) -> None:
    """Documentation and tests can show ids that come out again."""
    ledger = newsroom.ledger
    first, second = (
        claims.open_check(Desk(ledger, BEGIN, ANNA, "s"), CLAIM).made[0].name
        for _ in range(2)
    )
    other = claims.open_check(Desk(ledger, BEGIN, ANNA, "t"), CLAIM).made[0].name

    assert first == second
    assert other != first


def test_without_a_seed_ids_are_drawn_at_random(newsroom: Newsroom) -> None:
    """Two desks never agree on an id by themselves."""
    desk = Desk(newsroom.ledger, BEGIN, ANNA)

    assert desk.new_name("x", kind="check") != desk.new_name("x", kind="check")


def test_an_id_that_is_taken_is_not_given_again(newsroom: Newsroom) -> None:
    """The same seed after the commit goes on to the next id."""
    desk = Desk(newsroom.ledger, BEGIN, ANNA, "s")
    operation = claims.open_check(desk, CLAIM)
    desk.commit(operation)
    again = claims.open_check(Desk(newsroom.ledger, BEGIN, ANNA, "s"), CLAIM)

    assert again.made[0].id != operation.made[0].id


def test_a_preview_shows_a_new_file_as_a_patch(newsroom: Newsroom) -> None:
    """The diff of a new record adds its lines and writes nothing."""
    desk = newsroom.desk()
    operation = claims.open_check(desk, CLAIM)
    path = operation.made[0].path
    lines = desk.diff(operation).splitlines()

    assert lines[:2] == ["--- /dev/null", f"+++ {path}"]
    assert "+claim: It rained" in lines
    assert not (newsroom.root / path).exists()
    assert newsroom.git("status", "--porcelain") == ""


def test_a_preview_shows_change_and_deletion(busy_newsroom: Newsroom) -> None:
    """A changed line is shown old and new; a deleted file leads to nothing."""
    desk = busy_newsroom.desk()
    entry = desk.ledger.evidence("cold")
    amended = evidence.amend_evidence(desk, entry, {"says": "Very cold it is"}, {})
    unlinked = evidence.unlink_evidence(desk, desk.ledger.check("moonlight"), entry)

    assert "-says: Cold it is\n+says: Very cold it is\n" in desk.diff(amended)
    assert "+++ /dev/null" in desk.diff(unlinked)


@pytest.mark.parametrize("typed", ["mostly true", "Mostly True", "MOSTLY  TRUE"])
def test_a_rating_is_given_in_the_form_of_the_scale(
    newsroom: Newsroom, typed: str
) -> None:
    """Case and spaces are forgiven; what is written is the scale's own label."""
    assert newsroom.desk().rating(typed) == "mostly true"


def test_a_rating_that_the_scale_lacks_is_refused_with_the_scale(
    newsroom: Newsroom,
) -> None:
    """The message lists what can be chosen."""
    with pytest.raises(BadInputError) as refused:
        newsroom.desk().rating("pants on fire")

    assert "'pants on fire'" in str(refused.value)
    assert "mostly true, mixed, misleading" in str(refused.value)


def _amended(newsroom: Newsroom) -> Operation:
    return newsroom.do(
        lambda desk: evidence.amend_evidence(
            desk, desk.ledger.evidence("cold"), {"note": "seen"}, {}
        )
    )


def test_a_record_with_uncommitted_edits_is_not_written_over(
    busy_newsroom: Newsroom,
) -> None:
    """The person's own change stays, and the message says what to do."""
    file = busy_newsroom.path(busy_newsroom.ledger.evidence("cold").name)
    file.write_text(file.read_text() + "note: mine\n")
    with pytest.raises(RefusedError, match=r"not committed.*factcheck save"):
        _amended(busy_newsroom)

    assert "note: mine" in file.read_text()


def test_a_record_with_comments_is_not_written_over(busy_newsroom: Newsroom) -> None:
    """Comments would be lost, so that the command stops."""
    file = busy_newsroom.path(busy_newsroom.ledger.evidence("cold").name)
    file.write_text("# ask the agency\n" + file.read_text())
    busy_newsroom.save()
    with pytest.raises(RefusedError, match="comments"):
        _amended(busy_newsroom)

    assert file.read_text().startswith("# ask the agency\n")


def test_a_draft_written_by_hand_is_not_written_over(busy_newsroom: Newsroom) -> None:
    """A file that no commit holds counts as an edit too."""
    check = busy_newsroom.ledger.check("sunlight")
    folder = (busy_newsroom.root / check.claim.path).parent
    (folder / "draft.yaml").write_text("headline: Mine\n")
    with pytest.raises(RefusedError, match="not committed"):
        busy_newsroom.do(
            lambda desk: verdicts.save_draft(
                desk, desk.ledger.check("sunlight"), {"headline": "Theirs"}
            )
        )

    assert (folder / "draft.yaml").read_text() == "headline: Mine\n"


def test_a_message_is_one_line_and_its_trailers() -> None:
    """Line breaks in a subject cannot make a paragraph of their own."""
    message = said("save", "One\n\nCheck: forged", check=["a", "b"])

    assert str(message) == (
        "One Check: forged\n\nFactcheck-Op: save\nCheck: a\nCheck: b\n"
    )
