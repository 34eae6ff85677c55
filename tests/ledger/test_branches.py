"""What other branches hold: read as if merged, and never our error."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from factcheck.model.errors import NotFoundError
from tests.conftest import BO, Newsroom, git

if TYPE_CHECKING:
    from pathlib import Path

    from factcheck.ledger.history.branches import Branch

NOW = "2026-11-24T10:00:00Z"


@pytest.fixture
def room(busy_newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    """Give a newsroom in which what is done by hand has a time, too."""
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-11-23T11:00:00Z")
    return busy_newsroom


def branches(newsroom: Newsroom, *names: str, now: str = NOW) -> dict[str, Branch]:
    """Give the branches by name, in their order."""
    return {one.name: one for one in newsroom.ledger.branches(names, now=now)}


def on(newsroom: Newsroom, branch: str, start: str = "main") -> None:
    """Begin a branch and stand on it; its ids are its own."""
    newsroom.git("checkout", "-q", "-b", branch, start)
    newsroom.seed = branch


def test_a_check_that_is_only_there(room: Newsroom) -> None:
    """It is found by name, with its state; HEAD's other checks are not repeated."""
    on(room, "anna/turkey")
    name = room.open("Trams run all night", work={"assignee": "Anna"})
    room.add(name, "All night they run")
    room.git("checkout", "-q", "main")
    branch = branches(room)["anna/turkey"]
    ((claim, work, standing),) = branch.standings()

    assert (claim.name, standing.stage) == (name, "open")
    assert work is not None
    assert work.record.assignee == "Anna"
    assert branch.check("trams").name == name
    assert [one.name for one in branch.checks()] == [name]
    assert len(branch.check("trams").evidence) == 1
    assert branch.standing(branch.check("trams")) == standing
    assert (branch.author, branch.when) == ("Anna Example", "2026-11-23T10:01:00Z")
    assert branch.problems == ()
    with pytest.raises(NotFoundError):
        branch.check("moonlight")
    with pytest.raises(NotFoundError):
        room.ledger.check("trams")


def test_a_check_is_seen_as_if_merged(room: Newsroom) -> None:
    """What HEAD has added since is there, and so is what the branch has."""
    on(room, "anna")
    room.add("sunlight", "From anna")
    room.git("checkout", "-q", "main")
    room.seed = "main"
    room.add("sunlight", "From main")
    room.open("Something else")
    branch = branches(room)["anna"]
    check = branch.check("sunlight")
    entries = [one.slug for one in branch.of_kind("evidence", "check")]
    names = [one.name for one in branch.checks()]
    room.git("merge", "-q", "--no-edit", "anna")

    assert check == room.ledger.check("sunlight")
    assert entries == ["from-anna"]
    assert names == [check.name]


def test_an_entry_that_was_amended_touches_the_checks_that_link_it(
    room: Newsroom,
) -> None:
    """An approved check needs a recheck there, and only there."""
    on(room, "anna")
    room.amend("cold", says="It is not cold.")
    room.git("checkout", "-q", "main")
    branch = branches(room)["anna"]
    ((claim, _, there),) = branch.standings()
    kinds = [one.kind for one in branch.of_kind("evidence", "link", "check")]
    ledger = room.ledger
    here = ledger.standing(ledger.check(claim.name))

    assert claim.slug == "moonlight-is-cold"
    assert there != here
    assert there.stage == "approved"
    assert kinds == ["evidence"]


def test_a_link_there_to_an_entry_that_is_here(room: Newsroom) -> None:
    """The check is shown with the entry."""
    on(room, "anna")
    text = room.path("moonlight").glob("link-cold*").__next__()
    target = room.path("sunlight") / text.name
    shutil.copy(text, target)
    room.git("add", "-A")
    room.git("commit", "-qm", "link by hand")
    room.git("checkout", "-q", "main")
    room.close()
    check = branches(room)["anna"].check("sunlight")

    assert [entry.slug for entry in check.evidence.values()] == ["cold-it-is"]


def test_what_is_deleted_there_is_gone_there(room: Newsroom) -> None:
    """A link, and a whole check."""
    on(room, "anna")
    link = next(room.path("moonlight").glob("link-cold*"))
    link.unlink()
    room.git("rm", "-q", "-r", str(room.path("sunlight").relative_to(room.root)))
    room.git("commit", "-qam", "delete")
    room.git("checkout", "-q", "main")
    branch = branches(room)["anna"]

    assert [one.claim.slug for one in branch.checks()] == ["moonlight-is-cold"]
    assert len(branch.check("moonlight").links) == 1
    assert list(branch.of_kind("check", "link", "evidence")) == []


def test_an_approval_that_waits_elsewhere(room: Newsroom) -> None:
    """A queue sees what stage a check has on the branch."""
    on(room, "bo")
    room.freeze("sunlight")
    room.git("checkout", "-q", "main")
    room.git("checkout", "-q", "-b", "bo-approves", "bo")
    room.approve("sunlight", BO)
    room.git("checkout", "-q", "main")
    found = branches(room)

    assert list(found) == ["bo-approves", "bo"]
    assert [standing.stage for _, _, standing in found["bo"].standings()] == [
        "in review"
    ]
    assert [standing.stage for _, _, standing in found["bo-approves"].standings()] == [
        "approved"
    ]


def test_bad_records_there_are_notes(room: Newsroom) -> None:
    """The rest of the branch is read, and this ledger has no problem."""
    on(room, "anna")
    room.add("sunlight", "From anna")
    path = room.path("warm")
    path.write_text("nonsense\n")
    (room.root / "evidence" / "stray.txt").write_text("stray\n")
    (room.root / "factcheck.yaml").write_text("format: 99\n")
    room.git("add", "-A")
    room.git("commit", "-qm", "break")
    room.git("checkout", "-q", "main")
    branch = branches(room)["anna"]

    inside = path.relative_to(room.root).as_posix()
    assert {one.path for one in branch.problems} == {inside, "evidence/stray.txt"}
    assert {one.slug for one in branch.of_kind("evidence")} == {"from-anna"}
    assert {one.claim.slug for one in branch.checks()} == {
        *("moonlight-is-cold", "sunlight-is-warm")
    }
    assert room.ledger.problems() == ()


def test_which_branches_are_read(room: Newsroom) -> None:
    """Recent ones that are not merged, the newest first; others when named."""
    on(room, "merged")
    room.open("In main by now")
    room.git("checkout", "-q", "main")
    room.git("merge", "-q", "merged")
    for name in ("older", "newer"):
        on(room, name)
        room.open(f"Only in {name}")
        room.git("checkout", "-q", "main")
    room.git("branch", "same-as-main")
    late = "2027-01-22T10:01:30Z"

    assert list(branches(room)) == ["newer", "older"]
    assert list(branches(room, now=late)) == ["newer"]
    assert list(branches(room, now="2028-01-01T00:00:00Z")) == []
    assert list(branches(room, "older", "newer", "older", now=late)) == [
        *("older", "newer")
    ]
    assert list(branches(room, "merged")["merged"].checks()) == []


def test_a_name_of_no_branch(room: Newsroom) -> None:
    """The error names some of those that there are."""
    for number in range(7):
        room.git("branch", f"b{number}")
    for name in ("nothing", "--all", "", "main", "refs/heads/b1", "\0"):
        with pytest.raises(NotFoundError, match=r"there are (b\d, ){4}b\d …$"):
            branches(room, name)


def test_at_most_twenty(room: Newsroom) -> None:
    """A host may have hundreds."""
    on(room, "anna")
    room.open("Something else")
    room.git("checkout", "-q", "main")
    for number in range(30):
        room.git("branch", f"b{number}", "anna")

    assert len(branches(room)) == 20


def test_remote_branches(room: Newsroom, tmp_path: Path) -> None:
    """By their remote's name; once where a local one is the same; not origin/HEAD."""
    for name in ("anna", "bo"):
        on(room, name)
        room.open(f"Only by {name}")
    room.git("checkout", "-q", "main")
    root = tmp_path / "clone"
    git(tmp_path, "clone", "-q", str(room.root), str(root))
    git(root, "branch", "-q", "anna", "origin/anna")
    clone = Newsroom(root)
    git(root, "remote", "add", "mirror", str(room.root))
    git(root, "fetch", "-q", "mirror")
    names = list(branches(clone))
    named = branches(clone, "origin/anna")
    clone.close()

    assert names in (["origin/bo", "anna"], ["mirror/bo", "anna"])
    assert list(named) == ["origin/anna"]


def test_an_unrelated_history_is_read_whole(room: Newsroom) -> None:
    """Everything of it differs."""
    room.git("checkout", "-q", "--orphan", "new")
    room.git("commit", "-qm", "all anew")
    room.git("checkout", "-q", "main")
    branch = branches(room)["new"]

    assert {one.slug for one in branch.of_kind("check", "evidence")} == {
        *("moonlight-is-cold", "sunlight-is-warm", "cold-it-is", "warm-it-is")
    }
    assert list(branch.standings()) == list(room.ledger.standings())


def test_a_search_on_a_branch(room: Newsroom) -> None:
    """Only what it has added or changed is found."""
    on(room, "anna")
    room.add("sunlight", "Moonlight too")
    room.git("checkout", "-q", "main")
    branch = branches(room)["anna"]

    assert {one.filed.kind for one in branch.search(["moonlight"])} == {"evidence"}
    assert list(branch.search(["sunlight"])) == []


def test_nothing_is_started_before_a_branch_is_asked_for(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command that may look at branches costs nothing where it does not."""
    on(room, "anna")
    room.open("Something else")
    room.git("checkout", "-q", "main")
    ledger = room.ledger
    list(ledger.standings())
    with monkeypatch.context() as patch:
        patch.setenv("PATH", "")
        lazily = ledger.branches(now=NOW)

    assert [one.name for one in lazily] == ["anna"]


def test_no_branches(newsroom: Newsroom, tmp_path: Path) -> None:
    """Neither in a lonely ledger, nor in a folder outside git."""
    (tmp_path / "factcheck.yaml").write_text("format: 1\n")

    assert branches(newsroom) == {}
    assert branches(Newsroom(tmp_path)) == {}


def test_a_detached_head_has_all_branches_beside_it(room: Newsroom) -> None:
    """Also main, if it has gone on."""
    room.git("checkout", "-q", "--detach", "HEAD~1")
    branch = branches(room)["main"]

    assert [one.claim.slug for one in branch.checks()] == ["sunlight-is-warm"]


def test_a_branch_of_a_ledger_inside_a_project(room: Newsroom, tmp_path: Path) -> None:
    """Its code is passed over."""
    project = tmp_path / "project"
    ignored = shutil.ignore_patterns(".git")
    shutil.copytree(room.root, project / "ledger", ignore=ignored)
    git(project, "init", "-q", "-b", "main")
    git(project, "add", "-A")
    git(project, "commit", "-qm", "all")
    inner = Newsroom(project / "ledger", moment=room.moment)
    on(inner, "anna")
    (project / "code.py").write_text("print()\n")
    inner.open("Something else")
    git(project, "add", "-A")
    git(project, "commit", "-qm", "code")
    git(project, "checkout", "-q", "main")
    branch = branches(inner)["anna"]

    assert {one.slug for one in branch.of_kind("check")} == {"something-else"}
    assert branch.problems == ()
    inner.close()


def test_a_branch_of_too_many_records_says_so(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not read at each question; the others are, and by name it is."""
    on(room, "anna/turkey")
    room.open("Trams run all night")
    on(room, "bo/import", "main")
    for number in range(3):
        room.open(f"Claim number {number}")
    room.git("checkout", "-q", "main")
    monkeypatch.setattr("factcheck.ledger.history.branches.MOST_FILES", 2)
    named = len(list(branches(room, "bo/import")["bo/import"].standings()))
    found = branches(room)
    large = found["bo/import"]

    assert [one.code for one in large.problems] == ["too many"]
    assert not list(large.standings())
    assert len(list(found["anna/turkey"].standings())) == 1
    assert named == 3
