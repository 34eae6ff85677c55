"""What a report says of its own past: corrections, earlier versions, dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from factcheck.publish.render import render_report
from factcheck.publish.report import report_of

if TYPE_CHECKING:
    from factcheck.model.settings import Settings


def page(folder: Any, settings: Settings) -> str:
    """Give the report of a check as a page."""
    return render_report(report_of(folder.check(), settings))


def test_a_correction_stands_on_top(folder: Any, settings: Settings) -> None:
    """Grade, date, what was said before and the note; the past is listed below."""
    first = folder.approved(rating="false", headline="No")
    folder.publish(first)
    second = folder.approved(
        supersedes=[first],
        grade="correction",
        public_note="We had used an *old* map.",
        given="2026-12-03T10:00:00Z",
    )
    folder.publish(second, "2026-12-04T08:00:00Z")
    shown = page(folder, settings)

    assert shown.startswith(
        "# Afrin does lie near Turkey\n\n"
        "> **Correction, 3 December 2026.** "
        "We had rated this **false** (23 November 2026).\n"
        ">\n"
        "> We had used an *old* map.\n"
    )
    assert "## Earlier versions\n\n- 23 November 2026: **false**, “No”\n" in shown
    assert "First published on 23 November 2026; last changed on 4 December" in shown


def test_what_nobody_read_is_not_corrected(folder: Any, settings: Settings) -> None:
    """A verdict that a reviewer turned down leaves no trace for readers."""
    first = folder.verdict(rating="false", headline="No")
    folder.review(first, "request changes")
    folder.approved(supersedes=[first], given="2026-11-24T10:00:00Z")
    shown = page(folder, settings)

    assert "false**, " not in shown
    assert "Earlier versions" not in shown
    assert "> **Claim:**" in shown.split("\n\n")[1]


def test_a_change_is_told_by_way_of_an_unread_verdict(
    folder: Any, settings: Settings
) -> None:
    """Between what was published and what stands lies one that nobody has read."""
    first = folder.approved(rating="false", headline="No")
    folder.publish(first)
    note = "A slip."
    second = folder.verdict(
        rating="mixed", supersedes=[first], grade="correction", public_note=note
    )
    folder.review(second, "request changes")
    folder.approved(supersedes=[second], given="2026-12-03T10:00:00Z")
    shown = page(folder, settings)

    assert "> **Changed, 3 December 2026.** We had rated this **false**" in shown
    assert "A slip." not in shown
    assert "**mixed**, " not in shown


def test_the_history_keeps_every_correction(folder: Any, settings: Settings) -> None:
    """Newest first, each with its grade and note; citations in them are left out."""
    names = [folder.approved(rating="false", headline="No")]
    folder.publish(names[0], "2026-11-23T08:00:00Z")
    for day, grade in ((24, "update"), (25, "retraction")):
        names.append(
            folder.approved(
                supersedes=[names[-1]],
                grade=grade,
                public_note="Look [@alpha] here." if day == 24 else "All wrong.",
                given=f"2026-11-{day}T10:00:00Z",
            )
        )
        folder.publish(names[-1], f"2026-11-{day}T12:00:00Z")
    shown = page(folder, settings)
    listed = shown.partition("## Earlier versions\n\n")[2].split("\n\n")[0]

    assert "> **Retraction, 25 November 2026.**" in shown
    assert listed == (
        "- 24 November 2026: **true**, “Afrin does lie near Turkey” "
        "(Update: Look here.)\n"
        "- 23 November 2026: **false**, “No”"
    )


@pytest.mark.parametrize(
    ("published", "said"),
    [
        ((), "Not published yet: verdict of 22 November 2026"),
        (("2026-11-23T08:00:00Z",), "First published on 23 November 2026\n"),
        (
            ("2026-11-23T08:00:00Z", "2026-11-29T08:00:00Z"),
            "First published on 23 November 2026\n",
        ),
    ],
)
def test_dates_come_from_publications(
    folder: Any, settings: Settings, published: tuple[str, ...], said: str
) -> None:
    """A second place is no change; without any, the verdict's date is all there is."""
    verdict = folder.approved()
    for when in published:
        folder.publish(verdict, when)

    assert said in page(folder, settings)


def test_a_new_version_may_not_be_out_yet(folder: Any, settings: Settings) -> None:
    """Readers of a preview see which version it is."""
    first = folder.approved()
    folder.publish(first)
    folder.approved(
        supersedes=[first],
        grade="update",
        public_note="More.",
        given="2026-12-03T10:00:00Z",
    )

    assert (
        "First published on 23 November 2026; this version is not published yet: "
        "verdict of 3 December 2026" in page(folder, settings)
    )
