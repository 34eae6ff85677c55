"""Which record a person means: ids, names and slugs, their beginnings, and paths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from factcheck.model.errors import AmbiguousNameError, BadRecordError, NotFoundError
from factcheck.model.ids import id_of, slug_of

if TYPE_CHECKING:
    from factcheck.ledger.cache import Cache

_SHOWN = 5
_WORDS = {
    "check": ("check", "checks", "list"),
    "evidence": ("evidence entry", "evidence entries", "show CHECK"),
}


def resolve(cache: Cache, kind: Literal["check", "evidence"], text: str) -> str:
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
    what, several, look = _WORDS[kind]
    stem = _stem(text)
    # Names are plain letters, and SQLite would not take every text.
    names = cache.named(kind, stem) if stem and stem.isascii() else ()
    exact = [name for name in names if stem in {name, id_of(name), slug_of(name)}]
    for found in (exact, names):
        if len(found) == 1:
            return found[0]
    if not names:
        _refuse_unreadable(cache, stem)
        shown = text if text.isprintable() else ascii(text)
        raise NotFoundError(
            f"no {what} is called '{shown}': 'factcheck {look}' names them"
        )
    shown = ", ".join(names[:_SHOWN]) + (" …" if names[_SHOWN:] else "")
    raise AmbiguousNameError(
        f"'{text}' fits {len(names)} {several}: {shown}; give more of the name"
    )


def _stem(text: str) -> str:
    """Take the name out of a path; a check's own files mean its folder."""
    steps = text.rstrip("/").lower().split("/")
    own_files = {"check.yaml", "work.yaml", "draft.yaml"}
    named = steps[-2] if steps[1:] and steps[-1] in own_files else steps[-1]
    return named.removesuffix(".yaml")


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
