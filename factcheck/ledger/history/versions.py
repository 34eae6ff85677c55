"""Versions of a record, from the history that git still has."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from factcheck.ledger.history.log import commits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from factcheck.ledger.git.repository import Repository
    from factcheck.ledger.history.log import Logged, Row

_PAGES = (16, 64, 256)
"""So many commits are looked at together; who wants the newest only waits less."""


@dataclass(frozen=True, slots=True)
class Version:
    """A file as one commit left it.

    Attributes:
        commit: the full id.
        when: time of authorship, UTC text.
        author: the name; the address stays in git.
        subject: the first paragraph of the message.
        body: the rest of the message, without trailers: the why.
        operation: what our command did, None for a commit made by hand.
        content: the bytes, None where the commit deleted the file.
        is_cut: whether a shallow clone's history ends here, so that somebody else
            may have made this version, and earlier.
    """

    commit: str
    when: str
    author: str
    subject: str
    body: str
    operation: str | None
    content: bytes | None
    is_cut: bool


def versions(repository: Repository, path: str, *, start: str) -> Iterator[Version]:
    """Give the versions of a file, as far as the history goes.

    Newest first: each comes before those that it was made from. A merge is one only
    where it decided: for neither side, or for a side that was not the newer. What
    two people did alike, or what a merge brought together, is there once.

    Args:
        repository: where to look.
        path: of the repository, forward slashes.
        start: the id of the commit to begin at.
    """
    log = commits(repository, start, [path], "--topo-order")
    held: tuple[Logged, str | None] | None = None
    for page in _pages(log):
        distinct = []
        for one in _with_blobs(repository, path, page):
            # Of neighbours with the same bytes the oldest made the version.
            if held is not None and held[1] != one[1]:
                distinct.append(held)
            held = one
        yield from _with_contents(repository, distinct)
    if held is not None:
        yield from _with_contents(repository, [held])


def _pages(
    log: Iterator[tuple[Logged, tuple[Row, ...]]],
) -> Iterator[list[tuple[Logged, tuple[Row, ...]]]]:
    sizes = iter(_PAGES)
    size = 0
    while page := list(islice(log, size := next(sizes, size))):
        yield page


def _with_blobs(
    repository: Repository, path: str, page: Iterable[tuple[Logged, tuple[Row, ...]]]
) -> Iterator[tuple[Logged, str | None]]:
    """Find the blob of each commit; a merge that followed a side does not say it."""
    found = [
        (logged, [row for row in rows if row.path == path]) for logged, rows in page
    ]
    silent = [logged.commit for logged, rows in found if not rows]
    blobs = repository.blobs_at(silent, path)
    for logged, rows in found:
        yield logged, rows[0].after if rows else blobs.get(logged.commit)


def _with_contents(
    repository: Repository, found: list[tuple[Logged, str | None]]
) -> Iterator[Version]:
    blobs = dict.fromkeys(blob for _, blob in found if blob)
    contents = dict(repository.blobs(blobs))
    for logged, blob in found:
        yield Version(
            commit=logged.commit,
            when=logged.when,
            author=logged.author,
            subject=logged.subject,
            body=logged.body,
            operation=logged.operation,
            content=contents[blob] if blob else None,
            is_cut=logged.is_cut,
        )
