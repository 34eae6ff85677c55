"""What changed from one version of a record to the next, field by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from factcheck.ledger import layout
from factcheck.ledger.cache import reading
from factcheck.model.digest import MATERIAL, material_changes
from factcheck.model.errors import BadRecordError, NotALedgerError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from factcheck.ledger.history.operations import FileChange
    from factcheck.ledger.history.versions import Version
    from factcheck.model.filed import Filed
    from factcheck.model.kinds import Kind
    from factcheck.model.plain import PlainData

Happening = Literal[
    "added",
    "changed",
    "deleted",
    "brought back",
    "cannot be read",
    "can be read again",
]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that differs.

    Attributes:
        field: its path, such as ``source.title``.
        old, new: its value as text; None where it was or is absent.
        moves_pins: whether a verdict that pins the record needs a recheck for it.
    """

    field: str
    old: str | None
    new: str | None
    moves_pins: bool


@dataclass(frozen=True, slots=True)
class Revision:
    """A committed version of a record, and what was new in it.

    Attributes:
        version: who, when, why.
        happening: what became of the record.
        fields: what differs from the version before, in the order of the record;
            none where the record was added or deleted.
    """

    version: Version
    happening: Happening
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class RecordChange:
    """What one commit did to one file.

    Attributes:
        path: of the file, in the ledger.
        kind, name: of the record; None and the file's name for what is none.
        happening: what became of it.
        fields: as in ``Revision``.
    """

    path: str
    kind: Kind | None
    name: str
    happening: Happening
    fields: tuple[FieldChange, ...]


def revisions(filed: Filed[Any], versions: Iterable[Version]) -> Iterator[Revision]:
    """Say of each version of a record what was new in it.

    Args:
        filed: the record.
        versions: its committed versions, newest first (``Ledger.versions``).

    Yields:
        The versions in the same order.
    """
    later: Version | None = None
    for version in versions:
        if later is not None:
            yield _revision(filed, version, later)
        later = version
    if later is not None:
        yield _revision(filed, None, later)


def _revision(filed: Filed[Any], before: Version | None, after: Version) -> Revision:
    old = before.content if before else None
    happening, fields = _compared(filed.path, old, after.content)
    if before is not None and happening == "added":
        happening = "brought back"
    return Revision(after, happening, fields)


def record_changes(changed: Iterable[FileChange]) -> Iterator[RecordChange]:
    """Say what a commit did to each file, in path order."""
    for one in sorted(changed, key=lambda one: one.path):
        place = layout.place_of(one.path)
        happening, fields = _compared(one.path, one.before, one.after)
        if place is None or isinstance(place, Problem):
            yield RecordChange(one.path, None, one.path, happening, ())
        else:
            name = place.name or one.path
            yield RecordChange(one.path, place.kind, name, happening, fields)


def _compared(
    path: str, old: bytes | None, new: bytes | None
) -> tuple[Happening, tuple[FieldChange, ...]]:
    if new is None:
        return "deleted", ()
    after = _read(path, new)
    is_record = layout.place_of(path) is not None
    if after is None and is_record:
        return "cannot be read", ()
    if old is None:
        return "added", ()
    before = _read(path, old)
    if before is None or after is None:
        return ("can be read again" if is_record else "changed"), ()
    return "changed", field_changes(after.kind, before.data, after.data)


def _read(path: str, content: bytes) -> Filed[Any] | None:
    try:
        return reading.read_record(path, content)
    except (BadRecordError, NotALedgerError):  # a version that was never valid
        return None


def field_changes(
    kind: Kind, old: PlainData, new: PlainData
) -> tuple[FieldChange, ...]:
    """Name the fields in which two versions of a record differ, with both values."""
    before, after = dict(_flat(old)), dict(_flat(new))
    moving = material_changes(kind, old, new) if kind in MATERIAL else ()
    fields = dict.fromkeys([*after, *before])
    return tuple(
        FieldChange(
            field,
            before.get(field),
            after.get(field),
            any(_is_about(field, path) for path in moving),
        )
        for field in fields
        if before.get(field) != after.get(field)
    )


def _is_about(field: str, path: str) -> bool:
    """Tell whether a field is what a path of ``MATERIAL`` names, or a part of it."""
    return f"{field}.".startswith(f"{path}.") or f"{path}.".startswith(f"{field}.")


def _flat(data: PlainData, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Give every field that has a value, with its path, as text."""
    for key, value in data.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        elif text := _text(value):
            yield prefix + key, text


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(map(_text, value))
    if isinstance(value, dict) and "sha256" in value:  # a capture: the rest is about it
        return f"{value['media_type']} {value['sha256'][:12]}"
    if isinstance(value, dict):
        parts = ((key, _text(one)) for key, one in value.items())
        return ", ".join(f"{key} {text}" for key, text in parts if text)
    if isinstance(value, bool):
        return "yes" if value else ""
    return "" if value is None else str(value)
