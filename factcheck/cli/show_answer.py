"""What show answers. Nothing of typer's is imported here (see ``quick``)."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

from factcheck.cli.reading import end_reading, state_as_data
from factcheck.model import state
from factcheck.model.ids import id_of
from factcheck.model.missing import missing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factcheck.cli.console.session import Session
    from factcheck.model.check import Check
    from factcheck.model.filed import Filed
    from factcheck.model.mail import Complaint
    from factcheck.model.names import Names
    from factcheck.model.state import Standing


def show_checks(
    session: Session, check: Sequence[str], *, at: str | None, as_json: bool
) -> None:
    """Show whole checks.

    Args:
        session: of the door.
        check: what was typed for each; ``-`` means a line each on stdin.
        at: the revision or time of which they are shown.
        as_json: as one JSON object.
    """
    session.at(at)
    checks = session.checks(check)
    if as_json:
        shown = [_check_as_data(session, one) for one in checks]
        if len(shown) == 1:
            session.answer_json("factcheck.check/1", **shown[0])
        else:
            session.answer_json("factcheck.checks/1", checks=shown)
    else:
        for number, one in enumerate(checks):
            if number:
                session.answer("\n")
            _show_one(session, one, as_of=at)
    end_reading(session)


def _show_one(session: Session, committed: Check, *, as_of: str | None) -> None:
    from factcheck.terminal.check_view import check_page

    check, edits = _as_it_lies(session, committed)
    standing = state.standing(check)
    flags = state.flags(standing, now=session.moment())
    names = session.ledger.names()
    session.show(
        check_page(
            check,
            standing,
            flags,
            missing=missing(check, names),
            edits=edits,
            quotes=_quotes(session, check),
            moved=_moved(session, check, standing),
            names=names,
            near=near_origins(check, names),
            complaints=_complaints(session, check),
            as_of=as_of,
        )
    )


def near_origins(check: Check, names: Names) -> list[tuple[str, str]]:
    """Give the origins of a check's evidence that are counted apart and may be one."""
    spelled: dict[str, str] = {}
    for entry in check.evidence.values():
        if entry.record.origin:
            spelled.setdefault(names.key(entry.record.origin), entry.record.origin)
    if len(spelled) <= 1:
        return []
    from factcheck.match.language.near_names import near_names

    return [
        (one, other)
        for one, other in combinations(sorted(spelled.values()), 2)
        if near_names(one, {other: 1})
    ]


def _complaints(session: Session, check: Check) -> tuple[Filed[Complaint], ...]:
    if not session.ledger.complaints_about(check.claim.id):
        return ()
    from factcheck.desk.mail import open_complaints

    return open_complaints(session.ledger, check)


def _as_it_lies(session: Session, check: Check) -> tuple[Check, list[str]]:
    edits = session.ledger.edits_of(check)
    return (session.ledger.working(check) if edits else check), edits


def _quotes(session: Session, check: Check) -> dict[str, str]:
    """Look for the quotes of the entries that have a capture."""
    if not any(entry.data["captures"] for entry in check.evidence.values()):
        return {}
    from factcheck.review.quotes import (
        quote_in_captures,
        quote_state,
    )

    read = session.extractor.passage
    return {
        entry.id: quote_state(found)
        for entry in check.evidence.values()
        if entry.data["captures"]
        and (found := quote_in_captures(session.ledger, entry.record, read=read))
    }


def _moved(session: Session, check: Check, standing: Standing) -> list[str]:
    """Say who changed what since the verdict, where the history still tells."""
    if not standing.moved:
        return []
    from factcheck.review.moved import moved_since

    return list(moved_since(session.ledger, check))


def _check_as_data(session: Session, committed: Check) -> dict[str, Any]:
    check, edits = _as_it_lies(session, committed)
    standing = state.standing(check)
    flags = state.flags(standing, now=session.moment())
    quotes = _quotes(session, check)
    names = session.ledger.names()
    return {
        "id": check.claim.id,
        "name": check.name,
        "path": check.claim.path,
        **state_as_data(standing, flags),
        "claim": check.claim.data,
        "work": check.work.data if check.work else None,
        "evidence": [
            {
                "id": link.id,
                "name": link.name,
                "link": link.data,
                "entry": entry.data if (entry := check.of_link(link)) else None,
                "quote": quotes.get(link.id),
            }
            for link in check.links
        ],
        "near_origins": [list(pair) for pair in near_origins(check, names)],
        "asks": [_with_name(one) for one in check.asks],
        "answers": [_with_name(one) for one in check.answers],
        "draft": check.draft.data if check.draft else None,
        "verdicts": [_with_name(one) for one in check.verdicts],
        "reviews": [_with_name(one) for one in check.reviews],
        "rechecks": [_with_name(one) for one in check.rechecks],
        "publications": [_with_name(one) for one in check.publications],
        "appearances": [_with_name(one) for one in check.appearances],
        "complaints": [_with_name(one) for one in _complaints(session, check)],
        "missing": list(missing(check, names)),
        "moved": _moved(session, check, standing),
        "uncommitted": edits,
    }


def _with_name(filed: Filed[Any]) -> dict[str, Any]:
    return {"id": id_of(filed.name), "name": filed.name, **filed.data}
