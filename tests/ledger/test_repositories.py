"""Every kind of repository in which a ledger can lie takes our commits."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from factcheck.ledger.git.objects import blob_id
from factcheck.ledger.lock import held
from factcheck.ledger.writing import journal
from factcheck.ledger.writing.change import PLAIN, Change, Message
from factcheck.ledger.writing.journal import SCRATCH, Journal, Step
from factcheck.ledger.writing.write import Writer
from factcheck.model.errors import MachineError, RefusedError
from tests.conftest import ANNA, BEGIN, Newsroom, git, make_newsroom

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


def test_a_shallow_clone(busy_newsroom: Newsroom, tmp_path: Path) -> None:
    """History that is not here is not needed to go on."""
    url = busy_newsroom.root.as_uri()
    git(tmp_path, "clone", "-q", "--depth", "1", url, "shallow")
    newsroom = Newsroom(tmp_path / "shallow", seed="shallow")
    works(newsroom)
    newsroom.close()

    assert newsroom.git("rev-list", "--count", "HEAD").strip() == "4"


def test_a_partial_clone(busy_newsroom: Newsroom, tmp_path: Path) -> None:
    """Files of which the content was never fetched stay unfetched."""
    busy_newsroom.git("config", "uploadpack.allowFilter", "true")
    url = busy_newsroom.root.as_uri()
    git(tmp_path, "clone", "-q", "--filter=blob:none", url, "partial")
    newsroom = Newsroom(tmp_path / "partial", seed="partial")
    works(newsroom)
    newsroom.close()


def sparse(newsroom: Newsroom) -> None:
    """Leave the evidence out of the working tree."""
    newsroom.git("status")  # of files that were copied git must see that they are whole
    newsroom.git("sparse-checkout", "set", "--cone", "--sparse-index", "checks/2026")


def test_a_sparse_checkout(busy_newsroom: Newsroom) -> None:
    """What is added outside of it is there all the same; git finds all in order."""
    sparse(busy_newsroom)
    folder = busy_newsroom.root / "evidence"
    before = list(folder.rglob("*.yaml"))
    works(busy_newsroom)

    assert before == []
    assert len(list(folder.rglob("*.yaml"))) == 1
    busy_newsroom.amend("cold", note="from outside")
    assert busy_newsroom.git("status", "--porcelain") == ""
    assert busy_newsroom.path("cold").read_text().count("from outside") == 1


@pytest.mark.parametrize("deleted", [False, True])
def test_a_change_of_a_file_outside_a_sparse_checkout(
    busy_newsroom: Newsroom, *, deleted: bool
) -> None:
    """It is made from what is committed; one made from anything else is refused."""
    path = busy_newsroom.path("cold").relative_to(busy_newsroom.root).as_posix()
    seen = busy_newsroom.path("cold").read_bytes()
    sparse(busy_newsroom)
    writer = Writer(busy_newsroom.ledger.require_repository(), "")
    said = Message("Say", ())
    content = None if deleted else seen + b"interest: none known\n"
    with pytest.raises(RefusedError):
        writer.commit([Change(path, content, b"old")], said, author=ANNA, now=BEGIN)
    writer.commit([Change(path, content, seen)], said, author=ANNA, now=BEGIN)

    assert busy_newsroom.git("show", "--format=", "--name-only").strip() == path
    assert busy_newsroom.git("status", "--porcelain") == ""


def test_two_ledgers_in_one_repository(founded: Path, tmp_path: Path) -> None:
    """They share branch, index and lock; each has its own records."""
    git(tmp_path, "init", "-q", "-b", "main")
    rooms = []
    for name in ("one", "two"):
        root = tmp_path / name
        shutil.copytree(founded, root, ignore=shutil.ignore_patterns(".git"))
        rooms.append(Newsroom(root, seed=name))
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "two ledgers")
    for newsroom in rooms:
        works(newsroom)
        assert len(list(newsroom.ledger.checks())) == 1
        newsroom.close()
    with held(tmp_path / ".git" / "factcheck" / "lock", wait_s=0):
        pass  # one lock for both, where it is said to be

    assert git(tmp_path, "rev-list", "--count", "HEAD").strip() == "7"


def test_an_interrupted_command_of_the_other_ledger_is_settled(
    founded: Path, tmp_path: Path
) -> None:
    """The journal speaks of the repository, whichever ledger comes next."""
    git(tmp_path, "init", "-q", "-b", "main")
    for name in ("one", "two"):
        kept = shutil.ignore_patterns(".git")
        shutil.copytree(founded, tmp_path / name, ignore=kept)
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "two ledgers")
    head = git(tmp_path, "rev-parse", "HEAD").strip()
    blob = blob_id(b"half\n", like=head)
    (tmp_path / "one" / "half.md").write_bytes(b"half\n")
    steps = {"one/half.md": Step(blob, None, PLAIN)}
    left = Journal(head, SCRATCH + "a" * 16, steps, 1)
    journal.write(tmp_path / ".git" / "factcheck", left)
    newsroom = Newsroom(tmp_path / "two")
    newsroom.open()
    newsroom.close()

    assert not (tmp_path / "one" / "half.md").exists()
    assert git(tmp_path, "status", "--porcelain") == ""


def test_a_branch_that_is_checked_out_twice(
    busy_newsroom: Newsroom, tmp_path: Path
) -> None:
    """In the other tree all that we commit would seem to be taken back: refused."""
    other = tmp_path / "other"
    busy_newsroom.git("worktree", "add", "-q", "--force", str(other), "main")
    with pytest.raises(RefusedError, match=r"is checked out in .*other as well"):
        busy_newsroom.open("The earth is round")
    second = Newsroom(other, seed="second")
    with pytest.raises(RefusedError, match=r"is checked out in .*ledger as well"):
        second.open("The earth is round")
    second.close()
    shutil.rmtree(other)  # it is gone, if git does not know it yet

    assert busy_newsroom.open("The earth is round")


@pytest.mark.parametrize(
    ("key", "value"), [("core.worktree", "/"), ("core.bare", "true")]
)
def test_a_configuration_that_names_another_tree(
    key: str, value: str, busy_newsroom: Newsroom
) -> None:
    """Git would work elsewhere than we do: one line, exit code 7."""
    head = busy_newsroom.git("rev-parse", "HEAD")
    busy_newsroom.git("config", key, value)
    with pytest.raises(MachineError) as caught:
        busy_newsroom.open("The earth is round")
    busy_newsroom.git("--git-dir=.git", "config", "--unset", key)

    assert int(caught.value.exit_code) == 7
    assert "\n" not in str(caught.value)
    assert busy_newsroom.git("rev-parse", "HEAD") == head
    assert busy_newsroom.git("status", "--porcelain") == ""


def test_variables_of_git_lead_nowhere_else(
    busy_newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GIT_DIR and its like are the shell's of the moment; the folder counts."""
    git(tmp_path, "init", "-q", "elsewhere")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere" / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    name = busy_newsroom.open("The earth is round")
    for variable in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(variable)

    assert busy_newsroom.ledger.check(name)
    assert busy_newsroom.git("status", "--porcelain") == ""


def test_a_git_directory_that_takes_no_files(busy_newsroom: Newsroom) -> None:
    """One line, exit code 7: here a file stands where our folder would be."""
    folder = busy_newsroom.root / ".git" / "factcheck"
    shutil.rmtree(folder)
    folder.touch()
    writer = Writer(busy_newsroom.ledger.require_repository(), "")
    with pytest.raises(MachineError, match=r"cannot write .*lock"):
        writer.settle()

    assert busy_newsroom.git("status", "--porcelain") == ""


def test_a_broken_git_directory_is_no_defect_of_ours(busy_newsroom: Newsroom) -> None:
    """Bytes that are no text where git keeps text end in one line, not in a crash."""
    head = busy_newsroom.root / ".git" / "HEAD"
    head.write_bytes(b"ref: refs/heads/m\xe4in\n")

    assert not busy_newsroom.ledger.in_git

    busy_newsroom.close()
