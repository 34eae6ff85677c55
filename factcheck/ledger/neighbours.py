"""The part of a ledger on which a change of some files can bear, found by references.

Who asks what rests on a file (``model/resting.py``) needs these records and no others:
the checks that it lies in or is linked by, whoever names it from elsewhere, whoever
has its id, and what all of these name themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factcheck.ledger import layout
from factcheck.model.ids import id_of
from factcheck.model.kinds import KINDS, ONE_PER_CHECK
from factcheck.model.references import naming, references

if TYPE_CHECKING:
    from collections.abc import Iterable

    from factcheck.ledger.cache.cache import Cache
    from factcheck.model.filed import Filed


def neighbours(
    cache: Cache, paths: Iterable[str], others: Iterable[Filed[Any]] = ()
) -> dict[str, Filed[Any]]:
    """Give the records, by path, on which a change of files can bear.

    Args:
        cache: of the commit at HEAD.
        paths: the files, in the ledger. The settings bear on everything.
        others: records that are not in the cache and are looked at too (what would
            come back, what a branch holds): what they name is among the answer.
    """
    wanted = list(paths)
    if layout.SETTINGS in wanted:
        return {one.path: one for one in cache.of_kind(*KINDS)}
    coming = list(others)
    checks = {one.check for one in coming}
    found = {one.path: one for one in cache.of_kind("settings")}
    for path in wanted:
        place = layout.place_of(path)
        if isinstance(place, layout.Place):
            checks.add(place.check)
            found |= _naming(cache, place)
            if place.kind == "evidence":
                checks.update(cache.checks_linking(id_of(place.name)))
    for name in checks - {""}:
        found |= {filed.path: filed for filed, _ in cache.in_check(name)}
    for one in [*found.values(), *coming]:
        for reference in references(one):
            named = cache.by_id(reference.kind, id_of(reference.name))
            found |= {filed.path: filed for filed in named}
    return found


def _naming(cache: Cache, place: layout.Place) -> dict[str, Filed[Any]]:
    """Give the records that have the id of one, or name it from elsewhere."""
    if place.kind in ONE_PER_CHECK and place.kind != "check":
        return {}
    record_id = id_of(place.name)
    found = {one.path: one for one in cache.by_id(place.kind, record_id)}
    kinds = naming(place.kind)
    if kinds:
        found |= {one.path: one for one in cache.mentioning(kinds, record_id)}
    return found
