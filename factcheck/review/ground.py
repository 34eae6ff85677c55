"""What a published verdict rests on, compared with an earlier commit.

Readers have seen the verdict; who takes away or changes its ground says so in the same
range of commits: by a correction (a verdict that supersedes it, with a grade and a
public note), or by a recheck of somebody who looked again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factcheck.ledger import layout
from factcheck.model.check import gather
from factcheck.model.digest import digest, material_changes
from factcheck.model.errors import one_line
from factcheck.model.ids import id_of
from factcheck.review.compared import place
from factcheck.review.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from factcheck.model.check import Check
    from factcheck.model.filed import Filed
    from factcheck.review.compared import Compared
    from factcheck.review.facts import Fact

    Versions = Mapping[str, tuple[Filed[Any] | None, Filed[Any] | None]]

_SETTLE = (
    "give a correction that supersedes it (--grade, --public-note), or look again: "
    "'factcheck recheck'"
)
_LONGEST_VALUE = 60


def ground(compared: Compared, facts: Iterable[Fact]) -> Iterator[Finding]:
    """Find where the ground of a published verdict was moved without a word.

    Args:
        compared: the base and HEAD.
        facts: of all records as committed: they tell which checks link an entry.
    """
    kinds = {
        path: found.kind
        for path in compared.changed
        if (found := place(path)) is not None
    }
    entries = {id_of(_name(path)) for path, kind in kinds.items() if kind == "evidence"}
    folders = {
        layout.folder_of(path)
        for path, kind in kinds.items()
        if kind in {"link", "check", "answer", "verdict", "publication"}
    }
    if entries:
        folders |= {
            layout.folder_of(fact.path)
            for fact in facts
            if fact.kind == "link" and fact.id in entries
        }
    if not folders:
        return
    versions = _entries(compared, kinds)
    for folder in sorted(folders):
        before, after = (
            compared.records(compared.folder_at(commit, [folder]))
            for commit in (compared.base, compared.head)
        )
        if any(record.kind == "publication" for record in before):
            yield from _check(compared, before, after, versions)


def _name(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".yaml")


def _entries(compared: Compared, kinds: Mapping[str, str]) -> Versions:
    """Give the changed evidence entries at the base and at HEAD, by id."""
    changes = [
        compared.changed[path] for path, kind in kinds.items() if kind == "evidence"
    ]
    compared.fetch(blob for one in changes for blob in (one.old, one.new))
    found: dict[str, tuple[Filed[Any] | None, Filed[Any] | None]] = {}
    for one in changes:
        key = id_of(_name(one.path))
        old, new = found.get(key, (None, None))  # a renamed file is two changes
        found[key] = (
            compared.record(one.path, one.old) or old,
            compared.record(one.path, one.new) or new,
        )
    return found


def _check(
    compared: Compared,
    before: list[Filed[Any]],
    after: list[Filed[Any]],
    versions: Versions,
) -> Iterator[Finding]:
    old, new = gather(before, {}), gather(after, {})
    if old is None or new is None:
        claim = next((one.path for one in before if one.kind == "check"), "")
        if claim and old is not None:
            message = (
                f"is gone since {compared.since}, and a verdict on it is published"
            )
            yield _finding(compared, claim, "ground-moved", message)
        return
    published = {id_of(one.record.verdict) for one in old.publications}
    for verdict in old.current_verdicts():
        if verdict.id not in published:
            continue
        later = [
            one
            for one in new.verdicts
            if verdict.id in map(id_of, one.record.supersedes)
        ]
        for one in later:
            if not one.record.grade:
                message = (
                    f"supersedes the published verdict {verdict.name} and does not say "
                    "so to readers: it lacks grade and public_note"
                )
                yield _finding(compared, one.path, "correction-missing", message)
        if later:
            continue
        for path, code, what in _moved(old, new, verdict, versions):
            message = (
                f"{what} since {compared.since}, and the published verdict "
                f"{verdict.name} rests on it: {_SETTLE}"
            )
            yield _finding(compared, path, code, message)


def _finding(compared: Compared, path: str, code: str, message: str) -> Finding:
    severity: Severity = "error" if compared.is_asked else "note"
    return Finding(path, 0, code, one_line(message), severity)


def _moved(
    old: Check, new: Check, verdict: Filed[Any], versions: Versions
) -> Iterator[tuple[str, str, str]]:
    """Give path, code and words of what moved and nobody has looked at again."""
    recheck = new.recheck_of(verdict)
    is_new = recheck is not None and recheck.id not in {one.id for one in old.rechecks}
    pins = new.pins_of(verdict) if is_new else None
    seen = {id_of(pin.evidence): pin for pin in pins.evidence} if pins else {}
    claim = digest("check", new.claim.data)
    if digest("check", old.claim.data) != claim and not (
        pins and pins.claim_digest == claim
    ):
        how = _words(old.claim, new.claim)
        yield new.claim.path, "ground-moved", f"was changed ({how})"
    links = {(one.id, one.record.part): one for one in new.links}
    for pin in old.pins_of(verdict).evidence:
        key = id_of(pin.evidence)
        linked = next(
            (o for o in old.links if o.id == key and o.record.part == pin.part), None
        )
        there = links.get((key, pin.part))
        if linked and there is None:
            if not pins:
                yield linked.path, "ground-moved", "was dropped"
        elif (
            linked
            and there
            and digest("link", linked.data) != digest("link", there.data)
        ):
            looked = seen.get(key)
            if not (looked and looked.link_digest == digest("link", there.data)):
                how = _words(linked, there)
                yield there.path, "ground-moved", f"was changed ({how})"
        if key in versions:
            yield from _entry(*versions[key], seen.get(key))
    yield from _answers(old, new, verdict, is_new=is_new)


def _entry(
    old: Filed[Any] | None, new: Filed[Any] | None, looked: Any
) -> Iterator[tuple[str, str, str]]:
    if old is None:
        return
    if new is None:
        yield old.path, "ground-moved", "was deleted"
        return
    held, holds = (
        [capture["sha256"] for capture in one.data["captures"]] for one in (old, new)
    )
    exchanged = [sha256 for sha256 in held if sha256 not in holds]
    if exchanged:
        what = f"no longer names the capture {exchanged[0][:12]}…"
        yield new.path, "capture-exchanged", what
        return
    now = digest("evidence", new.data)
    if digest("evidence", old.data) != now and not (
        looked and looked.evidence_digest == now
    ):
        yield new.path, "ground-moved", f"was changed ({_words(old, new)})"


def _answers(
    old: Check, new: Check, verdict: Filed[Any], *, is_new: bool
) -> Iterator[tuple[str, str, str]]:
    pinned = {id_of(pin.answer) for pin in old.pins_of(verdict).answers}
    there = {one.id: one for one in new.answers}
    for answer in old.answers:
        if answer.id not in pinned or is_new:
            continue
        now = there.get(answer.id)
        if now is None:
            yield answer.path, "ground-moved", "was deleted"
        elif digest("answer", now.data) != digest("answer", answer.data):
            yield now.path, "ground-moved", f"was changed ({_words(answer, now)})"


def _words(old: Filed[Any], new: Filed[Any]) -> str:
    """Show the first field that matters and differs, old and new."""
    fields = material_changes(old.kind, old.data, new.data)
    if not fields:
        return "its form"
    field = fields[0]
    was, now = (_value(one.data, field) for one in (old, new))
    more = f", and {len(fields) - 1} more" if len(fields) > 1 else ""
    return f"{field}: “{was}” → “{now}”{more}"


def _value(data: Any, field: str) -> str:
    for step in field.split("."):
        data = data.get(step) if isinstance(data, dict) else data
    text = one_line(str("" if data is None else data))
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"
