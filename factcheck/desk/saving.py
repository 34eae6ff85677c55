"""Saving hand edits: read, checked, written in canonical form, committed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factcheck.desk.desk import Made, Operation, said
from factcheck.ledger import layout
from factcheck.ledger.format import canonical, codec
from factcheck.ledger.writing.change import Change
from factcheck.model.errors import (
    BadRecordError,
    NotFoundError,
    Problem,
    RefusedError,
)
from factcheck.model.kinds import APPEND_ONLY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factcheck.desk.desk import Desk


def save_edits(
    desk: Desk, paths: Sequence[str] = (), *, subject: str | None = None
) -> tuple[Operation, tuple[str, ...]]:
    """Commit what somebody changed by hand.

    Args:
        desk: where, when and by whom.
        paths: files or folders of the ledger; all edits if empty.
        subject: what the commit says; made of the files' names if absent.

    Returns:
        The operation, and warnings: files that keep comments are committed as
        they are, without being written in canonical form.

    Raises:
        NotFoundError: nothing has changed.
        BadRecordError: with every problem of every changed file.
        RefusedError: a verdict, review or publication was changed or deleted.
    """
    edited = desk.ledger.edits(paths, trusting=True)
    if not edited:
        raise NotFoundError("nothing to save: no record differs from what is committed")
    changes: list[Change] = []
    made: list[Made] = []
    warnings: list[str] = []
    problems: list[Problem] = []
    for path in edited:
        try:
            changes.append(_saved(desk, path, warnings))
        except BadRecordError as error:
            problems += error.problems
        place = layout.place_of(path)
        if place is not None and not isinstance(place, Problem):
            made.append(Made(place.kind, place.name, path))
    if problems:
        raise BadRecordError(tuple(problems))
    checks = sorted(
        {path.split("/")[3] for path in edited if path.startswith("checks/")}
    )
    text = subject or _summed_up(edited)
    message = said("save", text, check=checks)
    return Operation(message, tuple(changes), tuple(made)), tuple(warnings)


def _saved(desk: Desk, path: str, warnings: list[str]) -> Change:
    place = layout.place_of(path)
    content = desk.ledger.read_working(path)
    if isinstance(place, Problem):
        raise BadRecordError((place,))
    kind = place.kind if place else "settings"
    if kind in APPEND_ONLY and desk.ledger.is_committed(path):
        raise RefusedError(
            f"{path} is a {kind}, which is never changed or deleted: "
            f"take it back with 'git checkout -- {path}' and give another"
        )
    if content is None:
        return Change(path, None, None)
    canonical_form = canonical.write(codec.read(content, kind=kind, path=path))
    if canonical_form != content and codec.has_comments(content):
        warnings.append(f"{path} keeps its comments, so it was saved as it is written")
        canonical_form = content
    return Change(path, canonical_form, content)


def _summed_up(paths: Sequence[str]) -> str:
    first = paths[0].rpartition("/")[2].removesuffix(".yaml")
    if first in {"check", "work", "draft"}:
        first = f"{first} of {paths[0].split('/')[3]}"
    others = f" and {len(paths) - 1} more" if paths[1:] else ""
    return f"Save edits: {first}{others}"
