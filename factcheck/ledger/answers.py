"""What a ledger answers from the cache of the commit that is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factcheck.ledger import layout
from factcheck.ledger.naming import resolve
from factcheck.model.errors import BadRecordError, NotFoundError, Problem
from factcheck.model.ids import id_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from factcheck.ledger.cache.cache import Cache
    from factcheck.ledger.cache.edition import Edition
    from factcheck.ledger.cache.stored import Listed
    from factcheck.model.check import Check
    from factcheck.model.evidence import Evidence
    from factcheck.model.filed import Filed
    from factcheck.model.kinds import Kind
    from factcheck.model.names import Names
    from factcheck.model.settings import Settings
    from factcheck.model.state import Standing


class Answers:
    """The records of one ledger, one or all of them, by what one knows of them."""

    @property
    def _cache(self) -> Cache:
        raise NotImplementedError

    @property
    def edition(self) -> Edition:
        """What tells from which state of the ledger something was derived."""
        return self._cache.edition

    def moved_since(self, turn: int) -> tuple[str, ...]:
        """Give the names of the checks that changed after a turn (see ``Edition``)."""
        return self._cache.moved_since(turn)

    def check_names(self) -> list[str]:
        """Give the names of all checks, in order."""
        return list(dict.fromkeys(self._cache.all_names("check")))

    def stated(self, name: str) -> Check | None:
        """Give claim, verdicts and publications of a check, and nothing else of it."""
        return self._cache.stated(name)

    @property
    def settings(self) -> Settings:
        """The settings of the ledger.

        Raises:
            BadRecordError: ``factcheck.yaml`` cannot be read.
        """
        filed = self._cache.at(layout.SETTINGS)
        if filed is None:
            about = [p for p in self.problems() if p.path == layout.SETTINGS]
            missing = Problem(layout.SETTINGS, 0, "is not committed: save it first")
            raise BadRecordError(tuple(about) or (missing,))
        settings: Settings = filed.record
        return settings

    def problems(self) -> tuple[Problem, ...]:
        """Give every file that should be a record and cannot be read as one."""
        return self._cache.problems()

    def standings(
        self, wanted: Mapping[str, Any] | None = None, *, now: str = ""
    ) -> Iterator[Listed]:
        """Give claim, work and standing of checks, newest first.

        With filters it gives fewer: all that fit, and some that do not (see
        ``StoredRecords.standings``).
        """
        return self._cache.standings(wanted, now=now)

    def pending(self, who: str | None) -> Iterator[Listed]:
        """Give the checks on which something may wait (see ``StoredRecords``)."""
        return self._cache.pending(who)

    def standing_of(self, check_id: str) -> Listed | None:
        """Give claim, work and standing of the check of an id, None without one."""
        return self._cache.standing_of(check_id)

    def short_ids(self, kind: Kind, names: Iterable[str]) -> list[str]:
        """Shorten the ids of records of a kind; what is unknown keeps its id whole."""
        return self._cache.short_ids(kind, names)

    def count(self, kind: Kind) -> int:
        """Say how many records of a kind there are."""
        return self._cache.count(kind)

    def names(self) -> Names:
        """Give the names of parties, each looked up when it is asked for."""
        return self._cache.names()

    def names_of_party(self, party_id: str) -> tuple[str, ...]:
        """Give all names of a party, its own one first."""
        return self._cache.names_of_party(party_id)

    def complaints_about(self, check_id: str) -> tuple[Filed[Any], ...]:
        """Give the complaints about a check, in path order."""
        return self._cache.complaints_about(check_id)

    def standing(self, check: Check) -> Standing:
        """Give where a check stands, as committed."""
        return self._cache.standing(check.name)

    def of_kind(self, *kinds: Kind) -> Iterator[Filed[Any]]:
        """Give all records of some kinds, in path order."""
        return self._cache.of_kind(*kinds)

    def checks(self) -> Iterator[Check]:
        """Give every check, in path order."""
        for claim in list(self.of_kind("check")):
            yield self.check(claim.name)

    def check(self, text: str) -> Check:
        """Give the check that a user's text names: id, name or slug, or how it begins.

        Raises:
            NotFoundError: it names none; AmbiguousNameError: several.
            BadRecordError: it names one of which ``check.yaml`` cannot be read.
        """
        found = self._cache.check(resolve(self._cache, "check", text))
        if found is None:
            raise NotFoundError(f"no check is called '{text}'")
        return found

    def evidence(self, text: str) -> Filed[Evidence]:
        """Give the evidence entry that a user's text names (as for ``check``)."""
        name = resolve(self._cache, "evidence", text)
        return self._cache.by_id("evidence", id_of(name))[0]

    def record(self, kind: Kind, text: str) -> Filed[Any]:
        """Give the record of any kind that a user's text names (as for ``check``)."""
        return self._cache.of_name(kind, resolve(self._cache, kind, text))[0]

    def checks_linking(self, entry: Filed[Evidence]) -> tuple[str, ...]:
        """Give the names of the checks that link an evidence entry."""
        return self._cache.checks_linking(entry.id)

    def neighbours(
        self, paths: Iterable[str], others: Iterable[Filed[Any]] = ()
    ) -> dict[str, Filed[Any]]:
        """Give the records on which a change of files can bear (see ``neighbours``)."""
        from factcheck.ledger.neighbours import neighbours  # noqa: PLC0415 - rare

        return neighbours(self._cache, paths, others)

    def linked_by(self, name: str) -> tuple[str, ...]:
        """Give the paths of the evidence that a check links."""
        return self._cache.linked_by(name)

    def of_sources(self, numbers: Iterable[int]) -> list[Filed[Evidence]]:
        """Give the entries that may have one of some sources (see ``sourced``)."""
        return self._cache.of_sources(numbers)

    def usual_value(self, field: str, host: str | None) -> str | None:
        """Give the value of a field most used, at a host or at all (``sourced``)."""
        return self._cache.usual_value(field, host)

    def origins(self) -> dict[str, int]:
        """Give how many entries have each origin, as spelled; the commonest first."""
        return self._cache.origins()

    def name_is_taken(self, record_id: str) -> bool:
        """Tell whether any record has this id."""
        return self._cache.has_id(record_id)

    def used(self, kind: Kind, field: str) -> list[tuple[str, int]]:
        """Give the values of a field and how often, the commonest first.

        Args:
            kind: of the records.
            field: its path, as ``source.publisher``.
        """
        return self._cache.used(kind, field)
