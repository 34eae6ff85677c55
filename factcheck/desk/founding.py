"""Making a ledger: of an empty folder, or of one that was copied from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factcheck.desk.desk import Operation, said
from factcheck.ledger import layout
from factcheck.ledger.cache import reading
from factcheck.ledger.format import codec
from factcheck.ledger.git.files import ATTRIBUTES, IGNORED
from factcheck.ledger.git.repository import Repository
from factcheck.ledger.git.settings import (
    apply,
    configuration,
    in_words,
    lacking_settings,
)
from factcheck.ledger.ledger import Ledger
from factcheck.ledger.writing.change import Change
from factcheck.model.errors import MachineError, RefusedError

if TYPE_CHECKING:
    from pathlib import Path

_README = """\
# {publisher}: the ledger

Each folder below `checks/` is the check of one claim; the files in it are the claim
(`check.yaml`), the evidence linked to it, the verdicts and their reviews. The evidence
itself lies in `evidence/`, because one entry can bear on many checks.

Everything is kept as text in git: `git log` tells who did what and why. The tool that
writes these files is `factcheck`; `factcheck verify` checks that they hold together.
"""


def found(folder: Path, *, publisher: str) -> tuple[Ledger, Operation]:
    """Prepare a folder as a ledger, and its first commit.

    A folder outside git becomes a repository. One that already has settings (a
    copy of a ledger) keeps its records, and they go into the first commit.

    Returns:
        The ledger and the operation, which is not committed yet.

    Raises:
        RefusedError: it is a ledger in git already, or holds other files.
        MachineError: git is missing, or the folder cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MachineError(f"cannot make {folder}: {error.strerror}") from None
    is_copy = (folder / layout.SETTINGS).is_file()
    if not is_copy and _holds_files(folder):
        raise RefusedError(f"{folder} holds other files: name an empty or new folder")
    if Repository.around(folder.resolve()) is None:
        Repository.create(folder.resolve())
    ledger = Ledger(folder)
    if is_copy and ledger.in_git:
        raise RefusedError(f"{folder} is a ledger already")
    changes = _adopted(ledger) if is_copy else []
    there = {change.path for change in changes}
    for path, content in _starters(publisher).items():
        seen = ledger.read_working(path)
        if path not in there:
            kept = seen if seen is not None else content.encode()
            changes.append(Change(path, kept, seen))
    message = said("init", f"Begin the ledger of {publisher}")
    return ledger, Operation(message, tuple(changes), ())


def tune(ledger: Ledger) -> list[str]:
    """Set what helps a ledger in its repository (see ``git_settings``).

    Returns:
        What was set, a line each; what somebody has set otherwise is left alone.
    """
    repository = ledger.require_repository()
    lacking = lacking_settings(repository, configuration(repository))
    return in_words(apply(repository, lacking))


def preview(folder: Path, *, publisher: str) -> str:
    """Show the files that ``found`` would write into a folder."""
    starters = _starters(publisher)
    return "\n".join(
        f"{folder / name}\n{content}" for name, content in starters.items()
    )


def _adopted(ledger: Ledger) -> list[Change]:
    """Give the records of a folder as they lie."""
    changes = []
    for path in reading.record_files(ledger.root):
        content = ledger.read_working(path)
        if content is not None:
            changes.append(Change(path, content, content))
    return changes


def _starters(publisher: str) -> dict[str, str]:
    from factcheck.model.settings import (  # noqa: PLC0415 - needs pydantic
        DEFAULT_RATINGS,
        FORMAT,
        Publisher,
        Settings,
    )

    settings = Settings(
        format=FORMAT, publisher=Publisher(name=publisher), ratings=DEFAULT_RATINGS
    )
    return {
        layout.SETTINGS: codec.dump(settings).decode(),
        "README.md": _README.format(publisher=" ".join(publisher.split())),
        ".gitattributes": ATTRIBUTES,
        ".gitignore": IGNORED,
    }


def _holds_files(folder: Path) -> bool:
    # Half a repository of an interrupted 'init' is no file of anybody.
    return any(
        entry.name != ".git" and not entry.match(".git.*.tmp")
        for entry in folder.iterdir()
    )
