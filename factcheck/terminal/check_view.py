"""A whole check on one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factcheck.model import state
from factcheck.model.dates import in_words
from factcheck.model.ids import id_of
from factcheck.model.names import Names
from factcheck.model.timeline import timeline
from factcheck.terminal.page import Heading, Line, facts
from factcheck.terminal.timeline_view import moment_lines
from factcheck.terminal.words import STAGES, STANCES, flag_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from factcheck.model.asking import Answer, Ask
    from factcheck.model.check import Check
    from factcheck.model.evidence import Evidence, Link, Source
    from factcheck.model.filed import Filed
    from factcheck.model.mail import Complaint
    from factcheck.model.state import Flag, Standing
    from factcheck.model.verdict import Verdict
    from factcheck.terminal.page import Block, Page, Style


def check_page(
    check: Check,
    standing: Standing,
    flags: Sequence[Flag],
    *,
    missing: Sequence[str],
    edits: Sequence[str] = (),
    quotes: Mapping[str, str] | None = None,
    moved: Sequence[str] = (),
    names: Names | None = None,
    near: Sequence[tuple[str, str]] = (),
    complaints: Sequence[Filed[Complaint]] = (),
    as_of: str | None = None,
) -> Page:
    """Lay out a check.

    Args:
        check: the check, as it is to be shown.
        standing: where it stands.
        flags: what to know before using it.
        missing: what it lacks, a line each.
        edits: files with changes that are not committed.
        quotes: by evidence id, whether its quote stands in its capture, in words.
        moved: what changed in pinned records since the verdict, a line each.
        names: which origins count as one.
        near: pairs of origins that may be one, by their spelling.
        complaints: those about the check that have no outcome yet.
        as_of: the time or revision that is shown, if it is not the present.
    """
    blocks: list[Block] = [
        Line(check.claim.record.claim, "strong"),
        Line(check.name, "quiet"),
        *([Line(f"as it was: {as_of}", "doubtful")] if as_of else ()),
        *_state(check, standing),
        *flag_lines(flags),
        *(Line(f"since the verdict: {one}", "doubtful", 1) for one in moved),
        *(Line(f"not committed: {path}", "doubtful") for path in edits),
        *_complaints(complaints),
        _claim(check),
        *_evidence(check, quotes or {}, names or Names()),
        *_near(near),
        *_asked(check),
        *_verdicts(check),
        *_draft(check),
        *_appearances(check),
        *_missing(missing),
    ]
    return tuple(blocks)


def _state(check: Check, standing: Standing) -> Iterator[Block]:
    said: list[str] = [standing.stage, standing.public]
    if standing.rating:
        said.append(f"rating: {standing.rating}")
    yield Line(" · ".join(said), STAGES[standing.stage])
    closed = check.work.record.closed if check.work else None
    if closed:
        other = f" of {closed.duplicate_of}" if closed.duplicate_of else ""
        since = in_words(closed.since) if closed.since else None
        aside = ", ".join(filter(None, (closed.by, since)))
        why = closed.why + (f" ({aside})" if aside else "")
        yield Line(f"{closed.outcome}{other}: {why}", "quiet")


def _complaints(complaints: Sequence[Filed[Complaint]]) -> Iterator[Block]:
    for one in complaints:
        day = in_words(one.record.received)
        yield Line(f"complaint of {day}, open: {one.record.says}", "doubtful")


def _claim(check: Check) -> Block:
    claim = check.claim.record
    work = check.work.record if check.work else None
    who = claim.claimant
    parts = "\n".join(f"{part.part}: {part.claim}" for part in claim.parts)
    return facts(
        ("claimed by", ", ".join(filter(None, (who.name, who.role, who.affiliation)))),
        ("said on", in_words(claim.said_on)),
        ("place", claim.place),
        ("medium", claim.medium),
        ("as said", f"“{claim.words}”" if claim.words else None),
        ("translation", claim.translation),
        ("about", "whether it was said" if claim.about == "was said" else None),
        ("parts", parts),
        ("why checked", claim.why_checked),
        ("reach", claim.reach),
        ("harm", claim.harm),
        ("opened", f"{in_words(claim.opened)} by {claim.opened_by}"),
        ("assigned to", work.assignee if work else None),
        ("due", in_words(work.due) if work and work.due else None),
        ("priority", work.priority if work else None),
        ("topics", ", ".join(work.topics) if work else None),
        ("embargo", f"until {work.embargo}" if work and work.embargo else None),
    )


def _evidence(check: Check, quotes: Mapping[str, str], names: Names) -> Iterator[Block]:
    for stance, (title, style) in STANCES.items():
        links = [link for link in check.links if link.record.stance == stance]
        if not links:
            continue
        yield Heading(f"{title} ({_counted(check, links, names)})")
        for link in links:
            yield Line(_name_of(link), style, 1)
            entry = check.of_link(link)
            if entry is None:
                yield Line("this entry is not in the ledger", "bad", 2)
                continue
            yield from _entry(entry, quotes.get(entry.id))
            yield Line(f"why: {link.record.why}", "plain", 2)


def _name_of(link: Filed[Link]) -> str:
    marks = [f"part {link.record.part}"] if link.record.part else []
    marks += ["primary"] if link.record.primary else []
    return link.name + (f" ({', '.join(marks)})" if marks else "")


def _counted(check: Check, links: Sequence[Filed[Link]], names: Names) -> str:
    """Count entries and independent origins; an entry without one counts for none."""
    origins = names.distinct(
        entry.record.origin for link in links if (entry := check.of_link(link))
    )
    entries = f"{len(links)} {'entry' if len(links) == 1 else 'entries'}"
    known = f"{len(origins)} known {'origin' if len(origins) == 1 else 'origins'}"
    return f"{entries}, {known}"


def _entry(entry: Filed[Evidence], quote_state: str | None) -> Iterator[Block]:
    record = entry.record
    if record.withdrawn:
        yield Line(f"withdrawn: {record.withdrawn.why}", "bad", 2)
    yield Line(source_line(record.source), "quiet", 2)
    if record.origin:
        yield Line(f"origin: {record.origin}", "quiet", 2)
    if record.interest:
        yield Line(f"interest: {record.interest}", "quiet", 2)
    yield Line(record.says, "plain", 2)
    if record.quote:
        yield Line(f"“{record.quote}”", "plain", 2)
    if quote_state:
        is_lost = quote_state.startswith("quote not found")
        yield Line(quote_state, "bad" if is_lost else "quiet", 2)


def source_line(source: Source) -> str:
    """Say a source in one line: publisher, carrier, title, date, address."""
    carrier = f" (read at {source.carrier})" if source.carrier else ""
    published = in_words(source.published) if source.published else None
    author = source.author if source.author != source.publisher else None
    parts = [source.publisher + carrier, source.title, author, published]
    return ", ".join(filter(None, (*parts, source.url)))


def _near(pairs: Sequence[tuple[str, str]]) -> Iterator[Block]:
    for one, other in pairs:
        yield Line(
            f"'{one}' and '{other}' may be one origin: count them as one by amending "
            "an entry, or as names of one party",
            "doubtful",
            1,
        )


def _asked(check: Check) -> Iterator[Block]:
    if check.asks or check.answers:
        yield Heading("Asked")
    for ask in check.asks:
        said = ask.record
        if said.not_asked:
            yield Line(f"{said.whom} was not asked: {said.not_asked}", "plain", 1)
            continue
        answers = check.answers_to(ask)
        yield Line(_question(ask, is_open=not answers), "doubtful", 1)
        yield Line(said.question or "", "plain", 2)
        for answer in answers:
            yield from _answer(answer)
    known = {ask.id for ask in check.asks}
    for answer in check.answers:
        if id_of(answer.record.ask) not in known:
            yield Line(f"on {answer.record.ask}, which is not there", "bad", 1)
            yield from _answer(answer)


def _question(ask: Filed[Ask], *, is_open: bool) -> str:
    said = ask.record
    channel = f" ({said.channel})" if said.channel else ""
    until = f", until {in_words(said.answer_by)}" if said.answer_by else ""
    still = ": no answer yet" if is_open else ""
    return f"asked {said.whom} on {in_words(said.asked)}{channel}{until}{still}"


def _answer(answer: Filed[Answer]) -> Iterator[Block]:
    said = answer.record
    verbs = {"answered": "answered on", "declined": "declined on"}
    verb = verbs.get(said.outcome, "no answer by")
    says = f": {said.says}" if said.says else ""
    style: Style = "good" if said.outcome == "answered" else "plain"
    yield Line(f"{verb} {in_words(said.received)}{says}", style, 2)
    if said.text:
        yield Line(f"“{said.text}”", "plain", 3)
    if said.translation:
        yield Line(f"in translation: {said.translation}", "plain", 3)
    if said.captures:
        count = len(said.captures)
        yield Line(f"{count} {'capture' if count == 1 else 'captures'}", "quiet", 3)


def _verdicts(check: Check) -> Iterator[Block]:
    current = check.current_verdicts()
    if check.verdicts:
        yield Heading("Verdicts" if check.verdicts[1:] else "Verdict")
    for verdict in reversed(check.verdicts):
        yield from _verdict(check, verdict, is_current=verdict in current)


def _verdict(
    check: Check, verdict: Filed[Verdict], *, is_current: bool
) -> Iterator[Block]:
    record = verdict.record
    past = "" if is_current else " (superseded)"
    yield Line(f"{record.rating}: {record.headline}{past}", "strong", 1)
    given = f"given by {record.author}, {in_words(record.given)}"
    given += (
        f", look again by {in_words(record.recheck_by)}" if record.recheck_by else ""
    )
    sure = f", confidence {record.confidence}" if record.confidence else ""
    yield Line(f"{verdict.name}, {given}{sure}", "quiet", 1)
    if record.grade:
        yield Line(f"{record.grade}: {record.public_note}", "doubtful", 2)
    if is_current:
        yield Line(record.summary, "plain", 2)
    for review in state.reviews_of(check, verdict):
        said = review.record
        verb = "approved" if said.decision == "approve" else "changes requested"
        comment = f": {said.comment}" if said.comment else ""
        line = f"{verb} by {said.reviewer}, {in_words(said.decided)}{comment}"
        yield Line(line, "good" if said.decision == "approve" else "bad", 2)
    for recheck in check.rechecks:
        again = recheck.record
        if id_of(again.verdict) == verdict.id:
            by = f"rechecked by {again.rechecker}, {in_words(again.rechecked)}"
            until = (
                f" (again by {in_words(again.recheck_by)})" if again.recheck_by else ""
            )
            yield Line(f"{by}: it stands{until}: {again.why}", "good", 2)
    for publication in check.publications:
        if id_of(publication.record.verdict) == verdict.id:
            when = in_words(publication.record.published)
            yield Line(f"published {when}: {publication.record.url}", "plain", 2)


def _draft(check: Check) -> Iterator[Block]:
    if check.draft:
        draft = check.draft.record
        yield Heading("Draft")
        rating = draft.rating or "no rating yet"
        headline = draft.headline or "no headline yet"
        yield Line(f"{rating}: {headline}", "strong", 1)
        if draft.summary:
            yield Line(draft.summary, "plain", 2)


def _appearances(check: Check) -> Iterator[Block]:
    if check.appearances:
        yield Heading("Appeared")
    told: set[str] = set()
    for moment in timeline(check):
        if moment.what == "appeared":
            yield from moment_lines(moment, told, indent=1)


def _missing(missing: Sequence[str]) -> Iterator[Block]:
    if missing:
        yield Heading("Missing")
    for one in missing:
        yield Line(f"- {one}", "doubtful", 1)
