"""What dead processes left in a git directory: locks, scratch refs, packs, reports.

Nothing here is deleted on a guess. A lock of git's is swept when it is older than a
limit and the system shows that no living process holds it: none has it open, no git is
at work in this repository. Where the system does not show that (other than Linux, or a
disk that other machines write to as well) only a much longer time counts. The caller
holds the writers' lock.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from factcheck.ledger.writing import journal
from factcheck.model.errors import BusyError, FactcheckError, MachineError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from factcheck.ledger.git.repository import Repository

DEAD_S = 120.0
"""Seconds after which a lock that no living process holds is taken for dead."""

FAR_DEAD_S = 6 * 3600.0
"""The same, where the system does not show which processes live."""

OWN_DEAD_S = 1.0
"""The same for a lock that is younger than the journal of a command of ours."""

SCRATCH_DEAD_S = 3600.0
"""Seconds after which a scratch ref that no journal names, and a pack, are dead."""

_PAUSE_S = 0.05
_SHARED = {b"nfs", b"nfs4", b"cifs", b"smb3", b"smbfs", b"9p", b"fuse.sshfs", b"afs"}
_PROCESSES = Path("/proc")
_KEPT_BY_IMPORT = b"fast-import"


@dataclass(frozen=True, slots=True)
class Left:
    """Something that a dead process left.

    Attributes:
        path: the file; of a packed scratch ref the name of the ref.
        what: what it is, in words.
        age: seconds since it was written.
    """

    path: Path
    what: str
    age: float

    def __str__(self) -> str:
        return f"{self.what}, {in_words(self.age)} old: {self.path}"


def locks(repository: Repository) -> list[Left]:
    """Give the locks of git that would stop a commit here, living or dead."""
    git_dir, common = repository.git_dir, repository.common_dir
    places = [git_dir / "index.lock", git_dir / "HEAD.lock", common / "HEAD.lock"]
    branch = repository.branch()
    if branch and ".." not in branch:
        places.append(common / f"{branch}.lock")
    places.append(common / "packed-refs.lock")
    return [
        Left(place, "a lock of git", age)
        for place in dict.fromkeys(places)
        if (age := _age(place)) is not None
    ]


def is_dead(repository: Repository, lock: Left, *, limit: float = DEAD_S) -> bool:
    """Tell whether a lock's holder is provably gone."""
    if lock.age < limit:
        return False
    alive = someone_at_work(repository, lock.path)
    return not alive if alive is not None else lock.age > FAR_DEAD_S


def clear_locks(
    repository: Repository,
    *,
    until: float,
    tell: Callable[[str], None] | None,
    since: float | None = None,
) -> None:
    """Wait until no lock of git is in the way; sweep those that are dead, and say so.

    Args:
        repository: whose locks.
        until: the monotonic time at which the wait ends.
        tell: is told of a wait, and of what was swept.
        since: when an interrupted command of ours began, in seconds of the clock: a
            lock made after that is more likely its own.

    Raises:
        BusyError: a lock is still held; the message gives its age and place.
    """
    told = tell is None
    began = time.monotonic()
    while there := locks(repository):
        for lock in there:
            limit = DEAD_S
            if since is not None and time.time() - lock.age >= since - OWN_DEAD_S:
                limit = OWN_DEAD_S
            if is_dead(repository, lock, limit=limit):
                _sweep(lock, tell)
                break
        else:
            lock = there[0]
            if time.monotonic() >= until:
                raise BusyError(
                    f"another git is at work in {repository.top}, or died there: "
                    f"{lock}; if no git runs, delete it"
                )
            if tell and not told and time.monotonic() - began > 1:
                tell(f"another git is at work in {repository.top}; waiting for it")
                told = True
            time.sleep(_PAUSE_S)


def sweep_dead_children(
    repository: Repository, refs: Iterable[str], *, since: float
) -> None:
    """Delete what a git of ours left that was killed, or met a broken disk.

    Args:
        repository: where it was at work.
        refs: the scratch refs of its command; nobody else can hold a lock on them.
        since: when that command began, in seconds of the clock.
    """
    for ref in refs:
        with suppress(OSError):
            (repository.common_dir / f"{ref}.lock").unlink()
    for left in [*locks(repository), *packs(repository, older_than=0)]:
        is_ours = time.time() - left.age >= since - 0.1
        if is_ours and someone_at_work(repository, left.path) is False:
            with suppress(OSError):
                left.path.unlink()


def sweep(repository: Repository, tell: Callable[[str], None] | None) -> None:
    """Sweep scratch refs, packs and reports that nobody needs any more; say so."""
    for left in [*packs(repository), *side_locks(repository)]:
        _sweep(left, tell)
    for left in scratch_refs(repository):
        if left.path.suffix != ".lock":
            # By git: the same ref may stand among the packed ones as well.
            with suppress(MachineError, BusyError):
                repository.drop_ref(journal.SCRATCH + left.path.name)
        _sweep(left, tell)


def scratch_refs(
    repository: Repository, older_than: float = SCRATCH_DEAD_S
) -> list[Left]:
    """Give the scratch refs that no journal of any working tree names.

    Only those that have a file of their own: git packs refs when it collects garbage,
    ``packed_scratch_refs`` gives the others.
    """
    folder = repository.common_dir / journal.SCRATCH
    found = [
        Left(place, "a scratch ref of a dead command", age)
        for place in _in(folder)
        if (age := _age(place)) is not None and age > older_than
    ]
    if not found:
        return []
    known = _known(repository)
    if known is None:
        return []
    return [
        left for left in found if journal.SCRATCH + left.path.name[:16] not in known
    ]


def packed_scratch_refs(repository: Repository) -> list[str]:
    """Give the scratch refs that were packed and that no journal names."""
    beginning = journal.SCRATCH.encode()
    try:
        lines = (repository.common_dir / "packed-refs").read_bytes().splitlines()
    except OSError:
        return []
    refs = [line.partition(b" ")[2] for line in lines]
    ours = [ref.decode("ascii", "replace") for ref in refs if ref.startswith(beginning)]
    known = _known(repository) if ours else None
    length = len(journal.SCRATCH) + 16
    return [] if known is None else [ref for ref in ours if ref[:length] not in known]


def packs(repository: Repository, older_than: float = SCRATCH_DEAD_S) -> list[Left]:
    """Give what a dead ``git fast-import`` left: half packs, marks that keep packs.

    A pack so marked is whole, but git never packs it anew: the mark goes, not the pack.
    """
    found = []
    folder = repository.common_dir / "objects" / "pack"
    for place in _in(folder):
        half = place.name.startswith(("tmp_pack_", "tmp_idx_"))
        if not half and place.suffix != ".keep":
            continue
        age = _age(place)
        if age is None or age < older_than:
            continue
        if half:
            found.append(Left(place, "a half-written pack of a dead git", age))
            continue
        with suppress(OSError):
            if place.read_bytes().strip() == _KEPT_BY_IMPORT:
                found.append(Left(place, "the mark of a dead git on a pack", age))
    at_work = [someone_at_work(repository, left.path) for left in found]
    return [left for left, alive in zip(found, at_work, strict=True) if alive is False]


def side_locks(repository: Repository) -> list[Left]:
    """Give the dead locks that stop no commit, but settings and commit graphs."""
    info = repository.common_dir / "objects" / "info"
    places = (
        repository.common_dir / "config.lock",
        info / "commit-graph.lock",
        info / "commit-graphs" / "commit-graph-chain.lock",
    )
    return [
        Left(place, "a lock of a dead git", age)
        for place in places
        if (age := _age(place)) is not None
        and age > SCRATCH_DEAD_S
        and someone_at_work(repository, place) is False
    ]


def sweep_reports(repository: Repository, process: int) -> None:
    """Delete the report that ``git fast-import`` writes when the one it serves dies.

    Args:
        repository: where it was at work.
        process: the id of the process that it served.
    """
    for place in repository.git_dir.glob("fast_import_crash_*"):
        with suppress(OSError):
            said = place.read_bytes()[:2000].split(b"\n")
            if b"parent process     : %d" % process in [line.strip() for line in said]:
                place.unlink()


def someone_at_work(repository: Repository, file: Path) -> bool | None:
    """Tell whether a living process has a file open, or is a git in this repository.

    Returns:
        None where the system does not tell.
    """
    if not (_PROCESSES / "self" / "fd").is_dir() or _is_shared(file):
        return None
    places = [
        os.path.realpath(one)
        for one in (repository.top, repository.git_dir, repository.common_dir)
    ]
    wanted = os.path.realpath(file)
    own = os.getpid()
    return any(
        _holds(process, wanted, places)
        for process in _in(_PROCESSES)
        if process.name.isdigit() and int(process.name) != own
    )


def _holds(process: Path, wanted: str, places: list[str]) -> bool:
    """Tell whether a process has a file open, or may be a git in one of some places.

    Of another user's process only the name shows; a git among them counts.
    """
    try:
        name = (process / "comm").read_bytes().strip()
        is_git = name == b"git" or name.startswith(b"git-")
        for one in _in(process / "fd", refused=True):
            with suppress(FileNotFoundError):
                if str(one.readlink()) == wanted:
                    return True
        if not is_git:
            return False
        if (process / "stat").read_bytes().rpartition(b") ")[2][:1] in b"ZX":
            return False
        at = str((process / "cwd").readlink())
        said = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
    except PermissionError:
        return is_git
    except OSError:  # it has ended
        return False
    inside = any(at == place or at.startswith(place + os.sep) for place in places)
    return inside or any(os.fsencode(place) in said for place in places)


def _is_shared(file: Path) -> bool:
    """Tell whether a file lies on a disk that other machines write to as well."""
    path = os.fsencode(os.path.realpath(file))
    kind, longest = b"", -1
    try:
        lines = (_PROCESSES / "self" / "mounts").read_bytes().splitlines()
    except OSError:
        return True
    for line in lines:
        _, place, type_, *_ = line.split(b" ")
        place = place.replace(b"\\040", b" ")
        inside = path == place or path.startswith(place.rstrip(b"/") + b"/")
        if inside and len(place) >= longest:
            kind, longest = type_, len(place)
    return kind in _SHARED


def _known(repository: Repository) -> set[str] | None:
    """Give the scratch refs that journals name; None where one cannot be read."""
    common = repository.common_dir
    folders = [common / "factcheck", *common.glob("worktrees/*/factcheck")]
    known = set()
    for folder in folders:
        try:
            found = journal.read(folder)
        except FactcheckError:
            return None
        if found:
            known.add(found.scratch)
    return known


def _sweep(left: Left, tell: Callable[[str], None] | None) -> None:
    try:
        left.path.unlink(missing_ok=True)
    except OSError as error:
        if tell:
            tell(f"cannot delete {left}: {error.strerror}")
        return
    if tell:
        tell(f"swept {left}")


def _in(folder: Path, *, refused: bool = False) -> Iterator[Path]:
    """Give what lies in a folder; one that is not there is empty."""
    try:
        yield from list(folder.iterdir())
    except PermissionError:
        if refused:
            raise
    except OSError:
        return


def _age(file: Path) -> float | None:
    """Give the seconds since a file was written, None where there is none."""
    try:
        return time.time() - file.lstat().st_mtime
    except OSError:
        return None


def in_words(seconds: float) -> str:
    """Say a time in its largest unit."""
    for unit, length in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * length:
            return f"{int(seconds // length)} {unit}"
    return f"{max(0, int(seconds))} seconds"
