"""The working tree of a verification: edits, damage, loss, and what is new."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from factcheck.intake.sandbox import Extractor
from factcheck.ledger import files, layout
from factcheck.ledger.cache import reading
from factcheck.model.errors import BadRecordError, MachineError, RefusedError
from factcheck.review.facts import labels_of, look
from factcheck.review.finding import Finding
from factcheck.review.hidden import differences, untracked
from factcheck.review.records import rules
from factcheck.review.run import guarded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factcheck.review.examining import Difference
    from factcheck.review.run import Run


def folder(run: Run) -> None:
    """Look at a folder that is in no repository, as it lies."""
    run.labels = _labels(files.read(run.ledger.root, layout.SETTINGS))
    with Extractor() as extractor:
        for path in reading.record_files(run.ledger.root):
            _look_working(run, path, extractor)


def read_settings(run: Run) -> None:
    """Read the ratings: of the working tree, as an edit of them counts already."""
    try:
        content = files.read(run.ledger.root, layout.SETTINGS)
    except (RefusedError, MachineError):
        content = None
    if content is None:
        content = run.ledger.committed([layout.SETTINGS]).get(layout.SETTINGS)
    run.labels = _labels(content)


def _labels(content: bytes | None) -> frozenset[str] | None:
    if content is None:
        return None
    try:
        settings = reading.read_record(layout.SETTINGS, content)
    except BadRecordError:
        return None  # which is a finding of its own
    return labels_of(settings) if settings else None


def working_tree(run: Run) -> None:
    """Tell edits, damage and loss apart; look at what is edited or new."""
    ledger = run.ledger
    known = run.blobs
    new = [path for path in reading.record_files(ledger.root) if path not in known]
    if not (ledger.require_repository().git_dir / "index").exists() and known:
        if len(run.differing) == len(known) and not new:
            message = "nothing is checked out: only what is committed was checked"
            run.findings.append(Finding("", 0, "not-checked-out", message, "note"))
            run.differing.clear()
            return
        message = "is gone: git would take every file for deleted ('git reset')"
        run.findings.append(Finding(".git/index", 0, "missing", message))
    records = [
        (path, how) for path, how in run.differing if layout.place_of(path) is not None
    ]
    guarded(run, lambda: differences(ledger, records))
    others = [one for one in run.differing if one not in set(records)]
    guarded(run, lambda: _others(run, others))
    if known:
        guarded(run, lambda: untracked(ledger, new))
    with Extractor() as extractor:
        for path, how in records:
            if how == "missing":
                run.edited[path] = None
            elif how == "differs":
                _look_working(run, path, extractor)
        for path in new:
            _look_working(run, path, extractor)


def _others(run: Run, others: Sequence[tuple[str, Difference]]) -> Iterator[Finding]:
    """Of files that are no records damage is told, and loss noted; edits are not."""
    for finding in differences(run.ledger, others):
        if finding.code == "damaged":
            yield finding
        elif finding.code == "missing" and not finding.path.startswith("captures/"):
            yield replace(finding, severity="note")


def _look_working(run: Run, path: str, extractor: Extractor) -> None:
    """Look at a file of the working tree that is edited, or that no commit holds."""
    run.edited[path] = None
    try:
        content = files.read(run.ledger.root, path)
    except (RefusedError, MachineError) as error:
        message = str(error).removeprefix(f"{path} ")
        run.findings.append(Finding(path, 0, "stray", message))
        return
    if content is None:
        return
    run.records += path not in run.blobs
    run.size += len(content)
    read = extractor.passage
    found = look(path, content, labels=run.labels, ledger=run.ledger, read=read)
    run.edited[path] = found.fact
    told = set(found.findings)
    # What was committed is said as such, unless the edit has the same fault.
    run.findings = [
        one
        for one in run.findings
        if one.path != path or one.severity == "error" or one.code == "uncommitted"
    ]
    run.findings = [
        _as_committed(one) if _is_of_record(one, path) and one not in told else one
        for one in run.findings
    ]
    run.findings += found.findings
    run.quotes += found.quotes if path not in run.blobs else 0


_OF_WORKING_TREE = frozenset({"uncommitted", "damaged", "missing", "foreign", "stray"})


def _is_of_record(finding: Finding, path: str) -> bool:
    return finding.path == path and finding.code not in _OF_WORKING_TREE


def _as_committed(finding: Finding) -> Finding:
    return replace(finding, message=f"{finding.message} (as committed)")


def rules_as_committed(run: Run) -> None:
    """Apply the rules also to what is committed alone, where there are edits."""
    told = {(one.path, one.code, one.message) for one in run.findings}
    for one in rules(list(run.committed.values())):
        if (one.path, one.code, one.message) not in told:
            run.findings.append(_as_committed(one))
