"""The pager: long pages go through it, short ones and pipes do not."""

from __future__ import annotations

import shlex
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from tests.cli.terminals import ended, factcheck
from tests.terminal.payloads import ACTED_ON, OUR_STYLES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell

pytestmark = pytest.mark.filterwarnings("ignore:.*forkpty.*:DeprecationWarning")

PAGING = """\
import os, pathlib, sys
text = sys.stdin.buffer.read()
seen = pathlib.Path(__file__).with_name("seen")
seen.write_bytes(text + os.environ.get("LESS", "").encode())
print("PAGED", len(text.splitlines()))
"""
SHORT = (12, 80)


@pytest.fixture
def pager(tmp_path: Path) -> str:
    """Give the command of a pager that remembers what it was given."""
    script = tmp_path / "a pager.py"
    script.write_text(PAGING)
    return shlex.join([sys.executable, str(script)])


def _seen(folder: Path) -> str:
    return (folder / "seen").read_text(encoding="utf-8")


def test_a_long_page_goes_through_the_pager(
    reading_shell: Shell, pager: str, tmp_path: Path
) -> None:
    """Its colours too; less is told to show them as colours."""
    child = factcheck(reading_shell, "show", "moonlight", size=SHORT, PAGER=pager)
    code, shown = ended(child)

    assert code == 0
    assert shown.count("PAGED") == 1
    assert "Moonlight is cold" not in shown
    assert "Moonlight is cold" in _seen(tmp_path)
    assert "\x1b[32m" in _seen(tmp_path)
    assert _seen(tmp_path).endswith("FRX")


def test_several_pages_go_through_one_pager(
    reading_shell: Shell, pager: str, tmp_path: Path
) -> None:
    """It stays open until the command has said all."""
    names = ("moonlight", "sunlight")
    child = factcheck(reading_shell, "show", *names, size=SHORT, PAGER=pager)
    _, shown = ended(child)

    assert shown.count("PAGED") == 1
    assert "Moonlight is cold" in _seen(tmp_path)
    assert "Sunlight is warm" in _seen(tmp_path)


def test_our_own_variable_goes_before(reading_shell: Shell, pager: str) -> None:
    """As git's does before PAGER."""
    variables = {"FACTCHECK_PAGER": "", "PAGER": pager}
    child = factcheck(reading_shell, "show", "moonlight", size=SHORT, **variables)
    _, shown = ended(child)

    assert "PAGED" not in shown
    assert "Moonlight is cold" in shown


@pytest.mark.parametrize(
    ("wished", "switches", "size"),
    [
        ("", (), SHORT),
        ("cat", (), SHORT),
        ("no-such-pager", (), SHORT),
        ('less "', (), SHORT),
        (None, ("--no-pager",), SHORT),
        (None, (), (50, 80)),
    ],
)
def test_without_a_pager_it_is_printed(
    reading_shell: Shell,
    pager: str,
    wished: str | None,
    switches: tuple[str, ...],
    size: tuple[int, int],
) -> None:
    """None wished, none there, or the page is short."""
    child = factcheck(
        reading_shell,
        *("show", "moonlight", *switches),
        size=size,
        PAGER=pager if wished is None else wished,
    )
    code, shown = ended(child)

    assert code == 0
    assert "PAGED" not in shown
    assert "Moonlight is cold" in shown
    assert "Refutes the claim" in shown


def test_a_pipe_has_no_pager(reading_shell: Shell, pager: str) -> None:
    """Programs get the answer."""
    done = reading_shell.run("show", "moonlight", environment={"PAGER": pager})

    assert "PAGED" not in done.out


def test_a_pager_obeys_no_record(shell: Shell, pager: str, tmp_path: Path) -> None:
    """What it is given is as safe as what a terminal gets."""
    name = shell.newsroom.open("Tram \x1b]52;c;aGk=\x07 \u202e [red]x[/]")
    shell.newsroom.draft(name, text="\x1b[2J long\n\n" * 20)
    for words in (("show", "tram"), ("draft", "tram", "--print")):
        _, shown = ended(factcheck(shell, *words, size=(5, 80), PAGER=pager))
        assert "PAGED" in shown, shown
        seen = OUR_STYLES.sub("", _seen(tmp_path))

        assert "[red]x[/]" in seen
        assert ACTED_ON.isdisjoint(set(seen) - {"\n"})


def test_whoever_has_seen_enough_gets_no_error(shell: Shell) -> None:
    """A pager that is left early is no failure."""
    many = [shell.newsroom.open(f"Tram {at} runs") for at in range(8)]
    child = factcheck(shell, "show", *many * 20, size=SHORT, PAGER="true")
    code, shown = ended(child)

    assert code == 0
    assert "error" not in shown


@pytest.mark.skipif(shutil.which("less") is None, reason="less is not installed here")
def test_ctrl_c_in_less_leaves_the_terminal_sane(reading_shell: Shell) -> None:
    """It goes on until it is left; then the command says 130, and letters echo."""
    child = factcheck(reading_shell, "show", "moonlight", size=SHORT, PAGER="less")
    child.expect_exact(":")
    child.sendintr()
    child.send("q")
    code, shown = ended(child)

    assert code == 130, shown
    assert "stopped" in shown
    assert "Traceback" not in shown
