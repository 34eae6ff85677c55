"""The values of a report's page: everything that it says, as safe Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factcheck.model.citations import replace_citations
from factcheck.model.dates import in_words
from factcheck.publish.bibliography import source_sections
from factcheck.publish.escape import (
    Markdown,
    code,
    fill,
    joined,
    link,
    link_shown,
    quoted,
    text,
)
from factcheck.publish.prose import prose
from factcheck.publish.wording import ANSWERED, CLOSED, FOUND, GRADES, on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from factcheck.model.asking import Answer
    from factcheck.model.claim import Claim
    from factcheck.model.evidence import Appearance
    from factcheck.publish.history import Change, PastVerdict
    from factcheck.publish.report import Asked, Banner, PartFindings, Report
    from factcheck.publish.sources import Note

EMPTY = Markdown("")


def page_values(report: Report) -> dict[str, Any]:
    """Give what ``report.md.j2`` needs but for the receipt; absent parts are empty."""
    claim, finding = report.claim, report.finding
    written = _writer(report)
    return {
        "title": text(title_of(report)),
        "banners": [_banner(one) for one in report.banners],
        "change": _change(report.change, written) if report.change else None,
        "box": list(_box(report)),
        "is_about_saying": finding is not None and claim.about == "was said",
        "closed": _closed(report) if finding is None else EMPTY,
        "summary": written(finding.summary if finding else None),
        "text": written(finding.text if finding else None),
        "parts": [_part(one) for one in report.parts],
        "asked": [_asked(one) for one in report.asked],
        "looked_for": written(finding.looked_for if finding else None),
        "why_checked": _why_checked(claim, written),
        "source_sections": source_sections(report),
        "appearances": [_appearance(one) for one in report.appearances],
        "disclosure": written(finding.disclosure if finding else None),
        "past": [_past(one) for one in report.past],
        "about": list(_about(report)),
        "scale": [
            {"label": text(step.label), "meaning": text(step.meaning)}
            for step in (report.scale if finding else ())
        ],
        "digests": [*_digests(report), *(_digests_of(one) for one in report.notes)],
    }


def title_of(report: Report) -> str:
    """Give the headline; without one, the claim and what became of it."""
    finding = report.finding
    if finding is None and report.closed:
        return f"{CLOSED[report.closed.outcome]}: {report.claim.claim}"
    return (finding and finding.headline) or f"Draft: {report.claim.claim}"


def front_matter_of(report: Report) -> dict[str, str | bool]:
    """Give what site generators want to know of a page; absent fields are left out."""
    dates = report.dates
    fields = {
        "title": title_of(report),
        "slug": report.name,
        "date": dates.first_published or dates.given,
        "lastmod": dates.last_changed,
        "claim": report.claim.claim,
        "rating": report.finding.rating if report.finding else None,
    }
    is_draft = any(banner.mark == "DRAFT" for banner in report.banners)
    return {k: v for k, v in fields.items() if v} | {"draft": is_draft}


def _writer(report: Report) -> Callable[[str | None], Markdown]:
    """Give what writes our Markdown with the citations of a report."""

    def cite(keys: list[str]) -> tuple[int, ...]:
        return tuple(report.numbers[key] for key in keys)

    return lambda source: prose(source, cite=cite) if source else EMPTY


def _banner(banner: Banner) -> Markdown:
    heading = fill("**{}: {}.**", text(banner.mark), text(banner.what))
    if not banner.reasons:
        return quoted(heading)
    reasons = joined("\n", (fill("- {}", text(one)) for one in banner.reasons))
    return quoted(fill("{}\n\n{}", heading, reasons))


def _change(
    change: Change, written: Callable[[str | None], Markdown]
) -> dict[str, Markdown]:
    before = [
        fill("**{}** ({})", text(one.rating), text(in_words(one.on)))
        for one in change.before
    ]
    note = written(change.note)
    return {
        "what": text(GRADES[change.grade]) if change.grade else Markdown("Changed"),
        "on": text(in_words(change.on)),
        "before": fill("We had rated this {}.", joined(" and ", before))
        if before
        else EMPTY,
        "note": quoted(note) if note else EMPTY,
    }


# ---------------------------------------------------------------------- the claim


def _box(report: Report) -> Iterator[Markdown]:
    claim = report.claim
    yield fill("**Claim:** {}", text(claim.claim))
    if claim.words:
        yield fill("**As said:** “{}”", text(claim.words))
    if claim.translation:
        yield fill("**Translation:** “{}”", text(claim.translation))
    who = claim.claimant
    also = [text(one) for one in (who.role, who.affiliation) if one]
    yield fill("**Who:** {}", joined(", ", [text(who.name), *also]))
    if claim.place:
        yield fill("**Where:** {}", text(claim.place))
    if claim.medium:
        yield fill("**Medium:** {}", text(claim.medium))
    yield fill("**When:** {}", text(in_words(claim.said_on)))
    if report.finding and report.finding.rating:
        rating = text(report.finding.rating)
        meaning = text(report.rating.meaning) if report.rating else EMPTY
        yield fill("**Rating: {}.** {}", rating, meaning)


def _closed(report: Report) -> Markdown:
    closed = report.closed
    if closed is None:
        return EMPTY
    sentence = Markdown("We began to check this claim and stopped.")
    if closed.outcome == "not checkable":
        sentence = Markdown("We did not check this claim, and rate it neither way.")
    elif closed.duplicate_of:
        other = text(closed.duplicate_of)
        sentence = fill("The same claim is checked in [{}]({}.md).", other, other)
    return fill("{}\n\n{}", sentence, prose(closed.why))


def _why_checked(claim: Claim, written: Callable[[str | None], Markdown]) -> Markdown:
    reach = fill("Its reach: {}", written(claim.reach)) if claim.reach else EMPTY
    harm = fill("What it can do: {}", written(claim.harm)) if claim.harm else EMPTY
    return joined("\n\n", (b for b in (written(claim.why_checked), reach, harm) if b))


def _asked(asked: Asked) -> Markdown:
    ask = asked.ask
    if ask.not_asked:
        return fill("We did not ask {}.\n\n{}", text(ask.whom), prose(ask.not_asked))
    how = fill(" ({})", text(ask.channel)) if ask.channel else EMPTY
    when = text(in_words(ask.asked))
    question = fill("We asked {} on {}{}.", text(ask.whom), when, how)
    if not asked.answers:
        return fill("{} There is no answer yet.", question)
    return joined("\n\n", [question, *map(_answer, asked.answers)])


def _answer(answer: Answer) -> Markdown:
    lead = fill(ANSWERED[answer.outcome], text(in_words(answer.received)))
    if answer.says:
        lead = fill("{}\n\n{}", lead, prose(answer.says))
    texts = [quoted(_paragraphs(answer.text))] if answer.text else []
    if answer.translation:
        translation = fill("Translation: {}", _paragraphs(answer.translation))
        texts.append(quoted(translation))
    return joined("\n\n", [lead, *texts])


def _paragraphs(words: str) -> Markdown:
    return joined("\n\n", (text(one) for one in words.split("\n\n") if one.strip()))


def _part(findings: PartFindings) -> dict[str, Markdown]:
    found = [
        fill(
            "{} {}",
            text(FOUND[stance]),
            joined(", ", (fill("[{}](#s{})", n, n) for n in numbers)),
        )
        for stance, numbers in findings.sources.items()
    ]
    return {
        "letter": text(findings.part.part),
        "claim": text(findings.part.claim),
        "sources": fill(" ({})", joined("; ", found)) if found else EMPTY,
    }


def _appearance(appearance: Appearance) -> Markdown:
    pieces = [
        text(appearance.who) if appearance.who else None,
        _appeared_in(appearance),
        text(in_words(appearance.published)) if appearance.published else None,
        fill("at {}", text(appearance.time_code)) if appearance.time_code else None,
        fill("reach: {}", text(appearance.reach)) if appearance.reach else None,
        link(Markdown("archived copy"), appearance.archived)
        if appearance.archived
        else None,
        fill("“{}”", text(appearance.quote)) if appearance.quote else None,
    ]
    return joined(", ", (one for one in pieces if one)) or Markdown("place not stated")


def _appeared_in(appearance: Appearance) -> Markdown | None:
    if appearance.title:
        return link(fill("“{}”", text(appearance.title)), appearance.url)
    return link_shown(appearance.url) if appearance.url else None


# ----------------------------------------------------------------------- the ends


def _past(past: PastVerdict) -> Markdown:
    said = fill(
        "{}: **{}**, “{}”",
        text(in_words(past.on)),
        text(past.rating),
        text(past.headline),
    )
    if not past.grade:
        return said
    note = text(replace_citations(past.note or "", lambda _: ""))
    return fill("{} ({}: {})", said, text(GRADES[past.grade]), note)


def _about(report: Report) -> Iterator[Markdown]:
    dates = report.dates
    if report.byline.author:
        yield _byline(report)
    if dates.given:
        yield _published(report)
    if report.finding and report.finding.confidence:
        yield fill("Our confidence in the rating: {}", text(report.finding.confidence))
    if report.recheck:
        when = text(in_words(report.recheck.rechecked))
        why = text(replace_citations(report.recheck.why, lambda _: ""))
        yield fill("Looked at again on {}, and it stands: {}", when, why)
    if dates.recheck_by:
        yield fill("To be looked at again by {}", text(in_words(dates.recheck_by)))
    publisher = report.publisher
    yield fill("Publisher: {}", link(text(publisher.name), publisher.url))
    if publisher.method:
        yield fill("How we work: {}", link_shown(publisher.method))
    if publisher.complaints:
        yield fill("How to complain: {}", link_shown(publisher.complaints))


def _byline(report: Report) -> Markdown:
    byline = report.byline
    author = text(byline.author or "")
    if byline.reviewers:
        reviewers = joined(" and ", (text(one) for one in byline.reviewers))
        return fill("Written by: {}; reviewed by: {}", author, reviewers)
    if byline.is_self_approved:
        return fill("Written by: {}; no second person has reviewed it", author)
    return fill("Written by: {}", author)


def _published(report: Report) -> Markdown:
    dates = report.dates
    verdict = text(f"verdict of {in_words(dates.given)}")
    if dates.first_published is None:
        return fill("Not published yet: {}", verdict)
    first = text(f"First published {on(dates.first_published)}")
    if not dates.is_published:
        return fill("{}; this version is not published yet: {}", first, verdict)
    if dates.last_changed is None:
        return first
    return fill("{}; last changed {}", first, text(on(dates.last_changed)))


def _digests(report: Report) -> Iterator[Markdown]:
    for one in report.digests:
        what = text(one.what.capitalize())
        yield fill("{} {}: {}", what, code(one.name), code(one.digest))


def _digests_of(note: Note) -> Markdown:
    if note.entry is None:
        return fill("Source {}: withheld", note.number)
    evidence, *links = note.digests
    pieces = [
        fill("{} {}", text(evidence.what), code(evidence.digest)),
        *(fill("{} {}", text(one.what), code(one.digest)) for one in links),
        *(fill("capture {}", code(f"sha256:{one}")) for one in note.captures),
    ]
    name = code(evidence.name)
    return fill("Source {}, {}: {}", note.number, name, joined("; ", pieces))
