"""A cache from nothing: all records of a commit, read by several processes.

The files are sorted by month and cut into parts. A process reads the blobs of a part,
validates them and derives the checks whose evidence lies in it too; what it hands back
are rows, ready to be inserted. Here they go into a new database without a journal,
which takes its place only when it is whole: a killed one leaves nothing behind that
looks like a cache. The words are indexed later, by the first search.
"""

from __future__ import annotations

import gc
import os
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from factcheck.ledger import layout
from factcheck.ledger.cache import listed, reading, rows
from factcheck.ledger.cache.cache import VERSION, Cache
from factcheck.ledger.cache.parts import Batch, Part, read_part
from factcheck.ledger.cache.stored import StoredRecords
from factcheck.ledger.cache.workers import Worker

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from factcheck.ledger.cache.cache import Progress
    from factcheck.ledger.git.repository import Repository

ALONE = 5_000
"""Files up to which one process reads them: others would take longer to start."""

PART = 4_000
"""Files of a part, at least: each has a process of git's own."""

LARGEST_PART = 16_000
"""Files of a part, at most: all records of a part are held in memory."""

_PROCESSES = 8


class FreshCache(Cache):
    """A new cache that is filled once; it has no indexes before it is complete."""

    def __init__(self, path: Path | None) -> None:
        """Begin a new database.

        Raises:
            sqlite3.OperationalError: it cannot be made there.
        """
        # Not that of Cache, which opens what is there.
        db = sqlite3.connect(str(path) if path else ":memory:", isolation_level=None)
        StoredRecords.__init__(self, db)
        self._known: set[str] = set()
        self._again: set[str] = set()
        self._twice: set[str] = set()
        for pragma in ("journal_mode = OFF", "synchronous = OFF"):
            self._db.execute(f"PRAGMA {pragma}")
        self._db.execute("PRAGMA cache_size = -65536")
        self._db.execute("BEGIN")
        self._make_tables()

    def put_batch(self, batch: Batch) -> None:
        """Take in the rows of a part."""
        for table, its in batch.rows.items():
            self._db.executemany(rows.INSERTS[table], its)
        self._again.update(batch.unsettled)
        self._twice.update(self._known.intersection(batch.names))
        self._known.update(batch.names)

    def complete(self, commit: str) -> None:
        """Make the indexes, derive what is left, and say of which commit it speaks."""
        # A name that two folders have: rows of both would be in the way of an index.
        for name in self._twice:
            for statement in listed.FORGET:
                self._db.execute(statement, (name,))
        self._make_indexes()
        copies = self._db.execute(
            "SELECT id FROM record WHERE kind = 'evidence' "
            "GROUP BY id HAVING count(*) > 1"
        ).fetchall()
        for (evidence_id,) in copies:
            self._again.update(self.checks_linking(evidence_id))
        self.derive(sorted(self._again | self._twice))
        self.set_head(commit)
        self._db.execute(f"PRAGMA user_version = {VERSION}")
        self._db.execute("COMMIT")


def fill(
    cache: FreshCache,
    repository: Repository,
    prefix: str,
    commit: str,
    progress: Progress | None = None,
) -> None:
    """Fill a new cache with the records of a commit.

    Args:
        cache: new.
        repository: of the ledger.
        prefix: the ledger's folder in it, ``""`` or ``"a/b/"``.
        commit: the id of the commit.
        progress: is given the batches, and how many parts there are.
    """
    with _without_collection():
        parts = list(_parts(repository, prefix, commit))
        batches = _batches(repository, parts)
        for batch in progress(batches, len(parts)) if progress else batches:
            cache.put_batch(batch)
        cache.complete(commit)


@contextmanager
def _without_collection() -> Iterator[None]:
    """Look for no cycles: records make none, and to look takes a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def build(
    place: Path,
    repository: Repository,
    prefix: str,
    commit: str,
    progress: Progress | None = None,
) -> None:
    """Make a cache in a file, in place of what is there; the lock is to be held.

    Raises:
        sqlite3.OperationalError, OSError: it cannot be made there.
    """
    beside = place.with_name(f".{place.name}.new")
    beside.unlink(missing_ok=True)  # one that was killed
    try:
        with closing(FreshCache(beside)) as cache:
            fill(cache, repository, prefix, commit, progress)
            cache.make_shareable()
        _sync(beside)
        _replace(beside, place)
    finally:
        beside.unlink(missing_ok=True)


def in_memory(
    repository: Repository, prefix: str, commit: str, progress: Progress | None = None
) -> Cache:
    """Make a cache that is kept nowhere."""
    cache = FreshCache(None)
    fill(cache, repository, prefix, commit, progress)
    return cache


def _sync(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _replace(beside: Path, place: Path) -> None:
    """Put a database in its place, and see that no log of another one stays beside it.

    Who opens the old one meanwhile notices (see ``Cache.opened``).
    """
    if not place.is_dir():
        place.unlink(missing_ok=True)
    for ending in ("-wal", "-shm", "-journal"):
        place.with_name(place.name + ending).unlink(missing_ok=True)
    beside.replace(place)


def _parts(repository: Repository, prefix: str, commit: str) -> Iterator[Part]:
    months: dict[str, list[reading.FileAt]] = {}
    for entry in repository.tree(commit, prefix):
        path = entry.path.removeprefix(prefix)
        top, year, month, *_ = (*path.split("/", 3), "", "")
        if top in reading.RECORD_FOLDERS or path == layout.SETTINGS:
            file = reading.FileAt(path, entry.blob, entry.is_plain)
            months.setdefault(f"{year}/{month}" if month else "", []).append(file)
    part: Part = []
    row = 0
    for _, files in sorted(months.items()):
        if len(part) >= PART or (part and len(part) + len(files) > LARGEST_PART):
            yield part
            part = []
        for file in files:
            row += 1
            part.append((row, file))
            if len(part) >= LARGEST_PART:
                yield part
                part = []
    if part:
        yield part


# ------------------------------------------------------------- several processes


def _batches(repository: Repository, parts: list[Part]) -> Iterator[Batch]:
    """Read parts, in their order, in as many processes as the machine has."""
    processes = min(_cores(), _PROCESSES, len(parts))
    if sum(map(len, parts)) <= ALONE or processes < 2:  # noqa: PLR2004 - no other one
        yield from (read_part(repository, part) for part in parts)
        return
    workers: list[Worker] = []
    try:
        workers += (Worker(repository) for _ in range(processes))
        yield from _in_order(repository, parts, workers)
    finally:
        for worker in workers:
            worker.end()


def _in_order(
    repository: Repository, parts: list[Part], workers: list[Worker]
) -> Iterator[Batch]:
    """Have parts read; each worker has one before it and one behind it."""
    for number, part in enumerate(parts[: 2 * len(workers)]):
        workers[number % len(workers)].give(part)
    for number, part in enumerate(parts):
        worker = workers[number % len(workers)]
        batch = worker.take()
        later = number + 2 * len(workers)
        if later < len(parts):
            worker.give(parts[later])
        yield batch if batch is not None else read_part(repository, part)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
