"""Door: search."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from factcheck.cli.fields import Fields, with_fields
from factcheck.cli.filters import FILTERS, check_filter
from factcheck.cli.options import Branches, Json, end_reading, session_of
from factcheck.model import state
from factcheck.model.errors import UsageError
from factcheck.model.ids import id_of
from factcheck.model.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from factcheck.cli.console.session import Session
    from factcheck.cli.filters import Fits
    from factcheck.ledger.branches import Branch
    from factcheck.ledger.search import Found
    from factcheck.model.filed import Filed
    from factcheck.terminal.search_view import Group

_TITLES = ("claim", "says", "title", "name", "whom", "headline")
"""The fields that say what a record is, the first that it has."""


@dataclass(slots=True)
class Shelf:
    """What was found in one check, or one record outside of all checks.

    Attributes:
        check: the claim of the check, with its stage; None for other records.
        record: the record itself where it is of no check.
        branch: where it is; empty for HEAD.
        found: what was found, best first.
    """

    check: Filed[Any] | None
    record: Filed[Any]
    branch: str
    stage: str = ""
    found: list[Found] = field(default_factory=list)


@with_fields(filters=FILTERS)
def search(
    ctx: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(help='All, in one record; "several words" as a phrase.'),
    ],
    filters: Fields,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            help="check, evidence, verdict, answer, tip …; repeat.", metavar="KIND"
        ),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(help="At most so many checks.", min=1)
    ] = None,
    branches: Branches = True,
    ids: Annotated[
        bool, typer.Option("--ids", help="Only the ids of the checks, one a line.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Find words anywhere in the ledger.

    All text of all records is searched, without regard to case and accents; a word
    also finds longer ones that begin with it. What is found is shown by check, the
    best first, with the passage. Filters are those of 'factcheck list'.

    Examples:
        factcheck search recruits
        factcheck search Reuters denial --kind evidence --since 2020-09
        factcheck search '"border town"' --stage open --ids | factcheck show -
    """
    session = session_of(ctx)
    kinds = _kinds(kind or ())
    fits = check_filter(session, filters) if filters else None
    shelves = _here(session, words, kinds, fits)
    if branches and not (limit and len(shelves) >= limit):
        for branch in session.ledger.branches(now=session.moment()):
            shelves += _there(session, branch, words, kinds, fits)
    shelves = shelves[:limit]
    if as_json:
        results = [_as_data(shelf) for shelf in shelves]
        session.answer_json("factcheck.search/1", results=results)
    elif ids:
        names = (shelf.check.name for shelf in shelves if shelf.check)
        session.answer("".join(f"{id_of(one)}\n" for one in dict.fromkeys(names)))
    else:
        from factcheck.terminal.search_view import search_page

        session.show(search_page([_group(shelf) for shelf in shelves]))
    if not shelves and not as_json:
        session.tell("Nothing was found.")
    end_reading(session)


def _kinds(given: Sequence[str]) -> list[Kind] | None:
    """Read the kinds that somebody asks for; a claim is that of a check.

    Raises:
        UsageError: there is no such kind.
    """
    known = {one: one for one in get_args(Kind) if one != "settings"}
    meant = {**known, "claim": "check"}
    for one in given:
        if one.casefold() not in meant:
            raise UsageError(f"--kind: '{one}' is none of {', '.join(known)}")
    return [meant[one.casefold()] for one in given] or None


def _here(
    session: Session,
    words: Sequence[str],
    kinds: Sequence[Kind] | None,
    fits: Fits | None,
) -> list[Shelf]:
    ledger = session.ledger
    known = _standings(session, ledger.standings(), fits)
    by_name: dict[str, Shelf] = {}
    for found in ledger.search(words, kinds):
        filed = found.filed
        _shelve(by_name, known, found, _checks_of(session, filed), fits, "")
    return list(by_name.values())


def _there(
    session: Session,
    branch: Branch,
    words: Sequence[str],
    kinds: Sequence[Kind] | None,
    fits: Fits | None,
) -> list[Shelf]:
    """Give what is found on a branch alone; what cannot be read there is noted."""
    for problem in branch.problems:
        session.tell(f"on branch {branch.name}: {problem}")
    known = _standings(session, branch.standings(), fits)
    linking: dict[str, list[str]] = {}
    for check in branch.checks():
        for link in check.links:
            linking.setdefault(link.id, []).append(check.name)
    by_name: dict[str, Shelf] = {}
    for found in branch.search(words, kinds):
        filed = found.filed
        checks = [filed.check] if filed.check else linking.get(filed.id, [])
        if filed.kind == "complaint":
            checks = [filed.data["check"]]
        _shelve(by_name, known, found, checks, fits, branch.name)
    return list(by_name.values())


Known = dict[str, tuple["Filed[Any]", str]]
"""Claim and stage of the checks that fit, by id."""


def _standings(session: Session, standings: Iterable[Any], fits: Fits | None) -> Known:
    now = session.moment()
    return {
        claim.id: (claim, standing.stage)
        for claim, work, standing in standings
        if fits is None or fits(claim, work, standing, state.flags(standing, now=now))
    }


def _checks_of(session: Session, filed: Filed[Any]) -> Sequence[str]:
    """Give the names of the checks to which a record belongs."""
    if filed.check:
        return [filed.check]
    if filed.kind == "complaint":
        return [filed.data["check"]]
    return session.ledger.checks_linking(filed) if filed.kind == "evidence" else ()


def _shelve(
    shelves: dict[str, Shelf],
    known: Known,
    found: Found,
    checks: Sequence[str],
    fits: Fits | None,
    branch: str,
) -> None:
    """Put what was found to its checks, or by itself; with filters only to checks."""
    for name in checks:
        if id_of(name) in known:
            claim, stage = known[id_of(name)]
            shelf = Shelf(claim, claim, branch, stage)
            shelves.setdefault(claim.path, shelf).found.append(found)
    if not checks and fits is None:
        record = found.filed
        shelf = Shelf(None, record, branch)
        shelves.setdefault(record.path, shelf).found.append(found)


def _group(shelf: Shelf) -> Group:
    from factcheck.terminal.search_view import Group, Hit

    record = shelf.record
    about = [shelf.stage or record.kind]
    if shelf.branch:
        about.append(f"on branch {shelf.branch}")
    hits = [
        Hit("" if one.filed.path == record.path else _called(one.filed), _said(one))
        for one in shelf.found
    ]
    hits.sort(key=lambda hit: bool(hit.record))  # of the check itself come first
    return Group(_title(record), record.name, ", ".join(about), hits)


def _said(found: Found) -> Sequence[tuple[str, str]]:
    """Give the passages; a name is made of the text, and tells only by itself."""
    beside = [one for one in found.fields if one[0] != "name"]
    return beside or found.fields


def _called(filed: Filed[Any]) -> str:
    own = filed.kind not in {"work", "draft"}
    return f"{filed.kind} {filed.name}" if own else filed.kind


def _title(filed: Filed[Any]) -> str:
    fields = (filed.data.get(name) for name in _TITLES)
    return next((one for one in fields if isinstance(one, str) and one), filed.name)


def _as_data(shelf: Shelf) -> dict[str, Any]:
    return {
        "check": shelf.record.name if shelf.check else None,
        "title": _title(shelf.record),
        "stage": shelf.stage or None,
        "branch": shelf.branch or None,
        "found": list(_found_as_data(shelf.found)),
    }


def _found_as_data(found: Iterable[Found]) -> Iterator[dict[str, Any]]:
    for one in found:
        yield {
            "kind": one.filed.kind,
            "id": one.filed.id,
            "name": one.filed.name,
            "path": one.filed.path,
            "passages": [
                {"field": field, "text": passage} for field, passage in one.fields
            ],
        }
