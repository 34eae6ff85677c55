"""Git's own store: whether it is whole, and what was planted in it.

Everything is read with replace refs and grafts off. ``git fsck`` is asked, and files
that end in a checksum are summed by ourselves, because that names the damaged file.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from factcheck.ledger.git.process import start
from factcheck.review.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from factcheck.ledger.git.repository import Repository

_SHA1_LENGTH = 20
_SHA256_LENGTH = 32
_PIECE = 1 << 20
_MOST = 100
_ID = re.compile(r"\b[0-9a-f]{40}(?:[0-9a-f]{24})?\b")
_FILE = re.compile(r"(?:\S*?\.git/)?(objects/\S*[^\s,:()'])")
_PASSED_OVER = re.compile(
    r"dangling |unreachable |notice: |Checking |Verifying |\s+to\s|broken link from"
)
_SHA256 = re.compile(r"^\s*objectformat\s*=\s*sha256\s*$", re.MULTILINE | re.IGNORECASE)
_PASSING_OVER = re.compile(r"^\s*\[fsck", re.MULTILINE | re.IGNORECASE)
_SUMMED = (
    "objects/pack/*.pack",
    "objects/pack/*.idx",
    "objects/pack/*.rev",
    "objects/pack/*.bitmap",
    "objects/pack/multi-pack-index",
    "objects/info/commit-graph",
    "objects/info/commit-graphs/*.graph",
)
"""Files of the common git directory that end with a checksum of all before it."""


def hash_length(repository: Repository) -> int:
    """Give how many bytes an object id of the repository has."""
    return _SHA256_LENGTH if _config(repository, _SHA256) else _SHA1_LENGTH


def _config(repository: Repository, wanted: re.Pattern[str]) -> bool:
    """Tell whether the repository's own configuration has a line."""
    try:
        content = (repository.common_dir / "config").read_bytes()
    except OSError:
        return False
    return bool(wanted.search(content.decode("utf-8", "replace")))


def store(repository: Repository, *, quick: bool) -> Iterator[Finding]:
    """Check packs, their indexes, the index and all objects.

    Args:
        repository: whose store it is.
        quick: leave ``git fsck`` out, which reads every object there ever was.
    """
    length = hash_length(repository)
    common = repository.common_dir
    for pattern in _SUMMED:
        for file in sorted(common.glob(pattern)):
            yield from _summed(file, common, length)
    yield from _pairs(common)
    for file in [repository.git_dir / "index", *_shared_indexes(repository)]:
        yield from _index(file, repository.git_dir, length)
    if not quick:
        yield from _fsck(repository)


def planted(repository: Repository) -> Iterator[Finding]:
    """Tell what makes git show another history than the one that was written."""
    common = repository.common_dir
    if _has_lines(common / "info" / "grafts"):
        message = (
            "gives commits other parents than they have: no command of ours "
            "believes it; delete it"
        )
        yield Finding(".git/info/grafts", 0, "grafts", message)
    alternates = common / "objects" / "info" / "alternates"
    if _has_lines(alternates):
        message = (
            "borrows objects from another folder: without that, this copy is not "
            "whole ('git repack -a -d' makes it so)"
        )
        yield Finding(".git/objects/info/alternates", 0, "alternates", message, "note")
    if _config(repository, _PASSING_OVER):
        message = "tells git fsck what to pass over (a section [fsck])"
        yield Finding(".git/config", 0, "git", message, "note")
    yield from _shallow(repository)


def _shallow(repository: Repository) -> Iterator[Finding]:
    """A cut of which the far side is there was made by hand."""
    if not repository.is_shallow():
        return
    for commit in sorted(repository.cut()):
        asked = start(repository.top, ("cat-file", "commit", commit), b"")
        head = asked.stdout.partition(b"\n\n")[0].decode(errors="replace")
        parents = [
            line.split(" ")[1]
            for line in head.splitlines()
            if line.startswith("parent ")
        ]
        there = [parent for parent in parents if _is_commit(repository, parent)]
        if asked.returncode or there:
            message = (
                f"cuts the history at {commit[:10]}, of which the parents are here: "
                "no clone does that; delete the line"
                if there
                else f"cuts the history at {commit[:10]}, which is no commit"
            )
            yield Finding(".git/shallow", 0, "shallow-planted", message)


def _is_commit(repository: Repository, commit: str) -> bool:
    asked = start(repository.top, ("cat-file", "-t", commit), b"")
    return asked.stdout.strip() == b"commit"


def _has_lines(file: Path) -> bool:
    try:
        content = file.read_bytes()
    except OSError:
        return False
    return any(
        line.strip() and not line.startswith(b"#") for line in content.split(b"\n")
    )


def _shared_indexes(repository: Repository) -> list[Path]:
    return sorted(repository.git_dir.glob("sharedindex.*"))


def _pairs(common: Path) -> Iterator[Finding]:
    """A pack without its index cannot be read, an index without its pack is no use."""
    folder = common / "objects" / "pack"
    packs, indexes = (
        {file.stem for file in folder.glob(f"pack-*.{ending}")}
        for ending in ("pack", "idx")
    )
    for name in sorted(packs - indexes):
        message = "its .idx is missing, so that git does not see what is in it"
        yield Finding(f".git/objects/pack/{name}.pack", 0, "missing", message)
    for name in sorted(indexes - packs):
        message = "its .pack is missing, and all that was in it"
        yield Finding(f".git/objects/pack/{name}.idx", 0, "missing", message)


def _index(file: Path, git_dir: Path, length: int) -> Iterator[Finding]:
    if not file.is_file():
        return
    with file.open("rb") as opened:
        begins = opened.read(4)
    if begins != b"DIRC":
        where = f".git/{file.relative_to(git_dir).as_posix()}"
        yield Finding(where, 0, "damaged", "is no index of git: 'git reset' makes one")
        return
    yield from _summed(file, git_dir, length, may_lack=True)


def _summed(
    file: Path, folder: Path, length: int, *, may_lack: bool = False
) -> Iterator[Finding]:
    """Compare a file with the checksum at its end.

    Args:
        file: which one.
        folder: the git directory in which it lies.
        length: of the checksum, in bytes.
        may_lack: zeros in its place mean that git was told to write none.
    """
    where = f".git/{file.relative_to(folder).as_posix()}"
    is_long = length == _SHA256_LENGTH
    found = hashlib.new("sha256" if is_long else "sha1", usedforsecurity=False)
    try:
        left = file.stat().st_size - length
        with file.open("rb") as opened:
            while left > 0 and (piece := opened.read(min(_PIECE, left))):
                found.update(piece)
                left -= len(piece)
            wanted = opened.read(length)
    except OSError as error:
        yield Finding(where, 0, "damaged", f"cannot be read: {error.strerror}")
        return
    if may_lack and not any(wanted):
        return
    if wanted != found.digest():
        message = "does not fit its own checksum: fetch it again from another clone"
        yield Finding(where, 0, "damaged", message)


def _fsck(repository: Repository) -> Iterator[Finding]:
    asked = ("fsck", "--full", "--strict", "--no-dangling", "--no-progress")
    done = start(repository.top, asked, b"")
    said = (done.stdout + done.stderr).decode("utf-8", "replace").splitlines()
    found: dict[Finding, None] = {}
    for line in said:
        if line and not _PASSED_OVER.match(line):
            found.setdefault(_of_fsck(line))
    yield from list(found)[:_MOST]
    if len(found) > _MOST:
        message = f"git fsck found {len(found) - _MOST} things more"
        yield Finding("", 0, "damaged", message)
    if done.returncode and not any(one.severity == "error" for one in found):
        links = next((line for line in said if line.startswith("broken link")), "")
        message = f"git fsck says that something is wrong (exit {done.returncode})"
        yield Finding("", 0, "damaged", f"{message} {links}".strip())


def _of_fsck(line: str) -> Finding:
    """Make a finding of a line of ``git fsck``, which names objects, seldom files."""
    named = _FILE.search(line)
    objects = _ID.findall(line)
    if named:
        path = f".git/{named[1]}"
    elif objects:
        path = f".git/objects/{objects[0][:2]}/{objects[0][2:]}"
    else:
        path = ""
    code = "missing" if line.startswith("missing ") else "damaged"
    told = line.removeprefix("error: ").removeprefix("fatal: ")
    if line.startswith("warning"):
        return Finding(path, 0, "git", f"git says: {told}", "note")
    return Finding(path, 0, code, f"git says: {told}")
