"""The timeline of a claim: when it was made, where it spread, what we published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from factcheck.model.address import canonical, unwrapped
from factcheck.model.dates import UNKNOWN, first_day, last_day
from factcheck.model.ids import id_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from factcheck.model.check import Check
    from factcheck.model.evidence import Appearance
    from factcheck.model.filed import Filed

What = Literal["made", "appeared", "published"]


class Moment(NamedTuple):
    """One thing in the life of a claim.

    Attributes:
        when: a partial date, a point in time, or ``unknown``.
        what: the claim was made, it appeared somewhere, or we published.
        who: said or spread it; of a publication the author of the verdict.
        title: of what appeared; the headline of what we published; where and in
            which medium it was said.
        url: where it stands.
        quote: the words there.
        notes: further things to know of it, a line each.
        names: of the records, several where they are at the same address.
    """

    when: str
    what: What
    who: str | None = None
    title: str | None = None
    url: str | None = None
    quote: str | None = None
    notes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def timeline(check: Check) -> tuple[Moment, ...]:
    """Give what is known of the life of a claim, earliest first.

    A partial date counts from its first day, before what happened on that very day;
    what has no date stands at the end. Appearances at the same address are one
    moment, at the earliest of their dates.
    """
    moments = [_made(check), *_appeared(check.appearances), *_published(check)]
    return tuple(sorted(moments, key=_order))


def _order(moment: Moment) -> tuple[bool, str, int, str]:
    when = moment.when
    day = when[:10]
    unknown = when == UNKNOWN
    return (
        unknown,
        first_day(day),
        0 if unknown or first_day(day) != last_day(day) else 1,
        when,
    )


def _made(check: Check) -> Moment:
    claim = check.claim.record
    where = ", ".join(filter(None, (claim.place, claim.medium)))
    return Moment(
        claim.said_on,
        "made",
        who=claim.claimant.name,
        title=where or None,
        quote=claim.words,
        names=(check.name,),
    )


def _appeared(appearances: Iterable[Filed[Appearance]]) -> Iterator[Moment]:
    places: dict[str, list[Filed[Appearance]]] = {}
    for one in appearances:
        url = one.record.url
        key = canonical(unwrapped(url).original) if url else one.name
        places.setdefault(key, []).append(one)
    for at_one_place in places.values():
        yield _together(at_one_place)


def _together(found: list[Filed[Appearance]]) -> Moment:
    """Make one moment of the records of one address; the earliest one leads."""
    days = {one.name: one.record.published or UNKNOWN for one in found}
    found.sort(key=lambda one: (days[one.name] == UNKNOWN, first_day(days[one.name])))

    def first(field: str) -> str | None:
        return next((one.data[field] for one in found if one.data[field]), None)

    notes = [
        f"{field.replace('_', ' ')}: {value}"
        for field in ("time_code", "reach", "archived")
        for value in dict.fromkeys(one.data[field] for one in found)
        if value
    ]
    return Moment(
        days[found[0].name],
        "appeared",
        who=first("who"),
        title=first("title"),
        url=first("url"),
        quote=first("quote"),
        notes=tuple(notes),
        names=tuple(one.name for one in found),
    )


def _published(check: Check) -> Iterator[Moment]:
    verdicts = {one.id: one.record for one in check.verdicts}
    for one in check.publications:
        verdict = verdicts.get(id_of(one.record.verdict))
        notes = [f"rating: {verdict.rating}"] if verdict else []
        if verdict and verdict.grade:
            notes.append(f"{verdict.grade}: {verdict.public_note}")
        yield Moment(
            one.record.published,
            "published",
            who=verdict.author if verdict else None,
            title=verdict.headline if verdict else None,
            url=one.record.url,
            notes=tuple(notes),
            names=(one.name,),
        )
