"""The command line as a process of its own, at work on a copy of a real ledger."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import copy_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Newsroom

PROJECT = Path(__file__).resolve().parents[2]
NOW = "2026-11-24T10:00:00Z"


@dataclass(frozen=True)
class Done:
    """How a process ended: its exit code, standard output and standard error."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> dict[str, Any]:
        """The one JSON object on standard output."""
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def errors(self) -> list[str]:
        """The lines on standard error that are errors."""
        return [row for row in self.err.splitlines() if row.startswith("error: ")]


@dataclass
class Shell:
    """Where somebody types commands.

    Attributes:
        newsroom: the ledger, for preparing it without a process.
        here: the current folder.
        environment: what every process gets.
    """

    newsroom: Newsroom
    here: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def root(self) -> Path:
        """The ledger's folder."""
        return self.newsroom.root

    def start(
        self, *arguments: str, environment: dict[str, str] | None = None, **options: Any
    ) -> subprocess.Popen[bytes]:
        """Start ``factcheck`` with its streams on pipes."""
        return subprocess.Popen(
            [sys.executable, "-m", "factcheck", *arguments],
            cwd=self.here,
            env=self.environment | (environment or {}),
            **{
                "stdin": subprocess.PIPE,
                "stdout": subprocess.PIPE,
                "stderr": subprocess.PIPE,
                **options,
            },
        )

    def run(
        self,
        *arguments: str,
        given: str | bytes = b"",
        environment: dict[str, str] | None = None,
    ) -> Done:
        """Run ``factcheck`` to its end.

        Args:
            arguments: as typed.
            given: what stands on standard input.
            environment: variables besides those of the shell.
        """
        text = given.encode() if isinstance(given, str) else given
        with self.start(*arguments, environment=environment) as process:
            out, err = process.communicate(text, timeout=120)
        return Done(process.returncode, out.decode(), err.decode())

    def state(self) -> tuple[str, str]:
        """Give what a command that writes nothing leaves as it is."""
        git = self.newsroom.git
        return git("rev-parse", "HEAD"), git("status", "--porcelain", "-uall")


def shell_of(newsroom: Newsroom) -> Shell:
    """Give a shell in a ledger's folder."""
    environment = dict(os.environ) | {
        "PYTHONPATH": str(PROJECT),
        "FACTCHECK_NOW": NOW,
        "FACTCHECK_SEED": "shell",
        "PAGER": "cat",
    }
    environment.pop("EDITOR", None)
    environment.pop("VISUAL", None)
    return Shell(newsroom, newsroom.root, environment)


@pytest.fixture
def shell(busy_newsroom: Newsroom) -> Shell:
    """Give a shell in a ledger with an approved check and an open one."""
    return shell_of(busy_newsroom)


@pytest.fixture(scope="session")
def reading_shell(
    worked_on: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shell]:
    """Give a shell for commands that only read: shared, its cache warm."""
    newsroom = copy_of(worked_on, tmp_path_factory.mktemp("reading") / "ledger")
    assert newsroom.ledger.check("moonlight")
    newsroom.close()
    yield shell_of(newsroom)
    newsroom.close()


@pytest.fixture
def lock(shell: Shell) -> Iterator[int]:
    """Hold the lock of the shell's ledger, as another process that writes would."""
    folder = shell.root / ".git" / "factcheck"
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    yield descriptor
    os.close(descriptor)


@pytest.fixture(scope="session", autouse=True)
def locked_out(
    worked_on: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[subprocess.Popen[bytes]]:
    """Start a command on a ledger that somebody else keeps locked.

    It gives up after half a minute: started before the first test of this folder,
    it has done so by the time the test that looks at it comes round.
    """
    root = tmp_path_factory.mktemp("locked") / "ledger"
    shutil.copytree(worked_on, root)
    shell = shell_of(copy_of(root, root.parent / "copy"))
    folder = shell.root / ".git" / "factcheck"
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    with shell.start("evidence", "amend", "cold", "--note", "x") as process:
        yield process
        process.kill()
    os.close(descriptor)
    shell.newsroom.close()
