"""The doctor finds what is broken, says what mends it, and never breaks itself."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from typing import TYPE_CHECKING

import pytest

from factcheck.ledger import layout
from factcheck.ledger.git.repository import Repository
from factcheck.ledger.lock import held
from factcheck.review.diagnosis import Look, diagnoses, note
from factcheck.review.doctor import examine
from factcheck.review.upkeep import dead_files, written_for
from tests.conftest import git

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from factcheck.review.diagnosis import Diagnosis
    from tests.conftest import Newsroom

AN_HOUR_AGO = 1_000_000_000
CAPTURE = b"the bytes of a page"
HASH = hashlib.sha256(CAPTURE).hexdigest()


def found(root: Path) -> dict[str, Diagnosis]:
    """Examine a ledger; give the findings by code."""
    return {one.code: one for one in examine(root, root)}


def own_folder_of(newsroom: Newsroom) -> Path:
    """Give our folder in the git directory, where lock and journal lie, made."""
    folder = newsroom.ledger.require_repository().own_folder
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def state_of(newsroom: Newsroom) -> Path:
    """Give the state folder of a ledger, made."""
    folder = newsroom.ledger.state_folder
    assert folder is not None
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def test_a_ledger_in_order_has_no_problem(busy_newsroom: Newsroom) -> None:
    """Notes apart, which say what is not there: a backup, a driver."""
    busy_newsroom.ledger.problems()
    seen = found(busy_newsroom.root)

    assert {code for code, one in seen.items() if one.gravity == "problem"} == set()
    assert {"no-remote", "diff-driver-missing"} <= set(seen)
    assert seen["git"].gravity == "fine"
    assert "Anna Example" in seen["identity"].message
    assert "example.org" not in seen["identity"].message
    assert "at HEAD" in seen["cache"].message
    assert "git-file-lacks" not in seen
    assert "unseen" not in seen


def test_an_examination_changes_nothing(newsroom: Newsroom) -> None:
    """Neither files, nor git's state, nor the cache that is not there yet."""
    state_of(newsroom)
    before = newsroom.git("status", "--porcelain"), newsroom.git("rev-parse", "HEAD")
    found(newsroom.root)

    assert before == (
        newsroom.git("status", "--porcelain"),
        newsroom.git("rev-parse", "HEAD"),
    )


def test_outside_a_ledger_the_machine_is_examined(tmp_path: Path) -> None:
    """Git, the identity, the terminal; and that there is no ledger."""
    seen = {one.code: one for one in examine(tmp_path, None)}

    assert {"git", "identity", "no-ledger"} <= set(seen)
    assert all(one.gravity != "problem" for one in seen.values())


# ----------------------------------------------------------------- what is broken


def _corrupt_cache(newsroom: Newsroom) -> None:
    newsroom.ledger.problems()
    newsroom.close()
    (state_of(newsroom) / "cache.sqlite").write_bytes(b"no database at all" * 1000)


def _corrupt_page_of_cache(newsroom: Newsroom) -> None:
    newsroom.ledger.problems()
    newsroom.close()
    place = state_of(newsroom) / "cache.sqlite"
    content = bytearray(place.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    place.write_bytes(bytes(content))


def _missing_branch(newsroom: Newsroom) -> None:
    (newsroom.root / ".git" / "refs" / "heads" / "main").unlink()


def _missing_head(newsroom: Newsroom) -> None:
    (newsroom.root / ".git" / "HEAD").unlink()


def _garbage_head(newsroom: Newsroom) -> None:
    (newsroom.root / ".git" / "HEAD").write_bytes(b"\x00\x01 nonsense\n")


def _binary_head(newsroom: Newsroom) -> None:
    (newsroom.root / ".git" / "HEAD").write_bytes(b"\xff\xfe\xff")


def _zeroed_branch(newsroom: Newsroom) -> None:
    branch = newsroom.root / ".git" / "refs" / "heads" / "main"
    branch.write_bytes(b"\x00" * 41)


def _foreign_commit(newsroom: Newsroom) -> None:
    branch = newsroom.root / ".git" / "refs" / "heads" / "main"
    branch.write_text("ab" * 20 + "\n")


def _unreadable_config(newsroom: Newsroom) -> None:
    (newsroom.root / ".git" / "config").write_text("[core\n\x00")


def _garbage_journal(newsroom: Newsroom) -> None:
    (own_folder_of(newsroom) / "journal.json").write_bytes(b"\xff\x00{")


def _odd_journal(newsroom: Newsroom) -> None:
    (own_folder_of(newsroom) / "journal.json").write_text('["old", "scratch"]')


def _interrupted(newsroom: Newsroom) -> None:
    journal: dict[str, object] = {
        "old": None,
        "scratch": "refs/factcheck/tmp/0123456789abcdef",
        "files": {},
        "process": 1,
        "signs": False,
    }
    (own_folder_of(newsroom) / "journal.json").write_text(json.dumps(journal))


def _broken_settings(newsroom: Newsroom) -> None:
    (newsroom.root / layout.SETTINGS).write_text("format: [")


def _newer_format(newsroom: Newsroom) -> None:
    settings = newsroom.root / layout.SETTINGS
    settings.write_text(settings.read_text().replace("format: 1", "format: 99"))


def _merge(newsroom: Newsroom) -> None:
    head = newsroom.git("rev-parse", "HEAD")
    (newsroom.root / ".git" / "MERGE_HEAD").write_text(head)


def _stale_lock(newsroom: Newsroom) -> None:
    lock = newsroom.root / ".git" / "index.lock"
    lock.touch()
    os.utime(lock, (AN_HOUR_AGO, AN_HOUR_AGO))


def _no_repository(newsroom: Newsroom) -> None:
    shutil.rmtree(newsroom.root / ".git")


def _garbage_link(newsroom: Newsroom) -> None:
    shutil.rmtree(newsroom.root / ".git")
    (newsroom.root / ".git").write_bytes(b"\xff\xfe\x00")


def _unborn(newsroom: Newsroom) -> None:
    shutil.rmtree(newsroom.root / ".git")
    newsroom.git("init", "-q")


def _not_committed(newsroom: Newsroom) -> None:
    _unborn(newsroom)
    newsroom.git("commit", "-q", "--allow-empty", "-m", "empty")


def _tracked_capture(newsroom: Newsroom) -> None:
    newsroom.ledger.keep_capture(CAPTURE)
    newsroom.git("add", "-f", "captures")


def _unignored_capture(newsroom: Newsroom) -> None:
    newsroom.ledger.keep_capture(CAPTURE)
    (newsroom.root / ".gitignore").unlink()


PROBLEMS: list[tuple[Callable[[Newsroom], None], str, str]] = [
    (_corrupt_cache, "cache-damaged", "rm /"),
    (_corrupt_page_of_cache, "cache-damaged", "rm /"),
    (_missing_branch, "branch-missing", "git branch main "),
    (_missing_head, "repository-broken", "ref: refs/heads/main"),
    (_garbage_head, "head-damaged", "git fsck"),
    (_binary_head, "unseen", ""),
    (_zeroed_branch, "head-damaged", "git fsck"),
    (_foreign_commit, "head-missing", "git fsck"),
    (_unreadable_config, "unseen", ""),
    (_garbage_journal, "journal-damaged", "git status"),
    (_odd_journal, "journal-damaged", "git status"),
    (_interrupted, "interrupted", "--mend"),
    (_broken_settings, "settings-bad", "edit "),
    (_newer_format, "format-newer", "--upgrade"),
    (_merge, "under-way", "git merge --continue"),
    (_stale_lock, "stale-lock", "--mend"),
    (_no_repository, "no-repository", "factcheck init"),
    (_garbage_link, "unseen", ""),
    (_unborn, "no-commit", "factcheck init"),
    (_not_committed, "not-committed", "factcheck init"),
    (_tracked_capture, "captures-tracked", "git rm -r --cached captures"),
    (_unignored_capture, "captures-seen", ".gitignore"),
]


@pytest.mark.parametrize(("break_it", "code", "mend"), PROBLEMS)
def test_what_is_broken_is_a_problem_with_its_mend(
    busy_newsroom: Newsroom, break_it: Callable[[Newsroom], None], code: str, mend: str
) -> None:
    """Nothing stops the examination: the machine and the rest are looked at too."""
    break_it(busy_newsroom)
    seen = found(busy_newsroom.root)

    assert seen[code].gravity == "problem"
    assert mend in seen[code].mend
    assert "git" in seen
    assert {"encoding", "encoding-not-utf8"} & set(seen)
    assert "\n" not in seen[code].message


def test_a_branch_that_is_gone_is_brought_back_by_its_mend(
    busy_newsroom: Newsroom,
) -> None:
    """The commit that git's own log knows last is named."""
    head = busy_newsroom.git("rev-parse", "HEAD").strip()
    _missing_branch(busy_newsroom)
    mend = found(busy_newsroom.root)["branch-missing"].mend
    git(busy_newsroom.root, *mend.split()[1:])

    assert busy_newsroom.git("rev-parse", "HEAD").strip() == head


def test_one_reason_is_said_once(busy_newsroom: Newsroom) -> None:
    """A configuration that git cannot read keeps many things from being seen."""
    _unreadable_config(busy_newsroom)
    unseen = [
        one
        for one in examine(busy_newsroom.root, busy_newsroom.root)
        if one.code == "unseen"
    ]

    assert len(unseen) == 1
    assert "the remotes" in unseen[0].message
    assert "bad config line 1" in unseen[0].message


# ------------------------------------------------------------ what is good to know


def _detached(newsroom: Newsroom) -> None:
    newsroom.git("checkout", "-q", "--detach")


def _sparse(newsroom: Newsroom) -> None:
    newsroom.git("sparse-checkout", "set", "checks")


def _sparse_by_patterns(newsroom: Newsroom) -> None:
    newsroom.git("sparse-checkout", "set", "--no-cone", "/*", "!/evidence/")


def _no_settings(newsroom: Newsroom) -> None:
    newsroom.git("config", "core.untrackedCache", "true")


def _partial(newsroom: Newsroom) -> None:
    newsroom.git("config", "remote.origin.promisor", "true")


def _signing(newsroom: Newsroom) -> None:
    newsroom.git("config", "commit.gpgSign", "true")


def _hook(newsroom: Newsroom) -> None:
    hook = newsroom.root / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\n")
    hook.chmod(0o755)


def _unpushed(newsroom: Newsroom) -> None:
    git(newsroom.root.parent, "init", "-q", "--bare", "remote.git")
    newsroom.git("remote", "add", "origin", "../remote.git")


def _draft(newsroom: Newsroom) -> None:
    kept = state_of(newsroom) / "drafts" / "moonlight-q8w2m4xdkz7p.md"
    kept.parent.mkdir()
    kept.write_text("# Unread\n")


def _scratch(newsroom: Newsroom) -> None:
    newsroom.git("update-ref", "refs/factcheck/tmp/0123", "HEAD")


def _dead_file(newsroom: Newsroom) -> None:
    dead = newsroom.root / "evidence" / ".one.yaml.0123abcd.tmp"
    dead.write_text("half")
    os.utime(dead, (AN_HOUR_AGO, AN_HOUR_AGO))


def _fresh_lock(newsroom: Newsroom) -> None:
    (newsroom.root / ".git" / "HEAD.lock").touch()


def _half_pack(newsroom: Newsroom) -> None:
    pack = newsroom.root / ".git" / "objects" / "pack" / "tmp_pack_0123ab"
    pack.parent.mkdir(parents=True, exist_ok=True)
    pack.touch()
    os.utime(pack, (0, 0))


def _no_attributes(newsroom: Newsroom) -> None:
    (newsroom.root / ".gitattributes").write_text("*.yaml text eol=lf\n")


def _text(newsroom: Newsroom) -> None:
    state = newsroom.ledger.state_folder
    assert state is not None
    (state / "kept").mkdir(parents=True)
    (state / "kept" / "because.md").write_text("It was late.\n")


def _unnamed_capture(newsroom: Newsroom) -> None:
    newsroom.ledger.keep_capture(CAPTURE)


NOTES: list[tuple[Callable[[Newsroom], None], str, str]] = [
    (_detached, "head-detached", "git switch --create"),
    (_sparse, "sparse", "factcheck focus --off"),
    (_sparse_by_patterns, "sparse", "git sparse-checkout disable"),
    (_no_settings, "git-setting", "--mend"),
    (_partial, "partial", "git fetch"),
    (_signing, "signing", ""),
    (_hook, "hooks", ""),
    (_unpushed, "unpushed", "git push origin HEAD"),
    (_draft, "draft-kept", "factcheck draft q8w2m4xdkz7p"),
    (_text, "text-kept", "then rm"),
    (_scratch, "scratch-ref", "git update-ref -d refs/factcheck/tmp/0123"),
    (_dead_file, "temporary", "--mend"),
    (_fresh_lock, "git-busy", ""),
    (_half_pack, "abandoned-pack", "--mend"),
    (_no_attributes, "git-file-lacks", "--mend"),
    (_unnamed_capture, "captures-unnamed", ""),
]


@pytest.mark.parametrize(("change", "code", "mend"), NOTES)
def test_what_is_good_to_know_is_a_note(
    busy_newsroom: Newsroom, change: Callable[[Newsroom], None], code: str, mend: str
) -> None:
    """And no problem: the ledger works."""
    change(busy_newsroom)
    seen = found(busy_newsroom.root)

    assert seen[code].gravity == "note"
    assert mend in seen[code].mend
    assert all(one.gravity != "problem" for one in seen.values())


def test_clones_of_every_kind_say_what_they_are(busy_newsroom: Newsroom) -> None:
    """A shallow one, a linked worktree, a submodule."""
    root = busy_newsroom.root
    git(root.parent, "clone", "-q", "--depth=1", root.as_uri(), "shallow")
    git(root, "worktree", "add", "-q", "-b", "side", "../linked")
    git(root.parent, "init", "-q", "outer")
    outer = root.parent / "outer"
    file_allowed = ("-c", "protocol.file.allow=always")
    git(outer, *file_allowed, "submodule", "--quiet", "add", root.as_uri(), "inner")

    assert found(root.parent / "shallow")["shallow"].gravity == "note"
    assert found(root.parent / "linked")["worktree"].gravity == "fine"
    assert found(outer / "inner")["submodule"].gravity == "note"


def test_pushed_commits_are_on_a_remote(busy_newsroom: Newsroom) -> None:
    """Which is named."""
    _unpushed(busy_newsroom)
    busy_newsroom.git("push", "-q", "origin", "HEAD")

    assert "origin" in found(busy_newsroom.root)["remotes"].message


def test_captures_are_counted(busy_newsroom: Newsroom) -> None:
    """Those that records name: kept, and missing."""
    capture = {
        "size": len(CAPTURE),
        "media_type": "text/html",
        "retrieved": "2026-11-23T10:00:00Z",
        "tool": "a test",
    }
    entries = [{**capture, "sha256": HASH}, {**capture, "sha256": "ab" * 32}]
    busy_newsroom.amend("cold", captures=entries)
    busy_newsroom.ledger.keep_capture(CAPTURE)
    seen = found(busy_newsroom.root)

    assert seen["captures"].message.startswith("1 of 2 captures are kept (19 bytes)")
    assert "1 captures are not kept" in seen["captures-missing"].message


def test_a_writer_at_work_is_named(busy_newsroom: Newsroom) -> None:
    """The lock is held: by whom, and that waiting mends it."""
    with held(own_folder_of(busy_newsroom) / "lock"):
        seen = found(busy_newsroom.root)

    assert f"process {os.getpid()}" in seen["locked"].message


def test_only_dead_temporary_files_of_ours_are_found(tmp_path: Path) -> None:
    """Not one that is being written, nor anybody else's."""
    for name in (".one.yaml.0123abcd.tmp", ".two.tmp", "notes.tmp"):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (AN_HOUR_AGO, AN_HOUR_AGO))
    (tmp_path / ".new.yaml.0123abcd.tmp").touch()

    assert dead_files(tmp_path) == [".one.yaml.0123abcd.tmp"]
    assert written_for("a/.one.yaml.0123abcd.tmp") == "a/one.yaml"


# ---------------------------------------------------------------- what cannot be seen


def test_without_git_the_rest_is_examined(
    busy_newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its absence is said, and what could not be seen for it."""
    monkeypatch.setenv("PATH", str(tmp_path))
    seen = found(busy_newsroom.root)

    assert seen["git-missing"].gravity == "problem"
    assert "the remotes" in seen["unseen"].message
    assert seen["settings"].gravity == "fine"


def test_a_look_that_fails_is_a_finding() -> None:
    """What it was, and why; the others go on."""

    def fails() -> Iterable[Diagnosis]:
        yield note("seen", "seen before")
        raise RuntimeError

    looks = [Look("it", fails), Look("the rest", lambda: [note("rest", "well")])]

    assert [one.code for one in diagnoses(looks)] == ["seen", "rest", "unseen"]


def test_a_repository_is_where_the_ledger_says(busy_newsroom: Newsroom) -> None:
    """A broken one inside another is not taken for the other."""
    root = busy_newsroom.root
    git(root.parent, "init", "-q")
    _missing_head(busy_newsroom)

    assert Repository.around(root) is not None
    assert found(root)["repository-broken"].gravity == "problem"
