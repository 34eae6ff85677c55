"""Bringing an interrupted command to its end, or undoing what it began.

The caller holds the writers' lock.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from factcheck.ledger import files
from factcheck.ledger.git.objects import blob_id
from factcheck.ledger.git.repository import MovedError
from factcheck.ledger.writing import journal
from factcheck.ledger.writing.change import PLAIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from factcheck.ledger.git.repository import Repository
    from factcheck.ledger.writing.journal import Journal


def settle(repository: Repository, left: Journal) -> None:
    """Finish an interrupted command, or withdraw it.

    Its commit stands on the scratch ref. If the branch is where the commit expects it,
    and nobody has touched the files since, the command is finished; it is withdrawn
    otherwise.
    """
    for path in left.files:
        files.sweep(repository.top, path)
    commit = repository.commit_at(left.scratch)
    can_go_on = commit is not None and repository.head() == left.old
    if commit is None or not can_go_on or not _is_untouched(repository, left):
        withdraw(repository, left, {})
        return
    blobs = {path: step.new for path, step in left.files.items()}
    kept = repository.kept({blob for blob in blobs.values() if blob})
    contents = {path: kept[blob] if blob else None for path, blob in blobs.items()}
    put(repository, left, contents, like=commit)
    try:
        repository.move(
            old=left.old,
            new=commit,
            reason="factcheck: finish an interrupted command",
            scratch=left.scratch,
        )
    except MovedError:  # somebody has committed since we looked
        withdraw(repository, left, {})
        return
    end(repository, left)


def end(repository: Repository, done: Journal) -> None:
    """Let go of the journal of a command that has reached its end.

    What fails here changes nothing: the next command finds that all is done.
    """
    if done.signs:
        with suppress(Exception):
            repository.drop_ref(done.unsigned)
    with suppress(OSError):
        (repository.own_folder / journal.NAME).unlink(missing_ok=True)


def put(
    repository: Repository,
    plan: Journal,
    contents: Mapping[str, bytes | None],
    *,
    like: str,
) -> None:
    """Write the files of a command, and their entries in the index.

    Files are deleted last. A user who commits everything in between (``git commit -a``)
    takes nothing of it before the index is written, and all of it after: a new file
    counts for git when the index knows it, a deleted one when it is gone from either.
    """
    for path, content in contents.items():
        if content is not None:
            place(repository, path, content, plan.files[path].mode)
    entries = {path: (step.new, step.mode) for path, step in plan.files.items()}
    if entries:
        repository.stage(entries, like=like)
    for path, content in contents.items():
        if content is None:
            place(repository, path, None)


def place(
    repository: Repository, path: str, content: bytes | None, mode: str = PLAIN
) -> None:
    """Write a file of the working tree; None deletes it."""
    if content is None:
        files.remove(repository.top, path)
    else:
        files.write(repository.top, path, content, executable=mode != PLAIN)


def withdraw(
    repository: Repository,
    left: Journal,
    contents: Mapping[str, bytes | None],
) -> None:
    """Take back what an unfinished command has written, and only that.

    What a commit holds by now stays. A file whose old bytes are known neither to git
    nor to us (a hand edit that was being saved) keeps its new ones: nothing of the
    user's is lost.

    Args:
        repository: where it was at work.
        left: the journal of the command.
        contents: the bytes that its files had before, where they are known.
    """
    like = repository.object_like()
    committed = _committed(repository, left.files)
    # The refs first: without them nothing can finish what was said to have failed.
    for ref in left.refs:
        repository.drop_ref(ref)
    kept = repository.kept({blob for blob, _ in committed.values()})
    index = repository.staged(left.files)
    undo: dict[str, tuple[str | None, str]] = {}
    for path, step in left.files.items():
        now, mode = committed.get(path, (None, PLAIN))
        there = files.read(repository.top, path)
        lies = blob_id(there, like=like) if there is not None else None
        if now == step.new:
            if now is None and lies is not None and lies == step.old:
                place(repository, path, None)  # somebody has committed the deletion
            continue
        if lies == step.new:
            if path in contents:
                place(repository, path, contents[path], mode)
            elif step.old in {now, None}:
                place(repository, path, kept[now] if now else None, mode)
        if index.get(path) == step.new:
            undo[path] = now, mode
    if undo:
        repository.stage(undo, like=like)
    (repository.own_folder / journal.NAME).unlink(missing_ok=True)


def _is_untouched(repository: Repository, left: Journal) -> bool:
    """Tell whether files and index are as the interrupted command found or left them.

    Of the index a path's absence counts as untouched: the command may have taken it
    out, or not yet put it in.
    """
    like = repository.object_like()
    for path, step in left.files.items():
        there = files.read(repository.top, path)
        blob = blob_id(there, like=like) if there is not None else None
        if blob not in {step.new, step.old}:
            return False
    committed = _committed(repository, left.files)
    for path, blob in repository.staged(left.files).items():
        now, _ = committed.get(path, (None, PLAIN))
        if blob not in {left.files[path].new, left.files[path].old, now}:
            return False
    return True


def _committed(
    repository: Repository, paths: Iterable[str]
) -> dict[str, tuple[str, str]]:
    """Give blob and mode that the last commit holds for some paths, by path."""
    head, wanted = repository.head(), set(paths)
    if head is None or not wanted:
        return {}
    most = 200  # a system takes only so many characters of arguments
    asked = ("--", *wanted) if len(wanted) <= most else ()
    listing = repository.git(
        "ls-tree", "-z", "--full-tree", *(() if asked else ("-r",)), head, *asked
    )
    found = {}
    for row in filter(None, listing.decode("utf-8", "surrogateescape").split("\0")):
        about, _, path = row.partition("\t")
        mode, kind, blob = about.split(" ")
        if kind == "blob" and path in wanted:
            found[path] = blob, mode
    return found
