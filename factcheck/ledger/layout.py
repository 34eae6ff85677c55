"""Which record lies in which file. Source: docs/format.md, "Layout".

Paths are relative to the ledger and use forward slashes on every system.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from factcheck.model.errors import Problem
from factcheck.model.ids import is_name
from factcheck.model.kinds import ONE_PER_CHECK, SEVERAL_PER_CHECK

if TYPE_CHECKING:
    from factcheck.model.kinds import Kind

SETTINGS = "factcheck.yaml"
CAPTURES = "captures"

_ROOTS: dict[str, Kind] = {
    "articles": "article",
    "complaints": "complaint",
    "evidence": "evidence",
    "parties": "party",
    "tips": "tip",
}
_FOLDERS: dict[Kind, str] = {kind: folder for folder, kind in _ROOTS.items()}
_MONTH = re.compile(r"\d{4}/(0[1-9]|1[0-2])", re.ASCII)
_LINK = re.compile(r"(?P<name>.+-[0-9a-z]{12}|[0-9a-z]{12})(?:-(?P<part>[a-z]))?")
_CHECK_DEPTH = 5
_MONTH_DEPTH = 4


class Place(NamedTuple):
    """What a path says of the record in it.

    Attributes:
        kind: what kind of record.
        name: its name (see ``Filed.name``); empty for the settings.
        check: the name of the check in whose folder it lies, else empty.
    """

    kind: Kind
    name: str
    check: str


def check_folder(name: str, *, opened: str) -> str:
    """Give the folder of a check opened at a point in time (UTC text)."""
    return f"checks/{opened[:4]}/{opened[5:7]}/{name}"


def file_in_check(
    folder: str, kind: Kind, name: str = "", part: str | None = None
) -> str:
    """Give the file of a record in a check's folder; a link may name a part."""
    if kind in ONE_PER_CHECK:
        return f"{folder}/{kind}.yaml"
    ending = f"-{part}" if part else ""
    return f"{folder}/{kind}-{name}{ending}.yaml"


def file_by_month(kind: Kind, name: str, *, when: str) -> str:
    """Give the file of a record outside the checks, by the month of adding."""
    return f"{_FOLDERS[kind]}/{when[:4]}/{when[5:7]}/{name}.yaml"


def capture_file(sha256: str) -> str:
    """Give the file in which the bytes with this SHA-256 are kept."""
    return f"{CAPTURES}/sha256/{sha256[:2]}/{sha256}"


def folder_of(path: str) -> str:
    """Give the folder of a file."""
    return path.rpartition("/")[0]


def place_of(path: str) -> Place | Problem | None:
    """Read a path.

    Returns:
        The place of a record; None for a file that is no record (a README, a
        capture); a problem for a file that lies among the records and cannot
        be one.
    """
    if path == SETTINGS:
        return Place("settings", "", "")
    root = path.partition("/")[0]
    if root == "checks":
        place = _place_in_check(path)
    elif root in _ROOTS:
        place = _place_by_month(path)
    else:
        return None
    if place is None:
        return Problem(path, 0, "is no place for a record: move or rename it", "stray")
    return place


def _place_by_month(path: str) -> Place | None:
    if path.count("/") != _MONTH_DEPTH - 1:
        return None
    root, *month, file = path.split("/")
    name = file.removesuffix(".yaml")
    if not _is_month(month) or name == file or not is_name(name):
        return None
    return Place(_ROOTS[root], name, "")


def _place_in_check(path: str) -> Place | None:
    if path.count("/") != _CHECK_DEPTH - 1:
        return None
    _, *month, check, file = path.split("/")
    stem = file.removesuffix(".yaml")
    if not _is_month(month) or stem == file or not is_name(check):
        return None
    if stem in ONE_PER_CHECK:
        return Place(stem, check, check)
    kind, _, name = stem.partition("-")
    if kind not in SEVERAL_PER_CHECK:
        return None
    if kind == "link" and (found := _LINK.fullmatch(name)):
        name = found["name"]
    return Place(kind, name, check) if is_name(name) else None


def _is_month(steps: list[str]) -> bool:
    return _MONTH.fullmatch("/".join(steps)) is not None
