"""Saved lists: filters under a name, in the settings of the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factcheck.desk.desk import Operation, said, validated
from factcheck.ledger import layout
from factcheck.model.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from factcheck.desk.desk import Desk


def save_view(desk: Desk, name: str, filters: Mapping[str, Any]) -> Operation:
    """Keep filters under a name, in place of what had it.

    Args:
        desk: where, when and by whom.
        name: letters, digits and hyphens.
        filters: fields of ``View``, without the name.

    Raises:
        BadRecordError: the name or a filter is not what the field wants.
        UsageError: there is no filter, or the view is the same already.
        RefusedError: the settings have uncommitted edits, or comments.
    """
    given = {key: value for key, value in filters.items() if value}
    if not given:
        raise UsageError(f"the view {name} would show everything: give filters")
    data = _settings(desk)
    views = [view for view in data["views"] if view["name"] != name]
    known = len(views) < len(data["views"])
    verb = "Change" if known else "Save"
    return _written(desk, [*views, {"name": name, **given}], f"{verb} view {name}")


def delete_view(desk: Desk, name: str) -> Operation:
    """Take a view out of the settings.

    Raises:
        NotFoundError: there is none of this name.
        RefusedError: the settings have uncommitted edits, or comments.
    """
    views = _settings(desk)["views"]
    kept = [view for view in views if view["name"] != name]
    if len(kept) == len(views):
        raise NotFoundError(
            f"no view is called '{name}': 'factcheck list --views' names them"
        )
    return _written(desk, kept, f"Delete view {name}")


def _settings(desk: Desk) -> dict[str, Any]:
    return dict(next(iter(desk.ledger.of_kind("settings"))).data)


def _written(desk: Desk, views: list[dict[str, Any]], subject: str) -> Operation:
    from factcheck.model.settings import Settings  # noqa: PLC0415 - needs pydantic

    values = {**_settings(desk), "views": sorted(views, key=lambda one: one["name"])}
    record = validated(Settings, values, what=layout.SETTINGS)
    change = desk.put(layout.SETTINGS, record)
    if change.seen == change.content:
        raise UsageError(f"{subject}: nothing changes")
    return Operation(said("view", subject), (change,), ())
