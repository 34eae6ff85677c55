"""The write path: one commit of our paths alone, in any kind of repository."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from factcheck.desk import evidence
from factcheck.ledger.ledger import Ledger
from factcheck.ledger.writing.change import EXECUTABLE, Change, Message
from factcheck.ledger.writing.write import Writer
from factcheck.model.errors import (
    BusyError,
    RefusedError,
)
from tests.conftest import ANNA, BEGIN, Newsroom, make_newsroom

if TYPE_CHECKING:
    from pathlib import Path

    from factcheck.desk.desk import Desk, Operation

NEW = {"source": {"publisher": "AFP"}, "kind": "report", "says": "New."}
SAID = Message("Say something", (("Factcheck-Op", "test"),))


def add_one(desk: Desk) -> Operation:
    """Take in an evidence entry."""
    return evidence.add_evidence(desk, NEW)


def test_a_commit_holds_only_our_paths(busy_newsroom: Newsroom) -> None:
    """What the user has staged, edited or left lying about stays as it is."""
    root = busy_newsroom.root
    (root / "README.md").write_text("edited\n")
    (root / "staged.txt").write_text("staged\n")
    busy_newsroom.git("add", "staged.txt")
    (root / "staged.txt").write_text("edited after staging\n")
    (root / "untracked.txt").write_text("untracked\n")
    before = busy_newsroom.git("status", "--porcelain")
    act = busy_newsroom.do(add_one)
    shown = busy_newsroom.git("show", "--format=", "--name-status").split()

    assert shown == ["A", act.made[0].path]
    assert busy_newsroom.git("status", "--porcelain") == before
    assert busy_newsroom.git("show", ":staged.txt") == "staged\n"


def test_a_deletion_is_part_of_the_commit(busy_newsroom: Newsroom) -> None:
    """Freezing a draft adds one file and removes another, in one commit."""
    busy_newsroom.freeze("sunlight")
    shown = busy_newsroom.git("show", "--format=", "--name-status").split()

    assert shown[::2] == ["D", "A"]
    assert shown[1].endswith("/draft.yaml")
    assert not (busy_newsroom.root / shown[1]).exists()
    assert busy_newsroom.git("status", "--porcelain") == ""


def test_who_and_when_are_those_of_the_desk(busy_newsroom: Newsroom) -> None:
    """Neither the clock nor the machine's identity show in a commit."""
    busy_newsroom.do(add_one)
    who = "%an|%ae|%at|%cn|%ct"
    shown = busy_newsroom.git("log", "-1", f"--format={who}").strip()

    assert shown == "Anna Example|anna@example.org|1795428000|Anna Example|1795428000"


def test_trailers_are_read_by_git(busy_newsroom: Newsroom) -> None:
    """Programs read from the history what was done to which check."""
    name = busy_newsroom.add("sunlight", "It is warm")
    message = busy_newsroom.root / "message"
    message.write_text(busy_newsroom.git("log", "-1", "--format=%B"))
    trailers = busy_newsroom.git("interpret-trailers", "--parse", str(message))
    check = busy_newsroom.ledger.check("sunlight").name

    assert trailers.splitlines() == [
        "Factcheck-Op: evidence-add",
        f"Check: {check}",
        f"Evidence: {name}",
    ]


def test_the_same_work_with_the_same_seed_is_the_same_commit(tmp_path: Path) -> None:
    """Everything can be repeated, to the id of the commit."""
    heads = []
    for folder in ("one", "other"):
        newsroom = make_newsroom(tmp_path / folder)
        newsroom.add(newsroom.open(), "It is far")
        heads.append(newsroom.git("rev-parse", "HEAD"))
        newsroom.close()

    assert heads[0] == heads[1]


# ------------------------------------------------------------ hand-edited files


def test_a_dirty_record_is_refused_and_kept(busy_newsroom: Newsroom) -> None:
    """An edit that nobody has saved is never overwritten."""
    path = busy_newsroom.path("cold")
    edited = path.read_text().replace("Cold it is", "Cold it was")
    path.write_text(edited)
    head = busy_newsroom.git("rev-parse", "HEAD")
    with pytest.raises(RefusedError, match=r"not committed: run 'factcheck save'"):
        busy_newsroom.amend("cold", note="a note")

    assert path.read_text() == edited
    assert busy_newsroom.git("rev-parse", "HEAD") == head


def test_an_edit_made_while_the_command_worked_is_kept(
    busy_newsroom: Newsroom,
) -> None:
    """Between reading and writing somebody saved the file in an editor."""
    desk = busy_newsroom.desk()
    entry = desk.ledger.evidence("cold")
    operation = evidence.amend_evidence(desk, entry, {"note": "a note"}, {})
    path = busy_newsroom.root / entry.path
    path.write_text("edited meanwhile\n")
    with pytest.raises(RefusedError, match="not committed"):
        desk.commit(operation)

    assert path.read_text() == "edited meanwhile\n"
    assert busy_newsroom.git("diff", "--cached", "--name-only") == ""


def test_a_file_deleted_meanwhile_is_not_brought_back(busy_newsroom: Newsroom) -> None:
    """A deletion by hand is an edit like any other."""
    desk = busy_newsroom.desk()
    entry = desk.ledger.evidence("cold")
    operation = evidence.amend_evidence(desk, entry, {"note": "a note"}, {})
    (busy_newsroom.root / entry.path).unlink()
    with pytest.raises(RefusedError):
        desk.commit(operation)

    assert not (busy_newsroom.root / entry.path).exists()


def test_a_file_that_appeared_meanwhile_is_kept(busy_newsroom: Newsroom) -> None:
    """A new record never replaces a file that it did not expect."""
    desk = busy_newsroom.desk()
    operation = add_one(desk)
    path = busy_newsroom.root / operation.made[0].path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("somebody else's\n")
    with pytest.raises(BusyError, match="is there already"):
        desk.commit(operation)

    assert path.read_text() == "somebody else's\n"


def test_the_same_bytes_by_hand_are_no_obstacle(busy_newsroom: Newsroom) -> None:
    """The file already is what the command wants to write: it is committed."""
    desk = busy_newsroom.desk()
    operation = add_one(desk)
    path = busy_newsroom.root / operation.made[0].path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(operation.changes[0].content or b"")
    desk.commit(operation)

    assert busy_newsroom.git("status", "--porcelain") == ""


# ------------------------------------------------------- a repository not at rest


def merge(newsroom: Newsroom) -> None:
    """Stop in the middle of a merge."""
    newsroom.git("merge", "--no-commit", "--no-ff", "other")


def rebase(newsroom: Newsroom) -> None:
    """Stop in the middle of a rebase."""
    newsroom.git("rebase", "--exec", "false", "HEAD~1", check=False)


def pick(newsroom: Newsroom) -> None:
    """Stop at a conflict of a cherry-pick."""
    newsroom.git("cherry-pick", "other", check=False)


def revert(newsroom: Newsroom) -> None:
    """Stop in the middle of a revert."""
    newsroom.git("revert", "--no-commit", "HEAD")


def bisect(newsroom: Newsroom) -> None:
    """Look for a bad commit."""
    newsroom.git("bisect", "start", "HEAD", "HEAD~3")


@pytest.mark.parametrize("begin", [merge, rebase, pick, revert, bisect])
def test_nothing_is_written_in_the_middle_of_something(
    begin: object, busy_newsroom: Newsroom
) -> None:
    """A merge and its like belong to the user: refuse and say so (exit code 6)."""
    assert callable(begin)

    path = busy_newsroom.root / "README.md"
    busy_newsroom.git("checkout", "-q", "-b", "other")
    path.write_text("other\n")
    busy_newsroom.git("commit", "-qam", "other")
    busy_newsroom.git("checkout", "-q", "main")
    if begin is pick:
        path.write_text("main\n")
        busy_newsroom.git("commit", "-qam", "main")
    begin(busy_newsroom)
    head = busy_newsroom.git("rev-parse", "HEAD")
    with pytest.raises(BusyError, match="is under way") as caught:
        busy_newsroom.do(add_one)

    assert int(caught.value.exit_code) == 6
    assert busy_newsroom.git("rev-parse", "HEAD") == head


# ------------------------------------------------------------------ known bugs


def test_a_claim_with_a_nul_is_committed_or_refused(newsroom: Newsroom) -> None:
    """The record classes and the codec let it pass; the commit does not."""
    name = newsroom.open("It is \x00 so")

    assert newsroom.ledger.check(name).claim.record.claim == "It is \x00 so"


def test_a_subject_cannot_paint_the_terminal(newsroom: Newsroom) -> None:
    """A claim is foreign text, and ``git log`` shows subjects as they are."""
    newsroom.open("It is \x1b[31mred\x1b[0m \u202eso")

    assert newsroom.git("log", "-1", "--format=%s").strip().isprintable()


def test_a_staged_version_of_a_record_is_not_lost(busy_newsroom: Newsroom) -> None:
    """The index holds an edit that the working tree does not: that is an edit, too."""
    path = busy_newsroom.path("cold")
    old = path.read_text()
    path.write_text(old + "interest: none known\n")
    busy_newsroom.git("add", str(path))
    path.write_text(old)
    with pytest.raises(RefusedError):
        busy_newsroom.amend("cold", note="a note")


def test_a_plain_change_needs_no_desk(newsroom: Newsroom) -> None:
    """The writer takes any file of the ledger, also one that is no record."""
    ledger = Ledger(newsroom.root)
    change = Change('notes/a b\t"é".md', b"text\n", None)
    ledger.commit([change], SAID, author=ANNA, now=BEGIN)

    assert newsroom.git("show", 'HEAD:notes/a b\t"é".md') == "text\n"
    assert newsroom.git("status", "--porcelain") == ""


@pytest.mark.parametrize("path", ["../out.md", "a/../../out.md", "/out.md", "a//b", ""])
def test_no_change_leads_out_of_the_ledger(path: str, newsroom: Newsroom) -> None:
    """Refused before anything is written."""
    ledger = Ledger(newsroom.root)
    head = newsroom.git("rev-parse", "HEAD")
    with pytest.raises(RefusedError, match="leads out of the ledger"):
        ledger.commit([Change(path, b"x", None)], SAID, author=ANNA, now=BEGIN)

    assert newsroom.git("rev-parse", "HEAD") == head
    assert not list(newsroom.root.parent.glob("*.md"))


# ----------------------------------------------------------- what sync asks for more


def _writer(newsroom: Newsroom) -> Writer:
    return Writer(newsroom.ledger.require_repository(), "")


def _theirs(newsroom: Newsroom) -> str:
    """Commit two files on a branch beside, an executable one among them."""
    newsroom.git("checkout", "-q", "-b", "theirs")
    (newsroom.root / "README.md").write_text("theirs\n")
    script = newsroom.root / "bin" / "run"
    script.parent.mkdir()
    script.write_text("#!/bin/sh\n")
    script.chmod(0o755)
    newsroom.git("add", ".")
    newsroom.git("commit", "-qm", "theirs")
    newsroom.git("checkout", "-q", "main")
    return newsroom.git("rev-parse", "theirs").strip()


def _of_theirs(newsroom: Newsroom) -> list[Change]:
    readme = (newsroom.root / "README.md").read_bytes()
    return [
        Change("README.md", b"theirs\n", readme),
        Change("bin/run", b"#!/bin/sh\n", None, EXECUTABLE),
    ]


def test_the_branch_goes_forward(busy_newsroom: Newsroom) -> None:
    """Branch, index and files are those of the other commit; nothing else is left."""
    theirs = _theirs(busy_newsroom)
    moved = _writer(busy_newsroom).forward(_of_theirs(busy_newsroom), to=theirs)

    assert busy_newsroom.git("rev-parse", "HEAD").strip() == moved == theirs
    assert busy_newsroom.git("symbolic-ref", "HEAD").strip() == "refs/heads/main"
    assert busy_newsroom.git("status", "--porcelain") == ""
    assert busy_newsroom.git("for-each-ref", "refs/factcheck") == ""
    assert os.access(busy_newsroom.root / "bin" / "run", os.X_OK)


def test_forward_is_not_sideways(busy_newsroom: Newsroom) -> None:
    """A commit that does not descend from the branch would take back what is on it."""
    theirs = _theirs(busy_newsroom)
    busy_newsroom.git("commit", "-q", "--allow-empty", "-m", "ours")
    with pytest.raises(RefusedError, match="does not descend"):
        _writer(busy_newsroom).forward(_of_theirs(busy_newsroom), to=theirs)

    assert busy_newsroom.git("status", "--porcelain") == ""


def test_forward_keeps_an_edit(busy_newsroom: Newsroom) -> None:
    """A file that was edited meanwhile stops it, whole."""
    theirs = _theirs(busy_newsroom)
    changes = _of_theirs(busy_newsroom)
    (busy_newsroom.root / "README.md").write_text("edited\n")
    with pytest.raises(RefusedError, match="not committed"):
        _writer(busy_newsroom).forward(changes, to=theirs)

    assert busy_newsroom.git("status", "--porcelain") == " M README.md\n"


def test_a_merge_has_two_parents(busy_newsroom: Newsroom) -> None:
    """The tree is ours with the changes that the merge brings."""
    theirs = _theirs(busy_newsroom)
    busy_newsroom.git("commit", "-q", "--allow-empty", "-m", "ours")
    ours = busy_newsroom.git("rev-parse", "HEAD").strip()
    changes = _of_theirs(busy_newsroom)
    _writer(busy_newsroom).commit(changes, SAID, author=ANNA, now=BEGIN, merging=theirs)

    assert busy_newsroom.git("show", "-s", "--format=%P").split() == [ours, theirs]
    assert busy_newsroom.git("diff", "--stat", "theirs") == ""
    assert busy_newsroom.git("status", "--porcelain") == ""


def test_a_merge_may_change_nothing(busy_newsroom: Newsroom) -> None:
    """Both sides hold the same; only the histories meet."""
    theirs = _theirs(busy_newsroom)
    busy_newsroom.git("merge", "-q", "--squash", "theirs")
    busy_newsroom.git("commit", "-qm", "squashed")
    _writer(busy_newsroom).commit([], SAID, author=ANNA, now=BEGIN, merging=theirs)

    assert busy_newsroom.git("merge-base", "HEAD", "theirs").strip() == theirs
    assert busy_newsroom.git("status", "--porcelain") == ""
