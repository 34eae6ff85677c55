"""Whether each quotation stands in a capture of its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factcheck.intake.passage import ReadPassage, passage_of
from factcheck.intake.quote import QuoteCheck, find_quote
from factcheck.model.errors import RefusedError

if TYPE_CHECKING:
    from factcheck.ledger.ledger import Ledger
    from factcheck.model.evidence import Evidence


def quote_in_captures(
    ledger: Ledger, evidence: Evidence, *, read: ReadPassage = passage_of
) -> QuoteCheck | None:
    """Look for an entry's quote in its captures.

    Args:
        ledger: keeps the captures.
        evidence: the entry.
        read: gives the text of a capture.

    Returns:
        ``found`` if it stands in one of them; ``not found`` if it stands in none
        of those that could be read; else why it could not be checked. None for
        an entry without a quote.
    """
    if not evidence.quote:
        return None
    checks = []
    for capture in evidence.captures:
        try:
            content = ledger.capture(capture.sha256)
        except RefusedError:  # a link in its place, which verify reports
            content = None
        if content is not None:
            kind = capture.media_type
            checks.append(
                find_quote(evidence.quote, content, media_type=kind, read=read)
            )
    for outcome in ("found", "not found"):
        for check in checks:
            if check.outcome == outcome:
                return check
    if checks:
        return checks[0]
    why = "the capture is not kept here" if evidence.captures else "there is no capture"
    return QuoteCheck("cannot be checked", None, why)


def quote_state(check: QuoteCheck) -> str:
    """Say in a line how a look for a quote ended."""
    if check.outcome == "found":
        return "quote found in its capture"
    if check.outcome == "not found":
        nearest = f"; nearest: “{check.nearest}”" if check.nearest else ""
        return f"quote not found in its capture{nearest}"
    return f"quote cannot be checked: {check.reason}"
