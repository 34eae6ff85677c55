"""Opening a check: a claim goes into the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factcheck.desk.desk import Made, Operation, said, validated
from factcheck.ledger import layout

if TYPE_CHECKING:
    from collections.abc import Mapping

    from factcheck.desk.desk import Desk
    from factcheck.ledger.write import Change


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
