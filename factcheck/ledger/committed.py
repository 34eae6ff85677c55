"""A ledger as a commit holds it: its records, and the history before and beside it."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any, Unpack

from factcheck.ledger import layout, reading
from factcheck.ledger.git import Repository
from factcheck.ledger.naming import resolve
from factcheck.model.errors import (
    BadRecordError,
    MachineError,
    NotFoundError,
    Problem,
)
from factcheck.model.ids import id_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from factcheck.ledger.branches import Branch
    from factcheck.ledger.cache import Cache
    from factcheck.ledger.history import Version
    from factcheck.ledger.log import Logged
    from factcheck.ledger.operations import Asked, FileChange
    from factcheck.ledger.search import Found
    from factcheck.model.check import Check
    from factcheck.model.evidence import Evidence
    from factcheck.model.filed import Filed
    from factcheck.model.kinds import Kind
    from factcheck.model.settings import Settings
    from factcheck.model.state import Standing


class CommittedLedger:
    """One ledger as a commit holds it; a folder that none holds is read as it lies.

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
        self._branches: list[Branch] = []

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

    @property
    def head(self) -> str | None:
        """The id of the commit that is read, None where there is none."""
        return self.repository.head() if self.repository else None

    @cached_property
    def _committed_cache(self) -> Cache | None:
        """The cache of the commit that is read, None where none holds the ledger."""
        return self._open_committed()

    def _open_committed(self) -> Cache | None:
        repository, state, head = self.repository, self.state_folder, self.head
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
        while self._branches:
            self._branches.pop().close()
        for name in ("_committed_cache", "_cache"):
            cache = self.__dict__.pop(name, None)
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

    def record(self, kind: Kind, text: str) -> Filed[Any]:
        """Give the record of any kind that a user's text names (as for ``check``)."""
        return self._cache.of_name(kind, resolve(self._cache, kind, text))[0]

    def checks_linking(self, entry: Filed[Evidence]) -> tuple[str, ...]:
        """Give the names of the checks that link an evidence entry."""
        return self._cache.checks_linking(entry.id)

    def name_is_taken(self, record_id: str) -> bool:
        """Tell whether any record has this id."""
        return self._cache.has_id(record_id)

    def used(self, kind: Kind, field: str) -> list[tuple[str, int]]:
        """Give the values of a field and how often, the commonest first.

        Args:
            kind: of the records.
            field: its path, as ``source.publisher``.
        """
        return self._cache.used(kind, field)

    def search(
        self, words: Sequence[str], kinds: Sequence[Kind] | None = None
    ) -> Iterator[Found]:
        """Find the records that hold all words, the best first (see ``search``)."""
        from factcheck.ledger.search import search  # noqa: PLC0415 - not on warm paths

        return search(self._cache, words, kinds)

    def completions(self, what: str, beginning: str) -> list[tuple[str, str]]:
        """Give what a beginning may become on a command line (see ``completing``)."""
        from factcheck.ledger.completing import completions  # noqa: PLC0415 - the same

        return completions(self.state_folder, self.root, what, beginning)

    def is_committed(self, path: str) -> bool:
        """Tell whether the commit that is read holds a file, readable or not."""
        cache = self._committed_cache
        if cache is None:
            return False
        return bool(cache.blobs_of(path)) or path in cache.paths_with_problems()

    def committed(self, paths: Sequence[str]) -> dict[str, bytes]:
        """Give the bytes of files as committed; those that are not are left out."""
        if self.repository is None or (head := self.head) is None:
            return {}
        wanted = set(paths)
        blobs = {
            path: entry.blob
            for entry in self.repository.tree(head, self.prefix)
            if entry.is_plain
            and (path := entry.path.removeprefix(self.prefix)) in wanted
        }
        contents = dict(self.repository.blobs(dict.fromkeys(blobs.values())))
        return {path: contents[blob] for path, blob in blobs.items()}

    def _committed(self) -> dict[str, str]:
        """Give the blob of every record file by path, as committed."""
        if self.repository is None or (head := self.head) is None:
            return {}
        tree = self.repository.tree(head, self.prefix)
        return {
            path: entry.blob
            for entry in tree
            if layout.place_of(path := entry.path.removeprefix(self.prefix))
        }

    # ------------------------------------------------------------------ history

    def versions(self, filed: Filed[Any]) -> Iterator[Version]:
        """Give the committed versions of a record, newest first (see ``history``)."""
        from factcheck.ledger.history import versions  # noqa: PLC0415 - rare

        if self.repository is None or (head := self.head) is None:
            return iter(())
        return versions(self.repository, self.prefix + filed.path, start=head)

    def operations(self, **asked: Unpack[Asked]) -> Iterator[Logged]:
        """Give the commits that changed records, newest first (see ``operations``)."""
        from factcheck.ledger.operations import operations  # noqa: PLC0415 - rare

        if self.repository is None or (head := self.head) is None:
            return iter(())
        return operations(self.repository, self.prefix, start=head, **asked)

    def operation(self, revision: str) -> Logged:
        """Give the one commit that a user's revision names, whatever it changed.

        Raises:
            NotFoundError: it names none.
        """
        from factcheck.ledger.operations import operation  # noqa: PLC0415 - rare

        repository = self.require_repository()
        return operation(repository, repository.resolve(revision))

    def changed_by(self, commit: str) -> tuple[FileChange, ...]:
        """Give what a commit changed here (see ``operations.changed_files``)."""
        from factcheck.ledger.operations import changed_files  # noqa: PLC0415 - rare

        return changed_files(self.require_repository(), self.prefix, commit)

    def branches(self, names: Sequence[str] = (), *, now: str) -> Iterator[Branch]:
        """Give the branches that are not merged (see ``branches``), newest first.

        Nothing is read before the first is asked for. They are closed together with
        the ledger.
        """
        from factcheck.ledger.branches import branches  # noqa: PLC0415 - rare

        repository, cache = self.repository, self._committed_cache
        if repository is None or cache is None or (head := cache.head) is None:
            return
        found = branches(
            repository, self.prefix, cache, head=head, now=now, names=names
        )
        self._branches.extend(found)
        yield from found

    def base(self, revision: str) -> dict[str, bytes]:
        """Give the record files of an earlier commit: bytes by path.

        Raises:
            NotFoundError: the revision names no commit.
        """
        repository = self.require_repository()
        commit = repository.resolve(revision)
        paths = {
            entry.path.removeprefix(self.prefix): entry.blob
            for entry in repository.tree(commit, self.prefix)
            if entry.is_plain
        }
        kept = {p: b for p, b in paths.items() if layout.place_of(p) is not None}
        contents = dict(repository.blobs(dict.fromkeys(kept.values())))
        return {path: contents[blob] for path, blob in kept.items()}

    # -------------------------------------------------------------- what is needed

    def require_repository(self) -> Repository:
        """Give the repository.

        Raises:
            MachineError: there is none.
        """
        if self.repository is None:
            raise MachineError(
                f"{self.root} is in no git repository: run 'factcheck init' in it"
            )
        return self.repository

    def require_head(self) -> str:
        """Give the commit that is read.

        Raises:
            NotFoundError: nothing was committed yet.
        """
        head = self.head
        if head is None:
            raise NotFoundError(f"nothing is committed yet in {self.root}")
        return head

    def _require_state(self) -> Path:
        if self.state_folder is None:
            raise MachineError(f"{self.root} is in no git repository")
        return self.state_folder
