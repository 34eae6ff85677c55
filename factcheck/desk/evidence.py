"""Evidence: taken in, amended, withdrawn, linked to a check and unlinked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factcheck.desk.captures import in_git
from factcheck.desk.desk import Made, Operation, folder_of, said, validated
from factcheck.ledger import layout
from factcheck.model.errors import (
    BadRecordError,
    NotFoundError,
    Problem,
    RefusedError,
    UsageError,
)
from factcheck.model.ids import slug_of
from factcheck.model.plain import to_plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from factcheck.desk.desk import Desk
    from factcheck.model.check import Check
    from factcheck.model.evidence import Evidence
    from factcheck.model.filed import Filed


def add_evidence(
    desk: Desk,
    evidence: Mapping[str, Any],
    *,
    captures: Sequence[bytes] = (),
    slug: str | None = None,
) -> Operation:
    """Take in an evidence entry.

    Args:
        desk: where, when and by whom.
        evidence: fields of ``Evidence``, without those of adding.
        captures: the bytes of captures that the fields name, to be kept.
        slug: the text that the name is made of, in place of publisher and title.

    Raises:
        BadRecordError: a field is missing or wrong.
    """
    from factcheck.model.evidence import Evidence  # noqa: PLC0415 - needs pydantic

    values = {**evidence, "added": desk.now, "added_by": desk.author.name}
    record: Evidence = validated(Evidence, values, what="the evidence")
    source = record.source
    text = slug or f"{source.publisher} {source.title or record.says}"
    name = desk.new_name(text, kind="evidence")
    path = layout.file_by_month("evidence", name, when=desk.now)
    message = said("evidence-add", f"Add evidence: {_called(record)}", evidence=name)
    changes = (desk.put(path, record), *in_git(desk, captures))
    made = (Made("evidence", name, path),)
    return Operation(message, changes, made, tuple(captures))


def amend_evidence(
    desk: Desk,
    entry: Filed[Evidence],
    evidence: Mapping[str, Any],
    source: Mapping[str, Any],
    *,
    clear: tuple[str, ...] = (),
    captures: Sequence[bytes] = (),
    because: str | None = None,
) -> Operation:
    """Change fields of an evidence entry.

    Args:
        desk: where, when and by whom.
        entry: what is there.
        evidence: the fields that change, those with a value.
        source: the same for the source.
        clear: names of fields that lose their value; ``source.title`` for one of
            the source.
        captures: the bytes of new captures that the fields name, to be kept.
        because: why, for the commit.

    Raises:
        BadRecordError: a value is wrong, or a field cannot go.
        UsageError: there is no such field to clear, or nothing changes.
    """
    record = _amended(entry, evidence, source, clear)
    if to_plain(record) == entry.data:
        raise UsageError(f"{entry.name} has these values already: nothing changes")
    message = said(
        "evidence-amend",
        f"Amend evidence: {_called(record)}",
        because=because,
        evidence=entry.name,
    )
    made = (Made("evidence", entry.name, entry.path),)
    changes = (desk.put(entry.path, record), *in_git(desk, captures))
    return Operation(message, changes, made, tuple(captures))


def amend_source(
    desk: Desk,
    entries: Sequence[Filed[Evidence]],
    source: Mapping[str, Any],
    *,
    clear: tuple[str, ...] = (),
    because: str | None = None,
) -> Operation:
    """Correct the source of all entries that share it, in one commit.

    Args:
        desk: where, when and by whom.
        entries: those with the source (see ``sources.Sources.sharing``).
        source: the fields of the source that change, those with a value.
        clear: names of fields that lose their value, as ``source.title``.
        because: why, for the commit.

    Raises:
        BadRecordError: a value is wrong, or a field cannot go.
        UsageError: there is no such field to clear, or nothing changes in any.
    """
    records = [(entry, _amended(entry, {}, source, clear)) for entry in entries]
    moved = [(entry, new) for entry, new in records if to_plain(new) != entry.data]
    if not moved:
        raise UsageError("the source has these values already: nothing changes")
    made = tuple(Made("evidence", entry.name, entry.path) for entry, _ in moved)
    several = f" ({len(moved)} entries)" if moved[1:] else ""
    publisher = moved[0][1].source.publisher
    message = said(
        "evidence-amend",
        f"Amend source{several}: {moved[0][1].source.title or publisher}",
        because=because,
        evidence=[one.name for one in made],
    )
    return Operation(
        message, tuple(desk.put(entry.path, new) for entry, new in moved), made
    )


def withdraw_evidence(desk: Desk, entry: Filed[Evidence], why: str) -> Operation:
    """Say that an entry no longer counts, since now; it stays in the ledger.

    Raises:
        BadRecordError: there is no reason.
        RefusedError: it is withdrawn already.
    """
    if withdrawn := entry.record.withdrawn:
        raise RefusedError(
            f"{entry.name} was withdrawn on {withdrawn.since[:10]}: take that back "
            f"with 'factcheck evidence amend {entry.id} --clear withdrawn'"
        )
    gone = {"since": desk.now, "why": why, "by": desk.author.name}
    record = _amended(entry, {"withdrawn": gone}, {}, ())
    message = said(
        "evidence-withdraw",
        f"Withdraw evidence: {_called(record)}",
        because=why,
        evidence=entry.name,
    )
    made = (Made("evidence", entry.name, entry.path),)
    return Operation(message, (desk.put(entry.path, record),), made)


def _amended(
    entry: Filed[Evidence],
    evidence: Mapping[str, Any],
    source: Mapping[str, Any],
    clear: tuple[str, ...],
) -> Evidence:
    """Give an entry with other values in some fields (errors as the acts say)."""
    from factcheck.model.evidence import Evidence  # noqa: PLC0415 - needs pydantic

    values = {**entry.data, "source": dict(entry.data["source"])}
    values["source"] |= {key: one for key, one in source.items() if one is not None}
    values |= {key: one for key, one in evidence.items() if one is not None}
    for field in clear:
        where, _, key = field.rpartition(".")
        inside = values["source"] if where == "source" else values
        if where not in {"", "source"} or key not in inside:
            raise UsageError(f"there is no field '{field}' to clear")
        inside[key] = None
    record: Evidence = validated(Evidence, _without_absent(values), what=entry.path)
    return record


def link_evidence(
    desk: Desk, check: Check, evidence: str, link: Mapping[str, Any]
) -> Operation:
    """Tie an evidence entry to a check, or change how it is tied.

    Args:
        desk: where, when and by whom.
        check: the check.
        evidence: the name of the entry.
        link: fields of ``Link``, without evidence and those of adding.

    Raises:
        BadRecordError: a field is missing or wrong, or the claim lacks the part.
    """
    from factcheck.model.evidence import Link  # noqa: PLC0415 - needs pydantic

    values = {
        **link,
        "evidence": evidence,
        "added": desk.now,
        "added_by": desk.author.name,
    }
    record = validated(Link, values, what="the link")
    letters = [part.part for part in check.claim.record.parts]
    if record.part and record.part not in letters:
        known = f"it has {', '.join(letters)}" if letters else "it has no parts"
        message = f"the claim has no part '{record.part}': {known}"
        raise BadRecordError((Problem(check.claim.path, 0, message, "part"),))
    path = layout.file_in_check(folder_of(check), "link", evidence, record.part)
    message_ = said(
        "link",
        f"Link {slug_of(evidence) or evidence}: {record.stance} {check.claim.slug}",
        check=check.name,
        evidence=evidence,
    )
    made = (Made("link", evidence, path),)
    return Operation(message_, (desk.put(path, record),), made)


def unlink_evidence(
    desk: Desk, check: Check, entry: Filed[Evidence], *, part: str | None = None
) -> Operation:
    """Untie an evidence entry from a check; the entry stays in the ledger.

    Raises:
        NotFoundError: the entry is not linked to the check, or not to that part.
        UsageError: it is linked to several parts and none is named.
    """
    found = [link for link in check.links if link.id == entry.id]
    if part is not None:
        found = [link for link in found if link.record.part == part]
    if not found:
        where = f"part {part} of {check.name}" if part else check.name
        raise NotFoundError(f"{entry.name} is not linked to {where}")
    if len(found) > 1:
        letters = ", ".join(str(link.record.part) for link in found)
        raise UsageError(f"{entry.name} is linked to the parts {letters}: name one")
    message = said(
        "unlink",
        f"Unlink {entry.slug} from {check.claim.slug}",
        check=check.name,
        evidence=entry.name,
    )
    made = (Made("link", entry.name, found[0].path),)
    return Operation(message, (desk.remove(found[0].path),), made)


def add_and_link(
    desk: Desk,
    checks: Sequence[Check],
    evidence: Mapping[str, Any],
    link: Mapping[str, Any],
    *,
    captures: Sequence[bytes] = (),
    slug: str | None = None,
) -> Operation:
    """Take in an evidence entry and tie it to one or more checks, in one commit."""
    added = add_evidence(desk, evidence, captures=captures, slug=slug)
    name = added.made[0].name
    linked = [link_evidence(desk, check, name, link) for check in checks]
    message = said(
        "evidence-add",
        f"{added.message.subject} ({link['stance']})",
        check=[check.name for check in checks],
        evidence=name,
    )
    return Operation(
        message,
        (*added.changes, *(change for one in linked for change in one.changes)),
        (*added.made, *(made for one in linked for made in one.made)),
        added.captures,
    )


def _called(evidence: Evidence) -> str:
    source = evidence.source
    return f"{source.publisher}, {source.title or evidence.says}"


def _without_absent(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: _without_absent(value) if isinstance(value, dict) else value
        for key, value in data.items()
        if value is not None
    }
