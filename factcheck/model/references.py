"""What records name: each kind's references to other records, in one place.

The name holds a slug for people; what counts is the id (docs/format.md, "Names").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from factcheck.model.ids import id_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from factcheck.model.filed import Filed
    from factcheck.model.kinds import Kind


class Reference(NamedTuple):
    """One record that another one names.

    Attributes:
        kind: what kind of record is meant.
        name: as it is written.
        within: the check in which it must lie, empty where it may lie anywhere.
    """

    kind: Kind
    name: str
    within: str = ""


_ANYWHERE: Mapping[Kind, tuple[tuple[Kind, str], ...]] = {
    "link": (("evidence", "evidence"),),
    "verdict": (("evidence", "pins.evidence.evidence"),),
    "recheck": (("evidence", "pins.evidence.evidence"),),
    "appearance": (("article", "article"),),
    "work": (("check", "closed.duplicate_of"),),
    "article": (("check", "sentences.check"),),
    "tip": (("check", "outcome.check"),),
    "complaint": (("check", "check"),),
}
_WITHIN: Mapping[Kind, tuple[tuple[Kind, str], ...]] = {
    "answer": (("ask", "ask"),),
    "verdict": (("verdict", "supersedes"), ("answer", "pins.answers.answer")),
    "review": (("verdict", "verdict"),),
    "recheck": (("verdict", "verdict"), ("answer", "pins.answers.answer")),
    "publication": (("verdict", "verdict"),),
}
"""Which fields of a kind hold names of which kind: of any record, or of the check's."""


def naming(kind: Kind) -> tuple[Kind, ...]:
    """Give the kinds of which a record anywhere may name one of a kind.

    Links are left out: they have the id of what they name.
    """
    return tuple(
        one
        for one, named in _ANYWHERE.items()
        if one != "link" and any(target == kind for target, _ in named)
    )


def references(filed: Filed[Any]) -> Iterator[Reference]:
    """Give every record that a record names; the check that it lies in is none."""
    for table, within in ((_ANYWHERE, ""), (_WITHIN, filed.check)):
        for kind, path in table.get(filed.kind, ()):
            for name in _values(filed.data, path.split(".")):
                yield Reference(kind, name, within)


def _values(value: Any, path: list[str]) -> Iterator[str]:
    """Give the texts at the end of a path; lists are walked, absent values skipped."""
    if isinstance(value, list):
        for item in value:
            yield from _values(item, path)
    elif value is not None and path:
        yield from _values(value[path[0]], path[1:])
    elif value is not None:
        yield value


def by_kind_and_id(
    records: Iterable[Filed[Any]],
) -> dict[tuple[Kind, str], list[Filed[Any]]]:
    """Give records by kind and id; in a sound ledger one each (links apart)."""
    there: dict[tuple[Kind, str], list[Filed[Any]]] = {}
    for record in records:
        there.setdefault((record.kind, record.id), []).append(record)
    return there


def leads_nowhere(
    reference: Reference, there: Mapping[tuple[Kind, str], list[Filed[Any]]]
) -> str:
    """Say why a reference is broken, to be put after the record that has it.

    Args:
        reference: what is named.
        there: the records of the ledger (``by_kind_and_id``).

    Returns:
        A clause such as ``names the verdict …, which is not in the ledger``; empty
        where all is well.
    """
    kind, name, within = reference
    targets = there.get((kind, id_of(name)), ())
    if not targets:
        return f"names the {kind} {name}, which is not in the ledger"
    if within and all(target.check != within for target in targets):
        return f"names the {kind} {name} of another check"
    return ""
