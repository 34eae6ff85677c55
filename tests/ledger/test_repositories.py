"""Every kind of repository in which a ledger can lie takes our commits."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from tests.conftest import Newsroom, git, make_newsroom

if TYPE_CHECKING:
    from pathlib import Path


def works(newsroom: Newsroom) -> None:
    """Add, amend and read back; git must find all in order."""
    check = newsroom.open("The earth is round")
    entry = newsroom.add(check, "It is round")
    newsroom.amend(entry, says="It is rather round.")
    read = newsroom.ledger.check(check)

    assert read.evidence[entry[-12:]].record.says == "It is rather round."
    assert newsroom.git("status", "--porcelain") == ""
    assert "error" not in newsroom.git("fsck", "--strict", check=False)
    assert newsroom.git("for-each-ref", "refs/factcheck") == ""


def test_an_unborn_branch(tmp_path: Path) -> None:
    """The first commit of a repository may be ours."""
    git(tmp_path, "init", "-q", "-b", "trunk")
    newsroom = make_newsroom(tmp_path / "ledger")

    assert newsroom.git("rev-list", "--count", "trunk").strip() == "1"
    works(newsroom)


def test_a_detached_head(busy_newsroom: Newsroom) -> None:
    """HEAD moves, the branch that it was at does not."""
    main = busy_newsroom.git("rev-parse", "main")
    busy_newsroom.git("checkout", "-q", "--detach")
    works(busy_newsroom)

    assert busy_newsroom.git("rev-parse", "main") == main
    assert busy_newsroom.git("rev-list", "--count", "main..HEAD").strip() == "3"


def test_packed_refs(busy_newsroom: Newsroom) -> None:
    """A branch without a file of its own is read and moved like any other."""
    busy_newsroom.git("pack-refs", "--all")
    works(busy_newsroom)


def test_a_linked_worktree(busy_newsroom: Newsroom, tmp_path: Path) -> None:
    """A second working tree has a branch of its own and the same objects."""
    other = tmp_path / "other"
    busy_newsroom.git("worktree", "add", "-q", "-b", "other", str(other))
    newsroom = Newsroom(other, seed="other", moment=busy_newsroom.moment)
    works(newsroom)
    newsroom.close()

    assert busy_newsroom.git("rev-list", "--count", "main..other").strip() == "3"
    assert busy_newsroom.git("status", "--porcelain") == ""


def test_a_folder_of_a_bigger_repository(founded: Path, tmp_path: Path) -> None:
    """The ledger of a project lies beside its code, which is left alone."""
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "code.py").write_text("print()\n")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "code")
    root = tmp_path / "data" / "the ledger é"
    shutil.copytree(founded, root, ignore=shutil.ignore_patterns(".git"))
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "ledger")
    (tmp_path / "code.py").write_text("edited\n")
    newsroom = Newsroom(root)
    newsroom.open()
    shown = git(
        tmp_path, "-c", "core.quotePath=false", "show", "--format=", "--stat=999"
    )

    assert "data/the ledger é/checks/2026/11/" in shown
    assert git(tmp_path, "status", "--porcelain").split() == ["M", "code.py"]
    newsroom.close()


def test_a_submodule(busy_newsroom: Newsroom, tmp_path: Path) -> None:
    """The ledger's git directory lies in that of another repository."""
    outer = tmp_path / "outer"
    git(tmp_path, "init", "-q", str(outer))
    git(
        outer,
        *("-c", "protocol.file.allow=always"),
        *("submodule", "--quiet", "add", str(busy_newsroom.root), "ledger"),
    )
    newsroom = Newsroom(outer / "ledger", seed="sub")
    works(newsroom)
    newsroom.close()


def test_a_repository_with_sha256_ids(tmp_path: Path) -> None:
    """The longer ids of git's newer format are as good."""
    git(tmp_path, "init", "-q", "--object-format=sha256", "long")
    git(tmp_path / "long", "commit", "-q", "--allow-empty", "-m", "begin")
    newsroom = make_newsroom(tmp_path / "long" / "ledger")

    works(newsroom)
    assert len(newsroom.git("rev-parse", "HEAD").strip()) == 64
    newsroom.close()


def test_the_first_commit_of_a_repository_with_sha256_ids(tmp_path: Path) -> None:
    """An unborn branch there takes a ledger, too."""
    git(tmp_path, "init", "-q", "--object-format=sha256")

    works(make_newsroom(tmp_path / "ledger"))


def test_a_broken_git_directory_is_no_defect_of_ours(busy_newsroom: Newsroom) -> None:
    """Bytes that are no text where git keeps text end in one line, not in a crash."""
    head = busy_newsroom.root / ".git" / "HEAD"
    head.write_bytes(b"ref: refs/heads/m\xe4in\n")

    assert not busy_newsroom.ledger.in_git

    busy_newsroom.close()
