"""Every exit code with its situation; an error is one plain line, nothing is lost."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Done, Shell

OPEN = ("open", "Trams run all night", "--by", "Eva Roe", "--on", "2020-10")


def _is_plain(done: Done, *words: str) -> bool:
    """Tell whether one line says what is wrong, without traceback, box or colour."""
    assert len(done.errors) == 1, done.err
    assert all(word in done.errors[0] for word in words), done.errors[0]
    assert "Traceback" not in done.err
    return not any(sign in done.err for sign in ("╭", "│", "\x1b", "defect"))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("lst",), ("no command 'lst'", "did you mean 'list'?")),
        (("evidence", "ad"), ("no command 'ad'", "did you mean 'add'?")),
        (("xyzzy",), ("no command 'xyzzy'", "factcheck --help")),
        (("tip", "xyzzy"), ("no command 'xyzzy'", "factcheck tip --help")),
        (("list", "--stge", "open"), ("--stge", "--stage", "factcheck list --help")),
        (("show",), ("CHECK", "factcheck show --help")),
        (("open", "A claim"), ("--by is missing",)),
        (("open", "A claim", "--by", "X"), ("--on is missing",)),
        (("evidence", "add", "--title", "T"), ("--publisher is missing",)),
        (("link", "moonlight", "cold"), ("--stance is missing",)),
        (("draft", "moonlight"), ("no terminal", "--file")),
        (("verdict", "sunlight"), ("headline, rating, summary, text",)),
        (("request-changes", "moonlight"), ("--comment is missing",)),
        (("match", "-", "--threshold", "7"), ("--threshold",)),
        (("match", "-", "--open", "--json"), ("--open",)),
        (("list", "--since", "soon"), ("'soon' is no date",)),
        (("list", "--limit", "0"), ("--limit",)),
        (("list", "--now", "today"), ("--now", "'today'")),
        (("tip", "add", "T", "--file", "https://x.org/a"), ("save the page",)),
        (("evidence", "amend", "cold", "--clear", "nonsense"), ("'nonsense'",)),
        (("report",), ("--all",)),
        (("show", b"caf\xe9"), ("UTF-8",)),
    ],
)
def test_2_a_command_that_makes_no_sense(
    reading_shell: Shell, arguments: tuple[str | bytes, ...], words: tuple[str, ...]
) -> None:
    """The message names the command, the option or the flag that is lacking."""
    done = reading_shell.run(*map(os.fsdecode, arguments))

    assert (done.code, done.out) == (2, "")
    assert _is_plain(done, *words)


def test_2_what_is_piped_in_must_be_utf8(reading_shell: Shell) -> None:
    """Names on standard input in another encoding are refused."""
    done = reading_shell.run("show", "-", given=b"caf\xe9\n")

    assert done.code == 2
    assert _is_plain(done, "UTF-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("match", "none.html"), ("cannot read none.html", "No such file")),
        (("match", "checks"), ("checks: holds no article",)),
        (("match", "-"), ("-",)),
        (("evidence", "add", "none.html"), ("cannot read none.html",)),
        (("draft", "moonlight", "--file", "none.md"), ("cannot read none.md",)),
        (("draft", "moonlight", "--file", "-"), ("-", "UTF-8")),
        (
            ("draft", "moonlight", "--rating", "superb"),
            ("'superb' is no rating", "mostly true"),
        ),
        ((*OPEN[:-1], "2020-13"), ("said_on", "2020-13")),
        (
            ("link", "sunlight", "cold", "--stance", "maybe", "--because", "x"),
            ("stance is 'maybe'",),
        ),
        pytest.param(
            ("open", "x" * 1001, "--by", "X", "--on", "2020"),
            ("1000 characters",),
        ),
    ],
)
def test_3_input_that_cannot_be_read(
    reading_shell: Shell, arguments: tuple[str, ...], words: tuple[str, ...]
) -> None:
    """The file or the value is named."""
    done = reading_shell.run(*arguments, given=b"%PDF-1.7\n\xe2\xe3\x00\x00")

    assert (done.code, done.out) == (3, "")
    assert _is_plain(done, *words)


@pytest.mark.parametrize(
    "written",
    [
        'opened: "9999-12-31T23:59:59-12:00"',
        'opened: "0001-01-01T00:00:00+12:00"',
        "opened: yesterday",
        "opend: now",
    ],
)
def test_3_one_bad_record_does_not_hide_the_others(shell: Shell, written: str) -> None:
    """It is named by file and line; the list goes on."""
    path = shell.newsroom.ledger.check("sunlight").claim.path
    file = shell.root / path
    rows = file.read_text().splitlines()
    number = next(n for n, row in enumerate(rows) if row.startswith("opened:"))
    rows[number] = written
    file.write_text("\n".join(rows) + "\n")
    shell.newsroom.git("commit", "-q", "-a", "-m", "By hand")
    done = shell.run("list")

    assert done.code == 3
    assert "Moonlight" in done.out
    assert any(f"{path}:{number + 1}: " in line for line in done.errors)
    assert "defect" not in done.err


def test_4_no_ledger(shell: Shell, tmp_path: Path) -> None:
    """Here, above, or where one was named."""
    shell.here = tmp_path
    shutil.move(shell.root, tmp_path.parent / f"{tmp_path.name}-elsewhere")
    for arguments in (("list",), ("--ledger", "nowhere", "list")):
        done = shell.run(*arguments)

        assert (done.code, done.out) == (4, "")
        assert _is_plain(done, "no ledger", "factcheck init DIR")


def test_4_a_newer_format_is_refused_untouched(shell: Shell) -> None:
    """The message says which format was found and what to do."""
    file = shell.root / "factcheck.yaml"
    file.write_text(file.read_text().replace('format: "1"', "format: 2", 1))
    file.write_text(file.read_text().replace("format: 1\n", "format: 2\n", 1))
    shell.newsroom.git("commit", "-q", "-a", "-m", "From the future")
    note = next((shell.root / "evidence").glob("*/*/*.yaml"))
    note.write_text(note.read_text() + "note: by hand\n")
    before = shell.state()
    for arguments in (("list",), OPEN, ("status",), ("verify",), ("save",)):
        done = shell.run(*arguments)

        assert done.code == 4, arguments
        assert _is_plain(done, "format 2", "newer factcheck")
    assert shell.state() == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("show", "nobody"), ("no check is called 'nobody'", "factcheck list")),
        (("evidence", "show", "nobody"), ("no evidence entry is called 'nobody'",)),
        (("approve", "sunlight"), ("has no verdict",)),
        (("unlink", "sunlight", "cold"), ("is not linked",)),
        (("save",), ("nothing to save",)),
        (("verify", "--base", "mian"), ("'mian' names no commit",)),
    ],
)
def test_5_what_is_not_there(
    reading_shell: Shell, arguments: tuple[str, ...], words: tuple[str, ...]
) -> None:
    """The message says what to look for it with."""
    done = reading_shell.run(*arguments)

    assert (done.code, done.out) == (5, "")
    assert _is_plain(done, *words)


def test_5_what_can_mean_several_names_them(shell: Shell) -> None:
    """The candidates are listed, nothing is chosen."""
    shell.newsroom.open("Moonbeams are slow")
    done = shell.run("show", "moon")

    assert (done.code, done.out) == (5, "")
    assert _is_plain(done, "'moon' fits 2 checks", "moonbeams-", "moonlight-")


def _merge(shell: Shell) -> None:
    room = shell.newsroom
    path = room.ledger.evidence("cold").path
    room.git("switch", "-q", "-c", "other")
    room.amend("cold", says="Mild it is")
    room.git("switch", "-q", "main")
    room.amend("cold", says="Hot it is")
    room.git("merge", "other", check=False)
    assert "<<<<<<<" in (room.root / path).read_text()


def test_6_in_the_middle_of_a_merge(shell: Shell) -> None:
    """Nothing is written; the message says what to finish."""
    _merge(shell)
    before = shell.state()
    done = shell.run(*OPEN)

    assert (done.code, done.out) == (6, "")
    assert _is_plain(done, "a merge is under way", "finish or abort it with git")
    assert shell.state() == before

    status = shell.run("status")

    assert "a merge is under way" in status.out
    assert "\nnot merged: evidence/" in status.out
    assert "git add it, then git merge --continue" in status.err
    assert "factcheck save" not in status.err


def _without_identity(shell: Shell) -> dict[str, str]:
    del shell
    return {"GIT_CONFIG_GLOBAL": os.devnull}


def _without_git(shell: Shell) -> dict[str, str]:
    empty = shell.root.parent / "bin"
    empty.mkdir(exist_ok=True)
    return {"PATH": str(empty)}


@pytest.mark.parametrize(
    ("lacking", "words"),
    [
        (_without_identity, ("who you are", "git config --global user.name")),
        (_without_git, ("git is not installed", "PATH")),
    ],
)
def test_7_what_the_machine_lacks(
    shell: Shell, lacking: Callable[[Shell], dict[str, str]], words: tuple[str, ...]
) -> None:
    """Nothing is written; the message says what to set up."""
    before = shell.state()
    done = shell.run(*OPEN, environment=lacking(shell))

    assert (done.code, done.out) == (7, "")
    assert _is_plain(done, *words)
    assert shell.state() == before


def test_7_a_new_ledger_needs_an_identity_too(shell: Shell, tmp_path: Path) -> None:
    """Once there is one, the same command goes on."""
    folder = str(tmp_path / "new")
    done = shell.run("init", folder, environment={"GIT_CONFIG_GLOBAL": os.devnull})
    again = shell.run("init", folder)

    assert done.code == 7
    assert _is_plain(done, "git config")
    assert again.code == 0, again.err


def test_reading_a_warm_ledger_needs_no_git(shell: Shell) -> None:
    """The cache answers."""
    shell.run("list")
    done = shell.run("list", environment=_without_git(shell))

    assert done.code == 0, done.err
    assert "Moonlight" in done.out


def test_8_uncommitted_edits_are_not_written_over(shell: Shell) -> None:
    """The file keeps what the person wrote."""
    path = shell.newsroom.ledger.evidence("cold").path
    file = shell.root / path
    file.write_text(file.read_text() + "note: mine\n")
    for arguments in (
        ("evidence", "amend", "cold", "--note", "theirs"),
        ("request-changes", "moonlight", "--comment", "x"),
    ):
        done = shell.run(*arguments)

        assert (done.code, done.out) == (8, "")
        assert _is_plain(done, path, "not committed", "factcheck save")
    assert file.read_text().endswith("note: mine\n")


def test_8_comments_are_not_lost(shell: Shell) -> None:
    """A file with comments is left to the person's hand."""
    path = shell.newsroom.ledger.evidence("cold").path
    file = shell.root / path
    file.write_text("# ask again\n" + file.read_text())
    saved = shell.run("save")
    done = shell.run("evidence", "amend", "cold", "--note", "x")

    assert saved.code == 0
    assert "warning: " in saved.err
    assert "comments" in saved.err
    assert done.code == 8
    assert _is_plain(done, path, "comments")


def test_1_findings(shell: Shell) -> None:
    """Each finding is a line of the answer; the code is for hooks and CI."""
    review = shell.newsroom.ledger.check("moonlight").reviews[0].path
    (shell.root / review).unlink()
    text = shell.run("verify")
    data = shell.run("verify", "--json")

    assert (text.code, text.err) == (1, "")
    assert f"{review}: was deleted since the last commit" in text.out
    assert text.out.splitlines()[-1].startswith("does not hold: ")
    assert data.code == 1
    assert data.data["ok"] is False
    assert {
        "path": review,
        "line": 0,
        "code": "append-only",
        "message": "was deleted since the last commit: it must stay",
        "severity": "error",
    } in data.data["findings"]


def test_1_settings_that_cannot_be_read_are_a_finding(shell: Shell) -> None:
    """``verify`` names them and goes on."""
    file = shell.root / "factcheck.yaml"
    file.write_text(file.read_text() + "x: [\n")
    done = shell.run("verify")

    assert done.code == 1
    assert "factcheck.yaml:" in done.out


def test_0_help_for_who_types_nothing(reading_shell: Shell) -> None:
    """Help that was asked for is an answer, also for a group."""
    for arguments in ((), ("--help",), ("evidence",), ("evidence", "--help")):
        done = reading_shell.run(*arguments)

        assert (done.code, done.err) == (0, ""), arguments
        assert "Usage: factcheck" in done.out


def test_a_closed_pipe_is_no_error(reading_shell: Shell) -> None:
    """``| head -1`` has seen enough."""
    reading, writing = os.pipe()
    os.close(reading)
    with reading_shell.start("list", stdout=writing) as process:
        os.close(writing)
        _, err = process.communicate()

    assert (process.returncode, err) == (0, b"")


def test_a_traceback_only_for_who_asks(reading_shell: Shell) -> None:
    """``--debug`` adds it below the message."""
    done = reading_shell.run("show", "nobody", "--debug")

    assert done.code == 5
    assert len(done.errors) == 1
    assert "Traceback (most recent call last)" in done.err
