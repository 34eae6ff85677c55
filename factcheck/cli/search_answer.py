"""What search answers. Nothing of typer's is imported here (see ``quick``)."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from factcheck.cli.filters import check_filter
from factcheck.cli.reading import end_reading
from factcheck.model import state
from factcheck.model.errors import UsageError
from factcheck.model.ids import id_of
from factcheck.model.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from factcheck.cli.console.session import Session
    from factcheck.cli.fields import Fields
    from factcheck.cli.filters import Fits
    from factcheck.ledger.history.branches import Branch
    from factcheck.ledger.search import Found
    from factcheck.model.filed import Filed
    from factcheck.terminal.search_view import Group

    Known = Callable[[str], tuple[Filed[Any], str] | None]
    """Gives claim and stage of the check of an id, None if there is none that fits."""

SHOWN = 50
"""Checks on a page, where no limit is given."""

RANKED = 200
"""Records of which the best come first; of more than these the newest do."""

LOOKED_AT = 2_000
"""Records at which a page with filters looks, if more hold the words."""

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


class Asked(NamedTuple):
    """How is searched: the options of ``search`` that are no filters."""

    kind: Sequence[str] = ()
    limit: int | None = None
    branches: bool = True
    ids: bool = False
    as_json: bool = False


def show_found(
    session: Session, words: Sequence[str], filters: Fields, asked: Asked
) -> None:
    """Show where words were found.

    Args:
        session: of the door.
        words: as typed; all of them must stand in one record.
        filters: by the fields of ``FILTERS``.
        asked: the other options.

    Raises:
        UsageError: there is no such kind, or a filter asks for what there is not.
    """
    limit, ids, as_json = asked.limit, asked.ids, asked.as_json
    kinds = _kinds(asked.kind)
    fits = check_filter(session, filters) if filters else None
    # A script gets everything; a person what can be read.
    most = limit or (None if ids or as_json else SHOWN)
    shelves, is_all = _here(session, words, kinds, fits, most)
    if asked.branches and not (most and len(shelves) >= most):
        for branch in session.ledger.branches(now=session.moment()):
            shelves += _there(session, branch, words, kinds, fits)
    is_all = is_all and not (most and len(shelves) > most)
    shelves = shelves[:most]
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
    if not is_all and len(shelves) != limit:
        session.tell(_more(len(shelves)))
    end_reading(session)


def _more(shown: int) -> str:
    first = f"The first {shown} are shown" if shown > 1 else "The first is shown"
    return f"{first}, and there are more: give more words, filters or --limit."


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
    most: int | None,
) -> tuple[list[Shelf], bool]:
    """Give what HEAD holds, and whether that is all of it.

    Of more than ``RANKED`` records that hold the words the newest come first, until
    there are enough checks or ``LOOKED_AT`` records were looked at.
    """
    known = _known_here(session, fits)
    by_name: dict[str, Shelf] = {}
    ranked = RANKED if most else None
    found_here = session.ledger.search(words, kinds, ranked=ranked)
    for number, found in enumerate(found_here, 1):
        is_full = bool(most) and len(by_name) >= (most or 0)
        if ranked and number > ranked and (is_full or number > LOOKED_AT):
            return list(by_name.values()), False
        checks = _checks_of(session, found.filed)
        _shelve(by_name, known, found, checks, fits, "")
    return list(by_name.values()), True


def _known_here(session: Session, fits: Fits | None) -> Known:
    now = session.moment()

    @cache
    def known(check_id: str) -> tuple[Filed[Any], str] | None:
        listed = session.ledger.standing_of(check_id)
        if listed is None:
            return None
        claim, work, standing = listed
        is_fit = fits is None or fits(
            claim, work, standing, state.flags(standing, now=now)
        )
        return (claim, standing.stage) if is_fit else None

    return known


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
    known = _known_there(session, branch, fits)
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


def _known_there(session: Session, branch: Branch, fits: Fits | None) -> Known:
    now = session.moment()
    return {
        claim.id: (claim, standing.stage)
        for claim, work, standing in branch.standings()
        if fits is None or fits(claim, work, standing, state.flags(standing, now=now))
    }.get


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
        if listed := known(id_of(name)):
            claim, stage = listed
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
