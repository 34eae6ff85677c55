"""Reading a file or a page that was given: one way for all doors that take one in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from factcheck.model.errors import BadInputError, UsageError

if TYPE_CHECKING:
    from factcheck.cli.console.session import Session

_ADDRESSES = ("http://", "https://")


class Given(NamedTuple):
    """What was given to be kept: a file, or what stands at an address.

    Attributes:
        name: of the file, or where the address led.
        content: the bytes as they came.
        readable: the same for who reads the text in them.
        url: where the address led; None for a file.
        how: how it came, for the record.
    """

    name: str
    content: bytes
    readable: bytes
    url: str | None = None
    how: str = "from a file"


def given(session: Session, name: str) -> Given:
    """Read a file or standard input, or fetch an address.

    Raises:
        BadInputError: it cannot be read, or holds nothing.
        FetchError: it cannot be fetched, or never is.
    """
    if not name.lower().startswith(_ADDRESSES):
        content = bytes_of(name)
        return Given(name, content, content)
    from factcheck.intake.fetching import fetch

    session.tell(f"Fetching {name}")
    page = fetch(name, any_kind=True)
    return Given(page.final_url, page.body, page.readable, page.final_url, "fetched")


def bytes_of(name: str) -> bytes:
    """Read a file, or standard input for ``-``.

    Raises:
        UsageError: it is an address, which is not fetched.
        BadInputError: it cannot be read, or holds nothing.
    """
    if name.lower().startswith(_ADDRESSES):
        raise UsageError(
            f"an address is not fetched here: save the page {name} and give the file, "
            "or the address with --url where the command has that"
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
