"""What a verification remembers, what it goes on with, and what it never passes."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from benchmarks.small_ledger import commit, edit, head, put, verified
from benchmarks.tampering import copied
from factcheck.ledger.cache.cache import Cache
from factcheck.ledger.ledger import Ledger
from factcheck.review import examining
from factcheck.review.remembered import state_file
from factcheck.review.resuming import Progress
from factcheck.review.run import Extent
from factcheck.review.verify import verify
from tests.conftest import git

if TYPE_CHECKING:
    from pathlib import Path

    from factcheck.review.examining import Entry
    from tests.conftest import Newsroom


@pytest.fixture
def room(trial: Path, tmp_path: Path) -> Newsroom:
    """Give a copy of the small ledger that was verified once."""
    return copied(trial, tmp_path / "copy")


def _codes(root: Path, base: str | None = None, **extent: bool) -> list[str]:
    return [one.code for one in verified(root, base, **extent).findings]


def _errors(root: Path, base: str | None = None, **extent: bool) -> list[str]:
    findings = verified(root, base, **extent).findings
    return [one.code for one in findings if one.severity == "error"]


def test_what_held_is_remembered_outside_the_repository(room: Newsroom) -> None:
    """Branches, tags and the commit that held; no name and no address."""
    file = state_file(Ledger(room.root), "json")
    data = json.loads(file.read_text())

    assert not file.is_relative_to(room.root)
    assert data["heads"] == {"refs/heads/main": head(room)}
    assert "refs/tags/v1" in data["refs"]
    assert "example.org" not in file.read_text()


def test_what_did_not_hold_is_not_remembered(room: Newsroom) -> None:
    """Who looks twice is told twice."""
    room.git("tag", "-f", "v1", "HEAD")

    assert _errors(room.root) == ["tag-moved"]
    assert _errors(room.root) == ["tag-moved"]


def test_forgetting_accepts_what_is_there(room: Newsroom) -> None:
    """A tag that was meant to move is told once, and compared anew from then on."""
    room.git("tag", "-f", "v1", "HEAD")

    assert _errors(room.root) == ["tag-moved"]
    assert _errors(room.root, forget=True) == []
    assert _errors(room.root) == []


def test_a_rewrite_that_lost_nothing_is_noted(room: Newsroom) -> None:
    """An amended message; nothing that is written once has changed."""
    room.git("commit", "-q", "--amend", "-m", "Better words")

    assert _codes(room.root) == ["history-rewritten"]
    assert _errors(room.root) == []


def test_a_memory_that_cannot_be_read_is_none(room: Newsroom) -> None:
    """Damage in the state folder is no reason to fail."""
    state_file(Ledger(room.root), "json").write_text("{")

    assert _codes(room.root) == []


def test_a_recheck_settles_what_moved_under_a_published_verdict(room: Newsroom) -> None:
    """An amendment alone fails against a base; with somebody's second look it holds."""
    from factcheck.desk import rechecks

    base = head(room)
    room.amend("cold", says="Cool it is")
    room.close()

    assert _errors(room.root, base) == ["ground-moved"]

    room.do(lambda desk: rechecks.recheck(desk, desk.ledger.check("moonlight"), "S."))
    room.close()

    assert _errors(room.root, base) == []


def test_new_evidence_on_a_published_check_is_no_tampering(room: Newsroom) -> None:
    """It raises the flag that a recheck is needed, and that is all."""
    base = head(room)
    room.add("moonlight", "More of it")
    room.close()

    assert _codes(room.root, base) == []


def test_a_fault_that_is_committed_is_found_behind_an_edit(room: Newsroom) -> None:
    """Mending it in the folder alone does not make the commit right."""
    path = room.ledger.evidence("cold").path
    edit(room, path, "kind: report", "kind: rumour")
    commit(room)
    edit(room, path, "kind: rumour", "kind: report")
    found = [one for one in verified(room.root).findings if one.severity == "error"]

    assert {one.code for one in found} == {"bad-record", "dangling"}
    assert all(one.message.endswith("(as committed)") for one in found)


@pytest.mark.parametrize("what", ["HEAD", "objects", "unborn", "no commit of it"])
def test_a_look_at_nothing_never_passes(
    room: Newsroom, tmp_path: Path, what: str
) -> None:
    """However complete the files of the folder are."""
    root = room.root
    if what == "HEAD":
        (root / ".git" / "HEAD").write_text("nonsense\n")
    elif what == "objects":
        shutil.rmtree(root / ".git" / "objects")
    else:
        folder = tmp_path / "project"
        git(tmp_path, "init", "-q", "project")
        shutil.copytree(root, folder / "ledger", ignore=shutil.ignore_patterns(".git"))
        root = folder / "ledger"
        if what == "no commit of it":
            git(folder, "commit", "-q", "--allow-empty", "-m", "Begin")

    assert "nothing-checked" in _errors(root)


def test_an_index_that_is_gone_is_reported(room: Newsroom) -> None:
    """Git would take every file for deleted at the next commit."""
    (room.root / ".git" / "index").unlink()

    assert _errors(room.root) == ["missing"]


def test_a_clone_without_files_is_checked_as_committed(
    room: Newsroom, tmp_path: Path
) -> None:
    """And says that there was no working tree to compare."""
    git(tmp_path, "clone", "-q", "--no-checkout", str(room.root), "bare")
    codes = _codes(tmp_path / "bare")

    assert codes[0] == "not-checked-out"
    assert _errors(tmp_path / "bare") == []


@pytest.mark.parametrize("what", ["lacks", "differs"])
def test_a_cache_that_differs_is_thrown_away(room: Newsroom, what: str) -> None:
    """That is said, and the next question builds it anew."""
    entry = room.ledger.evidence("cold")
    room.close()
    state = Ledger(room.root).state_folder
    assert state is not None
    cache = Cache(state / "cache.sqlite")
    with cache.changing():
        cache.drop(entry.path)
        if what == "differs":
            cache.put(entry, "0" * 40)
    cache.close()
    notes = verified(room.root).findings

    assert [one.code for one in notes] == ["cache"]
    assert _codes(room.root) == []
    assert room.ledger.evidence("cold").path == entry.path


def test_borrowed_objects_and_passed_over_faults_are_noted(
    room: Newsroom, tmp_path: Path
) -> None:
    """They are no damage, and no clone that stands alone has them."""
    git(tmp_path, "clone", "-q", "--shared", str(room.root), "shared")
    git(tmp_path / "shared", "config", "fsck.zeroPaddedFilemode", "ignore")

    assert {"alternates", "git"} <= set(_codes(tmp_path / "shared"))
    assert _errors(tmp_path / "shared") == []


def _entries(ledger: Ledger) -> list[Entry]:
    repository, commit_ = ledger.require_repository(), ledger.require_head()
    return [(one.mode, one.blob, one.path) for one in repository.tree(commit_, "")]


def _progress(ledger: Ledger, about: str = "tree", *, anew: bool = False) -> Progress:
    return Progress(ledger, about, is_kept=True, anew=anew)


def test_an_interrupted_run_goes_on_and_looks_at_the_files_again(
    room: Newsroom,
) -> None:
    """What git holds is not read twice; the working tree is, and the same comes out."""
    ledger = Ledger(room.root)
    entries = _entries(ledger)
    first = _progress(ledger)
    whole = list(examining.examine(ledger, entries, labels=None, progress=first))
    first.close()  # as if it had been stopped here
    put(room, entries[-1][2], "changed meanwhile")
    again = _progress(ledger)
    resumed = list(examining.examine(ledger, entries, labels=None, progress=again))
    again.end()

    assert again.resumed == len(whole)
    assert [one.facts for one in resumed] == [one.facts for one in whole]
    assert [one.findings for one in resumed] == [one.findings for one in whole]
    assert [one.records for one in resumed] == [one.records for one in whole]
    assert [one.quotes for one in resumed] == [one.quotes for one in whole]
    assert resumed[-1].differing == [(entries[-1][2], "differs")]
    assert not state_file(ledger, "progress").exists()


@pytest.mark.parametrize("what", ["another tree", "a flipped bit", "from the start"])
def test_what_is_left_of_something_else_is_not_used(room: Newsroom, what: str) -> None:
    """A checkpoint counts for the same tree and program, whole, and if it is wanted."""
    ledger = Ledger(room.root)
    entries = _entries(ledger)
    first = _progress(ledger)
    list(examining.examine(ledger, entries, labels=None, progress=first))
    first.close()
    file = state_file(ledger, "progress")
    if what == "a flipped bit":
        content = bytearray(file.read_bytes())
        content[-20] ^= 1
        file.write_bytes(content)
    again = _progress(
        ledger,
        "other" if what == "another tree" else "tree",
        anew=what == "from the start",
    )

    assert again.left(entries) is None

    again.end()


def test_several_processes_find_the_same(room: Newsroom) -> None:
    """As one alone."""
    ledger = Ledger(room.root)
    entries = _entries(ledger) * 200  # enough for two shares
    none = Progress(ledger, "", is_kept=False, anew=True)
    one, several = (
        list(
            examining.examine(ledger, entries, labels=None, progress=none, alone=alone)
        )
        for alone in (len(entries), 0)
    )

    assert len(several) > 1
    assert several == one


def test_how_far_it_is_and_how_fast_it_was(room: Newsroom) -> None:
    """The door draws the one and prints the other."""
    told: list[tuple[int, int]] = []
    ledger = Ledger(room.root)
    result = verify(
        ledger,
        extent=Extent(quick=True),
        on_progress=lambda done, total: told.append((done, total)),
    )
    ledger.close()

    assert told[-1][0] == told[-1][1]
    assert result.records > 10
    assert result.size > 1000
    assert result.rate == round(result.records / result.seconds)
