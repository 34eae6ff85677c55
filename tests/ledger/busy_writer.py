"""A process that adds evidence to a ledger, one commit an entry, beside others.

Arguments: the ledger's folder, a word that makes this process's names and ids its own,
and how many entries. It begins when it reads a line, so that all begin together.
"""

from __future__ import annotations

import sys
from pathlib import Path

from factcheck.desk import evidence
from factcheck.desk.desk import Desk
from factcheck.ledger.git.repository import Identity
from factcheck.ledger.ledger import Ledger


def main() -> None:
    """Add the entries."""
    root, word, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    who = Identity(word.title(), f"{word}@example.org")
    sys.stdin.readline()
    for number in range(count):
        desk = Desk(Ledger(root), f"2026-11-23T10:00:{number:02}Z", who, word)
        values = {
            "source": {"publisher": word},
            "kind": "report",
            "says": f"Number {number}.",
        }
        desk.commit(evidence.add_evidence(desk, values, slug=f"{word} {number}"))


if __name__ == "__main__":
    main()
