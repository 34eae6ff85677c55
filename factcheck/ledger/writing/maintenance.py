"""Packing what gathers in git's store, in the background and never in anybody's way.

``git fast-import`` leaves each small commit as loose objects. When enough have
gathered, a process of its own packs them: ``git repack --geometric`` joins only packs
of about the same size, so that a big ledger's big pack is not written again, and the
work per commit grows with the logarithm of the ledger. It holds no lock that a writer
or a reader needs. Whether it goes well concerns nobody's command.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from factcheck.ledger.git.process import beside, start
from factcheck.model.errors import FactcheckError

if TYPE_CHECKING:
    from factcheck.ledger.git.repository import Repository

MANY = 8
"""Loose objects in one of the 256 folders from which on it is time: some 2,000 in all,
which is what 250 additions of evidence leave."""

PAUSE_S = 30.0
"""Seconds from one beginning to the next."""

_LOOKED_AT = "17"
_OFF = ("false", "no", "off", "0")


def is_due(repository: Repository) -> bool:
    """Tell whether enough loose objects have gathered: a guess by one folder."""
    try:
        there = list((repository.common_dir / "objects" / _LOOKED_AT).iterdir())
    except OSError:
        return False
    return len(there) >= MANY


def begin(repository: Repository) -> None:
    """Start packing in the background if it is time; come back at once."""
    if not is_due(repository) or _was_tried(repository):
        return
    # What gathers again and again is there because packing is under way, or fails.
    with suppress(OSError):
        beside(
            repository.common_dir,
            "factcheck.ledger.writing.maintenance",
            repository.top,
        )


def _was_tried(repository: Repository) -> bool:
    """Tell whether packing was begun a moment ago: it is at work, or it fails."""
    try:
        begun = _lock(repository).stat().st_mtime
    except OSError:
        return False
    return abs(time.time() - begun) < PAUSE_S


def _lock(repository: Repository) -> Path:
    return repository.common_dir / "factcheck" / "maintenance"


def carry_out(repository: Repository) -> bool:
    """Pack, unless somebody is at it already; tell whether it was done.

    Raises:
        MachineError: git or the disk refused.
    """
    from factcheck.ledger.lock import held  # noqa: PLC0415 - writers have it anyway
    from factcheck.model.errors import BusyError  # noqa: PLC0415 - the same

    try:
        with held(_lock(repository), wait_s=0):
            if not is_due(repository):
                return False
            pack(repository)
    except BusyError:
        return False
    return True


def is_wanted(repository: Repository) -> bool:
    """Tell whether the configuration lets git pack by itself at all."""
    for key in ("maintenance.auto", "gc.auto"):
        said = start(repository.top, ("config", "--get", key)).stdout.decode()
        if said.strip().lower() in _OFF:
            return False
    return True


def pack(repository: Repository) -> None:
    """Pack loose objects, join small packs, and note what commits changed.

    Raises:
        MachineError: git or the disk refused.
    """
    # One thread: it is to be noticed by nobody. What no ref reaches stays loose for
    # git's own gc, which knows how old it must be.
    repository.git(
        *("-c", "pack.threads=1", "-c", "repack.writeBitmaps=false"),
        *("repack", "-d", "-q", "--geometric=2"),
    )
    repository.git("commit-graph", "write", "--reachable", "--changed-paths", "--split")


def main() -> None:
    """Pack in the repository that the one argument names."""
    from factcheck.ledger.git.repository import Repository  # noqa: PLC0415 - a process of its own

    if hasattr(os, "nice"):
        os.nice(10)
    repository = Repository.around(Path(sys.argv[1]))
    if repository is not None:
        with suppress(FactcheckError, OSError):
            if is_wanted(repository):
                carry_out(repository)


if __name__ == "__main__":
    main()
