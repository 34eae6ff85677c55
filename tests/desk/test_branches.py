"""A claim that is being checked on a branch is found before it is opened again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factcheck.desk.articles import Reader

if TYPE_CHECKING:
    from factcheck.desk.articles import Hit
    from factcheck.model.errors import Problem
    from tests.conftest import Newsroom

NOW = "2026-11-24T10:00:00Z"
CLAIM = "Turkey has sent a thousand fighters to Azerbaijan"


def _near(
    newsroom: Newsroom, claim: str
) -> tuple[list[Hit], list[tuple[str, Problem]]]:
    ledger = newsroom.ledger
    reader = Reader(ledger, now=NOW, branches=ledger.branches(now=NOW))
    return reader.near(claim, "en"), reader.unread


def _on_branch(newsroom: Newsroom, branch: str, claim: str) -> str:
    newsroom.git("checkout", "-q", "-b", branch)
    name = newsroom.open(claim)
    newsroom.git("checkout", "-q", "main")
    return name


def test_a_claim_on_a_branch_is_named_with_the_branch(busy_newsroom: Newsroom) -> None:
    """What the branch shares with this one is not, and neither is another claim."""
    name = _on_branch(busy_newsroom, "anna/turkey", CLAIM)
    _on_branch(busy_newsroom, "bo/sun", "The sun is a lamp")
    found, unread = _near(busy_newsroom, CLAIM)

    assert [(one.known.branch, one.known.check.name) for one in found] == [
        ("anna/turkey", name)
    ]
    assert found[0].match.score >= 0.9
    assert unread == []
    assert "anna/turkey" not in {
        one.known.branch for one in _near(busy_newsroom, "Moonlight is cold")[0]
    }


def test_a_check_on_two_branches_is_named_once(busy_newsroom: Newsroom) -> None:
    """A branch of a branch holds it too."""
    _on_branch(busy_newsroom, "anna/turkey", CLAIM)
    busy_newsroom.git("checkout", "-q", "-b", "anna/more", "anna/turkey")
    busy_newsroom.open("The moon is a lamp")
    busy_newsroom.git("checkout", "-q", "main")

    assert len(_near(busy_newsroom, CLAIM)[0]) == 1


def test_once_merged_it_is_a_claim_of_this_ledger(busy_newsroom: Newsroom) -> None:
    """The guard of the ledger itself finds it then."""
    _on_branch(busy_newsroom, "anna/turkey", CLAIM)
    busy_newsroom.git("merge", "-q", "anna/turkey")

    found, unread = _near(busy_newsroom, CLAIM)

    assert [one.known.branch for one in found] == [None]
    assert unread == []


def test_a_bad_record_there_is_a_note(busy_newsroom: Newsroom) -> None:
    """It stops nothing here."""
    name = _on_branch(busy_newsroom, "anna/turkey", CLAIM)
    busy_newsroom.git("checkout", "-q", "anna/turkey")
    (busy_newsroom.path(name) / "work.yaml").write_text("nonsense: 1\n")
    busy_newsroom.git("add", "-A")
    busy_newsroom.git("commit", "-q", "-m", "by hand")
    busy_newsroom.git("checkout", "-q", "main")
    found, unread = _near(busy_newsroom, CLAIM)

    assert [one.known.branch for one in found] == ["anna/turkey"]
    assert [(branch, "work.yaml" in str(one)) for branch, one in unread] == [
        ("anna/turkey", True)
    ]
