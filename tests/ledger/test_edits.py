"""What differs from the commit: found quickly, and whatever hides it."""

from __future__ import annotations

import os
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from factcheck.ledger import files
from factcheck.ledger.cache.looked_at import LookedAt
from factcheck.ledger.ledger import Ledger

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Newsroom


@pytest.fixture
def settled(busy_newsroom: Newsroom) -> Newsroom:
    """Give a ledger of which every file was last changed a while ago, and looked at."""
    long_ago = time.time() - 3_600
    for file in busy_newsroom.root.rglob("*.yaml"):
        os.utime(file, (long_ago, long_ago))
    return busy_newsroom


@pytest.fixture
def patient(settled: Newsroom, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    """Give it as it is found some time later: what is known of its files counts."""
    now = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: now() + 60_000_000_000)
    assert settled.ledger.edits(trusting=True) == []
    return settled


def relative(newsroom: Newsroom, file: Path) -> str:
    """Give the path of a file in the ledger."""
    return file.relative_to(newsroom.root).as_posix()


def test_what_is_known_is_not_read_again(
    patient: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing has changed, so no file is opened; without trust all are."""
    read: list[str] = []
    really = files.read

    def noting(root: Path, path: str) -> bytes | None:
        read.append(path)
        return really(root, path)

    monkeypatch.setattr(files, "read", noting)
    trusting = patient.ledger.edits(trusting=True)
    opened = list(read)
    patient.ledger.edits()

    assert trusting == []
    assert opened == []
    assert len(read) > 5


def test_an_edit_of_the_same_size_and_time_is_found(patient: Newsroom) -> None:
    """Its time was set back, as a careless or a hostile program does."""
    file = patient.path("warm")
    before = file.stat()
    file.write_text(file.read_text().replace("Warm it is", "Cold it is"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert file.stat().st_size == before.st_size
    assert patient.ledger.edits(trusting=True) == [relative(patient, file)]


def test_a_file_that_changed_just_now_is_read_each_time(settled: Newsroom) -> None:
    """It may change again within the same tick of the clock."""
    file = settled.path("warm")
    file.write_text(file.read_text())

    assert LookedAt(settled.root, None).stamp(relative(settled, file)) is None
    assert settled.ledger.edits(trusting=True) == []
    file.write_text(file.read_text().replace("Warm it is", "Cold it is"))
    assert settled.ledger.edits(trusting=True) == [relative(settled, file)]


def test_what_is_known_of_another_commit_does_not_count(patient: Newsroom) -> None:
    """The file is as it was, but the commit is another one."""
    file = patient.path("warm")
    patient.amend("warm", says="Hot it is.")
    patient.git("reset", "-q", "--soft", "HEAD~1")

    assert patient.ledger.edits(trusting=True) == [relative(patient, file)]


@pytest.mark.parametrize("content", [b"", b"noise" * 2_000])
def test_what_is_known_may_be_damaged(content: bytes, patient: Newsroom) -> None:
    """Then all files are read."""
    file = patient.path("warm")
    file.write_text(file.read_text() + "# edited\n")
    seen = patient.root / ".git" / "factcheck" / "root" / "seen.sqlite"
    seen.write_bytes(content)

    assert patient.ledger.edits(trusting=True) == [relative(patient, file)]


def test_only_the_paths_that_are_named_are_looked_at(busy_newsroom: Newsroom) -> None:
    """A file, a folder, and one that is gone."""
    warm, cold = busy_newsroom.path("warm"), busy_newsroom.path("cold")
    check = busy_newsroom.path("moonlight")
    warm.write_text("edited: yes\n")
    cold.unlink()
    (check / "work.yaml").write_text("edited: yes\n")
    ledger = busy_newsroom.ledger
    paths = [relative(busy_newsroom, one) for one in (warm, cold, check)]

    assert ledger.edits(paths[:1]) == paths[:1]
    assert ledger.edits(paths[1:2]) == paths[1:2]
    assert ledger.edits(paths[2:]) == [f"{paths[2]}/work.yaml"]
    assert ledger.edits(["evidence"]) == sorted(paths[:2])
    assert ledger.edits(["captures", "nowhere"]) == []
    assert len(ledger.edits()) == 3


def test_few_files_are_asked_of_the_commit_alone(busy_newsroom: Newsroom) -> None:
    """Records, what is no record, what cannot be read, and what is not there."""
    stray = busy_newsroom.path("moonlight") / "stray.txt"
    stray.write_text("stray\n")
    broken = busy_newsroom.path("sunlight") / "work.yaml"
    broken.write_text("nothing: such\n")
    busy_newsroom.git("add", "-A")
    busy_newsroom.git("commit", "-qm", "odd")
    warm = busy_newsroom.path("warm")
    files = [warm, stray, broken, busy_newsroom.root / "README.md"]
    expected = {relative(busy_newsroom, one): one.read_bytes() for one in files}
    warm.write_text("edited: yes\n")

    assert busy_newsroom.ledger.committed([*expected, "none.yaml"]) == expected


def test_what_a_sparse_checkout_leaves_out_is_as_committed(
    busy_newsroom: Newsroom,
) -> None:
    """It is no deletion; a check whose evidence is left out can be worked on."""
    warm = busy_newsroom.path("warm")
    path, content = relative(busy_newsroom, warm), warm.read_bytes()
    busy_newsroom.git("update-index", "--refresh")  # the copy has other inodes
    busy_newsroom.git("sparse-checkout", "set", "articles")
    with closing(Ledger(busy_newsroom.root)) as ledger:
        check = ledger.check("sunlight")

        assert not warm.exists()
        assert ledger.edits() == []
        assert ledger.edits_of(check) == []
        assert not ledger.is_edited(path)
        assert ledger.read_working(path) == content
        assert ledger.working(check) == check
