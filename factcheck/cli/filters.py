"""The filters of list, search and saved views: which checks fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from factcheck.cli.fields import FieldOption, Fields
from factcheck.model import state
from factcheck.model.dates import first_day, last_day, partial_date
from factcheck.model.errors import UsageError
from factcheck.model.names import Names, fold_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from factcheck.cli.console.session import Session
    from factcheck.model.filed import Filed
    from factcheck.model.state import Flag, Standing

    Fits = Callable[
        [Filed[Any], Filed[Any] | None, Standing, Sequence[Flag]],
        bool,
    ]
    """Tells whether a check fits, by its claim, work, standing and flags."""

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
    refuse_unknown(session, filters)
    wanted = dict(filters)
    if wanted.get("assignee", "").casefold() == "me":
        wanted["assignee"] = session.ledger.identity().name
    parties = session.ledger.of_kind("party") if "claimant" in wanted else ()
    names_of = _all_names(parties)

    def fits(
        claim: Filed[Any],
        work: Filed[Any] | None,
        standing: Standing,
        flags: Sequence[Flag],
    ) -> bool:
        return (
            _claim_fits(claim, wanted, words, names_of)
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


def _all_names(parties: Iterable[Filed[Any]]) -> Callable[[str], tuple[str, ...]]:
    """Make what gives, for one name of a party, all of them."""
    known = list(parties)
    names = Names(known)
    of_party = {one.id: (one.data["name"], *one.data["other_names"]) for one in known}
    return lambda name: (name, *of_party.get(names.key(name), ()))


def _claim_fits(
    claim: Filed[Any],
    filters: Fields,
    words: Sequence[str],
    names_of: Callable[[str], tuple[str, ...]],
) -> bool:
    data = claim.data
    name = data["claimant"]["name"]
    said_on = data["said_on"]
    return (
        ("claimant" not in filters or _is_named(filters["claimant"], names_of(name)))
        and ("since" not in filters or last_day(said_on) >= first_day(filters["since"]))
        and ("until" not in filters or first_day(said_on) <= last_day(filters["until"]))
        and (not words or _holds(claim, words))
    )


def _is_named(wanted: str, names: Iterable[str]) -> bool:
    return any(fold_name(wanted) in fold_name(name) for name in names)


def _holds(claim: Filed[Any], words: Sequence[str]) -> bool:
    data = claim.data
    name = data["claimant"]["name"]
    texts = (data["claim"], data["words"], *data["wordings"], name, claim.name)
    searched = "\n".join(filter(None, texts)).casefold()
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
    plain = value.casefold().replace("-", " ")
    return not wanted or plain in {one.casefold().replace("-", " ") for one in wanted}
