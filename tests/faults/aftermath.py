"""What a ledger holds after a command was hurt, compared with before and with whole.

All of it is read with plain git and by looking at files: the program is not asked
about itself.
"""

from __future__ import annotations

import hashlib
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.faults.workshop import EDITED, NOTES, PLAN, PLANNED, blobs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.faults.workshop import Workshop

WHOLE, ABSENT, HALF = "whole", "absent", "half"
AGE_S = 2 * 24 * 3600
"""How old leftovers are made, so that nobody can still be at work on them."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What a command does when nothing goes wrong.

    Attributes:
        before: what the last commit held, blobs by path.
        after: what it holds afterwards.
        edited: blobs by path of the working tree before, where a hand had changed it.
        captures: files outside git that the command makes.
        out: what it prints.
    """

    before: Mapping[str, str]
    after: Mapping[str, str]
    edited: Mapping[str, str]
    captures: frozenset[str]
    out: str

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths that it changes, in order."""
        both = {*self.before, *self.after}
        return tuple(sorted(p for p in both if self.before.get(p) != self.after.get(p)))

    def judge(self, held: Mapping[str, str]) -> str:
        """Say of the blobs of a commit, by path, whether the change is in them."""
        is_new = [
            held.get(path) in {self.after.get(path), self.edited.get(path, "-")}
            for path in self.paths
        ]
        if all(is_new):
            return WHOLE
        is_old = all(held.get(path) == self.before.get(path) for path in self.paths)
        return ABSENT if is_old else HALF

    def differing(self, held: Mapping[str, str]) -> list[str]:
        """Give, for a half one, each path with what is there of it."""
        words = []
        for path in self.paths:
            blob = held.get(path)
            is_new = blob in {self.after.get(path), self.edited.get(path, "-")}
            is_old = blob == self.before.get(path)
            word = "new" if is_new else "old" if is_old else "neither"
            words.append(f"{path} {word}")
        return words


def committed(workshop: Workshop, folder: Path) -> Mapping[str, str]:
    """Give what the last commit holds, nothing before the first one."""
    done = workshop.git(folder, "ls-tree", "-r", "HEAD")
    return blobs(done.out) if done.code == 0 else {}


def staged(workshop: Workshop, folder: Path) -> Mapping[str, str]:
    """Give what the index holds."""
    return blobs(workshop.git(folder, "ls-files", "-s").out)


def lying(folder: Path) -> dict[str, str]:
    """Give the files of the working tree, blobs by path, those that git ignores too."""
    found = {}
    for place, inner, names in os.walk(folder):
        if ".git" in inner:
            inner.remove(".git")
        for name in names:
            file = Path(place, name)
            content = file.read_bytes()
            header = b"blob %d\0" % len(content)
            path = file.relative_to(folder).as_posix()
            found[path] = hashlib.sha1(header + content).hexdigest()  # noqa: S324 - git's
    return found


def broken_objects(workshop: Workshop, folder: Path) -> Iterator[str]:
    """Say what git finds broken in its own store; nothing where there is none."""
    if workshop.git(folder, "rev-parse", "--git-dir").code:
        return
    done = workshop.git(folder, "fsck", "--full", "--strict", "--no-dangling")
    lines = [
        line
        for line in (done.out + done.err).splitlines()
        if line.strip() and not line.startswith(("notice:", "Checking", "dangling"))
    ]
    if done.code or lines:
        yield f"git fsck: exit {done.code}: {'; '.join(lines[:3])}"


def make_older(folder: Path) -> None:
    """Make all that processes may have left in a ledger two days old."""
    then = time.time() - AGE_S
    for file in leftovers(folder):
        os.utime(folder / file, (then, then))


def leftovers(folder: Path) -> list[str]:
    """Give what only a process that is at work may have there.

    Locks, temporary files, journals and scratch refs of ours, unfinished packs of
    git. Not the unfinished loose objects: git itself clears those away in time. And
    not the files of ours that processes lock: those stay.
    """
    found = []
    for place, _, names in os.walk(folder):
        for name in names:
            path = Path(place, name).relative_to(folder).as_posix()
            in_git = path.startswith(".git/")
            is_ours = path.startswith(".git/factcheck/")
            is_left = (
                name.endswith(".tmp")
                or (in_git and name.endswith((".lock", ".keep")) and not is_ours)
                or (in_git and name.startswith(("tmp_pack", "tmp_idx", "tmp_rev")))
                or name.startswith("journal")
                or path.startswith(".git/refs/factcheck/")
            )
            if is_left:
                found.append(path)
    packed = folder / ".git" / "packed-refs"
    if packed.is_file() and "refs/factcheck/" in packed.read_text():
        found.append(".git/packed-refs: a scratch ref")
    return sorted(found)


def loss(
    workshop: Workshop, folder: Path, planned: Planned, *, is_committed: bool
) -> Iterator[str]:
    """Say what of before is gone or changed that the command had no business with.

    Args:
        workshop: runs git.
        folder: the ledger.
        planned: what the command was to do.
        is_committed: whether the user has committed all since.
    """
    now = committed(workshop, folder)
    for path, blob in planned.before.items():
        mine = path in planned.paths or path == NOTES
        if not mine and now.get(path) != blob:
            yield f"{path} is not what it was in the last commit"
    if NOTES not in planned.before:
        return
    for name, content in ((NOTES, EDITED), (PLAN, PLANNED)):
        if (folder / name).read_text() != content:
            yield f"the user's {name} is not what it was in the working tree"
    index = staged(workshop, folder)
    lying_now = lying(folder)
    if index.get(PLAN) != lying_now[PLAN]:
        yield f"the user's {PLAN} is not staged any more"
    if is_committed and (
        now.get(NOTES) != lying_now[NOTES] or now.get(PLAN) != lying_now[PLAN]
    ):
        yield "the user's commit does not hold the user's files"


def disorder(
    workshop: Workshop, folder: Path, planned: Planned, *, is_committed: bool
) -> Iterator[str]:
    """Say where commit, index and working tree differ, and what is left lying about."""
    held, index, here = (
        committed(workshop, folder),
        staged(workshop, folder),
        lying(folder),
    )
    state = planned.judge(held)
    if state == HALF:
        yield f"half in the history: {planned.differing(held)}"
    for path in planned.paths:
        keeps_edit = state == ABSENT and path in planned.edited
        allowed = {held.get(path)}
        if keeps_edit:
            allowed |= {planned.edited[path], planned.after.get(path)}
        if index.get(path) not in ({held.get(path)} if not keeps_edit else allowed):
            yield f"the index differs from the last commit in {path}"
        if here.get(path) not in allowed:
            yield f"the working tree differs from the last commit in {path}"
    if state == WHOLE and not planned.captures <= set(here):
        yield "the capture is gone"
    yield from _strangers(workshop, folder, planned, state, is_committed=is_committed)
    left = leftovers(folder)
    if left:
        yield f"left lying about: {', '.join(left)}"


def _strangers(
    workshop: Workshop,
    folder: Path,
    planned: Planned,
    state: str,
    *,
    is_committed: bool,
) -> Iterator[str]:
    """Say what ``git status`` shows that a user would not expect."""
    done = workshop.git(folder, "status", "--porcelain", "--untracked-files=all")
    expected = {f" M {NOTES}", f"A  {PLAN}"} if NOTES in planned.before else set()
    if is_committed:
        expected = set()
    if state == ABSENT:
        expected |= {f" M {path}" for path in planned.edited}
    shown = set(done.out.splitlines())
    if shown - expected:
        yield f"git status shows {sorted(shown - expected)}"


def unnamed_captures(folder: Path, planned: Planned) -> list[str]:
    """Give the captures of a command that came to nothing and left them behind."""
    return sorted(planned.captures & set(lying(folder)))
