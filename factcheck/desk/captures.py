"""Bytes kept of a source: what a record says of them, and how they are kept."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from factcheck import __version__
from factcheck.intake.media import media_type
from factcheck.ledger import layout
from factcheck.ledger.writing.change import Change

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factcheck.desk.desk import Desk


def capture_of(
    desk: Desk, content: bytes, *, file_name: str, how: str = "from a file"
) -> dict[str, Any]:
    """Say of the bytes of a source what a record says of its capture.

    Args:
        desk: when they are taken in.
        content: the bytes.
        file_name: what the file was called, or its address, for its kind.
        how: how the bytes came.

    Returns:
        The fields of a ``Capture``.
    """
    return {
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "media_type": media_type(content, file_name),
        "retrieved": desk.now,
        "tool": f"factcheck {__version__}, {how}",
    }


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
