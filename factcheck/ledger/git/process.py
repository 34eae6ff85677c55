"""The one place that starts git.

Each process runs with a clean environment (inherited ``GIT_*`` could point it at
another repository), without hooks and file-system monitors (a received folder may
carry hostile ones), with replace refs ignored and everything synced to disk. Ids and
paths reach git on standard input, or behind ``--`` or ``--end-of-options``.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, NoReturn

from factcheck.model.errors import BusyError, MachineError

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

_ALWAYS = (
    "--no-replace-objects",
    "--literal-pathspecs",
    "-c",
    "core.fsmonitor=false",
    "-c",
    f"core.hooksPath={os.devnull}",
    "-c",
    "core.fsync=all",
    "-c",
    "core.quotePath=false",
    "-c",
    "protocol.ext.allow=never",
    "-c",
    "log.showSignature=false",
)

_KEPT_VARIABLES = frozenset(
    {
        "GIT_AUTHOR_NAME",
        "GIT_AUTHOR_EMAIL",
        "GIT_CONFIG_GLOBAL",
        "GIT_CONFIG_NOSYSTEM",
        "GIT_CONFIG_SYSTEM",
    }
)


class GitBusyError(BusyError):
    """Another git holds a lock of the repository."""


def clean_environment() -> dict[str, str]:
    """Give the environment in which git runs."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith("GIT_") or key in _KEPT_VARIABLES
    }
    return kept | {
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C",
    }


def _environment(arguments: Iterable[str]) -> dict[str, str]:
    """Give the environment of one command.

    ``diff-tree`` reads the whole index, of which it uses nothing: there it finds none.
    """
    if _verb(arguments) != "diff-tree":
        return clean_environment()
    return clean_environment() | {"GIT_INDEX_FILE": f"{os.devnull}-no-index"}


def run(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    """Run git in a folder and give what it printed.

    Raises:
        MachineError: git is missing, or said no; its last line is the reason.
    """
    done = start(folder, arguments, given)
    if done.returncode:
        fail(folder, arguments, done.stderr, done.returncode)
    return done.stdout


def pieces(folder: Path, *arguments: str) -> Iterator[bytes]:
    """Run git in a folder and give what it prints as it comes, cut at NUL bytes.

    Who stops asking stops git.

    Raises:
        MachineError: git is missing, or said no.
    """
    import subprocess  # noqa: PLC0415 - warm commands start no git

    with (
        _scratch() as said,
        subprocess.Popen(
            [_program(), *_ALWAYS, *arguments],
            cwd=folder,
            env=_environment(arguments),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
            bufsize=0,
        ) as process,
    ):
        try:
            rest = b""
            while process.stdout and (chunk := process.stdout.read(1 << 16)):
                *whole, rest = (rest + chunk).split(b"\0")
                yield from whole
            if rest:
                yield rest
            process.wait()
        finally:
            if process.returncode is None:
                process.kill()
        if process.returncode:
            said.seek(0)
            fail(folder, arguments, said.read(), process.returncode)


@contextmanager
def stream(folder: Path, *arguments: str, given: bytes) -> Iterator[IO[bytes]]:
    """Run git in a folder on some input; what it prints is read in the block.

    Who leaves the block early stops git.

    Raises:
        MachineError: git is missing, or said no.
    """
    import subprocess  # noqa: PLC0415 - warm commands start no git

    with _scratch() as asked, _scratch() as said:
        asked.write(given)
        asked.seek(0)
        process = subprocess.Popen(
            [_program(), *_ALWAYS, *arguments],
            cwd=folder,
            env=_environment(arguments),
            stdin=asked,
            stdout=subprocess.PIPE,
            stderr=said,
            bufsize=1 << 18,
        )
        with process:
            try:
                if process.stdout:
                    _widen(process.stdout)
                    yield process.stdout
                process.wait()
            finally:
                if process.returncode is None:
                    process.kill()
        if process.returncode:
            said.seek(0)
            fail(folder, arguments, said.read(), process.returncode)


def beside(folder: Path, module: str, argument: Path) -> None:
    """Start a module of ours as a process of its own, which nobody waits for.

    It has no terminal and prints nowhere; it inherits neither locks nor pipes.

    Raises:
        OSError: the system starts no process.
    """
    import subprocess  # noqa: PLC0415 - warm commands start no git

    packages = os.pathsep.join(one for one in sys.path if one)
    subprocess.Popen(
        [sys.executable, "-m", module, str(argument)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": packages},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _scratch() -> IO[bytes]:
    """Give a file for what goes to git or comes from it: no full disk stops a look."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("factcheck"), "w+b")
    import tempfile  # noqa: PLC0415 - warm commands start no git

    return tempfile.TemporaryFile()


def _widen(pipe: IO[bytes]) -> None:
    """Let a pipe hold more, so that two processes change places less often."""
    try:
        from fcntl import F_SETPIPE_SZ, fcntl  # noqa: PLC0415 - Linux alone has it

        fcntl(pipe, F_SETPIPE_SZ, 1 << 20)
    except (ImportError, OSError):
        return


def fail(folder: Path, arguments: Iterable[str], said: bytes, code: int) -> NoReturn:
    """Raise what it means that git ended with a code, having said something.

    Raises:
        GitBusyError: another git holds a lock.
        MachineError: anything else; git's own reason is in it.
    """
    lines = said.decode(errors="replace").strip().splitlines()
    reason = next(
        (line for line in lines if line.startswith(("fatal:", "error:"))),
        lines[-1] if lines else f"exit {code}",
    )
    if ".lock': File exists" in reason:
        raise GitBusyError(f"another git is at work in {folder}: {reason}")
    if code < 0:
        reason = f"it was ended by signal {-code}"
    raise MachineError(f"git {_verb(arguments)} failed in {folder}: {reason}")


def _verb(arguments: Iterable[str]) -> str:
    return next((word for word in arguments if word[0] != "-" and "=" not in word), "")


def start(
    folder: Path,
    arguments: tuple[str, ...],
    given: bytes = b"",
    more: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder; whether it said no is for the caller to see.

    It inherits the writers' lock where we hold it: should we be killed, the lock is
    held until git has ended, too.

    Args:
        folder: where it runs.
        arguments: what is asked of git.
        given: what it reads.
        more: variables of its environment beside the clean ones.

    Raises:
        MachineError: git is missing, or the system starts no process.
    """
    import subprocess  # noqa: PLC0415 - warm commands start no git

    try:
        return subprocess.run(
            [_program(), *_ALWAYS, *arguments],
            cwd=folder,
            env=_environment(arguments) | dict(more or {}),
            input=given,
            capture_output=True,
            check=False,
            close_fds=os.name != "posix",
        )
    except OSError as error:
        raise MachineError(f"git cannot be started in {folder}: {error}") from None


def _program() -> str:
    import shutil  # noqa: PLC0415 - warm commands start no git

    program = shutil.which("git")
    if program is None:
        raise MachineError("git is not installed, or not on the PATH: install git")
    return program
