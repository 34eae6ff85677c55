"""The door focus, and what init and doctor say of git's settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell


def test_a_small_ledger_is_left_alone_unless_told(shell: Shell) -> None:
    """It would bring nothing: that is said, and --yes does it all the same."""
    refused = shell.run("focus")
    done = shell.run(
        "focus", "--recent-only", "--months", "1", "--yes", "--now", "2028-03-01T00:00Z"
    )
    found = shell.run("doctor")
    listed = shell.run("list")
    back = shell.run("focus", "--off")

    assert refused.code == 8
    assert "next to nothing below 20,000 checks, and here are 2" in refused.errors[0]
    assert done.code == 0, done.err
    assert done.out.startswith("Kept 0 months with 0 of 2 checks; 1 month left out")
    assert "what it leaves out is read from git → factcheck focus --off" in found.out
    assert len(listed.out.splitlines()) == 2
    assert back.code == 0
    assert shell.newsroom.git("status", "--porcelain") == ""
    assert shell.newsroom.path("moonlight").is_dir()


def test_a_plan_is_shown_and_not_carried_out(shell: Shell) -> None:
    """As data, too; --off goes with no month."""
    before = shell.state()
    data = shell.run("focus", "--dry-run", "--json").data
    both = shell.run("focus", "--off", "--month", "2019-03")

    assert data["schema"] == "factcheck.focus/1"
    assert data["months"] == ["2026-11"]
    assert data["left_out"] == []
    assert both.code == 2
    assert shell.state() == before


def test_init_sets_git_up(shell: Shell, tmp_path: Path) -> None:
    """It says so in a line, and where the settings are explained."""
    done = shell.run("init", str(tmp_path / "new"))
    found = shell.run("doctor", "--ledger", str(tmp_path / "new"))

    assert done.out == f"{tmp_path / 'new'}\n"
    assert "Git is set up for it" in done.err
    assert "fine: git is set up for a ledger" in found.out
