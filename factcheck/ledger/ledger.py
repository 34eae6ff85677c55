"""The facade of the ledger: what the other rooms see of files, git and cache."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, Any

from factcheck.ledger import files, layout
from factcheck.ledger.cache import reading
from factcheck.ledger.committed import CommittedLedger
from factcheck.ledger.git.objects import blob_id
from factcheck.ledger.locate import locate
from factcheck.model.check import gather
from factcheck.model.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from factcheck.ledger.cache.looked_at import LookedAt
    from factcheck.ledger.git.repository import Identity
    from factcheck.ledger.git.sparse import Sparse
    from factcheck.ledger.history.between import Between, Ends
    from factcheck.ledger.writing.change import Change, Message
    from factcheck.model.check import Check
    from factcheck.model.filed import Filed


class Ledger(CommittedLedger):
    """One ledger: what a commit holds of it, its working tree, and its writing."""

    @classmethod
    def find(cls, start: Path, given: Path | None = None) -> Ledger:
        """Find the ledger that a command is about (see ``locate``)."""
        return cls(locate(start, given))

    # ------------------------------------------------------- uncommitted changes

    def edits(self, paths: Sequence[str] = (), *, trusting: bool = False) -> list[str]:
        """Give the record files that differ from what is committed, in path order.

        Args:
            paths: files or folders of the ledger to look at; all if empty.
            trusting: pass over a file that was found unchanged before, and of which
                size, inode and times are the same since; else every file is read.
        """
        from factcheck.ledger.cache.looked_at import looked_at  # noqa: PLC0415 - rare

        committed = self._committed(paths)
        there: set[str] = set()
        for place in paths or ("",):
            there.update(reading.record_files(self.root, place))
        with looked_at(self.state_folder if trusting else None, self.root) as looked:
            return [
                path
                for path in sorted(there | set(committed))
                if self._has_changed(path, committed, looked)
            ]

    def _has_changed(
        self, path: str, committed: dict[str, str], looked: LookedAt
    ) -> bool:
        """Tell whether a file differs, reading it only where that is not known."""
        blob, stamp = committed.get(path), looked.stamp(path)
        if blob and stamp and looked.is_known(path, blob, stamp):
            return False
        differs = self._differs(path, committed)
        if blob and stamp and not differs:
            looked.keep(path, blob, stamp)
        return differs

    def is_edited(self, path: str) -> bool:
        """Tell whether a file differs from what is committed."""
        cache = self._committed_cache
        return self._differs(path, cache.blobs_of(path) if cache else {})

    def edits_of(self, check: Check) -> list[str]:
        """Give the uncommitted changes in a check's folder and in its evidence.

        None in a folder that no commit holds: there is nothing to compare with.
        """
        folder = layout.folder_of(check.claim.path)
        committed = self._committed_of(check)
        inside = {f"{folder}/{name}" for name in self._names_in(folder)}
        return sorted(
            path
            for path in inside | set(committed)
            if layout.place_of(path) is not None and self._differs(path, committed)
        )

    def working(self, check: Check) -> Check:
        """Give a check as it lies in the working tree, edits included.

        Raises:
            BadRecordError: an edited file cannot be read.
        """
        folder = layout.folder_of(check.claim.path)
        inside = [
            filed
            for name in self._names_in(folder)
            if (filed := self._read_working(f"{folder}/{name}")) is not None
        ]
        there = {filed.path for filed in inside}
        inside += (
            filed
            for filed, _ in self._cache.in_check(check.name)
            if filed.path not in there and self._is_left_out(filed.path)
        )
        evidence = dict(check.evidence)
        for link in inside:
            if link.kind == "link":
                for entry in self._cache.by_id("evidence", link.id):
                    filed = self._read_working(entry.path)
                    if filed is not None:
                        evidence[link.id] = filed
        return gather(inside, evidence) or check

    def between(self, ends: Ends, paths: Sequence[str] = ()) -> Between:
        """Compare two commits, or a commit and the working tree (see ``Between``)."""
        from factcheck.ledger.history.between import Between  # noqa: PLC0415 - rare

        return Between(self, self._cache, ends, paths)

    def read_working(self, path: str) -> bytes | None:
        """Give the bytes of a file of the working tree, None where there is none.

        A file that a sparse checkout leaves out is there as committed.
        """
        content = files.read(self.root, path)
        if content is None and self._is_left_out(path):
            return self.committed([path]).get(path)
        return content

    @cached_property
    def _sparse(self) -> Sparse | None:
        """What a sparse checkout holds, None where the whole is checked out."""
        from factcheck.ledger.git.sparse import sparse_checkout  # noqa: PLC0415 - rare

        if self.repository is None:
            return None
        found = sparse_checkout(self.repository)
        return found if found.is_on else None

    def _is_left_out(self, path: str) -> bool:
        sparse = self._sparse
        return sparse is not None and sparse.leaves_out(self.prefix + path)

    def _read_working(self, path: str) -> Filed[Any] | None:
        content = files.read(self.root, path)
        return reading.read_record(path, content) if content is not None else None

    def _names_in(self, folder: str) -> list[str]:
        try:
            entries = list(os.scandir(self.root / folder))
        except OSError:
            return []
        names = [one.name for one in entries if not one.is_dir(follow_symlinks=False)]
        return sorted(name for name in names if not reading.is_ours(name))

    def _committed_of(self, check: Check) -> dict[str, str]:
        blobs = self._cache.blobs_in(check.name)
        for entry in check.evidence.values():
            blobs |= self._cache.blobs_of(entry.path)
        return blobs

    def _differs(self, path: str, committed: dict[str, str]) -> bool:
        try:
            content = files.read(self.root, path)
        except RefusedError:  # a link or a pipe is no record that was committed
            return True
        if content is None:
            return path in committed and not self._is_left_out(path)
        blob = committed.get(path)
        return blob is None or blob_id(content, like=blob) != blob

    # ------------------------------------------------------------------ writing

    def identity(self) -> Identity:
        """Give who writes here (see ``Repository.identity``)."""
        return self.require_repository().identity()

    def commit(
        self, changes: Sequence[Change], message: Message, *, author: Identity, now: str
    ) -> str:
        """Make one commit of changes and give its id (see ``Writer.commit``)."""
        from factcheck.ledger.writing.write import Writer  # noqa: PLC0415 - readers do without

        repository = self.require_repository()
        writer = Writer(repository, self.prefix, on_wait=self.on_wait)
        commit = writer.commit(changes, message, author=author, now=now)
        self.renew()
        return commit

    # ----------------------------------------------------------------- captures

    def capture(self, sha256: str) -> bytes | None:
        """Give the bytes of a capture, None where they are not kept here."""
        return files.read(self.root, layout.capture_file(sha256))

    def keep_capture(self, content: bytes) -> bool:
        """Keep bytes as a capture; tell whether they were not kept already."""
        path = layout.capture_file(_sha256(content))
        if files.read(self.root, path) == content:
            return False
        files.write(self.root, path, content)
        return True

    def drop_capture(self, content: bytes) -> None:
        """Take back a capture that no record came to name."""
        path = layout.capture_file(_sha256(content))
        files.remove(self.root, path)


def _sha256(content: bytes) -> str:
    import hashlib  # noqa: PLC0415 - slow to load, and warm commands do without

    return hashlib.sha256(content).hexdigest()
