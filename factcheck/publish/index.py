"""The values of the index of a ledger's reports, as safe Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factcheck.model.dates import in_words
from factcheck.publish.escape import Markdown, fill, joined, text
from factcheck.publish.page import title_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from factcheck.model.claim import Claim
    from factcheck.model.settings import Settings
    from factcheck.publish.report import Report

_NO_MEANING = Markdown("")


def index_values(
    reports: Sequence[Report], unwritten: Sequence[Claim], settings: Settings
) -> dict[str, Any]:
    """Give what ``index.md.j2`` needs: the reports by rating, in the scale's order.

    Within a rating the newest verdict comes first. Drafts and claims without one
    follow, closed checks come last.
    """
    ordered = sorted(reports, key=lambda one: one.name)
    ordered.sort(key=lambda one: one.dates.given or "", reverse=True)
    return {
        "title": fill("Fact-checks by {}", text(settings.publisher.name)),
        "groups": list(_groups(ordered, unwritten, settings)),
    }


def _groups(
    reports: Sequence[Report], unwritten: Sequence[Claim], settings: Settings
) -> Iterator[dict[str, Any]]:
    given = [one for one in reports if one.finding and not one.is_draft]
    meanings = {step.label.casefold(): step.meaning for step in settings.ratings}
    labels = {step.label.casefold(): step.label for step in settings.ratings}
    for report in given:
        rating = (report.finding and report.finding.rating) or ""
        labels.setdefault(rating.casefold(), rating)
    for key, label in labels.items():
        entries = [_given(one) for one in given if _rating(one) == key]
        meaning = text(meanings[key]) if key in meanings else _NO_MEANING
        yield from _group(text(_capitalised(label)), meaning, entries)
    drafts = [_linked(one) for one in reports if one.is_draft]
    open_claims = sorted(text(claim.claim) for claim in unwritten)
    yield from _group(Markdown("Being checked"), _NO_MEANING, [*drafts, *open_claims])
    closed = [_closed(one) for one in reports if one.finding is None]
    yield from _group(Markdown("Not checked"), _NO_MEANING, closed)


def _group(
    label: Markdown, meaning: Markdown, entries: Iterable[Markdown]
) -> Iterator[dict[str, Any]]:
    listed = list(entries)
    if listed:
        yield {"label": label, "meaning": meaning, "entries": listed}


def _rating(report: Report) -> str:
    return ((report.finding and report.finding.rating) or "").casefold()


def _linked(report: Report) -> Markdown:
    marks = [fill("**{}**", text(banner.mark)) for banner in report.banners]
    title = fill("[{}]({}.md)", text(title_of(report)), text(report.name))
    return fill("{}: {}", joined(", ", marks), title) if marks else title


def _given(report: Report) -> Markdown:
    when = text(in_words(report.dates.given))
    return fill("{}, {}. Claim: {}", _linked(report), when, text(report.claim.claim))


def _closed(report: Report) -> Markdown:
    why = text(report.closed.why) if report.closed else _NO_MEANING
    return fill("{}. {}", _linked(report), why)


def _capitalised(label: str) -> str:
    return label[:1].upper() + label[1:]
