"""What ``factcheck doctor --mend`` does: the harmless part of mending a ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factcheck.desk.desk import Operation, said
from factcheck.ledger.git import files as git_files
from factcheck.ledger.git.settings import (
    apply,
    configuration,
    in_words,
    lacking_settings,
)
from factcheck.ledger.writing.change import Change
from factcheck.ledger.writing.write import Writer
from factcheck.model.errors import MachineError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from factcheck.ledger.git.files import Lacking
    from factcheck.ledger.git.repository import Repository
    from factcheck.ledger.ledger import Ledger


def settle(ledger: Ledger, beside: Iterable[str]) -> str:
    """Finish or withdraw an interrupted command, and sweep temporary files.

    Args:
        ledger: the ledger.
        beside: files beside which temporary files of dead processes lie.

    Returns:
        What was done, in a line.

    Raises:
        BusyError: somebody is writing, or a merge or the like is under way.
    """
    writer = Writer(_repository(ledger), ledger.prefix, on_wait=ledger.on_wait)
    writer.settle(beside)
    ledger.forget()
    return "what interrupted commands had left was finished or withdrawn"


def discard_cache(ledger: Ledger) -> str:
    """Delete the cache; say so."""
    ledger.discard_cache()
    return "the damaged cache was deleted: the next command builds it again"


def set_diff_driver(ledger: Ledger) -> str:
    """Let git name the field of a change; say so."""
    _repository(ledger).git(
        "config", "--local", git_files.DIFF_DRIVER, git_files.DIFF_PATTERN
    )
    return f"{git_files.DIFF_DRIVER} was set in the repository's configuration"


def set_git_settings(ledger: Ledger) -> str:
    """Tell git what helps a ledger; say what was set."""
    repository = _repository(ledger)
    lacking = lacking_settings(repository, configuration(repository))
    done = apply(repository, lacking)
    if len(done) < len(lacking):
        missed = ", ".join(one.name for one in lacking if one not in done)
        raise MachineError(f"git did not take {missed}: is another git at work?")
    return "; ".join(in_words(done)) or "git is set up already"


def complete_git_files(ledger: Ledger, lacking: Sequence[Lacking]) -> Operation:
    """Add the lines that .gitattributes and .gitignore lack.

    Raises:
        RefusedError: one of the files has changes that are not committed.
    """
    paths = [one.path for one in lacking]
    committed = ledger.committed(paths)
    changes = []
    for one in lacking:
        there = ledger.read_working(one.path)
        if there != committed.get(one.path):
            raise RefusedError(
                f"{one.path} has changes that are not committed: commit it with git"
            )
        content = git_files.completed(there, one.lines)
        changes.append(Change(one.path, content, there))
    return Operation(
        said("doctor", f"Complete {' and '.join(paths)}"), tuple(changes), ()
    )


def _repository(ledger: Ledger) -> Repository:
    if ledger.repository is None:
        raise MachineError(f"{ledger.root} is in no git repository")
    return ledger.repository
