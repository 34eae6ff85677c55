"""JSON Lines: one article a line, as programs hand them on."""

from __future__ import annotations

import json
from difflib import get_close_matches
from itertools import chain
from typing import TYPE_CHECKING, Any

from factcheck.intake.days import iso_day
from factcheck.intake.encoding import MAXIMUM_BYTES
from factcheck.intake.named import Named, Unread, is_address
from factcheck.model.errors import BadInputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

CONTENTS = ("text", "html", "url")
"""Keys of which a row has at least one; an address beside a text is not fetched."""

KEYS = ("id", *CONTENTS, "title", "published", "language")
"""Keys that mean something here. All others come back with the answer."""

_LONGEST_ID = 500


def is_row(line: bytes) -> bool:
    """Tell whether the first line of something is a row."""
    if not line.lstrip(b"\xef\xbb\xbf \t").startswith(b"{"):
        return False
    try:
        found = json.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict)


def rows(file: BinaryIO, name: str, *, begun: bytes = b"") -> Iterator[Named | Unread]:
    """Read rows as they come.

    Args:
        file: open.
        name: what messages call it; a row is called ``NAME:LINE``.
        begun: what was read of the first line already.

    Returns:
        An article for each row, or what is wrong with it. Empty lines are passed over.
    """
    number = 0
    for line, is_whole in _lines(file, begun):
        number += 1
        if not line.strip():
            continue
        place = f"{name}:{number}"
        if not is_whole:
            yield Unread(
                place, f"{place}: is longer than {MAXIMUM_BYTES} bytes; cut it"
            )
            continue
        row: dict[str, Any] = {}
        try:
            row = _object(line, place)
            yield _article(row, place)
        except BadInputError as error:
            yield Unread.of(error, place, _id_of(row))


def _lines(file: BinaryIO, begun: bytes) -> Iterator[tuple[bytes, bool]]:
    """Give the lines of a file; of one that is too long only that it is there."""
    begun = begun.removeprefix(b"\xef\xbb\xbf")
    if begun and not begun.endswith(b"\n"):
        begun += file.readline(MAXIMUM_BYTES)
    more = iter(lambda: file.readline(MAXIMUM_BYTES), b"")
    for line in chain((begun,) if begun else (), more):
        is_whole = line.endswith(b"\n") or len(line) < MAXIMUM_BYTES
        rest = line
        while rest and not is_whole and not rest.endswith(b"\n"):
            rest = file.readline(MAXIMUM_BYTES)
        yield line if is_whole else line[:1], is_whole


def _object(line: bytes, place: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        why = getattr(error, "msg", None) or type(error).__name__
        at = f" at character {error.pos + 1}" if hasattr(error, "pos") else ""
        raise BadInputError(
            f"{place}: is no JSON object on one line ({why}{at}); "
            "jq -c makes one line of each"
        ) from None
    if not isinstance(found, dict):
        raise BadInputError(
            f"{place}: is no JSON object; write one object a line (jq -c '.[]')"
        )
    return found


def _article(row: dict[str, Any], place: str) -> Named:
    """Make an article of a row.

    Raises:
        BadInputError: it has no content, or a value of another kind.
    """
    id_ = _id_of(row)
    called = f"{place} ({id_})" if id_ else place
    given = {key: _text(row, key, called) for key in KEYS if key != "id"}
    if not any(given[key] for key in CONTENTS):
        raise BadInputError(f"{called}: {_lack(row)}")
    if given["text"] and given["html"]:
        raise BadInputError(f"{called}: has both text and html; leave one out")
    published = iso_day(given["published"]) if given["published"] else None
    if given["published"] and not published:
        raise BadInputError(
            f"{called}: published is {given['published'][:40]!r}; write 2020-10-08, "
            "2020-10 or 2020"
        )
    url = given["url"]
    if url and not is_address(url):
        raise BadInputError(f"{called}: url is no http or https address")
    content = given["text"] or given["html"]
    extra = {key: value for key, value in row.items() if key not in KEYS}
    return Named(
        place,
        fetch=None if content else url,
        content=content.encode("utf-8", "replace") if content else None,
        is_text=bool(given["text"]),
        url=url,
        id=id_,
        title=" ".join(given["title"].split()) if given["title"] else None,
        published=published,
        language=given["language"],
        extra=extra or None,
    )


def _id_of(row: dict[str, Any]) -> str | None:
    given = row.get("id")
    if isinstance(given, bool) or not isinstance(given, str | int):
        return None
    return str(given)[:_LONGEST_ID] or None


def _text(row: dict[str, Any], key: str, called: str) -> str | None:
    """Give the text of a key; null and blank are none."""
    given = row.get(key)
    if given is None:
        return None
    if key == "published" and type(given) is int:  # a year
        given = str(given)
    if not isinstance(given, str):
        raise BadInputError(f"{called}: {key} is no text")
    return given if given.strip() else None


def _lack(row: dict[str, Any]) -> str:
    """Say what a row lacks, and which key may be meant."""
    empty = [key for key in CONTENTS if key in row]
    if empty:
        return f"{', '.join(empty)} is empty: there is nothing to read"
    others = {key.casefold(): key for key in row if key not in KEYS}
    for wanted in CONTENTS:
        close = get_close_matches(wanted, others, n=1)
        if close:
            return f"has no {wanted}; is '{others[close[0]]}' meant?"
    has = f" (it has {', '.join(list(row)[:5])})" if row else ""
    return f"has none of text, html, url{has}"
