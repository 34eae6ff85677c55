"""What people have decided on matches, and deciding.

A decision is on a sentence and a check, whatever the article: the same agency copy in
ten papers is asked once. Each person who decides on an article has one record of it
(``model/article.py``); of several decisions the newest counts. *Same* makes an
appearance of the claim; deciding otherwise later takes it back in the same commit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from factcheck.model.address import canonical, unwrapped
from factcheck.model.dates import in_words
from factcheck.model.ids import id_of
from factcheck.model.wording import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from factcheck.ledger.committed import CommittedLedger
    from factcheck.model.filed import Filed
    from factcheck.model.plain import PlainData

    _Row = tuple[Filed[Any], PlainData]
    """A decision as it is filed, with the reading that holds it."""

Decision = Literal["same", "different"]


class Decided(NamedTuple):
    """A decision on a sentence and a check: the newest, which counts.

    Attributes:
        decision: whether the sentence repeats the claim.
        decided: when, UTC text.
        decided_by: who.
        reading: the name of the record that holds it.
        key: of the article in it (see ``ReadArticle.key``).
        sentence: as it stands there.
        check: the name of the check.
        score: how sure the program was, as text; None where it was not asked.
        note: why, where somebody said so.
    """

    decision: Decision
    decided: str
    decided_by: str
    reading: str
    key: str
    sentence: str
    check: str
    score: str | None = None
    note: str | None = None

    def as_data(self) -> dict[str, str]:
        """Give it as JSON answers have it."""
        return {"decision": self.decision, "by": self.decided_by, "at": self.decided}


class EarlierReading(NamedTuple):
    """That a person has read an article already, and how they decided.

    Attributes:
        name: of the record.
        who: read it; empty where the record does not say.
        when: they decided last, UTC text; empty where nothing was decided.
        same, different: how many decisions there are of each.
        title, url: of the article.
    """

    name: str
    who: str
    when: str
    same: int
    different: int
    title: str | None
    url: str | None

    def in_words(self) -> str:
        """Say it in a line: ``read on 8 October 2020 by Anna Example: 2 same``."""
        when = f" on {in_words(self.when)}" if self.when else ""
        who = f" by {self.who}" if self.who else ""
        counted = [
            f"{count} {word}"
            for count, word in ((self.same, "same"), (self.different, "different"))
            if count
        ]
        return f"read{when}{who}: {', '.join(counted) or 'nothing decided'}"


class Decisions:
    """All decisions of a ledger, ready to be looked up."""

    def __init__(self, readings: Iterable[Filed[Any]]) -> None:
        """Take the article records of a ledger, in path order."""
        self._by_id: dict[str, Filed[Any]] = {}
        # There may be 100,000 decisions, and a question is about few checks: sentences
        # are folded only for these.
        self._by_check: dict[str, list[_Row]] = {}
        self._newest: dict[str, dict[str, _Row]] = {}
        for reading in readings:
            self._by_id[reading.id] = reading
            for one in reading.data["sentences"]:
                self._by_check.setdefault(id_of(one["check"]), []).append(
                    (reading, one)
                )

    @cached_property
    def _by_article(self) -> dict[str, list[Filed[Any]]]:
        """The readings of each article, by its key and by the SHA-256 of its bytes."""
        found: dict[str, list[Filed[Any]]] = {}
        for reading in self._by_id.values():
            digest = f"sha256:{reading.data['sha256']}"
            for key in {key_of(reading.data), digest}:
                found.setdefault(key, []).append(reading)
        return found

    @classmethod
    def of(cls, ledger: CommittedLedger) -> Decisions:
        """Read the decisions of a ledger, as committed."""
        return cls(ledger.of_kind("article"))

    def on(self, sentence: str, check: str) -> Decided | None:
        """Give the decision that counts for a sentence and a check, if there is one.

        Args:
            sentence: of any article; spaces and case make no difference.
            check: the name of the check.
        """
        check_id = id_of(check)
        if check_id not in self._newest:
            self._newest[check_id] = _newest(self._by_check.get(check_id, ()))
        known = self._newest[check_id].get(plain(sentence))
        return _decided(*known) if known else None

    def is_on_article(self, sentence: str, check: str, key: str) -> bool:
        """Tell whether somebody has decided on a sentence in a certain article.

        Args:
            sentence: as for ``on``.
            check: as for ``on``.
            key: of the article.
        """
        place = (plain(sentence), id_of(check))
        return any(
            (plain(row["sentence"]), id_of(row["check"])) == place
            for reading in self.records(key)
            for row in reading.data["sentences"]
        )

    def article(self, *known: str | None) -> tuple[EarlierReading, ...]:
        """Give who has read an article already.

        Args:
            known: addresses of it, in any form, an archive's too, and the SHA-256 of
                its bytes; any of them will do, None is passed over.

        Returns:
            A person's reading each, the latest last.
        """
        found = {one.name: one for text in known if text for one in self.records(text)}
        return tuple(sorted(map(_earlier, found.values()), key=lambda one: one.when))

    def of_check(self, check_id: str) -> Iterable[tuple[Filed[Any], PlainData]]:
        """Give all decisions on a check, counting or not, each with its reading."""
        return self._by_check.get(check_id, ())

    def reading(self, name: str) -> Filed[Any] | None:
        """Give the record of a reading by its name, None where it is gone."""
        return self._by_id.get(id_of(name))

    def records(self, known: str) -> list[Filed[Any]]:
        """Give the records of an article, by an address, its key or its SHA-256."""
        key = f"sha256:{known.removeprefix('sha256:')}"
        if known.startswith(("http://", "https://")):
            key = canonical(unwrapped(known).original)
        return self._by_article.get(key, [])


def key_of(data: Mapping[str, Any]) -> str:
    """Give the key of the article of a record (see ``ReadArticle.key``)."""
    # Taken out of an archive's address when it was written: to do it again is dear.
    url = data["url"]
    return canonical(url) if url else f"sha256:{data['sha256']}"


def _newest(rows: Iterable[_Row]) -> dict[str, _Row]:
    """Give the decision that counts for each sentence, folded."""
    found: dict[str, _Row] = {}
    for row in rows:
        sentence = plain(row[1]["sentence"])
        if sentence not in found or _order(*row) > _order(*found[sentence]):
            found[sentence] = row
    return found


def _order(reading: Filed[Any], one: PlainData) -> tuple[str, str, str]:
    """Order decisions by time; of the same moment any order, but always the same."""
    return one["decided"], one["decided_by"], reading.name


def _decided(reading: Filed[Any], one: PlainData) -> Decided:
    return Decided(
        one["decision"],
        one["decided"],
        one["decided_by"],
        reading.name,
        key_of(reading.data),
        one["sentence"],
        one["check"],
        one["score"],
        one["note"],
    )


def _earlier(reading: Filed[Any]) -> EarlierReading:
    data = reading.data
    decided = [one["decision"] for one in data["sentences"]]
    moments = [one["decided"] for one in data["sentences"]]
    names = dict.fromkeys(one["decided_by"] for one in data["sentences"])
    return EarlierReading(
        reading.name,
        data["added_by"] or ", ".join(names),
        max(moments, default=data["added"] or ""),
        decided.count("same"),
        decided.count("different"),
        data["title"],
        data["url"],
    )
