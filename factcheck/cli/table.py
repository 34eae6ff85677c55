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
    "add": Entry("taking_in", "add", "Take in a passage of a source as evidence."),
    "show": Entry("evidence", "show", "Show an evidence entry and what it bears on."),
    "list": Entry("evidence_list", "list_", "List evidence."),
    "amend": Entry("evidence", "amend", "Change fields of an evidence entry."),
    "withdraw": Entry("evidence", "withdraw", "Say that evidence no longer counts."),
    "history": Entry("history", "history", "Show the versions of an evidence entry."),
}

TIP: Table = {
    "add": Entry("tips", "add", "Keep what a reader wants checked."),
    "list": Entry("tips", "list_", "List tips."),
    "show": Entry("tips", "show", "Show a tip."),
    "settle": Entry("tips", "settle", "Say what became of a tip."),
}

COMPLAINT: Table = {
    "add": Entry("complaints", "add", "Keep what a reader says is wrong with a check."),
    "list": Entry("complaints", "list_", "List complaints."),
    "show": Entry("complaints", "show", "Show a complaint."),
    "settle": Entry("complaints", "settle", "Say what became of a complaint."),
}

PARTY: Table = {
    "add": Entry("parties", "add", "Add a person, organisation or account."),
    "list": Entry("parties", "list_", "List parties."),
    "show": Entry("parties", "show", "Show a party and where it is named."),
    "amend": Entry("parties", "amend", "Change what is known of a party."),
}

APPEARANCE: Table = {
    "add": Entry("appearances", "add", "Put down where a claim was made or spread."),
}

SECTIONS: dict[str, Table] = {
    "The ledger": {
        "init": Entry("ledgers", "init", "Make a ledger of a folder."),
        "demo": Entry("demo", "demo", "Walk a claim from an article to a report."),
        "status": Entry(
            "ledgers", "status", "Show what is not committed or not right."
        ),
        "save": Entry("ledgers", "save", "Commit records that were edited by hand."),
        "verify": Entry("verifying", "verify", "Check that the ledger holds together."),
        "sync": Entry("syncing", "sync", "Fetch, join and send what was done."),
        "undo": Entry("undoing", "undo", "Take back one operation, by a new commit."),
        "doctor": Entry("doctor", "doctor", "Examine git, cache and machine."),
        "focus": Entry("focusing", "focus", "Keep only recent and open months here."),
        "schema": Entry(
            "schema", "schema", "Show the schemas of the records, for editors."
        ),
    },
    "Reading": {
        "match": Entry("match", "match", "Find known claims in articles."),
        "list": Entry("listing", "list_", "List checks."),
        "show": Entry("showing", "show", "Show a whole check."),
        "appearances": Entry(
            "appearances", "appearances", "Show the timeline of a claim."
        ),
        "search": Entry("search", "search", "Find words anywhere in the ledger."),
        "queue": Entry("queue", "queue", "Show what waits, and what to type next."),
        "log": Entry(
            "history", "log", "Show what was done in the ledger, newest first."
        ),
        "diff": Entry(
            "diffing", "diff", "Show what changed in meaning, since when you like."
        ),
    },
    "Checking": {
        "open": Entry("checks", "open_", "Open a check of a claim."),
        "edit": Entry("editing", "edit", "Change a claim, its work, or evidence."),
        "assign": Entry("work", "assign", "Say who works on a check, until when."),
        "close": Entry("work", "close", "Close a check that is not carried on."),
        "reopen": Entry("work", "reopen", "Carry a closed check on."),
        "evidence": Entry("", "", "Take in, list and amend evidence."),
        "link": Entry("links", "link", "Tie evidence to a check."),
        "unlink": Entry("links", "unlink", "Untie evidence from a check."),
        "ask": Entry("asking", "ask", "Put down whom we asked, or why we did not."),
        "answer": Entry("asking", "answer", "Take in what came back on a question."),
        "appearance": Entry("", "", "Put down where a claim was made or spread."),
        "party": Entry("", "", "Keep people, organisations and accounts."),
    },
    "Deciding": {
        "decide": Entry(
            "deciding", "decide", "Say if matches are the same claim or different."
        ),
        "draft": Entry("verdicts", "draft", "Write the verdict."),
        "verdict": Entry("verdicts", "verdict", "Give the verdict: freeze the draft."),
        "approve": Entry("verdicts", "approve", "Approve a verdict as second person."),
        "request-changes": Entry(
            "verdicts", "request_changes", "Send a verdict back, with a comment."
        ),
        "recheck": Entry(
            "rechecks", "recheck", "Look again at a verdict, and say that it stands."
        ),
        "report": Entry("reports", "report", "Write the report of a verdict."),
    },
    "Readers": {
        "tip": Entry("", "", "Keep and settle what readers want checked."),
        "complaint": Entry("", "", "Keep and settle what readers find wrong."),
    },
    "Many at once": {
        "import": Entry(
            "sheets", "import_", "Import claims and evidence from a spreadsheet."
        ),
        "export": Entry(
            "sheets", "export", "Export checks, or their evidence, as a table."
        ),
    },
    "Help": {
        "help": Entry("topics", "help_", "Read how something is done."),
        "completion": Entry(
            "completion",
            "completion",
            "Print the script that completes commands in a shell.",
        ),
    },
}

COMMANDS: Table = {
    name: entry for table in SECTIONS.values() for name, entry in table.items()
}
GROUPS: dict[str, Table] = {
    "evidence": EVIDENCE,
    "party": PARTY,
    "tip": TIP,
    "complaint": COMPLAINT,
    "appearance": APPEARANCE,
}
