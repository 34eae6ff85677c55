"""Tips and complaints on a screen: one, and a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from factcheck.model.dates import in_words
from factcheck.terminal.page import Column, Line, Table, facts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factcheck.model.filed import Filed
    from factcheck.model.working_days import Clock
    from factcheck.terminal.page import Block, Page, Style

_DECISIONS: dict[str, Style] = {
    "checked": "good",
    "known": "good",
    "not checkable": "quiet",
    "dropped": "quiet",
    "upheld": "bad",
    "upheld in part": "doubtful",
    "rejected": "quiet",
}


class Mail(NamedTuple):
    """A tip or complaint, and how long it has waited, or took."""

    filed: Filed[Any]
    clock: Clock


def mail_page(mail: Mail) -> Page:
    """Lay out a tip or a complaint."""
    record, outcome = mail.filed.record, mail.filed.record.outcome
    data = mail.filed.data
    quote, captures = data.get("quote"), data.get("captures") or ()
    blocks: list[Block] = [
        Line(record.says, "strong"),
        Line(mail.filed.name, "quiet"),
        Line(*_state(mail)),
        facts(
            ("about the check", data.get("check")),
            ("quote", f"“{quote}”" if quote else None),
            ("address", data.get("url")),
            ("channel", record.channel),
            ("received", in_words(record.received)),
            ("language", data.get("language")),
            ("captures", ", ".join(f"{one['sha256'][:16]}…" for one in captures)),
            ("note", record.note),
            ("added", f"{in_words(record.added)} by {record.added_by}"),
        ),
    ]
    if outcome:
        check = data["outcome"].get("check")
        by = f"settled {in_words(outcome.settled)} by {outcome.settled_by}"
        blocks.append(Line(f"{outcome.decision}, {by}", _DECISIONS[outcome.decision]))
        blocks.append(facts(("check", check), ("why", outcome.why)))
    return tuple(blocks)


def mail_list_page(rows: Sequence[Mail]) -> Page:
    """Lay out tips or complaints, one line each, in the order to be shown."""
    columns = (Column("id"), Column("received"), Column("state", 2), Column("says", 5))
    cells = tuple(_row(mail) for mail in rows)
    return (Table(columns, cells),) if cells else ()


def _row(mail: Mail) -> tuple[tuple[str, Style], ...]:
    data = mail.filed.data
    check = data.get("check")
    about = f"{mail.filed.record.says} [{check}]" if check else data["says"]
    return (
        (mail.filed.id, "quiet"),
        (data["received"], "plain"),
        _state(mail),
        (about, "plain"),
    )


def _state(mail: Mail) -> tuple[str, Style]:
    """Say where it stands; what takes too long says so in a word."""
    outcome = mail.filed.data["outcome"]
    if outcome:
        decision = outcome["decision"]
        late = ", late" if mail.clock.is_over else ""
        return f"{decision} after {mail.clock}{late}", _DECISIONS[decision]
    if mail.clock.is_over:
        return f"overdue: {mail.clock}", "bad"
    return f"waits: {mail.clock}", "doubtful"
