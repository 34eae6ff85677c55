"""Several writers at once: every record and every commit is there afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from factcheck.ledger.lock import held
from factcheck.model.errors import BusyError
from tests.conftest import git

if TYPE_CHECKING:
    from tests.conftest import Newsroom

SCRIPT = Path(__file__).with_name("busy_writer.py")
WORDS = ("anna", "bo", "cy", "di")
EACH = 10


def start(root: Path, word: str, count: int) -> subprocess.Popen[str]:
    """Start a writer that waits for a line before it begins."""
    return subprocess.Popen(
        [sys.executable, str(SCRIPT), str(root), word, str(count)],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(SCRIPT.parents[2])},
    )


def test_four_writers_lose_nothing(newsroom: Newsroom) -> None:
    """Forty additions from four processes are forty records in forty commits."""
    with ExitStack() as stack:
        writers = [
            stack.enter_context(start(newsroom.root, word, EACH)) for word in WORDS
        ]
        for process in writers:
            assert process.stdin

            process.stdin.write("\n")
            process.stdin.flush()
        errors = [process.communicate()[1] for process in writers]
    log = newsroom.git("log", "--format=%s", "--no-merges").splitlines()
    there = sorted(entry.slug for entry in newsroom.ledger.of_kind("evidence"))

    assert errors == [""] * len(WORDS)
    assert there == sorted(f"{word}-{n}" for word in WORDS for n in range(EACH))
    assert len([line for line in log if line.startswith("Add evidence")]) == 40
    assert newsroom.git("status", "--porcelain") == ""
    assert git(newsroom.root, "fsck", "--no-dangling").strip() == ""
    assert newsroom.git("for-each-ref", "refs/factcheck") == ""


def test_a_held_lock_is_waited_for_and_then_named(tmp_path: Path) -> None:
    """After the wait the error says which process holds it."""
    told: list[str] = []
    with (
        held(tmp_path / "lock"),
        pytest.raises(BusyError, match=rf"process {os.getpid()}.*is writing"),
        held(tmp_path / "lock", wait_s=0.05, on_wait=told.append),
    ):
        pytest.fail("two hold the lock")

    with held(tmp_path / "lock", wait_s=0):  # it is free again
        assert told == []


HANDING_ON = """
import fcntl, os, sys, time
descriptor = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT)
fcntl.flock(descriptor, fcntl.LOCK_EX)
print(flush=True)
for number in range(12):
    os.pwrite(descriptor, str(1000 + number).encode().ljust(32), 0)
    time.sleep(0.1)
"""


def test_a_queue_is_no_standstill(tmp_path: Path) -> None:
    """While the lock goes from hand to hand the wait begins anew each time."""
    path = tmp_path / "lock"
    command = [sys.executable, "-c", HANDING_ON, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout

        process.stdout.readline()
        with held(path, wait_s=0.7):
            assert process.wait() == 0


def test_a_child_holds_the_lock_until_it_has_ended(tmp_path: Path) -> None:
    """A git that outlives us must not meet the next writer."""
    path = tmp_path / "lock"
    with held(path):
        child = subprocess.Popen(
            [sys.executable, "-c", "import sys; sys.stdin.read()"],
            stdin=subprocess.PIPE,
            close_fds=False,
        )
    with child:
        with pytest.raises(BusyError), held(path, wait_s=0):
            pytest.fail("two hold the lock")
        assert child.stdin

        child.stdin.close()
    with held(path, wait_s=0):
        assert child.returncode == 0
