"""Does the ledger hold together? The rules of ``factcheck verify``.

The working tree is read afresh, without the cache. Each rule is a function that
gives findings; none stops at the first.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

from factcheck.ledger import canonical, layout, reading
from factcheck.model import state
from factcheck.model.citations import cited, names_meant
from factcheck.model.digest import digest
from factcheck.model.errors import RefusedError
from factcheck.model.ids import id_of
from factcheck.model.kinds import KINDS
from factcheck.model.names import fold_name
from factcheck.model.references import by_kind_and_id, leads_nowhere, references
from factcheck.review.append_only import append_only
from factcheck.review.finding import Finding
from factcheck.review.quotes import quote_in_captures, quote_state

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

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
        *_settings(records),
        *_parties(records),
        *_citations(records),
        *_captures(ledger, records, checked),
        *_quotes(ledger, records, checked),
        *_form(ledger, records),
        *append_only(ledger, base),
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
    there = by_kind_and_id(records)
    parts = defaultdict(set)
    for record in records:
        if record.kind == "check":
            parts[record.check] = {part.part for part in record.record.parts}
    for record in records:
        broken = (leads_nowhere(one, there) for one in references(record))
        for message in dict.fromkeys(filter(None, broken)):
            yield Finding(record.path, 0, "dangling", message)
        if record.kind == "link":
            yield from _link(record, parts[record.check])
        if record.kind in {"review", "recheck"}:
            yield from _decided(record, there)


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


def _decided(
    record: Filed[Any], there: Mapping[tuple[Kind, str], list[Filed[Any]]]
) -> Iterator[Finding]:
    """A review and a recheck hold the digest of the verdict that was read."""
    verdicts = there.get(("verdict", id_of(record.data["verdict"])), ())
    wanted = record.data["verdict_digest"]
    if verdicts and all(digest("verdict", one.data) != wanted for one in verdicts):
        message = f"was given on another text of the verdict {verdicts[0].name}"
        yield Finding(record.path, 0, "reviewed-text", message)


def _settings(records: list[Filed[Any]]) -> Iterator[Finding]:
    """Ratings are labels of the scale; views ask for what there is."""
    settings = [record for record in records if record.kind == "settings"]
    if not settings:  # they cannot be read, which is a finding of its own
        return
    labels = {rating["label"] for rating in settings[0].data["ratings"]}
    for record in records:
        rating = record.data.get("rating")
        if record.kind in {"draft", "verdict"} and rating and rating not in labels:
            message = f"has the rating '{rating}', which the settings do not have"
            yield Finding(record.path, 0, "rating", message)
    known: dict[str, Iterable[str]] = {
        "stage": get_args(state.Stage),
        "public": get_args(state.Public),
        "flag": get_args(state.FlagName),
        "rating": labels,
    }
    for view in settings[0].data["views"]:
        for field, values in known.items():
            for value in view[field]:
                if _plain_word(value) not in map(_plain_word, values):
                    what = f"the {field} '{value}', which there is not"
                    message = f"asks in the view {view['name']} for {what}"
                    yield Finding(settings[0].path, 0, "view", message)


def _plain_word(text: str) -> str:
    """Fold a filter's value as ``list`` does: hyphens may stand for spaces."""
    return text.casefold().replace("-", " ")


def _parties(records: Iterable[Filed[Any]]) -> Iterator[Finding]:
    """A name belongs to one party; one that two claim is nobody's."""
    claimed: dict[str, dict[str, Filed[Any]]] = defaultdict(dict)
    for record in records:
        if record.kind == "party":
            for name in (record.data["name"], *record.data["other_names"]):
                claimed[fold_name(name)].setdefault(record.id, record)
    for name, parties in claimed.items():
        first, *others = parties.values()
        for other in others:
            message = f"claims the name '{name}', as {first.path} does: it is nobody's"
            yield Finding(other.path, 0, "name-twice", message, "note")


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


def _uncommitted(ledger: Ledger) -> Iterator[Finding]:
    if ledger.repository is None:
        return
    for path in ledger.edits():
        message = "differs from what is committed"
        yield Finding(path, 0, "uncommitted", message, "note")
