"""What waits for somebody: one line each, with the next command to type.

Pure: ``cases`` reads what it goes by. The order of ``WAITING`` is the order of the
answer: what cannot stay as it is comes first, what can wait longest last.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal, get_args

from factcheck.model.dates import in_words
from factcheck.model.ids import id_of
from factcheck.model.names import fold_name
from factcheck.model.working_days import Clock, working_days_between

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from factcheck.desk.cases import Case
    from factcheck.model.filed import Filed
    from factcheck.model.kinds import Kind
    from factcheck.model.settings import Settings

Waits = Literal[
    "two verdicts",
    "answer overdue",
    "answer due",
    "overdue",
    "embargo",
    "needs recheck",
    "changes requested",
    "review",
    "complaint",
    "assigned",
    "nobody's",
    "draft",
    "tip",
]
WAITING: tuple[Waits, ...] = get_args(Waits)

_PRIORITIES = {"high": "0", "normal": "1", None: "1", "low": "2"}


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits.

    Attributes:
        kind: for what.
        record: the kind of record: check, tip or complaint.
        name: of the record.
        what: the claim, or what the tip or complaint says.
        why: the reason, with how long or until when.
        command: what to type next, as it stands.
        branch: where it waits; empty for HEAD's.
    """

    kind: Waits
    record: Literal["check", "tip", "complaint"]
    name: str
    what: str
    why: str
    command: str
    branch: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom and for when the queue is.

    Attributes:
        who: the name; None for everybody.
        now: UTC text.
        days: how many days ahead something counts as due.
        short: gives the id of a record of a kind as commands are to name it.
        settings: of the ledger: the days of complaints.
    """

    who: str | None
    now: str
    days: int
    short: Callable[[Kind, str], str]
    settings: Settings | None = None

    @property
    def today(self) -> str:
        """The day."""
        return self.now[:10]

    @property
    def horizon(self) -> str:
        """The last day that counts as near."""
        day = date.fromisoformat(self.today)
        ahead = min(self.days, (date.max - day).days)
        return (day + timedelta(days=ahead)).isoformat()

    def is_them(self, name: str | None) -> bool:
        """Tell whether a name is theirs."""
        return self.who is None or (
            name is not None and fold_name(name) == fold_name(self.who)
        )

    def concerns(self, case: Case) -> bool:
        """Tell whether a check is theirs, or nobody's: by assignee, else author."""
        return (
            self.is_them(case.assignee)
            or any(self.is_them(author) for author in case.standing.authors)
            or (case.assignee is None and not case.standing.authors)
        )


def queue(
    cases: Iterable[Case],
    asked: Asked,
    *,
    tips: Iterable[Filed[Any]] = (),
    complaints: Iterable[Filed[Any]] = (),
) -> list[Waiting]:
    """Say what waits.

    Args:
        cases: the checks, any order.
        asked: for whom and when.
        tips: with or without an outcome; they are everybody's.
        complaints: the same.

    Returns:
        By kind in the order of ``WAITING``; within one what is due first, then by
        priority, then what was opened first.
    """
    found: list[tuple[tuple[Any, ...], Waiting]] = []
    for case in cases:
        data = case.work.data if case.work else {}
        order = (
            data.get("due") or "9999",
            _PRIORITIES[data.get("priority")],
            case.claim.data["opened"],
        )
        found += [(order, waiting) for waiting in _of_check(case, asked)]
    for mail in (*tips, *complaints):
        if not mail.data["outcome"]:
            found.append(((mail.data["received"], "", ""), _of_mail(mail, asked)))
    found.sort(key=lambda one: (WAITING.index(one[1].kind), one[0], one[1].name))
    return [waiting for _, waiting in found]


def on_branch(
    waiting: Iterable[Waiting], branch: str, known: Iterable[Waiting]
) -> Iterator[Waiting]:
    """Give what waits on a branch and not on HEAD, each with how to look at it there.

    Args:
        waiting: what waits by the records of the branch.
        branch: its name.
        known: what waits by those of HEAD.
    """
    here = {_once(one) for one in known}
    for one in waiting:
        if _once(one) not in here:
            words = ["show", id_of(one.name), "--at", branch]
            if one.record != "check":  # search alone looks into branches for these
                words = ["search", id_of(one.name), "--kind", one.record]
            command = shlex.join(["factcheck", *words])
            yield replace(one, branch=branch, command=command)


def _once(one: Waiting) -> tuple[str, str, str]:
    """Give what is equal for two lines of which one is enough: one is late once."""
    return one.kind, one.name, "" if one.kind == "overdue" else one.why


def taken(cases: Iterable[Case]) -> set[str]:
    """Give the names of the checks of a branch on which somebody works there."""
    return {
        case.claim.name
        for case in cases
        if case.assignee is not None or case.standing.stage != "open"
    }


def _of_check(case: Case, asked: Asked) -> Iterator[Waiting]:
    standing, today = case.standing, asked.today
    theirs = asked.concerns(case)
    if theirs and standing.disputed:
        why = f"{standing.disputed} verdicts stand: give one that supersedes them"
        yield _waiting("two verdicts", case, why, "show", asked)
    if theirs:
        yield from _answers(case, asked)
    if theirs and _is_overdue(case, today):
        step = _next_step(case, asked)
        second = (
            "; a second person is to decide" if _is_for_another(case, asked) else ""
        )
        why = f"was due {_when(standing.due or today, today)}{second}"
        yield _waiting("overdue", case, why, step, asked)
    if theirs and standing.stage == "approved" and standing.public == "unpublished":
        yield from _embargo(case, asked)
    if theirs and standing.stage in {"approved", "in review"}:
        yield from _recheck(case, asked)
    if standing.stage == "changes requested" and _is_author(case, asked):
        yield _waiting("changes requested", case, case.objection, "draft", asked)
    if standing.stage == "in review" and not standing.moved:
        author = standing.authors[-1]
        if not _is_for_another(case, asked):
            when = _when((case.given or today)[:10], today)
            yield _waiting(
                "review", case, f"given by {author} {when}", "approve", asked
            )
    if not _is_overdue(case, today):
        yield from _work(case, asked)


def _answers(case: Case, asked: Asked) -> Iterator[Waiting]:
    for whom, until in case.standing.waiting:
        if until is None or until > asked.horizon:
            continue
        late = until < asked.today
        kind: Waits = "answer overdue" if late else "answer due"
        verb = "was to" if late else "is to"
        why = f"{whom} {verb} answer {_when(until, asked.today)}"
        yield _waiting(kind, case, why, "answer", asked)


def _is_overdue(case: Case, today: str) -> bool:
    due = case.standing.due
    return due is not None and due < today and case.standing.stage != "approved"


def _embargo(case: Case, asked: Asked) -> Iterator[Waiting]:
    embargo = case.standing.embargo
    if embargo is None or embargo[:10] > asked.horizon:
        return
    verb = "ended" if embargo <= asked.now else "ends"
    why = f"the embargo {verb} {_when(embargo[:10], asked.today)}; not published"
    yield _waiting("embargo", case, why, "report", asked)


def _recheck(case: Case, asked: Asked) -> Iterator[Waiting]:
    standing = case.standing
    reasons = list(standing.moved)
    if standing.recheck_by and standing.recheck_by <= asked.today:
        reasons.append(f"was to be looked at again by {in_words(standing.recheck_by)}")
    if reasons:
        more = f" (and {len(reasons) - 1} more)" if reasons[1:] else ""
        yield _waiting("needs recheck", case, reasons[0] + more, "recheck", asked)


def _is_author(case: Case, asked: Asked) -> bool:
    return any(asked.is_them(author) for author in case.standing.authors)


def _work(case: Case, asked: Asked) -> Iterator[Waiting]:
    """Give what is open or drafted: theirs, nobody's, or a draft of theirs."""
    stage, assignee = case.standing.stage, case.assignee
    if stage not in {"open", "drafting"}:
        return
    step = _next_step(case, asked)
    if assignee is not None:
        if asked.is_them(assignee):
            yield _waiting("assigned", case, _state(case, asked), step, asked)
    elif stage == "open":
        why = f"nobody works on it; {_state(case, asked)}"
        yield _waiting("nobody's", case, why, step, asked)
    elif asked.is_them(case.claim.data["opened_by"]) or _is_author(case, asked):
        yield _waiting("draft", case, _state(case, asked), step, asked)


def _state(case: Case, asked: Asked) -> str:
    data = case.work.data if case.work else {}
    stage = case.standing.stage
    if stage == "drafting":
        stage_said = "the draft is ready" if case.is_drafted else "a draft is begun"
    else:
        stage_said = f"opened {_when(case.claim.data['opened'][:10], asked.today)}"
    priority = data.get("priority")
    due = case.standing.due
    facts = (
        f"due {_when(due, asked.today)}" if due else "",
        f"priority {priority}" if priority in {"high", "low"} else "",
        f"for {case.assignee}" if asked.who is None and case.assignee else "",
        stage_said,
    )
    return ", ".join(filter(None, facts))


def _is_for_another(case: Case, asked: Asked) -> bool:
    """Tell whether a verdict waits for a second person, who is not the one asked."""
    standing = case.standing
    return (
        standing.stage == "in review"
        and not standing.moved
        and asked.who is not None
        and asked.is_them(standing.authors[-1])
    )


def _next_step(case: Case, asked: Asked) -> str:
    """Give the command that takes a check on from where it stands."""
    if case.standing.stage == "drafting":
        return "verdict" if case.is_drafted else "draft"
    if case.standing.stage == "in review" and case.standing.moved:
        return "recheck"  # approve refuses a verdict whose grounds moved
    if _is_for_another(case, asked):
        return "show"
    steps: Mapping[str, str] = {"in review": "approve", "changes requested": "draft"}
    return steps.get(case.standing.stage, "show")


def _of_mail(mail: Filed[Any], asked: Asked) -> Waiting:
    kind: Literal["tip", "complaint"] = "tip" if mail.kind == "tip" else "complaint"
    settings = asked.settings
    holidays = settings.holidays if settings else ()
    days = working_days_between(mail.data["received"], asked.today, holidays)
    allowed = settings.complaint_days if settings and kind == "complaint" else None
    clock = Clock(days, allowed)
    why = f"overdue: {clock}" if clock.is_over else str(clock)
    command = f"factcheck {kind} show {asked.short(kind, mail.name)}"
    waits: Waits = "overdue" if clock.is_over else kind
    return Waiting(waits, kind, mail.name, mail.data["says"], why, command)


def _waiting(kind: Waits, case: Case, why: str, step: str, asked: Asked) -> Waiting:
    claim = case.claim
    command = f"factcheck {step} {asked.short('check', claim.name)}"
    return Waiting(kind, "check", claim.name, claim.data["claim"], why, command)


def _when(day: str, today: str) -> str:
    """Say a day by its distance where it is near: ``2 days ago``, ``tomorrow``."""
    apart = (date.fromisoformat(day) - date.fromisoformat(today)).days
    near = {0: "today", -1: "yesterday", 1: "tomorrow"}
    month = 31
    if apart in near:
        return near[apart]
    if -month < apart < 0:
        return f"{-apart} days ago"
    if 0 < apart < month:
        return f"in {apart} days"
    return f"on {in_words(day)}"
