"""The state of a check, derived from its records and never stored in the ledger.

``standing`` needs no clock and may be cached; ``flags`` adds what depends on the
day. Cache, commands, reports and CI all use these two. Source of the rules:
docs/format.md, "Derived state".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from factcheck.model.dates import in_words
from factcheck.model.digest import digest
from factcheck.model.ids import id_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from factcheck.model.asking import Answer
    from factcheck.model.check import Check
    from factcheck.model.evidence import Evidence, Link
    from factcheck.model.filed import Filed
    from factcheck.model.verdict import EvidencePin, Pins, Review, Verdict

Stage = Literal[
    "open", "drafting", "in review", "changes requested", "approved", "closed"
]
Public = Literal["unpublished", "published", "corrected", "retracted"]
FlagName = Literal[
    "needs recheck",
    "two verdicts",
    "self-approved",
    "overdue",
    "waiting for an answer",
    "answer overdue",
    "embargoed",
]


class Flag(NamedTuple):
    """Something that a person should know before using a check."""

    name: FlagName
    why: str


class Standing(NamedTuple):
    """Where a check stands, as far as no clock is needed.

    Attributes:
        stage: how far the work is.
        public: what readers have seen.
        rating: of the current verdict, None without one.
        authors: who gave the current verdicts, oldest first.
        moved: why the verdict needs a recheck, one line a reason.
        disputed: how many verdicts stand that nothing supersedes, if over one.
        self_approved: approved by the author of the verdict and nobody else.
        waiting: whom we wait for an answer of, and until when if that was said.
        due, embargo, recheck_by: the dates that ``flags`` compares with now.
    """

    stage: Stage
    public: Public
    rating: str | None
    authors: tuple[str, ...]
    moved: tuple[str, ...]
    disputed: int
    self_approved: bool
    waiting: tuple[tuple[str, str | None], ...]
    due: str | None
    embargo: str | None
    recheck_by: str | None

    def as_data(self) -> dict[str, Any]:
        """Give the standing as plain data, for a cache."""
        return self._asdict()

    @staticmethod
    def from_data(data: Mapping[str, Any]) -> Standing:
        """Read back what ``as_data`` gave, also after a trip through JSON."""
        return Standing(
            **{
                **data,
                "authors": tuple(data["authors"]),
                "moved": tuple(data["moved"]),
                "waiting": tuple((whom, until) for whom, until in data["waiting"]),
            }
        )


def standing(check: Check) -> Standing:
    """Derive where a check stands from its records alone."""
    current = check.current_verdicts()
    work = check.work.record if check.work else None
    latest = current[-1].record if current else None
    return Standing(
        stage=_stage(check),
        public=_public(check),
        rating=latest.rating if latest else None,
        authors=tuple(one.record.author for one in current),
        moved=tuple(
            dict.fromkeys(reason for one in current for reason in moved(check, one))
        ),
        disputed=len(current) if len(current) > 1 else 0,
        self_approved=any(_is_self_approved(check, one) for one in current),
        waiting=tuple(_waiting(check)),
        due=work.due if work else None,
        embargo=work.embargo if work else None,
        recheck_by=_recheck_by(check),
    )


def flags(standing: Standing, *, now: str) -> tuple[Flag, ...]:
    """Give the flags of a check at a point in time (UTC text), gravest first."""
    today = now[:10]
    raised = [Flag("needs recheck", reason) for reason in standing.moved]
    if standing.recheck_by and standing.recheck_by <= today:
        day = in_words(standing.recheck_by)
        raised.append(Flag("needs recheck", f"was to be looked at again by {day}"))
    if standing.disputed:
        why = f"{standing.disputed} verdicts stand that nothing supersedes"
        raised.append(Flag("two verdicts", why))
    if standing.self_approved:
        why = "approved by the author of the verdict, by nobody else"
        raised.append(Flag("self-approved", why))
    ended = standing.stage in {"approved", "closed"}
    if standing.due and standing.due < today and not ended:
        raised.append(Flag("overdue", f"was due on {in_words(standing.due)}"))
    for whom, until in standing.waiting:
        day = f" until {in_words(until)}" if until else ""
        late = until is not None and until < today
        raised.append(
            Flag(
                "answer overdue" if late else "waiting for an answer", f"of {whom}{day}"
            )
        )
    if standing.embargo and standing.embargo > now:
        raised.append(Flag("embargoed", f"until {standing.embargo}"))
    return tuple(raised)


def moved(check: Check, verdict: Filed[Verdict]) -> Iterator[str]:
    """Say in what the check differs from what a verdict was given on, line by line."""
    pins = check.pins_of(verdict)
    if pins.claim_digest != digest("check", check.claim.data):
        yield "the claim changed"
    links = {(link.id, link.record.part): link for link in check.links}
    for pin in pins.evidence:
        link = links.pop((id_of(pin.evidence), pin.part), None)
        if link is None:
            yield f"evidence {pin.evidence} was unlinked"
        else:
            yield from _moved_link(pin, link)
            yield from _moved_evidence(pin, check.of_link(link))
    for link in links.values():
        yield f"evidence {link.name} was linked after the verdict"
    yield from _moved_answers(pins, check)


def _moved_link(pin: EvidencePin, link: Filed[Link]) -> Iterator[str]:
    if link.record.stance != pin.stance:
        change = f"from {pin.stance} to {link.record.stance}"
        yield f"the stance of {pin.evidence} changed {change}"
    elif digest("link", link.data) != pin.link_digest:
        yield f"the link to {pin.evidence} changed"


def _moved_evidence(pin: EvidencePin, entry: Filed[Evidence] | None) -> Iterator[str]:
    if entry is None:
        yield f"evidence {pin.evidence} is gone or cannot be read"
    elif digest("evidence", entry.data) != pin.evidence_digest:
        how = "was withdrawn" if entry.record.withdrawn else "changed in substance"
        yield f"evidence {pin.evidence} {how}"


def _moved_answers(pins: Pins, check: Check) -> Iterator[str]:
    asked = {ask.id: ask.record.whom for ask in check.asks}
    answers = {answer.id: answer for answer in check.answers}
    for pin in pins.answers:
        answer = answers.pop(id_of(pin.answer), None)
        if answer is None:
            yield f"answer {pin.answer} is gone or cannot be read"
        elif digest("answer", answer.data) != pin.answer_digest:
            yield f"answer {answer.name} changed in substance"
    for answer in answers.values():
        if not rests_on(answer):
            continue
        whom = asked.get(id_of(answer.record.ask), answer.slug)
        yield f"an answer of {whom} arrived after the verdict"


def rests_on(answer: Filed[Answer]) -> bool:
    """Tell whether a verdict rests on an answer: on silence none does."""
    return answer.record.outcome != "no answer"


def reviews_of(check: Check, verdict: Filed[Verdict]) -> tuple[Filed[Review], ...]:
    """Give the reviews of a verdict, oldest first."""
    return tuple(r for r in check.reviews if id_of(r.record.verdict) == verdict.id)


def _stage(check: Check) -> Stage:
    if check.work and check.work.record.closed:
        return "closed"
    if check.draft:
        return "drafting"
    decisions = [_decision(check, one) for one in check.current_verdicts()]
    if not decisions:
        return "open"
    for stage in ("changes requested", "in review"):
        if stage in decisions:
            return stage
    return "approved"


def _recheck_by(check: Check) -> str | None:
    """Give the day of the next look; a recheck sets another one, or none."""
    latest = check.verdict()
    if latest is None:
        return None
    recheck = check.recheck_of(latest)
    return recheck.record.recheck_by if recheck else latest.record.recheck_by


def _waiting(check: Check) -> Iterator[tuple[str, str | None]]:
    if check.work and check.work.record.closed:
        return
    for ask in check.asks:
        if ask.record.question and not check.answers_to(ask):
            yield ask.record.whom, ask.record.answer_by


def _decision(check: Check, verdict: Filed[Verdict]) -> Stage:
    """Each reviewer's last word counts; one open objection holds the verdict up."""
    last_words = {
        review.record.reviewer: review.record.decision
        for review in reviews_of(check, verdict)
    }
    if "request changes" in last_words.values():
        return "changes requested"
    return "approved" if last_words else "in review"


def _is_self_approved(check: Check, verdict: Filed[Verdict]) -> bool:
    approvers = {
        review.record.reviewer.casefold()
        for review in reviews_of(check, verdict)
        if review.record.decision == "approve"
    }
    return approvers == {verdict.record.author.casefold()}


def _public(check: Check) -> Public:
    published = {id_of(one.record.verdict) for one in check.publications}
    verdicts = [one for one in check.verdicts if one.id in published]
    if not verdicts:
        return "unpublished"
    grade = verdicts[-1].record.grade
    if grade == "retraction":
        return "retracted"
    return "corrected" if grade else "published"
