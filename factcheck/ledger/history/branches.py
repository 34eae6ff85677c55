"""What other branches hold that HEAD does not: the checks they touch, as if merged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from factcheck.ledger import layout
from factcheck.ledger.cache import reading
from factcheck.ledger.cache.cache import Cache
from factcheck.ledger.history.log import differences
from factcheck.ledger.naming import resolve, shown, some
from factcheck.ledger.search import search
from factcheck.model.dates import to_timestamp
from factcheck.model.errors import NotFoundError, Problem
from factcheck.model.ids import id_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from factcheck.ledger.git.repository import Repository
    from factcheck.ledger.search import Found
    from factcheck.model.check import Check
    from factcheck.model.filed import Filed
    from factcheck.model.kinds import Kind
    from factcheck.model.state import Standing

RECENT_DAYS = 60
MOST_BRANCHES = 20
MOST_FILES = 5_000
"""So many files of branches are read at each question that no branch was named in."""

_HEADS, _REMOTES = "refs/heads/", "refs/remotes/"
_FORMAT = (
    "--format=%(refname)%00%(objectname)%00%(symref)%00%(committerdate:unix)"
    "%00%(authorname)"
)


@dataclass(frozen=True, slots=True)
class Ref:
    """A branch as git knows it.

    Attributes:
        name: ``anna/turkey``; of a remote ``origin/anna/turkey``.
        commit: the id of its tip.
        second: when that was committed.
        author: who made it.
        is_remote: whether it is what a remote had at the last fetch.
    """

    name: str
    commit: str
    second: int
    author: str
    is_remote: bool


class Branch:
    """What a branch holds that HEAD does not.

    Its checks are those that it touches: HEAD's records with what the branch has
    changed since the two parted. Of the rest of the ledger it knows nothing.

    Attributes:
        name: ``anna/turkey``; of a remote ``origin/anna/turkey``.
        commit: the id of its tip.
        when: the tip was committed, UTC text.
        author: of the tip.
        paths: the files that the branch has added or changed.
        problems: the files of these that are no records: notes, as they are not yet
            in this ledger.
    """

    def __init__(self, ref: Ref, cache: Cache, paths: frozenset[str]) -> None:
        self.name = ref.name
        self.commit = ref.commit
        self.when = to_timestamp(datetime.fromtimestamp(ref.second, UTC))
        self.author = ref.author
        self.paths = paths
        self._cache = cache

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The files that the branch has changed and that are no records."""
        return self._cache.problems()

    def close(self) -> None:
        """Let go of what was read."""
        self._cache.close()

    def standings(
        self,
    ) -> Iterator[tuple[Filed[Any], Filed[Any] | None, Standing]]:
        """Give claim, work and standing of the checks it touches, newest first."""
        return self._cache.standings()

    def standing(self, check: Check) -> Standing:
        """Give where a check stands there."""
        return self._cache.standing(check.name)

    def checks(self) -> Iterator[Check]:
        """Give the checks that it touches, in path order."""
        for claim in list(self._cache.of_kind("check")):
            check = self._cache.check(claim.name)
            if check is not None:
                yield check

    def check(self, text: str) -> Check:
        """Give the touched check that a user's text names (see ``Ledger.check``)."""
        found = self._cache.check(resolve(self._cache, "check", text))
        if found is None:
            raise NotFoundError(f"no check of {self.name} is called '{text}'")
        return found

    def of_kind(self, *kinds: Kind) -> Iterator[Filed[Any]]:
        """Give the records of some kinds that it has added or changed."""
        for filed in self._cache.of_kind(*kinds):
            if filed.path in self.paths:
                yield filed

    def search(
        self, words: Sequence[str], kinds: Sequence[Kind] | None = None
    ) -> Iterator[Found]:
        """Find among the records that it has added or changed (see ``search``)."""
        for found in search(self._cache, words, kinds):
            if found.filed.path in self.paths:
                yield found


def branches(
    repository: Repository,
    prefix: str,
    cache: Cache,
    *,
    head: str,
    now: str,
    names: Sequence[str] = (),
) -> list[Branch]:
    """Give the branches that are not merged, the newest first.

    One process lists them, two a branch find what differs, and two read all of it.

    Args:
        repository: where to look.
        prefix: the ledger's folder in it, ``""`` or ``"a/b/"``.
        cache: of the commit at HEAD.
        head: the id of that commit.
        now: UTC text. A branch is recent if its tip is not older than 60 days; of
            these at most 20 are read, and of what they change at most 5,000 files:
            a branch that would pass that says so among its problems.
        names: of branches, to be read however old, and also if merged.

    Raises:
        NotFoundError: a name fits no branch.
    """
    refs = _named(repository, names) if names else _recent(repository, head, now)
    changes = [(ref, _changed(repository, prefix, head, ref)) for ref in refs]
    passed = frozenset[str]()
    if not names:
        changes, passed = _within(changes)
    blobs = dict.fromkeys(
        file.blob for _, files in changes for file in files if file.blob
    )
    contents = repository.kept(blobs)
    return [
        Branch(
            ref,
            _view(cache, files, contents, is_passed=ref.name in passed),
            frozenset(file.path for file in files if file.blob),
        )
        for ref, files in changes
    ]


def _refs(repository: Repository, *options: str) -> list[Ref]:
    """List branches, the newest first; of the same ones on remotes only the first."""
    current = repository.branch()
    asked = ("for-each-ref", _FORMAT, "--sort=-committerdate", *options)
    rows = repository.git(*asked, _HEADS, _REMOTES).decode("utf-8", "replace")
    found = []
    for row in rows.splitlines():
        full, commit, target, second, author = row.split("\0")
        if full != current and not target and second:
            name = full.removeprefix(_HEADS).removeprefix(_REMOTES)
            is_remote = full.startswith(_REMOTES)
            found.append(Ref(name, commit, int(second), author, is_remote))
    return found


def _recent(repository: Repository, head: str, now: str) -> list[Ref]:
    oldest = datetime.fromisoformat(now).timestamp() - RECENT_DAYS * 86_400
    refs = _refs(repository, f"--no-merged={head}")
    seen = {ref.commit for ref in refs if not ref.is_remote}
    kept = []
    for ref in refs:
        if ref.second < oldest or (ref.is_remote and ref.commit in seen):
            continue
        seen.add(ref.commit)
        kept.append(ref)
    return kept[:MOST_BRANCHES]


def _named(repository: Repository, names: Sequence[str]) -> list[Ref]:
    known = {ref.name: ref for ref in _refs(repository)}
    for name in names:
        if name not in known:
            others = f": there are {some(list(known))}" if known else ""
            raise NotFoundError(f"no other branch is called '{shown(name)}'{others}")
    return [known[name] for name in dict.fromkeys(names)]


def _changed(
    repository: Repository, prefix: str, head: str, ref: Ref
) -> list[reading.FileAt]:
    """Give what a branch has changed since it left HEAD's history; all if never."""
    base = repository.merge_base(head, ref.commit)
    found = [
        reading.FileAt(row.path.removeprefix(prefix), row.after)
        for row in differences(repository, base, ref.commit, prefix)
    ]
    # Settings of a branch do not hold here.
    return [
        file
        for file in found
        if file.path != layout.SETTINGS and layout.place_of(file.path) is not None
    ]


def _within(
    changes: Sequence[tuple[Ref, list[reading.FileAt]]],
) -> tuple[list[tuple[Ref, list[reading.FileAt]]], frozenset[str]]:
    """Leave out the files of branches that are too many to be read at each question.

    Returns:
        The branches, of some of them no files, and the names of these.
    """
    kept, passed, count = [], set(), 0
    for ref, files in changes:
        if count + len(files) > MOST_FILES:
            passed.add(ref.name)
            kept.append((ref, list[reading.FileAt]()))
        else:
            count += len(files)
            kept.append((ref, files))
    return kept, frozenset(passed)


def _view(
    cache: Cache,
    changed: Sequence[reading.FileAt],
    contents: dict[str, bytes],
    *,
    is_passed: bool = False,
) -> Cache:
    """Make the cache of a branch: what HEAD has of its checks, and its changes."""
    view = Cache(None)
    if is_passed:
        with view.changing():
            message = "the branch changes too many records to be read here: merge it"
            view.put_problem(Problem(layout.SETTINGS, 0, message, "too many"))
        return view
    missing = [file for file in changed if file.blob and file.blob not in contents]
    there = [file for file in changed if file not in missing]
    with view.changing():
        for name in _touched(cache, changed):
            for filed, blob in cache.in_check(name):
                view.put(filed, blob)
        reading.take(view, there, contents)
        for file in missing:
            message = "is missing here: fetch the branch again"
            view.put_problem(Problem(file.path, 0, message, "missing"))
        _complete(view, cache, {file.path for file in changed})
    return view


def _touched(cache: Cache, changed: Iterable[reading.FileAt]) -> set[str]:
    """Give the names of HEAD's checks that changes touch, also by their evidence."""
    touched: set[str] = set()
    for file in changed:
        place = layout.place_of(file.path)
        if place is None or isinstance(place, Problem):
            continue
        touched.add(place.check)
        if place.kind == "evidence":
            touched.update(cache.checks_linking(id_of(place.name)))
    return touched - {""}


def _complete(view: Cache, cache: Cache, changed: set[str]) -> None:
    """Put HEAD's evidence to the links of a view, and derive where its checks stand."""
    for entry in {link.id for link in view.of_kind("link")}:
        for filed in cache.by_id("evidence", entry):
            if filed.path not in changed:
                view.put(filed, "")
    view.derive([claim.name for claim in list(view.of_kind("check"))])
