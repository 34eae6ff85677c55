"""Captures: hashed always, by their bytes, never by size and time."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from factcheck.ledger import layout
from factcheck.ledger.cache.reading import is_ours
from factcheck.model.errors import MachineError, RefusedError
from factcheck.model.ids import slug_of
from factcheck.review.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from factcheck.ledger.ledger import Ledger
    from factcheck.review.facts import Fact


@dataclass
class Captures:
    """What a look at the captures gave.

    Attributes:
        findings: what is wrong, absent or foreign.
        counted: how many times a capture that a record names was right.
        size: how many bytes were hashed.
    """

    findings: list[Finding] = field(default_factory=list)
    counted: int = 0
    size: int = 0


def check_captures(
    ledger: Ledger, facts: Iterable[Fact], *, require_all: bool
) -> Captures:
    """Hash every capture that a record names, and name those that none names.

    Args:
        ledger: where they are kept.
        facts: of all records.
        require_all: a capture that is not kept here is an error.
    """
    seen = Captures()
    facts = list(facts)
    known: dict[str, str | int | None] = {}
    absent: list[tuple[Fact, str]] = []
    for fact in facts:
        for sha256, size in fact.captures:
            if sha256 not in known:
                known[sha256] = _hashed(ledger, sha256)
                found = known[sha256]
                seen.size += found if isinstance(found, int) else 0
            if known[sha256] is None:
                absent.append((fact, sha256))
            else:
                _judge(seen, fact, sha256, size, known[sha256])
    seen.findings += _absent(facts, absent, "error" if require_all else "note")
    for path in _kept(ledger.root):
        if path.rpartition("/")[2] not in known:
            message = "is a capture that no record names"
            seen.findings.append(Finding(path, 0, "foreign", message, "note"))
    return seen


def _absent(
    facts: Sequence[Fact], absent: Sequence[tuple[Fact, str]], severity: Severity
) -> Iterator[Finding]:
    """Say of each capture that is not here for which checks it is lacking."""
    entries = {fact.id for fact, _ in absent}
    linked: dict[str, list[str]] = {}
    for fact in facts if entries else ():
        if fact.kind == "link" and fact.id in entries:
            linked.setdefault(fact.id, []).append(slug_of(fact.check) or fact.check)
    for fact, sha256 in absent:
        checks = [fact.check] if fact.check else linked.get(fact.id, [])
        of = f"; it is of {', '.join(dict.fromkeys(checks))}" if checks else ""
        message = f"capture {sha256[:12]}… is not kept here{of}"
        yield Finding(fact.path, 0, "capture-absent", message, severity)


def _hashed(ledger: Ledger, sha256: str) -> str | int | None:
    """Give the size of a right capture, else what is wrong; None if it is not here."""
    try:
        content = ledger.capture(sha256)
    except (RefusedError, MachineError) as error:
        return str(error)
    if content is None:
        return None
    if hashlib.sha256(content).hexdigest() != sha256:
        where = layout.capture_file(sha256)
        return f"the bytes in {where} are not those that were captured"
    return len(content)


def _judge(
    seen: Captures, fact: Fact, sha256: str, size: int, found: str | int | None
) -> None:
    if isinstance(found, str):
        seen.findings.append(Finding(fact.path, 0, "capture-wrong", found))
        return
    seen.counted += 1
    if found != size:
        message = f"says that capture {sha256[:12]}… has {size} bytes; it has {found}"
        seen.findings.append(Finding(fact.path, 0, "capture-wrong", message))


def _kept(root: Path) -> Iterator[str]:
    for folder, inner, names in os.walk(root / layout.CAPTURES):
        inner.sort()
        where = Path(folder).relative_to(root).as_posix()
        for name in sorted(names):
            if not is_ours(name):
                yield f"{where}/{name}"
