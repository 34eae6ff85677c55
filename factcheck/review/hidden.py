"""The working tree against the commit: what was edited, and what only seems unchanged.

An edit that ``git status`` shows is somebody's work. Bytes that differ while git has
reason to believe that nothing changed (the time and size that it knows, a flag in the
index, an ignore rule) are damage, or hidden on purpose.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from factcheck.ledger.git.objects import blob_id
from factcheck.ledger.git.process import start
from factcheck.review.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from factcheck.ledger.git.repository import Repository
    from factcheck.ledger.ledger import Ledger
    from factcheck.review.examining import Difference

_FEW = 200
_LISTED = re.compile(
    rb"(?P<tag>[A-Za-z?]) (?P<mode>\d{6}) (?P<blob>[0-9a-f]+) (?P<stage>\d)\t"
    rb"(?P<path>[^\0]+)\0  ctime: \d+:\d+\n  mtime: (?P<seconds>\d+):(?P<rest>\d+)\n"
    rb"  dev: .*\n  uid: .*\n  size: (?P<size>\d+)\tflags: \w+\n"
)


@dataclass(frozen=True, slots=True)
class Listed:
    """What the index holds of a file.

    Attributes:
        tag: a letter of ``git ls-files -v``: ``S`` for skip-worktree, a small one
            for assume-unchanged.
        blob: that is staged.
        time: of the last change when git last looked, in nanoseconds.
        size: in bytes, as git then saw it.
    """

    tag: bytes
    blob: str
    time: int
    size: int


def differences(
    ledger: Ledger, differing: Sequence[tuple[str, Difference]]
) -> Iterator[Finding]:
    """Tell damage and loss from honest edits.

    Args:
        ledger: whose working tree it is.
        differing: the committed files that are not there as committed.
    """
    repository = ledger.require_repository()
    paths = [ledger.prefix + path for path, _ in differing]
    listed = _listed(repository, paths)
    written = _time_of(repository.git_dir / "index")
    for path, how in differing:
        entry = listed.get(ledger.prefix + path)
        if how == "link":
            message = "is a link, or cannot be read: records are plain files"
            yield Finding(path, 0, "stray", message)
        elif how == "missing":
            if entry is None:
                yield _edited(path)
            else:
                message = (
                    "is committed and not in the folder: 'git restore' brings it back, "
                    "'git rm' says that it is to go"
                )
                yield Finding(path, 0, "missing", message)
        else:
            why = _hidden(ledger.root / path, entry, written)
            if why:
                message = f"is not as committed, and git status does not show it: {why}"
                yield Finding(path, 0, "damaged", message)
            else:
                yield _edited(path)


def _edited(path: str) -> Finding:
    message = "differs from what is committed"
    return Finding(path, 0, "uncommitted", message, "note")


def _hidden(file: Path, entry: Listed | None, written: int) -> str:
    """Say what keeps git from seeing a change, empty if nothing does."""
    if entry is None:
        return ""
    if entry.tag == b"S" or entry.tag.islower():
        flag = "skip-worktree" if entry.tag == b"S" else "assume-unchanged"
        return f"the index says {flag}"
    try:
        about = file.stat()
        there = file.read_bytes()
    except OSError:
        return ""
    is_staged = blob_id(there, like=entry.blob) == entry.blob
    is_same = about.st_mtime_ns == entry.time and about.st_size == entry.size
    # What changed while the index was being written, git itself reads again.
    if is_same and entry.time < written and not is_staged:
        return "it has the time and size that git knows"
    return ""


def _time_of(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0


def _listed(repository: Repository, paths: Sequence[str]) -> dict[str, Listed]:
    """Ask the index about some files of the repository."""
    if not paths:
        return {}
    limited = ["--", *paths] if len(paths) <= _FEW else []
    asked = ("ls-files", "-s", "-v", "--debug", "-z", "--full-name", *limited)
    out = start(repository.top, asked, b"").stdout
    wanted = set(paths)
    found = {}
    for row in _LISTED.finditer(out):
        path = row["path"].decode("utf-8", "surrogateescape")
        if path in wanted:
            time = int(row["seconds"]) * 1_000_000_000 + int(row["rest"])
            found[path] = Listed(
                row["tag"], row["blob"].decode(), time, int(row["size"])
            )
    return found


def untracked(ledger: Ledger, paths: Sequence[str]) -> Iterator[Finding]:
    """Tell new records from files that are kept out of git's sight.

    Args:
        ledger: whose working tree it is.
        paths: of files among the records that no commit holds.
    """
    if not paths:
        return
    repository = ledger.require_repository()
    given = "".join(f"{ledger.prefix}{path}\0" for path in paths)
    # It takes plain paths, but not the option that says so of all paths.
    asked = ("--no-literal-pathspecs", "check-ignore", "-z", "--stdin")
    out = start(repository.top, asked, given.encode("utf-8", "surrogateescape")).stdout
    ignored = set(out.decode("utf-8", "surrogateescape").split("\0"))
    for path in paths:
        if ledger.prefix + path in ignored:
            message = (
                "lies among the records, and an ignore rule hides it from git: "
                "no commit will ever hold it"
            )
            yield Finding(path, 0, "foreign", message)
        else:
            yield _edited(path)
