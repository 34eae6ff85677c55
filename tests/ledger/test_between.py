"""Two ends of the history: what is compared, and the checks at both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from factcheck.ledger.history.between import ends_of
from factcheck.model.errors import NotFoundError

if TYPE_CHECKING:
    from factcheck.ledger.history.between import Between
    from tests.conftest import Newsroom


def between(newsroom: Newsroom, text: str | None, *paths: str) -> Between:
    """Compare in a ledger that is read anew."""
    ledger = newsroom.ledger
    return ledger.between(ends_of(ledger, text), paths)


def moved(newsroom: Newsroom, text: str | None, *paths: str) -> list[str]:
    """Give the files that differ."""
    return [one.path for one in between(newsroom, text, *paths).moved]


@pytest.fixture
def parted(busy_newsroom: Newsroom) -> Newsroom:
    """Give a newsroom where main and the branch side went on from where they parted."""
    room = busy_newsroom
    room.git("checkout", "-q", "-b", "side")
    room.seed = "side"
    room.open("Trams run all night")
    room.git("checkout", "-q", "main")
    room.seed = "main"
    room.add("sunlight", "Hot it is")
    return room


def test_the_ends_are_those_that_git_means(parted: Newsroom) -> None:
    """For all ways of saying them: as git diff lists the files."""
    for text in ("HEAD~2..HEAD", "HEAD~2..", "..side", "main..side", "main...side"):
        listed = parted.git("diff", "--no-renames", "--name-only", text).split()

        assert moved(parted, text) == sorted(listed), text
        assert listed, text
    assert moved(parted, "HEAD..") == []


def test_one_commit_is_compared_with_the_working_tree(parted: Newsroom) -> None:
    """Edits, new files and deleted ones; with nothing said the last commit is meant."""
    entry = parted.path("hot")
    entry.write_text(entry.read_text().replace("Hot it is", "Warm it is"))
    other = parted.path("cold")
    other.unlink()
    new = entry.with_name("new-q8w2m4xdkz7p.yaml")
    new.write_text(entry.read_text())
    edited = sorted(str(p.relative_to(parted.root)) for p in (entry, other, new))

    assert moved(parted, None) == edited
    assert set(edited) < set(moved(parted, "HEAD~1"))
    other.write_text(parted.git("show", f"HEAD:{other.relative_to(parted.root)}"))
    assert str(other.relative_to(parted.root)) not in moved(parted, "HEAD~1")


def test_a_file_that_is_as_it_was_is_not_moved(parted: Newsroom) -> None:
    """Changed since and changed back: the ends are alike."""
    parted.amend("cold", note="Read again")
    parted.git("revert", "--no-edit", "HEAD")

    assert moved(parted, "HEAD~2..HEAD") == []
    assert moved(parted, "HEAD~1..HEAD") != []


def test_a_day_will_do(parted: Newsroom) -> None:
    """And a time before all commits, or what is no commit, is said so."""
    assert moved(parted, "2026-11-22..HEAD")
    for text in ("2019-01-01..", "nonsense..", "nonsense"):
        with pytest.raises(NotFoundError):
            ends_of(parted.ledger, text)


def test_checks_are_as_they_were_at_both_ends(parted: Newsroom) -> None:
    """Of ends that are both not HEAD, too: with the evidence that they had."""
    hot = parted.path("hot").stem
    parted.amend(hot, note="Later")
    name = parted.path("sunlight").name
    found = between(parted, "HEAD~2..HEAD~1")
    ((old, new),) = found.checks([name]).values()

    assert old is not None
    assert new is not None
    assert old.links == ()
    assert [one.name for one in new.links] == [hot]
    assert new.evidence[new.links[0].id].data["note"] is None


def test_paths_limit_it(parted: Newsroom) -> None:
    """Folders and files of the ledger."""
    every = moved(parted, "HEAD~1..HEAD")

    assert len(every) == 2
    assert moved(parted, "HEAD~1..HEAD", "evidence") == [
        one for one in every if one.startswith("evidence/")
    ]
    assert moved(parted, "HEAD~1..HEAD", "checks", "evidence") == every


def test_branches_that_never_met_are_told(parted: Newsroom) -> None:
    """Three dots need a commit that both have."""
    parted.git("checkout", "-q", "--orphan", "alone")
    parted.git("commit", "-qm", "alone")
    parted.git("checkout", "-q", "main")

    with pytest.raises(NotFoundError, match="no commit in common"):
        ends_of(parted.ledger, "main...alone")
