"""The work on a check: who does it until when, and whether it is carried on.

When a check may be closed, as a newsroom would have it:

- What readers have seen is answered for: a check with a published verdict cannot be
  closed as not checkable or dropped before that verdict is retracted (a verdict with
  the grade ``retraction``, published). It may be closed as a duplicate, since the
  other check goes on answering for the claim; but only when that is asked for
  expressly (``anyway``).
- What a colleague has written is not put away by the way: a draft, or a verdict that
  is in review or approved, asks for ``anyway``.
- A duplicate names a check that is none itself: otherwise a reader would be sent on
  and on. So there are neither chains nor circles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factcheck.desk.desk import Made, Operation, folder_of, said, validated
from factcheck.ledger import layout
from factcheck.model import state
from factcheck.model.errors import RefusedError, UsageError
from factcheck.model.ids import id_of
from factcheck.model.plain import to_plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from factcheck.desk.desk import Desk
    from factcheck.ledger.writing.change import Change
    from factcheck.model.check import Check
    from factcheck.model.claim import Outcome

ME = "me"
"""Stands for whoever works at the desk."""


def assign(
    desk: Desk,
    check: Check,
    given: Mapping[str, Any],
    *,
    drop_topics: Sequence[str] = (),
    clear: Sequence[str] = (),
    because: str | None = None,
) -> Operation:
    """Say who works on a check, until when, how urgently, under which topics.

    Args:
        desk: where, when and by whom.
        check: the check.
        given: fields of ``Work`` that change; topics are added to those there, the
            assignee ``me`` is who works at the desk.
        drop_topics: topics to be taken away.
        clear: fields that lose their value.
        because: why, for the commit.

    Raises:
        BadRecordError: a value is not what the field wants.
        UsageError: nothing changes; there is no such field to clear, or no such
            topic to drop.
    """
    from factcheck.model.claim import Work  # noqa: PLC0415 - needs pydantic

    fields = [field for field in Work.model_fields if field != "closed"]
    for field in clear:
        if field not in fields:
            known = ", ".join(fields)
            raise UsageError(f"there is no field '{field}' to clear: {known}")
    before = dict(check.work.data) if check.work else {}
    topics = [*before.get("topics", ()), *given.get("topics", ())]
    for topic in drop_topics:
        if topic not in topics:
            raise UsageError(f"{check.name} has no topic '{topic}'")
    values = before | dict(given) | dict.fromkeys(clear)
    if "topics" not in clear:
        kept = [topic for topic in dict.fromkeys(topics) if topic not in drop_topics]
        values["topics"] = kept
    values = _with_name(desk, values)
    change = work_change(desk, check, values)
    if change is None:
        raise UsageError(f"{check.name} has these values already: nothing changes")
    changed = [field for field in fields if values.get(field) != before.get(field)]
    message = said(
        "assign", _summed_up(check, values, changed), because=because, check=check.name
    )
    made = (Made("work", check.name, change.path),)
    return Operation(message, (change,), made)


def objection(check: Check) -> str | None:
    """Say what speaks against closing a check, None if nothing does."""
    public = state.standing(check).public
    if public in {"published", "corrected"}:
        return "readers have seen a verdict on it"
    if check.draft:
        return "a verdict on it is being drafted"
    current = check.verdict()
    if current and public == "unpublished":
        stage = state.standing(check).stage
        return f"a verdict by {current.record.author} is {stage}"
    return None


def close(
    desk: Desk,
    check: Check,
    outcome: Outcome,
    why: str,
    *,
    of: Check | None = None,
    anyway: bool = False,
) -> Operation:
    """Close a check that is not carried on; the rules stand at the top of this file.

    Args:
        desk: where, when and by whom.
        check: the check.
        outcome: not checkable, duplicate or dropped.
        why: for the record, and for the commit.
        of: the check of which it is a duplicate.
        anyway: also where something speaks against it (see ``objection``).

    Raises:
        BadRecordError: a value is wrong.
        UsageError: a duplicate without the other check, or the other way round.
        RefusedError: it is closed already, readers have seen a verdict on it,
            something speaks against it, or it would make a chain of duplicates.
    """
    slug = check.claim.slug
    closed = check.work.record.closed if check.work else None
    if closed:
        raise RefusedError(
            f"{check.name} is closed already ({closed.outcome}): "
            f"'factcheck reopen {slug}' opens it again"
        )
    against = objection(check)
    seen = state.standing(check).public in {"published", "corrected"}
    if seen and outcome != "duplicate":
        raise RefusedError(
            f"{against}, so {check.name} cannot be closed as {outcome}: retract the "
            f"verdict first with 'factcheck verdict {slug} --grade retraction'"
        )
    if against and not anyway:
        raise RefusedError(f"{against}: close {check.name} with --anyway all the same")
    _refuse_chain(desk, check, outcome, of)
    values = {
        "outcome": outcome,
        "duplicate_of": of.name if of else None,
        "why": why,
        "since": desk.now,
        "by": desk.author.name,
    }
    kept = {key: one for key, one in values.items() if one is not None}
    named = f"duplicate of {of.claim.slug}" if of else outcome
    names = {"check": check.name} if of is None else {"check": [check.name, of.name]}
    message = said("close", f"Close {slug} as {named}", because=why, **names)
    return _with_closed(desk, check, kept, message)


def reopen(desk: Desk, check: Check, why: str) -> Operation:
    """Carry a closed check on; why goes into the commit.

    Raises:
        RefusedError: it is not closed.
    """
    if not (check.work and check.work.record.closed):
        raise RefusedError(f"{check.name} is not closed")
    message = said(
        "reopen", f"Reopen {check.claim.slug}", because=why, check=check.name
    )
    return _with_closed(desk, check, None, message)


def work_change(
    desk: Desk, check: Check, values: Mapping[str, Any], *, closed: Any = ...
) -> Change | None:
    """Make the change that gives a check's work other values, None if there is none.

    Args:
        desk: where and when.
        check: the check.
        values: all fields of ``Work`` that have a value, but ``closed``.
        closed: takes the place of what is there, if given.

    Raises:
        BadRecordError: a value is wrong.
        RefusedError: the file has uncommitted edits, or comments.
    """
    from factcheck.model.claim import Work  # noqa: PLC0415 - needs pydantic

    path = layout.file_in_check(folder_of(check), "work")
    before = check.work.data if check.work else {}
    after = _with_name(desk, values)
    after["closed"] = before.get("closed") if closed is ... else closed
    given = {key: one for key, one in _present(after).items() if one not in ([], ())}
    record = validated(Work, given, what=path)
    plain = to_plain(record)
    if not any(plain.values()):
        return desk.remove(path) if check.work else None
    return None if plain == before else desk.put(path, record)


def _with_name(desk: Desk, values: Mapping[str, Any]) -> dict[str, Any]:
    """Write out who ``me`` is."""
    is_me = values.get("assignee") == ME
    return {**values, **({"assignee": desk.author.name} if is_me else {})}


def _with_closed(
    desk: Desk, check: Check, closed: dict[str, Any] | None, message: Any
) -> Operation:
    before = dict(check.work.data) if check.work else {}
    change = work_change(desk, check, before, closed=closed)
    if change is None:
        raise RefusedError(f"nothing of {check.name} changes")
    return Operation(message, (change,), (Made("work", check.name, change.path),))


def _refuse_chain(desk: Desk, check: Check, outcome: Outcome, of: Check | None) -> None:
    if (outcome == "duplicate") != (of is not None):
        raise UsageError("a duplicate names the other check with --of, and only it")
    if of is None:
        return
    if of.claim.id == check.claim.id:
        raise RefusedError(f"{check.name} cannot be a duplicate of itself")
    other = of.work.record.closed if of.work else None
    if other and other.outcome == "duplicate":
        raise RefusedError(
            f"{of.name} is itself a duplicate of {other.duplicate_of}: name that one"
        )
    for work in desk.ledger.of_kind("work"):
        closed = work.data["closed"]
        into = closed["duplicate_of"] if closed else None
        if into and id_of(into) == check.claim.id:
            raise RefusedError(
                f"{work.name} is closed as a duplicate of {check.name}: reopen it and "
                f"close it as a duplicate of {of.name} first"
            )


def _summed_up(check: Check, values: Mapping[str, Any], changed: Sequence[str]) -> str:
    slug = check.claim.slug
    who, due = values.get("assignee"), values.get("due")
    until = f", due {due}" if due and "due" in changed else ""
    if "assignee" in changed:
        return f"Assign {slug} to {who}{until}" if who else f"Assign {slug} to nobody"
    if changed == ["due"] and due:
        return f"{slug} is due {due}"
    return f"Change {' and '.join(changed)} of {slug}"


def _present(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: _present(one) if isinstance(one, dict) else one
        for key, one in values.items()
        if one is not None
    }
