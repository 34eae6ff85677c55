"""Parties: people, organisations and accounts, and where their names are used."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from factcheck.desk.desk import Made, Operation, said, validated
from factcheck.ledger import layout
from factcheck.model.errors import RefusedError, UsageError
from factcheck.model.names import Names, fold_name
from factcheck.model.plain import to_plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from factcheck.desk.desk import Desk
    from factcheck.ledger.ledger import Ledger
    from factcheck.model.evidence import Evidence
    from factcheck.model.filed import Filed
    from factcheck.model.party import Party

ADDED_TO = ("other_names", "same_as")
"""Lists of a party that amending adds to."""


@dataclass(frozen=True, slots=True)
class Uses:
    """Where a party is named, under any of its names.

    Attributes:
        claims: checks of claims by it.
        published: evidence that it put out.
        originated: evidence of which it is the origin.
        spellings: how often each spelling occurs in these.
    """

    claims: tuple[Filed[Any], ...]
    published: tuple[Filed[Evidence], ...]
    originated: tuple[Filed[Evidence], ...]
    spellings: Mapping[str, int]

    @property
    def total(self) -> int:
        """How many records name it."""
        evidence = {one.id for one in (*self.published, *self.originated)}
        return len(self.claims) + len(evidence)


def add_party(desk: Desk, party: Mapping[str, Any]) -> Operation:
    """Add a party.

    Args:
        desk: where, when and by whom.
        party: fields of ``Party``, without those of adding.

    Raises:
        BadRecordError: a field is missing or wrong.
        RefusedError: another party has one of its names.
    """
    from factcheck.model.party import Party  # noqa: PLC0415 - needs pydantic

    values = {**party, "added": desk.now, "added_by": desk.author.name}
    record: Party = validated(Party, values, what="the party")
    _refuse_taken(desk.ledger, record, set())
    name = desk.new_name(record.name, kind="party")
    path = layout.file_by_month("party", name, when=desk.now)
    message = said("party-add", f"Add party: {record.name}", party=name)
    return Operation(message, (desk.put(path, record),), (Made("party", name, path),))


def amend_party(
    desk: Desk,
    party: Filed[Party],
    fields: Mapping[str, Any],
    *,
    affiliation: Mapping[str, str] | None = None,
    drop: Mapping[str, Sequence[str]] | None = None,
    clear: Sequence[str] = (),
    because: str | None = None,
) -> Operation:
    """Change fields of a party.

    Args:
        desk: where, when and by whom.
        party: what is there.
        fields: those that change; other names and addresses are added to those
            that are there.
        affiliation: fields of one ``Affiliation``: it completes the one to the
            same organisation (since the same day, where both say so), or is added.
        drop: what goes from ``other_names``, ``same_as`` and, by organisation, from
            ``affiliations``.
        clear: names of fields that lose their value.
        because: why, for the commit.

    Raises:
        BadRecordError: a value is wrong, or a field cannot go.
        UsageError: what is to go is not there, or nothing changes.
        RefusedError: another party has a name that is new to this one.
    """
    from factcheck.model.party import Party  # noqa: PLC0415 - needs pydantic

    values = {**party.data, **{key: one for key, one in fields.items() if one}}
    for field in ADDED_TO:
        given = fields.get(field, ())
        values[field] = list(dict.fromkeys([*party.data[field], *given]))
    for field, gone in (drop or {}).items():
        values[field] = _without(values[field], gone, party.name)
    if affiliation:
        values["affiliations"] = with_affiliation(values["affiliations"], affiliation)
    for field in clear:
        if field not in values:
            raise UsageError(f"there is no field '{field}' to clear")
        values[field] = None
    values["affiliations"] = [
        {key: value for key, value in one.items() if value is not None}
        for one in values["affiliations"] or ()
    ]
    record: Party = validated(Party, values, what=party.path)
    if to_plain(record) == party.data:
        raise UsageError(f"{party.name} has these values already: nothing changes")
    _refuse_taken(desk.ledger, record, {fold_name(one) for one in _names(party.data)})
    message = said(
        "party-amend",
        f"Amend party: {record.name}",
        because=because,
        party=party.name,
    )
    made = (Made("party", party.name, party.path),)
    return Operation(message, (desk.put(party.path, record),), made)


def with_affiliation(
    there: Sequence[Mapping[str, Any]], new: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Give affiliations with one more, or with one of them completed.

    Raises:
        UsageError: several are meant, to one organisation since different days.
    """
    kept = [dict(one) for one in there]
    since = new.get("since")
    meant = [
        one
        for one in kept
        if fold_name(one["organisation"]) == fold_name(new["organisation"])
        and (since is None or one.get("since") in {None, since})
    ]
    if len(meant) > 1:
        days = ", ".join(str(one.get("since")) for one in meant)
        raise UsageError(
            f"there are several affiliations to {new['organisation']}: say with "
            f"--since which is meant ({days})"
        )
    if meant:
        meant[0] |= {key: one for key, one in new.items() if key != "organisation"}
        return kept
    return [*kept, dict(new)]


def uses_of(
    parties: Sequence[Filed[Party]], ledger: Ledger, names: Names
) -> dict[str, Uses]:
    """Give where each of some parties is named, by its id.

    Args:
        parties: the parties that are asked about.
        ledger: where they may be named.
        names: as all parties of the ledger tell names apart.
    """
    wanted = {party.id for party in parties}
    claims: dict[str, list[Filed[Any]]] = {key: [] for key in wanted}
    published: dict[str, list[Filed[Evidence]]] = {key: [] for key in wanted}
    originated: dict[str, list[Filed[Evidence]]] = {key: [] for key in wanted}
    spelled: dict[str, Counter[str]] = {key: Counter() for key in wanted}

    def note(name: str | None, filed: Filed[Any], into: dict[str, list[Any]]) -> None:
        key = names.key(name) if name else None
        if name and key in wanted:
            into[key].append(filed)
            spelled[key][name] += 1

    for filed in ledger.of_kind("check", "evidence"):
        if filed.kind == "check":
            note(filed.data["claimant"]["name"], filed, claims)
        else:
            note(filed.data["source"]["publisher"], filed, published)
            note(filed.data["origin"], filed, originated)
    return {
        key: Uses(
            tuple(claims[key]),
            tuple(published[key]),
            tuple(originated[key]),
            dict(spelled[key].most_common()),
        )
        for key in wanted
    }


def interests_in(
    entry: Filed[Evidence], parties: Iterable[Filed[Party]]
) -> tuple[tuple[str, str], ...]:
    """Give name and interest of the parties that put out an entry or are its origin."""
    known = {party.id: party for party in parties}
    names = Names(known.values())
    data = entry.data
    keys = [
        names.key(name)
        for name in (data["source"]["publisher"], data["origin"])
        if name
    ]
    return tuple(
        (str(known[key].data["name"]), str(known[key].data["interest"]))
        for key in dict.fromkeys(keys)
        if key in known and known[key].data["interest"]
    )


def _names(data: Mapping[str, Any]) -> tuple[str, ...]:
    return (data["name"], *data["other_names"])


def _refuse_taken(ledger: Ledger, record: Party, own: set[str]) -> None:
    """A name that two parties claim would be nobody's."""
    wanted = {fold_name(one): one for one in (record.name, *record.other_names)}
    for other in ledger.of_kind("party"):
        for name in _names(other.data):
            folded = fold_name(name)
            if folded in wanted and folded not in own:
                raise RefusedError(
                    f"'{wanted[folded]}' is a name of {other.name} already: amend "
                    "that party, or take the name from it with --drop-name"
                )


def _without(there: Sequence[Any], gone: Sequence[str], party: str) -> list[Any]:
    """Take names, addresses or affiliations out of a list; addresses as written."""

    def called(one: Any) -> str:
        text = one if isinstance(one, str) else one["organisation"]
        return text if "://" in text else fold_name(text)

    lacking = [name for name in gone if called(name) not in map(called, there)]
    if lacking:
        raise UsageError(f"{party} has no '{lacking[0]}' that could go")
    return [one for one in there if called(one) not in map(called, gone)]
