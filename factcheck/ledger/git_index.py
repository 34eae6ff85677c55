"""The index of a repository: what the next commit of the user would hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factcheck.ledger.git_objects import GitObjects

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ZERO = "0"


def _limited_to(paths: list[str]) -> list[str]:
    """Give the arguments that limit a command to paths, none for very many.

    A system takes only so many characters of arguments; the caller then filters.
    """
    most = 200
    return ["--", *paths] if len(paths) <= most else []


class GitIndex(GitObjects):
    """The index beside the objects."""

    def head(self) -> str | None:
        """Give the id of the commit at HEAD, None before the first commit."""
        raise NotImplementedError

    def stage(self, blobs: Mapping[str, str | None], *, null: str) -> None:
        """Put blobs into the index by path; None takes a path out."""
        rows = [
            f"100644 {blob}\t{path}" if blob else f"0 {null}\t{path}"
            for path, blob in blobs.items()
        ]
        given = "".join(row + "\0" for row in rows).encode()
        self.git("update-index", "-z", "--add", "--index-info", given=given)

    def staged_changes(self, paths: Iterable[str]) -> dict[str, str | None]:
        """Give what the index holds, where it differs from the last commit.

        Returns:
            Blobs by path; None for a path that was taken out of the index.
        """
        if self.head() is None:
            return {}
        wanted = list(paths)
        listing = self.git("diff-index", "--cached", "-z", "HEAD", *_limited_to(wanted))
        rows = iter(listing.decode("utf-8", "surrogateescape").split("\0"))
        found: dict[str, str | None] = {}
        for about in filter(None, rows):
            blob = about.split(" ")[3]
            found[next(rows)] = blob if blob.strip(ZERO) else None
        return {path: found[path] for path in wanted if path in found}

    def staged(self, paths: Iterable[str]) -> dict[str, str]:
        """Give the blobs that the index holds for paths; absent ones are left out."""
        wanted = list(paths)
        listing = self.git("ls-files", "-s", "-z", *_limited_to(wanted))
        found = {}
        for row in filter(None, listing.decode().split("\0")):
            about, _, path = row.partition("\t")
            found[path] = about.split(" ")[1]
        return {path: found[path] for path in wanted if path in found}

    def unmerged(self) -> set[str]:
        """Give the files of the repository in which a merge met a conflict."""
        rows = self.git("ls-files", "--unmerged", "-z")
        listed = rows.decode("utf-8", "surrogateescape").split("\0")
        return {row.partition("\t")[2] for row in listed if row}
