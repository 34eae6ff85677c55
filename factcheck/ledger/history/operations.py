"""The operations on a ledger: the commits that touched it, and what each changed."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, TypedDict, Unpack

from factcheck.ledger import layout
from factcheck.ledger.cache.reading import RECORD_FOLDERS
from factcheck.ledger.history.log import commits, differences, epoch
from factcheck.model.errors import NotFoundError, UsageError
from factcheck.model.names import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factcheck.ledger.git.repository import Repository
    from factcheck.ledger.history.log import Logged


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that a commit changed.

    Attributes:
        path: in the ledger.
        before: the bytes in the commit's first parent, None if there were none.
        after: the bytes in the commit, None if it deleted the file.
    """

    path: str
    before: bytes | None
    after: bytes | None


class Asked(TypedDict, total=False):
    """Which operations are asked for: all of these must hold.

    Attributes:
        paths: they changed files or folders of the ledger; all records if empty.
        since: a date or a point in time; of a date the first second.
        until: the same; of a date the last second.
        author: words of the author's name, in any case and with or without accents.
        limit: at most so many, the newest.
    """

    paths: Sequence[str]
    since: str | None
    until: str | None
    author: str | None
    limit: int | None


def operations(
    repository: Repository, prefix: str, *, start: str, **asked: Unpack[Asked]
) -> Iterator[Logged]:
    """Give the commits that changed records of a ledger, newest first, as asked for.

    A merge is among them only where it holds what none of its sides had.

    Args:
        repository: where to look.
        prefix: the ledger's folder in it, ``""`` or ``"a/b/"``.
        start: the id of the commit to begin at.
        asked: see ``Asked``.

    Raises:
        UsageError: a date is none.
    """
    first = _epoch("since", asked.get("since"), end=False)
    last = _epoch("until", asked.get("until"), end=True)
    # By the time of committing, which is hardly ever before that of authorship:
    # git need not walk further. What is asked for is the time that is shown.
    options = [f"--max-age={first}"] if first is not None else []
    author = fold_name(asked.get("author") or "")
    found = (
        logged
        for logged, rows in commits(
            repository, start, _places(prefix, asked.get("paths", ())), *options
        )
        if rows
        and (first is None or epoch(logged.when) >= first)
        and (last is None or epoch(logged.when) <= last)
        and author in fold_name(logged.author)
    )
    return islice(found, asked.get("limit"))


def _places(prefix: str, paths: Sequence[str]) -> list[str]:
    """Give the places of the repository that are meant by paths of the ledger."""
    plain = [posixpath.normpath(path) for path in paths]
    if not plain or "." in plain:
        plain = [layout.SETTINGS, *RECORD_FOLDERS]
    return [prefix + path for path in plain]


def operation(repository: Repository, commit: str) -> Logged:
    """Give one commit, whatever it touched."""
    return next(commits(repository, commit, (), "-1"))[0]


def changed_files(
    repository: Repository, prefix: str, commit: str
) -> tuple[FileChange, ...]:
    """Give what a commit changed in a ledger against its first parent, by path.

    Raises:
        NotFoundError: the parent lies beyond the cut of a shallow clone.
    """
    logged = operation(repository, commit)
    if logged.is_cut:
        raise NotFoundError(
            f"what commit {commit[:10]} changed is not known: this clone is shallow; "
            "run 'git fetch --unshallow'"
        )
    parent = logged.parents[0] if logged.parents else None
    rows = list(differences(repository, parent, commit, prefix))
    blobs = dict.fromkeys(
        blob for row in rows for blob in (row.before, row.after) if blob
    )
    contents = dict(repository.blobs(blobs))
    return tuple(
        FileChange(
            row.path.removeprefix(prefix),
            contents[row.before] if row.before else None,
            contents[row.after] if row.after else None,
        )
        for row in sorted(rows, key=lambda row: row.path)
    )


def _epoch(option: str, text: str | None, *, end: bool) -> int | None:
    try:
        return None if text is None else epoch(text, end=end)
    except ValueError:
        raise UsageError(
            f"{option}: '{text}' is no date: write 2020-10-08 or 2020-10-08T18:00:00Z"
        ) from None
