"""Taking back one operation: its files as they were before, in a new commit.

What the operation brought is in the history for ever; captures stay too. What must
not be left without its ground, ``model/resting.py`` says.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from factcheck.desk.desk import Made, Operation, said
from factcheck.ledger import layout
from factcheck.ledger.cache import reading
from factcheck.ledger.writing.change import Change
from factcheck.model.errors import (
    BadRecordError,
    NotFoundError,
    Problem,
    RefusedError,
    UsageError,
)
from factcheck.model.kinds import KINDS
from factcheck.model.resting import resting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from factcheck.desk.desk import Desk
    from factcheck.ledger.history.log import Logged
    from factcheck.ledger.history.operations import FileChange
    from factcheck.model.filed import Filed

UNDO, REDO = "Undo: ", "Redo: "
_UNDOES = "Undoes"
_NAMED = 3
_KINDS = frozenset(KINDS)
_PINNING = ("verdict-", "recheck-")


def operation_meant(desk: Desk, text: str) -> Logged:
    """Give the operation that somebody means.

    Args:
        desk: where, when and by whom.
        text: a revision of git; ``last`` is this person's latest operation that
            was not taken back.

    Raises:
        NotFoundError: there is none, or not on this branch.
    """
    repository = desk.ledger.repository
    if repository is None:
        raise NotFoundError(f"{desk.ledger.root} is in no git repository")
    if text == "last":
        return _last(desk)
    commit = repository.resolve(text)
    if repository.git("rev-list", "-1", commit, "^HEAD").strip():
        raise NotFoundError(
            f"commit {commit[:10]} is not in the history of this branch: "
            "'factcheck log' shows what is"
        )
    return desk.ledger.operation(commit)


def _last(desk: Desk) -> Logged:
    undone: set[str] = set()
    for logged in desk.ledger.operations():
        target = _undone_by(logged)
        if logged.commit in undone:
            continue
        if target:
            undone.add(target)
        elif logged.author == desk.author.name:
            return logged
    raise NotFoundError(
        f"no operation of {desk.author.name} is left to undo: 'factcheck log' shows "
        "those of all; name the commit"
    )


def _undone_by(logged: Logged) -> str:
    found = [value for key, value in logged.trailers if key == _UNDOES]
    return found[0] if found and logged.operation == "undo" else ""


def undo(desk: Desk, logged: Logged, *, because: str = "") -> Operation:
    """Take back one operation, also one that was made by hand, or an undo.

    Args:
        desk: where, when and by whom.
        logged: what is taken back.
        because: why; the body of the commit.

    Raises:
        UsageError: it changed nothing in the ledger.
        RefusedError: a file has changed since, something rests on what would
            vanish or change, or what would come back cannot be read.
    """
    if len(logged.parents) > 1:
        raise RefusedError(
            f"commit {logged.commit[:10]} is a merge: undo what it joined, one by one"
        )
    changed = _changed_by(desk, logged)
    if not changed:
        raise UsageError(f"commit {logged.commit[:10]} changed nothing in this ledger")
    _refuse_what_changed_since(desk, logged, changed)
    _refuse_what_is_rested_on(desk, logged, changed)
    made = tuple(_made(changed))
    about = [one for one in logged.trailers if one[0].lower() in _KINDS]
    message = said("undo", _subject(logged), because=because, undoes=logged.commit)
    message = replace(message, trailers=(*message.trailers, *about))
    changes = tuple(Change(one.path, one.before, one.after) for one in changed)
    return Operation(message, changes, made)


def rested_on_elsewhere(desk: Desk, logged: Logged) -> list[str]:
    """Say what on branches that are not merged rests on what an undo takes back.

    Undo and branch merge without a conflict, and the ledger would not hold together.

    Args:
        desk: where and when.
        logged: what is taken back; nothing at HEAD rests on it.

    Returns:
        A line each, with the name of the branch.
    """
    ledger = desk.ledger
    changed = _changed_by(desk, logged)
    coming = _coming_back(changed)
    found: list[str] = []
    for branch in ledger.branches(now=desk.now):
        there = {one.path: one for one in branch.of_kind(*KINDS)}
        paths = [one.path for one in changed]
        others = [*there.values(), *coming.values()]
        now = ledger.neighbours(paths, others) | there
        then = _taken_back(now, changed, coming)
        earlier = _older(desk, logged.commit, now)
        resting_there = resting(now.values(), then.values(), earlier=earlier)
        found += [f"on branch {branch.name}, {one.why}" for one in resting_there]
    return found


def _changed_by(desk: Desk, logged: Logged) -> list[FileChange]:
    return [
        one
        for one in desk.ledger.changed_by(logged.commit)
        if not one.path.startswith(layout.CAPTURES + "/")
    ]


def _subject(logged: Logged) -> str:
    subject = logged.subject
    if logged.operation == "undo" and subject.startswith(UNDO):
        return REDO + subject.removeprefix(UNDO)
    if logged.operation == "undo" and subject.startswith(REDO):
        return UNDO + subject.removeprefix(REDO)
    return UNDO + subject


def _made(changed: Iterable[FileChange]) -> Iterator[Made]:
    for one in changed:
        place = layout.place_of(one.path)
        if place and not isinstance(place, Problem) and place.name:
            yield Made(place.kind, place.name, one.path)


def _refuse_what_changed_since(
    desk: Desk, logged: Logged, changed: Sequence[FileChange]
) -> None:
    committed = desk.ledger.committed([one.path for one in changed])
    if all(committed.get(one.path) == one.before for one in changed):
        raise RefusedError(
            f"nothing of '{logged.subject}' is left to undo: "
            "its files are as they were before it"
        )
    for one in changed:
        if committed.get(one.path) != one.after:
            later = next(iter(desk.ledger.operations(paths=[one.path], limit=1)), None)
            by = f" by '{later.subject}' ({later.commit[:10]})" if later else ""
            raise RefusedError(
                f"{one.path} was changed since{by}: undo that first, or change it back"
            )
        if desk.ledger.read_working(one.path) != one.after:
            raise RefusedError(
                f"{one.path} has changes that are not committed: "
                "run 'factcheck save' or undo them first"
            )


def _refuse_what_is_rested_on(
    desk: Desk, logged: Logged, changed: Sequence[FileChange]
) -> None:
    coming = _coming_back(changed)
    now = desk.ledger.neighbours([one.path for one in changed], coming.values())
    then = _taken_back(now, changed, coming)
    found = resting(
        now.values(), then.values(), earlier=_older(desk, logged.commit, now)
    )
    if found:
        first = "; ".join(one.why for one in found[:_NAMED])
        more = f"; and {len(found) - _NAMED} more" if found[_NAMED:] else ""
        raise RefusedError(f"'{logged.subject}' cannot be undone: {first}{more}")


def _taken_back(
    records: Mapping[str, Filed[Any]],
    changed: Iterable[FileChange],
    coming: Mapping[str, Filed[Any]],
) -> dict[str, Filed[Any]]:
    """Give records by path as they are once changes are taken back."""
    gone = {one.path for one in changed}
    stay = {path: one for path, one in records.items() if path not in gone}
    return stay | dict(coming)


def _coming_back(changed: Iterable[FileChange]) -> dict[str, Filed[Any]]:
    """Give the records that an undo brings back, by path."""
    found = ((one.path, _read(one)) for one in changed)
    return {path: record for path, record in found if record is not None}


def _read(one: FileChange) -> Filed[Any] | None:
    try:
        return reading.read_record(one.path, one.before) if one.before else None
    except BadRecordError as error:
        raise RefusedError(
            f"what would come back cannot be read: {error.problems[0]}"
        ) from None


def _older(desk: Desk, commit: str, records: Iterable[str]) -> set[str]:
    """Give the paths, of those that pins may hang on, that a commit had."""
    repository, prefix = desk.ledger.repository, desk.ledger.prefix
    if repository is None:
        return set()
    pinning = [one for one in records if one.rpartition("/")[2].startswith(_PINNING)]
    return {
        path.removeprefix(prefix)
        for path in repository.there_at(commit, [prefix + one for one in pinning])
    }
