"""The write path: a set of changed files becomes one commit, whole or not at all.

In this order, so that a process killed anywhere leaves nothing half done:

1. lock; finish or withdraw what an interrupted command left;
2. look that every file is still what the change was made from;
3. journal; objects, through ``git fast-import``, on a scratch ref;
4. the files of the working tree; their entries in the index;
5. one ``update-ref`` transaction with the old value: the moment of commit.

Before step 5 every git client shows "staged, not committed". Source of the order
and what is promised: docs/format.md, "Writing".
"""

from __future__ import annotations

import json
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from factcheck.ledger import files
from factcheck.ledger.git import MovedError, Repository
from factcheck.ledger.git_objects import blob_id
from factcheck.ledger.lock import held
from factcheck.model.errors import BusyError, MachineError, RefusedError, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from factcheck.ledger.git import Identity

SCRATCH = "refs/factcheck/tmp/"
_ATTEMPTS = 8


@dataclass(frozen=True, slots=True)
class Change:
    """One file of a change.

    Attributes:
        path: relative to the ledger, forward slashes.
        content: the new bytes; None deletes the file.
        seen: the bytes of the working tree that the change was made from, None
            where there was no file. Anything else there now stops the change.
    """

    path: str
    content: bytes | None
    seen: bytes | None


@dataclass(frozen=True, slots=True)
class Message:
    """What a commit says: a subject for people, trailers for programs."""

    subject: str
    trailers: tuple[tuple[str, str], ...]
    body: str = ""

    def __post_init__(self) -> None:
        """A subject holds foreign text, and ``git log`` shows it as it is."""
        object.__setattr__(self, "subject", one_line(" ".join(self.subject.split())))

    def __str__(self) -> str:
        paragraphs = [self.subject]
        if self.body:
            paragraphs.append(self.body.strip())
        paragraphs.append("\n".join(f"{key}: {value}" for key, value in self.trailers))
        return "\n\n".join(paragraphs) + "\n"


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes changes into a ledger's repository.

    Attributes:
        repository: where the ledger lies.
        prefix: the ledger's folder in it, ``""`` or ``"a/b/"``.
        state: a folder of ours in the git directory, for lock and journal.
        on_wait: is told in a line when another writer makes us wait.
    """

    repository: Repository
    prefix: str
    state: Path
    on_wait: Callable[[str], None] | None = None

    def commit(
        self, changes: Sequence[Change], message: Message, *, author: Identity, now: str
    ) -> str:
        """Make one commit of changes and give its id.

        Args:
            changes: at least one, each path once.
            message: what the commit says.
            author: who makes it.
            now: the time of the commit, UTC text.

        Raises:
            BusyError: another process is writing, the repository is in the middle
                of a merge or the like, or a file changed meanwhile.
            RefusedError: a file has edits that are not committed.
            MachineError: git or the disk refused; nothing was changed.
        """
        with held(self.state / "lock", on_wait=self.on_wait):
            what = self.repository.under_way()
            if what:
                raise BusyError(
                    f"{what} is under way in {self.repository.top}: "
                    "finish or abort it with git first"
                )
            self._settle()
            for _ in range(_ATTEMPTS):
                for change in changes:
                    self._look(change)
                self._look_at_index(changes)
                with suppress(MovedError):
                    commit = self._attempt(changes, message, author, now)
                    self._maintain_now_and_then(commit)
                    return commit
            raise BusyError(f"the branch of {self.repository.top} keeps moving")

    def settle(self, beside: Iterable[str] = ()) -> None:
        """Bring an interrupted command to its end, or undo it, without a new one.

        Args:
            beside: files of the ledger beside which dead temporary files are deleted.

        Raises:
            BusyError: as for ``commit``.
        """
        with held(self.state / "lock", on_wait=self.on_wait):
            what = self.repository.under_way()
            if what:
                raise BusyError(f"{what} is under way in {self.repository.top}")
            self._settle()
            for path in beside:
                files.sweep(self._root, path)

    @property
    def _journal(self) -> Path:
        return self.state / "journal.json"

    @property
    def _root(self) -> Path:
        return self.repository.top / self.prefix

    def _look(self, change: Change) -> None:
        """Refuse to touch a file that is not what the change was made from."""
        there = files.read(self._root, change.path)
        if there in (change.seen, change.content):
            return
        if change.seen is None:
            raise BusyError(f"{change.path} is there already: look at it first")
        raise RefusedError(
            f"{change.path} has changes that are not committed: "
            "run 'factcheck save' or undo them first"
        )

    def _look_at_index(self, changes: Sequence[Change]) -> None:
        """Refuse to replace a staged version that stands nowhere else."""
        by_path = {self.prefix + change.path: change for change in changes}
        for path, blob in self.repository.staged_changes(by_path).items():
            change = by_path[path]
            known = {
                blob_id(content, like=blob or "") if content is not None else None
                for content in (change.seen, change.content)
            }
            if blob not in known:
                raise RefusedError(
                    f"{change.path} has a staged version that is not committed: "
                    "commit it, or take it back with 'git restore --staged'"
                )

    def _attempt(
        self, changes: Sequence[Change], message: Message, author: Identity, now: str
    ) -> str:
        old = self.repository.head()
        scratch = SCRATCH + secrets.token_hex(8)
        like = self.repository.object_like()
        steps = {
            change.path: [
                None if change.content is None else blob_id(change.content, like=like),
                None if change.seen is None else blob_id(change.seen, like=like),
            ]
            for change in changes
        }
        journal = {"old": old, "scratch": scratch, "files": steps, "now": now}
        files.write(self.state, "journal.json", json.dumps(journal).encode())
        try:
            stream = _stream(changes, message, author, now, old, scratch, self.prefix)
            new = self.repository.fast_import(stream)
            for change in changes:
                self._place(change.path, change.content)
            self._stage({path: blob for path, (blob, _) in steps.items()}, like=new)
            reason = f"factcheck: {message.subject}"
            self.repository.move(old=old, new=new, reason=reason, scratch=scratch)
        except Exception:
            self._withdraw(journal, {change.path: change.seen for change in changes})
            raise
        self._journal.unlink(missing_ok=True)
        return new

    def _place(self, path: str, content: bytes | None) -> None:
        if content is None:
            files.remove(self._root, path)
        else:
            files.write(self._root, path, content)

    def _stage(self, blobs: Mapping[str, str | None], *, like: str) -> None:
        entries = {self.prefix + path: blob for path, blob in blobs.items()}
        self.repository.stage(entries, null="0" * len(like))

    def _settle(self) -> None:
        """Bring an interrupted command to its end, or undo what it began.

        Its commit stands on the scratch ref. If the branch is where the commit
        expects it, and nobody has touched the files since, the command is finished;
        it is withdrawn otherwise.
        """
        files.sweep(self.state, "journal.json")
        try:
            journal = json.loads(self._journal.read_bytes())
        except FileNotFoundError:
            return
        except ValueError:
            raise MachineError(
                f"{self._journal} is damaged: look at 'git status' for what an "
                "interrupted command left, then delete this file"
            ) from None
        for path in journal["files"]:
            files.sweep(self._root, path)
        commit = self.repository.commit_at(journal["scratch"])
        can_go_on = commit is not None and self.repository.head() == journal["old"]
        if commit is None or not can_go_on or not self._is_untouched(journal):
            self._withdraw(journal, {})
            return
        blobs = {path: blob for path, (blob, _) in journal["files"].items()}
        kept = self.repository.kept(blob for blob in blobs.values() if blob)
        for path, blob in blobs.items():
            self._place(path, kept[blob] if blob else None)
        self._stage(blobs, like=commit)
        self.repository.move(
            old=journal["old"],
            new=commit,
            reason="factcheck: finish an interrupted command",
            scratch=journal["scratch"],
        )
        self._journal.unlink()

    def _is_untouched(self, journal: Mapping[str, Any]) -> bool:
        """Tell whether every file is as the interrupted command found or left it."""
        like = self.repository.object_like()
        for path, pair in journal["files"].items():
            there = files.read(self._root, path)
            blob = blob_id(there, like=like) if there is not None else None
            if blob not in pair:
                return False
        return True

    def _withdraw(
        self, journal: Mapping[str, Any], contents: Mapping[str, bytes | None]
    ) -> None:
        """Take back what an unfinished command has written, and only that.

        What a commit holds by now stays. A file whose old bytes are known neither
        to git nor to us (a hand edit that was being saved) keeps its new ones:
        nothing of the user's is lost.

        Args:
            journal: of the command.
            contents: the bytes that its files had before, where they are known.
        """
        like = self.repository.object_like()
        committed = self._committed(journal["files"])
        kept = self.repository.kept(set(committed.values()))
        index = self.repository.staged(
            [self.prefix + path for path in journal["files"]]
        )
        undo: dict[str, str | None] = {}
        for path, (new, old) in journal["files"].items():
            now = committed.get(path)
            if now == new:
                continue
            there = files.read(self._root, path)
            if (blob_id(there, like=like) if there is not None else None) == new:
                if path in contents:
                    self._place(path, contents[path])
                elif old == now or old is None:
                    self._place(path, kept[now] if now else None)
            if index.get(self.prefix + path) == new:
                undo[path] = now
        if undo:
            self._stage(undo, like=like)
        self.repository.drop_ref(journal["scratch"])
        self._journal.unlink(missing_ok=True)

    def _committed(self, paths: Iterable[str]) -> dict[str, str]:
        """Give the blobs that the last commit holds for some paths, by path."""
        head = self.repository.head()
        if head is None:
            return {}
        wanted = set(paths)
        return {
            path: entry.blob
            for entry in self.repository.tree(head, self.prefix)
            if (path := entry.path.removeprefix(self.prefix)) in wanted
        }

    def _maintain_now_and_then(self, commit: str) -> None:
        # fast-import never packs. One commit in sixteen, by its id, so that the
        # question whether it is time costs little on average.
        if commit.startswith("0"):
            self.repository.maintain()


def _stream(
    changes: Iterable[Change],
    message: Message,
    author: Identity,
    now: str,
    old: str | None,
    scratch: str,
    prefix: str,
) -> bytes:
    """Write a commit in the format of ``git fast-import`` (see its manual)."""
    moment = int(datetime.fromisoformat(now).timestamp())
    name, email = (_plain(part) for part in (author.name, author.email))
    text = str(message).encode()
    parts = [
        f"commit {scratch}\nmark :1\n".encode(),
        f"author {name} <{email}> {moment} +0000\n".encode(),
        f"committer {name} <{email}> {moment} +0000\n".encode(),
        b"data %d\n" % len(text) + text + b"\n",
    ]
    if old:
        parts.append(f"from {old}\n".encode())
    for change in changes:
        path = _quoted(prefix + change.path)
        if change.content is None:
            parts.append(b"D " + path + b"\n")
        else:
            parts.append(b"M 100644 inline " + path + b"\n")
            parts.append(b"data %d\n" % len(change.content) + change.content + b"\n")
    return b"".join(parts) + b"get-mark :1\ndone\n"


def _plain(text: str) -> str:
    """Take out what would end a name or an address in git's format."""
    return " ".join("".join(c for c in text if c not in "<>\0").split())


def _quoted(path: str) -> bytes:
    escaped = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'.encode("utf-8", "surrogateescape")
