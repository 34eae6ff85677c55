"""Deciding on matches: what is kept of it, and by whom.

Each person has one record of an article (``model/article.py``), to which a later
session adds. *Same* makes an appearance of the claim; *different* takes back what an
earlier *same* on the sentence has made, in the same commit (``repeats``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from factcheck.desk.decisions import Decisions, key_of
from factcheck.desk.desk import Made, Operation, said, validated
from factcheck.desk.repeats import Repeats
from factcheck.ledger import layout
from factcheck.model.errors import NotFoundError, RefusedError
from factcheck.model.ids import id_of
from factcheck.model.wording import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from factcheck.desk.decisions import Decided, Decision
    from factcheck.desk.desk import Desk
    from factcheck.desk.proposals import Proposal, ReadArticle
    from factcheck.ledger.writing.change import Change, Message
    from factcheck.model.check import Check

_TOLD = ("url", "archived", "title", "publisher", "published")
"""Fields of a reading that the article tells; the first that told them is kept."""


class Choice(NamedTuple):
    """What somebody decides on a match.

    Attributes:
        proposal: the match.
        decision: whether the sentence repeats the claim.
        note: why, where that needs saying.
    """

    proposal: Proposal
    decision: Decision
    note: str | None = None


class Deciding(NamedTuple):
    """What deciding comes to.

    Attributes:
        operation: to be committed; None where all was decided so already.
        told: what a person should know of it, a line each.
    """

    operation: Operation | None
    told: tuple[str, ...]


class _Reading(NamedTuple):
    """One person's reading of one article, as it will be written."""

    name: str
    path: str
    values: dict[str, Any]


def decide(desk: Desk, choices: Sequence[Choice]) -> Deciding:
    """Decide on matches, in one operation.

    Args:
        desk: where, when and by whom.
        choices: of any number of articles; the last one on a match counts.

    Raises:
        BadRecordError: a note is none that a record can hold.
        NotFoundError: a check is not in the ledger, as on a branch alone.
        RefusedError: an appearance would be lost that holds more than a decision
            gave it; a colleague's decision is newer; a file has uncommitted edits.
    """
    sitting = _Sitting(desk)
    last = {one.proposal.key: one for one in choices}
    for choice in last.values():
        sitting.take(choice)
    return sitting.end()


class _Sitting:
    """One person deciding on matches, until it is written."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._before = Decisions.of(desk.ledger)
        self._checks: dict[str, Check] = {}
        self._readings: dict[str, _Reading] = {}
        self._taken: list[Choice] = []
        self._already = 0

    def take(self, choice: Choice) -> None:
        """Add one decision to what will be written."""
        self._check(choice.proposal.check)
        if self._put(choice):
            self._taken.append(choice)
        else:
            self._already += 1

    def end(self) -> Deciding:
        """Give the operation that all of it comes to."""
        told = [f"{self._already} decided so already"] if self._already else []
        if not self._taken:
            return Deciding(None, tuple(told))
        changes: list[Change] = []
        made: list[Made] = []
        from factcheck.model.article import Article  # noqa: PLC0415 - needs pydantic

        written = {one.proposal.article.key for one in self._taken}
        for key, (name, path, values) in self._readings.items():
            if key in written:
                record = validated(Article, values, what="the decision")
                changes.append(self._desk.put(path, record))
                made.append(Made("article", name, path))
        repeats = self._repeats()
        for change, one in repeats.changes():
            changes.append(change)
            made.append(one)
        operation = Operation(self._message(), tuple(changes), tuple(made))
        return Deciding(operation, (*told, *repeats.told))

    def _check(self, name: str) -> Check:
        if name not in self._checks:
            try:
                self._checks[name] = self._desk.ledger.check(name)
            except NotFoundError:
                raise NotFoundError(
                    f"the check {name} is not in the ledger as it is here: join the "
                    "branch that has it, then decide"
                ) from None
        return self._checks[name]

    def _put(self, choice: Choice) -> bool:
        """Put a decision into this person's reading; tell whether that is new."""
        proposal = choice.proposal
        rows = self._reading(proposal.article).values["sentences"]
        row = self._row(choice)
        counts = self._before.on(proposal.sentence, proposal.check)
        self._refuse_to_be_older(choice, counts)
        for at, known in enumerate(rows):
            if _place(known["sentence"], known["check"]) != _place(
                proposal.sentence, proposal.check
            ):
                continue
            stands = counts is not None and counts.decision == choice.decision
            is_noted = choice.note is None or choice.note == known["note"]
            if known["decision"] == choice.decision and stands and is_noted:
                return False
            rows[at] = row
            return True
        rows.append(row)
        return True

    def _refuse_to_be_older(self, choice: Choice, counts: Decided | None) -> None:
        """Hold on where a colleague's decision would count all the same."""
        desk = self._desk
        if counts is None or counts.decision == choice.decision:
            return
        if counts.decided_by != desk.author.name and counts.decided >= desk.now:
            raise RefusedError(
                f"{counts.decided_by} decided on this match at {counts.decided}, and "
                f"your clock says {desk.now}: set the clock right, then decide"
            )

    def _row(self, choice: Choice) -> dict[str, Any]:
        proposal, score = choice.proposal, None
        if proposal.score is not None:
            score = f"{proposal.score:.4f}".rstrip("0").rstrip(".")
        return {
            "sentence": proposal.sentence,
            "check": self._check(proposal.check).name,
            "decision": choice.decision,
            "note": choice.note,
            "score": score,
            "model": proposal.model or None,
            "decided": self._desk.now,
            "decided_by": self._desk.author.name,
        }

    def _reading(self, article: ReadArticle) -> _Reading:
        """Give this person's reading of an article: the earliest, or a new one."""
        if article.key not in self._readings:
            self._readings[article.key] = self._begun(article)
        return self._readings[article.key]

    def _begun(self, article: ReadArticle) -> _Reading:
        desk = self._desk
        told = {field: getattr(article, field) for field in _TOLD}
        told["title"] = article.name
        for mine in self._before.records(article.key):
            is_it = key_of(mine.data) == article.key
            if is_it and mine.data["added_by"] == desk.author.name:
                known = {field: mine.data[field] or told[field] for field in _TOLD}
                rows = [dict(row) for row in mine.data["sentences"]]
                values = {**mine.data, **known, "sentences": rows}
                values["sha256"] = article.sha256
                return _Reading(mine.name, mine.path, values)
        name = desk.new_name(article.name or "", kind="article", within=article.key)
        path = layout.file_by_month("article", name, when=desk.now)
        values = told | {
            "sha256": article.sha256,
            "sentences": [],
            "added": desk.now,
            "added_by": desk.author.name,
        }
        return _Reading(name, path, values)

    def _repeats(self) -> Repeats:
        """Find the appearances that come and go: first what is taken back."""
        repeats = Repeats(self._desk, self._before)
        otherwise = any(one.decision == "different" for one in self._taken)
        same = self._same() if otherwise else []
        for one in self._taken:
            if one.decision == "different":
                check = self._check(one.proposal.check)
                repeats.take_back(check, one.proposal.sentence, same)
        for one in self._taken:
            if one.decision == "same":
                check = self._check(one.proposal.check)
                reading = self._reading(one.proposal.article).name
                repeats.add(check, one.proposal, reading)
        return repeats

    def _same(self) -> list[tuple[str, str, str]]:
        """Give what counts as the same now: article, check and sentence."""
        checks = {id_of(one.proposal.check) for one in self._taken}
        now = {
            _place(one.proposal.sentence, one.proposal.check): one.decision
            for one in self._taken
        }
        rows: list[tuple[str, Mapping[str, Any]]] = [
            (key_of(reading.data), row)
            for check in checks
            for reading, row in self._before.of_check(check)
        ]
        rows += [
            (key, row)
            for key, reading in self._readings.items()
            for row in reading.values["sentences"]
        ]
        found: dict[tuple[str, str, str], None] = {}
        for key, row in rows:
            sentence, check = row["sentence"], id_of(row["check"])
            if check not in checks or row["decision"] != "same":
                continue
            before = self._before.on(sentence, check)
            counts = now.get((plain(sentence), check)) or (before and before.decision)
            if counts == "same":
                found[key, check, sentence] = None
        return list(found)

    def _message(self) -> Message:
        same = sum(one.decision == "same" for one in self._taken)
        both = ((same, "same"), (len(self._taken) - same, "different"))
        counted = ", ".join(f"{count} {word}" for count, word in both if count)
        checks = [self._check(one.proposal.check) for one in self._taken]
        articles = {one.proposal.article.key: None for one in self._taken}
        article = self._taken[0].proposal.article
        where = article.name or article.url or "an article"
        if len(articles) > 1:
            where = f"{len(articles)} articles"
        if len(self._taken) == 1:
            subject = f"Decide {self._taken[0].decision}: {checks[0].claim.slug}"
        else:
            subject = f"Decide {len(self._taken)} matches ({counted})"
        return said(
            "decide",
            f"{subject} in {where}",
            because="\n\n".join(one.note for one in self._taken if one.note),
            check=list(dict.fromkeys(check.name for check in checks)),
            article=[self._readings[key].name for key in articles],
        )


def _place(sentence: str, check: str) -> tuple[str, str]:
    return plain(sentence), id_of(check)
