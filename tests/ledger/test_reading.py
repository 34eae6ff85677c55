"""What lies in a ledger and is no plain record: reported, never followed, no hang."""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from factcheck.ledger import files
from factcheck.ledger.cache import reading
from factcheck.ledger.ledger import Ledger
from factcheck.model.errors import (
    BadRecordError,
    MachineError,
    NotALedgerError,
    RefusedError,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Newsroom

NAME = "reuters-q8w2m4xdkz7p"
STRAY = f"evidence/2026/11/{NAME}.yaml"


def committed(newsroom: Newsroom) -> dict[str, str]:
    """Commit everything there is, and give the problems by path."""
    newsroom.git("add", "-A", "-f")
    newsroom.git("commit", "-qm", "by hand", "--allow-empty")
    return {one.path: one.message for one in newsroom.ledger.problems()}


def names(newsroom: Newsroom) -> set[str]:
    """Give the slugs of what is readable."""
    return {one.slug for one in newsroom.ledger.of_kind("check", "evidence")}


READABLE = {"moonlight-is-cold", "sunlight-is-warm", "cold-it-is", "warm-it-is"}


def test_a_link_to_a_record_is_a_problem(busy_newsroom: Newsroom) -> None:
    """A link could lead out of the ledger: it is not followed, even to a record."""
    (busy_newsroom.root / STRAY).symlink_to(busy_newsroom.path("cold"))
    problems = committed(busy_newsroom)

    assert problems == {STRAY: "is a link or a submodule: records are plain files"}
    assert names(busy_newsroom) == READABLE


def test_a_link_to_a_folder_is_a_problem(
    busy_newsroom: Newsroom, tmp_path: Path
) -> None:
    """What lies behind it is not read."""
    shutil.copytree(busy_newsroom.path("moonlight").parent, tmp_path / "outside")
    (busy_newsroom.root / "checks" / "2027").symlink_to(tmp_path / "outside")

    assert committed(busy_newsroom).keys() == {"checks/2027"}
    assert names(busy_newsroom) == READABLE


def test_a_submodule_is_a_problem(busy_newsroom: Newsroom) -> None:
    """Another repository among the records is none of them."""
    entry = f"160000,{'ab' * 20},checks/2026/11/sub"
    busy_newsroom.git("update-index", "--add", "--cacheinfo", entry)
    busy_newsroom.git("commit", "-qm", "submodule")
    problems = {one.path for one in busy_newsroom.ledger.problems()}

    assert problems == {"checks/2026/11/sub"}
    assert names(busy_newsroom) == READABLE


def test_strays_are_reported_beside_the_records(busy_newsroom: Newsroom) -> None:
    """A file that is misnamed, misplaced or of an editor is named, not skipped."""
    folder = busy_newsroom.path("moonlight")
    strays = ["notes.md", "check.yaml~", "link-x.yaml", "verdict.yaml"]
    for stray in strays:
        (folder / stray).write_text("claim: x\n")
    inside = folder.relative_to(busy_newsroom.root).as_posix()
    problems = committed(busy_newsroom)

    assert problems.keys() == {f"{inside}/{stray}" for stray in strays}
    assert all("is no place for a record" in one for one in problems.values())


def test_an_executable_record_is_a_record(busy_newsroom: Newsroom) -> None:
    """The mode of a file says nothing about its text."""
    busy_newsroom.path("cold").chmod(0o755)

    assert committed(busy_newsroom) == {}
    assert names(busy_newsroom) == READABLE


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes")
def test_a_pipe_is_refused_without_waiting(busy_newsroom: Newsroom) -> None:
    """Opening one for reading would wait for ever for somebody who writes."""
    os.mkfifo(busy_newsroom.root / STRAY)

    assert busy_newsroom.ledger.edits() == [STRAY]
    assert busy_newsroom.ledger.problems() == ()


def test_a_folder_outside_git_is_read_as_it_lies(
    busy_newsroom: Newsroom, tmp_path: Path
) -> None:
    """A download without history: the same records, the same state."""
    root = tmp_path / "download"
    ignored = shutil.ignore_patterns(".git")
    shutil.copytree(busy_newsroom.root, root, ignore=ignored)
    downloaded, ledger = Ledger(root), busy_newsroom.ledger
    check = downloaded.check("moonlight")

    assert list(downloaded.standings()) == list(ledger.standings())
    assert downloaded.standing(check).stage == "approved"
    assert downloaded.settings.publisher.name == "Example Desk"
    with pytest.raises(MachineError, match="is in no git repository"):
        downloaded.identity()
    downloaded.close()


def test_bad_settings_are_named_and_the_records_stay(busy_newsroom: Newsroom) -> None:
    """Only what needs the settings fails."""
    (busy_newsroom.root / "factcheck.yaml").write_text("format: 1\n")
    busy_newsroom.git("commit", "-qam", "break")
    with pytest.raises(
        BadRecordError, match=r"factcheck\.yaml:1: publisher is missing"
    ):
        _ = busy_newsroom.ledger.settings

    assert names(busy_newsroom) == READABLE


def test_a_ledger_of_a_newer_format_is_refused_untouched(
    busy_newsroom: Newsroom,
) -> None:
    """No answer is given by rules that this program does not know."""
    path = busy_newsroom.root / "factcheck.yaml"
    path.write_text(path.read_text().replace("format: 1", "format: 99"))
    busy_newsroom.git("commit", "-qam", "newer")
    for _ in range(2):  # nor from what the first attempt left in the cache
        with pytest.raises(NotALedgerError, match="format 99"):
            busy_newsroom.ledger.problems()

    assert busy_newsroom.git("status", "--porcelain") == ""


# ------------------------------------------------------------------ single files


@pytest.mark.parametrize(
    "path", ["../x", "a/../x", "a/./x", "/x", "a//x", "", ".", "..", "a/"]
)
def test_no_path_leads_out(path: str, tmp_path: Path) -> None:
    """Neither for reading, nor for writing, nor for deleting."""
    root = tmp_path / "ledger"
    (root / "a").mkdir(parents=True)
    for act in (files.read, files.remove):
        with pytest.raises(RefusedError, match="leads out of the ledger"):
            act(root, path)
    with pytest.raises(RefusedError, match="leads out of the ledger"):
        files.write(root, path, b"x")

    assert sorted(tmp_path.rglob("*")) == [root, root / "a"]


def test_no_link_is_followed(tmp_path: Path) -> None:
    """Neither a linked file nor a linked folder, whatever one wants with it."""
    outside, root = tmp_path / "outside", tmp_path / "ledger"
    outside.mkdir()
    root.mkdir()
    (outside / "x").write_bytes(b"outside")
    (root / "file").symlink_to(outside / "x")
    (root / "folder").symlink_to(outside)
    for path in ("file", "folder/x", "folder/new/x"):
        for act in (files.read, files.remove):
            with pytest.raises(RefusedError, match="link"):
                act(root, path)
        with pytest.raises(RefusedError, match="link"):
            files.write(root, path, b"inside")

    assert [one.name for one in outside.iterdir()] == ["x"]
    assert (outside / "x").read_bytes() == b"outside"


def test_a_file_is_written_read_and_removed_with_its_folders(tmp_path: Path) -> None:
    """Empty folders go with the last file in them, the ledger itself stays."""
    (tmp_path / "a").mkdir()
    files.write(tmp_path, "a/b/c/x", b"one")
    files.write(tmp_path, "a/b/c/x", b"other")
    files.write(tmp_path, "a/y", b"y")

    assert files.read(tmp_path, "a/b/c/x") == b"other"
    assert files.read(tmp_path, "a/b/c/none") is None
    assert files.read(tmp_path, "a/y/below") is None
    files.remove(tmp_path, "a/b/c/x")
    assert [one.name for one in (tmp_path / "a").iterdir()] == ["y"]
    files.remove(tmp_path, "a/y")
    files.remove(tmp_path, "a/y")
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    """A file where a folder should be: an error of the machine, no temporary file."""
    (tmp_path / "x").write_bytes(b"x")
    with pytest.raises(MachineError, match=r"cannot write .*x/y \(3 bytes\)"):
        files.write(tmp_path, "x/y", b"abc")

    assert [one.name for one in tmp_path.rglob("*")] == ["x"]


def test_captures_are_kept_once_and_by_their_hash(newsroom: Newsroom) -> None:
    """The bytes come back, and a copy that was changed is mended."""
    ledger = newsroom.ledger
    sha256 = hashlib.sha256(b"bytes").hexdigest()
    is_new = ledger.keep_capture(b"bytes")
    is_new_again = ledger.keep_capture(b"bytes")
    path = newsroom.root / "captures" / "sha256" / sha256[:2] / sha256
    path.write_bytes(b"changed")

    assert (is_new, is_new_again) == (True, False)
    assert ledger.keep_capture(b"bytes")
    assert ledger.capture(sha256) == b"bytes"
    assert ledger.capture("0" * 64) is None
    assert newsroom.git("status", "--porcelain") == ""


# ------------------------------------------------------------------ known bugs


@pytest.mark.parametrize("what", ["link", "pipe"])
def test_a_folder_with_a_link_in_it_is_read_but_for_that(
    what: str, busy_newsroom: Newsroom
) -> None:
    """As in git: a problem beside the records."""
    if what == "link":
        (busy_newsroom.root / STRAY).symlink_to("/dev/null")
    else:
        os.mkfifo(busy_newsroom.root / STRAY)
    with closing(reading.read_folder(busy_newsroom.root)) as cache:
        problems = cache.problems()

    assert [one.path for one in problems] == [STRAY]


def test_a_folder_with_a_linked_folder_in_it_says_so(
    busy_newsroom: Newsroom, tmp_path: Path
) -> None:
    """What is not read is reported."""
    (busy_newsroom.root / "checks" / "2027").symlink_to(tmp_path)
    with closing(reading.read_folder(busy_newsroom.root)) as cache:
        problems = cache.problems()

    assert [one.path for one in problems] == ["checks/2027"]


def test_a_folder_in_a_check_does_not_crash(busy_newsroom: Newsroom) -> None:
    """Somebody keeps notes there."""
    (busy_newsroom.path("moonlight") / "notes").mkdir()
    ledger = busy_newsroom.ledger
    check = ledger.check("moonlight")

    assert ledger.working(check).name == check.name


def test_a_file_name_that_is_not_utf_8_is_a_stray(busy_newsroom: Newsroom) -> None:
    """One such name must not make the whole ledger unreadable."""
    folder = os.fsencode(busy_newsroom.root / "checks")
    with open(folder + b"/caf\xe9.yaml", "wb") as file:  # noqa: PTH123 - a path of bytes
        file.write(b"x: y\n")

    assert len(committed(busy_newsroom)) == 1


def test_an_earlier_commit_with_a_submodule_is_read(busy_newsroom: Newsroom) -> None:
    """It is compared like every other."""
    entry = f"160000,{'ab' * 20},checks/2026/11/sub"
    busy_newsroom.git("update-index", "--add", "--cacheinfo", entry)
    busy_newsroom.git("commit", "-qm", "submodule")

    assert "factcheck.yaml" in busy_newsroom.ledger.base("HEAD")
