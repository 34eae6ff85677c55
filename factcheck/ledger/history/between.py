"""What lies between two commits, or between a commit and the working tree.

Both ends are seen as HEAD with files laid over it: of each end is known what differs
from HEAD, and HEAD is known from the cache. So a comparison costs what has changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from factcheck.ledger import layout
from factcheck.ledger.cache import reading
from factcheck.ledger.git.objects import blob_id
from factcheck.ledger.history.log import differences
from factcheck.ledger.history.operations import FileChange
from factcheck.ledger.history.past import commit_of
from factcheck.model.check import gather
from factcheck.model.errors import BadRecordError, NotALedgerError, NotFoundError
from factcheck.model.ids import id_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from factcheck.ledger.cache.cache import Cache
    from factcheck.ledger.ledger import Ledger
    from factcheck.model.check import Check
    from factcheck.model.filed import Filed

Blobs = dict[str, str | None]
"""Blobs by path of the ledger, where they differ from HEAD; None for no file."""


@dataclass(frozen=True, slots=True)
class Ends:
    """What is compared with what.

    Attributes:
        old: the id of a commit.
        new: the id of another one; None is the working tree.
    """

    old: str
    new: str | None


@dataclass(frozen=True, slots=True)
class Moved:
    """A file that differs at the two ends.

    Attributes:
        path: in the ledger.
        old: the blob at the old end, None where there was no file.
        new: the blob at the new end, None where there is none.
    """

    path: str
    old: str | None
    new: str | None


def ends_of(ledger: Ledger, text: str | None) -> Ends:
    """Give the two ends that somebody means.

    Args:
        ledger: where to look.
        text: as git reads it: ``A..B``, ``A..`` (until HEAD), ``..B``, ``A...B``
            (from where the two parted), or ``A`` against the working tree; None is
            HEAD against the working tree. A and B may be times (see ``commit_of``).

    Raises:
        NotFoundError: one of them names no commit, or the two have nothing in common.
    """
    head = ledger.require_head()
    if text is None:
        return Ends(head, None)
    repository = ledger.require_repository()

    def commit(name: str) -> str:
        return commit_of(repository, name, head) if name not in {"", "HEAD"} else head

    first, dots, second = text.partition("...")
    if dots:
        one, other = commit(first), commit(second)
        base = repository.merge_base(one, other)
        if base is None:
            raise NotFoundError(
                f"'{text}': the two have no commit in common{repository.beyond()}"
            )
        return Ends(base, other)
    first, dots, second = text.partition("..")
    return Ends(commit(first), commit(second) if dots else None)


class Between:
    """What differs between the two ends, and the checks at both.

    Attributes:
        moved: the files that differ, in path order.
    """

    def __init__(
        self,
        ledger: Ledger,
        cache: Cache,
        ends: Ends,
        paths: Sequence[str] = (),
    ) -> None:
        """Compare.

        Args:
            ledger: where to look.
            cache: of the commit at HEAD.
            ends: what is compared.
            paths: files and folders of the ledger; all of it if empty. In the
                working tree only records count.
        """
        self._repository = ledger.require_repository()
        self._cache = cache
        self._head = ledger.require_head()
        self._working: dict[str, bytes] = {}
        self._at_head: Blobs = {}
        places = [ledger.prefix + path for path in paths] or [ledger.prefix]
        self._old = self._laid_over(ends.old, ledger.prefix, places)
        self._new = (
            self._laid_over(ends.new, ledger.prefix, places)
            if ends.new is not None
            else self._edited(ledger, paths)
        )
        self.moved = tuple(self._moved())
        self._linking = self._links_laid_over()

    def _laid_over(self, commit: str, prefix: str, places: Sequence[str]) -> Blobs:
        """Give in what a commit differs from HEAD."""
        if commit == self._head:
            return {}
        found: Blobs = {}
        for row in differences(self._repository, self._head, commit, *places):
            path = row.path.removeprefix(prefix)
            self._at_head[path] = row.before
            found[path] = row.after
        return found

    def _edited(self, ledger: Ledger, paths: Sequence[str]) -> Blobs:
        """Give in what the working tree differs from HEAD."""
        found: Blobs = {}
        edits = ledger.edits(paths)
        unknown = [path for path in edits if path not in self._at_head]
        before = ledger.committed(unknown)
        for path in edits:
            content = ledger.read_working(path)
            found[path] = self._kept(content)
            if path in unknown:
                self._at_head[path] = self._kept(before.get(path))
        return found

    def _kept(self, content: bytes | None) -> str | None:
        """Keep bytes under the id that git would give them."""
        if content is None:
            return None
        blob = blob_id(content, like=self._head)
        self._working[blob] = content
        return blob

    def _moved(self) -> Iterable[Moved]:
        for path in sorted(self._at_head):
            at_head = self._at_head[path]
            old = self._old.get(path, at_head)
            new = self._new.get(path, at_head)
            if old != new:
                yield Moved(path, old, new)

    def _links_laid_over(self) -> dict[str, set[str]]:
        """Give the checks that link entries by files that HEAD has otherwise."""
        found: dict[str, set[str]] = {}
        for path in self._at_head:
            place = layout.place_of(path)
            if isinstance(place, layout.Place) and place.kind == "link":
                found.setdefault(id_of(place.name), set()).add(place.check)
        return found

    def checks_linking(self, entry: str) -> set[str]:
        """Give the names of the checks that link an entry, at HEAD or at an end."""
        return {*self._cache.checks_linking(entry), *self._linking.get(entry, ())}

    def contents(self, moved: Iterable[Moved]) -> list[FileChange]:
        """Give the bytes of files at both ends."""
        rows = list(moved)
        bytes_of = self._bytes_of(
            blob for one in rows for blob in (one.old, one.new) if blob
        )
        return [
            FileChange(
                one.path,
                bytes_of[one.old] if one.old else None,
                bytes_of[one.new] if one.new else None,
            )
            for one in rows
        ]

    def _bytes_of(self, blobs: Iterable[str]) -> dict[str, bytes]:
        wanted = dict.fromkeys(blobs)
        unknown = [blob for blob in wanted if blob not in self._working]
        known = {b: self._working[b] for b in wanted if b in self._working}
        return known | dict(self._repository.blobs(unknown))

    def checks(
        self, names: Sequence[str]
    ) -> dict[str, tuple[Check | None, Check | None]]:
        """Give checks as they are at both ends, the old one first.

        What cannot be read there is left out, as if it were not there.
        """
        wanted = set(names)
        inside = {
            name: {filed.path: filed for filed, _ in self._cache.in_check(name)}
            for name in wanted
        }
        entries = self._entries(inside)
        old, new = (
            self._read(blobs, wanted, entries) for blobs in (self._old, self._new)
        )
        return {
            name: (self._check(name, inside, old), self._check(name, inside, new))
            for name in names
        }

    def _entries(self, inside: Mapping[str, Mapping[str, Filed[Any]]]) -> set[str]:
        """Give the ids of all entries that checks link, at HEAD or at an end."""
        here = {
            one.id
            for check in inside.values()
            for one in check.values()
            if one.kind == "link"
        }
        laid = {
            entry for entry, checks in self._linking.items() if checks & inside.keys()
        }
        return here | laid

    def _read(
        self, blobs: Blobs, checks: set[str], entries: set[str]
    ) -> dict[str, Filed[Any] | None]:
        """Read what an end lays over HEAD, of some checks and entries."""
        wanted = {}
        for path, blob in blobs.items():
            place = layout.place_of(path)
            if isinstance(place, layout.Place) and (
                place.check in checks
                or (place.kind == "evidence" and id_of(place.name) in entries)
            ):
                wanted[path] = blob
        bytes_of = self._bytes_of(blob for blob in wanted.values() if blob)
        return {
            path: _record(path, bytes_of[blob]) if blob else None
            for path, blob in wanted.items()
        }

    def _check(
        self,
        name: str,
        inside: Mapping[str, Mapping[str, Filed[Any]]],
        laid: Mapping[str, Filed[Any] | None],
    ) -> Check | None:
        """Put a check together: HEAD's records, with others laid over them."""
        records: dict[str, Filed[Any] | None] = dict(inside[name])
        records |= {path: laid[path] for path in laid if path.split("/")[3] == name}
        evidence: dict[str, Filed[Any]] = {}
        links = [one for one in records.values() if one and one.kind == "link"]
        for link in links:
            for entry in self._cache.by_id("evidence", link.id):
                found = laid.get(entry.path, entry)
                if found is not None:
                    evidence[link.id] = found
        for filed in laid.values():
            if filed is not None and filed.kind == "evidence":
                evidence[filed.id] = filed
        return gather(filter(None, records.values()), evidence)


def _record(path: str, content: bytes) -> Filed[Any] | None:
    try:
        return reading.read_record(path, content)
    except (BadRecordError, NotALedgerError):
        return None
