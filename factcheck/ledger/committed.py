"""A ledger as a commit holds it: its records, and the history before and beside it."""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any, Unpack

from factcheck.ledger import layout
from factcheck.ledger.answers import Answers
from factcheck.ledger.cache import reading
from factcheck.ledger.git.repository import Repository
from factcheck.model.errors import (
    MachineError,
    NotFoundError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from factcheck.ledger.cache.cache import Cache, Progress
    from factcheck.ledger.history.branches import Branch
    from factcheck.ledger.history.log import Logged
    from factcheck.ledger.history.operations import Asked, FileChange
    from factcheck.ledger.history.versions import Version
    from factcheck.ledger.search import Found
    from factcheck.model.filed import Filed
    from factcheck.model.kinds import Kind


class CommittedLedger(Answers):
    """One ledger as a commit holds it; a folder that none holds is read as it lies.

    Attributes:
        root: the folder that holds ``factcheck.yaml``.
        repository: the git repository around it, None where there is none.
        on_wait: is told in a line when another writer makes us wait.
        on_fill: is given the parts in which a cache is filled, and their number; it
            gives them on, and may say how many have come.
    """

    def __init__(
        self, root: Path, *, on_wait: Callable[[str], None] | None = None
    ) -> None:
        self.root = root.resolve()
        self.repository = Repository.around(self.root)
        self.on_wait = on_wait
        self.on_fill: Progress | None = None
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
        ours = self.repository.git_dir / "factcheck"
        if not self.prefix:
            return ours / "root"
        import hashlib  # noqa: PLC0415 - slow to load

        return ours / hashlib.sha256(self.prefix.encode()).hexdigest()[:8]

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
        opened = self._opened(repository, state, head)
        cache = reading.brought_to(opened, repository, self.prefix, head)
        if cache is None:
            from factcheck.ledger.cache.filling import in_memory  # noqa: PLC0415 - rare

            cache = in_memory(repository, self.prefix, head, self.on_fill)
        if layout.SETTINGS in cache.blobs_of(layout.SETTINGS):
            return cache
        if cache.has_problem(layout.SETTINGS):
            return cache
        cache.close()
        return None

    def _opened(self, repository: Repository, state: Path, head: str) -> Cache:
        """Open the cache, of whatever commit it is; make one where there is none."""

        def fill(place: Path) -> None:
            from factcheck.ledger.cache.filling import build  # noqa: PLC0415 - rare

            build(place, repository, self.prefix, head, self.on_fill)

        cache = reading.opened(state, self.root, fill, self.on_wait)
        if cache is None:
            from factcheck.ledger.cache.filling import in_memory  # noqa: PLC0415 - rare

            cache = in_memory(repository, self.prefix, head, self.on_fill)
        return cache

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

    def renew(self) -> None:
        """Bring the cache to what was committed just now, for whoever reads next.

        What validates records is loaded by now, and a warm command does without it.
        Nothing that fails here is a failure of the commit: the next reader tries again.
        """
        self.forget()
        with suppress(Exception):
            self._committed_cache = self._open_committed()

    def discard_cache(self) -> None:
        """Delete the cache, which is built again at the next question."""
        with suppress(Exception):  # closing what is damaged may fail as well
            self.forget()
        if self.state_folder is not None:
            reading.discard(self.state_folder, self.root)

    def kept_folders(self, name: str) -> tuple[Path, ...]:
        """Give folders in which what is derived may be kept, the better one first.

        None for a folder that no commit holds: it is read anew each time.
        """
        if self.state_folder is None or not self.in_git:
            return ()
        places = reading.places(self.state_folder, self.root)
        return tuple(place / name for place in places)

    def search(
        self,
        words: Sequence[str],
        kinds: Sequence[Kind] | None = None,
        *,
        ranked: int | None = None,
    ) -> Iterator[Found]:
        """Find the records that hold all words, the best first (see ``search``).

        The first search of a cache indexes the words, which ``on_fill`` is told.
        """
        from factcheck.ledger.search import search  # noqa: PLC0415 - not on warm paths

        self._make_searchable()
        return search(self._cache, words, kinds, ranked=ranked)

    def _make_searchable(self) -> None:
        cache, repository = self._committed_cache, self.repository
        if cache is None or repository is None or cache.is_searchable:
            return
        head = cache.head or ""
        made = reading.made_searchable(
            cache, repository, self.prefix, head, self.on_fill
        )
        if made is None:
            self.forget()
        else:
            self.__dict__["_committed_cache"] = self.__dict__["_cache"] = made

    def completions(self, what: str, beginning: str) -> list[tuple[str, str]]:
        """Give what a beginning may become on a command line (see ``completing``)."""
        from factcheck.ledger.completing import completions  # noqa: PLC0415 - the same

        return completions(self.state_folder, self.root, what, beginning)

    def is_committed(self, path: str) -> bool:
        """Tell whether the commit that is read holds a file, readable or not."""
        cache = self._committed_cache
        if cache is None:
            return False
        return bool(cache.blobs_of(path)) or cache.has_problem(path)

    def committed(self, paths: Sequence[str]) -> dict[str, bytes]:
        """Give the bytes of files as committed; those that are not are left out."""
        if self.repository is None or (head := self.head) is None:
            return {}
        cache = self._committed_cache
        blobs: dict[str, str] = {}
        if cache is not None and cache.head == head:
            for path in paths:
                blobs |= cache.blobs_of(path)
        blobs |= self._blobs_at(head, [path for path in paths if path not in blobs])
        contents = dict(self.repository.blobs(dict.fromkeys(blobs.values())))
        return {path: contents[blobs[path]] for path in paths if path in blobs}

    def _blobs_at(self, commit: str, paths: Sequence[str]) -> dict[str, str]:
        """Ask git for the blobs of plain files, by path."""
        repository = self.require_repository()
        wanted = [self.prefix + path for path in paths]
        return {
            entry.path.removeprefix(self.prefix): entry.blob
            for entry in repository.entries_at(commit, wanted)
            if entry.is_plain
        }

    def _committed(self, places: Sequence[str] = ()) -> dict[str, str]:
        """Give the blobs of record files as committed, by path.

        Args:
            places: files or folders: only those there; all if empty.
        """
        cache = self._committed_cache
        if cache is None or (head := cache.head) is None:
            return {}
        every = not places or bool({"", "."}.intersection(places))
        blobs = cache.blobs() if every else {}
        for place in () if every else places:
            blobs |= cache.blobs_below(place)
        # Of what cannot be read, and of what is no plain file, git knows the blob.
        others = [
            path
            for path in sorted(cache.paths_with_problems())
            if every or any(is_below(path, place) for place in places)
        ]
        if others:
            wanted = [self.prefix + path for path in others]
            entries = self.require_repository().entries_at(head, wanted)
            blobs |= {e.path.removeprefix(self.prefix): e.blob for e in entries}
        return blobs

    # ------------------------------------------------------------------ history

    def versions(self, filed: Filed[Any]) -> Iterator[Version]:
        """Give the committed versions of a record, newest first (see ``history``)."""
        from factcheck.ledger.history.versions import versions  # noqa: PLC0415 - rare

        if self.repository is None or (head := self.head) is None:
            return iter(())
        return versions(self.repository, self.prefix + filed.path, start=head)

    def operations(self, **asked: Unpack[Asked]) -> Iterator[Logged]:
        """Give the commits that changed records, newest first (see ``operations``)."""
        from factcheck.ledger.history.operations import operations  # noqa: PLC0415 - rare

        if self.repository is None or (head := self.head) is None:
            return iter(())
        return operations(self.repository, self.prefix, start=head, **asked)

    def operation(self, revision: str) -> Logged:
        """Give the one commit that a user's revision names, whatever it changed.

        Raises:
            NotFoundError: it names none.
        """
        from factcheck.ledger.history.operations import operation  # noqa: PLC0415 - rare

        repository = self.require_repository()
        return operation(repository, repository.resolve(revision))

    def changed_by(self, commit: str) -> tuple[FileChange, ...]:
        """Give what a commit changed here (see ``operations.changed_files``)."""
        from factcheck.ledger.history.operations import changed_files  # noqa: PLC0415 - rare

        return changed_files(self.require_repository(), self.prefix, commit)

    def branches(self, names: Sequence[str] = (), *, now: str) -> Iterator[Branch]:
        """Give the branches that are not merged (see ``branches``), newest first.

        Nothing is read before the first is asked for. They are closed together with
        the ledger.
        """
        from factcheck.ledger.history.branches import branches  # noqa: PLC0415 - rare

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


def is_below(path: str, place: str) -> bool:
    """Tell whether a path is a place (a file or a folder), or lies in it."""
    return place in {"", "."} or path == place or path.startswith(place + "/")
