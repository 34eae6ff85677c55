"""Which record a person means: ids, names and slugs, their beginnings, and paths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factcheck.model.errors import AmbiguousNameError, BadRecordError, NotFoundError
from factcheck.model.kinds import ONE_PER_CHECK, SEVERAL_PER_CHECK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factcheck.ledger.cache.cache import Cache
    from factcheck.model.kinds import Kind

SHOWN = 5
"""So many names stand in a message; of more it says that there are more."""

_WORDS: dict[Kind, tuple[str, str, str]] = {
    "check": ("check", "checks", "list"),
    "evidence": ("evidence entry", "evidence entries", "show CHECK"),
    "article": ("article", "articles", "search"),
    "tip": ("tip", "tips", "tip list"),
    "complaint": ("complaint", "complaints", "complaint list"),
    "party": ("party", "parties", "party list"),
}
"""One, several, and the command that names them; ``show`` names what is in a check."""


def resolve(cache: Cache, kind: Kind, text: str) -> str:
    """Give the name of the record that a text means.

    Args:
        cache: where to look.
        kind: which kind of record is wanted.
        text: an id, a name or a slug, the beginning of one of them, or a path. A
            whole id, name or slug goes before what merely begins with it.

    Raises:
        NotFoundError: it fits none. AmbiguousNameError: it fits several.
        BadRecordError: it fits a record that cannot be read.
    """
    what, several, look = _WORDS.get(kind, (kind, f"{kind}s", "show CHECK"))
    stem = _stem(kind, text)
    # Names are plain letters, and SQLite would not take every text.
    is_name = bool(stem) and stem.isascii()
    exact = cache.exactly(kind, stem) if is_name else ()
    if len(exact) == 1:
        return exact[0]
    names, number = cache.named(kind, stem, most=SHOWN + 1) if is_name else ((), 0)
    if number == 1:
        return names[0]
    if not names:
        _refuse_unreadable(cache, stem)
        raise NotFoundError(
            f"no {what} is called '{shown(text)}': 'factcheck {look}' names them"
        )
    raise AmbiguousNameError(
        f"'{text}' fits {number} {several}: {some(names)}; give more of the name"
    )


def shown(text: str) -> str:
    """Give what a user typed as it may stand in a message."""
    return text if text.isprintable() else ascii(text)


def some(names: Sequence[str]) -> str:
    """List names for a message, not more than one can read."""
    return ", ".join(names[:SHOWN]) + (" …" if names[SHOWN:] else "")


def _stem(kind: Kind, text: str) -> str:
    """Take the name out of a path; a check's own files mean its folder."""
    steps = text.rstrip("/").lower().split("/")
    own_files = {f"{one}.yaml" for one in ONE_PER_CHECK}
    named = steps[-2] if steps[1:] and steps[-1] in own_files else steps[-1]
    stem = named.removesuffix(".yaml")
    # Of a file in a check's folder the kind comes before the name.
    is_in_check = stem != named and kind in SEVERAL_PER_CHECK
    return stem.removeprefix(f"{kind}-") if is_in_check else stem


def _refuse_unreadable(cache: Cache, stem: str) -> None:
    """A record that cannot be read is there all the same: say so."""
    about = tuple(
        problem
        for problem in cache.problems()
        if stem
        and (
            any(step.startswith(stem) for step in problem.path.split("/"))
            or f"-{stem}" in problem.path
        )
    )
    if about:
        raise BadRecordError(about)
