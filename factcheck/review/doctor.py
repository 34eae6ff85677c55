"""The examination of ``factcheck doctor``: machine, repository, ledger, in this order.

It reads; only ``desk/mending.py`` changes anything. It is called when something is
broken: whatever cannot be looked at becomes a finding.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from factcheck.ledger.git.repository import Repository
from factcheck.ledger.ledger import Ledger
from factcheck.review import machine, repository, upkeep
from factcheck.review.diagnosis import Diagnosis, Look, diagnoses, note

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def examine(here: Path, root: Path | None) -> tuple[Diagnosis, ...]:
    """Examine a machine and, where there is one, a ledger.

    Args:
        here: the folder in which the command was called.
        root: the ledger's folder, None where there is none.

    Returns:
        The findings, in the order of the examination.
    """
    around = _around(root) if root else [Look("the ledger", _no_ledger)]
    # Lazily: which looks there are depends on what the ones before have found.
    looks = chain(machine.looks(root or here), around, machine.last_looks())
    return tuple(diagnoses(looks))


def _no_ledger() -> Iterator[Diagnosis]:
    message = "no ledger here or above: only the machine was examined"
    yield note("no-ledger", message, "factcheck init DIR")


def _around(root: Path) -> Iterator[Look]:
    """Give what is looked at around a ledger; what fails leaves out what needs it."""
    found: list[tuple[Ledger, Repository, Path]] = []

    def repository_around() -> Iterator[Diagnosis]:
        around = Repository.around(root.resolve())
        yield from repository.whereabouts(root.resolve(), around)
        ledger = Ledger(root)
        if around is not None and ledger.state_folder is not None:
            found.append((ledger, around, ledger.state_folder))

    yield Look("the repository", repository_around)
    for ledger, around, state in found:
        yield from repository.looks(ledger, around)
        yield Look("the settings", lambda: repository.settings(root))
        yield from upkeep.looks(ledger, around, state)
        ledger.close()
    if not found:
        yield Look("the settings", lambda: repository.settings(root))
