"""The one place that starts git.

Each process runs with a clean environment (inherited ``GIT_*`` could point it at
another repository), without hooks and file-system monitors (a received folder may
carry hostile ones), with replace refs ignored and everything synced to disk. Ids and
paths reach git on standard input, or behind ``--`` or ``--end-of-options``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING, NoReturn

from factcheck.model.errors import BusyError, MachineError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
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


def run(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    """Run git in a folder and give what it printed.

    Raises:
        MachineError: git is missing, or said no; its last line is the reason.
    """
    done = start(folder, arguments, given)
    if done.returncode:
        _fail(folder, arguments, done.stderr, done.returncode)
    return done.stdout


def pieces(folder: Path, *arguments: str) -> Iterator[bytes]:
    """Run git in a folder and give what it prints as it comes, cut at NUL bytes.

    Who stops asking stops git.

    Raises:
        MachineError: git is missing, or said no.
    """
    import tempfile  # noqa: PLC0415 - warm commands start no git

    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(
            [_program(), *_ALWAYS, *arguments],
            cwd=folder,
            env=clean_environment(),
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
            _fail(folder, arguments, said.read(), process.returncode)


def _fail(folder: Path, arguments: Iterable[str], said: bytes, code: int) -> NoReturn:
    lines = said.decode(errors="replace").strip().splitlines()
    reason = next(
        (line for line in lines if line.startswith(("fatal:", "error:"))),
        lines[-1] if lines else f"exit {code}",
    )
    if ".lock': File exists" in reason:
        raise BusyError(f"another git is at work in {folder}: {reason}")
    raise MachineError(f"git {_verb(arguments)} failed in {folder}: {reason}")


def _verb(arguments: Iterable[str]) -> str:
    return next((word for word in arguments if word[0] != "-" and "=" not in word), "")


def start(
    folder: Path, arguments: tuple[str, ...], given: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder; whether it said no is for the caller to see.

    Raises:
        MachineError: git is missing.
    """
    return subprocess.run(
        [_program(), *_ALWAYS, *arguments],
        cwd=folder,
        env=clean_environment(),
        input=given,
        capture_output=True,
        check=False,
    )


def _program() -> str:
    program = shutil.which("git")
    if program is None:
        raise MachineError("git is not installed, or not on the PATH: install git")
    return program
