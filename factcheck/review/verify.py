"""Does the ledger hold together? The rules of ``factcheck verify``.

The working tree is read afresh, without the cache. Each rule is a function that
gives findings; none stops at the first.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from factcheck.ledger import canonical, layout, reading
from factcheck.model.citations import cited, names_meant
from factcheck.model.digest import digest
from factcheck.model.errors import BadRecordError, Problem, RefusedError
from factcheck.model.ids import id_of
from factcheck.model.kinds import APPEND_ONLY, KINDS
from factcheck.review.finding import Finding
from factcheck.review.quotes import quote_in_captures, quote_state

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from factcheck.ledger.ledger import Ledger
    from factcheck.model.filed import Filed
    from factcheck.model.kinds import Kind


@dataclass(frozen=True, slots=True)
class Verification:
    """What was looked at and what was found.

    Attributes:
        checked: how many records of each kind, captures and quotes were checked.
        findings: in path order, errors and notes.
    """

    checked: dict[str, int]
    findings: tuple[Finding, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong (notes apart)."""
        return not any(finding.severity == "error" for finding in self.findings)


def verify(ledger: Ledger, *, base: str | None = None) -> Verification:
    """Check everything that can be checked offline.

    Args:
        ledger: the ledger, as it lies in the working tree.
        base: a revision; append-only records that it holds must still be there,
            unchanged. Without it, the last commit is the base.

    Raises:
        NotFoundError: the base names no commit.
    """
    tree = reading.read_folder(ledger.root)
    records = list(tree.of_kind(*KINDS))
    checked: Counter[str] = Counter(record.kind for record in records)
    findings = [
        *(Finding(p.path, p.line, p.code, p.message) for p in tree.problems()),
        *_nothing(records),
        *_duplicates(records),
        *_orphans(records),
        *_references(records),
        *_ratings(records),
        *_citations(records),
        *_captures(ledger, records, checked),
        *_quotes(ledger, records, checked),
        *_form(ledger, records),
        *_append_only(ledger, base),
        *_uncommitted(ledger),
    ]
    tree.close()
    ordered = sorted(findings, key=lambda one: (one.path, one.line, one.message))
    return Verification(dict(checked), tuple(ordered))


def _nothing(records: list[Filed[Any]]) -> Iterator[Finding]:
    """A look at nothing is no pass."""
    if all(record.kind == "settings" for record in records):
        message = "there is no record to check: open a check, or name the right folder"
        yield Finding("", 0, "nothing-checked", message)


def _duplicates(records: Iterable[Filed[Any]]) -> Iterator[Finding]:
    """No two records of a kind share an id (a link's is that of its evidence)."""
    first: dict[tuple[str, str], str] = {}
    for record in records:
        if record.kind in {"work", "draft", "link"}:
            continue
        key = (record.kind, record.id)
        if key in first:
            message = f"has the same id as {first[key]}"
            yield Finding(record.path, 0, "duplicate-id", message)
        first.setdefault(key, record.path)


def _orphans(records: Iterable[Filed[Any]]) -> Iterator[Finding]:
    """Every folder of a check holds a claim."""
    with_claim = {record.check for record in records if record.kind == "check"}
    for record in records:
        if record.check and record.check not in with_claim:
            message = "lies in a folder without a readable check.yaml"
            yield Finding(record.path, 0, "orphan", message)


def _references(records: list[Filed[Any]]) -> Iterator[Finding]:
    """What a record names is there, and is what the record says of it."""
    there = {(record.kind, record.id): record for record in records}
    parts = defaultdict(set)
    for record in records:
        if record.kind == "check":
            parts[record.check] = {part.part for part in record.record.parts}
    for record in records:
        for kind, name in _named(record):
            target = there.get((kind, id_of(name)))
            if target is None:
                message = f"names the {kind} {name}, which is not in the ledger"
                yield Finding(record.path, 0, "dangling", message)
            elif kind == "verdict" and target.check != record.check:
                message = f"names the verdict {name} of another check"
                yield Finding(record.path, 0, "dangling", message)
        if record.kind == "link":
            yield from _link(record, parts[record.check])
        if record.kind == "review":
            yield from _reviewed(record, there)


def _named(record: Filed[Any]) -> Iterator[tuple[Kind, str]]:
    """Give kind and name of each record that a record refers to."""
    data = record.data
    match record.kind:
        case "link":
            yield "evidence", data["evidence"]
        case "review" | "publication":
            yield "verdict", data["verdict"]
        case "verdict":
            for name in data["supersedes"]:
                yield "verdict", name
            for pin in data["pins"]["evidence"]:
                yield "evidence", pin["evidence"]
        case "work" if data["closed"] and data["closed"]["duplicate_of"]:
            yield "check", data["closed"]["duplicate_of"]
        case "appearance" if data["article"]:
            yield "article", data["article"]
        case "article":
            for sentence in data["sentences"]:
                yield "check", sentence["check"]


def _link(record: Filed[Any], parts: set[str]) -> Iterator[Finding]:
    named, part = record.data["evidence"], record.data["part"]
    folder = layout.folder_of(record.path)
    if layout.file_in_check(folder, "link", record.name, part) != record.path or (
        id_of(named) != record.id
    ):
        message = f"is named for another link than the one to {named} that it holds"
        yield Finding(record.path, 0, "misnamed", message)
    if part and part not in parts:
        message = f"names part {part}, which the claim does not have"
        yield Finding(record.path, 0, "part", message)


def _reviewed(
    record: Filed[Any], there: dict[tuple[Any, str], Filed[Any]]
) -> Iterator[Finding]:
    verdict = there.get(("verdict", id_of(record.data["verdict"])))
    if verdict and digest("verdict", verdict.data) != record.data["verdict_digest"]:
        message = f"was given on another text of the verdict {verdict.name}"
        yield Finding(record.path, 0, "reviewed-text", message)


def _ratings(records: list[Filed[Any]]) -> Iterator[Finding]:
    """Ratings are labels of the scale."""
    settings = [record for record in records if record.kind == "settings"]
    if not settings:  # they cannot be read, which is a finding of its own
        return
    labels = {rating["label"] for rating in settings[0].data["ratings"]}
    for record in records:
        rating = record.data.get("rating")
        if record.kind in {"draft", "verdict"} and rating and rating not in labels:
            message = f"has the rating '{rating}', which the settings do not have"
            yield Finding(record.path, 0, "rating", message)


def _citations(records: Iterable[Filed[Any]]) -> Iterator[Finding]:
    """What a verdict cites is pinned by it."""
    for record in records:
        if record.kind != "verdict":
            continue
        pinned = [pin["evidence"] for pin in record.data["pins"]["evidence"]]
        text = f"{record.data['summary']}\n{record.data['text']}"
        for key in dict.fromkeys(cited(text)):
            if len(names_meant(key, pinned)) != 1:
                message = f"cites [@{key}], which its pins do not hold"
                yield Finding(record.path, 0, "citation", message)


def _captures(
    ledger: Ledger, records: Iterable[Filed[Any]], checked: Counter[str]
) -> Iterator[Finding]:
    """Captures hash to their names; a missing one is legal, a wrong one never."""
    for record in records:
        captures = record.data.get("captures") or []
        if record.kind == "appearance" and record.data["capture"]:
            captures = [record.data["capture"]]
        for capture in captures:
            sha256 = capture["sha256"]
            try:
                content = ledger.capture(sha256)
            except RefusedError as error:
                yield Finding(record.path, 0, "capture-wrong", str(error))
                continue
            if content is None:
                message = f"capture {sha256[:12]}… is not kept here"
                yield Finding(record.path, 0, "capture-absent", message, "note")
                continue
            checked["capture"] += 1
            found = hashlib.sha256(content).hexdigest()
            if found != sha256 or len(content) != capture["size"]:
                where = layout.capture_file(sha256)
                message = f"the bytes in {where} are not those that were captured"
                yield Finding(record.path, 0, "capture-wrong", message)


def _quotes(
    ledger: Ledger, records: Iterable[Filed[Any]], checked: Counter[str]
) -> Iterator[Finding]:
    """Quotes stand in their captures, where there is one that can be read."""
    for record in records:
        if record.kind != "evidence":
            continue
        found = quote_in_captures(ledger, record.record)
        if found is None:
            continue
        if found.outcome == "not found":
            yield Finding(record.path, 0, "quote-not-found", quote_state(found))
        elif found.outcome == "found":
            checked["quote"] += 1
        elif record.data["captures"]:
            state = quote_state(found)
            yield Finding(record.path, 0, "quote-unchecked", state, "note")


def _form(ledger: Ledger, records: Iterable[Filed[Any]]) -> Iterator[Finding]:
    """Files are written in the one canonical form; others are valid, and noted."""
    for record in records:
        if ledger.read_working(record.path) != canonical.write(record.data):
            message = "is valid but not in canonical form: 'factcheck save' rewrites it"
            yield Finding(record.path, 0, "form", message, "note")


def _append_only(ledger: Ledger, base: str | None) -> Iterator[Finding]:
    """Verdicts, reviews and publications of the base are there, byte for byte."""
    repository = ledger.repository
    if repository is None or repository.head() is None:
        message = "no history here: append-only records were not compared with a base"
        yield Finding("", 0, "history-unchecked", message, "note")
        return
    if repository.is_shallow():
        message = "the clone is shallow: its history was not checked before the cut"
        yield Finding("", 0, "history-unchecked", message, "note")
    for path, content in sorted(ledger.base(base or "HEAD").items()):
        place = layout.place_of(path)
        if place is None or isinstance(place, Problem) or place.kind not in APPEND_ONLY:
            continue
        try:
            there = ledger.read_working(path)
        except RefusedError:  # a link in its place
            there = None
        if there is None:
            message = f"was deleted since {base or 'the last commit'}: it must stay"
            yield Finding(path, 0, "append-only", message)
        elif not _same_record(path, there, content):
            message = (
                f"was changed since {base or 'the last commit'}: it must stay as is"
            )
            yield Finding(path, 0, "append-only", message)


def _same_record(path: str, one: bytes, other: bytes) -> bool:
    """Tell whether two texts hold the same record, whatever their YAML form."""
    if one == other:
        return True
    try:
        first, second = (reading.read_record(path, text) for text in (one, other))
    except BadRecordError:
        return False
    return first == second


def _uncommitted(ledger: Ledger) -> Iterator[Finding]:
    if ledger.repository is None:
        return
    for path in ledger.edits():
        message = "differs from what is committed"
        yield Finding(path, 0, "uncommitted", message, "note")
