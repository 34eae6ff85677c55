"""The history behind HEAD: compared with the base, or with what last held together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factcheck.ledger import files
from factcheck.model.errors import MachineError, RefusedError
from factcheck.review.altered import altered
from factcheck.review.append_only import append_only, is_once
from factcheck.review.compared import Compared, is_ancestor
from factcheck.review.finding import Finding, Severity
from factcheck.review.ground import ground
from factcheck.review.signatures import signatures

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factcheck.review.refs import Refs
    from factcheck.review.remembered import Remembered
    from factcheck.review.run import Run


def history(
    run: Run,
    refs: Refs,
    before: Remembered,
    base: str | None,
    asked: str | None,
) -> Iterator[Finding]:
    """Compare with the base that was named, or with what last held together."""
    repository = run.ledger.require_repository()
    head = refs.head or ""
    if repository.is_shallow():
        message = "the clone is shallow: its history was not checked before the cut"
        yield Finding("", 0, "history-unchecked", message, "note")
    last = before.heads.get(refs.branch or "")
    if asked is not None:
        is_id = asked.startswith(str(base))
        called = f"commit {asked[:10]}" if is_id else str(base)
        compared = Compared(run.ledger, asked, head, called, is_asked=True)
    elif last and repository.has(last):
        since = f"the last look (commit {last[:10]})"
        compared = Compared(run.ledger, last, head, since, is_asked=False)
    else:
        compared = Compared(run.ledger, head, head, "the last commit", is_asked=False)
    if last and last != head and asked is None and not repository.has(last):
        message = (
            f"commit {last[:10]}, which held together at the last look, is gone: "
            "compare with another clone, or 'factcheck verify --forget'"
        )
        yield Finding("", 0, "history-rewritten", message)
    if compared.base == head and asked is None:
        compared.since = "the last commit"
    compared.is_rewritten = not _has_led(compared)
    compared.read_changes()
    working = _working_once(run)
    found = list(append_only(compared, run.blobs, working))
    yield from _ancestry(compared, found)
    yield from found
    yield from altered(compared)
    yield from ground(compared, run.committed.values())
    since_commit = compared.base if compared.base != head else None
    yield from signatures(run.ledger, since_commit, head)


def _has_led(compared: Compared) -> bool:
    """Tell whether the base led to HEAD, or whether a cut hides it."""
    repository = compared.repository
    return (
        compared.base == compared.head
        or repository.is_shallow()
        or is_ancestor(repository, compared.base, compared.head)
    )


def _ancestry(compared: Compared, found: Sequence[Finding]) -> Iterator[Finding]:
    """Tell when the base is not what led to HEAD: history was rewritten behind it."""
    if compared.is_rewritten:
        is_grave = compared.is_asked or any(one.severity == "error" for one in found)
        message = (
            f"{compared.since} did not lead to HEAD: history was rewritten behind it"
        )
        severity: Severity = "error" if is_grave else "note"
        yield Finding("", 0, "history-rewritten", message, severity)
    repository = compared.repository
    if repository.is_shallow() and not is_ancestor(
        repository, compared.base, compared.head
    ):
        message = (
            f"whether {compared.since} led to HEAD cannot be known in a shallow clone: "
            "'git fetch --unshallow' gets the rest"
        )
        yield Finding("", 0, "history-unchecked", message, "note")


def _working_once(run: Run) -> dict[str, bytes | None]:
    """Give the append-only files of the working tree that differ from HEAD."""
    found: dict[str, bytes | None] = {}
    for path, _ in run.differing:
        if is_once(path):
            try:
                found[path] = files.read(run.ledger.root, path)
            except (RefusedError, MachineError):
                found[path] = None
    return found
