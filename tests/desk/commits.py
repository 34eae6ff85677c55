"""What a commit says and holds, read back with the user's own git."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Newsroom


@dataclass(frozen=True)
class Commit:
    """One commit.

    Attributes:
        subject: its first line.
        trailers: key and value of each, in order, as ``git log`` parses them.
        files: by path, ``A``, ``M`` or ``D``.
        author: the name.
    """

    subject: str
    trailers: tuple[tuple[str, str], ...]
    files: dict[str, str]
    author: str


def latest(newsroom: Newsroom) -> Commit:
    """Read the commit at HEAD."""
    form = "%s%n%an%n%(trailers:only,unfold)"
    subject, author, *rows = newsroom.git("log", "-1", f"--format={form}").splitlines()
    listing = newsroom.git("show", "--no-renames", "--name-status", "--format=", "HEAD")
    files = {}
    for row in listing.splitlines():
        status, _, path = row.partition("\t")
        files[path] = status
    trailers = tuple(
        (key, value) for key, _, value in (row.partition(": ") for row in rows) if key
    )
    return Commit(subject, trailers, files, author)


def number_of_commits(newsroom: Newsroom) -> int:
    """Count the commits up to HEAD."""
    return int(newsroom.git("rev-list", "--count", "HEAD"))
