"""The ledger as a commit held it: to be read, never to be written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from factcheck.ledger import layout
from factcheck.ledger.cache import reading
from factcheck.ledger.history.log import epoch
from factcheck.ledger.ledger import Ledger
from factcheck.model.dates import partial_date
from factcheck.model.errors import NotFoundError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from factcheck.ledger.cache.cache import Cache
    from factcheck.ledger.git.repository import Repository
    from factcheck.model.check import Check

_YEAR = len("2026")


def commit_of(repository: Repository, text: str, head: str) -> str:
    """Give the commit that a revision or a time names.

    Args:
        repository: where to look.
        text: any revision of git's, or a month, a day or a point in time (ISO 8601,
            UTC where no zone is given): the last commit until then, the whole month
            or day included. The line of first parents is followed: what a branch
            held before it was merged was not yet in the ledger.
        head: the commit from which a time is looked for backwards.

    Raises:
        NotFoundError: it names none.
    """
    second = _second(text)
    if second is None:
        try:
            return repository.resolve(text)
        except NotFoundError as error:
            raise NotFoundError(f"{error}, and no day as 2026-11-22") from None
    commit = repository.last_before(second, head)
    if commit is None:
        raise NotFoundError(f"no commit was made by {text}{repository.beyond()}")
    return commit


def _second(text: str) -> int | None:
    """Give the last second that a text means as a time, None if it is none."""
    try:
        if len(text) <= _YEAR:  # a year is as good an abbreviation of a commit
            return None
        if len(partial_date(text)) > _YEAR:
            return epoch(text, end=True)
    except ValueError:
        pass
    try:
        # Digits alone are a commit rather than a date without hyphens.
        return epoch(text, end=True) if "-" in text[_YEAR : _YEAR + 1] else None
    except ValueError:
        return None


class PastLedger(Ledger):
    """A ledger as a commit held it; nothing in it is edited, nothing written.

    Attributes:
        at_commit: the id of the commit.
    """

    def __init__(
        self,
        root: Path,
        commit: str,
        *,
        on_wait: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__(root, on_wait=on_wait)
        self.at_commit = commit

    @classmethod
    def of(cls, ledger: Ledger, revision: str) -> PastLedger:
        """Give a ledger as a commit held it.

        Args:
            ledger: the present one.
            revision: any of git's, or a month, a day or a point in time: the last
                commit until then (see ``commit_of``).

        Raises:
            NotFoundError: it names no commit, or one from before the ledger.
        """
        repository, head = ledger.require_repository(), ledger.require_head()
        commit = commit_of(repository, revision, head)
        past = cls(ledger.root, commit, on_wait=ledger.on_wait)
        past.on_fill = ledger.on_fill
        past.problems()  # reads it: one from before the ledger stops here
        return past

    @property
    def head(self) -> str | None:
        """The commit."""
        return self.at_commit

    def _open_committed(self) -> Cache | None:
        repository, state = self.require_repository(), self._require_state()
        present = self._opened(repository, state, self.at_commit)
        try:
            cache = present.copied()
        finally:
            present.close()
        reading.refresh(cache, repository, self.prefix, self.at_commit)
        if not _holds_a_ledger(cache):
            cache.close()
            raise NotFoundError(
                f"commit {self.at_commit[:10]} is from before the ledger: "
                f"it has no {self.prefix}{layout.SETTINGS}{repository.beyond()}"
            )
        return cache

    # -------------------------------------------------------- nothing is edited

    def edits(self, paths: Sequence[str] = (), *, trusting: bool = False) -> list[str]:
        """Give nothing: a commit is not edited."""
        del paths, trusting
        return []

    def edits_of(self, check: Check) -> list[str]:
        """Give nothing (see ``edits``)."""
        del check
        return []

    def is_edited(self, path: str) -> bool:
        """Say no (see ``edits``)."""
        del path
        return False

    def working(self, check: Check) -> Check:
        """Give the check as it was."""
        return check

    def read_working(self, path: str) -> bytes | None:
        """Give the bytes of a file as the commit holds them."""
        return self.committed([path]).get(path)

    # ------------------------------------------------------- nothing is written

    def commit(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse.

        Raises:
            RefusedError: always.
        """
        self._refuse()

    def keep_capture(self, content: bytes) -> NoReturn:
        """Refuse (see ``commit``)."""
        del content
        self._refuse()

    def drop_capture(self, content: bytes) -> NoReturn:
        """Refuse (see ``commit``)."""
        del content
        self._refuse()

    def discard_cache(self) -> None:
        """Read again at the next question; what is kept for the present stays."""
        self.forget()

    def _refuse(self) -> NoReturn:
        raise RefusedError(
            f"the ledger is shown as commit {self.at_commit[:10]} held it: "
            "nothing can be written there"
        )


def _holds_a_ledger(cache: Cache) -> bool:
    return bool(cache.blobs_of(layout.SETTINGS)) or cache.has_problem(layout.SETTINGS)
