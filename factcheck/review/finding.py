"""What a look at the ledger found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "note"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found in a file.

    Attributes:
        path: the file, relative to the ledger; empty for the ledger as a whole.
        line: 1-based, or 0.
        code: the rule, a short name for programs.
        message: one line.
        severity: an error makes the ledger fail; a note says what was not or
            could not be checked.
    """

    path: str
    line: int
    code: str
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place or 'ledger'}: {self.message}"
