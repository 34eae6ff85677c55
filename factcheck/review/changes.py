"""What changed in meaning between two ends: by check, record, field; and its verdicts.

``ledger/history/between.py`` finds what differs; here it is told as what it means:
which fields of which record, where each check stood and stands, and which verdicts need
a recheck for it that did not before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from factcheck.ledger import layout
from factcheck.ledger.cache import reading
from factcheck.model.errors import BadRecordError, NotALedgerError
from factcheck.model.ids import id_of
from factcheck.model.state import standing
from factcheck.review.history import record_changes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factcheck.ledger.history.between import Between, Moved
    from factcheck.model.check import Check
    from factcheck.model.kinds import Kind
    from factcheck.model.state import Standing
    from factcheck.review.history import RecordChange

_AT_ONCE = 200
"""So many checks are compared together: what is read for them is held."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed in one check, or beside all checks.

    Attributes:
        check: its name; empty for what belongs to no check, or to several.
        claim: what it is about, as of the later end that has it.
        before: where it stood, None where it was not there.
        after: where it stands, None where it is not there.
        records: what became of each record, in path order.
        gists: by path of a record that was added or deleted, what it says.
        bearing: by path of evidence that several checks link, their names.
        moved: why its verdict needs a recheck, where that is new.
        settled: why it needed one, where it does no more.
    """

    check: str
    claim: str
    before: Standing | None
    after: Standing | None
    records: tuple[RecordChange, ...]
    gists: dict[str, str]
    bearing: dict[str, tuple[str, ...]]
    moved: tuple[str, ...]
    settled: tuple[str, ...]


def changes(between: Between) -> Iterator[Changed]:
    """Say what changed, check after check, at last what belongs to none of them.

    An entry that one check links stands there; one that several link stands at the
    end, with their names. A check is given too where only its entries changed and it
    stands otherwise for it.
    """
    by_check, rest, bearing = _grouped(between)
    names = sorted(by_check)
    for start in range(0, len(names), _AT_ONCE):
        some = names[start : start + _AT_ONCE]
        ends = between.checks(some)
        for name in some:
            told = _told(between, name, by_check[name], ends[name])
            if told.records or told.before != told.after:
                yield told
    for start in range(0, len(rest), _AT_ONCE):
        rows = rest[start : start + _AT_ONCE]
        records, gists = _records(between, rows)
        named = {row.path: bearing[row.path] for row in rows if row.path in bearing}
        yield Changed("", "", None, None, records, gists, named, (), ())


def _grouped(
    between: Between,
) -> tuple[dict[str, list[Moved]], list[Moved], dict[str, tuple[str, ...]]]:
    """Put the files to the checks they belong to; give the rest, and who links it."""
    by_check: dict[str, list[Moved]] = {}
    rest: list[Moved] = []
    bearing: dict[str, tuple[str, ...]] = {}
    for one in between.moved:
        place = layout.place_of(one.path)
        owners: Sequence[str] = ()
        if isinstance(place, layout.Place):
            owners = (place.check,) if place.check else ()
            if place.kind == "evidence":
                owners = sorted(between.checks_linking(id_of(place.name)))
        for owner in owners:
            by_check.setdefault(owner, [])
        if len(owners) == 1:
            by_check[owners[0]].append(one)
            continue
        rest.append(one)
        if owners:
            bearing[one.path] = tuple(owners)
    return by_check, rest, bearing


def _told(
    between: Between,
    name: str,
    rows: Sequence[Moved],
    ends: tuple[Check | None, Check | None],
) -> Changed:
    old, new = ends
    before = standing(old) if old else None
    after = standing(new) if new else None
    reasons_before = before.moved if before else ()
    reasons_after = after.moved if after else ()
    latest = new or old
    records, gists = _records(between, rows)
    return Changed(
        check=name,
        claim=latest.claim.record.claim if latest else "",
        before=before,
        after=after,
        records=records,
        gists=gists,
        bearing={},
        moved=tuple(one for one in reasons_after if one not in reasons_before),
        settled=tuple(one for one in reasons_before if one not in reasons_after),
    )


_GIST: dict[Kind, tuple[str, ...]] = {
    "check": ("claim",),
    "evidence": ("says",),
    "link": ("stance", "why"),
    "draft": ("rating", "headline"),
    "verdict": ("rating", "headline"),
    "review": ("decision", "reviewer", "comment"),
    "recheck": ("rechecker", "why"),
    "ask": ("whom", "question"),
    "answer": ("outcome", "says"),
    "article": ("title",),
    "party": ("name",),
    "tip": ("says",),
    "complaint": ("says",),
}
"""The fields that say what a record is about."""


def _records(
    between: Between, rows: Sequence[Moved]
) -> tuple[tuple[RecordChange, ...], dict[str, str]]:
    """Say what became of files, and what those say that came or went."""
    files = between.contents(rows)
    gists = {
        one.path: _gist(one.path, one.after or one.before or b"")
        for one in files
        if one.after is None or one.before is None
    }
    return tuple(record_changes(files)), gists


def _gist(path: str, content: bytes) -> str:
    try:
        filed = reading.read_record(path, content)
    except (BadRecordError, NotALedgerError):
        return ""
    if filed is None:
        return ""
    said = (filed.data.get(field) for field in _GIST.get(filed.kind, ()))
    return ": ".join(" ".join(str(one).split()) for one in said if one)
