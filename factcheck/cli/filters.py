"""The filters of list, search and saved views: which checks fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from factcheck.cli.fields import FieldOption, Fields
from factcheck.ledger.cache.listed import plain, words_of
from factcheck.model import state
from factcheck.model.dates import first_day, last_day, partial_date
from factcheck.model.errors import UsageError
from factcheck.model.names import fold_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from factcheck.cli.console.session import Session
    from factcheck.ledger.ledger import Ledger
    from factcheck.model.filed import Filed
    from factcheck.model.state import Flag, Standing

    Fits = Callable[
        [Filed[Any], Filed[Any] | None, Standing, Sequence[Flag]],
        bool,
    ]
    """Tells whether a check fits, by its claim, work, standing and flags."""
    Fitting = tuple[Filed[Any], Filed[Any] | None, Standing, Sequence[Flag]]
    """The same four of a check that fits."""

FILTERS = (
    FieldOption("stage", "open, drafting, in review, approved …", type=list[str]),
    FieldOption("public", "unpublished, published, corrected …", type=list[str]),
    FieldOption("flag", "'needs recheck', 'two verdicts' …", type=list[str]),
    FieldOption("rating", "Of the current verdict.", type=list[str]),
    FieldOption("claimant", "Words of the claimant's name, or of another of theirs."),
    FieldOption("topic", "A topic.", type=list[str]),
    FieldOption("assignee", "Who works on it; me is you."),
    FieldOption("since", "Said on this date or later."),
    FieldOption("until", "Said on this date or earlier."),
)


def check_filter(session: Session, filters: Fields, words: Sequence[str] = ()) -> Fits:
    """Make what tells whether a check fits.

    Filters of different kinds must all fit; of one with several values, any may.

    Args:
        session: of the door.
        filters: by the fields of ``FILTERS``.
        words: each must stand in the claim, the words as said, another wording, the
            claimant's name or the name of the check.

    Raises:
        UsageError: a filter asks for what there is not.
    """
    return _fits(session, _wanted(session, filters, words))


def fitting(
    session: Session, filters: Fields, words: Sequence[str] = ()
) -> Iterator[Fitting]:
    """Give the checks that fit, newest first, with their flags (see ``check_filter``).

    The ledger narrows by its own narrow rows; what is left is decided here, by the
    same rule as everywhere, and read only as it is asked for.

    Raises:
        UsageError: a filter asks for what there is not; at once.
    """
    wanted = _wanted(session, filters, words)
    return _fitting(session, wanted, _fits(session, wanted))


def _fitting(session: Session, wanted: Fields, fits: Fits) -> Iterator[Fitting]:
    now = session.moment()
    for claim, work, standing in session.ledger.standings(wanted, now=now):
        flags = state.flags(standing, now=now)
        if fits(claim, work, standing, flags):
            yield claim, work, standing, flags


def _wanted(session: Session, filters: Fields, words: Sequence[str]) -> Fields:
    refuse_unknown(session, filters)
    wanted = dict(filters)
    if wanted.get("assignee", "").casefold() == "me":
        wanted["assignee"] = session.ledger.identity().name
    return {**wanted, "text": tuple(words)} if words else wanted


def _fits(session: Session, wanted: Fields) -> Fits:
    names_of = _all_names(session.ledger)

    def fits(
        claim: Filed[Any],
        work: Filed[Any] | None,
        standing: Standing,
        flags: Sequence[Flag],
    ) -> bool:
        return (
            _claim_fits(claim, wanted, names_of)
            and _work_fits(work, wanted)
            and _state_fits(standing, flags, wanted)
        )

    return fits


def refuse_unknown(session: Session, filters: Fields) -> None:
    """A misspelt filter would look like an empty answer.

    Raises:
        UsageError: naming the flag and what it may be.
    """
    known: dict[str, Sequence[str]] = {
        "stage": get_args(state.Stage),
        "public": get_args(state.Public),
        "flag": get_args(state.FlagName),
    }
    if "rating" in filters:
        known["rating"] = [one.label for one in session.ledger.settings.ratings]
    for field, values in known.items():
        for one in filters.get(field, ()):
            if not any(_is_one_of([one], value) for value in values):
                choices = ", ".join(values)
                raise UsageError(f"--{field}: '{one}' is none of {choices}")
    for field in ("since", "until"):
        try:
            partial_date(filters.get(field, "2020"))
        except ValueError as error:
            raise UsageError(f"--{field}: {error}") from None


def _all_names(ledger: Ledger) -> Callable[[str], tuple[str, ...]]:
    """Make what gives, for one name of a party, all of them."""
    names = ledger.names()
    return lambda name: (name, *ledger.names_of_party(names.key(name)))


def _claim_fits(
    claim: Filed[Any],
    filters: Fields,
    names_of: Callable[[str], tuple[str, ...]],
) -> bool:
    data = claim.data
    name = data["claimant"]["name"]
    said_on = data["said_on"]
    return (
        ("claimant" not in filters or _is_named(filters["claimant"], names_of(name)))
        and ("since" not in filters or last_day(said_on) >= first_day(filters["since"]))
        and ("until" not in filters or first_day(said_on) <= last_day(filters["until"]))
        and ("text" not in filters or _holds(claim, filters["text"]))
    )


def _is_named(wanted: str, names: Iterable[str]) -> bool:
    return any(fold_name(wanted) in fold_name(name) for name in names)


def _holds(claim: Filed[Any], words: Sequence[str]) -> bool:
    searched = words_of(claim)
    return all(word.casefold() in searched for word in words)


def _work_fits(work: Filed[Any] | None, filters: Fields) -> bool:
    topics = work.data["topics"] if work else []
    assignee = (work.data["assignee"] if work else None) or ""
    return (
        "topic" not in filters or bool({*filters["topic"]} & {*topics})
    ) and filters.get("assignee", assignee).casefold() == assignee.casefold()


def _state_fits(standing: Standing, flags: Sequence[Flag], filters: Fields) -> bool:
    return (
        _is_one_of(filters.get("stage"), standing.stage)
        and _is_one_of(filters.get("public"), standing.public)
        and _is_one_of(filters.get("rating"), standing.rating or "")
        and (
            "flag" not in filters
            or any(_is_one_of(filters["flag"], flag.name) for flag in flags)
        )
    )


def _is_one_of(wanted: Sequence[str] | None, value: str) -> bool:
    """Tell whether a value is one of those wanted; hyphens may stand for spaces."""
    return not wanted or plain(value) in map(plain, wanted)
