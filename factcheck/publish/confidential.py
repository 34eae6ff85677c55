"""Confidential sources: what must never stand in a report.

``sources`` keeps the record of a confidential entry out of a report. What is left is
prose of ours that names the source all the same; that is refused here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factcheck.model.errors import BadRecordError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from factcheck.model.check import Check
    from factcheck.model.filed import Filed
    from factcheck.model.verdict import Draft, Verdict

_SHORTEST = 4
"""Characters; a shorter name would be found inside ordinary words."""


def refuse_leaks(check: Check, path: str, finding: Verdict | Draft | None) -> None:
    """Refuse prose that prints the address, author or quote of a confidential entry.

    What an open entry of the same check says too is no secret. Titles, publishers and
    origins are often plain words ("a resident") and are left to the reviewer.

    Args:
        check: the check.
        path: the file in which the finding stands, for messages.
        finding: the verdict or draft, if there is one.

    Raises:
        BadRecordError: naming the place and the field, not what it says.
    """
    entries = list(check.evidence.values())
    secret = [entry for entry in entries if entry.record.confidential]
    if not secret:
        return
    known = _folded(entry.data for entry in entries if not entry.record.confidential)
    places = list(_places(check, path, finding))
    problems = tuple(
        Problem(
            place, 0, f"prints the {field} of confidential {name}: take it out", "leak"
        )
        for place, words in places
        for name, field, value in _secrets(secret)
        if value in words and value not in known
    )
    if problems:
        raise BadRecordError(tuple(dict.fromkeys(problems)))


def _secrets(entries: Iterable[Filed[Any]]) -> Iterator[tuple[str, str, str]]:
    for entry in entries:
        source = entry.record.source
        fields = {
            "address": source.url,
            "archived address": source.archived,
            "author": source.author,
            "quote": entry.record.quote,
        }
        for field, value in fields.items():
            folded = _folded([value]) if value else ""
            if len(folded) >= _SHORTEST:
                yield entry.name, field, folded


def _places(
    check: Check, path: str, finding: Verdict | Draft | None
) -> Iterator[tuple[str, str]]:
    """Give the prose that goes into a report, by file."""
    if finding:
        fields = ("headline", "summary", "text", "looked_for", "disclosure")
        values = [getattr(finding, field) for field in (*fields, "public_note")]
        yield path, _folded(values)
    claim = check.claim.record
    yield check.claim.path, _folded([claim.why_checked, claim.reach, claim.harm])
    for ask in check.asks:
        yield ask.path, _folded([ask.record.question, ask.record.not_asked])
    for answer in check.answers:
        said = answer.record
        yield answer.path, _folded([said.text, said.translation, said.says])
    for recheck in check.rechecks:
        yield recheck.path, _folded([recheck.record.why])
    for link in check.links:
        entry = check.of_link(link)
        if entry and not entry.record.confidential:
            yield link.path, _folded([link.record.why])


def _folded(values: Iterable[Any]) -> str:
    """Fold case and white space of all texts; mappings are read to their leaves."""
    return " ".join(" ".join(_leaves(values)).casefold().split())


def _leaves(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            yield from _leaves(value.values())
        elif isinstance(value, list):
            yield from _leaves(value)
