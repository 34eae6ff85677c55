"""The facade of the ledger: what the other rooms see of files, git and cache."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any

from factcheck.ledger import files, layout, reading
from factcheck.ledger.git import Repository, blob_id
from factcheck.ledger.locate import locate
from factcheck.ledger.naming import resolve
from factcheck.model.check import gather
from factcheck.model.errors import (
    BadRecordError,
    MachineError,
    NotFoundError,
    Problem,
    RefusedError,
)
from factcheck.model.ids import id_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from factcheck.ledger.cache import Cache
    from factcheck.ledger.git import Identity
    from factcheck.ledger.history import Version
    from factcheck.ledger.write import Change, Message
    from factcheck.model.check import Check
    from factcheck.model.evidence import Evidence
    from factcheck.model.filed import Filed
    from factcheck.model.kinds import Kind
    from factcheck.model.settings import Settings
    from factcheck.model.state import Standing


class Ledger:
    """One ledger: a folder of records, as a commit holds it.

    Attributes:
        root: the folder that holds ``factcheck.yaml``.
        repository: the git repository around it, None where there is none.
        on_wait: is told in a line when another writer makes us wait.
    """

    def __init__(
        self, root: Path, *, on_wait: Callable[[str], None] | None = None
    ) -> None:
        self.root = root.resolve()
        self.repository = Repository.around(self.root)
        self.on_wait = on_wait

    @classmethod
    def find(cls, start: Path, given: Path | None = None) -> Ledger:
        """Find the ledger that a command is about (see ``locate``)."""
        return cls(locate(start, given))

    # ------------------------------------------------------------------ reading

    @cached_property
    def prefix(self) -> str:
        """The ledger's folder in its repository: ``""`` or ``"a/b/"``."""
        if self.repository is None:
            return ""
        inside = self.root.relative_to(self.repository.top.resolve()).as_posix()
        return "" if inside == "." else inside + "/"

    @cached_property
    def state_folder(self) -> Path | None:
        """A folder of ours in the git directory, for cache, lock and journal."""
        if self.repository is None:
            return None
        key = hashlib.sha256(self.prefix.encode()).hexdigest()[:8]
        return self.repository.git_dir / "factcheck" / (key if self.prefix else "root")

    @cached_property
    def _cache(self) -> Cache:
        return self._committed_cache or reading.read_folder(self.root)

    @cached_property
    def _committed_cache(self) -> Cache | None:
        """The cache of the commit at HEAD, None where no commit holds the ledger."""
        repository, state = self.repository, self.state_folder
        head = repository.head() if repository else None
        if repository is None or state is None or head is None:
            return None
        cache = reading.open_cache(state, self.root)
        reading.refresh(cache, repository, self.prefix, head)
        while not cache.hold(head):  # another process has moved it on, or back
            reading.refresh(cache, repository, self.prefix, head)
        if layout.SETTINGS in cache.blobs_of(layout.SETTINGS):
            return cache
        if layout.SETTINGS in cache.paths_with_problems():
            return cache
        cache.close()
        return None

    @property
    def in_git(self) -> bool:
        """Whether a commit holds this ledger; a mere folder is read as it lies."""
        return self._committed_cache is not None

    def forget(self) -> None:
        """Read again at the next question: something was committed."""
        self.__dict__.pop("_committed_cache", None)
        cache = self.__dict__.pop("_cache", None)
        if cache is not None:
            cache.close()

    close = forget

    def discard_cache(self) -> None:
        """Delete the cache, which is built again at the next question."""
        with suppress(Exception):  # closing what is damaged may fail as well
            self.forget()
        if self.state_folder is not None:
            for file in self.state_folder.glob("cache.sqlite*"):
                file.unlink(missing_ok=True)

    @property
    def settings(self) -> Settings:
        """The settings of the ledger.

        Raises:
            BadRecordError: ``factcheck.yaml`` cannot be read.
        """
        filed = self._cache.at(layout.SETTINGS)
        if filed is None:
            about = [p for p in self.problems() if p.path == layout.SETTINGS]
            missing = Problem(layout.SETTINGS, 0, "is not committed: save it first")
            raise BadRecordError(tuple(about) or (missing,))
        settings: Settings = filed.record
        return settings

    def problems(self) -> tuple[Problem, ...]:
        """Give every file that should be a record and cannot be read as one."""
        return self._cache.problems()

    def standings(
        self,
    ) -> Iterator[tuple[Filed[Any], Filed[Any] | None, Standing]]:
        """Give claim, work and standing of every check, newest first."""
        return self._cache.standings()

    def standing(self, check: Check) -> Standing:
        """Give where a check stands, as committed."""
        return self._cache.standing(check.name)

    def of_kind(self, *kinds: Kind) -> Iterator[Filed[Any]]:
        """Give all records of some kinds, in path order."""
        return self._cache.of_kind(*kinds)

    def checks(self) -> Iterator[Check]:
        """Give every check, in path order."""
        for claim in list(self.of_kind("check")):
            yield self.check(claim.name)

    def check(self, text: str) -> Check:
        """Give the check that a user's text names: id, name or slug, or how it begins.

        Raises:
            NotFoundError: it names none; AmbiguousNameError: several.
            BadRecordError: it names one of which ``check.yaml`` cannot be read.
        """
        found = self._cache.check(resolve(self._cache, "check", text))
        if found is None:
            raise NotFoundError(f"no check is called '{text}'")
        return found

    def evidence(self, text: str) -> Filed[Evidence]:
        """Give the evidence entry that a user's text names (as for ``check``)."""
        name = resolve(self._cache, "evidence", text)
        return self._cache.by_id("evidence", id_of(name))[0]

    def checks_linking(self, entry: Filed[Evidence]) -> tuple[str, ...]:
        """Give the names of the checks that link an evidence entry."""
        return self._cache.checks_linking(entry.id)

    def name_is_taken(self, record_id: str) -> bool:
        """Tell whether any record has this id."""
        return any(self._cache.by_id(kind, record_id) for kind in ("check", "evidence"))

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

    def is_committed(self, path: str) -> bool:
        """Tell whether the commit that is read holds a file, readable or not."""
        cache = self._committed_cache
        if cache is None:
            return False
        return bool(cache.blobs_of(path)) or path in cache.paths_with_problems()

    def committed(self, paths: Sequence[str]) -> dict[str, bytes]:
        """Give the bytes of files as committed; those that are not are left out."""
        if self.repository is None or (head := self.repository.head()) is None:
            return {}
        blobs = {
            path: entry.blob
            for entry in self.repository.tree(head, self.prefix)
            if entry.is_plain
            and (path := entry.path.removeprefix(self.prefix)) in paths
        }
        contents = dict(self.repository.blobs(dict.fromkeys(blobs.values())))
        return {path: contents[blob] for path, blob in blobs.items()}

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

    def _committed(self) -> dict[str, str]:
        """Give the blob of every record file by path, as committed."""
        if self.repository is None or (head := self.repository.head()) is None:
            return {}
        tree = self.repository.tree(head, self.prefix)
        return {
            path: entry.blob
            for entry in tree
            if layout.place_of(path := entry.path.removeprefix(self.prefix))
        }

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
        return self._require_repository().identity()

    def commit(
        self, changes: Sequence[Change], message: Message, *, author: Identity, now: str
    ) -> str:
        """Make one commit of changes and give its id (see ``Writer.commit``)."""
        from factcheck.ledger.write import Writer  # noqa: PLC0415 - readers do without

        repository = self._require_repository()
        writer = Writer(
            repository, self.prefix, self._require_state(), on_wait=self.on_wait
        )
        commit = writer.commit(changes, message, author=author, now=now)
        self.forget()
        return commit

    def _require_repository(self) -> Repository:
        if self.repository is None:
            raise MachineError(
                f"{self.root} is in no git repository: run 'factcheck init' in it"
            )
        return self.repository

    def _require_state(self) -> Path:
        if self.state_folder is None:
            raise MachineError(f"{self.root} is in no git repository")
        return self.state_folder

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

    # ------------------------------------------------------------------ history

    def versions(self, filed: Filed[Any]) -> Iterator[Version]:
        """Give the committed versions of a record, newest first."""
        from factcheck.ledger.history import versions  # noqa: PLC0415 - imports GitPython

        head = self.repository.head() if self.repository else None
        sha1_length = 40
        if self.repository is None or head is None or len(head) != sha1_length:
            return iter(())  # GitPython reads no SHA-256 ids
        return versions(self.repository, self.prefix + filed.path)

    def base(self, revision: str) -> dict[str, bytes]:
        """Give the record files of an earlier commit: bytes by path.

        Raises:
            NotFoundError: the revision names no commit.
        """
        repository = self._require_repository()
        commit = repository.resolve(revision)
        paths = {
            entry.path.removeprefix(self.prefix): entry.blob
            for entry in repository.tree(commit, self.prefix)
            if entry.is_plain
        }
        kept = {p: b for p, b in paths.items() if layout.place_of(p) is not None}
        contents = dict(repository.blobs(dict.fromkeys(kept.values())))
        return {path: contents[blob] for path, blob in kept.items()}


def _is_below(path: str, place: str) -> bool:
    return place in {"", "."} or path == place or path.startswith(place + "/")
