"""Killed at any moment, a writer leaves a ledger that goes on as if nothing were.

The operation that is killed adds an entry, amends one and takes a link away. It dies
before every single thing that it asks of the system, one after the other.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import pytest

from factcheck.desk import evidence
from factcheck.model.errors import BusyError, MachineError, RefusedError
from tests.conftest import Newsroom, copy_of, git

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the writer forks")

NOW = "2026-11-23T09:00:00Z"
ADDED, AMENDED, REMOVED = "evidence/2026/11/added-", "cold-it-is-", "link-warm-it-is-"
FARTHEST = 200


ON_THE_WAY = "git commit -q --allow-empty -m theirs"
ASIDE = "git update-ref HEAD $(git commit-tree -p HEAD -m theirs HEAD^{tree})"


@dataclass
class Writer:
    """The other process: asked to write into a ledger and to die on the way."""

    orders: IO[str]
    answers: IO[str]

    def write(self, newsroom: Newsroom, **order: Any) -> str:
        """Have it write; give ``killed`` or ``done``."""
        newsroom.close()
        given = {"root": str(newsroom.root), "now": NOW, **order}
        self.orders.write(json.dumps(given) + "\n")
        self.orders.flush()
        return self.answers.readline().strip()


@pytest.fixture(scope="module")
def writer() -> Iterator[Writer]:
    """Start the process that is going to be killed many times."""
    script = Path(__file__).with_name("crashing_writer.py")
    with subprocess.Popen(
        [sys.executable, str(script)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(script.parents[2])},
    ) as process:
        assert process.stdin
        assert process.stdout

        yield Writer(process.stdin, process.stdout)
        process.stdin.close()


def each_moment(
    writer: Writer, template: Path, folder: Path
) -> Iterator[tuple[int, Newsroom]]:
    """Give a ledger for every moment at which a writer can die in it."""
    for at in range(1, FARTHEST):
        newsroom = copy_of(template, folder / f"{at}" / "ledger")
        answer = writer.write(newsroom, at=at)
        if answer == "done":
            assert at > 20, "the events are not counted"

            return
        assert answer == "killed"

        yield at, newsroom
        newsroom.close()
        shutil.rmtree(folder / f"{at}")
    pytest.fail("the writer never comes to its end")


def state(newsroom: Newsroom, tree: str = "") -> tuple[bool, bool, bool]:
    """Tell which of the three changes a commit holds, or else the working tree."""
    if tree:
        paths = newsroom.git("ls-tree", "-r", "--name-only", tree).splitlines()
        (cold,) = [path for path in paths if path.startswith("evidence/2026/11/cold")]
        text = newsroom.git("show", f"{tree}:{cold}")
    else:
        files = [path for path in newsroom.root.rglob("*.yaml") if path.is_file()]
        paths = [path.relative_to(newsroom.root).as_posix() for path in files]
        text = newsroom.path("cold").read_text()
    return (
        any(path.startswith(ADDED) for path in paths),
        "Amended." in text,
        not any(f"/{REMOVED}" in path for path in paths),
    )


WHOLE, ABSENT = (True,) * 3, (False,) * 3


def add_another(newsroom: Newsroom) -> None:
    """Do the next thing: it meets what the dead process has left."""
    new = {"source": {"publisher": "dpa"}, "kind": "report", "says": "Next."}
    newsroom.do(lambda desk: evidence.add_evidence(desk, new, slug="another"))


def in_order(newsroom: Newsroom) -> dict[str, Any]:
    """Say what a plain user's git finds strange: nothing, if all is well."""
    return {
        "status": newsroom.git("status", "--porcelain", "--ignored"),
        "refs": newsroom.git("for-each-ref", "refs/factcheck"),
        "fsck": git(newsroom.root, "fsck", "--strict", "--no-dangling").strip(),
        "index": newsroom.git("diff-files") + newsroom.git("diff-index", "HEAD"),
        "problems": newsroom.ledger.problems(),
        "edits": newsroom.ledger.edits(),
        "journal": [*(newsroom.root / ".git/factcheck").rglob("journal.json")],
    }


FINE: dict[str, Any] = {
    **dict.fromkeys(("status", "refs", "fsck", "index"), ""),
    "problems": (),
    "edits": [],
    "journal": [],
}


def without_litter(found: dict[str, Any]) -> dict[str, Any]:
    """Leave out our own ignored temporary files, which have a test of their own."""
    lines = found["status"].splitlines(keepends=True)
    kept = [line for line in lines if not line.endswith(".tmp\n")]
    return {**found, "status": "".join(kept)}


def test_the_next_command_finishes_or_withdraws_the_work(
    writer: Writer, worked_on: Path, tmp_path: Path
) -> None:
    """Whole or absent in the history, the tree and the index, wherever it died.

    And no temporary files are left for ever.
    """
    seen = set()
    for at, newsroom in each_moment(writer, worked_on, tmp_path):
        before = state(newsroom, "HEAD")
        add_another(newsroom)
        after = state(newsroom, "HEAD")

        assert after in {WHOLE, ABSENT}, f"died before event {at}"
        assert after == state(newsroom), f"died before event {at}"
        assert before in {ABSENT, after}, f"died before event {at}"
        newsroom.git("update-index", "--refresh")
        assert in_order(newsroom) == FINE, f"died before event {at}"
        litter = list(newsroom.root.rglob(".*.tmp"))  # in the tree or git's folder
        assert not litter, f"died before event {at}"
        seen.add((before, after))

    # Some died too early to be finished, some late enough, some after the end.
    assert seen == {(ABSENT, ABSENT), (ABSENT, WHOLE), (WHOLE, WHOLE)}


def test_what_the_user_commits_after_a_crash_is_no_loss_and_stays(
    writer: Writer, worked_on: Path, tmp_path: Path
) -> None:
    """What a dead writer leaves is an ordinary change of the tree, not a reversal.

    A user who commits everything right away commits some of the changes or none, and
    never the opposite of what is in the history. Our next command takes nothing out
    that is in the history by then.
    """
    for at, newsroom in each_moment(writer, worked_on, tmp_path):
        before = state(newsroom, "HEAD")
        newsroom.git("commit", "-qam", "all", "--allow-empty")
        committed = state(newsroom, "HEAD")
        problems = newsroom.ledger.problems()
        add_another(newsroom)
        newsroom.git("commit", "-qam", "all again", "--allow-empty")

        assert before in {WHOLE, ABSENT}, f"died before event {at}"
        pairs = zip(before, committed, strict=True)
        assert all(new >= old for old, new in pairs), f"died before event {at}"
        assert problems == (), f"died before event {at}"
        assert state(newsroom, "HEAD") == committed, f"died before event {at}"


# ---------------------------------------------------- moments of their own interest


def after_the_commit(writer: Writer, newsroom: Newsroom) -> None:
    """Die when the branch has moved, but the journal is still there."""
    answer = writer.write(newsroom, event="os.remove", path="journal.json")

    assert answer == "killed"
    assert state(newsroom, "HEAD") == WHOLE


def test_an_unrelated_commit_after_the_end_changes_nothing(
    writer: Writer, busy_newsroom: Newsroom
) -> None:
    """The work was done; only the journal had not been removed."""
    after_the_commit(writer, busy_newsroom)
    (busy_newsroom.root / "README.md").write_text("edited\n")
    busy_newsroom.git("commit", "-qam", "edited")
    add_another(busy_newsroom)

    assert state(busy_newsroom, "HEAD") == state(busy_newsroom) == WHOLE
    assert busy_newsroom.git("status", "--porcelain") == ""


def test_a_later_change_of_one_file_does_not_withdraw_the_others(
    writer: Writer, busy_newsroom: Newsroom
) -> None:
    """The work was done, then a pull or a person changed one of its records."""
    after_the_commit(writer, busy_newsroom)
    path = busy_newsroom.path("cold")
    text = path.read_text().replace("Amended.", "Amended. And again.")
    path.write_text(text)
    busy_newsroom.git("commit", "-qam", "amend again")
    add_another(busy_newsroom)

    assert busy_newsroom.git("status", "--porcelain") == ""
    assert state(busy_newsroom) == WHOLE
    assert path.read_text() == text


@pytest.mark.parametrize("how", ["edited", "staged"])
def test_an_edit_after_a_crash_is_kept(
    how: str, writer: Writer, busy_newsroom: Newsroom
) -> None:
    """The user saw that nothing had happened, and edited the record by hand.

    The next command may go on or be refused; it may not write over the edit.
    """
    path = busy_newsroom.path("cold")
    answer = writer.write(busy_newsroom, event="os.rename", path=path.name)
    edited = path.read_text().replace("Cold it is", "Edited by hand")
    path.write_text(edited)
    if how == "staged":
        busy_newsroom.git("add", str(path))
    with suppress(RefusedError, BusyError):
        add_another(busy_newsroom)

    assert answer == "killed"
    assert path.read_text() == edited


@pytest.mark.parametrize("command", [ON_THE_WAY, ASIDE], ids=["commit", "update-ref"])
@pytest.mark.parametrize("moves", [1, 3])
def test_a_branch_that_moves_in_the_last_moment(
    moves: int, command: str, writer: Writer, busy_newsroom: Newsroom
) -> None:
    """Somebody commits just before our commit would be made: both are kept.

    A plain commit of theirs takes what we have staged; the record is there once.
    """
    answer = writer.write(busy_newsroom, moves=moves, command=command)
    subjects = busy_newsroom.git("log", "--format=%s").splitlines()

    assert answer == "done"
    assert subjects[: moves + 1] == ["Do three things", *["theirs"] * moves]
    assert state(busy_newsroom, "HEAD") == state(busy_newsroom) == WHOLE
    assert busy_newsroom.git("status", "--porcelain") == ""


def test_a_branch_that_never_stands_still(
    writer: Writer, busy_newsroom: Newsroom
) -> None:
    """The command gives up, and nothing of it is left."""
    answer = writer.write(busy_newsroom, moves=1_000, command=ASIDE)

    assert answer == "exit 6"
    assert state(busy_newsroom, "HEAD") == state(busy_newsroom) == ABSENT
    assert without_litter(in_order(busy_newsroom)) == FINE


def test_a_damaged_journal_stops_the_next_command(newsroom: Newsroom) -> None:
    """What it held nobody knows: the message says what to look at."""
    newsroom.open()
    state = newsroom.root / ".git" / "factcheck"
    (state / "journal.json").write_bytes(b"\x00 no journal")
    with pytest.raises(MachineError, match=r"journal\.json is damaged: look at"):
        newsroom.open()
