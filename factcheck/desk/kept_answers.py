"""The answers of a batch in a file, one a line: what a stopped run has done counts."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from factcheck.intake.named import Named, Unread, content_of
from factcheck.model.errors import BadInputError, FactcheckError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from typing import BinaryIO

_LONGEST = 200_000_000


class Terms(NamedTuple):
    """What all answers of one file have in common: else they do not compare.

    Attributes:
        schema: of the lines.
        model: id of what gave the probabilities.
        threshold: the least probability of a hit.
    """

    schema: str
    model: str
    threshold: float


class KeptAnswers:
    """A file to which answers are added, and what it holds already.

    Attributes:
        count: articles that earlier runs have read.
        commits: of the ledger, as the lines that were found name them.
    """

    def __init__(self, path: Path, terms: Terms, *, resume: bool) -> None:
        """Open the file.

        Args:
            path: of the file.
            terms: of the answers that will be added.
            resume: go on with what is there; else it is written anew.

        Raises:
            RefusedError: it was written under other terms.
            BadInputError: it cannot be read or written, or is another file.
        """
        self._path = path
        self._terms = terms
        self._done: set[tuple[str, str | None]] = set()
        self.count = 0
        self.commits: set[str] = set()
        try:
            if resume and path.exists():
                self._keep_the_whole_lines()
            self._file: BinaryIO = path.open("ab" if resume else "wb")
        except OSError as error:
            raise BadInputError(f"cannot write {path}: {error.strerror}") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, line: str) -> None:
        """Add an answer; it is there when this returns, whatever comes then."""
        self._file.write(line.encode("utf-8", "backslashreplace") + b"\n")
        self._file.flush()

    def without_known(
        self, items: Iterable[Named | Unread]
    ) -> Iterator[Named | Unread]:
        """Leave out what was read before: the same name and, where known, bytes."""
        for item in items:
            if not self._done or isinstance(item, Unread) or not self._is_known(item):
                yield item

    def _is_known(self, item: Named) -> bool:
        name = item.id or item.source
        if item.fetch is not None:
            return (name, None) in self._done
        if (name, None) not in self._done:
            return False
        try:
            content = content_of(item)
        except FactcheckError:
            return False  # whoever reads it says why
        return (name, hashlib.sha256(content).hexdigest()) in self._done

    def _keep_the_whole_lines(self) -> None:
        """Note what was read; drop a half line and those of articles not read."""
        beside = self._path.with_name(f".{self._path.name}.new")
        dropped = False
        try:
            with self._path.open("rb") as old, beside.open("wb") as new:
                lines = iter(lambda: old.readline(_LONGEST), b"")
                for number, line in enumerate(lines, 1):
                    row = self._row(line, number)
                    if row is None or "error" in row:
                        dropped = True
                        continue
                    self._note(row)
                    new.write(line)
            if dropped:
                beside.replace(self._path)
        finally:
            beside.unlink(missing_ok=True)

    def _row(self, line: bytes, number: int) -> dict[str, Any] | None:
        """Read a line, None for one that a stopped run left half written."""
        if not line.endswith(b"\n"):
            return None
        try:
            row = json.loads(line)
            terms = Terms(row["schema"], row["model"], row["threshold"])
        except (ValueError, KeyError, TypeError, RecursionError):
            raise BadInputError(
                f"{self._path}:{number}: is no answer of 'match --jsonl'; "
                "name another file"
            ) from None
        for name, was, now in zip(Terms._fields, terms, self._terms, strict=True):
            if was != now:
                raise RefusedError(
                    f"{self._path}:{number}: was written with {name} {was}, now it is "
                    f"{now}: answers of both do not compare; name another file"
                )
        found: dict[str, Any] = row
        return found

    def _note(self, row: dict[str, Any]) -> None:
        name = str(row.get("id") or row.get("source"))
        self._done |= {(name, row.get("sha256")), (name, None)}
        self.commits.add(str(row.get("commit")))
        self.count += 1
