"""Citations of evidence in the text of a verdict: ``[@reuters-recruits]``.

Several go into one pair of brackets: ``[@one; @other]``. What follows the ``@`` is
the name of an entry, its slug or its id, or the beginning of one of them. Source:
docs/format.md, "Citations".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factcheck.model.ids import id_of, slug_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from factcheck.model.check import Check

_KEY = r"@[A-Za-z0-9][A-Za-z0-9-]*"
_CITATION = re.compile(rf"\[\s*({_KEY}(?:\s*;\s*{_KEY})*)\s*\]")


def cited(text: str) -> Iterator[str]:
    """Give what is cited in a text, in order, as often as it is cited."""
    for found in _CITATION.finditer(text):
        yield from _keys(found[1])


def replace_citations(text: str, name: Callable[[list[str]], str]) -> str:
    """Put something else in place of each citation.

    Args:
        text: Markdown.
        name: is given what one pair of brackets cites, gives what replaces it.
    """
    return _CITATION.sub(lambda found: name(_keys(found[1])), text)


def split_at_citations(text: str) -> Iterator[str | list[str]]:
    """Give the text between citations as text, and each citation as a list of keys."""
    end = 0
    for found in _CITATION.finditer(text):
        yield text[end : found.start()]
        yield _keys(found[1])
        end = found.end()
    yield text[end:]


def names_meant(key: str, names: Iterable[str]) -> list[str]:
    """Give the names that a cited key can mean: one if all is well."""
    wanted = key.lower()
    known = list(dict.fromkeys(names))
    exact = [n for n in known if wanted in {n, id_of(n), slug_of(n)}]
    if exact:
        return exact
    return [n for n in known if n.startswith(wanted) or id_of(n).startswith(wanted)]


def cited_entry(check: Check, key: str) -> tuple[str | None, str | None]:
    """Tell which linked entry of a check a citation means.

    Returns:
        The full name of the entry and None; or None and what is wrong, to be put
        after "cites [@key], ".
    """
    names = names_meant(key, (link.name for link in check.links))
    if not names:
        return None, "which is not linked to the check: link it"
    if len(names) > 1:
        return None, f"which can mean {', '.join(names)}: write more of the name"
    entry = check.evidence.get(id_of(names[0]))
    if entry is None:
        return None, "which is not in the ledger"
    if entry.record.withdrawn:
        return None, "which was withdrawn: take it out"
    return names[0], None


def _keys(inside: str) -> list[str]:
    return [key.strip()[1:] for key in inside.split(";")]
