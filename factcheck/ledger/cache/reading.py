"""From the files to the cache: what changed since it was filled is read again.

A ledger is read at HEAD of its repository. A folder that no commit holds yet (a
download, a copy) is read as it lies, into a cache in memory.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from factcheck.ledger import files, layout
from factcheck.ledger.cache.cache import Cache
from factcheck.ledger.git.objects import TreeEntry, blob_id
from factcheck.model.errors import (
    BadRecordError,
    BusyError,
    MachineError,
    NotALedgerError,
    Problem,
    RefusedError,
)
from factcheck.model.filed import Filed
from factcheck.model.ids import id_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from factcheck.ledger.cache.cache import Progress
    from factcheck.ledger.git.repository import Repository
    from factcheck.ledger.layout import Place

    Waiting = Callable[[str], None]

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
_PATIENCE_S = 600.0
_NOT_TO_BE_WRITTEN = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
}
"""The disk of a cache has no room, or is broken, or is not ours."""


class FileAt(NamedTuple):
    """A file of a ledger.

    Attributes:
        path: in the ledger.
        blob: of its bytes, None if it is gone.
        is_plain: whether it is a file, and no link or submodule.
    """

    path: str
    blob: str | None
    is_plain: bool = True


def opened(
    state: Path, root: Path, fill: Callable[[Path], None], on_wait: Waiting | None
) -> Cache | None:
    """Open a ledger's cache in the git directory, else in the user's cache folder.

    One that is damaged or not there is made anew.

    Args:
        state: the ledger's folder in the git directory.
        root: the ledger.
        fill: makes a new one in a file, in place of what is there.
        on_wait: is told in a line when another process is at it.

    Returns:
        None where neither place can be written.
    """
    for folder in places(state, root):
        place = folder / "cache.sqlite"
        try:
            found = Cache.opened(place) or _filled(place, fill, on_wait)
            if found is not None:
                return found
        # It is not to be written, or has no room, or somebody is at it for too long.
        except (sqlite3.OperationalError, OSError, BusyError, MachineError):
            continue
    return None


def _filled(
    place: Path, fill: Callable[[Path], None], on_wait: Waiting | None
) -> Cache | None:
    from factcheck.ledger.lock import held  # noqa: PLC0415 - slow to load, and rare

    place.parent.mkdir(parents=True, exist_ok=True)
    lock = place.with_name("cache.lock")
    with held(lock, wait_s=_PATIENCE_S, on_wait=on_wait):
        found = Cache.opened(place)  # another one may have made it meanwhile
        if found is None:
            fill(place)
            found = Cache.opened(place)
    return found


def discard(state: Path, root: Path) -> None:
    """Delete the cache of a ledger, wherever it lies; others may be reading it."""
    for folder in places(state, root):
        with suppress(OSError):
            for file in folder.glob("cache.sqlite*"):
                file.unlink(missing_ok=True)


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
    for folder in places(state, root):
        with suppress(sqlite3.DatabaseError):
            return Cache(folder / "cache.sqlite", as_it_is=True)
    return None


def places(state: Path, root: Path) -> Iterator[Path]:
    """Give the folders in which a cache may lie, the better one first."""
    yield state
    import hashlib  # noqa: PLC0415 - slow to load, and rarely needed

    key = hashlib.sha256(str(root).encode()).hexdigest()[:16]
    caches = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    yield Path(caches) / "factcheck" / key


def brought_to(
    cache: Cache, repository: Repository, prefix: str, head: str
) -> Cache | None:
    """Bring a cache to a commit and hold it there (see ``Cache.hold``).

    Returns:
        The cache; a copy for us alone where it cannot be written, because it is not
        ours or its disk is full; None where there is no room for that either.
    """
    for attempt in (cache, None):
        try:
            kept = attempt or cache.copied()
            refresh(kept, repository, prefix, head)
            while not kept.hold(head):  # another process has moved it on, or back
                refresh(kept, repository, prefix, head)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in _NOT_TO_BE_WRITTEN:
                raise
        else:
            if attempt is None:
                cache.close()
            return kept
    cache.close()
    return None


def made_searchable(
    cache: Cache,
    repository: Repository,
    prefix: str,
    head: str,
    progress: Progress | None = None,
) -> Cache | None:
    """Index the words of a cache that is held, and hold it again (``brought_to``).

    Where it cannot be written it stays as it is: then all lines are read.
    """
    with suppress(sqlite3.OperationalError):
        cache.make_searchable(progress)
    return brought_to(cache, repository, prefix, head)


def refresh(cache: Cache, repository: Repository, prefix: str, head: str) -> None:
    """Bring a cache to a commit, reading only the blobs that it does not know."""
    if cache.head == head:
        return
    with cache.changing():
        known = cache.head
        if known == head:
            return
        changed = list(_changed(cache, repository, prefix, known, head))
        wanted = dict.fromkeys(
            file.blob for file in changed if is_read(file, layout.place_of(file.path))
        )
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


def record_files(root: Path, below: str = "") -> Iterator[str]:
    """Give the paths of the files of a folder that are records, or should be.

    Args:
        root: the ledger.
        below: a file or a folder of it: only what lies there.
    """
    if below not in {"", "."}:
        yield from _files_below(root, below)
        return
    if (root / layout.SETTINGS).is_file():
        yield layout.SETTINGS
    for top in RECORD_FOLDERS:
        if (root / top).is_symlink():
            yield top
        else:
            yield from _files_below(root, top)


def _files_below(root: Path, place: str) -> Iterator[str]:
    here = root / place
    if place.partition("/")[0] not in RECORD_FOLDERS and place != layout.SETTINGS:
        return
    if here.is_symlink() or not here.is_dir():
        if os.path.lexists(here):
            yield place
        return
    before = len(str(root)) + 1
    for folder, inner, names in os.walk(here):
        inner.sort()
        where = folder[before:].replace(os.sep, "/")
        # Links to folders are not followed, but they are not passed over either.
        linked = [name for name in inner if Path(folder, name).is_symlink()]
        for name in sorted([*names, *linked]):
            if not is_ours(name):
                yield f"{where}/{name}"


def is_ours(name: str) -> bool:
    """Tell whether a file is one that we are writing just now."""
    return name.startswith(".") and name.endswith(".tmp")


def read_record(path: str, content: bytes) -> Filed[Any] | None:
    """Read the bytes of a record file; None for a file that is no record's.

    Raises:
        BadRecordError: with every problem that was found.
    """
    place = layout.place_of(path)
    if place is None:
        return None
    if isinstance(place, Problem):
        raise BadRecordError((place,))
    return _read(path, place, content)


def _read(path: str, place: Place, content: bytes) -> Filed[Any]:
    # Warm commands read no YAML; what we wrote ourselves needs no parser of YAML.
    from factcheck.ledger.format import canonical_reader  # noqa: PLC0415

    if place.kind == "settings":
        from factcheck.ledger.format import codec  # noqa: PLC0415

        _refuse_newer(codec.parse(content, path=path)[0])
    data = canonical_reader.record(content, kind=place.kind, path=path)
    if data is None:
        from factcheck.ledger.format import codec  # noqa: PLC0415

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
    if known:
        with suppress(MachineError):  # git has it no more, or never had all of it
            yield from [
                _file_at(entry, prefix)
                for entry in repository.changed(known, head, prefix)
            ]
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


def is_read(file: FileAt, place: Place | Problem | None) -> bool:
    """Tell whether the content of a file matters: a stray is none that is read."""
    return file.is_plain and isinstance(place, layout.Place)


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
        found_there = taken(file, place, contents.get(file.blob))
        if isinstance(found_there, Filed):
            cache.put(found_there, file.blob)
            continue
        for problem in found_there:
            cache.put_problem(problem)
    for entry in entries:
        touched.update(cache.checks_linking(entry))
    cache.derive(sorted(touched - {""}))


def taken(
    file: FileAt, place: Place | Problem | None, content: bytes | None
) -> Filed[Any] | tuple[Problem, ...]:
    """Give the record of a file, or what is wrong with it; nothing if it is none.

    Args:
        file: where it lies.
        place: what its path says (``place_of``).
        content: of it, where it is one that is read (``is_read``).

    Raises:
        NotALedgerError: it holds the settings of a newer format.
    """
    if place is None:
        return ()
    if not file.is_plain:
        message = "is a link or a submodule: records are plain files"
        return (Problem(file.path, 0, message, "stray"),)
    if isinstance(place, Problem):
        return (place,)
    try:
        return _read(file.path, place, content or b"")
    except BadRecordError as error:
        return error.problems
