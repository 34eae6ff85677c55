"""Door: list, and its filters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from factcheck.cli.fields import FieldOption, Fields, with_fields
from factcheck.cli.options import Json, end_reading, session_of, state_as_data
from factcheck.model import state
from factcheck.model.dates import first_day, last_day, partial_date
from factcheck.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factcheck.cli.session import Session
    from factcheck.model.filed import Filed
    from factcheck.model.state import Flag, Standing
    from factcheck.terminal.list_view import ListedCheck

FILTERS = (
    FieldOption("stage", "open, drafting, in review, approved …", type=list[str]),
    FieldOption("public", "unpublished, published, corrected …", type=list[str]),
    FieldOption("flag", "'needs recheck', 'two verdicts' …", type=list[str]),
    FieldOption("rating", "Of the current verdict.", type=list[str]),
    FieldOption("claimant", "Words of the claimant's name."),
    FieldOption("topic", "A topic.", type=list[str]),
    FieldOption("assignee", "Who works on it."),
    FieldOption("since", "Said on this date or later."),
    FieldOption("until", "Said on this date or earlier."),
)


@with_fields(filters=FILTERS)
def list_(
    ctx: typer.Context,
    filters: Fields,
    text: Annotated[
        list[str] | None,
        typer.Argument(help="Words that the claim or claimant must contain."),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(help="At most so many, newest first.", min=1)
    ] = None,
    ids: Annotated[bool, typer.Option("--ids", help="Only ids, one a line.")] = False,
    as_json: Json = False,
) -> None:
    """List checks.

    The newest come first. Filters of different kinds must all fit; of one that is
    repeated, any may.

    Examples:
        factcheck list --stage "in review"
        factcheck list --flag "needs recheck" --ids | factcheck show -
    """
    from factcheck.terminal.list_view import ListedCheck, list_page

    session = session_of(ctx)
    now = session.moment()
    _refuse_unknown(session, filters)
    rows: list[tuple[ListedCheck, Filed[Any] | None]] = []
    for claim, work, standing in session.ledger.standings():
        if limit and len(rows) == limit:
            break
        flags = state.flags(standing, now=now)
        if (
            _claim_fits(claim, filters, text or ())
            and _work_fits(work, filters)
            and _state_fits(standing, flags, filters)
        ):
            rows.append((ListedCheck(claim, standing, flags), work))
    if as_json:
        checks = [_as_data(row, work) for row, work in rows]
        session.answer_json("factcheck.list/1", checks=checks)
    elif ids:
        session.answer("".join(f"{row.claim.id}\n" for row, _ in rows))
    else:
        listed = [row for row, _ in rows]
        session.show(list_page(listed, short_ids=[one.claim.id for one in listed]))
        if not rows:
            session.tell("No check fits.")
    end_reading(session)


def _refuse_unknown(session: Session, filters: Fields) -> None:
    """A misspelt filter would look like an empty answer."""
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


def _claim_fits(claim: Filed[Any], filters: Fields, words: Sequence[str]) -> bool:
    data = claim.data
    name = data["claimant"]["name"]
    texts = (data["claim"], data["words"], *data["wordings"], name, claim.name)
    searched = "\n".join(filter(None, texts)).casefold()
    said_on = data["said_on"]
    return (
        filters.get("claimant", "").casefold() in name.casefold()
        and ("since" not in filters or last_day(said_on) >= first_day(filters["since"]))
        and ("until" not in filters or first_day(said_on) <= last_day(filters["until"]))
        and all(word.casefold() in searched for word in words)
    )


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


def _as_data(row: ListedCheck, work: Filed[Any] | None) -> dict[str, Any]:
    claim = row.claim
    return {
        "id": claim.id,
        "name": claim.name,
        "path": claim.path,
        "claim": claim.data["claim"],
        "claimant": claim.data["claimant"]["name"],
        "said_on": claim.data["said_on"],
        "opened": claim.data["opened"],
        "topics": work.data["topics"] if work else [],
        "assignee": work.data["assignee"] if work else None,
        "due": work.data["due"] if work else None,
        **state_as_data(row.standing, row.flags),
    }
