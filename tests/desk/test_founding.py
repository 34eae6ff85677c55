"""Making a ledger: of an empty folder, inside a repository, of a copy."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from factcheck.desk.desk import Desk
from factcheck.desk.founding import found, preview
from factcheck.model.errors import MachineError, RefusedError
from factcheck.review.verify import verify
from tests.conftest import ANNA, BEGIN, git

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Newsroom

STARTERS = [".gitattributes", ".gitignore", "README.md", "factcheck.yaml"]


def _found(folder: Path) -> None:
    ledger, operation = found(folder, publisher="The Daily Check")
    Desk(ledger, BEGIN, ANNA).commit(operation)
    ledger.close()


def _files(folder: Path) -> list[str]:
    return git(folder, "ls-tree", "-r", "--name-only", "HEAD").splitlines()


def test_a_new_folder_becomes_a_repository_of_its_own(tmp_path: Path) -> None:
    """Settings, README and git's files are the first commit on main."""
    _found(tmp_path / "new" / "ledger")
    folder = tmp_path / "new" / "ledger"

    assert _files(folder) == STARTERS
    assert git(folder, "log", "--format=%s%n%(trailers)").splitlines()[:2] == [
        "Begin the ledger of The Daily Check",
        "Factcheck-Op: init",
    ]
    assert git(folder, "symbolic-ref", "--short", "HEAD") == "main\n"
    assert git(folder, "status", "--porcelain") == ""


def test_a_folder_inside_a_repository_becomes_a_part_of_it(tmp_path: Path) -> None:
    """No repository within the repository; what lies around is not touched."""
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "code.py").write_text("x = 1\n")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "Begin")
    (tmp_path / "code.py").write_text("x = 2\n")
    _found(tmp_path / "ledger")

    assert not (tmp_path / "ledger" / ".git").exists()
    assert _files(tmp_path) == sorted(
        ["code.py", *(f"ledger/{name}" for name in STARTERS)]
    )
    assert git(tmp_path, "status", "--porcelain") == " M code.py\n"


def test_an_empty_repository_is_a_fine_place(tmp_path: Path) -> None:
    """A clone of an empty repository holds only ``.git``."""
    git(tmp_path, "init", "-q", "-b", "main")
    _found(tmp_path)

    assert _files(tmp_path) == STARTERS


def test_a_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    """Nothing of the person's goes into a ledger by mistake."""
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(RefusedError, match="holds other files"):
        found(tmp_path, publisher="X")

    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]


def test_a_ledger_is_not_founded_twice(newsroom: Newsroom) -> None:
    """The second time says that it is one already."""
    with pytest.raises(RefusedError, match="is a ledger already"):
        found(newsroom.root, publisher="X")


@pytest.mark.parametrize("inside_a_repository", [True, False])
def test_a_copy_keeps_its_records(
    busy_newsroom: Newsroom, tmp_path: Path, *, inside_a_repository: bool
) -> None:
    """A download without history becomes a ledger, its settings and records kept."""
    copy = tmp_path / "around" / "copy"
    shutil.copytree(busy_newsroom.root, copy, ignore=shutil.ignore_patterns(".git"))
    if inside_a_repository:
        git(tmp_path / "around", "init", "-q", "-b", "main")
        git(tmp_path / "around", "commit", "-q", "--allow-empty", "-m", "Begin")
    _found(copy)
    settings = (copy / "factcheck.yaml").read_text()

    assert "Example Desk" in settings
    assert git(copy, "status", "--porcelain") == ""
    assert len(_files(copy)) == len(_files(busy_newsroom.root))


def test_a_folder_that_cannot_be_made_is_the_machines_fault(tmp_path: Path) -> None:
    """A file where the folder should be is named."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(MachineError, match="cannot make"):
        found(tmp_path / "file" / "ledger", publisher="X")


def test_a_preview_shows_the_files_and_writes_none(tmp_path: Path) -> None:
    """What ``found`` would write is shown by name and content."""
    text = preview(tmp_path / "new", publisher="The Daily Check")

    assert all(str(tmp_path / "new" / name) in text for name in STARTERS)
    assert "name: The Daily Check" in text
    assert not (tmp_path / "new").exists()


def test_a_new_ledger_holds_nothing_to_verify(newsroom: Newsroom) -> None:
    """An empty ledger is no pass: nothing was looked at."""
    codes = [finding.code for finding in verify(newsroom.ledger).findings]

    assert codes == ["nothing-checked"]
