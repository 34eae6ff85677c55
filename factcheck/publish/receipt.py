"""The receipt of a report: one line that lets anyone see that nothing was altered."""

from __future__ import annotations

import hashlib
import re

from factcheck.publish.escape import Markdown, fill

_RECEIPT = re.compile(r"^Receipt: `sha256:([0-9a-f]{64})`\n", re.MULTILINE)


def receipt_of(body: str) -> Markdown:
    """Make the receipt line, with its line break, of a report that lacks it.

    It holds the SHA-256 of the report's UTF-8 bytes without this line. It names no
    commit: it would change whenever anything else in the ledger does.
    """
    return fill("Receipt: `sha256:{}`\n", Markdown(_sha256(body)))


def receipt_holds(report: str) -> bool:
    """Tell whether a report is as it was made: one receipt, and it fits the rest."""
    receipts = list(_RECEIPT.finditer(report))
    if len(receipts) != 1:
        return False
    receipt = receipts[0]
    body = report[: receipt.start()] + report[receipt.end() :]
    return receipt[1] == _sha256(body)


def _sha256(body: str) -> str:
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()
