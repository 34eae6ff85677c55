"""What gathers in git's store is packed beside the work, and never twice at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factcheck.ledger.git.repository import Repository
from factcheck.ledger.lock import held
from factcheck.ledger.writing import maintenance
from tests.conftest import git

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Newsroom


def loose(folder: Path) -> int:
    """Count the loose objects of a repository."""
    return int(git(folder, "count-objects").split()[0])


def test_it_is_time_when_enough_has_gathered(busy_newsroom: Newsroom) -> None:
    """One folder of the store tells it, without starting git."""
    found = Repository.around(busy_newsroom.root)
    assert found is not None
    before = maintenance.is_due(found)
    folder = found.common_dir / "objects" / "17"
    folder.mkdir(exist_ok=True)
    for number in range(maintenance.MANY):
        (folder / f"{number:038}").touch()

    assert not before
    assert maintenance.is_due(found)


def test_packing_loses_nothing(busy_newsroom: Newsroom) -> None:
    """The history is whole, what no ref reaches is left to git's own gc."""
    root = busy_newsroom.root
    found = Repository.around(root)
    assert found is not None
    dangling = found.git("hash-object", "-w", "--stdin", given=b"x").decode().strip()
    log = git(root, "log", "--raw")
    before = loose(root)
    maintenance.pack(found)
    after = loose(root)
    busy_newsroom.amend("cold", note="a note")
    maintenance.pack(found)

    assert before > 20
    assert after <= 1
    assert git(root, "log", "--raw", "HEAD~1") == log
    assert git(root, "cat-file", "-t", dangling) == "blob\n"
    assert git(root, "fsck", "--strict", "--no-dangling").strip() == ""
    assert busy_newsroom.git("status", "--porcelain") == ""


def test_two_never_pack_at_once(busy_newsroom: Newsroom) -> None:
    """The second leaves it to the first, without a word."""
    found = Repository.around(busy_newsroom.root)
    assert found is not None
    with held(found.common_dir / "factcheck" / "maintenance"):
        assert not maintenance.carry_out(found)


def test_who_wants_no_upkeep_gets_none(busy_newsroom: Newsroom) -> None:
    """Git's own settings hold here as well; the tests' turn it off."""
    found = Repository.around(busy_newsroom.root)
    assert found is not None
    before = maintenance.is_wanted(found)
    busy_newsroom.git("config", "maintenance.auto", "true")
    busy_newsroom.git("config", "gc.auto", "100")

    assert not before
    assert maintenance.is_wanted(found)


def test_what_fails_is_not_tried_after_each_commit(busy_newsroom: Newsroom) -> None:
    """Between one beginning and the next there is a pause."""
    found = Repository.around(busy_newsroom.root)
    assert found is not None
    lock = found.common_dir / "factcheck" / "maintenance"
    folder = found.common_dir / "objects" / "17"
    folder.mkdir(exist_ok=True)
    for number in range(maintenance.MANY):
        (folder / f"{number:038}").touch()
    lock.touch()
    before = lock.stat()
    maintenance.begin(found)

    assert lock.stat() == before
    assert lock.read_bytes() == b""
