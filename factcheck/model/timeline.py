"""The timeline of a claim: when it was made, where it spread, what we published."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal, NamedTuple

from factcheck.model.address import canonical, unwrapped
from factcheck.model.dates import UNKNOWN, first_day, last_day
from factcheck.model.ids import id_of
from factcheck.model.wording import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from factcheck.model.article import Article
    from factcheck.model.check import Check
    from factcheck.model.evidence import Appearance
    from factcheck.model.filed import Filed

What = Literal["made", "appeared", "published"]

MANY = 12
"""From so many appearances on, they are counted by month."""


class Found(NamedTuple):
    """How an appearance came into the ledger.

    Attributes:
        how: a match that was decided to be the same, or a person's own find.
        by: who decided, or put it down.
        on: when, a point in time.
        score: how sure the program was of the match, as text; None where that is
            not known.
        model: what gave the score.
        objection: who has decided since that it is different, and when; the
            appearance stands until somebody settles that.
    """

    how: Literal["match", "hand"]
    by: str
    on: str
    score: str | None = None
    model: str | None = None
    objection: str | None = None


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
        added: when an appearance was put down: it was there by then.
        found: how an appearance came here; None of what is no appearance.
    """

    when: str
    what: What
    who: str | None = None
    title: str | None = None
    url: str | None = None
    quote: str | None = None
    notes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    added: str | None = None
    found: Found | None = None


class Spread(NamedTuple):
    """How often a claim has appeared, and when.

    Attributes:
        times: appearances, one for each address.
        first: the date of the earliest of which it is known; None of none.
        latest: likewise.
        months: how many of them in each month, earliest first; a year where no more
            is known, and ``unknown``.
    """

    times: int
    first: str | None
    latest: str | None
    months: dict[str, int]


def timeline(
    check: Check, articles: Mapping[str, Filed[Article]] | None = None
) -> tuple[Moment, ...]:
    """Give what is known of the life of a claim, earliest first.

    A partial date counts from its first day, before what happened on that very day;
    an appearance without a date stands where it was put down, other things without
    one at the end. Appearances at the same address, or in the same article, are one
    moment, at the earliest of their dates.

    Args:
        check: of the claim.
        articles: the readings that its appearances name, by id; they say how an
            appearance was found.
    """
    appeared = _appeared(check, articles or {})
    moments = [_made(check), *appeared, *_published(check)]
    return tuple(sorted(moments, key=_order))


def spread(moments: Iterable[Moment]) -> Spread:
    """Count the appearances of a timeline."""
    days = [one.when for one in moments if one.what == "appeared"]
    known = [day for day in days if day != UNKNOWN]
    months = Counter(day[:7] for day in days)
    return Spread(
        len(days),
        known[0] if known else None,
        max(known, key=last_day) if known else None,
        dict(sorted(months.items(), key=lambda one: (one[0] == UNKNOWN, one[0]))),
    )


def _order(moment: Moment) -> tuple[bool, str, int, str]:
    when = moment.when
    if when == UNKNOWN and moment.added:
        when = moment.added
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


def _appeared(check: Check, articles: Mapping[str, Filed[Article]]) -> Iterator[Moment]:
    places: dict[str, list[Filed[Appearance]]] = {}
    for one in check.appearances:
        places.setdefault(_place(one, articles), []).append(one)
    for at_one_place in places.values():
        yield _together(check, at_one_place, articles)


def _place(one: Filed[Appearance], articles: Mapping[str, Filed[Article]]) -> str:
    """Give what makes two appearances one: the address, else the article's bytes."""
    url, name = one.record.url, one.record.article
    if url:
        return canonical(unwrapped(url).original)
    article = articles.get(id_of(name)) if name else None
    return f"sha256:{article.record.sha256}" if article else one.name


def _together(
    check: Check,
    found: list[Filed[Appearance]],
    articles: Mapping[str, Filed[Article]],
) -> Moment:
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
        added=min(one.record.added for one in found),
        found=_found(check, min(found, key=lambda one: one.record.added), articles),
    )


def _found(
    check: Check, one: Filed[Appearance], articles: Mapping[str, Filed[Article]]
) -> Found:
    """Say how an appearance came here: by the decision on its sentence, or by hand."""
    name, quote = one.record.article, plain(one.record.quote or "")
    article = articles.get(id_of(name)) if name else None
    for row in article.record.sentences if article else ():
        is_of = id_of(row.check) == check.claim.id and plain(row.sentence) == quote
        if is_of and row.decision == "same":
            return Found("match", row.decided_by, row.decided, row.score, row.model)
    return Found("hand", one.record.added_by, one.record.added)


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
