"""The commands: their names, where each lives, and what it does in one line.

Only the module of the command that was asked for is imported; the help of the
whole is printed from this table.
"""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """One command: module and function, and its line in the help."""

    module: str
    function: str
    summary: str


Table = dict[str, Entry]

EVIDENCE: Table = {
    "add": Entry("evidence", "add", "Take in a passage of a source as evidence."),
    "show": Entry("evidence", "show", "Show an evidence entry and what it bears on."),
    "amend": Entry("evidence", "amend", "Change fields of an evidence entry."),
}

SECTIONS: dict[str, Table] = {
    "The ledger": {
        "init": Entry("ledgers", "init", "Make a ledger of a folder."),
        "demo": Entry("demo", "demo", "Walk a claim from an article to a report."),
        "status": Entry(
            "ledgers", "status", "Show what is not committed or not right."
        ),
        "save": Entry("ledgers", "save", "Commit records that were edited by hand."),
        "verify": Entry("ledgers", "verify", "Check that the ledger holds together."),
    },
    "Reading": {
        "match": Entry("match", "match", "Find known claims in articles."),
        "list": Entry("listing", "list_", "List checks."),
        "show": Entry("checks", "show", "Show a whole check."),
    },
    "Checking": {
        "open": Entry("checks", "open_", "Open a check of a claim."),
        "evidence": Entry("", "", "Take in, show and amend evidence."),
        "link": Entry("evidence", "link", "Tie evidence to a check."),
        "unlink": Entry("evidence", "unlink", "Untie evidence from a check."),
    },
    "Deciding": {
        "draft": Entry("verdicts", "draft", "Write the verdict."),
        "verdict": Entry("verdicts", "verdict", "Give the verdict: freeze the draft."),
        "approve": Entry("verdicts", "approve", "Approve a verdict as second person."),
        "request-changes": Entry(
            "verdicts", "request_changes", "Send a verdict back, with a comment."
        ),
        "report": Entry("reports", "report", "Write the report of a verdict."),
    },
}

COMMANDS: Table = {
    name: entry for table in SECTIONS.values() for name, entry in table.items()
}
GROUPS: dict[str, Table] = {"evidence": EVIDENCE}
