"""From the files to the cache: what changed since it was filled is read again.

A ledger is read at HEAD of its repository. A folder that no commit holds yet (a
download, a copy) is read as it lies, into a cache in memory.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factcheck.ledger import files, layout
from factcheck.ledger.cache import Cache
from factcheck.ledger.git_objects import TreeEntry, blob_id
from factcheck.model.errors import (
    BadRecordError,
    NotALedgerError,
    Problem,
    RefusedError,
)
from factcheck.model.filed import Filed
from factcheck.model.ids import id_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from factcheck.ledger.git import Repository

RECORD_FOLDERS = (
    "articles",
    "checks",
    "complaints",
    "evidence",
    "parties",
    "tips",
)
"""The folders of a ledger in which records lie."""

_NO_BLOB = "0"


@dataclass(frozen=True, slots=True)
class FileAt:
    """A file of a ledger.

    Attributes:
        path: in the ledger.
        blob: of its bytes, None if it is gone.
        is_plain: whether it is a file, and no link or submodule.
    """

    path: str
    blob: str | None
    is_plain: bool = True


def open_cache(state: Path, root: Path) -> Cache:
    """Open a ledger's cache: in the git directory, else the user's, else in memory.

    A damaged one is deleted and begun again.
    """
    for folder in _places(state, root):
        place = folder / "cache.sqlite"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            return Cache(place)
        except sqlite3.OperationalError:  # locked, or not to be written
            continue
        except sqlite3.DatabaseError:
            for file in folder.glob("cache.sqlite*"):
                file.unlink(missing_ok=True)
            return Cache(place)
        except OSError:
            continue
    return Cache(None)


@contextmanager
def stale_cache(state: Path, root: Path) -> Iterator[Cache | None]:
    """Open a ledger's cache as it was left, to be read alone; None if there is none.

    Damage that shows while it is read ends the block, and is no error: nothing is
    brought in order here.
    """
    cache = _as_left(state, root)
    with suppress(sqlite3.DatabaseError):
        yield cache
    if cache is not None:
        cache.close()


def _as_left(state: Path, root: Path) -> Cache | None:
    for folder in _places(state, root):
        with suppress(sqlite3.DatabaseError):
            return Cache(folder / "cache.sqlite", as_it_is=True)
    return None


def _places(state: Path, root: Path) -> tuple[Path, Path]:
    """Give the folders in which a cache may lie, the better one first."""
    key = hashlib.sha256(str(root).encode()).hexdigest()[:16]
    caches = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return state, Path(caches) / "factcheck" / key


def refresh(cache: Cache, repository: Repository, prefix: str, head: str) -> None:
    """Bring a cache to a commit, reading only the blobs that it does not know."""
    if cache.head == head:
        return
    with cache.changing():
        known = cache.head
        if known == head:
            return
        changed = list(_changed(cache, repository, prefix, known, head))
        wanted = dict.fromkeys(file.blob for file in changed if _is_read(file))
        contents = dict(repository.blobs(blob for blob in wanted if blob))
        take(cache, changed, contents)
        cache.set_head(head)


def read_folder(root: Path) -> Cache:
    """Read a folder as it lies into a cache in memory."""
    cache = Cache(None)
    contents: dict[str, bytes] = {}
    found = []
    strays = []
    for path in record_files(root):
        try:
            content = files.read(root, path)
        except RefusedError as error:
            message = str(error).removeprefix(f"{path} ")
            strays.append(Problem(path, 0, message, "stray"))
            continue
        if content is not None:
            blob = blob_id(content, like="")
            contents[blob] = content
            found.append(FileAt(path, blob))
    with cache.changing():
        take(cache, found, contents)
        for stray in strays:
            cache.put_problem(stray)
    return cache


def record_files(root: Path) -> Iterator[str]:
    """Give the paths of the files of a folder that are records, or should be."""
    if (root / layout.SETTINGS).is_file():
        yield layout.SETTINGS
    for top in RECORD_FOLDERS:
        if (root / top).is_symlink():
            yield top
            continue
        for folder, inner, names in os.walk(root / top):
            inner.sort()
            where = Path(folder).relative_to(root).as_posix()
            # Links to folders are not followed, but they are not passed over either.
            linked = [name for name in inner if Path(folder, name).is_symlink()]
            for name in sorted([*names, *linked]):
                path = f"{where}/{name}"
                if not is_ours(name) and layout.place_of(path) is not None:
                    yield path


def is_ours(name: str) -> bool:
    """Tell whether a file is one that we are writing just now."""
    return name.startswith(".") and name.endswith(".tmp")


def read_record(path: str, content: bytes) -> Filed[Any] | None:
    """Read the bytes of a record file; None for a file that is no record's.

    Raises:
        BadRecordError: with every problem that was found.
    """
    from factcheck.ledger import codec  # noqa: PLC0415 - warm commands read no YAML

    place = layout.place_of(path)
    if place is None:
        return None
    if isinstance(place, Problem):
        raise BadRecordError((place,))
    if place.kind == "settings":
        _refuse_newer(codec.parse(content, path=path)[0])
    data = codec.read(content, kind=place.kind, path=path)
    return Filed(place.kind, path, place.name, place.check, data)


def _refuse_newer(tree: dict[str, Any]) -> None:
    """Stop before a ledger whose rules this program cannot know."""
    from factcheck.model.settings import FORMAT  # noqa: PLC0415 - needs pydantic

    written = str(tree.get("format", ""))
    digits = 9  # more are no number that a person wrote
    if written.isdecimal() and (len(written) > digits or int(written) > FORMAT):
        raise NotALedgerError(
            f"the ledger has format {written[:digits]}, this factcheck reads up to "
            f"{FORMAT}: install a newer factcheck"
        )


def _changed(
    cache: Cache, repository: Repository, prefix: str, known: str | None, head: str
) -> Iterable[FileAt]:
    if known and repository.has(known):
        for entry in repository.changed(known, head, prefix):
            yield _file_at(entry, prefix)
        return
    before = set(cache.blobs()) | cache.paths_with_problems()
    for entry in repository.tree(head, prefix):
        file = _file_at(entry, prefix)
        before.discard(file.path)
        yield file
    for path in before:
        yield FileAt(path, None)


def _file_at(entry: TreeEntry, prefix: str) -> FileAt:
    gone = not entry.blob.strip(_NO_BLOB)
    path = entry.path.removeprefix(prefix)
    return FileAt(path, None if gone else entry.blob, entry.is_plain)


def _is_read(file: FileAt) -> bool:
    return file.is_plain and layout.place_of(file.path) is not None


def take(cache: Cache, found: Iterable[FileAt], contents: dict[str, bytes]) -> None:
    """Put files into a cache and derive again the checks that they touch.

    Args:
        cache: held for a change.
        found: what is there, or is gone.
        contents: the bytes of all blobs of these.
    """
    touched: set[str] = set()
    entries: set[str] = set()
    for file in found:
        place = layout.place_of(file.path)
        if place is None:
            continue
        cache.drop(file.path)
        if not isinstance(place, Problem):
            touched.add(place.check)
            if place.kind == "evidence":
                entries.add(id_of(place.name))
        if file.blob is None:
            continue
        for problem in _take_one(cache, file, contents):
            cache.put_problem(problem)
    for entry in entries:
        touched.update(cache.checks_linking(entry))
    cache.derive(sorted(touched - {""}))


def _take_one(
    cache: Cache, file: FileAt, contents: dict[str, bytes]
) -> tuple[Problem, ...]:
    if not _is_read(file):
        message = "is a link or a submodule: records are plain files"
        return (Problem(file.path, 0, message, "stray"),)
    blob = file.blob or ""
    try:
        filed = read_record(file.path, contents[blob])
    except BadRecordError as error:
        return error.problems
    if filed is not None:
        cache.put(filed, blob)
    return ()
