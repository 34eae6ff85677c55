"""The door doctor: lines, codes, JSON, and what --mend does and leaves alone."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.cli.conftest import Shell

AN_HOUR_AGO = 1_000_000_000


def test_each_finding_is_a_line_with_its_mend(reading_shell: Shell) -> None:
    """On standard output; what to type stands behind an arrow."""
    done = reading_shell.run("doctor")
    rows = done.out.splitlines()
    driver = next(row for row in rows if "diff.factcheck.xfuncname" in row)

    assert done.code == 0
    assert all(row.startswith(("fine: ", "note: ")) for row in rows)
    assert " → git config diff.factcheck.xfuncname '^(" in driver
    assert done.err == "Next: factcheck doctor --mend\n"


def test_the_same_as_json(reading_shell: Shell) -> None:
    """One object with a schema; the remedies are named."""
    done = reading_shell.run("doctor", "--json")
    by_code = {one["code"]: one for one in done.data["findings"]}

    assert done.data["schema"] == "factcheck.doctor/1"
    assert done.data["ok"] is True
    assert done.data["ledger"] == str(reading_shell.root)
    assert by_code["diff-driver-missing"]["remedy"] == "diff-driver"
    assert by_code["git"]["mend"] is None
    assert done.data["mended"] == []


def test_outside_a_ledger_the_machine_is_examined(
    shell: Shell, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Unless a ledger was named that is none."""
    shell.here = tmp_path_factory.mktemp("nowhere")
    done = shell.run("doctor")
    named = shell.run("--ledger", ".", "doctor")

    assert done.code == 0
    assert "only the machine was examined" in done.out
    assert named.code == 4


def test_a_problem_ends_with_one(shell: Shell) -> None:
    """And everything else is still said."""
    (shell.root / ".git" / "config").write_text("[core\n")
    done = shell.run("doctor")

    assert done.code == 1
    assert "could not look at" in done.out
    assert "fine: git version" in done.out
    assert not done.errors


def test_without_a_driver_or_lines_they_are_added(shell: Shell) -> None:
    """The driver in the configuration, the lines in one commit; then it is well."""
    (shell.root / ".gitattributes").write_text("*.png binary")
    shell.newsroom.git("commit", "-qam", "less")
    done = shell.run("doctor", "--mend")
    again = shell.run("doctor", "--mend", "--json").data
    written = (shell.root / ".gitattributes").read_text()
    (shell.root / ".gitattributes").touch()

    assert done.code == 0
    assert done.err.count("mended: ") == 3
    assert written.startswith(
        "*.png binary\n*.yaml text eol=lf diff=factcheck merge=factcheck\n"
    )
    assert shell.newsroom.git("log", "-1", "--format=%s") == "Complete .gitattributes\n"
    assert again["mended"] == []
    assert shell.newsroom.git("status", "--porcelain") == ""


def test_the_driver_names_the_field_of_a_change(shell: Shell) -> None:
    """What git diff prints behind the second @@."""
    shell.run("doctor", "--mend")
    check = next(shell.root.glob("checks/*/*/*/check.yaml"))
    check.write_text(check.read_text() + "wordings:\n" + "  - one\n" * 9)
    shell.newsroom.git("commit", "-qam", "more")
    check.write_text(check.read_text() + "  - two\n")
    shown = shell.newsroom.git("diff", "-U1")

    assert "@@ wordings\n" in shown


def test_edited_files_of_git_are_left_alone(shell: Shell) -> None:
    """What is not committed is the user's: it is said, and nothing is done."""
    (shell.root / ".gitignore").write_text("*.bak\n")
    done = shell.run("doctor", "--mend")

    assert "not mended: .gitignore has changes that are not committed" in done.err
    assert (shell.root / ".gitignore").read_text() == "*.bak\n"


def test_rules_of_the_users_own_are_left_alone(shell: Shell) -> None:
    """A line that would contradict one that is there is only named."""
    (shell.root / ".gitattributes").write_text("*.yaml -text\n")
    (shell.root / ".gitignore").write_text("!/captures/\n.*.tmp\n")
    shell.newsroom.git("commit", "-qam", "mine")
    before = shell.newsroom.git("rev-parse", "HEAD")
    done = shell.run("doctor", "--mend")

    assert f"add them to {shell.root}/.gitattributes" in done.out
    assert f"add it to {shell.root}/.gitignore" in done.out
    assert shell.newsroom.git("rev-parse", "HEAD") == before


def test_a_damaged_cache_is_deleted(shell: Shell) -> None:
    """And the next command works as ever."""
    shell.run("list")
    place = next((shell.root / ".git" / "factcheck").rglob("cache.sqlite"))
    place.write_bytes(b"nonsense" * 4096)
    before = shell.run("doctor")
    done = shell.run("doctor", "--mend")

    assert before.code == 1
    assert "the cache is damaged" in before.out
    assert done.code == 0
    assert "mended: the damaged cache was deleted" in done.err
    assert len(shell.run("list").out.splitlines()) == 2


def test_what_an_interrupted_command_left_is_settled(shell: Shell) -> None:
    """Its journal and ref, and dead temporary files; living ones stay."""
    state = shell.root / ".git" / "factcheck"
    head = shell.newsroom.git("rev-parse", "HEAD").strip()
    scratch = "refs/factcheck/tmp/0123456789abcdef"
    journal = {"old": head, "scratch": scratch, "files": {}, "process": 1}
    journal["signs"] = False
    state.mkdir(parents=True, exist_ok=True)
    (state / "journal.json").write_text(json.dumps(journal))
    dead = _temporary(shell.root / "evidence" / ".a.yaml.0123abcd.tmp")
    os.utime(dead, (AN_HOUR_AGO, AN_HOUR_AGO))
    alive = _temporary(shell.root / "evidence" / ".b.yaml.0123abcd.tmp")
    done = shell.run("doctor", "--mend")

    assert done.code == 0
    assert "mended: what interrupted commands had left" in done.err
    assert not (state / "journal.json").exists()
    assert not dead.exists()
    assert alive.exists()


def test_a_journal_that_cannot_be_read_is_left_alone(shell: Shell) -> None:
    """Nobody knows what it meant: a person looks at it."""
    place = shell.root / ".git" / "factcheck" / "journal.json"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(b"\xff{")
    done = shell.run("doctor", "--mend")

    assert done.code == 1
    assert "cannot be read" in done.out
    assert "defect" not in done.err
    assert place.exists()


def test_hostile_names_reach_no_terminal(shell: Shell) -> None:
    """A branch and a kept draft may be called anything."""
    state = shell.root / ".git" / "factcheck" / "root" / "drafts"
    state.mkdir(parents=True, exist_ok=True)
    (state / "a\x1b[31m\n-q8w2m4xdkz7p.md").touch()
    done = shell.run("doctor")

    assert "\x1b" not in done.out
    assert "what you wrote last time is kept" in done.out


def test_an_encoding_that_is_not_utf8_is_named(shell: Shell) -> None:
    """As the terminal's settings say it."""
    done = shell.run("doctor", environment={"LC_ALL": "POSIX", "LANG": "C"})

    assert "note: the terminal is set to " in done.out


def _temporary(path: Path) -> Path:
    path.write_text("half")
    return path
