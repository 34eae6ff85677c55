"""The one door to git: a repository, and what this program asks of it.

Finding the repository and its HEAD needs no process: warm commands start none. The
processes are started in ``process``, which keeps them clean.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from factcheck.ledger.process import run, start
from factcheck.model.errors import BusyError, MachineError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

_UNDER_WAY = {
    "MERGE_HEAD": "a merge",
    "CHERRY_PICK_HEAD": "a cherry-pick",
    "REVERT_HEAD": "a revert",
    "rebase-merge": "a rebase",
    "rebase-apply": "a rebase",
    "BISECT_LOG": "a bisect",
}

ZERO = "0"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who writes: a name as git knows it. The address never leaves git."""

    name: str
    email: str


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


class MovedError(Exception):
    """The branch is not where it was: somebody committed meanwhile."""


def blob_id(data: bytes, *, like: str) -> str:
    """Give the id under which git keeps these bytes.

    Args:
        data: the content of a file.
        like: any object id of the repository; its length tells the hash in use.
    """
    sha256_length = 64
    algorithm = hashlib.sha256 if len(like) == sha256_length else hashlib.sha1
    return algorithm(b"blob %d\x00" % len(data) + data).hexdigest()


def _text(file: Path) -> str:
    """Read a file of git's; bytes that are no UTF-8 are kept, as in paths."""
    return file.read_text(encoding="utf-8", errors="surrogateescape")


def _limited_to(paths: list[str]) -> list[str]:
    """Give the arguments that limit a command to paths, none for very many.

    A system takes only so many characters of arguments; the caller then filters.
    """
    most = 200
    return ["--", *paths] if len(paths) <= most else []


class Repository:
    """A git repository with a working tree.

    Attributes:
        top: the working tree's root.
        git_dir: where HEAD and the index of this working tree are.
        common_dir: where refs and objects are; another place in a linked worktree.
    """

    def __init__(self, top: Path, git_dir: Path) -> None:
        self.top = top
        self.git_dir = git_dir
        pointer = git_dir / "commondir"
        self.common_dir = git_dir
        if pointer.is_file():
            self.common_dir = (git_dir / _text(pointer).strip()).resolve()

    @classmethod
    def around(cls, folder: Path) -> Repository | None:
        """Find the repository that holds a folder, None where there is none."""
        for top in (folder, *folder.parents):
            found = top / ".git"
            if (found / "HEAD").is_file():
                return cls(top, found)
            if found.is_file():
                target = _text(found).removeprefix("gitdir:").strip()
                return cls(top, (top / target).resolve())
        return None

    @classmethod
    def create(cls, folder: Path) -> Repository:
        """Make a repository of a folder, on the branch ``main``."""
        run(folder, "init", "--quiet", "--initial-branch=main")
        return cls(folder, folder / ".git")

    def git(self, *arguments: str, given: bytes = b"") -> bytes:
        """Run git at the root of the working tree (see ``run``)."""
        return run(self.top, *arguments, given=given)

    # ------------------------------------------------------------------ reading

    def branch(self) -> str | None:
        """Give the ref that HEAD stands on, None where HEAD is detached."""
        head = _text(self.git_dir / "HEAD").strip()
        return head.removeprefix("ref: ") if head.startswith("ref: ") else None

    def head(self) -> str | None:
        """Give the id of the commit at HEAD, None before the first commit."""
        branch = self.branch()
        if branch is None:
            return _text(self.git_dir / "HEAD").strip()
        if branch == "refs/heads/.invalid":  # refs are kept in reftables
            done = start(self.top, ("rev-parse", "--verify", "-q", "HEAD"), b"")
            return done.stdout.decode().strip() or None
        try:
            return _text(self.common_dir / branch).strip() or None
        except OSError:
            return self._packed_ref(branch)

    def _packed_ref(self, wanted: str) -> str | None:
        try:
            packed = _text(self.common_dir / "packed-refs")
        except OSError:
            return None
        for line in packed.splitlines():
            commit, _, ref = line.partition(" ")
            if ref == wanted:
                return commit
        return None

    def under_way(self) -> str | None:
        """Say what the repository is in the middle of, None if of nothing."""
        for name, what in _UNDER_WAY.items():
            if (self.git_dir / name).exists():
                return what
        return None

    def unmerged(self) -> set[str]:
        """Give the files of the repository in which a merge met a conflict."""
        rows = self.git("ls-files", "--unmerged", "-z")
        listed = rows.decode("utf-8", "surrogateescape").split("\0")
        return {row.partition("\t")[2] for row in listed if row}

    def is_shallow(self) -> bool:
        """Tell whether the history was cut when the repository was cloned."""
        return (self.common_dir / "shallow").exists()

    def cut(self) -> frozenset[str]:
        """Give the commits at which a shallow clone's history ends."""
        try:
            return frozenset(_text(self.common_dir / "shallow").split())
        except OSError:
            return frozenset()

    def resolve(self, revision: str) -> str:
        """Give the id of the commit that a user's revision names.

        Raises:
            NotFoundError: it names none.
        """
        asked = ("rev-parse", "-q", "--verify", "--end-of-options")
        # What is not printable no ref is called, and a process may not take it.
        if revision.isprintable():
            done = start(self.top, (*asked, revision + "^{commit}"), b"")
            if done.returncode == 0:
                return done.stdout.decode().strip()
        shown = revision if revision.isprintable() else ascii(revision)
        raise NotFoundError(f"'{shown}' names no commit of {self.top}{self.beyond()}")

    def beyond(self) -> str:
        """Say, behind what was not found, that a shallow clone may lack it."""
        return (
            ": this clone is shallow, 'git fetch --unshallow' gets the rest"
            if self.is_shallow()
            else ""
        )

    def last_before(self, second: int, head: str) -> str | None:
        """Give the last commit until a second, in the line of first parents."""
        asked = ("rev-list", "-1", "--first-parent", f"--min-age={second}", head)
        return self.git(*asked).decode().strip() or None

    def merge_base(self, one: str, other: str) -> str | None:
        """Give where two commits parted, None where they never met."""
        done = start(self.top, ("merge-base", one, other), b"")
        return done.stdout.decode().strip() or None

    def has(self, commit: str) -> bool:
        """Tell whether git has a commit; after a gc an old one may be gone."""
        return start(self.top, ("cat-file", "-e", commit), b"").returncode == 0

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

    # ------------------------------------------------------------------ writing

    def identity(self) -> Identity:
        """Give who commits here, from the environment or git's configuration.

        Raises:
            MachineError: nobody said who.
        """
        # Guessing an address from the host's name would put it into the history.
        done = start(
            self.top, ("-c", "user.useConfigOnly=true", "var", "GIT_AUTHOR_IDENT"), b""
        )
        name, _, rest = done.stdout.decode(errors="replace").partition(" <")
        if done.returncode or not name:
            raise MachineError(
                "git does not know who you are: git config --global user.name "
                '"Your Name", and user.email likewise'
            )
        return Identity(name, rest.partition("> ")[0])

    def fast_import(self, stream: bytes) -> str:
        """Feed objects in; give the id of the commit that the stream marked ``:1``."""
        return (
            self.git("fast-import", "--quiet", "--done", given=stream).decode().strip()
        )

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

    def object_like(self) -> str:
        """Give something as long as an object id: what tells the hash in use."""
        head = self.head()
        if head is not None:
            return head
        sha256 = self.git("rev-parse", "--show-object-format").strip() == b"sha256"
        return ZERO * (64 if sha256 else 40)

    def staged(self, paths: Iterable[str]) -> dict[str, str]:
        """Give the blobs that the index holds for paths; absent ones are left out."""
        wanted = list(paths)
        listing = self.git("ls-files", "-s", "-z", *_limited_to(wanted))
        found = {}
        for row in filter(None, listing.decode().split("\0")):
            about, _, path = row.partition("\t")
            found[path] = about.split(" ")[1]
        return {path: found[path] for path in wanted if path in found}

    def move(self, *, old: str | None, new: str, reason: str, scratch: str) -> None:
        """Move HEAD's branch from one commit to another and drop the scratch ref.

        Both happen in one transaction, or neither.

        Raises:
            MovedError: the branch is no longer at ``old``.
        """
        target = self.branch() or "HEAD"
        before = old or ZERO * len(new)
        steps = ["start", "option no-deref", f"update {target} {new} {before}"]
        steps += [f"delete {scratch} {new}", "prepare", "commit", ""]
        done = start(
            self.top,
            ("update-ref", "-m", reason, "--stdin"),
            "\n".join(steps).encode(),
        )
        if done.returncode == 0:
            return
        reason = done.stderr.decode(errors="replace").strip().splitlines()[-1]
        if "but expected" in reason or "already exists" in reason:
            raise MovedError(reason)
        if "Unable to create" in reason or "File exists" in reason:
            raise BusyError(f"git is busy in {self.top}: {reason}")
        raise MachineError(f"git could not move the branch: {reason}")

    def drop_ref(self, ref: str) -> None:
        """Delete a ref of ours if it is there."""
        self.git("update-ref", "-d", ref)

    def commit_at(self, ref: str) -> str | None:
        """Give the commit that a full ref name stands for, None if it is not there."""
        done = start(self.top, ("rev-parse", "--verify", "-q", ref), b"")
        return done.stdout.decode().strip() or None

    def parent(self, commit: str) -> str | None:
        """Give the first parent of a commit, None for the first commit."""
        done = start(self.top, ("rev-parse", "--verify", "-q", f"{commit}^"), b"")
        return done.stdout.decode().strip() or None

    def maintain(self) -> None:
        """Let git pack what has gathered; it works in the background if at all."""
        start(self.top, ("maintenance", "run", "--auto", "--quiet"), b"")
