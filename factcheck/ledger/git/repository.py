"""The one door to git: a repository, and what this program asks of it.

Finding the repository and its HEAD needs no process: warm commands start none. The
processes are started in ``process``, which keeps them clean.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from factcheck.ledger.git.index import ZERO, GitIndex
from factcheck.ledger.git.process import fail, run, start
from factcheck.model.errors import MachineError, NotFoundError

_UNDER_WAY = {
    "MERGE_HEAD": "a merge",
    "CHERRY_PICK_HEAD": "a cherry-pick",
    "REVERT_HEAD": "a revert",
    "rebase-merge": "a rebase",
    "rebase-apply": "a rebase",
    "BISECT_LOG": "a bisect",
    "sequencer": "a cherry-pick or revert",
}

REFTABLE = "refs/heads/.invalid"
"""What HEAD's file names where refs are kept in reftables: only git knows more."""

_PATIENT = (
    *("-c", "core.filesRefLockTimeout=5000"),
    *("-c", "core.packedRefsTimeout=5000"),
)
"""How long git waits, in milliseconds, for another that changes refs."""


class Identity(NamedTuple):
    """Who writes: a name as git knows it. The address never leaves git."""

    name: str
    email: str


class MovedError(Exception):
    """The branch is not where it was: somebody committed meanwhile."""


def _text(file: Path) -> str:
    """Read a file of git's; bytes that are no UTF-8 are kept, as in paths."""
    return file.read_text(encoding="utf-8", errors="surrogateescape")


def _is_bare(git_dir: Path) -> bool:
    """Tell whether a git directory has no working tree of its own."""
    text = _text(git_dir / "config").lower().replace(" ", "")
    return "bare=true" in text


class Repository(GitIndex):
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
        import shutil  # noqa: PLC0415 - slow to load, and readers do without

        # Made aside and moved into place: half a repository would be taken for one.
        for dead in folder.glob(".git.*.tmp"):
            shutil.rmtree(dead, ignore_errors=True)
        aside = folder / f".git.{os.urandom(4).hex()}.tmp"
        try:
            aside.mkdir()
            run(aside, "init", "--quiet", "--initial-branch=main")
            (aside / ".git").rename(folder / ".git")
        except OSError as error:
            raise MachineError(
                f"cannot make a repository of {folder}: {error.strerror}"
            ) from None
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        return cls(folder, folder / ".git")

    @property
    def own_folder(self) -> Path:
        """Our folder in the git directory of this working tree: lock and journal."""
        return self.git_dir / "factcheck"

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
        if branch == REFTABLE:
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

    def elsewhere(self) -> Path | None:
        """Give another working tree in which HEAD's branch is checked out, too."""
        branch = self.branch()
        if branch in {None, REFTABLE}:
            return None
        heads = [*self.common_dir.glob("worktrees/*/HEAD"), self.common_dir / "HEAD"]
        for head in heads:
            other = head.parent
            with suppress(OSError):
                if other == self.git_dir or _text(head).strip() != f"ref: {branch}":
                    continue
                if other != self.common_dir:
                    top = Path(_text(other / "gitdir").strip()).parent
                    if top.is_dir():
                        return top
                elif not _is_bare(other):
                    return other.parent
        return None

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

    # ------------------------------------------------------------------ writing

    def require_own_tree(self) -> None:
        """Look that git, too, takes the folder that we found for the working tree.

        Raises:
            MachineError: the configuration (``core.worktree``, ``core.bare``) says
                otherwise, or git can say nothing.
        """
        said = b""
        for name in ("config", "config.worktree"):
            with suppress(OSError):
                said += (self.common_dir / name).read_bytes().lower()
                said += (self.git_dir / name).read_bytes().lower()
        told = said.replace(b" ", b"").replace(b"bare=false", b"")
        if not any(word in told for word in (b"worktree", b"bare", b"[include")):
            return
        done = start(
            self.top, ("rev-parse", "--path-format=absolute", "--show-toplevel")
        )
        top = os.fsdecode(done.stdout.rstrip(b"\n"))
        if done.returncode:
            fail(self.top, ("rev-parse",), done.stderr, done.returncode)
        if os.path.realpath(top) != os.path.realpath(self.top):
            raise MachineError(
                f"git's configuration says that the working tree is {top}, and not "
                f"{self.top}: work there, or take out core.worktree"
            )

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

    def object_like(self) -> str:
        """Give something as long as an object id: what tells the hash in use."""
        head = self.head()
        if head is not None:
            return head
        sha256 = self.git("rev-parse", "--show-object-format").strip() == b"sha256"
        return ZERO * (64 if sha256 else 40)

    def move(self, *, old: str | None, new: str, reason: str, scratch: str) -> bool:
        """Move HEAD's branch from one commit to another and drop the scratch ref.

        Both happen in one transaction, or neither. Whatever git says of it: where the
        branch has moved, it has moved.

        Returns:
            Whether all went well; else the branch has moved, and git died after that,
            or could not tidy up.

        Raises:
            MovedError: the branch is no longer at ``old``.
            GitBusyError: another git holds a lock.
            MachineError: git or the disk refused.
        """
        target = self.branch() or "HEAD"
        steps = ["start", "option no-deref"]
        if target == REFTABLE:
            steps, target = ["start"], "HEAD"
        steps += [f"update {target} {new} {old or ZERO * len(new)}"]
        steps += [f"delete {scratch} {new}", "prepare", "commit", ""]
        done = start(
            self.top,
            (*_PATIENT, "update-ref", "-m", reason, "--stdin"),
            "\n".join(steps).encode(),
        )
        if done.returncode == 0:
            return not done.stderr  # it warns of a lock that it could not delete
        try:
            fail(self.top, ("update-ref",), done.stderr, done.returncode)
        except MachineError as error:
            if self.head() == new:
                return False
            if "but expected" in str(error) or "already exists" in str(error):
                raise MovedError(str(error)) from None
            raise

    def name(self, ref: str, commit: str) -> None:
        """Let a ref of ours name a commit."""
        self.git(*_PATIENT, "update-ref", "--end-of-options", ref, commit)

    def drop_ref(self, ref: str) -> None:
        """Delete a ref of ours if it is there."""
        self.git(*_PATIENT, "update-ref", "-d", "--end-of-options", ref)

    def commit_at(self, ref: str) -> str | None:
        """Give the commit that a full ref name stands for, None if it is not there."""
        done = start(self.top, ("rev-parse", "--verify", "-q", ref), b"")
        return done.stdout.decode().strip() or None

    def parent(self, commit: str) -> str | None:
        """Give the first parent of a commit, None for the first commit."""
        done = start(self.top, ("rev-parse", "--verify", "-q", f"{commit}^"), b"")
        return done.stdout.decode().strip() or None
