"""What the objects of a repository hold: trees, differences between them, blobs.

All is read from git's store, nothing from the working tree, nothing from the index.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from factcheck.ledger.process import run
from factcheck.model.errors import MachineError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """One file of a tree: its mode, the id of its blob, its path in the repository."""

    mode: str
    blob: str
    path: str

    @property
    def is_plain(self) -> bool:
        """Whether it is a file, and no link or submodule."""
        return self.mode.startswith("100")


def blob_id(data: bytes, *, like: str) -> str:
    """Give the id under which git keeps these bytes.

    Args:
        data: the content of a file.
        like: any object id of the repository; its length tells the hash in use.
    """
    sha256_length = 64
    algorithm = hashlib.sha256 if len(like) == sha256_length else hashlib.sha1
    return algorithm(b"blob %d\x00" % len(data) + data).hexdigest()


class GitObjects:
    """The objects of a repository.

    Attributes:
        top: the root of its working tree, in which git is run.
    """

    top: Path

    def git(self, *arguments: str, given: bytes = b"") -> bytes:
        """Run git at the root of the working tree (see ``run``)."""
        return run(self.top, *arguments, given=given)

    def tree(self, commit: str, prefix: str) -> Iterator[TreeEntry]:
        """Give every file below a folder (``""`` or ``"a/b/"``) of a commit."""
        listing = self.git(
            "ls-tree", "-r", "-z", "--full-tree", commit, *([prefix] if prefix else [])
        )
        for row in listing.decode("utf-8", "surrogateescape").split("\0"):
            if row:
                about, _, path = row.partition("\t")
                mode, _, blob = about.split(" ")
                yield TreeEntry(mode, blob, path)

    def changed(self, old: str, new: str, prefix: str) -> Iterator[TreeEntry]:
        """Give what differs between two commits; a blob of zeros means deleted."""
        listing = self.git(
            "diff-tree", "-r", "-z", "--no-renames", old, new, "--", prefix or "."
        )
        rows = iter(listing.decode("utf-8", "surrogateescape").split("\0"))
        for about in rows:
            if about:
                _, mode, _, blob, _ = about.split(" ")
                yield TreeEntry(mode, blob, next(rows))

    def blobs(self, ids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Give the content of blobs, in the order asked.

        Raises:
            MachineError: one is missing (a damaged or partial clone).
        """
        wanted = list(ids)
        if not wanted:
            return
        out = self.git("cat-file", "--batch", given="\n".join(wanted).encode() + b"\n")
        at = 0
        for blob in wanted:
            end = out.index(b"\n", at)
            about = out[at:end].split(b" ")
            if about[1] == b"missing":
                raise MachineError(
                    f"object {blob} is missing: fetch it, or run git fsck"
                )
            size = int(about[2])
            yield blob, out[end + 1 : end + 1 + size]
            at = end + size + 2

    def blobs_at(self, commits: Sequence[str], path: str) -> dict[str, str]:
        """Give the blob that each commit has at a path, by commit, where it has one."""
        if not commits:
            return {}
        given = "".join(f"{commit}:{path}\n" for commit in commits)
        asked = ("cat-file", "--batch-check=%(objecttype) %(objectname)")
        about = self.git(*asked, given=given.encode("utf-8", "surrogateescape"))
        rows = zip(commits, about.decode("utf-8", "replace").split("\n"), strict=False)
        return {
            commit: row.removeprefix("blob ")
            for commit, row in rows
            if row.startswith("blob ")
        }

    def kept(self, ids: Iterable[str]) -> dict[str, bytes]:
        """Give the content of those blobs that git has; the others are left out."""
        given = "".join(blob + "\n" for blob in ids).encode()
        about = self.git("cat-file", "--batch-check", given=given).decode()
        there = [row.split(" ")[0] for row in about.splitlines() if " blob " in row]
        return dict(self.blobs(there))
