"""Where a claim was made or spread, as a person has decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factcheck.desk.captures import in_git
from factcheck.desk.desk import Made, Operation, folder_of, said, validated
from factcheck.ledger import layout
from factcheck.model.address import canonical, unwrapped
from factcheck.model.errors import RefusedError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from factcheck.desk.desk import Desk
    from factcheck.model.check import Check
    from factcheck.model.evidence import Appearance
    from factcheck.model.filed import Filed

_SAYS_WHERE = ("url", "title", "who", "quote", "article")


def add_appearance(
    desk: Desk,
    check: Check,
    given: Mapping[str, Any],
    *,
    captures: Sequence[bytes] = (),
) -> Operation:
    """Put down that the claim of a check was made or spread somewhere.

    Args:
        desk: where, when and by whom.
        check: the check.
        given: fields of ``Appearance``, without those of adding. The address of a
            copy in an archive becomes that of the original, with the copy beside it.
        captures: the bytes of the capture that the fields name, to be kept.

    Raises:
        BadRecordError: a value is wrong.
        RefusedError: the address is there already.
        UsageError: nothing says where it was.
    """
    from factcheck.model.evidence import Appearance  # noqa: PLC0415 - needs pydantic

    values = {**given, "added": desk.now, "added_by": desk.author.name}
    if not any(values.get(field) for field in _SAYS_WHERE):
        raise UsageError("say where it appeared: --url, --title, --who or --quote")
    record: Appearance = validated(Appearance, values, what="the appearance")
    if record.url:
        original, archived = unwrapped(record.url)
        if archived:
            values |= {"url": original, "archived": record.archived or archived}
            record = validated(Appearance, values, what="the appearance")
        there = at_address(check, original)
        if there:
            raise RefusedError(f"{there.name} is at this address already")
    text = record.title or record.who or check.claim.record.claimant.name
    name = desk.new_name(text, kind="appearance", within=check.name)
    path = layout.file_in_check(folder_of(check), "appearance", name)
    message = said(
        "appearance-add",
        f"{check.claim.slug} appeared: {text}",
        check=check.name,
    )
    changes = (desk.put(path, record), *in_git(desk, captures))
    made = (Made("appearance", name, path),)
    return Operation(message, changes, made, tuple(captures))


def at_address(check: Check, url: str) -> Filed[Appearance] | None:
    """Give the appearance of a check at an address, however it is written."""
    wanted = canonical(unwrapped(url).original)
    for one in check.appearances:
        known = one.record.url
        if known and canonical(unwrapped(known).original) == wanted:
            return one
    return None
