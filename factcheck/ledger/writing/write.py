"""The write path: a set of changed files becomes one commit, whole or not at all.

In this order, so that a process killed anywhere leaves nothing half done:

1. lock; finish or withdraw what an interrupted command left;
2. look that every file is still what the change was made from;
3. journal; objects, through ``git fast-import``, on a scratch ref;
4. new and changed files of the working tree; all entries in the index; then the
   deleted files, which are taken from the tree last;
5. one ``update-ref`` transaction with the old value: the moment of commit.

Before step 5 every git client shows "staged, not committed". Source of the order
and what is promised: docs/format.md, "Writing".
"""

from __future__ import annotations

import os
import re
import secrets
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from factcheck.ledger import files
from factcheck.ledger.git.objects import blob_id
from factcheck.ledger.git.process import GitBusyError
from factcheck.ledger.git.repository import MovedError
from factcheck.ledger.git.sparse import Sparse, sparse_checkout
from factcheck.ledger.lock import held
from factcheck.ledger.writing import journal, maintenance, settling, sweeping
from factcheck.ledger.writing.change import Change, Header, Message, import_stream
from factcheck.ledger.writing.journal import Journal, Step
from factcheck.model.errors import BusyError, MachineError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from factcheck.ledger.git.repository import Identity, Repository
    from factcheck.ledger.writing.signing import Signing

_ATTEMPTS = 8
_ENDS_IN_ID = re.compile(r"-[0-9a-z]{12}\.yaml", re.ASCII)
_TELLING = 12
"""Characters at the end of a name that ends in an id: enough to find it by."""


@dataclass(frozen=True)
class Writer:
    """Writes changes into a repository.

    Attributes:
        repository: where.
        prefix: the folder in it to which paths are relative, ``""`` or ``"a/b/"``.
        on_wait: is told in a line when another writer makes us wait, and of what
            dead processes had left.
        patience_s: how long another git is waited for.
    """

    repository: Repository
    prefix: str
    on_wait: Callable[[str], None] | None = None
    patience_s: float = 30.0

    def commit(
        self,
        changes: Sequence[Change],
        message: Message,
        *,
        author: Identity,
        now: str,
        merging: str | None = None,
    ) -> str:
        """Make one commit of changes and give its id.

        Args:
            changes: each path once; at least one, but for a merge.
            message: what the commit says.
            author: who makes it.
            now: the time of the commit, UTC text.
            merging: the second parent of a merge; the changes are then what it brings.

        Raises:
            BusyError: another process is writing, the repository is in the middle
                of a merge or the like, or a file changed meanwhile.
            RefusedError: a file has edits that are not committed.
            MachineError: git or the disk refused; nothing was changed.
        """

        def attempt(inside: _Attempt) -> str:
            parents = [one for one in (inside.old, merging) if one]
            header = Header(message, author, now, tuple(parents))
            return inside.commit(header)

        return self._write(changes, attempt)

    def forward(self, changes: Sequence[Change], *, to: str) -> str:
        """Move the branch to a commit that descends from it, and give its id.

        Args:
            changes: the files that differ, as that commit holds them.
            to: the commit.

        Raises:
            RefusedError: it does not descend from the branch; else as ``commit``.
        """
        return self._write(changes, lambda inside: inside.forward(to))

    def settle(self, beside: Iterable[str] = ()) -> None:
        """Bring an interrupted command to its end, or undo it, without a new one.

        Args:
            beside: files of the ledger beside which dead temporary files are deleted.

        Raises:
            BusyError: as for ``commit``.
        """
        with self._alone() as until:
            self._settle(until)
            for path in beside:
                files.sweep(self.repository.top, self.prefix + path)
            sweeping.sweep(self.repository, self.on_wait)

    # -------------------------------------------------------------- one at a time

    @contextmanager
    def _alone(self) -> Iterator[float]:
        """Hold the writers' lock in a repository that is at rest.

        Gives the monotonic time until which another git is waited for.
        """
        lock = self.repository.own_folder / "lock"
        with held(lock, on_wait=self.on_wait):
            what = self.repository.under_way()
            if what:
                raise BusyError(
                    f"{what} is under way in {self.repository.top}: "
                    "finish or abort it with git first"
                )
            yield time.monotonic() + self.patience_s

    def _settle(self, until: float) -> None:
        folder = self.repository.own_folder
        files.sweep(folder, journal.NAME)
        left = journal.read(folder)
        since = None
        if left:
            since = (folder / journal.NAME).stat().st_mtime
            sweeping.sweep_reports(self.repository, left.process)
            sweeping.sweep_dead_children(self.repository, left.refs, since=since)
        sweeping.clear_locks(
            self.repository, until=until, tell=self.on_wait, since=since
        )
        if left:
            settling.settle(self.repository, left)

    def _write(
        self, changes: Sequence[Change], attempt: Callable[[_Attempt], str]
    ) -> str:
        """Attempt to write until nobody else comes in between."""
        repository = self.repository
        inside = [replace(one, path=self.prefix + one.path) for one in changes]
        with self._alone() as until:
            self._look_around()
            self._settle(until)
            sweeping.sweep(repository, self.on_wait)
            moved = 0
            while moved < _ATTEMPTS:
                sweeping.clear_locks(repository, until=until, tell=self.on_wait)
                try:
                    commit = attempt(_Attempt(repository, inside, repository.head()))
                except MovedError:
                    moved += 1
                except GitBusyError:
                    if time.monotonic() > until:
                        raise
                else:
                    break
            else:
                raise BusyError(f"the branch of {repository.top} keeps moving")
        with suppress(Exception):  # the commit is made: nothing may hide that
            maintenance.begin(repository)
        return commit

    def _look_around(self) -> None:
        """Refuse a repository in which moving the branch would do harm."""
        other = self.repository.elsewhere()
        if other:
            raise RefusedError(
                f"the branch is checked out in {other} as well: its files would seem "
                "to take back what is committed here; switch one of the two"
            )
        self.repository.require_own_tree()


class _Attempt:
    """One attempt to write changes on top of a commit.

    Args:
        repository: where.
        changes: paths are relative to the repository's top.
        old: the commit at HEAD, None before the first.
    """

    def __init__(
        self, repository: Repository, changes: Sequence[Change], old: str | None
    ) -> None:
        self.repository = repository
        self.changes = changes
        self.old = old
        self._there = {change.path: self._looked_at(change) for change in changes}
        self._look_at_index()

    def commit(self, header: Header) -> str:
        """Make a commit."""
        from factcheck.ledger.writing import signing  # noqa: PLC0415 - forwards do without

        signs = signing.asked(self.repository)
        plan = self._plan(signs=signs is not None)
        reason = f"factcheck: {header.message.subject}"
        return self._carry_out(plan, reason, lambda: self._import(plan, header, signs))

    def forward(self, to: str) -> str:
        """Go to a commit that is there already."""
        if self.old and self.repository.merge_base(self.old, to) != self.old:
            raise RefusedError(f"{to[:10]} does not descend from the commit at HEAD")
        plan = self._plan(signs=False)

        def name() -> str:
            self.repository.name(plan.scratch, to)
            return to

        return self._carry_out(plan, "factcheck: fast-forward", name)

    def _plan(self, *, signs: bool) -> Journal:
        like = self.old or self.repository.object_like()

        def id_of(content: bytes | None) -> str | None:
            return None if content is None else blob_id(content, like=like)

        steps = {
            one.path: Step(id_of(one.content), id_of(self._there[one.path]), one.mode)
            for one in self.changes
        }
        scratch = journal.SCRATCH + secrets.token_hex(8)
        return Journal(self.old, scratch, steps, os.getpid(), signs)

    def _import(self, plan: Journal, header: Header, signs: Signing | None) -> str:
        """Bring commit and objects into git's store, on the scratch ref."""
        from factcheck.ledger.writing import signing  # noqa: PLC0415 - it is there by now

        ref = plan.unsigned if signs else plan.scratch
        new = self.repository.fast_import(import_stream(self.changes, header, ref))
        if signs:
            new = signing.sign(self.repository, signs, new, header)
            self.repository.name(plan.scratch, new)
            self.repository.drop_ref(plan.unsigned)
        return new

    def _carry_out(
        self, plan: Journal, reason: str, bring_in: Callable[[], str]
    ) -> str:
        """Write everything, or take back what was written.

        Args:
            plan: what is going to be written.
            reason: what the reflog says.
            bring_in: gets the commit onto the scratch ref and gives its id.
        """
        repository, new, began = self.repository, None, time.time()
        try:
            journal.write(repository.own_folder, plan)
            new = bring_in()
            contents = {change.path: change.content for change in self.changes}
            settling.put(repository, plan, contents, like=new)
            is_clean = repository.move(
                old=self.old, new=new, reason=reason, scratch=plan.scratch
            )
        except Exception as error:
            if new is None or repository.head() != new:
                self._take_back(plan, began)
                raise self._with_size(error) from error
            is_clean = False
        if not is_clean:
            with suppress(Exception):  # the commit is made: nothing may hide that
                sweeping.sweep_dead_children(repository, plan.refs, since=began)
                repository.drop_ref(plan.scratch)
        settling.end(repository, plan)
        return new

    def _take_back(self, plan: Journal, began: float) -> None:
        """Undo what was written; where that fails too, the next command does it."""
        sweeping.sweep_dead_children(self.repository, plan.refs, since=began)
        sweeping.sweep_reports(self.repository, os.getpid())
        with suppress(Exception):
            settling.withdraw(self.repository, plan, self._there)

    def _with_size(self, error: Exception) -> Exception:
        """Say with an error of git's how much was to be written."""
        if type(error) is not MachineError or " bytes)" in str(error):
            return error
        size = sum(len(change.content or b"") for change in self.changes)
        return MachineError(f"{error} ({size} bytes)")

    # ---------------------------------------------------------------------- looking

    def _looked_at(self, change: Change) -> bytes | None:
        """Give what lies at a path; refuse what the change was not made from."""
        there = files.read(self.repository.top, change.path)
        if self._is_left_out(change, there):
            fits = self._committed(change.path) == change.seen
        else:
            fits = there in (change.seen, change.content)
        if fits:
            return there
        if change.seen is None:
            raise BusyError(f"{change.path} is there already: look at it first")
        raise RefusedError(
            f"{change.path} has changes that are not committed: "
            "run 'factcheck save' or undo them first"
        )

    def _is_left_out(self, change: Change, there: bytes | None) -> bool:
        """Tell whether a file is not there because the checkout is sparse."""
        if there is not None or change.seen is None or not self.old:
            return False
        return self._sparse.leaves_out(change.path)

    def _committed(self, path: str) -> bytes | None:
        """Give the bytes that the commit at HEAD holds at a path."""
        old = self.old or ""
        blob = self.repository.blobs_at([old], path).get(old, "")
        return self.repository.kept([blob]).get(blob) if blob else None

    @cached_property
    def _sparse(self) -> Sparse:
        return sparse_checkout(self.repository)

    def _look_at_index(self) -> None:
        """Refuse to replace a staged version that stands nowhere else.

        Most changes are additions under an id that has never been: whether the index
        knows it is seen without having git read the whole of it.
        """
        if self.old is None:
            return
        by_path = {change.path: change for change in self.changes}
        if all(_is_new(change) for change in self.changes):
            endings = {path[-_TELLING:] for path in by_path}
            most = 200
            if len(endings) <= most and not self.repository.mentions(endings):
                return
        for path, blob in self.repository.staged_changes(self.old, by_path).items():
            change = by_path[path]
            known = {
                None if content is None else blob_id(content, like=self.old)
                for content in (change.seen, change.content)
            }
            if blob not in known:
                raise RefusedError(
                    f"{path} has a staged version that is not committed: "
                    "commit it, or take it back with 'git restore --staged'"
                )


def _is_new(change: Change) -> bool:
    """Tell whether a change adds a record under an id of its own."""
    return change.seen is None and _ENDS_IN_ID.search(change.path[-18:]) is not None
