"""Joining two commits of a repository: which files change, and which conflict."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from factcheck.ledger.merging.fields import Take
from factcheck.ledger.merging.files import WHOLE, Conflict, Joined, join_files
from factcheck.model.errors import RefusedError, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from factcheck.ledger.git.objects import GitObjects

_PLAIN = "100644"
_FILES = frozenset({_PLAIN, "100755"})
_GONE = "000000"


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file that the join changes on our side.

    Attributes:
        path: relative to the repository's root.
        content: the new bytes; None deletes it.
        ours: the bytes that our commit has; None where it has no such file.
        mode: as git has it: plain, or a program.
    """

    path: str
    content: bytes | None
    ours: bytes | None
    mode: str = _PLAIN


@dataclass(frozen=True, slots=True)
class JoinedTrees:
    """What joining two commits does to ours.

    Attributes:
        changes: in path order; none where conflicts stand.
        conflicts: what a person has to settle, in path order.
    """

    changes: tuple[FileChange, ...]
    conflicts: tuple[Conflict, ...]


def join_trees(
    repository: GitObjects,
    bases: Sequence[str],
    ours: str,
    theirs: str,
    *,
    prefix: str,
    take: Mapping[str, Take] | None = None,
) -> JoinedTrees:
    """Join two commits.

    Where histories crossed there are several bases: a file is joined only if all of
    them lead to the same.

    Args:
        repository: whose commits they are.
        bases: where they parted; at least one.
        ours: our commit.
        theirs: their commit.
        prefix: the ledger's folder, ``""`` or ``"a/b/"``; files outside are joined
            as text.
        take: how conflicts are settled: by path in the ledger, then by place.

    Raises:
        RefusedError: theirs changes a link or a submodule, has a name that attacks, or
            a folder where we have a file.
        NotALedgerError: theirs is a ledger of a newer format.
    """
    settled = take or {}
    found = [_join(repository, base, ours, theirs, prefix, settled) for base in bases]
    changes, conflicts, whole = found[0]
    for other_changes, other_conflicts, other_whole in found[1:]:
        whole |= other_whole
        for path in {**changes, **other_changes}:
            if changes.get(path) == other_changes.get(path):
                continue
            inside = in_ledger(path, prefix)
            side = settled.get(inside, Take()).of(WHOLE)
            if side is None:
                reason = "the histories crossed, and what both began from is in doubt"
                conflicts.setdefault(path, [Conflict(inside, WHOLE, reason)])
            elif side == "ours":
                changes.pop(path, None)
            else:
                changes[path] = whole[path]
        for path, more in other_conflicts.items():
            conflicts.setdefault(path, more)
    if conflicts:
        every = [one for path in sorted(conflicts) for one in conflicts[path]]
        return JoinedTrees((), tuple(every))
    return JoinedTrees(tuple(changes[path] for path in sorted(changes)), ())


_Found = tuple[dict[str, FileChange], dict[str, list[Conflict]], dict[str, FileChange]]
"""What changes, what conflicts, and theirs as a whole, by path."""


def _join(
    repository: GitObjects,
    base: str,
    ours: str,
    theirs: str,
    prefix: str,
    take: Mapping[str, Take],
) -> _Found:
    mine = _changed(repository, base, ours)
    their = _changed(repository, base, theirs)
    wanted = {
        path: one
        for path, one in their.items()
        if path not in mine or mine[path].new != one.new or mine[path].mode != one.mode
    }
    _refuse_odd(wanted, mine)
    for path in _in_each_others_way(mine, their):
        raise RefusedError(
            f"{path} is a file on one side and a folder on the other: rename one of "
            "them and commit it, then sync again"
        )
    blobs = {
        blob
        for path, one in wanted.items()
        for blob in (one.old, one.new, mine[path].new if path in mine else None)
        if blob
    }
    contents: dict[str | None, bytes] = dict(repository.blobs(sorted(blobs)))
    changes: dict[str, FileChange] = {}
    conflicts: dict[str, list[Conflict]] = {}
    whole: dict[str, FileChange] = {}
    for path, one in wanted.items():
        old, new = contents.get(one.old), contents.get(one.new)
        here = contents.get(mine[path].new) if path in mine else old
        mode = _PLAIN if new is None else one.mode
        whole[path] = FileChange(path, new, here, mode)
        if path not in mine:
            changes[path] = whole[path]
            continue
        joined = _join_one(path, old, here, new, prefix, take)
        if joined.conflicts:
            conflicts[path] = list(joined.conflicts)
        elif joined.content != here or one.mode != mine[path].mode:
            step = one if one.mode != one.old_mode else mine[path]
            mode = _PLAIN if joined.content is None else step.mode
            changes[path] = FileChange(path, joined.content, here, mode)
    return changes, conflicts, whole


@dataclass(frozen=True, slots=True)
class _Step:
    """What became of a file: its modes and blobs; None where there is no file."""

    old_mode: str
    mode: str
    old: str | None
    new: str | None


def _changed(repository: GitObjects, old: str, new: str) -> dict[str, _Step]:
    listing = repository.git("diff-tree", "-r", "-z", "--no-renames", old, new)
    rows = iter(listing.decode("utf-8", "surrogateescape").split("\0"))
    found = {}
    for about in filter(None, rows):
        old_mode, mode, before, after, _ = about.removeprefix(":").split(" ")
        found[next(rows)] = _Step(
            old_mode,
            mode,
            None if old_mode == _GONE else before,
            None if mode == _GONE else after,
        )
    return found


def _refuse_odd(wanted: Mapping[str, _Step], mine: Mapping[str, _Step]) -> None:
    """Leave to git what is no file: links and submodules; and names that attack."""
    for path, step in wanted.items():
        if step.new and not _is_safe(path):
            raise RefusedError(
                f"theirs has a file named {one_line(path)}, which leads into git's own "
                "folder or out of the ledger: tell who shares it"
            )
        modes = {step.mode, step.old_mode}
        if path in mine:
            modes.add(mine[path].mode)
        if not modes <= {*_FILES, _GONE}:
            raise RefusedError(
                f"{path} changed there and is a link or a submodule: join these two "
                "with 'git merge', then sync again"
            )


def _is_safe(path: str) -> bool:
    """Tell whether a file of this name may be written.

    git itself refuses such names when it checks out; a server can send them all the
    same. Some file systems ignore case and characters that do not show, Windows
    shortens ``.git`` to ``git~1`` and takes a backslash for a slash.
    """
    for step in path.replace("\\", "/").split("/"):
        shown = "".join(char for char in step if unicodedata.category(char) != "Cf")
        plain = unicodedata.normalize("NFC", shown).casefold().rstrip(". ")
        plain = plain.partition(":")[0]
        if plain in {"", ".git", "git~1"} or "\0" in step:
            return False
    return True


def _in_each_others_way(
    mine: Mapping[str, _Step], their: Mapping[str, _Step]
) -> Iterator[str]:
    """Give the files that one side added where the other has a folder."""
    for one, other in ((mine, their), (their, mine)):
        added = {path for path, step in one.items() if step.new and not step.old}
        for path, step in other.items():
            if step.new and not step.old:
                steps = path.split("/")
                above = ("/".join(steps[:end]) for end in range(1, len(steps)))
                yield from (folder for folder in above if folder in added)


def in_ledger(path: str, prefix: str) -> str:
    """Give a path of the repository as seen from the ledger; ``../`` leads outside."""
    return path.removeprefix(prefix) if path.startswith(prefix) else f"../{path}"


def in_repository(path: str, prefix: str) -> str:
    """Give the path in the repository of one that ``in_ledger`` gave."""
    outside = path.removeprefix("../")
    return outside if outside != path else prefix + path


def _join_one(
    path: str,
    old: bytes | None,
    here: bytes | None,
    new: bytes | None,
    prefix: str,
    take: Mapping[str, Take],
) -> Joined:
    # A path outside is no place of the ledger, so that file is joined as text.
    inside = in_ledger(path, prefix)
    return join_files(inside, old, here, new, take.get(inside))
