"""Opening a check: a claim goes into the ledger; and mending what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factcheck.desk.desk import (
    Made,
    Operation,
    said,
    validated,
)
from factcheck.desk.work import work_change
from factcheck.ledger import layout
from factcheck.model.errors import RefusedError, UsageError
from factcheck.model.plain import to_plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from factcheck.desk.desk import Desk
    from factcheck.ledger.writing.change import Change
    from factcheck.model.check import Check

_KEPT = ("opened", "opened_by")


def open_check(
    desk: Desk,
    claim: Mapping[str, Any],
    *,
    work: Mapping[str, Any] | None = None,
    appearance: Mapping[str, Any] | None = None,
    slug: str | None = None,
) -> Operation:
    """Open a check of a claim.

    Args:
        desk: where, when and by whom.
        claim: fields of ``Claim``, without those of opening.
        work: fields of ``Work``, if any are known.
        appearance: fields of ``Appearance``, if it is known where it was said.
        slug: the text that the name is made of, in place of the claim.

    Raises:
        BadRecordError: a field is missing or wrong.
    """
    from factcheck.model.claim import Claim, Work  # noqa: PLC0415 - needs pydantic
    from factcheck.model.evidence import Appearance  # noqa: PLC0415 - the same

    values = {**claim, "opened": desk.now, "opened_by": desk.author.name}
    record = validated(Claim, values, what="the claim")
    name = desk.new_name(slug or record.claim, kind="check")
    folder = layout.check_folder(name, opened=desk.now)
    made = [Made("check", name, layout.file_in_check(folder, "check"))]
    changes: list[Change] = [desk.put(made[0].path, record)]
    if work and any(work.values()):
        made.append(Made("work", name, layout.file_in_check(folder, "work")))
        changes.append(
            desk.put(made[-1].path, validated(Work, dict(work), what="the work"))
        )
    if appearance:
        values = {**appearance, "added": desk.now, "added_by": desk.author.name}
        seen = validated(Appearance, values, what="the appearance")
        text = seen.title or seen.who or record.claimant.name
        other = desk.new_name(text, kind="appearance", within=name)
        path = layout.file_in_check(folder, "appearance", other)
        made.append(Made("appearance", other, path))
        changes.append(desk.put(path, seen))
    message = said("open", f"Open check: {record.claim}", check=name)
    return Operation(message, tuple(changes), tuple(made))


def edit_check(
    desk: Desk,
    check: Check,
    claim: Mapping[str, Any],
    work: Mapping[str, Any],
    *,
    because: str | None = None,
) -> Operation:
    """Put other values into the claim of a check and into the work on it.

    Args:
        desk: where, when and by whom.
        check: the check, as committed.
        claim: all fields of ``Claim`` that have a value; who opened the check and
            when stays.
        work: all fields of ``Work`` that have a value; whether it is closed stays.
        because: why, for the commit.

    Raises:
        BadRecordError: a field is missing or wrong.
        RefusedError: evidence is linked to a part that would go.
        UsageError: nothing differs from what is there.
    """
    from factcheck.model.claim import Claim  # noqa: PLC0415 - needs pydantic

    kept = {key: check.claim.data[key] for key in _KEPT}
    record = validated(Claim, {**claim, **kept}, what=check.claim.path)
    letters = {part.part for part in record.parts}
    for link in check.links:
        if link.record.part and link.record.part not in letters:
            raise RefusedError(
                f"{link.name} is linked to part {link.record.part}: unlink it, or "
                "link it to another part, before that part goes"
            )
    changes: list[Change] = []
    made: list[Made] = []
    if to_plain(record) != check.claim.data:
        changes.append(desk.put(check.claim.path, record))
        made.append(Made("check", check.name, check.claim.path))
    worked = work_change(desk, check, work)
    if worked:
        changes.append(worked)
        made.append(Made("work", check.name, worked.path))
    if not changes:
        raise UsageError(f"{check.name} has these values already: nothing changes")
    subject = f"Edit {check.claim.slug}"
    message = said("edit", subject, because=because, check=check.name)
    return Operation(message, tuple(changes), tuple(made))


def merged(
    data: Mapping[str, Any], given: Mapping[str, Any], clear: Sequence[str] = ()
) -> dict[str, Any]:
    """Put some values in place of those of a record.

    Args:
        data: the record as plain data, every field present.
        given: what replaces it, by field; ``claimant.role`` for one within another.
        clear: fields that lose their value.

    Returns:
        The fields that have a value.

    Raises:
        UsageError: there is no such field to clear.
    """
    values = {
        key: dict(one) if isinstance(one, dict) else one for key, one in data.items()
    }
    for field, value in (*given.items(), *((field, None) for field in clear)):
        where, _, key = field.rpartition(".")
        inside = values.get(where) if where else values
        if not isinstance(inside, dict) or key not in inside:
            raise UsageError(f"there is no field '{field}' to clear")
        inside[key] = value
    return {
        key: {k: v for k, v in one.items() if v is not None}
        if isinstance(one, dict)
        else one
        for key, one in values.items()
        if one not in (None, [])
    }
