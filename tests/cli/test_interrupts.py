"""Ctrl-C: wherever it comes, 130, one line, a sane terminal, nothing half written."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import termios
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.terminals import ended, factcheck, typed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell

pytestmark = pytest.mark.filterwarnings("ignore:.*forkpty.*:DeprecationWarning")

WAITING = """\
import pathlib, sys, termios
file = pathlib.Path(sys.argv[-1])
file.write_text("headline: It is warm\\n" + file.read_text(encoding="utf-8"))
mode = termios.tcgetattr(0)
mode[3] &= ~termios.ECHO
termios.tcsetattr(0, termios.TCSANOW, mode)
print("EDITING", flush=True)
try:
    sys.stdin.read()
except KeyboardInterrupt:
    sys.exit(1)
"""
WRITING = """
import os, signal, sys
from factcheck.desk.desk import Desk
from factcheck.ledger.git.repository import Repository
from factcheck.cli import run
name = sys.argv[1]
owner = Desk if name == "commit" else Repository
real = getattr(owner, name)
def interrupted(*given, **named):
    if name == "commit":
        done = real(*given, **named)
        os.kill(os.getpid(), signal.SIGINT)
        return done
    os.kill(os.getpid(), signal.SIGINT)
    raise MachineError("git died")
from factcheck.model.errors import MachineError
setattr(owner, name, interrupted)
sys.exit(run(sys.argv[2:]))
"""
COUNTING = """
import sys, time
from pathlib import Path
from factcheck.cli.console.session import Session
session = Session(Path.cwd)
session.quiet = "quiet" in sys.argv
def steps():
    # The first second ends far from the ends of a step: on a slow machine as well.
    for number, seconds in enumerate((0.1, 1.5, 0.1, 0.1)):
        time.sleep(seconds)
        yield number
for number in session.progress(steps(), what="reading \\x1b[31m", total=4):
    if number == 3:
        session.tell("a message")
print("END")
"""


def _echoes(child: Any) -> bool:
    return bool(termios.tcgetattr(child.child_fd)[3] & termios.ECHO)


def test_at_a_question(shell: Shell) -> None:
    """The line says that nothing was written."""
    before = shell.state()
    child = factcheck(shell, "open", "Trams run all night")
    child.expect_exact("Claimed by: ")
    child.sendintr()
    child.expect_exact("stopped: nothing was written")
    code, shown = ended(child)

    assert code == 130
    assert shown.strip() == ""
    assert shell.state() == before


def test_in_the_editor(shell: Shell, tmp_path: Path) -> None:
    """What had been written is kept; the terminal echoes again, though it did not."""
    before = shell.state()
    script = tmp_path / "editor.py"
    script.write_text(WAITING)
    # A shell around it, as at home: it is there to look at the terminal afterwards.
    around = "import subprocess, sys, signal; signal.signal(signal.SIGINT, print); "
    around += (
        "code = subprocess.call([sys.executable, '-m', 'factcheck', *sys.argv[1:]])"
    )
    around += "; print('CODE', code, flush=True); input()"
    words = shlex.join([sys.executable, str(script)])
    child = typed(shell, "-c", around, "draft", "sunlight", EDITOR=words)
    child.expect_exact("EDITING")
    did_echo = _echoes(child)
    child.sendintr()
    child.expect_exact("stopped: nothing was written")
    child.expect_exact("CODE 130")
    does_echo = _echoes(child)
    child.sendline("")
    ended(child)
    folder = shell.newsroom.ledger.state_folder
    assert folder is not None
    (kept,) = folder.glob("drafts/*")

    assert (did_echo, does_echo) == (False, True)
    assert "headline: It is warm" in kept.read_text(encoding="utf-8")
    assert shell.state() == before


@pytest.mark.parametrize(
    ("where", "is_written", "said"),
    [
        ("fast_import", False, "stopped: nothing was written"),
        ("commit", True, "stopped: what was committed stays"),
    ],
)
def test_during_a_write(
    shell: Shell, where: str, said: str, *, is_written: bool
) -> None:
    """All of the commit is there, or nothing of it; the line says which."""
    before = shell.state()
    words = ("open", "Trams run all night", "--by", "X", "--on", "2020")
    done = subprocess.run(
        [sys.executable, "-c", WRITING, where, *words],
        cwd=shell.here,
        env=shell.environment,
        capture_output=True,
        check=False,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
    )

    assert done.returncode == 130
    assert done.stderr.splitlines()[-1].startswith(said)
    assert "Traceback" not in done.stderr
    assert (shell.state() != before) == is_written
    assert shell.state()[1] == ""
    assert shell.run("verify").code == 0


@pytest.mark.usefixtures("lock")
def test_while_another_writes(shell: Shell) -> None:
    """The wait ends at once, and nothing is left of what was begun."""
    before = shell.state()
    capture = shell.root.parent / "page.txt"
    capture.write_text("Trams run all night.")
    words = ["evidence", "add", str(capture), "--check", "sunlight", "--title", "Trams"]
    words += ["--publisher", "X", "--says", "They run", "--kind", "report"]
    words += ["--stance", "supports", "--because", "It says so"]
    with shell.start(*words) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if b"waiting for it" in line:
                break
        os.kill(process.pid, signal.SIGINT)
        _, rest = process.communicate(timeout=60)

    assert process.returncode == 130
    assert rest.decode() == "stopped: nothing was written\n"
    assert shell.state() == before
    assert not list(shell.root.glob("captures/**/*.*"))


def test_progress_is_said_after_a_second_and_cleared(shell: Shell) -> None:
    """A line on the terminal, drawn over; a message does not run into it."""
    child = typed(shell, "-c", COUNTING)
    _, shown = ended(child)
    lines = [row.rpartition("\x1b[K")[2] for row in shown.strip("\n").split("\n")]

    assert "reading <U+001B>[31m: 1 of 4 (25 %), 1 s" in shown
    assert "0 of 4" not in shown
    assert lines == ["a message", "END"]


@pytest.mark.parametrize("words", [("quiet",), ()])
def test_no_progress_where_nobody_looks(shell: Shell, words: tuple[str, ...]) -> None:
    """Quiet, or a pipe: not a sign of it."""
    done = subprocess.run(
        [sys.executable, "-c", COUNTING, *words],
        cwd=shell.here,
        env=shell.environment,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )

    assert done.stdout == "END\n"
    assert done.stderr == ("" if words else "a message\n")
