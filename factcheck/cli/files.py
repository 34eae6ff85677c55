"""Reading a file that was given: one way for all doors that take one in."""

from __future__ import annotations

import sys
from pathlib import Path

from factcheck.model.errors import BadInputError, UsageError


def bytes_of(name: str) -> bytes:
    """Read a file, or standard input for ``-``.

    Raises:
        UsageError: it is an address, which is not fetched.
        BadInputError: it cannot be read, or holds nothing.
    """
    if name.lower().startswith(("http://", "https://")):
        raise UsageError(
            "an address cannot be fetched yet: save the page and give the file, "
            f"with --url {name}"
        )
    try:
        content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise BadInputError(f"cannot read {name}: {why}") from None
    if not content:
        shown = "standard input" if name == "-" else name
        raise BadInputError(f"{shown} is empty: there is nothing to keep")
    return content
