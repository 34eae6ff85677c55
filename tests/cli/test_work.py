"""Doors of the work: assign, close, reopen, edit by options."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.terminals import ended, factcheck

if TYPE_CHECKING:
    from tests.cli.conftest import Shell

pytestmark = pytest.mark.filterwarnings("ignore:.*forkpty.*:DeprecationWarning")


def _body(shell: Shell) -> str:
    return shell.newsroom.git("log", "-1", "--format=%B")


def test_several_checks_are_assigned_in_one_commit(shell: Shell) -> None:
    """Me is git's user; the reason stands in the commit once."""
    before = shell.newsroom.git("rev-list", "--count", "HEAD")
    done = shell.run(
        *("assign", "moonlight", "-", "--to", "me", "--due", "2026-12-01"),
        *("--topic", "moon", "--because", "She knows both"),
        given="sunlight\n",
    )
    ledger = shell.newsroom.ledger

    assert done.code == 0, done.err
    assert len(done.out.split()) == 2
    assert int(shell.newsroom.git("rev-list", "--count", "HEAD")) == int(before) + 1
    assert _body(shell).count("She knows both") == 1
    for name in ("moonlight", "sunlight"):
        work = ledger.check(name).work
        assert work is not None
        assert (work.record.assignee, work.record.due, work.record.topics) == (
            "Anna Example",
            "2026-12-01",
            ("moon",),
        )


def test_an_embargo_comes_and_goes(shell: Shell) -> None:
    """In UTC whatever zone was typed; none takes it away."""
    shell.run("assign", "sunlight", "--embargo", "2026-12-01T18:00:00+01:00")
    work = shell.newsroom.ledger.check("sunlight").work
    gone = shell.run("assign", "sunlight", "--embargo", "none")

    assert work is not None
    assert work.record.embargo == "2026-12-01T17:00:00Z"
    assert gone.code == 0, gone.err
    assert shell.newsroom.ledger.check("sunlight").work is None


def test_without_a_terminal_what_lacks_is_named(shell: Shell) -> None:
    """Each by its flag, and nothing is written."""
    before = shell.state()
    for words, flag in (
        (("assign", "sunlight"), "--to"),
        (("close", "sunlight"), "--as"),
        (("close", "sunlight", "--as", "dropped"), "--because"),
        (("close", "sunlight", "--as", "duplicate"), "--of"),
        (("reopen", "sunlight"), "--because"),
        (("edit", "sunlight"), "no terminal"),
    ):
        done = shell.run(*words)

        assert done.code == 2, words
        assert flag in done.errors[0]
    assert shell.state() == before


def test_a_check_is_closed_and_carried_on(shell: Shell) -> None:
    """A beginning of the outcome will do; show says what became of it."""
    closed = shell.run("close", "sunlight", "--as", "not-check", "--because", "A joke")
    shown = shell.run("show", "sunlight").out
    again = shell.run("close", "sunlight", "--as", "dropped", "--because", "x")
    opened = shell.run("reopen", "sunlight", "--because", "No joke")

    assert (closed.code, again.code, opened.code) == (0, 8, 0)
    assert "not checkable: A joke (Anna Example, 24 November 2026)" in shown
    assert "factcheck reopen" in again.errors[0]
    assert "\n\nNo joke\n\n" in _body(shell)
    assert shell.run("reopen", "sunlight", "--because", "x").code == 8


def test_of_alone_makes_a_duplicate(shell: Shell) -> None:
    """And a word that is no outcome is refused."""
    wrong = shell.run("close", "sunlight", "--as", "d", "--because", "x")
    done = shell.run("close", "sunlight", "--of", "moonlight", "--because", "Same")

    assert wrong.code == 2
    assert "not checkable, duplicate, dropped" in wrong.errors[0]
    assert done.code == 0, done.err
    assert "duplicate of moonlight-is-cold" in shell.run("show", "sunlight").out


def test_a_person_is_asked_what_lacks(shell: Shell) -> None:
    """The outcome by its number, what speaks against it, and the reason."""
    child = factcheck(shell, "close", "moonlight")
    child.expect_exact("Close it as")
    child.expect_exact("3 dropped")
    child.sendline("3")
    child.expect_exact("a verdict by Anna Example is approved. Close it all the same?")
    child.sendline("y")
    child.expect_exact("Why it is closed (an empty line ends it):")
    child.sendline("It was a joke.")
    child.sendline("")
    code, shown = ended(child)
    work = shell.newsroom.ledger.check("moonlight").work

    assert code == 0, shown
    assert work is not None
    assert work.record.closed is not None
    assert (work.record.closed.outcome, work.record.closed.why) == (
        "dropped",
        "It was a joke.",
    )


def test_a_person_who_says_no_closes_nothing(shell: Shell) -> None:
    """The colleague's verdict stays where it is."""
    before = shell.state()
    child = factcheck(shell, "close", "moonlight", "--as", "dropped", "--because", "x")
    child.expect_exact("Close it all the same?")
    child.sendline("n")
    code, shown = ended(child)

    assert code == 8, shown
    assert shell.state() == before


def test_to_whom_is_asked_with_oneself_as_answer(shell: Shell) -> None:
    """Return takes it on."""
    child = factcheck(shell, "assign", "sunlight")
    child.expect_exact("Assign to [Anna Example]: ")
    child.sendline("")
    code, shown = ended(child)
    work = shell.newsroom.ledger.check("sunlight").work

    assert code == 0, shown
    assert work is not None
    assert work.record.assignee == "Anna Example"


def test_edit_by_options_names_the_verdicts_that_move(shell: Shell) -> None:
    """One commit for claim and work; the reason is in it."""
    done = shell.run(
        *("edit", "moonlight", "--by", "Jane Roe", "--part", "b: B", "--part", "A"),
        *("--topic", "moon", "--because", "The transcript has it"),
    )
    check = shell.newsroom.ledger.check("moonlight")

    assert done.code == 0, done.err
    assert "moonlight-is-cold needs a recheck: the claim changed" in done.err
    assert check.claim.record.claimant.name == "Jane Roe"
    assert [(one.part, one.claim) for one in check.claim.record.parts] == [
        ("b", "B"),
        ("a", "A"),
    ]
    assert "\n\nThe transcript has it\n\n" in _body(shell)


def test_a_field_is_emptied_and_a_dry_run_says_nothing_of_rechecks(
    shell: Shell,
) -> None:
    """What was not written has moved nothing."""
    shell.run("edit", "sunlight", "--place", "Paris", "--due", "2026-12-01")
    tried = shell.run("edit", "moonlight", "--claim", "X", "--dry-run")
    done = shell.run("edit", "sunlight", "--clear", "place", "--clear", "due")
    check = shell.newsroom.ledger.check("sunlight")

    assert "recheck" not in tried.err
    assert done.code == 0, done.err
    assert check.claim.record.place is None
    assert check.work is None
    assert shell.run("edit", "sunlight", "--clear", "nonsense").code == 2


def test_a_name_of_both_kinds_is_no_guess(shell: Shell) -> None:
    """The candidates are named; a whole slug decides."""
    shell.newsroom.add("sunlight", "Moonlight too")
    both = shell.run("edit", "moonl", "--place", "Paris")
    none = shell.run("edit", "nonsense", "--place", "Paris")
    evidence = shell.run("edit", "cold", "--place", "Paris")
    exact = shell.run("edit", "moonlight-is-cold", "--place", "Paris")

    assert both.code == none.code == 5
    assert "the check moonlight-is-cold-" in both.errors[0]
    assert "the evidence moonlight-too-" in both.errors[0]
    assert evidence.code == 2
    assert "evidence amend" in evidence.errors[0]
    assert exact.code == 0, exact.err
