"""What rests on what: which change would pull the ground from under a record.

A pure function over the records before and after a change: an undo must pass it,
and ``verify`` measures with it what vanished. Source of the rule: docs/format.md,
"What may change when".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from factcheck.model.check import gather
from factcheck.model.citations import cited, names_meant
from factcheck.model.digest import digest
from factcheck.model.ids import id_of
from factcheck.model.kinds import ONE_PER_CHECK
from factcheck.model.references import (
    by_kind_and_id,
    leads_nowhere,
    references,
)
from factcheck.model.state import moved

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from factcheck.model.check import Check
    from factcheck.model.filed import Filed
    from factcheck.model.kinds import Kind
    from factcheck.model.verdict import Recheck, Verdict


class Resting(NamedTuple):
    """One record that stays and would be left without its ground.

    Attributes:
        path: of the record that stays.
        why: one line: what rests on what.
    """

    path: str
    why: str


class _State:
    """Records with the ways in which the rules look them up."""

    def __init__(self, records: Iterable[Filed[Any]]) -> None:
        self.by_path = {record.path: record for record in records}
        self.there = by_kind_and_id(self.by_path.values())
        self.claims: dict[str, Filed[Any]] = {}
        self.inside: dict[str, list[Filed[Any]]] = {}
        self.settings: Filed[Any] | None = None
        for record in self.by_path.values():
            if record.check:
                self.inside.setdefault(record.check, []).append(record)
            if record.kind == "check":
                self.claims[record.check] = record
            if record.kind == "settings":
                self.settings = record

    def of_kind(self, kind: Kind) -> Iterator[Filed[Any]]:
        return (one for one in self.by_path.values() if one.kind == kind)

    def check(self, name: str) -> Check | None:
        files = self.inside.get(name, [])
        entries = {
            one.id: self.there["evidence", one.id][0]
            for one in files
            if one.kind == "link" and ("evidence", one.id) in self.there
        }
        return gather(files, entries)


def resting(
    now: Iterable[Filed[Any]],
    then: Iterable[Filed[Any]],
    *,
    earlier: Collection[str] = (),
) -> tuple[Resting, ...]:
    """Name what would be left without its ground if the ledger became another one.

    What is broken already does not count, nor what vanishes along with its ground.

    Args:
        now: the records as they are.
        then: the records as they would be.
        earlier: paths of records that are older than what is taken back. They may
            rest on what was before it, so that a verdict among them may move.

    Returns:
        In path order, each once; empty if nothing stands in the way.
    """
    before, after = _State(now), _State(then)
    found = [
        *_settings(before, after),
        *_references(before, after),
        *_folders(before, after),
        *_parts(before, after),
        *_twins(before, after),
        *_decided_texts(before, after),
        *_citations(before, after),
        *_pins(before, after, earlier),
        *_published(before, after),
    ]
    return tuple(sorted(dict.fromkeys(found)))


def _settings(before: _State, after: _State) -> Iterator[Resting]:
    """The ledger rests on its settings, and ratings that were given on their label."""
    if before.settings is None:
        return
    if after.settings is None:
        yield Resting(before.settings.path, "the whole ledger rests on its settings")
        return
    labels = {one["label"] for one in before.settings.data["ratings"]}
    gone = labels - {one["label"] for one in after.settings.data["ratings"]}
    for kind in ("draft", "verdict"):
        for record in after.of_kind(kind):
            if record.data["rating"] in gone:
                why = f"{_what(record)} has the rating '{record.data['rating']}'"
                yield Resting(record.path, why)
    for view in after.settings.data["views"]:
        for label in gone & set(view["rating"]):
            why = f"the view {view['name']} asks for the rating '{label}'"
            yield Resting(after.settings.path, why)


def _references(before: _State, after: _State) -> Iterator[Resting]:
    """Whoever names a record rests on it."""
    for record in after.by_path.values():
        for reference in references(record):
            broken = leads_nowhere(reference, after.there)
            if not broken:
                continue
            was_there = record.path in before.by_path and reference in set(
                references(before.by_path[record.path])
            )
            if not leads_nowhere(reference, before.there):
                named = f"the {reference.kind} {reference.name}"
                yield Resting(record.path, f"{_what(record)} rests on {named}")
            elif not was_there:
                yield Resting(record.path, f"{_what(record)} {broken}")


def _folders(before: _State, after: _State) -> Iterator[Resting]:
    """The records in the folder of a check rest on its claim."""
    for name, records in after.inside.items():
        if name in after.claims:
            continue
        for record in records:
            if name in before.claims or record.path not in before.by_path:
                yield Resting(record.path, f"{_what(record)} lies in the check {name}")


def _parts(before: _State, after: _State) -> Iterator[Resting]:
    """A link to one part of a claim rests on that part."""
    for link in after.of_kind("link"):
        part = link.data["part"]
        was = before.by_path.get(link.path)
        is_new = was is None or was.data["part"] != part
        if (
            part
            and part not in _letters(after, link.check)
            and (is_new or part in _letters(before, link.check))
        ):
            yield Resting(link.path, f"{_what(link)} is for part {part} of the claim")


def _letters(state: _State, check: str) -> set[str]:
    claim = state.claims.get(check)
    return {part["part"] for part in claim.data["parts"]} if claim else set()


def _twins(before: _State, after: _State) -> Iterator[Resting]:
    """A record that comes back must not meet one that has its id by now."""
    for key, records in after.there.items():
        if key[0] in {*ONE_PER_CHECK, "link"} - {"check"}:
            continue
        if len(records) > max(1, len(before.there.get(key, ()))):
            yield Resting(records[0].path, f"{_what(records[0])} has the same id")


def _decided_texts(before: _State, after: _State) -> Iterator[Resting]:
    """A decision on a verdict rests on the text that was read."""
    for record in after.by_path.values():
        if record.kind not in {"review", "recheck"} or _fits(record, after):
            continue
        was = before.by_path.get(record.path)
        if was is None or _fits(was, before):
            verdict = record.data["verdict"]
            why = f"{_what(record)} was given on the present text of {verdict}"
            yield Resting(record.path, why)


def _fits(record: Filed[Any], state: _State) -> bool:
    """Tell whether a decision was given on the text that its verdict has."""
    verdicts = state.there.get(("verdict", id_of(record.data["verdict"])), ())
    wanted = record.data["verdict_digest"]
    return not verdicts or any(
        digest("verdict", one.data) == wanted for one in verdicts
    )


def _citations(before: _State, after: _State) -> Iterator[Resting]:
    """A draft rests on the entries that it cites."""
    for draft in after.of_kind("draft"):
        known, left = (
            [one.name for one in state.inside[draft.check] if one.kind == "link"]
            if draft.check in state.inside
            else []
            for state in (before, after)
        )
        text = f"{draft.data['summary']}\n{draft.data['text']}"
        for key in dict.fromkeys(cited(text)):
            meant = names_meant(key, known)
            if len(meant) == 1 and not names_meant(key, left):
                yield Resting(draft.path, f"{_what(draft)} cites {meant[0]}")


def _pins(before: _State, after: _State, earlier: Collection[str]) -> Iterator[Resting]:
    """A verdict that was given since rests on all that it pins."""
    for name in _touched(before, after):
        check, later = before.check(name), after.check(name)
        if check is None or later is None:
            continue
        stay = {one.path for one in later.verdicts}
        for verdict in check.current_verdicts():
            pinner: Filed[Verdict] | Filed[Recheck] = (
                check.recheck_of(verdict) or verdict
            )
            if verdict.path not in stay or pinner.path in earlier:
                continue
            if pinner.path not in after.by_path:
                continue
            known = set(moved(check, verdict))
            for reason in moved(later, verdict):
                if reason not in known:
                    why = f"{_what(pinner)} was given since: for it, {reason}"
                    yield Resting(pinner.path, why)


def _touched(before: _State, after: _State) -> list[str]:
    """Give the checks in which something differs, their evidence included."""
    differing = [
        record
        for state, other in ((before, after), (after, before))
        for path, record in state.by_path.items()
        if other.by_path.get(path) != record
    ]
    checks = {record.check for record in differing if record.check}
    entries = {record.id for record in differing if record.kind == "evidence"}
    for state in (before, after):
        checks |= {one.check for one in state.of_kind("link") if one.id in entries}
    return sorted(checks)


def _published(before: _State, after: _State) -> Iterator[Resting]:
    """What went out rests on its approval; a correction on what it corrects."""
    for publication in after.of_kind("publication"):
        published = id_of(publication.data["verdict"])
        for review in before.of_kind("review"):
            if review.path in after.by_path:
                continue
            if id_of(review.data["verdict"]) != published:
                continue
            why = f"{_what(publication)} went out after {_what(review)}"
            yield Resting(publication.path, why)
    gone = {
        id_of(one.data["verdict"])
        for one in before.of_kind("publication")
        if one.path not in after.by_path
    }
    for later in after.of_kind("verdict"):
        if later.data["grade"] and gone & set(map(id_of, later.data["supersedes"])):
            why = f"{_what(later)} corrects what was published"
            yield Resting(later.path, why)


def _what(record: Filed[Any]) -> str:
    return f"the {record.kind} {record.name}"
