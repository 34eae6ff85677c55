"""The machine: git, who works here, the terminal, and what is installed besides."""

from __future__ import annotations

import locale
import re
from importlib import metadata
from typing import TYPE_CHECKING

from factcheck.intake.sandbox import HAS_PROCESSOR_LIMIT, Extractor, Limits
from factcheck.ledger.git.process import start
from factcheck.model.errors import BadInputError, MachineError
from factcheck.review.diagnosis import Look, fine, note, problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from factcheck.review.diagnosis import Diagnosis

NEEDED = (2, 34)
"""The oldest git that works."""

_LOST = (
    ((2, 36), "what is written may be lost in a power cut (core.fsync)"),
    (
        (2, 38),
        "git may obey a hidden, bare repository (safe.bareRepository)",
    ),
)
"""What is lost below a version of git, by its release notes."""

_INSTALL = "install a newer git"
_PACKAGE = "factcheck-ledger"
_REQUIRED = re.compile(r"([\w.-]+).*extra == ['\"]([\w-]+)['\"]")


def looks(folder: Path) -> tuple[Look, ...]:
    """Give what is looked at first, in order; ``folder`` is where the user is."""
    return (
        Look("git", lambda: git_version(folder)),
        Look("the identity", lambda: identity(folder)),
    )


def last_looks() -> tuple[Look, ...]:
    """Give what is looked at last, in order."""
    return (
        Look("the terminal", terminal),
        Look("the extras", extras),
        Look("the reading of documents", documents),
    )


def git_version(folder: Path) -> Iterator[Diagnosis]:
    """Whether git is there and not too old."""
    try:
        said = start(folder, ("version",)).stdout.decode(errors="replace").strip()
    except MachineError as error:
        yield problem("git-missing", str(error), _INSTALL)
        return
    found = re.search(r"(\d+)\.(\d+)", said)
    if found is None:
        yield problem("git-unknown", f"git says no version: {said}", _INSTALL)
        return
    version = (int(found[1]), int(found[2]))
    needed = ".".join(map(str, NEEDED))
    if version < NEEDED:
        message = f"{said} is too old: factcheck needs {needed} or newer"
        yield problem("git-old", message, _INSTALL)
        return
    lost = [what for newer, what in _LOST if version < newer]
    if lost:
        yield note("git-aged", f"{said} works, but {'; '.join(lost)}", _INSTALL)
    else:
        yield fine("git", said)


def identity(folder: Path) -> Iterator[Diagnosis]:
    """Whether git knows who works here; the address itself is never shown."""
    # Guessing an address from the host's name would put it into the history.
    done = start(folder, ("-c", "user.useConfigOnly=true", "var", "GIT_AUTHOR_IDENT"))
    name, _, _ = done.stdout.decode(errors="replace").partition(" <")
    if done.returncode == 0 and name.strip():
        yield fine("identity", f"you are {name}")
        return
    lacking = []
    for key in ("user.name", "user.email"):
        asked = start(folder, ("config", "--get", key))
        if asked.returncode > 1:  # 1 is "not set"; git is in no state to say
            raise MachineError(asked.stderr.decode(errors="replace").strip())
        if not asked.stdout.strip():
            lacking.append(key)
    for key in lacking or ["user.name"]:
        value = '"Your Name"' if key == "user.name" else "you@example.org"
        yield problem(
            "identity-missing",
            f"git does not know your {key.removeprefix('user.')}: nothing can be "
            "committed",
            f"git config --global {key} {value}",
        )


def terminal() -> Iterator[Diagnosis]:
    """Whether the terminal is said to take UTF-8."""
    encoding = locale.getencoding()
    if encoding.lower().replace("-", "") == "utf8":
        yield fine("encoding", "the terminal takes UTF-8")
        return
    yield note(
        "encoding-not-utf8",
        f"the terminal is set to {encoding}: other scripts may show as garbage",
        "export LC_ALL=C.UTF-8",
    )


def extras() -> Iterator[Diagnosis]:
    """Which extras are installed, by what the package itself says of them."""
    try:
        required = metadata.requires(_PACKAGE) or []
    except metadata.PackageNotFoundError:
        yield fine("extras", "factcheck runs from a folder: its extras are not known")
        return
    wanted: dict[str, list[str]] = {}
    for line in required:
        found = _REQUIRED.match(line)
        if found and found[2] != "dev":
            wanted.setdefault(found[2], []).append(found[1])
    for extra, packages in sorted(wanted.items()):
        if all(map(_is_installed, packages)):
            yield fine("extra", f"the extra {extra} is installed")
        else:
            yield note(
                "extra-missing",
                f"the extra {extra} is not installed ({', '.join(packages)})",
                f"pip install '{_PACKAGE}[{extra}]'",
            )


def documents() -> Iterator[Diagnosis]:
    """Whether pages and PDFs can be read in a process of their own, and how limited."""
    page = b"<html><title>A page</title><p>It is read to see whether that works.</p>"
    try:
        with Extractor() as extractor:
            extractor.article(page, "page.html")
    except (BadInputError, MachineError) as error:
        # What to do about it stands behind the colon already.
        what, _, then = str(error).rpartition(": ")
        yield problem("documents-unread", what or then, then)
        return
    limits = Limits()
    if HAS_PROCESSOR_LIMIT:
        yield fine(
            "documents",
            f"documents are read in a process with limits ({limits.seconds:g} s each)",
        )
    else:
        yield note(
            "documents-less-limited",
            "documents are read in a process with a deadline alone: this system "
            "limits neither processor time nor memory",
            "read documents that you do not trust one by one",
        )


def _is_installed(package: str) -> bool:
    try:
        metadata.version(package)
    except metadata.PackageNotFoundError:
        return False
    return True
