"""Does the ledger hold together? The rules of ``factcheck verify``.

What is committed is read from git's store, hashed and parsed; the working tree is
compared with it by its bytes; the rules over several records work on what is committed
with the edits of the working tree on top. Nothing stops at the first finding, and a
look at nothing is no pass. What is promised: docs/trust.md.
"""

from __future__ import annotations

import hashlib
import time
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from factcheck.ledger import layout
from factcheck.ledger.cache import reading
from factcheck.model.errors import MachineError
from factcheck.review import examining, remembered
from factcheck.review.behind import history
from factcheck.review.captures import check_captures
from factcheck.review.finding import Finding, Severity
from factcheck.review.objects import planted, store
from factcheck.review.records import rules
from factcheck.review.refs import read_refs
from factcheck.review.resuming import Progress
from factcheck.review.run import Extent, Run, guarded
from factcheck.review.working import (
    folder,
    read_settings,
    rules_as_committed,
    working_tree,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from factcheck.ledger.ledger import Ledger
    from factcheck.review.examining import Entry
    from factcheck.review.facts import Fact

_MOST_ALIKE = 50
"""So many findings of one kind are listed; the others are counted."""


_WHOLE = Extent()


@dataclass(frozen=True, slots=True)
class Verification:
    """What was looked at and what was found.

    Attributes:
        checked: how many records of each kind, captures and quotes were checked.
        findings: in path order, errors and notes.
        records: how many record files were read.
        size: how many bytes were read of records and captures.
        seconds: how long it took.
        resumed: how many files an interrupted run had done already.
    """

    checked: dict[str, int]
    findings: tuple[Finding, ...]
    records: int = 0
    size: int = 0
    seconds: float = 0.0
    resumed: int = 0

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong (notes apart)."""
        return not any(finding.severity == "error" for finding in self.findings)

    @property
    def rate(self) -> int:
        """Records per second."""
        return round(self.records / self.seconds) if self.seconds else 0


def verify(
    ledger: Ledger,
    *,
    base: str | None = None,
    extent: Extent = _WHOLE,
    on_progress: Callable[[int, int], None] | None = None,
) -> Verification:
    """Check everything that can be checked offline.

    Args:
        ledger: the ledger, as committed and as it lies in the working tree.
        base: a revision; append-only records that it holds must still be there,
            unchanged, and what published verdicts rest on. Without it, the commit
            of this branch that last held together here is the base.
        extent: how much is looked at.
        on_progress: is told how many files of how many were read.

    Raises:
        NotFoundError: the base names no commit.
        NotALedgerError: the ledger has a newer format.
    """
    begun = time.monotonic()
    run = Run(ledger, extent)
    if ledger.repository is None:
        folder(run)
        message = "no history here: append-only records were not compared with a base"
        run.findings.append(Finding("", 0, "history-unchecked", message, "note"))
    else:
        _repository(run, base, on_progress)
    facts = run.facts()
    seen = check_captures(ledger, facts, require_all=extent.require_all)
    run.findings += seen.findings
    run.size += seen.size
    run.findings += rules(facts)
    if run.edited:
        rules_as_committed(run)
    run.findings += _nothing(facts)
    checked: Counter[str] = Counter(fact.kind for fact in facts)
    checked += Counter(capture=seen.counted, quote=run.quotes)
    result = Verification(
        dict(checked),
        tuple(_in_order(run.findings)),
        run.records,
        run.size,
        time.monotonic() - begun,
        run.resumed,
    )
    return _ended(ledger, result)


def _ended(ledger: Ledger, result: Verification) -> Verification:
    """Remember what held together, so that the next look notices a rewrite."""
    if result.holds and ledger.repository is not None:
        before = remembered.recall(ledger)
        remembered.remember(ledger, read_refs(ledger.repository), before)
    return result


def _in_order(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Give findings in path order, once each; of very many alike some are counted."""
    alike: Counter[tuple[str, Severity]] = Counter()
    ordered = sorted(
        dict.fromkeys(findings), key=lambda one: (one.path, one.line, one.message)
    )
    for one in ordered:
        kind = (one.code, one.severity)
        alike[kind] += 1
        if one.code not in {"missing", "foreign"} or alike[kind] <= _MOST_ALIKE:
            yield one
    for (code, severity), count in sorted(alike.items()):
        if code in {"missing", "foreign"} and count > _MOST_ALIKE:
            message = f"{count - _MOST_ALIKE} files more are {code}"
            yield Finding("", 0, code, message, severity)


def _nothing(facts: Sequence[Fact]) -> Iterator[Finding]:
    """A look at nothing is no pass."""
    if all(fact.kind == "settings" for fact in facts):
        message = "there is no record to check: open a check, or name the right folder"
        yield Finding("", 0, "nothing-checked", message)


def _repository(
    run: Run, base: str | None, on_progress: Callable[[int, int], None] | None
) -> None:
    """Look at git's store, at what HEAD holds, and at the working tree."""
    ledger = run.ledger
    repository = ledger.require_repository()
    if run.extent.forget:
        remembered.forget(ledger)
    before = remembered.recall(ledger)
    refs = read_refs(repository)
    asked = repository.resolve(base) if base is not None else None
    run.findings += refs.findings
    run.findings += remembered.compare(refs, before)
    run.findings += store(repository, quick=run.extent.quick)
    run.findings += planted(repository)
    entries = _entries(run, refs.head)
    read_settings(run)
    if entries:
        _committed(run, entries, on_progress)
    else:
        message = "no commit holds this ledger: only files of the folder were checked"
        run.findings.append(Finding("", 0, "nothing-checked", message))
    working_tree(run)
    if refs.head and entries:
        guarded(run, lambda: history(run, refs, before, base, asked))
        guarded(run, lambda: _cache(run, refs.head or ""))


def _entries(run: Run, head: str | None) -> list[Entry]:
    if head is None:
        return []
    repository = run.ledger.require_repository()
    prefix = run.ledger.prefix
    try:
        found = [
            (entry.mode, entry.blob, entry.path.removeprefix(prefix))
            for entry in repository.tree(head, prefix)
        ]
    except MachineError as error:
        run.findings.append(Finding("", 0, "damaged", str(error)))
        return []
    run.findings += _collisions(path for _, _, path in found)
    if not any(path == layout.SETTINGS for _, _, path in found):
        return []
    return found


def _collisions(paths: Iterable[str]) -> Iterator[Finding]:
    """Names that some file systems take for one: macOS and Windows lose a file."""
    first: dict[str, str] = {}
    for path in paths:
        # Paths of records are ASCII and small: of these no two can be alike.
        plain = path.isascii() and path.islower()
        key = path if plain else unicodedata.normalize("NFC", path).casefold()
        other = first.setdefault(key, path)
        if other != path:
            message = f"has the same name as {other} where case does not count"
            yield Finding(path, 0, "same-name", message)


def _committed(
    run: Run,
    entries: Sequence[Entry],
    on_progress: Callable[[int, int], None] | None,
) -> None:
    """Read all files of HEAD from git and compare the working tree with them."""
    text = "\n".join(" ".join(entry) for entry in entries)
    about = hashlib.sha256(text.encode("utf-8", "surrogateescape"))
    about.update(repr(sorted(run.labels or ())).encode())
    progress = Progress(
        run.ledger,
        about.hexdigest(),
        is_kept=len(entries) >= run.extent.smallest,
        anew=run.extent.from_start,
    )
    run.blobs = {path: blob for _, blob, path in entries}
    try:
        for share in examining.examine(
            run.ledger,
            entries,
            labels=run.labels,
            progress=progress,
            on_progress=on_progress,
        ):
            for _, fact in share.facts:
                run.committed[fact.path] = fact
            run.findings += share.findings
            run.differing += share.differing
            run.records += share.records
            run.size += share.size
            run.quotes += share.quotes
        progress.end()
    finally:
        progress.close()
    run.resumed = progress.resumed * examining.SHARE


def _cache(run: Run, head: str) -> Iterator[Finding]:
    """Compare the cache with what was read; one that differs is thrown away."""
    ledger = run.ledger
    if ledger.state_folder is None:
        return
    wrong = "it cannot be read"
    with reading.stale_cache(ledger.state_folder, ledger.root) as cache:
        if cache is None or cache.head != head:
            return
        other, count = "", 0
        for path, blob, kind in cache.contents():
            fact = run.committed.get(path)
            count += 1
            if not fact or fact.kind != kind or run.blobs[path] != blob:
                other = other or path
        if other:
            wrong = f"first in {other}"
        else:
            lacking = len(run.committed) - count
            wrong = f"it lacks {lacking} records" if lacking else ""
    if wrong:
        ledger.discard_cache()
        message = (
            f"the cache differed from what is committed ({wrong}): it was thrown away "
            "and is built anew"
        )
        yield Finding("", 0, "cache", message, "note")
