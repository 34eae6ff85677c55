"""Door: diff."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from factcheck.cli.options import Json, end_reading, session_of
from factcheck.model.errors import AmbiguousNameError, NotFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factcheck.cli.console.session import Session
    from factcheck.ledger.ledger import Ledger
    from factcheck.model.state import Standing
    from factcheck.review.changes import Changed
    from factcheck.terminal.diff_view import DiffCheck

_AROUND = "what belongs to no check, or to several"


def diff(
    ctx: typer.Context,
    what: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[BASE..HEAD|BASE] [CHECK|PATH]...",
            help="Between which commits or days, and only in these.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Show what changed in meaning, since when you like.

    By check: the records that came, went or changed, field by field, and which
    verdicts need a recheck for it. A..B compares two commits, A...B only what B has
    brought since they parted, A.. goes until the last commit, A alone includes edits
    that are not committed. With nothing, these edits alone. A and B are whatever git
    knows, or days.

    Examples:
        factcheck diff
        factcheck diff HEAD~1..
        factcheck diff origin/main...anna/turkey
        factcheck diff 2026-11-01.. afrin-under-20-miles
    """
    from factcheck.ledger.history.between import ends_of
    from factcheck.review.changes import changes

    session = session_of(ctx)
    ledger = session.ledger
    if not ledger.in_git:
        raise NotFoundError(f"{ledger.root} is held by no commit: there is no history")
    revisions, names = _taken_apart(session, what or [])
    ends = ends_of(ledger, revisions)
    paths = [path for name in names for path in _paths_of(ledger, name)]
    found = changes(ledger.between(ends, paths))
    if as_json:
        session.answer_json(
            "factcheck.diff/1",
            base=ends.old,
            head=ends.new,
            changes=[_as_data(one) for one in found],
        )
    elif not _show(session, found):
        session.tell("Nothing changed.")
    end_reading(session)


def _show(session: Session, found: Iterator[Changed]) -> bool:
    from factcheck.terminal.diff_view import diff_page

    is_any = False
    for one in found:
        is_any = True
        session.show(diff_page(_told(one)))
    return is_any


def _taken_apart(
    session: Session, words: Sequence[str]
) -> tuple[str | None, list[str]]:
    """Tell the revisions, which come first if at all, from names of records.

    Raises:
        UsageError: the first word can mean both.
    """
    if not words:
        return None, []
    first, rest = words[0], list(words[1:])
    if first == "--":
        return None, rest
    if ".." in first and "/../" not in f"/{first}/":
        return first, rest
    is_name = _is_name(session.ledger, first)
    if not _is_revision(session.ledger, first):
        return None, session.names(words)
    if is_name:
        raise UsageError(
            f"'{first}' can mean a commit and a record: '{first}..HEAD' means the "
            f"commit, 'HEAD {first}' the record"
        )
    return first, session.names(rest)


def _is_revision(ledger: Ledger, text: str) -> bool:
    from factcheck.ledger.history.past import commit_of

    if text == "HEAD":
        return True
    try:
        commit_of(ledger.require_repository(), text, ledger.require_head())
    except NotFoundError:
        return False
    return True


def _is_name(ledger: Ledger, text: str) -> bool:
    try:
        return bool(_paths_of(ledger, text))
    except AmbiguousNameError:
        return True
    except NotFoundError:
        return False


def _paths_of(ledger: Ledger, name: str) -> list[str]:
    """Give where a check with its evidence, or another record, or a path lies."""
    from factcheck.cli.history import path_of

    try:
        path = path_of(ledger, name)
    except AmbiguousNameError:
        raise
    except NotFoundError:
        inside = _inside(ledger, name)
        if inside is None:
            raise
        return [inside] if inside != "." else []
    if not path.startswith("checks/"):
        return [path]
    check = ledger.check(path.rpartition("/")[2])
    return [path, *(entry.path for entry in check.evidence.values())]


def _inside(ledger: Ledger, name: str) -> str | None:
    """Give a path as the ledger has it: typed from here, or from the ledger.

    One with a slash need not be there now, nor a folder of records: it may have been,
    or be left out of the checkout.
    """
    from factcheck.ledger.cache.reading import RECORD_FOLDERS

    for folder in (Path.cwd(), ledger.root):
        place = Path(os.path.normpath(folder / name))
        if place.exists() or "/" in name or name in RECORD_FOLDERS:
            real = place.parent.resolve() / place.name
            if real.is_relative_to(ledger.root):
                return real.relative_to(ledger.root).as_posix()
    return None


def _told(changed: Changed) -> DiffCheck:
    from factcheck.cli.history import told_change
    from factcheck.terminal.diff_view import DiffCheck, DiffRecord

    before, after = _state(changed.before), _state(changed.after)
    records = []
    for one in changed.records:
        told = told_change(one)
        about = changed.bearing.get(one.path, ())
        gist = changed.gists.get(one.path, "")
        records.append(
            DiffRecord(told.record, told.happening, gist, told.fields, about)
        )
    return DiffCheck(
        title=changed.check or _AROUND,
        claim=changed.claim,
        state=(before, after) if before != after else None,
        records=records,
        moved=changed.moved,
        settled=changed.settled,
    )


def _state(standing: Standing | None) -> str:
    if standing is None:
        return "not there"
    words: list[str] = [standing.stage]
    words += [standing.rating] if standing.rating else []
    words += [standing.public] if standing.public != "unpublished" else []
    return ", ".join(words)


def _as_data(changed: Changed) -> dict[str, Any]:
    from factcheck.cli.history import fields_as_data

    return {
        "check": changed.check or None,
        "claim": changed.claim or None,
        "before": _standing_as_data(changed.before),
        "after": _standing_as_data(changed.after),
        "needs_recheck": list(changed.moved),
        "settled": list(changed.settled),
        "records": [
            {
                "path": one.path,
                "kind": one.kind,
                "name": one.name,
                "happening": one.happening,
                "says": changed.gists.get(one.path) or None,
                "fields": fields_as_data(one.fields),
                "checks": list(changed.bearing.get(one.path, ())),
            }
            for one in changed.records
        ],
    }


def _standing_as_data(standing: Standing | None) -> dict[str, Any] | None:
    if standing is None:
        return None
    return {
        "stage": standing.stage,
        "public": standing.public,
        "rating": standing.rating,
        "needs_recheck": list(standing.moved),
    }
