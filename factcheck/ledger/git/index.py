"""The index of a repository: what the next commit of the user would hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factcheck.ledger.git.objects import GitObjects

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

ZERO = "0"
_PIECE = 1 << 18


def _limited_to(paths: list[str]) -> list[str]:
    """Give the arguments that limit a command to paths, none for very many.

    A system takes only so many characters of arguments; the caller then filters.
    """
    most = 200
    return ["--", *paths] if len(paths) <= most else []


class GitIndex(GitObjects):
    """The index beside the objects.

    Attributes:
        git_dir: where the index of this working tree is.
    """

    git_dir: Path

    def stage(
        self, entries: Mapping[str, tuple[str | None, str]], *, like: str
    ) -> None:
        """Put files into the index.

        Args:
            entries: blob and mode by path; a blob of None takes a path out.
            like: any object id of the repository.

        Raises:
            GitBusyError: another git holds the index.
        """
        null = ZERO * len(like)
        rows = [
            f"{mode} {blob}\t{path}" if blob else f"0 {null}\t{path}"
            for path, (blob, mode) in entries.items()
        ]
        given = "".join(row + "\0" for row in rows)
        self.git(
            *("update-index", "-z", "--add", "--index-info"),
            given=given.encode("utf-8", "surrogateescape"),
        )

    def staged_changes(
        self, commit: str, paths: Iterable[str]
    ) -> dict[str, str | None]:
        """Give what the index holds for some paths, where it differs from a commit.

        Returns:
            Blobs by path; None for a path that was taken out of the index.
        """
        wanted = list(paths)
        listing = self.git("diff-index", "--cached", "-z", commit, *_limited_to(wanted))
        rows = iter(listing.decode("utf-8", "surrogateescape").split("\0"))
        found: dict[str, str | None] = {}
        for about in filter(None, rows):
            blob = about.split(" ")[3]
            found[next(rows)] = blob if blob.strip(ZERO) else None
        return {path: found[path] for path in wanted if path in found}

    def mentions(self, endings: Iterable[str]) -> bool:
        """Tell whether the index may hold a path with one of some endings.

        The bytes of its files are searched, which costs a tenth of what git needs to
        read it. An index of version 4 leaves out of a path what it shares with the
        one before: an ending must be shorter than what tells two names apart.
        """
        wanted = {ending.encode("utf-8", "surrogateescape") for ending in endings}
        index = self.git_dir / "index"
        if any(_holds(index, ending + b"\0") for ending in wanted):
            return True
        shared = list(self.git_dir.glob("sharedindex.*"))
        return any(
            _holds(index, bytes.fromhex(file.suffix[1:]))
            and any(_holds(file, ending + b"\0") for ending in wanted)
            for file in shared
        )

    def staged(self, paths: Iterable[str]) -> dict[str, str]:
        """Give the blobs that the index holds for paths; absent ones are left out."""
        wanted = list(paths)
        listing = self.git("ls-files", "-s", "-z", *_limited_to(wanted))
        found = {}
        for row in filter(None, listing.decode("utf-8", "surrogateescape").split("\0")):
            about, _, path = row.partition("\t")
            found[path] = about.split(" ")[1]
        return {path: found[path] for path in wanted if path in found}

    def unmerged(self) -> set[str]:
        """Give the files of the repository in which a merge met a conflict."""
        rows = self.git("ls-files", "--unmerged", "-z")
        listed = rows.decode("utf-8", "surrogateescape").split("\0")
        return {row.partition("\t")[2] for row in listed if row}


def _holds(file: Path, wanted: bytes) -> bool:
    """Tell whether a file's bytes hold some others; what is not there holds none."""
    # One buffer, into which the end of each piece is taken along: no copies.
    buffer, kept = bytearray(_PIECE), len(wanted) - 1
    try:
        with file.open("rb", buffering=0) as opened:
            at = 0
            while got := opened.readinto(memoryview(buffer)[at:]):
                end = at + got
                if buffer.find(wanted, 0, end) >= 0:
                    return True
                at = min(kept, end)
                buffer[:at] = buffer[end - at : end]
    except FileNotFoundError:
        pass
    return False
