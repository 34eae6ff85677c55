"""The receipt: it holds for what was made, and for nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factcheck.publish.receipt import receipt_holds, receipt_of
from factcheck.publish.render import render_report
from factcheck.publish.report import report_of

if TYPE_CHECKING:
    from factcheck.model.settings import Settings

few = settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def page(folder: Any, settings: Settings) -> str:
    """A short report."""
    folder.source("alpha", quote="Nine – “miles”")
    folder.approved(text="So [@alpha].")
    return render_report(report_of(folder.check(), settings))


def test_a_report_has_a_receipt_that_holds(page: str) -> None:
    """As it was written, it verifies."""
    assert page.count("\nReceipt: `sha256:") == 1
    assert receipt_holds(page)


def test_every_character_counts(page: str) -> None:
    """Any one character taken out, or made another, breaks it, wherever it stands."""
    broken = [page[:at] + page[at + 1 :] for at in range(len(page))]
    broken += [
        page[:at] + chr(ord(page[at]) ^ 1) + page[at + 1 :] for at in range(len(page))
    ]

    assert not any(receipt_holds(one) for one in broken)


@few
@given(at=st.integers(min_value=0), added=st.characters())
def test_nothing_can_be_added(page: str, at: int, added: str) -> None:
    """One more character anywhere breaks it."""
    place = at % (len(page) + 1)

    assert not receipt_holds(page[:place] + added + page[place:])


def test_other_line_ends_are_another_page(page: str) -> None:
    """A page that was converted is not the one that was made."""
    assert not receipt_holds(page.replace("\n", "\r\n"))


@pytest.mark.parametrize("page_like", ["", "Receipt: \n", "no receipt\n"])
def test_without_a_receipt_nothing_holds(page_like: str) -> None:
    """What makes no promise cannot keep one."""
    assert not receipt_holds(page_like)


def test_two_receipts_are_none(page: str) -> None:
    """A second receipt, even of the whole, leaves open which one counts."""
    assert not receipt_holds(page + receipt_of(page))


def test_front_matter_is_covered(folder: Any, settings: Settings) -> None:
    """What stands on top for a site generator is part of the page."""
    folder.approved()
    page = render_report(report_of(folder.check(), settings), with_front_matter=True)

    assert page.startswith('---\ntitle: "Afrin does lie near Turkey"\n')
    assert receipt_holds(page)
    assert not receipt_holds(page.replace("draft: false", "draft: true"))
