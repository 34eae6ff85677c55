"""What dead processes left is swept when it is provably dead, and said aloud."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from factcheck.ledger.git.repository import Repository
from factcheck.ledger.writing import journal, sweeping
from factcheck.ledger.writing.change import Change, Message
from factcheck.ledger.writing.write import Writer
from factcheck.model.errors import BusyError
from tests.conftest import ANNA, BEGIN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Newsroom

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/fd").is_dir(), reason="the system does not show who lives"
)

SAID = Message("Say something", (("Factcheck-Op", "test"),))
OLD = 2 * sweeping.SCRATCH_DEAD_S
LOCKS = ["index.lock", "HEAD.lock", "refs/heads/main.lock", "packed-refs.lock"]


def repository_of(newsroom: Newsroom) -> Repository:
    """Give the repository of a ledger."""
    found = Repository.around(newsroom.root)
    assert found is not None
    return found


def write(newsroom: Newsroom, patience_s: float = 0.2) -> list[str]:
    """Write a file; give what was said."""
    told: list[str] = []
    repository = repository_of(newsroom)
    writer = Writer(repository, "", told.append, patience_s=patience_s)
    change = Change(f"notes/{time.monotonic_ns()}.md", b"text\n", None)
    writer.commit([change], SAID, author=ANNA, now=BEGIN)
    return told


def made_old(place: Path, seconds: float = OLD) -> Path:
    """Make a file some time ago."""
    place.parent.mkdir(parents=True, exist_ok=True)
    if not place.exists():
        place.write_bytes(b"")
    then = time.time() - seconds
    os.utime(place, (then, then))
    return place


@contextmanager
def living(*words: str, folder: Path) -> Iterator[None]:
    """Have a process live for a while; it has begun when it has said something."""
    with subprocess.Popen(
        words, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin
        assert process.stdout

        process.stdin.write(b"HEAD\n")
        process.stdin.flush()
        process.stdout.readline()
        yield
        process.stdin.close()


@pytest.mark.parametrize("name", LOCKS)
def test_a_dead_lock_is_swept_and_said(name: str, busy_newsroom: Newsroom) -> None:
    """It is old, and no living process holds it."""
    lock = made_old(busy_newsroom.root / ".git" / name)
    told = write(busy_newsroom)

    assert told == [f"swept a lock of git, 2 hours old: {lock}"]
    assert not lock.exists()
    assert busy_newsroom.git("status", "--porcelain") == ""


@pytest.mark.parametrize("name", LOCKS)
def test_a_fresh_lock_is_waited_for(name: str, busy_newsroom: Newsroom) -> None:
    """Then the message says how old it is and where (exit code 6); nothing is done."""
    lock = made_old(busy_newsroom.root / ".git" / name, 3)
    head = busy_newsroom.git("rev-parse", "HEAD")
    with pytest.raises(BusyError, match=rf"3 seconds old: {lock}") as caught:
        write(busy_newsroom)

    assert int(caught.value.exit_code) == 6
    assert lock.exists()
    lock.unlink()
    assert busy_newsroom.git("rev-parse", "HEAD") == head
    assert busy_newsroom.git("status", "--porcelain") == ""


def test_an_old_lock_that_a_process_has_open_is_kept(busy_newsroom: Newsroom) -> None:
    """However old it is: somebody holds it."""
    lock = made_old(busy_newsroom.root / ".git" / "index.lock")
    holding = "import sys; f = open(sys.argv[1]); print(flush=True); sys.stdin.read()"
    words = (sys.executable, "-c", holding, str(lock))
    with (
        living(*words, folder=Path("/")),
        pytest.raises(BusyError, match="2 hours old"),
    ):
        write(busy_newsroom)

    assert lock.exists()


def test_an_old_lock_is_kept_while_a_git_is_at_work(busy_newsroom: Newsroom) -> None:
    """Git holds some locks without having them open."""
    lock = made_old(busy_newsroom.root / ".git" / "index.lock")
    words = ("git", "cat-file", "--batch-check")
    with living(*words, folder=busy_newsroom.root), pytest.raises(BusyError):
        write(busy_newsroom)

    assert lock.exists()


def test_a_git_elsewhere_is_no_reason_to_wait(
    busy_newsroom: Newsroom, tmp_path: Path
) -> None:
    """It works in another repository."""
    made_old(busy_newsroom.root / ".git" / "index.lock")
    subprocess.run(["git", "init", "-q", str(tmp_path / "other")], check=True)
    words = ("git", "cat-file", "--batch-check")
    with living(*words, folder=tmp_path / "other"):
        assert len(write(busy_newsroom)) == 1


def test_a_lock_that_goes_away_is_waited_for(busy_newsroom: Newsroom) -> None:
    """A live git holds it for a moment; nothing is said of so short a wait."""
    lock = busy_newsroom.root / ".git" / "index.lock"
    holding = (
        "import os, sys, time; f = open(sys.argv[1], 'w'); print(flush=True); "
        "time.sleep(0.3); os.unlink(sys.argv[1])"
    )
    with living(sys.executable, "-c", holding, str(lock), folder=Path("/")):
        told = write(busy_newsroom, patience_s=20)

    assert told == []
    assert busy_newsroom.git("status", "--porcelain") == ""


def test_scratch_refs_that_no_journal_names_are_swept(busy_newsroom: Newsroom) -> None:
    """Old ones; one that another working tree's journal names stays."""
    root = busy_newsroom.root
    refs = [journal.SCRATCH + digit * 16 for digit in "abc"]
    for ref in refs:
        busy_newsroom.git("update-ref", ref, "HEAD")
        made_old(root / ".git" / ref)
    busy_newsroom.git("worktree", "add", "-q", "-b", "b", str(root.parent / "b"))
    other = root / ".git" / "worktrees" / "b" / "factcheck"
    journal.write(other, journal.Journal(None, refs[1], {}, 1))
    made_old(root / ".git" / refs[2], 5)
    told = write(busy_newsroom)
    left = busy_newsroom.git("for-each-ref", "--format=%(refname)", "refs/factcheck")

    assert left.split() == refs[1:]
    assert told == [
        f"swept a scratch ref of a dead command, 2 hours old: {root}/.git/{refs[0]}"
    ]


def test_a_damaged_journal_elsewhere_keeps_every_scratch_ref(
    busy_newsroom: Newsroom,
) -> None:
    """Nobody knows which one it names."""
    root, ref = busy_newsroom.root, journal.SCRATCH + "a" * 16
    busy_newsroom.git("update-ref", ref, "HEAD")
    made_old(root / ".git" / ref)
    busy_newsroom.git("worktree", "add", "-q", "-b", "b", str(root.parent / "b"))
    made_old(root / ".git" / "worktrees" / "b" / "factcheck" / journal.NAME)

    assert write(busy_newsroom) == []
    assert busy_newsroom.git("rev-parse", ref)


def test_packed_scratch_refs_are_known(busy_newsroom: Newsroom) -> None:
    """Git's own gc has moved them into one file."""
    ref = journal.SCRATCH + "a" * 16
    busy_newsroom.git("update-ref", ref, "HEAD")
    busy_newsroom.git("pack-refs", "--all")

    assert sweeping.packed_scratch_refs(repository_of(busy_newsroom)) == [ref]


def test_half_packs_and_marks_of_a_dead_import_are_swept(
    busy_newsroom: Newsroom,
) -> None:
    """The marked pack itself holds records: only git's own gc may join it to others."""
    busy_newsroom.git("repack", "-q", "-a", "-d")
    folder = busy_newsroom.root / ".git" / "objects" / "pack"
    (pack,) = folder.glob("*.pack")
    keep = pack.with_suffix(".keep")
    keep.write_text("fast-import")
    made_old(keep)
    half, fresh, mine = folder / "tmp_pack_a", folder / "tmp_idx_b", folder / "x.keep"
    made_old(half)
    made_old(fresh, 5)
    mine.write_text("my own\n")
    made_old(mine)
    told = write(busy_newsroom)

    assert len(told) == 2
    assert [keep.exists(), half.exists()] == [False, False]
    assert [pack.exists(), fresh.exists(), mine.exists()] == [True] * 3
