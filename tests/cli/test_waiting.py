"""Several processes on one ledger: they wait, give up in time, and lose nothing."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import TYPE_CHECKING

from tests.conftest import git

if TYPE_CHECKING:
    import subprocess

    from tests.cli.conftest import Shell

OPEN = ("open", "Trams run all night", "--by", "Eva Roe", "--on", "2020-10")


def test_commands_at_the_same_time_all_write(shell: Shell) -> None:
    """Each becomes a commit of its own, in some order."""
    claims = ("Trams run", "Bells ring", "Ice melts", "Geese fly south")
    before = int(shell.newsroom.git("rev-list", "--count", "HEAD"))
    processes = [
        shell.start("open", claim, "--by", "X", "--on", "2020", "--quiet")
        for claim in claims
    ]
    ended = [(*one.communicate(timeout=120), one.returncode) for one in processes]
    listed = shell.run("list").out

    assert [(code, err) for _, err, code in ended] == [(0, b"")] * 4
    assert int(shell.newsroom.git("rev-list", "--count", "HEAD")) == before + 4
    assert all(claim in listed for claim in claims)
    assert shell.run("verify").code == 0
    assert shell.newsroom.git("status", "--porcelain") == ""


def test_130_interrupted_while_waiting(shell: Shell, lock: int) -> None:
    """Ctrl-C ends it without a trace in the ledger."""
    assert lock
    before = shell.state()
    with shell.start(*OPEN) as process:
        assert process.stderr is not None
        waiting = process.stderr.readline()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)

    assert b"is writing to this ledger; waiting" in waiting
    assert (process.returncode, out) == (130, b"")
    assert b"Traceback" not in err
    assert shell.state() == before
    assert git(shell.root, "fsck", "--strict", "--no-dangling") == ""


def test_6_another_process_that_keeps_the_lock(
    locked_out: subprocess.Popen[bytes],
) -> None:
    """After half a minute the message says who holds it, and where."""
    out, err = locked_out.communicate(timeout=90)
    lines = err.decode().splitlines()

    assert (locked_out.returncode, out) == (6, b"")
    assert len(lines) == 2
    assert "waiting" in lines[0]
    assert lines[1].startswith("error: another factcheck")
    assert lines[1].endswith(str(Path("factcheck") / "lock"))
