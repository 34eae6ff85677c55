"""The facade of the ledger: what the other rooms see of files, git and cache."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, Any

from factcheck.ledger import files, layout, reading
from factcheck.ledger.committed import CommittedLedger
from factcheck.ledger.git_objects import blob_id
from factcheck.ledger.locate import locate
from factcheck.model.check import gather
from factcheck.model.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from factcheck.ledger.git import Identity
    from factcheck.ledger.write import Change, Message
    from factcheck.model.check import Check
    from factcheck.model.filed import Filed


class Ledger(CommittedLedger):
    """One ledger: what a commit holds of it, its working tree, and its writing."""

    @classmethod
    def find(cls, start: Path, given: Path | None = None) -> Ledger:
        """Find the ledger that a command is about (see ``locate``)."""
        return cls(locate(start, given))

    # ------------------------------------------------------- uncommitted changes

    def edits(self, paths: Sequence[str] = ()) -> list[str]:
        """Give the record files that differ from what is committed, in path order.

        Args:
            paths: files or folders of the ledger to look at; all if empty.
        """
        committed = self._committed()
        there = set(reading.record_files(self.root))
        return [
            path
            for path in sorted(there | set(committed))
            if (not paths or any(_is_below(path, one) for one in paths))
            and self._differs(path, committed)
        ]

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
        evidence = dict(check.evidence)
        for link in inside:
            if link.kind == "link":
                for entry in self._cache.by_id("evidence", link.id):
                    filed = self._read_working(entry.path)
                    if filed is not None:
                        evidence[link.id] = filed
        return gather(inside, evidence) or check

    def read_working(self, path: str) -> bytes | None:
        """Give the bytes of a file of the working tree, None where there is none."""
        return files.read(self.root, path)

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
            return path in committed
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
        from factcheck.ledger.write import Writer  # noqa: PLC0415 - readers do without

        repository = self.require_repository()
        writer = Writer(
            repository, self.prefix, self._require_state(), on_wait=self.on_wait
        )
        commit = writer.commit(changes, message, author=author, now=now)
        self.forget()
        return commit

    # ----------------------------------------------------------------- captures

    def capture(self, sha256: str) -> bytes | None:
        """Give the bytes of a capture, None where they are not kept here."""
        return files.read(self.root, layout.capture_file(sha256))

    def keep_capture(self, content: bytes) -> bool:
        """Keep bytes as a capture; tell whether they were not kept already."""
        path = layout.capture_file(hashlib.sha256(content).hexdigest())
        if files.read(self.root, path) == content:
            return False
        files.write(self.root, path, content)
        return True

    def drop_capture(self, content: bytes) -> None:
        """Take back a capture that no record came to name."""
        path = layout.capture_file(hashlib.sha256(content).hexdigest())
        files.remove(self.root, path)


def _is_below(path: str, place: str) -> bool:
    return place in {"", "."} or path == place or path.startswith(place + "/")
