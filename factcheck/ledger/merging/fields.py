"""Joining two versions of a record, field by field.

A field that one side changed is taken from it; one that both changed alike is taken
once; lists of independent items are joined item by item, in their order. What both
changed otherwise is a conflict, named by its field: nothing is ever picked, and no
value gets to another place than the one where a side has it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from factcheck.ledger.merging.lines import join_lines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from factcheck.model.kinds import Kind
    from factcheck.model.plain import PlainData

Side = Literal["ours", "theirs"]
Place = tuple[str, ...]
"""Where in a record: ``("source", "title")``, ``("parts", "b", "claim")``."""
_BY_FIELD = frozenset({"source", "claimant", "publisher"})
"""Objects whose fields are independent facts; others are one decision each."""

_KEYS: dict[str, tuple[str, ...]] = {
    "affiliations": ("organisation",),
    "captures": ("sha256",),
    "parts": ("part",),
    "people": ("name",),
    "ratings": ("label",),
    "sentences": ("sentence", "check"),
    "views": ("name",),
}
"""What tells the items of a list apart; an item of plain text is its own key."""

_WHOLE_ITEMS = frozenset({"captures", "sentences"})
"""Lists whose items are one fact each, and are not joined inside."""

_WHO_AND_WHEN: tuple[tuple[str, str], ...] = (
    ("added", "added_by"),
    ("opened", "opened_by"),
    ("decided", "decided_by"),
    ("retrieved", "tool"),
    ("settled", "settled_by"),
    ("since", "by"),
)
"""Where two did the same independently, the earlier of these pairs counts."""

VERBATIM: frozenset[tuple[Kind, str]] = frozenset(
    {
        ("answer", "text"),
        ("appearance", "quote"),
        ("check", "words"),
        ("evidence", "quote"),
        ("tip", "quote"),
    }
)
"""Somebody else's words: two versions of them are never mixed."""


class _Nothing:
    """What stands for an item that a version of a list does not have."""

    def __bool__(self) -> bool:
        return False


_NOTHING = _Nothing()


@dataclass(frozen=True, slots=True)
class Take:
    """Whose value counts where two versions of a file clash.

    Attributes:
        places: by place; ``()`` stands for the file as a whole.
        every: at every other place; None settles nothing.
    """

    places: Mapping[Place, Side] = field(default_factory=dict)
    every: Side | None = None

    def of(self, place: Place) -> Side | None:
        """Give whose value counts at a place, None where that is open."""
        return self.places.get(place, self.every)


@dataclass(frozen=True, slots=True)
class Clash:
    """One place at which two versions of a record cannot both be right.

    Attributes:
        place: where; empty for the record as a whole.
        base, ours, theirs: the values as text; None where there is none.
    """

    place: Place
    base: str | None
    ours: str | None
    theirs: str | None


def join_fields(
    kind: Kind,
    base: PlainData | None,
    ours: PlainData,
    theirs: PlainData,
    take: Take | None = None,
) -> tuple[PlainData, tuple[Clash, ...]]:
    """Join two versions of a record.

    Args:
        kind: of the record.
        base: what both grew out of; None where both added the record.
        ours: our version as plain data, every field present.
        theirs: their version likewise.
        take: whose value counts where they clash.

    Returns:
        The record, with our value wherever they clash, and the clashes. It need not
        be a valid record: what its fields mean together is not looked at here.
    """
    joiner = _Joiner(kind, take or Take())
    if base is None:
        _settle_who_and_when(joiner, ours, theirs)
    before = base or {}
    joined = {
        key: joiner.value((key,), before.get(key, _empty(ours[key])), ours[key], value)
        for key, value in theirs.items()
    }
    return {key: joined[key] for key in ours}, tuple(joiner.clashes)


def in_words(value: Any) -> str | None:
    """Give a value of a record as text, None where there is none."""
    if isinstance(value, dict):
        parts = ((key, in_words(one)) for key, one in value.items())
        return ", ".join(f"{key} {text}" for key, text in parts if text) or None
    if isinstance(value, list):
        return "; ".join(filter(None, map(in_words, value))) or None
    if isinstance(value, bool):
        return "yes" if value else None
    return None if value is None or value is _NOTHING else str(value)


def _empty(value: Any) -> Any:
    """Give what an absent value is: a list without items where it is a list."""
    return [] if isinstance(value, list) else None


@dataclass(slots=True)
class _Joiner:
    kind: Kind
    take: Take
    clashes: list[Clash] = field(default_factory=list)
    who_and_when: Side | None = None

    def value(self, place: Place, base: Any, ours: Any, theirs: Any) -> Any:
        if theirs in (ours, base):
            return ours
        if base == ours:
            return theirs
        if self.who_and_when and len(place) == 1 and place[0] in _SIGNED:
            return ours if self.who_and_when == "ours" else theirs
        if isinstance(ours, list) and isinstance(theirs, list):
            return self._list(place, base or [], ours, theirs)
        if isinstance(ours, dict) and isinstance(theirs, dict):
            return self._object(place, base, ours, theirs)
        return self._text(place, base, ours, theirs)

    def _clash(self, place: Place, base: Any, ours: Any, theirs: Any) -> Any:
        side = self.take.of(place)
        if side is None:
            values = (in_words(one) for one in (base, ours, theirs))
            self.clashes.append(Clash(place, *values))
        return theirs if side == "theirs" else ours

    def _text(self, place: Place, base: Any, ours: Any, theirs: Any) -> Any:
        texts = (base, ours, theirs)
        is_prose = all(isinstance(one, str) and "\n" in one for one in texts)
        if is_prose and (self.kind, place[-1]) not in VERBATIM:
            # The last line ends as the others do, so that one more is only one more.
            joined = join_lines(*(one + "\n" for one in texts))
            if joined is not None:
                return joined.removesuffix("\n")
        return self._clash(place, base, ours, theirs)

    def _object(self, place: Place, base: Any, ours: Any, theirs: Any) -> Any:
        if not _is_joined_inside(place):
            if base is None or base is _NOTHING:
                same = _done_twice(ours, theirs)
                if same is not None:
                    return same
            return self._clash(place, base, ours, theirs)
        before = base or {}
        return {
            key: self.value(
                (*place, key), before.get(key, _empty(one)), one, theirs[key]
            )
            for key, one in ours.items()
        }

    def _list(self, place: Place, base: Any, ours: Any, theirs: Any) -> Any:
        keyed = [_by_key(place[-1], items) for items in (base, ours, theirs)]
        if any(one is None for one in keyed):
            return self._clash(place, base, ours, theirs)
        old, mine, their = (one or {} for one in keyed)
        joined: dict[str, Any] = {}
        for key in dict.fromkeys([*mine, *their]):
            value = self.value(
                (*place, key),
                old.get(key, _NOTHING),
                mine.get(key, _NOTHING),
                their.get(key, _NOTHING),
            )
            if value is not _NOTHING:
                joined[key] = value
        order = _joined_order([*old], [*mine], [*their], joined)
        return [joined[key] for key in order]


_SIGNED = frozenset(name for pair in _WHO_AND_WHEN for name in pair)


def _settle_who_and_when(joiner: _Joiner, ours: PlainData, theirs: PlainData) -> None:
    """Where both added the record, say whose signature stands: the earlier one's.

    Where conflicts were settled in favour of one side, it is that side's record.
    """
    sides = {*joiner.take.places.values(), joiner.take.every} - {None}
    if len(sides) == 1:
        joiner.who_and_when = next(iter(sides))
        return
    for when, who in _WHO_AND_WHEN:
        if when in ours and who in ours:
            is_ours = (ours[when], ours[who]) <= (theirs[when], theirs[who])
            joiner.who_and_when = "ours" if is_ours else "theirs"
            return


def _is_joined_inside(place: Place) -> bool:
    in_list = len(place) > 1 and place[0] in _KEYS
    return place[0] in _BY_FIELD or (in_list and place[0] not in _WHOLE_ITEMS)


def _done_twice(ours: PlainData, theirs: PlainData) -> PlainData | None:
    """Give the earlier of two acts that differ only in who and when; else None."""
    for when, who in _WHO_AND_WHEN:
        if when in ours and who in ours:
            rest = [
                {key: value for key, value in one.items() if key not in {when, who}}
                for one in (ours, theirs)
            ]
            if rest[0] != rest[1]:
                return None
            return min(ours, theirs, key=lambda one: (one[when] or "", one[who] or ""))
    return None


def _by_key(name: str, items: Sequence[Any]) -> dict[str, Any] | None:
    """Give the items of a list by what tells them apart; None where two are alike."""
    fields = _KEYS.get(name)
    found: dict[str, Any] = {}
    for item in items:
        if isinstance(item, dict):
            if fields is None:
                return None
            key = " ".join(str(item[one]) for one in fields)
        else:
            key = str(item)
        if key in found:
            return None
        found[key] = item
    return found


def _joined_order(
    old: Sequence[str],
    mine: Sequence[str],
    their: Sequence[str],
    wanted: Mapping[str, Any],
) -> list[str]:
    """Put keys in order: ours, or theirs where they alone changed it.

    What only the other side has comes after what it follows there.
    """
    common = set(old) & set(mine) & set(their)
    kept, by_us, by_them = (
        [key for key in one if key in common] for one in (old, mine, their)
    )
    they_moved_it = kept == by_us != by_them
    first, second = (their, mine) if they_moved_it else (mine, their)
    order = [key for key in first if key in wanted]
    known = set(second)
    before: str | None = None
    for key in second:
        if key not in wanted:
            continue
        if key not in order:
            at = order.index(before) + 1 if before is not None else 0
            while at < len(order) and order[at] not in known:
                at += 1
            order.insert(at, key)
        before = key
    return order
