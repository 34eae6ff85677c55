"""Two commits of a ledger side by side: which files differ, and their records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from factcheck.ledger import layout
from factcheck.ledger.cache import reading
from factcheck.ledger.git.process import start
from factcheck.model.errors import BadRecordError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from factcheck.ledger.git.repository import Repository
    from factcheck.ledger.layout import Place
    from factcheck.ledger.ledger import Ledger
    from factcheck.model.filed import Filed

_NO_BLOB = "0"


@dataclass(frozen=True, slots=True)
class Changed:
    """One file that differs between two commits.

    Attributes:
        path: in the ledger.
        old, new: its blobs, None where it is not there.
    """

    path: str
    old: str | None
    new: str | None


@dataclass
class Compared:
    """The base and HEAD of a ledger.

    Attributes:
        ledger: whose commits they are.
        base, head: the two commits.
        since: how the base is called in messages.
        is_asked: whether a person named the base.
        is_rewritten: whether the base did not lead to HEAD.
        changed: the record files that differ, by path.
        contents: the bytes of blobs that were asked for.
    """

    ledger: Ledger
    base: str
    head: str
    since: str
    is_asked: bool
    is_rewritten: bool = False
    changed: dict[str, Changed] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)

    @property
    def repository(self) -> Repository:
        """The repository of the two commits."""
        return self.ledger.require_repository()

    def read_changes(self) -> None:
        """Fill ``changed`` from git."""
        if self.base == self.head:
            return
        prefix = self.ledger.prefix
        listing = self.repository.git(
            "diff-tree",
            "-r",
            "-z",
            "--no-renames",
            self.base,
            self.head,
            "--",
            prefix or ".",
        )
        rows = iter(listing.decode("utf-8", "surrogateescape").split("\0"))
        for about in filter(None, rows):
            _, _, old, new, _ = about.split(" ")
            path = next(rows).removeprefix(prefix)
            if place(path):
                self.changed[path] = Changed(
                    path,
                    old if old.strip(_NO_BLOB) else None,
                    new if new.strip(_NO_BLOB) else None,
                )

    def content(self, blob: str | None) -> bytes | None:
        """Give the bytes of a blob."""
        if blob is None:
            return None
        if blob not in self.contents:
            self.contents.update(self.repository.blobs([blob]))
        return self.contents[blob]

    def fetch(self, blobs: Iterable[str | None]) -> None:
        """Read blobs that will be asked for, all at once."""
        wanted = {blob for blob in blobs if blob and blob not in self.contents}
        self.contents.update(self.repository.blobs(sorted(wanted)))

    def folder_at(self, commit: str, folders: Iterable[str]) -> dict[str, str]:
        """Give the blobs of the record files in folders of a commit, by path."""
        prefix = self.ledger.prefix
        found = {}
        for folder in folders:
            for entry in self.repository.tree(commit, f"{prefix}{folder}/"):
                path = entry.path.removeprefix(prefix)
                if entry.is_plain and place(path):
                    found[path] = entry.blob
        return found

    def records(self, blobs: Mapping[str, str]) -> list[Filed[Any]]:
        """Read records by path; what is none is passed over."""
        self.fetch(blobs.values())
        found = (self.record(path, blob) for path, blob in sorted(blobs.items()))
        return [one for one in found if one is not None]

    def record(self, path: str, blob: str | None) -> Filed[Any] | None:
        """Read one record; None where there is none, or none that can be read."""
        content = self.content(blob)
        if content is None:
            return None
        try:
            return reading.read_record(path, content)
        except BadRecordError:
            return None


def place(path: str) -> Place | None:
    """Give what the path of a record says, None for any other file."""
    found = layout.place_of(path)
    return None if found is None or isinstance(found, Problem) else found


def is_ancestor(repository: Repository, old: str, new: str) -> bool:
    """Tell by the graph of commits, never by dates, whether one led to the other.

    The commit-graph file is not asked: it could be damaged, or made up.
    """
    asked = ("-c", "core.commitGraph=false", "merge-base", "--is-ancestor", old, new)
    return start(repository.top, asked, b"").returncode == 0
