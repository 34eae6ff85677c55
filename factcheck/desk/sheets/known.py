"""What a ledger has already, as an import needs to know it: read once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from factcheck.desk.known_claims import known_claims
from factcheck.match.duplicates import near_duplicates
from factcheck.model.ids import id_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from factcheck.ledger.ledger import Ledger
    from factcheck.match.index import Index
    from factcheck.model.filed import Filed

SAME = 0.9
"""From this likeness on two claims are the same to `open`, and to an import."""

_OF_ADDING = frozenset({"added", "added_by"})

Place = tuple[str, str, str | None]
"""Where a link is: the id of the check, that of the evidence, and the part."""


class Known:
    """The claims, evidence and links of a ledger.

    Attributes:
        checks: the claims, by id.
        evidence: the entries, by id.
        links: the links as plain data, by place.
    """

    def __init__(self, ledger: Ledger) -> None:
        self.checks: dict[str, Filed[Any]] = {
            filed.id: filed for filed in ledger.of_kind("check")
        }
        self.evidence: dict[str, Filed[Any]] = {
            filed.id: filed for filed in ledger.of_kind("evidence")
        }
        self.links: dict[Place, dict[str, Any]] = {
            (id_of(filed.check), filed.id, filed.data["part"]): filed.data
            for filed in ledger.of_kind("link")
        }
        self._saying = {
            _content(filed.data): filed.name
            for filed in self.evidence.values()
            if not filed.data["withdrawn"]
        }
        self._ledger = ledger
        self._claims: Index | None = None

    def entry_saying(self, data: Mapping[str, Any]) -> str | None:
        """Give the name of an entry with the same fields but those of adding."""
        return self._saying.get(_content(data))

    def add_entry(self, data: Mapping[str, Any], name: str) -> None:
        """Learn an entry that is going to be there."""
        self._saying[_content(data)] = name

    def alike(self, claim: str, language: str | None) -> tuple[str | None, list[str]]:
        """Look for checks of the ledger with the same claim, or nearly.

        Returns:
            The name of a check with the same claim, if there is one; and a line each
            on those that say nearly the same.
        """
        if self._claims is None:
            self._claims = known_claims(self._ledger)
        found = near_duplicates(self._claims, claim, language=language or "en")
        if found and found[0].score >= SAME:
            return found[0].claim_id, []
        return None, [
            f"{match.claim_id}: {self.checks[id_of(match.claim_id)].data['claim']}"
            for match in found
        ]


def _content(data: Mapping[str, Any]) -> str:
    kept = {key: value for key, value in data.items() if key not in _OF_ADDING}
    return json.dumps(kept, sort_keys=True, ensure_ascii=False)
