"""Door: evidence list, and its filters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from factcheck.cli.options import Json, end_reading, session_of
from factcheck.cli.taking_in import KINDS
from factcheck.model.errors import UsageError
from factcheck.model.names import is_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factcheck.cli.console.session import Session
    from factcheck.model.filed import Filed


def list_(
    ctx: typer.Context,
    text: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WORDS]...", help="Words that an entry must contain."),
    ] = None,
    check: Annotated[
        list[str] | None,
        typer.Option("--check", help="Linked to this check; repeat.", metavar="CHECK"),
    ] = None,
    publisher: Annotated[
        str | None, typer.Option(help="Name or words of it.", metavar="NAME")
    ] = None,
    origin: Annotated[
        str | None, typer.Option(help="Name or words of it.", metavar="NAME")
    ] = None,
    kind: Annotated[
        list[str] | None, typer.Option(help="document, statement, report …")
    ] = None,
    unlinked: Annotated[
        bool, typer.Option("--unlinked", help="No check links it.")
    ] = False,
    withdrawn: Annotated[
        bool, typer.Option("--withdrawn", help="It was withdrawn.")
    ] = False,
    without_origin: Annotated[
        bool, typer.Option("--without-origin", help="It counts for no origin.")
    ] = False,
    without_capture: Annotated[
        bool, typer.Option("--without-capture", help="Nothing of it is kept.")
    ] = False,
    without_quote: Annotated[
        bool, typer.Option("--without-quote", help="It has no words of the source.")
    ] = False,
    ids: Annotated[bool, typer.Option("--ids", help="Only ids, one a line.")] = False,
    as_json: Json = False,
) -> None:
    """List evidence.

    The latest comes first. All filters must fit; of --check and --kind any may. A
    publisher or origin that is a party is found under all its names.

    Examples:
        factcheck evidence list --check 7k3f9x
        factcheck evidence list --without-origin --ids | factcheck evidence show -
    """
    from factcheck.desk.evidence_filters import LACKS, Filters
    from factcheck.model.names import Names
    from factcheck.terminal.evidence_view import evidence_list_page

    session = session_of(ctx)
    switches = (without_origin, without_capture, without_quote)
    lacking = zip(LACKS.values(), switches, strict=True)
    linking = _linking(session)
    filters = Filters(
        words=text or (),
        linked=_wanted(session, linking, check) if check else None,
        publisher=publisher,
        origin=origin,
        kinds=_kinds(kind or ()),
        lacking=[field for field, is_wanted in lacking if is_wanted],
        withdrawn=withdrawn,
    )
    names = Names(session.ledger.of_kind("party"))
    found = [
        entry
        for entry in session.ledger.of_kind("evidence")
        if filters.fit(entry, names) and not (unlinked and entry.id in linking)
    ]
    found.sort(key=lambda one: (one.data["added"], one.name), reverse=True)
    if as_json:
        rows = [_as_data(one, linking.get(one.id, ())) for one in found]
        session.answer_json("factcheck.evidence-rows/1", evidence=rows)
    elif ids:
        session.answer("".join(f"{one.id}\n" for one in found))
    else:
        session.show(evidence_list_page(found))
        origins = names.distinct(one.data["origin"] for one in found)
        session.tell(_counted(found, len(origins)))
    end_reading(session)


def _linking(session: Session) -> dict[str, list[str]]:
    """Give the names of the checks that link each entry, by its id."""
    linking: dict[str, list[str]] = {}
    for link in session.ledger.of_kind("link"):
        checks = linking.setdefault(link.id, [])
        checks += [] if link.check in checks else [link.check]
    return linking


def _wanted(
    session: Session, linking: dict[str, list[str]], checks: list[str]
) -> frozenset[str]:
    wanted = {check.name for check in session.checks(checks)}
    return frozenset(key for key, names in linking.items() if wanted & set(names))


def _kinds(given: Sequence[str]) -> list[str]:
    """Give kinds as they are written; a misspelt one would look like no entry."""
    known = {kind.replace(" ", "-"): kind for kind in KINDS}
    found = []
    for one in given:
        plain = one.casefold().replace(" ", "-")
        if plain not in known:
            raise UsageError(f"--kind: '{one}' is none of {', '.join(KINDS)}")
        found.append(known[plain])
    return found


def _counted(found: Sequence[Filed[Any]], origins: int) -> str:
    if not found:
        return "No entry fits."
    entries = f"{len(found)} {'entry' if len(found) == 1 else 'entries'}"
    known = f"{origins} known {'origin' if origins == 1 else 'origins'}"
    lacking = sum(not is_name(one.data["origin"]) for one in found)
    return f"{entries}, {known}" + (f", {lacking} without one" if lacking else "")


def _as_data(entry: Filed[Any], checks: Sequence[str]) -> dict[str, Any]:
    return {
        "id": entry.id,
        "name": entry.name,
        "path": entry.path,
        "checks": list(checks),
        "entry": entry.data,
    }
