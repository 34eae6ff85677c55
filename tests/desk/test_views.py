"""Saved views: filters under a name, in the settings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from factcheck.desk.views import delete_view, save_view
from factcheck.model.errors import (
    BadRecordError,
    NotFoundError,
    RefusedError,
    UsageError,
)
from factcheck.review.verify import verify
from tests.desk.commits import latest

if TYPE_CHECKING:
    from tests.conftest import Newsroom

LATE = {"flag": ["overdue"], "assignee": "me", "text": ("moon",), "stage": None}


def _views(newsroom: Newsroom) -> dict[str, object]:
    return {one.name: one for one in newsroom.ledger.settings.views}


def test_a_view_is_one_commit_of_the_settings_alone(busy_newsroom: Newsroom) -> None:
    """The rest of the settings stays as it is, and the ledger holds."""
    before = busy_newsroom.ledger.settings.ratings
    busy_newsroom.do(lambda desk: save_view(desk, "late", LATE))
    (view,) = busy_newsroom.ledger.settings.views

    assert (view.name, view.flag, view.assignee) == ("late", ("overdue",), "me")
    assert latest(busy_newsroom).subject == "Save view late"
    assert latest(busy_newsroom).files == {"factcheck.yaml": "M"}
    assert busy_newsroom.ledger.settings.ratings == before
    assert verify(busy_newsroom.ledger).findings == ()


def test_saving_again_takes_the_place_of_what_was_there(
    busy_newsroom: Newsroom,
) -> None:
    """The same name is one view, and others are left alone."""
    for name, stage in (("b", "open"), ("a", "closed"), ("b", "approved")):
        act = partial(save_view, name=name, filters={"stage": [stage]})
        busy_newsroom.do(act)
    views = [(one.name, one.stage) for one in busy_newsroom.ledger.settings.views]

    assert views == [("a", ("closed",)), ("b", ("approved",))]
    assert latest(busy_newsroom).subject == "Change view b"

    busy_newsroom.do(lambda desk: delete_view(desk, "a"))

    assert list(_views(busy_newsroom)) == ["b"]


def test_what_makes_no_view_is_refused(busy_newsroom: Newsroom) -> None:
    """No filter, a bad name, the same again, one that is not there."""
    desk = busy_newsroom.desk()
    with pytest.raises(UsageError, match="would show everything"):
        save_view(desk, "all", {"stage": []})
    with pytest.raises(BadRecordError, match="two words"):
        save_view(desk, "two words", LATE)
    with pytest.raises(NotFoundError, match="no view is called 'x'"):
        delete_view(desk, "x")
    busy_newsroom.do(lambda desk: save_view(desk, "late", LATE))
    with pytest.raises(UsageError, match="nothing changes"):
        save_view(busy_newsroom.desk(), "late", LATE)


def test_comments_in_the_settings_are_not_lost(busy_newsroom: Newsroom) -> None:
    """The person is told to edit by hand."""
    file = busy_newsroom.root / "factcheck.yaml"
    file.write_text("# ours\n" + file.read_text())
    busy_newsroom.git("commit", "-qam", "Comment")
    with pytest.raises(RefusedError, match="has comments"):
        save_view(busy_newsroom.desk(), "late", LATE)
