"""What the objects of a repository hold: trees, differences between them, blobs.

All is read from git's store, nothing from the working tree, nothing from the index.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from factcheck.ledger.git.process import pieces, run, stream
from factcheck.model.errors import MachineError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path


_FEW, _AT_ONCE = 5_000, 200


class TreeEntry(NamedTuple):
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
    import hashlib  # noqa: PLC0415 - slow to load, and a list does without

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
        asked = ("ls-tree", "-r", "-z", "--full-tree", commit)
        for row in pieces(self.top, *asked, *([prefix] if prefix else [])):
            about, _, path = row.decode("utf-8", "surrogateescape").partition("\t")
            mode, _, blob = about.split(" ")
            yield TreeEntry(mode, blob, path)

    def entries_at(self, commit: str, paths: Sequence[str]) -> Iterator[TreeEntry]:
        """Give the files that a commit has at some paths, in no order.

        Only the folders on the way are read, as long as the paths are not very many.
        """
        if len(paths) > _FEW:
            wanted = set(paths)
            yield from (e for e in self.tree(commit, "") if e.path in wanted)
            return
        # A system takes only so many characters of arguments.
        for at in range(0, len(paths), _AT_ONCE):
            some = paths[at : at + _AT_ONCE]
            listing = self.git("ls-tree", "-z", "--full-tree", commit, "--", *some)
            for row in listing.decode("utf-8", "surrogateescape").split("\0")[:-1]:
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
            MachineError: one is missing (a damaged or partial clone), or git ended
                before it had given all.
        """
        wanted = list(ids)
        if not wanted:
            return
        given = "\n".join(wanted).encode() + b"\n"
        with stream(self.top, "cat-file", "--batch", "--buffer", given=given) as out:
            for blob in wanted:
                about = out.readline().split(b" ")
                if about[1:] == [b"missing\n"]:
                    raise MachineError(
                        f"object {blob} is missing: fetch it, or run git fsck"
                    )
                size = int(about[2]) if about[2:] else 0
                content = out.read(size + 1) if about[2:] else b""
                if len(content) <= size:
                    break  # git has ended; why is told on leaving the block
                yield blob, content[:-1]
            else:
                return
        raise MachineError("git ended before it had given all that it was asked for")

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

    def there_at(self, commit: str, paths: Sequence[str]) -> set[str]:
        """Give those of some paths at which a commit has a file."""
        given = "".join(f"{commit}:{path}\n" for path in paths)
        asked = ("cat-file", "--batch-check=%(objecttype)")
        about = self.git(*asked, given=given.encode("utf-8", "surrogateescape"))
        rows = about.decode("utf-8", "replace").split("\n")
        return {path for path, row in zip(paths, rows, strict=False) if row == "blob"}

    def kept(self, ids: Iterable[str]) -> dict[str, bytes]:
        """Give the content of those blobs that git has; the others are left out."""
        given = "".join(blob + "\n" for blob in ids).encode()
        about = self.git("cat-file", "--batch-check", given=given).decode()
        there = [row.split(" ")[0] for row in about.splitlines() if " blob " in row]
        return dict(self.blobs(there))
