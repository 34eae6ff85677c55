"""Door: merge-driver, which git calls for each record that both sides changed.

It is not in the table of commands: git's configuration names it, people do not. It
parses no options and imports no more than the joining of a file needs.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from factcheck.model.errors import FactcheckError, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

_ARGUMENTS = 4


def merge_driver(arguments: Sequence[str]) -> int:
    """Join two versions of a record for git; see gitattributes(5), "merge driver".

    Args:
        arguments: the files with the base, our and their version, and the path of
            the record in the repository (``%O %A %B %P``).

    Returns:
        0 with the result in the second file; 1 where there is a conflict. Then that
        file stays ours, without markers, and git calls the path unmerged.
    """
    if len(arguments) != _ARGUMENTS:
        sys.stderr.write("error: git calls 'factcheck merge-driver %O %A %B %P'\n")
        return 1
    *versions, path = arguments
    try:
        return _joined([Path(one) for one in versions], path)
    except (FactcheckError, OSError, RecursionError) as error:
        sys.stderr.write(f"error: {one_line(f'{path}: {error}')}\n")
        return 1


def _joined(versions: Sequence[Path], path: str) -> int:
    from factcheck.ledger.merging.files import join_files
    from factcheck.terminal.conflict_view import conflict_line

    base, ours, theirs = (one.read_bytes() for one in versions)
    # git gives an empty file where both added the record.
    joined = join_files(_in_its_ledger(path), base or None, ours, theirs)
    if joined.content is not None and not joined.conflicts:
        versions[1].write_bytes(joined.content)
        return 0
    for one in joined.conflicts:
        sys.stderr.write(f"conflict: {one_line(path)}: {conflict_line(one)}\n")
    sys.stderr.write("The file stays as it is here: edit it, then 'git add' it.\n")
    return 1


def _in_its_ledger(path: str) -> str:
    """Cut the folders off in which the ledger of a record lies."""
    from factcheck.ledger.layout import place_of
    from factcheck.model.errors import Problem

    steps = path.split("/")
    for start in range(len(steps)):
        inside = "/".join(steps[start:])
        place = place_of(inside)
        if place is not None and not isinstance(place, Problem):
            return inside
    return path
