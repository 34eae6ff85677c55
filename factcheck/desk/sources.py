"""What the ledger's evidence tells of sources: defaults, doubles, copies, spellings.

Nothing here is decided: each answer is a question for a person. Independent origins
are what the counting of evidence rests on, and three slips spoil it: the same wire
story under two publishers, one origin under two spellings, and none at all.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from factcheck.intake.folding import fold
from factcheck.ledger.cache.sourced import host_of, identities, number
from factcheck.model.errors import RefusedError
from factcheck.model.ids import id_of
from factcheck.model.names import Names, fold_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from factcheck.ledger.ledger import Ledger
    from factcheck.model.check import Check
    from factcheck.model.evidence import Evidence
    from factcheck.model.filed import Filed
    from factcheck.model.party import Party

Why = Literal["same", "party", "near"]


@dataclass(frozen=True, slots=True)
class Spelling:
    """Another spelling of a name, which is or may be meant.

    Attributes:
        name: the other spelling.
        uses: how many entries have it as their origin, under any of its names.
        why: ``same``: but for case, accents and the like it is the same name;
            ``party``: a party has the name that was given as another name;
            ``near``: the two are like each other.
    """

    name: str
    uses: int
    why: Why


class Sources:
    """The sources of a ledger, asked for by what makes them the same."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    @cached_property
    def parties(self) -> Mapping[str, Filed[Party]]:
        """The parties by id."""
        return {party.id: party for party in self._ledger.of_kind("party")}

    @cached_property
    def names(self) -> Names:
        """Their names."""
        return Names(self.parties.values())

    # -------------------------------------------------------------------- defaults

    def usual(self, field: str, url: str | None) -> str | None:
        """Give the value of a field most used for sources of the same host.

        Args:
            field: one of ``sourced.USUAL``.
            url: the address of the new source, if it has one.

        Returns:
            The value, of equally used ones the latest; for the kind the one most
            used at all where the host is new; else None.
        """
        host = host_of(url)
        if host and (found := self._ledger.usual_value(field, host)):
            return found
        return self._ledger.usual_value(field, None) if field == "kind" else None

    # --------------------------------------------------------------------- doubles

    def there_already(self, evidence: Mapping[str, Any]) -> Filed[Evidence] | None:
        """Give the entry that holds the same passage of the same source.

        The passage is the quote; where neither has one, what it says.

        Args:
            evidence: fields of a new entry, as ``add_evidence`` takes them.
        """
        passage = _passage(evidence)
        return next(
            (one for one in self._of_source(evidence) if _passage(one.data) == passage),
            None,
        )

    def sharing(self, entry: Filed[Evidence]) -> tuple[Filed[Evidence], ...]:
        """Give the entries that have the source of one, that one first.

        The same source is the same address; without an address the same capture;
        without both the same publisher and title.
        """
        others = self._of_source(entry.data)
        return (entry, *(one for one in others if one.id != entry.id))

    def _of_source(self, evidence: Mapping[str, Any]) -> list[Filed[Evidence]]:
        """Give the entries that have a source of some fields, in path order."""
        wanted = identities(evidence)
        found = self._ledger.of_sources(map(number, wanted))
        return [one for one in found if wanted & identities(one.data)]

    # ---------------------------------------------------------------------- copies

    def to_compare(
        self, checks: Sequence[Check], url: str | None
    ) -> tuple[Filed[Evidence], ...]:
        """Give the entries of which a new text may be a copy.

        They are those of the checks, and all with the same address; what was
        withdrawn is left out.
        """
        found = {one.id: one for check in checks for one in check.evidence.values()}
        if url:
            same = self._of_source({"source": {"url": url}})
            found |= {one.id: one for one in same}
        return tuple(one for one in found.values() if not one.data["withdrawn"])

    # ------------------------------------------------------------------- spellings

    def spelling(self, origin: str) -> Spelling | None:
        """Give the spelling of an origin that is known and may be meant.

        Returns:
            None where the ledger has this very spelling, or nothing like it.
        """
        from factcheck.match.language.near_names import (  # noqa: PLC0415 - rapidfuzz is slow
            near_names,
        )

        key = self.names.key(origin)
        uses = self._uses
        if key in self.parties:
            name = str(self.parties[key].data["name"])
            same = fold_name(name) == fold_name(origin)
            found = Spelling(name, uses[key], "same" if same else "party")
            return None if name == origin else found
        usual = self._usual_spelling
        if key in usual:
            spelled = Spelling(usual[key], uses[key], "same")
            return None if spelled.name == origin else spelled
        known = {name: uses[one] for one, name in usual.items()}
        for party in self.parties.values():
            known.setdefault(str(party.data["name"]), uses[party.id])
        near = near_names(origin, known)
        return Spelling(near[0], known[near[0]], "near") if near else None

    @cached_property
    def _uses(self) -> Counter[str]:
        """How many entries have an origin, by the key of its name."""
        uses: Counter[str] = Counter()
        for origin, count in self._origins.items():
            uses[self.names.key(origin)] += count
        return uses

    @cached_property
    def _origins(self) -> Mapping[str, int]:
        return self._ledger.origins()

    @cached_property
    def _usual_spelling(self) -> dict[str, str]:
        """The spelling most used for each origin; of a party, its name."""
        usual = {self.names.key(name): name for name in reversed(list(self._origins))}
        return {
            key: str(self.parties[key].data["name"]) if key in self.parties else name
            for key, name in usual.items()
        }


def kept_captures(ledger: Ledger, entry: Filed[Evidence]) -> dict[str, bytes]:
    """Give the bytes of an entry's captures that are kept here, by SHA-256."""
    kept = {}
    for capture in entry.data["captures"]:
        try:
            content = ledger.capture(capture["sha256"])
        except RefusedError:  # a link in its place, which verify reports
            continue
        if content is not None:
            kept[capture["sha256"]] = content
    return kept


def reports_with(ledger: Ledger, entry: Filed[Evidence]) -> tuple[tuple[str, str], ...]:
    """Give check and address of every published report with an entry as a source."""
    found = []
    for publication in ledger.of_kind("publication"):
        check = ledger.check(publication.check)
        verdict = id_of(publication.data["verdict"])
        pinned = {
            id_of(pin["evidence"])
            for one in check.verdicts
            if one.id == verdict
            for pin in one.data["pins"]["evidence"]
        }
        if entry.id in pinned:
            found.append((check.claim.slug, str(publication.data["url"])))
    return tuple(dict.fromkeys(found))


def _passage(data: Mapping[str, Any]) -> tuple[str, str]:
    quote, says = data.get("quote"), data.get("says") or ""
    return ("quote", fold(quote)) if quote else ("says", fold_name(says))
