"""Doors: party add, list, show, amend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from factcheck.cli.fields import FieldOption, Fields, with_fields
from factcheck.cli.options import DryRun, Json, end_reading, session_of
from factcheck.model.errors import UsageError

if TYPE_CHECKING:
    from factcheck.cli.console.session import Session
    from factcheck.desk.parties import Uses
    from factcheck.model.filed import Filed

PARTY = (
    FieldOption(
        "other_names", "Another name of it; repeat.", "--other-name", list[str]
    ),
    FieldOption("role", "What it is: minister, news agency."),
    FieldOption("interest", "Its interest in matters that are checked."),
    FieldOption("same_as", "Its address elsewhere; repeat.", "--same-as", list[str]),
    FieldOption("note", "For colleagues."),
)

AFFILIATION = (
    FieldOption("organisation", "It belongs, or belonged, to this one."),
    FieldOption("position", "As what: spokesman, owner."),
    FieldOption("since", "From when: 2019, 2019-05 or 2019-05-20."),
    FieldOption("until", "Until when."),
)
"""One affiliation; a party that has several gets each by a command of its own."""

_KIND = "person|organisation|account"
_KINDS = {
    "person": "somebody",
    "organisation": "a ministry, a paper, an agency, a party",
    "account": "a name on a platform, whoever is behind it",
}


@with_fields(fields=PARTY, affiliation=AFFILIATION)
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="As it is to be written.")],
    fields: Fields,
    affiliation: Fields,
    kind: Annotated[str | None, typer.Option(help="What it is.", metavar=_KIND)] = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Add a person, organisation or account.

    All its names then count as one, as claimant, publisher and origin. Nobody has
    to be added: a name without a party counts as itself.

    Examples:
        factcheck party add "Anadolu Agency" --kind organisation --other-name AA
        factcheck party add "Jane Roe" --kind person --organisation "Example Ministry"
    """
    from factcheck.desk.parties import add_party

    session = session_of(ctx)
    desk = session.desk()
    chosen = kind or session.ask_choice("Kind", _KINDS, flag="--kind")
    values = {**fields, "name": name, "kind": chosen}
    if one := _affiliation(affiliation):
        values["affiliations"] = [one]
    operation = add_party(desk, values)
    then = f"factcheck party show {operation.made[0].id}"
    session.carry_out(desk, operation, dry_run=dry_run, as_json=as_json, then=then)


@with_fields(fields=PARTY, affiliation=AFFILIATION)
def amend(
    ctx: typer.Context,
    party: Annotated[str, typer.Argument(metavar="PARTY", help="Id, name or slug.")],
    fields: Fields,
    affiliation: Fields,
    name: Annotated[
        str | None, typer.Option(help="As it is to be written from now on.")
    ] = None,
    kind: Annotated[str | None, typer.Option(help="What it is.", metavar=_KIND)] = None,
    drop_name: Annotated[
        list[str] | None, typer.Option(help="No name of it any more; repeat.")
    ] = None,
    drop_same_as: Annotated[
        list[str] | None, typer.Option(help="No address of it; repeat.")
    ] = None,
    drop_organisation: Annotated[
        list[str] | None, typer.Option(help="It never belonged to it; repeat.")
    ] = None,
    clear: Annotated[
        list[str] | None,
        typer.Option(help="Empty this field (role, interest, note); repeat."),
    ] = None,
    because: Annotated[
        str | None, typer.Option("--because", help="Why; kept in the history.")
    ] = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Change what is known of a party.

    Other names and addresses are added to those that are there. An affiliation
    completes the one to the same organisation, or is added.

    Examples:
        factcheck party amend anadolu-agency --other-name "Anadolu Ajansi"
        factcheck party amend jane-roe --organisation "Example Ministry" --until 2021
    """
    from factcheck.desk.parties import amend_party

    session = session_of(ctx)
    desk = session.desk()
    drop = {
        "other_names": drop_name or [],
        "same_as": drop_same_as or [],
        "affiliations": drop_organisation or [],
    }
    operation = amend_party(
        desk,
        session.ledger.record("party", party),
        {**fields, "name": name, "kind": kind},
        affiliation=_affiliation(affiliation),
        drop=drop,
        clear=clear or (),
        because=because,
    )
    session.carry_out(desk, operation, dry_run=dry_run, as_json=as_json)


def list_(
    ctx: typer.Context,
    text: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WORDS]...", help="Words that a name must contain."),
    ] = None,
    kind: Annotated[str | None, typer.Option(help="What it is.", metavar=_KIND)] = None,
    ids: Annotated[bool, typer.Option("--ids", help="Only ids, one a line.")] = False,
    as_json: Json = False,
) -> None:
    """List parties.

    Those that most records name come first; all their names count.

    Examples:
        factcheck party list
        factcheck party list agency --kind organisation
    """
    from factcheck.desk.parties import uses_of
    from factcheck.model.names import Names, fold_name
    from factcheck.terminal.party_view import party_list_page

    session = session_of(ctx)
    if kind is not None and kind not in _KINDS:
        raise UsageError(f"--kind: '{kind}' is none of {', '.join(_KINDS)}")
    everybody = list(session.ledger.of_kind("party"))
    words = [fold_name(word) for word in text or ()]
    found = [
        party
        for party in everybody
        if kind in {None, party.data["kind"]}
        and all(word in _names_of(party) for word in words)
    ]
    uses = uses_of(found, session.ledger, Names(everybody))
    found.sort(key=lambda one: (-uses[one.id].total, one.name))
    if as_json:
        rows = [_as_data(one, uses[one.id]) for one in found]
        session.answer_json("factcheck.parties/1", parties=rows)
    elif ids:
        session.answer("".join(f"{one.id}\n" for one in found))
    else:
        session.show(party_list_page([(one, uses[one.id].total) for one in found]))
        if not found:
            session.tell("No party fits.")
    end_reading(session)


def show(
    ctx: typer.Context,
    party: Annotated[str, typer.Argument(metavar="PARTY", help="Id, name or slug.")],
    as_json: Json = False,
) -> None:
    """Show a party and where it is named.

    Claims by it, and evidence that it put out or is the origin of, under all its
    names.

    Examples:
        factcheck party show anadolu-agency
        factcheck party show 7k3f9x --json
    """
    from factcheck.desk.parties import uses_of
    from factcheck.model.names import Names
    from factcheck.terminal.party_view import party_page

    session = session_of(ctx)
    found = session.ledger.record("party", party)
    names = Names(session.ledger.of_kind("party"))
    uses = uses_of([found], session.ledger, names)[found.id]
    if as_json:
        session.answer_json("factcheck.party/1", **_as_data(found, uses))
    else:
        session.show(
            party_page(
                found,
                claims=uses.claims,
                published=uses.published,
                originated=uses.originated,
                spellings=uses.spellings,
            )
        )
    _say_disputed(session, found, names)
    end_reading(session)


def _say_disputed(session: Session, party: Filed[Any], names: Any) -> None:
    """A name that two parties claim is nobody's: both are told so."""
    for name in (party.data["name"], *party.data["other_names"]):
        if names.key(name) != party.id:
            session.warn(
                f"another party has the name '{name}' too, so that it counts for "
                "neither: take it from one with 'factcheck party amend --drop-name'"
            )


def _affiliation(fields: Fields) -> dict[str, str]:
    """Give the fields of an affiliation, as the record calls them."""
    if fields and not fields.get("organisation"):
        raise UsageError("--position, --since and --until go with --organisation")
    names = {"position": "role"}
    return {names.get(key, key): value for key, value in fields.items()}


def _names_of(party: Filed[Any]) -> str:
    from factcheck.model.names import fold_name

    return fold_name(" ".join((party.data["name"], *party.data["other_names"])))


def _as_data(party: Filed[Any], uses: Uses) -> dict[str, Any]:
    return {
        "id": party.id,
        "name": party.name,
        "path": party.path,
        "party": party.data,
        "claims": [one.name for one in uses.claims],
        "published": [one.name for one in uses.published],
        "originated": [one.name for one in uses.originated],
        "spellings": dict(uses.spellings),
    }
