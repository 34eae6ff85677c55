"""The journal: what a command is about to write, so that the next one can end it.

It lies in the git directory of a working tree, beside the lock, for as long as the
command works. Its paths are relative to the repository's top.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from factcheck.ledger import files
from factcheck.model.errors import MachineError

if TYPE_CHECKING:
    from pathlib import Path

NAME = "journal.json"
SCRATCH = "refs/factcheck/tmp/"
"""Where the refs lie that keep a commit before the branch moves to it."""

_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}", re.ASCII)
_REF = re.compile(re.escape(SCRATCH) + r"[0-9a-f]{16}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to one file.

    Attributes:
        new: the blob that it gets, None where it is deleted.
        old: the blob of what lay there before, None where nothing did.
        mode: of the new file, as git writes it.
    """

    new: str | None
    old: str | None
    mode: str


@dataclass(frozen=True, slots=True)
class Journal:
    """What a command is about to write.

    Attributes:
        old: the commit at HEAD when it began, None before the first.
        scratch: the ref that names the new commit.
        files: what happens to each file, by path in the repository.
        process: the id of the process.
        signs: whether the commit is signed; the ref of the unsigned one then ends
            in ``u``.
    """

    old: str | None
    scratch: str
    files: dict[str, Step]
    process: int
    signs: bool = False

    @property
    def unsigned(self) -> str:
        """The ref that names the commit before it is signed."""
        return self.scratch + "u"

    @property
    def refs(self) -> tuple[str, ...]:
        """The refs that the command can have made."""
        return (self.scratch, self.unsigned) if self.signs else (self.scratch,)


def write(folder: Path, journal: Journal) -> None:
    """Write the journal, synced to disk.

    Raises:
        MachineError: the disk is full, or the system does not let us.
    """
    said = {"paths": "of the repository", **asdict(journal)}
    files.write(folder, NAME, json.dumps(said).encode())


def read(folder: Path) -> Journal | None:
    """Give the journal of an interrupted command, None where there is none.

    Raises:
        MachineError: it cannot be read.
    """
    content = files.read(folder, NAME)
    if content is None:
        return None
    try:
        return _journal(json.loads(content))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise MachineError(
            f"{folder / NAME} is damaged: look at 'git status' for what an "
            "interrupted command left, then delete this file"
        ) from None


def _journal(said: Any) -> Journal:
    """Make a journal of what its file says; what git is given is looked at."""
    steps = {
        str(path): Step(_id(one["new"]), _id(one["old"]), str(one["mode"]))
        for path, one in said["files"].items()
    }
    if _REF.fullmatch(said["scratch"]) is None:
        raise ValueError("scratch")
    return Journal(
        _id(said["old"]),
        said["scratch"],
        steps,
        int(said["process"]),
        bool(said["signs"]),
    )


def _id(value: Any) -> str | None:
    if value is not None and _ID.fullmatch(value) is None:
        raise ValueError(value)
    return value  # type: ignore[no-any-return]  # what fits is text
