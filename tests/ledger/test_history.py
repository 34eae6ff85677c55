"""Versions of a record, and earlier commits, from the history that git has."""

from __future__ import annotations

import gc
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from factcheck.model.errors import NotFoundError
from tests.conftest import BO, git, make_newsroom

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Newsroom


def test_versions_of_an_entry(busy_newsroom: Newsroom) -> None:
    """Newest first, each with who, when, why and the bytes."""
    busy_newsroom.amend("cold", says="Very cold it is.")
    busy_newsroom.open("Starlight is old")
    path = busy_newsroom.path("cold")
    path.write_text(path.read_text().replace("Very cold", "Icy"))
    busy_newsroom.git("config", "user.name", "Cy")
    busy_newsroom.git("commit", "-qam", "By hand\n\nBody.")
    ledger = busy_newsroom.ledger
    versions = list(ledger.versions(ledger.evidence("cold")))

    assert [one.subject for one in versions] == [
        "By hand",
        "Amend evidence: Reuters, Very cold it is.",
        "Add evidence: Reuters, Cold it is (supports)",
    ]
    assert [one.author for one in versions] == ["Cy", *["Anna Example"] * 2]
    assert [one.when for one in versions[1:]] == [
        "2026-11-23T10:00:00Z",
        "2026-11-22T10:01:00Z",
    ]
    assert versions[0].content == path.read_bytes()
    assert b"says: Cold it is" in (versions[2].content or b"")


def test_a_deletion_is_a_version_without_content(busy_newsroom: Newsroom) -> None:
    """A draft that became a verdict was there, and is gone."""
    busy_newsroom.draft("sunlight")
    draft = busy_newsroom.ledger.check("sunlight").draft
    assert draft is not None
    busy_newsroom.freeze("sunlight", BO, headline="Another")
    versions = list(busy_newsroom.ledger.versions(draft))

    assert [one.content is None for one in versions] == [True, False, False]
    assert versions[0].author == BO.name


def test_an_earlier_commit_is_read_as_it_was(busy_newsroom: Newsroom) -> None:
    """All record files of it, and none of the others, by any name of the commit."""
    old = busy_newsroom.path("cold").read_bytes()
    inside = busy_newsroom.path("cold").relative_to(busy_newsroom.root).as_posix()
    busy_newsroom.git("tag", "before")
    busy_newsroom.amend("cold", says="Very cold it is.")
    base = busy_newsroom.ledger.base("before")

    assert base[inside] == old
    assert base == busy_newsroom.ledger.base("HEAD~1")
    assert not {"README.md", ".gitignore"} & set(base)


@pytest.mark.parametrize(
    "revision", ["nothing", "", "--help", "-", "HEAD:README.md", "HEAD^{tree}", "\n"]
)
def test_what_names_no_commit(revision: str, busy_newsroom: Newsroom) -> None:
    """Also text that looks like an option of git's."""
    with pytest.raises(NotFoundError, match="names no commit"):
        busy_newsroom.ledger.base(revision)


def test_replaced_commits_are_seen_as_they_were_made(busy_newsroom: Newsroom) -> None:
    """A replace ref, which a clone may bring along, changes nothing that we read."""
    expected = list(busy_newsroom.ledger.standings())
    busy_newsroom.git("replace", "HEAD", "HEAD~3")
    busy_newsroom.close()
    for file in (busy_newsroom.root / ".git" / "factcheck").rglob("cache*"):
        file.unlink()

    assert list(busy_newsroom.ledger.standings()) == expected


@pytest.mark.xfail(
    strict=True, reason="GitPython reads no ids of SHA-256; history has no other way"
)
@pytest.mark.filterwarnings("ignore")  # of the processes that GitPython leaves behind
def test_versions_in_a_repository_with_sha256_ids(tmp_path: Path) -> None:
    """The longer ids of git's newer format are as good."""
    git(tmp_path, "init", "-q", "--object-format=sha256")
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "begin")
    newsroom = make_newsroom(tmp_path / "ledger")
    newsroom.add(newsroom.open(), "Cold it is")
    ledger = newsroom.ledger
    subjects = []
    with suppress(ValueError):
        subjects = [one.subject for one in ledger.versions(ledger.evidence("cold"))]
    newsroom.close()
    gc.collect()  # what is left behind belongs to this test, not to a later one

    assert subjects == ["Add evidence: Reuters, Cold it is (supports)"]
