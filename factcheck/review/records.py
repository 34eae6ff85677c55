"""The rules over several records: what each names is there, and is what it says."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, cast

from factcheck.model.names import fold_name
from factcheck.model.references import by_kind_and_id, leads_nowhere
from factcheck.review.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from factcheck.model.filed import Filed
    from factcheck.model.kinds import Kind
    from factcheck.review.facts import Fact

    There = Mapping[tuple[Kind, str], list[Filed[Any]]]

_NAMED: frozenset[Kind] = frozenset(
    {"check", "evidence", "verdict", "answer", "ask", "article"}
)
"""The kinds that other records name."""


def rules(facts: Sequence[Fact]) -> Iterator[Finding]:
    """Check a whole ledger's facts against each other."""
    yield from _duplicates(facts)
    yield from _orphans(facts)
    yield from _references(facts)
    yield from _parties(facts)


def _duplicates(facts: Iterable[Fact]) -> Iterator[Finding]:
    """No two records of a kind share an id (a link's is that of its evidence)."""
    first: dict[tuple[str, str], str] = {}
    for fact in facts:
        if fact.kind in {"work", "draft", "link"}:
            continue
        key = (fact.kind, fact.id)
        if key in first:
            message = f"has the same id as {first[key]}"
            yield Finding(fact.path, 0, "duplicate-id", message)
        first.setdefault(key, fact.path)


def _orphans(facts: Iterable[Fact]) -> Iterator[Finding]:
    """Every folder of a check holds a claim."""
    with_claim = {fact.check for fact in facts if fact.kind == "check"}
    for fact in facts:
        if fact.check and fact.check not in with_claim:
            message = "lies in a folder without a readable check.yaml"
            yield Finding(fact.path, 0, "orphan", message)


def _references(facts: Sequence[Fact]) -> Iterator[Finding]:
    """What a record names is there, and is what the record says of it."""
    # A fact has all of a record that is asked for here: kind, id, check and name.
    named = cast("list[Filed[Any]]", [one for one in facts if one.kind in _NAMED])
    there = by_kind_and_id(named)
    parts = {one.check: one.about for one in facts if one.kind == "check"}
    for fact in facts:
        broken = (leads_nowhere(one, there) for one in fact.references)
        for message in dict.fromkeys(filter(None, broken)):
            yield Finding(fact.path, 0, "dangling", message)
        if fact.kind == "link":
            part = fact.about[0]
            if part and part not in parts.get(fact.check, ()):
                message = f"names part {part}, which the claim does not have"
                yield Finding(fact.path, 0, "part", message)
        if fact.kind in {"review", "recheck"}:
            yield from _decided(fact, there)


def _decided(fact: Fact, there: There) -> Iterator[Finding]:
    """A review and a recheck hold the digest of the verdict that was read."""
    verdict, wanted = fact.about
    found = cast("Sequence[Fact]", there.get(("verdict", verdict), ()))
    if found and all(one.about[0] != wanted for one in found):
        message = f"was given on another text of the verdict {found[0].name}"
        yield Finding(fact.path, 0, "reviewed-text", message)


def _parties(facts: Iterable[Fact]) -> Iterator[Finding]:
    """A name belongs to one party; one that two claim is nobody's."""
    claimed: dict[str, dict[str, Fact]] = defaultdict(dict)
    for fact in facts:
        if fact.kind == "party":
            for name in fact.about:
                claimed[fold_name(name)].setdefault(fact.id, fact)
    for name, parties in claimed.items():
        first, *others = parties.values()
        for other in others:
            message = f"claims the name '{name}', as {first.path} does: it is nobody's"
            yield Finding(other.path, 0, "name-twice", message, "note")
