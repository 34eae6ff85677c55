"""Captures as part of a commit."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from factcheck.ledger import layout
from factcheck.ledger.write import Change

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factcheck.desk.desk import Desk


def in_git(desk: Desk, captures: Sequence[bytes]) -> tuple[Change, ...]:
    """Give the changes that keep captures in git, none where the settings do not."""
    if not captures or not desk.ledger.settings.captures_in_git:
        return ()
    return tuple(
        Change(
            layout.capture_file(hashlib.sha256(content).hexdigest()), content, content
        )
        for content in captures
    )
