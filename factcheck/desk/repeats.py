"""The appearances that decisions make, and take back.

An appearance stands for an article, not for a sentence: where two sentences of one
article repeat a claim, the first is quoted, and the second takes its place when the
first is decided otherwise. An appearance is never taken back that holds more than the
decision gave it, or on which something rests.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from factcheck.desk.appearances import at_address
from factcheck.desk.decisions import key_of
from factcheck.desk.desk import Made, folder_of, validated
from factcheck.ledger import layout
from factcheck.model.errors import RefusedError
from factcheck.model.ids import id_of
from factcheck.model.wording import plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from factcheck.desk.decisions import Decisions
    from factcheck.desk.desk import Desk
    from factcheck.desk.proposals import Proposal
    from factcheck.ledger.writing.change import Change
    from factcheck.model.check import Check
    from factcheck.model.filed import Filed

_BY_HAND = ("time_code", "reach", "capture")
"""Fields of an appearance that no decision gives."""


@dataclass(slots=True)
class _Becomes:
    """What becomes of one appearance; without fields it is deleted."""

    name: str
    path: str
    check: Check
    fields: dict[str, Any] | None


@dataclass
class Repeats:
    """The appearances that change while somebody decides on matches.

    Attributes:
        desk: where, when and by whom.
        before: the decisions as they were.
        told: what a person should know, a line each.
    """

    desk: Desk
    before: Decisions
    told: list[str] = field(default_factory=list)
    _changed: dict[str, _Becomes] = field(default_factory=dict)

    def add(self, check: Check, proposal: Proposal, reading: str) -> None:
        """Put down that a claim appeared in an article, unless that stands there.

        Args:
            check: of the claim.
            proposal: the match that was decided to be the same.
            reading: the name of the record of the article.
        """
        there = self._there(check, proposal, reading)
        if there:
            self.told.append(
                f"{check.claim.slug}: the appearance {there} is of this article "
                "already; no second one is made"
            )
            return
        article = proposal.article
        title = article.name or article.publisher or check.claim.record.claimant.name
        name = self.desk.new_name(title, kind="appearance", within=check.name)
        path = layout.file_in_check(folder_of(check), "appearance", name)
        fields = {
            "who": article.publisher,
            "url": article.url,
            "archived": article.archived,
            "title": article.name,
            "published": article.published,
            "quote": proposal.sentence,
            "article": reading,
            "added": self.desk.now,
            "added_by": self.desk.author.name,
        }
        self._changed[name] = _Becomes(name, path, check, fields)

    def take_back(
        self, check: Check, sentence: str, same: Collection[tuple[str, str, str]]
    ) -> None:
        """Take back what an earlier decision on a sentence has made.

        Args:
            check: of the claim that the sentence does not repeat after all.
            sentence: that was decided otherwise.
            same: what counts as the same now: key of the article, id of the check,
                and sentence.

        Raises:
            RefusedError: the appearance holds more than a decision gave it.
        """
        for one in check.appearances:
            if one.name in self._changed or not self._is_of(one, check, sentence):
                continue
            reading = self.before.reading(one.record.article or "")
            key = key_of(reading.data) if reading else ""
            others = [
                text for at, of, text in same if (at, of) == (key, check.claim.id)
            ]
            if others:
                fields = {**one.data, "quote": others[0]}
                self._changed[one.name] = _Becomes(one.name, one.path, check, fields)
                continue
            by_hand = [name for name in _BY_HAND if one.data[name]]
            if by_hand:
                raise RefusedError(
                    f"{one.path} holds more than a decision gave it "
                    f"({', '.join(by_hand).replace('_', ' ')}): delete it, run "
                    "'factcheck save', then decide"
                )
            self._changed[one.name] = _Becomes(one.name, one.path, check, None)
            self.told.append(
                f"{check.claim.slug}: the appearance {one.name} is taken back"
            )

    def changes(self) -> Iterator[tuple[Change, Made]]:
        """Give the files that change.

        Raises:
            RefusedError: something rests on an appearance that would go.
        """
        from factcheck.model.evidence import (  # noqa: PLC0415 - needs pydantic
            Appearance,
        )

        self._refuse_what_rests()
        for one in self._changed.values():
            made = Made("appearance", one.name, one.path)
            if one.fields is None:
                yield self.desk.remove(one.path), made
                continue
            record = validated(Appearance, one.fields, what="the appearance")
            yield self.desk.put(one.path, record), made

    def _is_of(self, one: Filed[Any], check: Check, sentence: str) -> bool:
        """Tell whether a decision on a sentence has made an appearance."""
        article, quote = one.data["article"], one.data["quote"]
        reading = self.before.reading(article) if article else None
        if reading is None or plain(quote or "") != plain(sentence):
            return False
        return any(
            row["decision"] == "same"
            and plain(row["sentence"]) == plain(sentence)
            and id_of(row["check"]) == check.claim.id
            for of_it in self.before.records(key_of(reading.data))
            for row in of_it.data["sentences"]
        )

    def _there(self, check: Check, proposal: Proposal, reading: str) -> str | None:
        """Give the appearance of a check in an article, by address or by reading."""
        article = proposal.article
        names = [reading, *(one.name for one in self.before.records(article.key))]
        ids = set(map(id_of, names))
        by_address = at_address(check, article.url) if article.url else None
        for one in [by_address] if by_address else []:
            if one.name not in self._changed:
                return one.name
        for one in check.appearances:
            named = one.record.article
            if named and id_of(named) in ids and one.name not in self._changed:
                return one.name
        for new in self._changed.values():
            fields = new.fields
            is_of = fields is not None and new.check.name == check.name
            if is_of and fields and id_of(fields["article"]) in ids:
                return new.name
        return None

    def _refuse_what_rests(self) -> None:
        from factcheck.model.resting import resting  # noqa: PLC0415 - rare

        gone = {one.path for one in self._changed.values() if one.fields is None}
        if not gone:
            return
        now = self.desk.ledger.neighbours(gone)
        then = [one for path, one in now.items() if path not in gone]
        found = resting(now.values(), then)
        if found:
            raise RefusedError(f"that cannot be decided otherwise: {found[0].why}")
