"""The ledger as an earlier commit held it: to be read, not to be written."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from factcheck.ledger.history.past import PastLedger
from factcheck.ledger.writing.change import Message
from factcheck.model.errors import MachineError, NotFoundError, RefusedError
from tests.conftest import ANNA, Newsroom, git

if TYPE_CHECKING:
    from pathlib import Path

    from factcheck.ledger.ledger import Ledger


def says(ledger: Ledger) -> str:
    """Give what the entry ``cold`` says there."""
    found = str(ledger.evidence("cold").record.says)
    ledger.close()
    return found


@pytest.fixture
def told(busy_newsroom: Newsroom) -> Newsroom:
    """Give a newsroom whose entry ``cold`` said other things before."""
    for says in ("Colder it is.", "Coldest it is."):
        busy_newsroom.amend("cold", says=says)
    return busy_newsroom


def test_an_earlier_commit_is_a_ledger(told: Newsroom) -> None:
    """Its records, state and problems are those of a checkout of that commit."""
    past = PastLedger.of(told.ledger, "HEAD~3")
    told.git("worktree", "add", "-q", "--detach", str(told.root / "../old"), "HEAD~3")
    other = Newsroom(told.root / "../old")

    assert list(past.standings()) == list(other.ledger.standings())
    assert list(past.of_kind("check", "evidence", "link", "review")) == list(
        other.ledger.of_kind("check", "evidence", "link", "review")
    )
    assert past.settings == other.ledger.settings
    assert past.head == told.git("rev-parse", "HEAD~3").strip()
    assert past.in_git
    past.close()
    other.close()


@pytest.mark.parametrize(
    ("revision", "expected"),
    [
        ("HEAD", "Coldest it is."),
        ("HEAD~1", "Colder it is."),
        ("main^^", "Cold it is"),
        ("2026-11-22", "Cold it is"),
        ("2026-11", "Coldest it is."),
        ("2026-11-23", "Coldest it is."),
        ("2026-11-23T10:00:00Z", "Colder it is."),
        ("2026-11-23T10:00:59", "Colder it is."),
        ("2026-11-23T12:00:00+02:00", "Colder it is."),
        ("2026-11-23T09:59:59Z", "Cold it is"),
        ("2099-01-01", "Coldest it is."),
    ],
    ids=str,
)
def test_by_revision_and_by_time(revision: str, expected: str, told: Newsroom) -> None:
    """A time means the last commit until then, a day or month to its end, in UTC."""
    assert says(PastLedger.of(told.ledger, revision)) == expected


def test_a_time_of_a_past_ledger_is_looked_for_from_there(told: Newsroom) -> None:
    """Its history ends with it."""
    assert (
        says(PastLedger.of(PastLedger.of(told.ledger, "HEAD~1"), "2099-01-01"))
        == "Colder it is."
    )


def test_a_time_follows_the_line_that_was_the_ledger(
    told: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a branch held at that time was not in the ledger before it was merged."""
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-11-25T10:00:00Z")
    told.git("checkout", "-q", "-b", "anna", "HEAD~1")
    told.amend("cold", says="Icy it is.")
    told.git("checkout", "-q", "main")
    told.git("merge", "-q", "--no-edit", "-Xtheirs", "anna")

    assert says(told.ledger) == "Icy it is."
    assert says(PastLedger.of(told.ledger, "2026-11-23")) == "Coldest it is."


def test_the_present_is_left_as_it_is(told: Newsroom) -> None:
    """Its cache still speaks of the present, and so does the ledger."""
    ledger = told.ledger
    past = PastLedger.of(ledger, "HEAD~2")

    assert ledger.evidence("cold").record.says == "Coldest it is."
    assert past.evidence("cold").record.says == "Cold it is"
    assert says(told.ledger) == "Coldest it is."
    past.close()


def test_an_edited_file_is_not_seen_in_the_past(told: Newsroom) -> None:
    """A commit has no uncommitted changes; its check is the check as it was."""
    told.path("cold").write_text("nonsense\n")
    past = PastLedger.of(told.ledger, "HEAD~2")
    check = past.check("moonlight")
    path = next(iter(check.evidence.values())).path

    assert past.edits() == past.edits_of(check) == []
    assert past.working(check) is check
    assert not past.is_edited(path)
    assert past.is_committed(path)
    assert b"says: Cold it is\n" in (past.read_working(path) or b"")
    past.close()


def test_the_past_cannot_be_written(told: Newsroom) -> None:
    """Neither records nor captures."""
    past = PastLedger.of(told.ledger, "HEAD~1")
    with pytest.raises(RefusedError, match="nothing can be written"):
        past.commit([], Message("x", ()), author=ANNA, now="2026-11-23T10:00:00Z")
    with pytest.raises(RefusedError, match="nothing can be written"):
        past.keep_capture(b"x")
    with pytest.raises(RefusedError, match="nothing can be written"):
        past.drop_capture(b"x")
    past.discard_cache()

    assert past.evidence("cold").record.says == "Colder it is."
    assert list(told.root.joinpath(".git/factcheck").rglob("cache.sqlite"))
    past.close()


def test_history_ends_with_the_past(told: Newsroom) -> None:
    """Versions and operations are those until then."""
    past = PastLedger.of(told.ledger, "HEAD~1")
    versions = list(past.versions(past.evidence("cold")))
    latest = next(past.operations())

    assert [b"Colder" in (one.content or b"") for one in versions] == [True, False]
    assert latest.commit == past.head
    past.close()


@pytest.mark.parametrize(
    "revision",
    ["nothing", "", "--help", "HEAD^{tree}", "\n", "x\0y", "HEAD~99", "\udcff", "2026"],
    ids=ascii,
)
def test_what_names_no_commit(revision: str, told: Newsroom) -> None:
    """One line that says so."""
    with pytest.raises(NotFoundError, match=r"^'.*' names no commit of") as caught:
        PastLedger.of(told.ledger, revision)

    assert "\n" not in str(caught.value)
    assert "shallow" not in str(caught.value)


def test_a_time_before_everything(told: Newsroom) -> None:
    """There was no commit then."""
    with pytest.raises(NotFoundError, match=r"no commit was made by 2001-01-01$"):
        PastLedger.of(told.ledger, "2001-01-01")


def test_a_commit_from_before_the_ledger(founded: Path, tmp_path: Path) -> None:
    """A project may be older than its ledger."""
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "code")
    ignored = shutil.ignore_patterns(".git")
    shutil.copytree(founded, tmp_path / "ledger", ignore=ignored)
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "ledger")
    newsroom = Newsroom(tmp_path / "ledger")
    with pytest.raises(
        NotFoundError, match=r"from before the ledger: it has no ledger/factcheck\.yaml"
    ):
        PastLedger.of(newsroom.ledger, "HEAD~1")

    assert (
        PastLedger.of(newsroom.ledger, "HEAD").settings.publisher.name == "Example Desk"
    )
    newsroom.close()


def test_beyond_the_cut_of_a_shallow_clone(told: Newsroom, tmp_path: Path) -> None:
    """The error says how to get the rest."""
    url = told.root.as_uri()
    git(tmp_path, "clone", "-q", "--depth", "2", url, str(tmp_path / "shallow"))
    shallow = Newsroom(tmp_path / "shallow")
    first = told.git("rev-list", "--max-parents=0", "HEAD").strip()
    for revision in ("HEAD~2", first, "2026-11-22"):
        with pytest.raises(NotFoundError, match="shallow, 'git fetch --unshallow'"):
            PastLedger.of(shallow.ledger, revision)

    assert says(PastLedger.of(shallow.ledger, "HEAD~1")) == "Colder it is."
    shallow.close()


def test_a_folder_without_commits_has_no_past(newsroom: Newsroom) -> None:
    """Neither a download, nor a repository in which nothing is committed."""
    shutil.rmtree(newsroom.root / ".git")
    with pytest.raises(MachineError, match="is in no git repository"):
        PastLedger.of(newsroom.ledger, "HEAD")
    newsroom.git("init", "-q")
    with pytest.raises(NotFoundError, match="nothing is committed yet"):
        PastLedger.of(newsroom.ledger, "HEAD")


def test_the_past_is_read_without_a_cache(
    told: Newsroom, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where there is none, the whole tree of the commit is read."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    told.close()
    shutil.rmtree(told.root / ".git" / "factcheck")

    assert says(PastLedger.of(told.ledger, "HEAD~1")) == "Colder it is."
