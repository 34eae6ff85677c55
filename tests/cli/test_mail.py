"""Tips and complaints, as typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.terminals import ended, factcheck

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell

pytestmark = pytest.mark.filterwarnings("ignore:.*forkpty.*:DeprecationWarning")


def _tip(shell: Shell, says: str = "Trams run at night", *words: str) -> str:
    done = shell.run("tip", "add", says, *words)
    assert done.code == 0, done.err
    return done.out.strip()


def _complaint(shell: Shell, *words: str) -> str:
    done = shell.run("complaint", "add", "moonlight", "It is warm", *words)
    assert done.code == 0, done.err
    return done.out.strip()


def test_a_tip_names_the_checks_that_it_repeats(shell: Shell) -> None:
    """With our verdict, and the command that settles it."""
    done = shell.run("tip", "add", "Moonlight is cold", "--channel", "form")
    tip = done.out.strip()

    assert done.code == 0, done.err
    assert "repeats moonlight-is-cold (" in done.err
    assert "our verdict of 2026-11-22 is 'true'" in done.err
    assert f"Next: factcheck tip settle {tip} --known moonlight-is-cold" in done.err
    settled = shell.run("tip", "settle", tip, "--known", "moonlight-is-cold")
    assert settled.code == 0, settled.err


def test_the_quote_of_a_tip_is_matched_too(shell: Shell) -> None:
    """A check without a verdict says so; what is new repeats nothing."""
    known = shell.run("tip", "add", "A post", "--quote", "Sunlight is warm.")
    new = shell.run("tip", "add", "The library lost 17 books")

    assert "repeats sunlight-is-warm" in known.err
    assert "no verdict yet (open)" in known.err
    assert "repeats" not in new.err


@pytest.mark.parametrize("command", [("tip", "add"), ("complaint", "add", "moonlight")])
@pytest.mark.parametrize(
    "words",
    [
        ("By jo@example.org",),
        ("x", "--note", "Call 0151 2345678"),
        ("x", "--channel", "jo@example.org"),
    ],
)
def test_who_sent_it_never_enters(
    shell: Shell, command: tuple[str, ...], words: tuple[str, ...]
) -> None:
    """Unless somebody says that it is not the sender."""
    before = shell.state()
    refused = shell.run(*command, *words)
    stayed = shell.state() == before
    anyway = shell.run(*command, *words, "--anyway")

    assert refused.code == 8
    assert "the sender's identity never enters the ledger" in refused.err
    assert stayed
    assert anyway.code == 0, anyway.err


def test_a_file_is_kept_with_a_tip_but_not_a_mail(shell: Shell, tmp_path: Path) -> None:
    """A mail with its head says who sent it."""
    (tmp_path / "post.txt").write_text("A post about trams")
    (tmp_path / "mail.txt").write_text("From: Jo <jo@example.org>\n\nA post")
    tip = _tip(shell, "A post", "--file", str(tmp_path / "post.txt"))
    refused = shell.run("tip", "add", "x", "--file", str(tmp_path / "mail.txt"))
    record = shell.newsroom.ledger.record("tip", tip).record

    assert record.captures[0].media_type == "text/plain"
    assert shell.newsroom.ledger.capture(record.captures[0].sha256)
    assert refused.code == 8
    assert "a mail that says who sent it" in refused.err
    assert shell.run("verify").code == 0


def test_the_text_comes_from_standard_input_or_the_terminal(shell: Shell) -> None:
    """Without either it is a lack."""
    piped = shell.run("tip", "add", "-", given="It’s “said” that\ntrams run\n")
    missing = shell.run("tip", "add")
    child = factcheck(shell, "tip", "add")
    child.expect_exact("What is to be checked, in your words")
    child.sendline("It's $HOME `x`\r")
    code, shown = ended(child)
    ledger = shell.newsroom.ledger
    says = {one.record.says for one in ledger.of_kind("tip")}

    assert piped.code == 0, piped.err
    assert (missing.code, "TEXT is missing" in missing.err) == (2, True)
    assert code == 0, shown
    assert says == {"It’s “said” that\ntrams run", "It's $HOME `x`"}


def test_what_waits_is_listed_first_with_its_age(shell: Shell) -> None:
    """The oldest on top; what is settled comes after."""
    new = _tip(shell, "New one", "--received", "2026-11-23")
    old = _tip(shell, "Old one", "--received", "2026-11-16")
    done = _tip(shell, "Done one", "--received", "2026-11-10")
    shell.run("tip", "settle", done, "--dropped", "--because", "Satire")
    listed = shell.run("tip", "list").out.splitlines()
    waiting = shell.run("tip", "list", "--waiting", "--ids").out.split()
    found = shell.run("tip", "list", "old", "--json").data

    assert [row.split("\t")[0] for row in listed] == [old, new, done]
    assert "waits: 6 working days" in listed[0]
    assert "dropped after 10 working days" in listed[2]
    assert waiting == [old, new]
    assert found["schema"] == "factcheck.tips/1"
    assert [one["working_days"] for one in found["tips"]] == [6]
    assert shell.run("tip", "list", "nothing").err == "No tip fits.\n"


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--known", "moonlight", "--dropped"), 2, "known and dropped"),
        (("--known", "nobody"), 5, "no check is called 'nobody'"),
        ((), 2, "--checked, --known, --not-checkable or --dropped is missing"),
        (("--dropped", "--because", "Asked by jo@example.org"), 8, "why holds"),
    ],
)
def test_an_outcome_that_cannot_be(
    shell: Shell, words: tuple[str, ...], code: int, says: str
) -> None:
    """One line, and nothing is written."""
    tip = _tip(shell)
    before = shell.state()
    done = shell.run("tip", "settle", tip, *words)

    assert (done.code, len(done.errors)) == (code, 1), done.err
    assert says in done.errors[0]
    assert shell.state() == before


def test_several_tips_are_settled_at_once(shell: Shell) -> None:
    """In one commit; a second time it is refused."""
    tips = "\n".join((_tip(shell, "One"), _tip(shell, "Two")))
    before = int(shell.newsroom.git("rev-list", "--count", "HEAD"))
    done = shell.run("tip", "settle", "-", "--checked", "sunlight", given=tips)
    again = shell.run("tip", "settle", "-", "--not-checkable", given=tips)
    shown = shell.run("tip", "show", "-", given=tips)

    assert done.code == 0, done.err
    assert int(shell.newsroom.git("rev-list", "--count", "HEAD")) == before + 1
    assert (again.code, "--anyway changes that" in again.err) == (8, True)
    assert shown.out.count("check: sunlight-is-warm-") == 2


def test_the_outcome_of_a_tip_is_chosen_on_a_terminal(shell: Shell) -> None:
    """And its check asked for."""
    tip = _tip(shell)
    child = factcheck(shell, "tip", "settle", tip)
    child.expect_exact("Outcome: ")
    child.sendline("known")
    child.expect_exact("Check: ")
    child.sendline("moonlight")
    code, shown = ended(child)
    outcome = shell.newsroom.ledger.record("tip", tip).record.outcome

    assert code == 0, shown
    assert (outcome.decision, outcome.check[:9]) == ("known", "moonlight")


def test_a_complaint_has_a_clock(shell: Shell) -> None:
    """Of the settings; what is over says so in a word."""
    assert "sets no complaint_days" in shell.run("complaint", "list", "--overdue").err

    settings = shell.root / "factcheck.yaml"
    settings.write_text(settings.read_text() + "complaint_days: 3\n")
    shell.newsroom.save()
    late = _complaint(shell, "--received", "2026-11-10")
    soon = _complaint(shell, "--received", "2026-11-20")
    listed = shell.run("complaint", "list").out.splitlines()
    overdue = shell.run("complaint", "list", "--overdue", "--ids").out.split()
    other = shell.run("complaint", "list", "--check", "sunlight", "--ids").out
    data = shell.run("complaint", "show", soon, "--json").data

    assert [row.split("\t")[0] for row in listed] == [late, soon]
    assert "overdue: 10 of 3 working days" in listed[0]
    assert "waits: 2 of 3 working days" in listed[1]
    assert overdue == [late]
    assert other == ""
    assert (data["working_days"], data["allowed"], data["overdue"]) == (2, 3, False)


@pytest.mark.parametrize(
    ("decision", "corrects"),
    [("upheld", True), ("upheld-in-part", True), ("rejected", False)],
)
def test_a_complaint_is_settled(shell: Shell, decision: str, *, corrects: bool) -> None:
    """What is upheld says how a correction is made."""
    complaint = _complaint(shell)
    done = shell.run(
        "complaint", "settle", complaint, f"--{decision}", "--because", "B"
    )
    listed = shell.run("complaint", "list", "--open", "--ids").out
    shown = shell.run("complaint", "show", complaint).out

    assert done.code == 0, done.err
    assert ("A correction is a new verdict, with --grade" in done.err) is corrects
    assert ("Next: factcheck draft moonlight-is-cold" in done.err) is corrects
    assert listed == ""
    assert decision.replace("-", " ") in shown
    assert "why: B" in shown
    assert shell.run("verify").code == 0


def test_a_complaint_has_one_outcome(shell: Shell) -> None:
    """And a reason."""
    complaint = _complaint(shell)
    two = shell.run("complaint", "settle", complaint, "--upheld", "--rejected")
    none = shell.run("complaint", "settle", complaint, "--because", "B")
    why = shell.run("complaint", "settle", complaint, "--rejected")

    assert "upheld and rejected: a complaint has one outcome" in two.err
    assert "--upheld, --upheld-in-part or --rejected is missing" in none.err
    assert "--because is missing" in why.err
    assert {two.code, none.code, why.code} == {2}


@pytest.mark.parametrize(
    "command",
    [
        ("tip", "add", "Trams run", "--quote", "They run"),
        ("complaint", "add", "moonlight", "It is warm"),
        ("party", "add", "Somebody", "--kind", "person"),
    ],
)
def test_a_dry_run_shows_and_writes_nothing(
    shell: Shell, command: tuple[str, ...]
) -> None:
    """With JSON the record that was made."""
    before = shell.state()
    dry = shell.run(*command, "--dry-run")
    stayed = shell.state() == before
    made = shell.run(*command, "--json").data

    assert dry.code == 0, dry.err
    assert dry.out.startswith("--- /dev/null\n+++ ")
    assert stayed
    assert made["records"][0]["type"] == command[0]
