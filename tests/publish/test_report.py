"""What a report says: citations, banners, closed checks, people, parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from factcheck.model.errors import BadRecordError, NotFoundError
from factcheck.model.ids import id_of
from factcheck.publish.people import printed
from factcheck.publish.render import render_report
from factcheck.publish.report import report_of

if TYPE_CHECKING:
    from factcheck.model.settings import Settings


def page(folder: Any, settings: Settings) -> str:
    """Give the report of a check as a page."""
    return render_report(report_of(folder.check(), settings))


def marks(folder: Any, settings: Settings) -> list[str]:
    """Give the marks of a report's banners."""
    return [banner.mark for banner in report_of(folder.check(), settings).banners]


# ------------------------------------------------------------------- citations


def test_sources_are_numbered_by_first_use(folder: Any, settings: Settings) -> None:
    """Summary before text; what is cited again keeps its number; the rest follows."""
    names = {key: folder.source(key) for key in ("alpha", "beta", "gamma", "delta")}
    folder.approved(
        summary="One [@gamma].",
        text=f"Two [@{names['alpha']}; @gamma], three [@{id_of(names['beta'])}].",
        looked_for="No map [@alpha].",
    )
    report = report_of(folder.check(), settings)
    shown = page(folder, settings)

    assert [note.id for note in report.notes] == [
        id_of(names[key]) for key in ("gamma", "alpha", "beta", "delta")
    ]
    assert [note.cited for note in report.notes] == [True, True, True, False]
    assert "One [[1](#s1)]." in shown
    assert "Two [[2](#s2), [1](#s1)], three [[3](#s3)]." in shown
    assert "No map [[2](#s2)]." in shown


def test_uncited_sources_are_listed_in_short(folder: Any, settings: Settings) -> None:
    """They are under a heading of their own, with stance and reason, without quote."""
    folder.source("alpha")
    folder.source("beta", "refutes", quote="words of beta")
    folder.approved(text="It is so [@alpha].")
    shown = page(folder, settings)
    consulted = shown.partition("## Also consulted")[2]

    assert '2. <a id="s2"></a>beta.' in consulted
    assert "*Speaks against the claim:* beta says so." in consulted
    assert "words of beta" not in shown


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("So [@nowhere].", "cites [@nowhere], which is not linked to the check"),
        ("So [@alp].", "cites [@alp], which can mean alpha-one-"),
        ("So [@gone].", "cites [@gone], which was withdrawn"),
    ],
)
@pytest.mark.parametrize("kind", ["verdict", "draft"])
def test_a_citation_that_leads_nowhere_is_an_error(
    folder: Any, settings: Settings, text: str, wrong: str, kind: str
) -> None:
    """Unknown, ambiguous or withdrawn, in verdict or draft, in text or beside it."""
    folder.source("alpha one")
    folder.source("alpha two")
    withdrawn = {"since": "2026-11-21T00:00:00Z", "why": "Wrong."}
    folder.source("gone", withdrawn=withdrawn)
    if kind == "verdict":
        folder.approved(text=text)
    else:
        folder.draft(looked_for=text)

    with pytest.raises(BadRecordError, match=wrong.replace("[", r"\[")) as caught:
        report_of(folder.check(), settings)

    problem = caught.value.problems[0]
    assert problem.path == next(path for path in folder.files if f"/{kind}-" in path)
    assert (problem.line, problem.code) == (0, "citation")


def test_every_wrong_citation_is_named(folder: Any, settings: Settings) -> None:
    """One run shows all that is to be mended."""
    folder.approved(summary="So [@x].", text="So [@y] and [@z].")

    with pytest.raises(BadRecordError) as caught:
        report_of(folder.check(), settings)

    assert [one.message[:11] for one in caught.value.problems] == [
        f"cites [@{key}]," for key in "xyz"
    ]


def test_a_wrong_citation_beside_the_claim_is_named_there(
    new_folder: Any, settings: Settings
) -> None:
    """The message leads to the file that is to be mended."""
    folder = new_folder("It is so", why_checked="See [@nowhere].")
    folder.approved()

    with pytest.raises(BadRecordError) as caught:
        report_of(folder.check(), settings)

    assert caught.value.problems[0].path == folder.claim.path


def test_a_link_to_nothing_is_an_error(folder: Any, settings: Settings) -> None:
    """A link whose evidence is gone is no reason to print less and say nothing."""
    name = folder.source("alpha")
    folder.approved()
    folder.evidence.clear()

    with pytest.raises(BadRecordError, match=f"links {name}, which is not in"):
        report_of(folder.check(), settings)


# --------------------------------------------------------------------- banners


def test_an_approved_verdict_has_no_banner(folder: Any, settings: Settings) -> None:
    """A finished report begins with its headline and its box."""
    folder.approved()
    shown = page(folder, settings)

    assert marks(folder, settings) == []
    assert shown.startswith("# Afrin does lie near Turkey\n\n> **Claim:** ")


def test_a_verdict_without_review_is_a_draft(folder: Any, settings: Settings) -> None:
    """Nobody has approved it yet: the page says so on top."""
    folder.verdict()

    assert "> **DRAFT: given, not yet approved.**" in page(folder, settings)


def test_requested_changes_make_it_a_draft(folder: Any, settings: Settings) -> None:
    """An objection counts until its author takes it back."""
    verdict = folder.verdict()
    folder.review(verdict)
    folder.review(verdict, "request changes", reviewer="Cleo")
    shown = page(folder, settings)

    assert "> **DRAFT: given, but a reviewer has asked for changes.**" in shown


def test_a_draft_says_what_it_lacks(folder: Any, settings: Settings) -> None:
    """Missing parts are named, and the claim stands in for the headline."""
    folder.draft(rating="true", summary="Near.")
    shown = page(folder, settings)

    assert "> **DRAFT: being written, no verdict has been given.**" in shown
    assert "> - It still lacks: headline, text" in shown
    assert shown.startswith("# Draft: Afrin lies near Turkey\n")


def test_a_verdict_goes_before_a_new_draft(folder: Any, settings: Settings) -> None:
    """While a correction is written, the report is still that of the verdict."""
    folder.approved()
    folder.draft(headline="Something else")
    shown = page(folder, settings)

    assert "Something else" not in shown
    assert "DRAFT" not in shown


def test_a_moved_verdict_needs_a_recheck(folder: Any, settings: Settings) -> None:
    """Each reason is a line that names sources by number."""
    folder.source("alpha")
    folder.source("beta")
    folder.approved(text="So [@alpha].")
    link = next(path for path in folder.files if "/link-alpha" in path)
    gone = next(path for path in folder.files if "/link-beta" in path)
    name = folder.files[link].name
    del folder.files[gone]
    folder.link(name, "refutes")
    folder.source("gamma")
    shown = page(folder, settings)

    assert (
        "> **NEEDS RECHECK: what this verdict rests on is not what it was.**" in shown
    )
    assert "> - the stance of source 1 changed from supports to refutes\n" in shown
    assert "> - a source was unlinked\n" in shown
    assert "> - source 2 was linked after the verdict\n" in shown
    assert "beta" not in shown


def test_two_verdicts_are_in_dispute(folder: Any, settings: Settings) -> None:
    """The latest is shown, and both are named."""
    folder.approved()
    folder.approved(rating="false", headline="No", given="2026-11-24T10:00:00Z")
    shown = page(folder, settings)

    assert shown.startswith("# No\n")
    assert "> **IN DISPUTE: more than one verdict stands.**" in shown
    assert "> - true: Afrin does lie near Turkey\n> - false: No\n" in shown


def test_an_embargo_is_named_until_publication(folder: Any, settings: Settings) -> None:
    """The page says from when it may go out; it asks no clock whether that is past."""
    verdict = folder.approved()
    folder.work(embargo="2026-12-01T06:30:00Z")
    before = page(folder, settings)
    folder.publish(verdict)

    assert "not to be published before 1 December 2026, 06:30 UTC" in before
    assert marks(folder, settings) == []


def test_a_check_with_nothing_to_report_says_what_to_do(
    folder: Any, settings: Settings
) -> None:
    """Without verdict and draft there is no report."""
    with pytest.raises(
        NotFoundError, match="no verdict and no draft: 'factcheck draft"
    ):
        report_of(folder.check(), settings)


# ---------------------------------------------------------------------- closed


def test_a_claim_that_cannot_be_checked_gets_a_page(
    folder: Any, settings: Settings
) -> None:
    """It says that nothing was rated, why, and what was looked at."""
    folder.source("alpha", "context")
    folder.draft(headline="Not yet")
    folder.work(closed={"outcome": "not checkable", "why": "It is an *opinion*."})
    shown = page(folder, settings)

    assert shown.startswith("# Not checked: Afrin lies near Turkey\n")
    assert "We did not check this claim, and rate it neither way." in shown
    assert "It is an *opinion*." in shown
    assert "## What we consulted" in shown
    assert "Rating" not in shown
    assert "Not yet" not in shown


def test_a_duplicate_leads_to_the_other_check(folder: Any, settings: Settings) -> None:
    """A reader gets there by a link."""
    other = "afrin-is-near-0123456789ab"
    closed = {"outcome": "duplicate", "duplicate_of": other, "why": "The same."}
    folder.work(closed=closed)
    shown = page(folder, settings)

    assert f"The same claim is checked in [{other}]({other}.md)." in shown


def test_a_dropped_check_keeps_its_verdict(folder: Any, settings: Settings) -> None:
    """What has been found stays readable, and the page says that nobody goes on."""
    folder.approved()
    folder.work(closed={"outcome": "dropped", "why": "Nobody asks any more."})
    shown = page(folder, settings)

    assert "> **CLOSED: this check is not carried on (dropped).**" in shown
    assert "> - Nobody asks any more." in shown
    assert "**Rating: true.**" in shown


def test_a_late_duplicate_leads_to_the_other_check(
    folder: Any, settings: Settings
) -> None:
    """Its own verdict stays, and the banner names the check that goes on."""
    other = "afrin-is-near-0123456789ab"
    folder.approved()
    closed = {"outcome": "duplicate", "duplicate_of": other, "why": "Came later."}
    folder.work(closed=closed)

    assert f"> - the same claim is checked in {other}\n> - Came later.\n" in page(
        folder, settings
    )


# ------------------------------------------------------------ people and parts


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Anna", "Anna Arens"),
        ("ANNA", "Anna Arens"),
        ("Cleo", "not named"),
        ("dora@desk.org", "the editor in chief"),
        ("Emil <emil@desk.org>", "Emil"),
        ("emil@desk.org", "not named"),
        ("Emil (emil＠desk.org) Ernst", "Emil Ernst"),
        ("@emil", "@emil"),
    ],
)
def test_people_are_printed_as_the_settings_say(
    settings: Settings, name: str, shown: str
) -> None:
    """A name, a role, or nothing; an e-mail address never."""
    assert printed(name, settings) == shown


def test_the_byline_names_author_and_reviewers(folder: Any, settings: Settings) -> None:
    """Those who approved, without who only asked for changes first."""
    verdict = folder.verdict()
    folder.review(verdict, reviewer="Bo <bo@desk.org>")
    folder.review(verdict, reviewer="Cleo")
    folder.review(verdict, reviewer="Anna")
    shown = page(folder, settings)

    assert "- Written by: Anna Arens; reviewed by: Bo and not named\n" in shown
    assert "bo@desk.org" not in shown


def test_self_approval_is_disclosed(folder: Any, settings: Settings) -> None:
    """Where nobody else has looked, readers are told."""
    verdict = folder.verdict()
    folder.review(verdict, reviewer="anna")

    assert "Anna Arens; no second person has reviewed it" in page(folder, settings)


def test_parts_lead_to_their_sources(new_folder: Any, settings: Settings) -> None:
    """Each part names its sources by stance; one source may bear on several."""
    parts = [{"part": "a", "claim": "It is near"}, {"part": "b", "claim": "It is big"}]
    folder = new_folder("It is near and big", parts=parts)
    name = folder.source("alpha", "context")
    folder.link(name, "supports", part="a")
    folder.link(name, "both", part="b", primary=True)
    folder.approved(text="So [@alpha].")
    shown = page(folder, settings)

    assert "- **a.** It is near (supported by [1](#s1))\n" in shown
    assert "- **b.** It is big (for and against: [1](#s1))\n" in shown
    assert "*Speaks for and against part b (primary source):* It says so." in shown


def test_what_was_said_is_told_from_what_is_so(
    new_folder: Any, settings: Settings
) -> None:
    """A check of the saying carries a sentence; one of the matter does not."""
    sentence = "This checks whether it was said, not whether what was said is so."
    said, so = new_folder("X said it", about="was said"), new_folder("It is so")
    said.approved()
    so.approved()

    assert sentence in page(said, settings)
    assert sentence not in page(so, settings)


def test_a_rating_of_an_older_scale_stays(folder: Any, settings: Settings) -> None:
    """A scale may change; old verdicts keep their word, without a meaning."""
    folder.approved(rating="half true")

    assert "> **Rating: half true.**" in page(folder, settings)


def test_a_withdrawn_source_is_said_to_be(folder: Any, settings: Settings) -> None:
    """Uncited, it stays listed with the reason, and no longer counts."""
    withdrawn = {"since": "2026-11-21T00:00:00Z", "why": "The page was forged."}
    folder.source("alpha", withdrawn=withdrawn)
    folder.approved()
    shown = page(folder, settings)

    assert "Withdrawn on 21 November 2026: The page was forged." in shown
    assert "Supports the claim" not in shown
