"""One match on the terminal, for a person to decide on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from factcheck.model.dates import in_words
from factcheck.terminal.page import Line, facts

if TYPE_CHECKING:
    from factcheck.model.check import Check
    from factcheck.terminal.page import Block, Page, Style

_MOST = 600
"""Characters of a sentence or a claim that a person needs to decide."""


class Asked(NamedTuple):
    """One match as it is shown.

    Attributes:
        number, total: which of how many.
        handle: of the match.
        sure: how sure the program is, in words.
        article: title, publisher and date, in one line.
        where: the place in it.
        sentence: as it stands there.
        warnings: what differs, a line each.
        check: of the claim; None where it is not in the ledger as it is here.
        name: of the check.
        url: where our verdict was published, if it was.
        before: what this person has decided in this session, if it was.
    """

    number: int
    total: int
    handle: str
    sure: str
    article: str
    where: str
    sentence: str
    warnings: tuple[str, ...]
    check: Check | None
    name: str
    url: str | None
    before: str = ""


def asked_page(asked: Asked) -> Page:
    """Lay out one match: the sentence, the claim, our verdict, what differs."""
    head = f"{asked.number} of {asked.total}  {asked.handle}  {asked.sure}"
    if asked.before:
        head += f"  (so far: {asked.before})"
    check = asked.check
    rows: list[tuple[str, str | None, Style]] = [
        ("article", f"{asked.article}, {asked.where}", "quiet"),
        ("sentence", f"“{_cut(asked.sentence)}”", "strong"),
    ]
    if check is None:
        rows.append(("check", f"{asked.name}: not in the ledger as it is here", "bad"))
    else:
        claim, verdict = check.claim.record, check.verdict()
        said_by = f"{claim.claimant.name}, {in_words(claim.said_on)}"
        rows += [
            ("our claim", f"{_cut(claim.claim)} ({said_by})", "plain"),
            ("verdict", _verdict(check, asked.url) if verdict else "none yet", "plain"),
        ]
    rows += [("differs", warning, "bad") for warning in asked.warnings]
    blocks: list[Block] = [Line(head, "quiet"), facts(*rows)]
    return tuple(blocks)


def _verdict(check: Check, url: str | None) -> str | None:
    verdict = check.verdict()
    if verdict is None:
        return None
    record = verdict.record
    where = f", {url}" if url else ""
    return f"{record.rating}, {in_words(record.given)}{where}"


def _cut(text: str) -> str:
    return text if len(text) <= _MOST else text[:_MOST].rstrip() + " …"
