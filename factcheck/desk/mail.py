"""What readers send in: tips and complaints, their outcomes and their clock.

Who sent it is never kept: there is no field for it, and a text that seems to hold
an address or a telephone number is refused.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from factcheck.desk.desk import Made, Operation, said, validated
from factcheck.ledger import layout
from factcheck.model.errors import BadInputError, RefusedError
from factcheck.model.working_days import Clock, working_days_between

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from factcheck.desk.desk import Desk
    from factcheck.ledger.ledger import Ledger
    from factcheck.ledger.writing.change import Change
    from factcheck.model.check import Check
    from factcheck.model.filed import Filed
    from factcheck.model.mail import Complaint, Tip
    from factcheck.model.settings import Settings

MailKind = Literal["tip", "complaint"]

_TEXTS = ("says", "quote", "channel", "note", "why")
# What stands before the @ (RFC 5322, atext), but for the slash of web addresses.
_LOCAL = r"[\w.!#$%&'*+=?^`{|}~-]"
_EMAIL = re.compile(
    rf"(?<!{_LOCAL}){_LOCAL}{{1,64}}(?:@|\s?[\[(](?:at|@)[\])]\s?)"
    r"[\w-]{1,63}(?:(?:\.|\s?[\[(](?:dot|punkt|\.)[\])]\s?)[\w-]{1,63}){1,5}",
    re.IGNORECASE,
)
# What has as many digits as a telephone number and is none.
_NO_PHONE = re.compile(
    r"https?://\S+|\b\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b|\b\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\b"
)
_MAIL_HEAD = re.compile(
    rb"^(?:From|Von|De|Reply-To|Return-Path):[^\r\n]{0,200}@", re.MULTILINE
)
_GAP = r"[ \u00a0./()-]{0,3}"
_PHONE = re.compile(
    # +90 532 …, 0090 532 …; 020 7946 0958; (212) 555-0123, 212-555-0123
    rf"(?<![\w+])(?:(?:\+|00)[1-9](?:{_GAP}\d){{7,13}}"
    rf"|\(?0[1-9](?:{_GAP}\d){{6,12}}"
    rf"|\(?[2-9]\d\d\)?[ .-]\d{{3}}[ .-]\d{{4}})(?![\w%])"
)


def sender_in(text: str) -> str | None:
    """Give what looks like somebody's e-mail address or telephone number.

    It is a guess that errs towards finding one. Numbers grouped by commas, dates,
    web addresses and bare numbers without a leading 0, ``+`` or brackets are none.
    The time is linear in the length of the text.
    """
    found = _EMAIL.search(text) or _PHONE.search(_NO_PHONE.sub(" ", text))
    return found[0].strip() if found else None


def names_sender(content: bytes, name: str) -> bool:
    """Tell whether a file is a mail with its head, which says who sent it.

    Args:
        content: the bytes; the first 64 kB are looked at.
        name: of the file, for its ending.
    """
    if name.lower().endswith((".eml", ".msg", ".mbox")):
        return True
    return _MAIL_HEAD.search(content[:65_536]) is not None


def refuse_sender(fields: Mapping[str, Any]) -> None:
    """Stop what seems to say who sent it.

    Args:
        fields: of a tip, a complaint or an outcome; only texts of ours and of the
            sender are looked at, not the address of what is to be checked.

    Raises:
        RefusedError: a text holds what looks like an address or a number.
    """
    for field in _TEXTS:
        if found := sender_in(str(fields.get(field) or "")):
            raise RefusedError(
                f"{field} holds '{found}': the sender's identity never enters the "
                "ledger: take it out, or --anyway if it is not the sender's"
            )


def add_tip(
    desk: Desk,
    tip: Mapping[str, Any],
    *,
    captures: Sequence[bytes] = (),
    changes: Sequence[Change] = (),
) -> Operation:
    """Keep what a reader wants checked.

    Args:
        desk: where, when and by whom.
        tip: fields of ``Tip``, without those of adding; the day of receipt is today
            if it lacks.
        captures: the bytes of captures that the fields name, to be kept.
        changes: the same where captures are kept in git.

    Raises:
        BadRecordError: a field is missing or wrong.
    """
    from factcheck.model.mail import Tip  # noqa: PLC0415 - needs pydantic

    record: Tip = validated(Tip, _received(desk, tip), what="the tip")
    operation = _added(desk, "tip", record.says, record)
    return Operation(
        operation.message,
        (*operation.changes, *changes),
        operation.made,
        tuple(captures),
    )


def add_complaint(desk: Desk, check: Check, complaint: Mapping[str, Any]) -> Operation:
    """Keep what a reader says is wrong with a check.

    Args:
        desk: where, when and by whom.
        check: the check.
        complaint: fields of ``Complaint``, without the check and those of adding.

    Raises:
        BadRecordError: a field is missing or wrong.
    """
    from factcheck.model.mail import Complaint  # noqa: PLC0415 - needs pydantic

    values = {**_received(desk, complaint), "check": check.name}
    record: Complaint = validated(Complaint, values, what="the complaint")
    return _added(desk, "complaint", record.says, record, check=check.name)


def settle_tip(
    desk: Desk,
    tip: Filed[Tip],
    decision: str,
    *,
    check: Check | None = None,
    why: str | None = None,
    anyway: bool = False,
) -> Operation:
    """Say what became of a tip.

    Args:
        desk: where, when and by whom.
        tip: the tip.
        decision: ``checked``, ``known``, ``not checkable`` or ``dropped``.
        check: the one that was opened for it, or that was there.
        why: the reason.
        anyway: change an outcome that is there.

    Raises:
        BadRecordError: the decision is none, or lacks its check.
        RefusedError: it has an outcome, and ``anyway`` was not given.
    """
    outcome = {"decision": decision, "check": check.name if check else None}
    return _settled(desk, tip, outcome, why, anyway=anyway)


def settle_complaint(
    desk: Desk,
    complaint: Filed[Complaint],
    decision: str,
    *,
    why: str,
    anyway: bool = False,
) -> Operation:
    """Say what became of a complaint.

    Args:
        desk: where, when and by whom.
        complaint: the complaint.
        decision: ``upheld``, ``upheld in part`` or ``rejected``.
        why: the reason.
        anyway: change an outcome that is there.

    Raises:
        BadRecordError: the decision is none, or there is no reason.
        RefusedError: it has an outcome, and ``anyway`` was not given.
    """
    return _settled(desk, complaint, {"decision": decision}, why, anyway=anyway)


def open_complaints(ledger: Ledger, check: Check) -> tuple[Filed[Complaint], ...]:
    """Give the complaints about a check that have no outcome, longest waiting first."""
    return tuple(
        one
        for one in in_order(ledger.complaints_about(check.claim.id))
        if not one.data["outcome"]
    )


def in_order(mail: Iterable[Filed[Any]]) -> list[Filed[Any]]:
    """Sort mail: what waits first, the longest first; then the latest outcome first."""
    found = sorted(mail, key=lambda one: (one.data["received"], one.name))
    waiting = [one for one in found if not one.data["outcome"]]
    settled = [one for one in found if one.data["outcome"]]
    settled.sort(key=lambda one: str(one.data["outcome"]["settled"]), reverse=True)
    return [*waiting, *settled]


def clock(filed: Filed[Any], settings: Settings, *, now: str) -> Clock:
    """Give how long a tip or complaint has waited, or took.

    Args:
        filed: the tip or complaint; only complaints have a limit.
        settings: of the ledger: holidays, and the days for a complaint.
        now: until when it has waited, UTC text, if it still does.
    """
    outcome = filed.data["outcome"]
    until = outcome["settled"] if outcome else now
    passed = working_days_between(filed.data["received"], until, settings.holidays)
    return Clock(passed, settings.complaint_days if filed.kind == "complaint" else None)


def _received(desk: Desk, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Complete the fields; a day to come would stop the clock.

    Raises:
        BadInputError: it came in after tomorrow: east of Greenwich that has begun.
    """
    received = str(fields.get("received") or "")
    tomorrow = datetime.fromisoformat(desk.now) + timedelta(days=1)
    if received[:4].isdigit() and received > tomorrow.isoformat()[:10]:
        raise BadInputError(f"received: {received} is a day to come")
    return {
        **fields,
        "received": fields.get("received") or desk.now[:10],
        "added": desk.now,
        "added_by": desk.author.name,
    }


def _added(
    desk: Desk, kind: MailKind, says: str, record: Tip | Complaint, **names: str
) -> Operation:
    name = desk.new_name(says, kind=kind)
    path = layout.file_by_month(kind, name, when=desk.now)
    message = said(f"{kind}-add", f"Add {kind}: {says}", **{kind: name}, **names)
    return Operation(message, (desk.put(path, record),), (Made(kind, name, path),))


def _settled(
    desk: Desk,
    filed: Filed[Any],
    outcome: Mapping[str, Any],
    why: str | None,
    *,
    anyway: bool,
) -> Operation:
    from factcheck.model.mail import Complaint, Tip  # noqa: PLC0415 - needs pydantic

    before = filed.data["outcome"]
    if before and not anyway:
        raise RefusedError(
            f"{filed.name} was settled on {before['settled'][:10]} as "
            f"{before['decision']}: --anyway changes that"
        )
    kind: MailKind = "tip" if filed.kind == "tip" else "complaint"
    settled = {
        **outcome,
        "why": why,
        "settled": desk.now,
        "settled_by": desk.author.name,
    }
    values = {
        **filed.data,
        "outcome": {key: one for key, one in settled.items() if one is not None},
    }
    record_class: type[Any] = Tip if kind == "tip" else Complaint
    record = validated(record_class, values, what=filed.path)
    check = filed.data.get("check") or outcome.get("check")
    message = said(
        f"{kind}-settle",
        f"Settle {kind} ({outcome['decision']}): {filed.data['says']}",
        because=why,
        **{kind: filed.name},
        **({"check": check} if check else {}),
    )
    made = (Made(kind, filed.name, filed.path),)
    return Operation(message, (desk.put(filed.path, record),), made)
