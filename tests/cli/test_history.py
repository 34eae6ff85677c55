"""History, log and undo at the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pexpect
import pytest

from tests.cli.test_terminal_sessions import Terminal
from tests.conftest import BO

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell

forks = pytest.mark.filterwarnings("ignore:.*forkpty.*:DeprecationWarning")


def _head(shell: Shell) -> str:
    return shell.newsroom.git("rev-parse", "HEAD").strip()


def test_the_history_of_an_entry_says_what_changed(shell: Shell) -> None:
    """Who, when, why, and each field; what moves pins is marked in words."""
    room = shell.newsroom
    room.amend("cold", note="Look again")
    shell.run(
        "evidence", "amend", "cold", "--says", "Icy it is", "--because", "A slip."
    )
    done = shell.run("evidence", "history", "cold")
    lines = done.out.splitlines()

    assert done.code == 0
    assert "2026-11-24 10:00 UTC, Anna Example" in lines
    assert "  why: A slip." in lines
    assert "  says: “Cold it is” → “Icy it is” (moves pins)" in lines
    assert "  note: now “Look again”" in lines
    assert lines.index("  note: now “Look again”") > lines.index("  why: A slip.")
    assert lines[-1] == "  added"


def test_the_history_as_data_is_whole(shell: Shell) -> None:
    """Values are not cut, and several entries are a list."""
    long = "It is " + "very " * 100 + "cold"
    shell.newsroom.amend("cold", note=long)
    data = shell.run("evidence", "history", "cold", "warm", "--json").data
    versions = data["evidence"][0]["versions"]

    assert data["schema"] == "factcheck.history/1"
    assert [len(one["versions"]) for one in data["evidence"]] == [2, 1]
    assert versions[0]["fields"] == [
        {"field": "note", "old": None, "new": long, "moves_pins": False}
    ]
    assert versions[1]["happening"] == "added"
    assert (versions[0]["operation"], versions[0]["who"]) == (
        "evidence-amend",
        "Anna Example",
    )


def test_uncommitted_changes_are_said_in_the_history(shell: Shell) -> None:
    """They are no version yet."""
    file = shell.root / shell.newsroom.ledger.evidence("cold").path
    file.write_text(file.read_text() + "note: mine\n")

    assert (
        "has changes that are not committed"
        in shell.run("evidence", "history", "cold").out
    )


def test_the_log_is_a_line_for_each_operation(shell: Shell) -> None:
    """Newest first; what was made by hand says so."""
    (shell.root / "README.md").write_text("Hello\n")
    entry = shell.root / shell.newsroom.ledger.evidence("cold").path
    entry.write_text(entry.read_text() + "note: by hand\n")
    shell.newsroom.git("commit", "-qam", "Put a note")
    rows = [row.split("\t") for row in shell.run("log").out.splitlines()]

    assert [row[2] for row in rows[:3]] == [
        "by hand: Put a note",
        "Open check: Sunlight is warm",
        "Approve verdict on moonlight-is-cold",
    ]
    assert {len(row) for row in rows} == {4}
    assert rows[0][3] == _head(shell)[:10]


@pytest.mark.parametrize(
    ("arguments", "subjects"),
    [
        (("--limit", "1"), ["Open check: Sunlight is warm"]),
        (("--by", "bo"), ["Approve verdict on moonlight-is-cold"]),
        (("--op", "open", "--limit", "9"), ["Open check: Sun", "Open check: Moon"]),
        (("--op", "approve", "--op", "VERDICT"), ["Approve verdict", "Give verdict"]),
        (("sunlight",), ["Open check: Sunlight is warm"]),
        (("warm-it",), ["Add evidence: Reuters, Warm it is"]),
        (("--op", "add"), ["Add evidence: Reuters, Warm", "Add evidence: Reuters, Co"]),
        (("--by", "me", "--op", "approve"), []),
        (("--op", "by hand"), []),
        (("--since", "2027"), []),
        (("--until", "2020"), []),
    ],
)
def test_the_log_can_be_narrowed_down(
    reading_shell: Shell, arguments: tuple[str, ...], subjects: list[str]
) -> None:
    """By record, person, time and operation; nothing found is no error."""
    done = reading_shell.run("log", *arguments)
    found = [row.split("\t")[2] for row in done.out.splitlines()]

    assert done.code == 0
    assert len(found) == len(subjects)
    assert all(one.startswith(want) for one, want in zip(found, subjects, strict=True))
    assert bool(found) != ("No operation fits." in done.err)


def test_a_log_of_nothing_that_is_there_is_refused(reading_shell: Shell) -> None:
    """A name that fits nothing, and a date that is none."""
    assert reading_shell.run("log", "nobody").code == 5
    assert reading_shell.run("log", "--since", "soon").code == 2


def test_the_log_says_what_changed_in_each_record(shell: Shell) -> None:
    """In words, and as data."""
    shell.newsroom.amend("cold", says="Icy it is")
    shown = shell.run("log", "--diff", "--limit", "1").out
    (data,) = shell.run("log", "--diff", "--limit", "1", "--json").data["operations"]

    assert "  evidence cold-it-is-" in shown
    assert "    says: “Cold it is” → “Icy it is” (moves pins)" in shown
    assert data["operation"] == "evidence-amend"
    assert data["changes"][0]["kind"] == "evidence"
    assert data["changes"][0]["fields"][0]["new"] == "Icy it is"
    assert [one["key"] for one in data["trailers"]] == ["Factcheck-Op", "Evidence"]


def test_undo_says_what_it_takes_back_and_wants_a_yes(shell: Shell) -> None:
    """Without a terminal --yes answers; --dry-run shows the change."""
    before = shell.state()
    refused = shell.run("undo")
    tried = shell.run("undo", "--dry-run")

    assert refused.code == 8
    assert "--yes answers it" in refused.err
    assert "Open check: Sunlight is warm (Anna Example, " in refused.err
    assert "check sunlight-is-warm-" in refused.err
    assert (tried.code, shell.state()) == (0, before)
    assert "+++ /dev/null" in tried.out

    done = shell.run("undo", "--yes", "--because", "The wrong check.")

    assert done.code == 0
    assert f"To have it again: factcheck undo {_head(shell)[:10]}" in done.err
    assert shell.newsroom.git("log", "-1", "--format=%b").startswith("The wrong check.")
    assert shell.run("show", "sunlight").code == 5

    again = shell.run("undo", _head(shell)[:10], "--yes", "--json")

    assert again.data["schema"] == "factcheck.made/1"
    assert again.data["commit"] == _head(shell)
    assert shell.run("show", "sunlight").code == 0


def test_undo_names_what_rests_on_it(shell: Shell) -> None:
    """And leaves everything as it is, also with --yes."""
    commits = shell.run("log", "--op", "verdict", "--json").data["operations"]
    before = shell.state()
    done = shell.run("undo", commits[0]["commit"], "--yes")

    assert done.code == 8
    assert "the review approve-" in done.errors[0]
    assert shell.state() == before


def test_each_person_undoes_their_own(shell: Shell) -> None:
    """Bo's approval is not Anna's last operation."""
    shell.newsroom.freeze("sunlight")
    shell.newsroom.approve("sunlight", BO)
    done = shell.run("undo", "--dry-run")

    assert done.code == 8
    assert "'Give verdict on sunlight-is-warm: true' cannot be undone" in done.errors[0]


@forks
def test_undo_asks_at_a_terminal(shell: Shell, tmp_path: Path) -> None:
    """Return alone means no; y means yes."""
    terminal = Terminal(shell, tmp_path)
    before = shell.state()
    code, shown = _answered(terminal, "")

    assert (code, shell.state()) == (8, before)
    assert "error: nothing was written" in shown

    code, shown = _answered(terminal, "y")

    assert code == 0, shown
    assert "Undo: Open check: Sunlight is warm" in shown


def _answered(terminal: Terminal, answer: str) -> tuple[int, str]:
    child: Any = terminal.start("undo")
    child.expect_exact("Undo 'Open check: Sunlight is warm'? [y/N] ")
    child.sendline(answer)
    child.expect(pexpect.EOF)
    child.close()
    return child.exitstatus, child.before


@forks
def test_a_long_log_is_paged_and_drawn(shell: Shell, tmp_path: Path) -> None:
    """The pager gets it in columns; commits are whole."""
    pager = f"sh -c 'cat > {tmp_path}/paged'"
    for number in range(50):
        shell.newsroom.amend("cold", note=f"Number {number}")
    terminal = Terminal(shell, tmp_path)
    code, _ = terminal.run("log", FACTCHECK_PAGER=pager)
    paged = (tmp_path / "paged").read_text()

    assert code == 0
    assert _head(shell)[:10] in paged
    assert paged.count("Amend evidence") == 50


def test_an_entry_is_shown_as_it_was(shell: Shell) -> None:
    """Behind the name a commit or a date; before it was there it is not found."""
    shell.newsroom.amend("cold", says="Icy it is")

    for then, says in (("HEAD~1", "Cold it is"), ("2026-11-22", "Cold it is")):
        done = shell.run("evidence", "show", f"cold@{then}", "--json")
        assert done.data["entry"]["says"] == says
        assert [link["stance"] for link in done.data["links"]] == ["supports"]
    assert "Icy it is" in shell.run("evidence", "show", "cold@2026-11-23").out

    first = shell.newsroom.git("rev-list", "--max-parents=0", "HEAD").strip()
    missing = shell.run("evidence", "show", f"cold@{first}")

    assert missing.code == 5
    assert f"at {first}, no evidence entry is called 'cold'" in missing.errors[0]
    assert shell.run("evidence", "show", "cold@nonsense").code == 5
    assert shell.run("evidence", "show", "cold@").code == 2
