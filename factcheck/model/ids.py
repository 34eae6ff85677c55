"""Ids and names: how a record is called in the ledger and on the command line.

A name is ``<slug>-<id>``. The slug is for people and made once; the id is what
references resolve by. Source of the scheme: docs/format.md, "Names".
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from factcheck.model.letters import PLAIN_LETTERS

if TYPE_CHECKING:
    from random import Random

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32, lower case: no i, l, o or u to mistake for another."""

ID_LENGTH = 12
"""60 bits: a chance of about 1 in 14 million that two of 400,000 ids meet."""

SLUG_LENGTH = 40

_ID = re.compile(rf"[{ALPHABET}]{{{ID_LENGTH}}}", re.ASCII)
_NAME = re.compile(
    rf"(?:(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)-)?(?P<id>[{ALPHABET}]{{{ID_LENGTH}}})",
    re.ASCII,
)


def new_id(random: Random) -> str:
    """Draw an id of 12 characters from a source of randomness."""
    return "".join(random.choices(ALPHABET, k=ID_LENGTH))


def is_id(text: str) -> bool:
    """Tell whether the text is an id by itself, without a slug."""
    return _ID.fullmatch(text) is not None


def is_name(text: str) -> bool:
    """Tell whether the text is ``<slug>-<id>`` or a bare id."""
    return (
        len(text) <= SLUG_LENGTH + ID_LENGTH + 1 and _NAME.fullmatch(text) is not None
    )


def id_of(name: str) -> str:
    """Give the id at the end of a name; the name must be one (``is_name``)."""
    return name[-ID_LENGTH:]


def slug_of(name: str) -> str:
    """Give the slug in front of the id, empty for a bare id."""
    return name[: -ID_LENGTH - 1]


def make_name(slug: str, record_id: str) -> str:
    """Join slug and id; an empty slug leaves the bare id."""
    return f"{slug}-{record_id}" if slug else record_id


def make_slug(text: str, *, length: int = SLUG_LENGTH) -> str:
    """Make a slug from any text: ASCII letters and digits, words joined by hyphens.

    Accents and strokes are dropped; writing systems without Latin letters give an empty
    slug (the name is then the bare id). Cut at a word's end where possible.
    """
    bare = text.replace("’", "").replace("'", "").casefold()
    plain = unicodedata.normalize("NFKD", bare).translate(PLAIN_LETTERS)
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower())
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:length]
        if len(longer) > length:
            break
        slug = longer
    return slug
