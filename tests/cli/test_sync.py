"""``sync`` as people type it: what it says, its codes, its questions, its JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from factcheck.cli import run
from tests.cli.conftest import NOW, shell_of
from tests.cli.terminals import ended
from tests.cli.terminals import factcheck as on_a_terminal
from tests.conftest import BO, Newsroom, copy_of, git

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Typed = Callable[..., tuple[int, str, str]]

pytestmark = pytest.mark.filterwarnings("ignore:.*forkpty.*:DeprecationWarning")


@pytest.fixture
def rooms(worked_on: Path, tmp_path: Path) -> Iterator[tuple[Newsroom, Newsroom]]:
    """Give the clones of Anna and Bo, which follow one hub."""
    git(tmp_path, "clone", "-q", "--bare", str(worked_on), "hub.git")
    anna = copy_of(worked_on, tmp_path / "anna")
    anna.git("remote", "add", "origin", str(tmp_path / "hub.git"))
    git(tmp_path, "clone", "-q", "hub.git", "bo")
    bo = Newsroom(tmp_path / "bo", seed="bo", moment=anna.moment)
    bo.git("config", "user.name", BO.name)
    yield anna, bo
    anna.close()
    bo.close()


@pytest.fixture
def factcheck(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Typed:
    """Give a way to run a command in a ledger: its code, stdout, stderr."""
    monkeypatch.setenv("FACTCHECK_NOW", NOW)

    def typed(room: Newsroom, *words: str) -> tuple[int, str, str]:
        code = run(["--ledger", str(room.root), *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return typed


Rooms = tuple[Newsroom, Newsroom]
WOULD = "1 commit to receive, 1 file would change; 1 commit to send (--dry-run)"


def test_what_went_and_what_came_is_said(rooms: Rooms, factcheck: Typed) -> None:
    """One line on standard output; the second time there is nothing to do."""
    anna, bo = rooms
    anna.open("Starlight is old")
    bo.open("Lamplight is dim")
    first = factcheck(anna, "sync")
    dry = factcheck(bo, "sync", "--dry-run")
    second = factcheck(bo, "sync")
    third = factcheck(bo, "sync")

    assert first[:2] == (0, "main of origin: sent 1 commit\n")
    assert dry[:2] == (0, f"main of origin: {WOULD}\n")
    assert second[:2] == (0, "main of origin: received 1 commit, sent 1 commit\n")
    assert third[:2] == (0, "Nothing new: main of origin is as here.\n")


def test_a_conflict_is_shown_in_words_and_settled_by_an_option(
    rooms: Rooms, factcheck: Typed
) -> None:
    """Exit code 6 and nothing written; then a place, and a side, finish it."""
    anna, bo = rooms
    anna.amend("cold", says="Icy it is.", note="hers")
    bo.amend("cold", says="Cool it is.")
    factcheck(anna, "sync")
    head = bo.git("rev-parse", "HEAD")
    code, out, err = factcheck(bo, "sync")
    _, json_out, _ = factcheck(bo, "sync", "--json")
    after = bo.git("rev-parse", "HEAD"), bo.git("status", "--porcelain")
    (conflict,) = json.loads(json_out)["conflicts"]
    wrong = factcheck(bo, "sync", "--mine", "all", "--theirs", "all")
    _, _, nowhere = factcheck(bo, "sync", "--mine", "elsewhere")
    place = f"{conflict['path']}:says"
    done = factcheck(bo, "sync", "--theirs", place, "--mine", "all", "--json")
    entry = bo.ledger.evidence("cold").record

    assert code == 6
    assert "wrote “Icy it is.”" in out
    assert "wrote “Cool it is.”" in out
    assert "it was “Cold it is”" in out
    assert f"--theirs {conflict['path']}" in out
    assert "1 conflict: nothing was written" in err
    assert after == (head, "")
    assert conflict["field"] == "says"
    assert (conflict["base"], conflict["ours"]) == ("Cold it is", "Cool it is.")
    assert wrong[0] == 2
    assert "there is no conflict at 'elsewhere'" in nowhere
    assert done[0] == 0
    assert json.loads(done[1])["pushed_to"] == "main"
    assert (entry.says, entry.note) == ("Icy it is.", "hers")


def test_at_a_terminal_each_conflict_is_a_question(
    rooms: Rooms, factcheck: Typed
) -> None:
    """Mine, theirs, or stop."""
    anna, bo = rooms
    anna.amend("cold", says="Icy it is.")
    bo.amend("cold", says="Cool it is.")
    factcheck(anna, "sync")
    shell = shell_of(bo)
    for answer, code, says in (("stop", 6, "Cool"), ("theirs", 0, "Icy")):
        child = on_a_terminal(shell, "sync")
        child.expect("Which counts")
        child.expect("theirs")
        child.sendline(answer)

        assert ended(child)[0] == code
        assert bo.ledger.evidence("cold").record.says.startswith(says)


def test_a_ledger_that_does_not_verify_is_not_pushed(
    rooms: Rooms, factcheck: Typed, tmp_path: Path
) -> None:
    """What is wrong is named; once it is mended, the next sync goes well."""
    anna, _ = rooms
    entry = anna.path("cold")
    anna.git("rm", "-q", str(entry))
    anna.git("commit", "-qm", "by hand")
    before = git(tmp_path / "hub.git", "rev-parse", "main")
    code, out, err = factcheck(anna, "sync")
    after = git(tmp_path / "hub.git", "rev-parse", "main")
    anna.git("revert", "--no-edit", "HEAD")

    assert (code, out) == (1, "")
    assert "cold-" in err
    assert "nothing was pushed to main of origin" in err
    assert before == after
    assert factcheck(anna, "sync")[0] == 0


def test_a_protected_branch_leads_to_a_pull_request(
    rooms: Rooms, factcheck: Typed, tmp_path: Path
) -> None:
    """The commits are safe on a branch, and what to do next is said."""
    anna, _ = rooms
    hook = tmp_path / "hub.git" / "hooks" / "update"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\n[ $1 != refs/heads/main ]\n")
    hook.chmod(0o755)
    anna.open("Starlight is old")
    code, out, err = factcheck(anna, "sync")

    assert code == 0
    assert "on the branch factcheck/anna-example-2026-11-24 of origin" in out
    assert "pull request to main" in out
    assert "main of origin takes no push" in err


def test_somebody_quicker_is_met_again(
    rooms: Rooms, factcheck: Typed, tmp_path: Path
) -> None:
    """Their commit comes in between fetch and push: fetched, joined, pushed."""
    anna, bo = rooms
    bo.open("Lamplight is dim")
    bo.git("push", "-q", "origin", "main:quicker")
    hook = tmp_path / "hub.git" / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(
        "#!/bin/sh\nunset GIT_QUARANTINE_PATH\n"
        "git update-ref refs/heads/main refs/heads/quicker\nrm $0\n"
    )
    hook.chmod(0o755)
    anna.open("Starlight is old")
    code, out, err = factcheck(anna, "sync")

    assert "Somebody was quicker at main of origin" in err
    assert (code, out) == (
        0,
        "main of origin: received 1 commit, sent 1 commit\n",
    )


def test_two_verdicts_are_named_and_neither_is_picked(
    rooms: Rooms, factcheck: Typed
) -> None:
    """At the end, with what settles it."""
    anna, bo = rooms
    anna.freeze("sunlight")
    bo.freeze("sunlight", rating="false")
    factcheck(anna, "sync")
    code, _, err = factcheck(bo, "sync")

    assert code == 0
    assert "two verdicts stand in check sunlight-" in err
    assert "a further verdict" in err


def test_without_a_remote_it_says_what_to_type(rooms: Rooms, factcheck: Typed) -> None:
    """And --no-push keeps everything here."""
    anna, bo = rooms
    bo.open("Lamplight is dim")
    kept = factcheck(bo, "sync", "--no-push")
    anna.git("remote", "remove", "origin")
    code, _, err = factcheck(anna, "sync")

    assert kept[:2] == (0, "main of origin: 1 commit to send (--no-push)\n")
    assert code == 5
    assert "git remote add origin ADDRESS" in err
