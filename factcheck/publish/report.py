"""What the report of a check says: data, before any markup.

The same check and settings give the same report; nothing here asks the clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from factcheck.model import state
from factcheck.model.dates import in_words
from factcheck.model.digest import digest
from factcheck.model.errors import NotFoundError
from factcheck.model.ids import id_of, is_name
from factcheck.publish import history
from factcheck.publish.confidential import refuse_leaks
from factcheck.publish.people import printed
from factcheck.publish.sources import RecordDigest, notes_of, number_citations

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from factcheck.model.asking import Answer, Ask
    from factcheck.model.check import Check
    from factcheck.model.claim import Claim, Closed, Part
    from factcheck.model.evidence import Appearance, Stance
    from factcheck.model.filed import Filed
    from factcheck.model.settings import Publisher, Rating, Settings
    from factcheck.model.verdict import Draft, Recheck, Verdict
    from factcheck.publish.history import Change, Dates, PastVerdict
    from factcheck.publish.sources import Note

_NEEDED = ("headline", "rating", "summary", "text")


@dataclass(frozen=True, slots=True)
class Banner:
    """What a reader must know before anything else.

    Attributes:
        mark: what is the matter, in a word or two.
        what: the same in a few words, without a final period.
        reasons: one line each, may be empty.
    """

    mark: str
    what: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PartFindings:
    """One part of a compound claim, and the numbers of the sources that bear on it."""

    part: Part
    sources: Mapping[Stance, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to somebody concerned, or why there is none, and what came back."""

    ask: Ask
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Byline:
    """Who stands for a verdict, as printed.

    Attributes:
        author: None where there is no verdict.
        reviewers: those who approved it, without the author.
        is_self_approved: approved by the author and by nobody else.
    """

    author: str | None = None
    reviewers: tuple[str, ...] = ()
    is_self_approved: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a report says.

    Attributes:
        name: of the check; the file of a report is called after it.
        slug: the first part of the name.
        claim: the claim that was checked.
        finding: the verdict or the draft; None for a check that was closed without.
        is_draft: whether the finding is a draft.
        closed: why the check is not carried on, if it is closed.
        banners: gravest first.
        change: of which readers of an earlier verdict must know, if there was one.
        rating: the step of the scale, with its meaning; None where the scale does
            not have the rating of the finding (any more).
        numbers: from the key of a citation to the number of its source.
        notes: the sources, by number.
        parts: of a compound claim.
        asked: what was asked of whom, in the order of asking.
        recheck: the latest one of the verdict, if somebody looked again.
        appearances: where the claim was made.
        past: earlier verdicts that readers have seen, newest first.
        dates: of the verdict and of its publication.
        byline: who stands for it.
        publisher: who publishes.
        scale: all ratings, in the order of the settings.
        digests: of claim, verdict and answers.
    """

    name: str
    slug: str
    claim: Claim
    finding: Verdict | Draft | None
    is_draft: bool
    closed: Closed | None
    banners: tuple[Banner, ...]
    change: Change | None
    rating: Rating | None
    numbers: Mapping[str, int]
    notes: tuple[Note, ...]
    parts: tuple[PartFindings, ...]
    asked: tuple[Asked, ...]
    recheck: Recheck | None
    appearances: tuple[Appearance, ...]
    past: tuple[PastVerdict, ...]
    dates: Dates
    byline: Byline
    publisher: Publisher
    scale: tuple[Rating, ...]
    digests: tuple[RecordDigest, ...]


def report_of(check: Check, settings: Settings) -> Report:
    """Say what the report of a check says.

    It is about the current verdict (the latest where two stand), without one about
    the draft. A check that was closed without a verdict says why it was.

    Raises:
        NotFoundError: there is no verdict, no draft, and the check is not closed.
        BadRecordError: a citation leads nowhere, or prose of ours prints a
            confidential source.
    """
    verdict = check.verdict()
    work = check.work.record if check.work else None
    closed = work.closed if work else None
    filed = verdict or (None if closed else check.draft)
    if filed is None and closed is None:
        raise NotFoundError(
            f"{check.name} has no verdict and no draft: "
            f"'factcheck draft {check.claim.slug}'"
        )
    finding = filed.record if filed else None
    recheck = check.recheck_of(verdict) if verdict else None
    path = filed.path if filed else check.claim.path
    numbering = number_citations(check, _prose_of(check, path, finding))
    refuse_leaks(check, path, finding)
    notes = notes_of(check, numbering.ids, settings)
    return Report(
        name=check.name,
        slug=check.claim.slug,
        claim=check.claim.record,
        finding=finding,
        is_draft=filed is not None and verdict is None,
        closed=closed,
        banners=tuple(_banners(check, verdict, notes)),
        change=history.change_of(check, verdict) if verdict else None,
        rating=_step(settings, finding.rating if finding else None),
        numbers=numbering.numbers,
        notes=notes,
        parts=_parts(check, notes) if finding else (),
        asked=tuple(_asked(check)),
        recheck=recheck.record if recheck else None,
        appearances=tuple(one.record for one in check.appearances),
        past=history.past_of(check, verdict) if verdict else (),
        dates=history.dates_of(check, verdict),
        byline=_byline(check, verdict, settings) if verdict else Byline(),
        publisher=settings.publisher,
        scale=tuple(settings.ratings),
        digests=tuple(_digests(check, verdict)),
    )


def _prose_of(
    check: Check, path: str, finding: Verdict | Draft | None
) -> Iterator[tuple[str, str]]:
    """Give every text in which citations count, in the order of their numbers."""
    for field in ("summary", "text", "looked_for", "public_note", "disclosure"):
        written = getattr(finding, field, None)
        if written:
            yield path, written
    claim = check.claim.record
    for about in (claim.why_checked, claim.reach, claim.harm):
        if about:
            yield check.claim.path, about


def _step(settings: Settings, label: str | None) -> Rating | None:
    wanted = (label or "").casefold()
    return next((r for r in settings.ratings if r.label.casefold() == wanted), None)


def _banners(
    check: Check, verdict: Filed[Verdict] | None, notes: tuple[Note, ...]
) -> Iterator[Banner]:
    work = check.work.record if check.work else None
    closed = work.closed if work else None
    if verdict:
        yield from _banners_of_verdict(check, verdict, notes)
        if closed:
            other = closed.duplicate_of
            same = (f"the same claim is checked in {other}",) if other else ()
            what = f"this check is not carried on ({closed.outcome})"
            yield Banner("CLOSED", what, (*same, closed.why))
    elif check.draft and not closed:
        draft = check.draft.record
        lacking = [part for part in _NEEDED if not getattr(draft, part)]
        reasons = (f"It still lacks: {', '.join(lacking)}",) if lacking else ()
        yield Banner("DRAFT", "being written, no verdict has been given", reasons)
    if work and work.embargo and not check.publications:
        when, time = in_words(work.embargo), work.embargo[11:16]
        yield Banner("EMBARGO", f"not to be published before {when}, {time} UTC")


def _banners_of_verdict(
    check: Check, verdict: Filed[Verdict], notes: tuple[Note, ...]
) -> Iterator[Banner]:
    alone = check._replace(verdicts=(verdict,), draft=None, work=None)
    stage = state.standing(alone).stage
    if stage == "changes requested":
        yield Banner("DRAFT", "given, but a reviewer has asked for changes")
    elif stage != "approved":
        yield Banner("DRAFT", "given, not yet approved")
    current = check.current_verdicts()
    if len(current) > 1:
        reasons = tuple(
            f"{one.record.rating}: {one.record.headline}" for one in current
        )
        yield Banner("IN DISPUTE", "more than one verdict stands", reasons)
    moved = tuple(_readable(line, notes) for line in state.moved(check, verdict))
    if moved:
        what = "what this verdict rests on is not what it was"
        yield Banner("NEEDS RECHECK", what, moved)


def _readable(line: str, notes: tuple[Note, ...]) -> str:
    """Name sources by number: the name of an entry can give a source away."""
    numbers = {note.id: note.number for note in notes}
    words = []
    for word in line.replace("evidence ", "").split():
        number = numbers.get(id_of(word)) if is_name(word) else None
        gone = "a source" if is_name(word) else word
        words.append(f"source {number}" if number else gone)
    return " ".join(words)


def _asked(check: Check) -> Iterator[Asked]:
    for ask in check.asks:
        yield Asked(ask.record, tuple(one.record for one in check.answers_to(ask)))


def _parts(check: Check, notes: tuple[Note, ...]) -> tuple[PartFindings, ...]:
    return tuple(
        PartFindings(part, _sources_of_part(part.part, notes))
        for part in check.claim.record.parts
    )


def _sources_of_part(
    letter: str, notes: tuple[Note, ...]
) -> Mapping[Stance, tuple[int, ...]]:
    found: dict[Stance, list[int]] = {}
    for note in notes:
        for bearing in note.bearings:
            if bearing.part == letter:
                found.setdefault(bearing.stance, []).append(note.number)
    return {stance: tuple(numbers) for stance, numbers in found.items()}


def _byline(check: Check, verdict: Filed[Verdict], settings: Settings) -> Byline:
    author = verdict.record.author
    last_words = {
        review.record.reviewer: review.record.decision
        for review in state.reviews_of(check, verdict)
    }
    approvers = [who for who, word in last_words.items() if word == "approve"]
    others = [who for who in approvers if who.casefold() != author.casefold()]
    return Byline(
        author=printed(author, settings),
        reviewers=tuple(dict.fromkeys(printed(who, settings) for who in others)),
        is_self_approved=bool(approvers) and not others,
    )


def _digests(check: Check, verdict: Filed[Verdict] | None) -> Iterator[RecordDigest]:
    yield RecordDigest("claim", check.name, digest("check", check.claim.data))
    if verdict:
        yield RecordDigest("verdict", verdict.name, digest("verdict", verdict.data))
    for answer in check.answers:
        yield RecordDigest("answer", answer.name, digest("answer", answer.data))
