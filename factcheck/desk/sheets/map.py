"""The map of a sheet: which column fills which field of which record.

The form of the file is documented in docs/how-to/import.md. A map is no record of
the ledger: it is read with the ledger's YAML reader, so that errors name the line.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, ValidationError

from factcheck.desk.sheets.fields import FieldKind, kind_of, known_fields, required
from factcheck.ledger.format import codec
from factcheck.ledger.format.validation import problems_of
from factcheck.model.claim import Claim, Work
from factcheck.model.errors import BadRecordError, Problem
from factcheck.model.evidence import Appearance, Evidence, Link
from factcheck.model.record import Line, Record
from factcheck.model.verdict import Draft

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from factcheck.ledger.format.validation import Lines, Location

SECTIONS: dict[str, type[Record]] = {
    "check": Claim,
    "work": Work,
    "draft": Draft,
    "appearance": Appearance,
}
"""The parts of a map that fill one record of each row, and the record."""

LINK = "link."


def _several(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


OneOrMore = Annotated[tuple[Line, ...], BeforeValidator(_several)]
AnyText = Annotated[
    tuple[str, ...], BeforeValidator(_several)
]  # may be the empty text: an empty cell


class Filling(Record):
    """What fills a field: cells of a row, or a text that stands for all rows."""

    column: OneOrMore = ()
    join: str = " "
    value: Line | None = None
    values: dict[str, str] | None = None
    format: OneOrMore = ()
    separator: str | None = None


class Skip(Record):
    """Rows to leave out: those whose cell is one of these texts."""

    column: Line
    holds: AnyText


class MapFile(Record):
    """The outline of a map; what its sections hold is read one by one."""

    source: Line
    key: OneOrMore = ()
    skip: tuple[Skip, ...] = ()
    check: dict[str, Any]
    work: dict[str, Any] | None = None
    draft: dict[str, Any] | None = None
    appearance: dict[str, Any] | None = None
    evidence: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """One field that a map fills.

    Attributes:
        field: its name, dotted inside a record: ``claimant.name``.
        kind: what the field takes.
        filling: what fills it.
        line: of the map.
    """

    field: str
    kind: FieldKind
    filling: Filling
    line: int


@dataclass(frozen=True, slots=True)
class SheetMap:
    """A map that was read.

    Attributes:
        path: of its file, for messages.
        source: the name of the sheet; the ids of what is made depend on it.
        key: columns that tell one claim from another; the claim itself if empty.
        skip: which rows are left out.
        sections: what fills the record of each section.
        evidence: what fills each evidence entry of a row; fields of its link begin
            with ``link.``.
        lines: on which line of the map a column is named, by column.
    """

    path: str
    source: str
    key: tuple[str, ...]
    skip: tuple[Skip, ...]
    sections: Mapping[str, tuple[Target, ...]]
    evidence: tuple[tuple[Target, ...], ...]
    lines: Mapping[str, int]


def read_map(content: bytes, *, path: str) -> SheetMap:
    """Read a map.

    Raises:
        BadRecordError: with every problem that was found, by file and line.
    """
    tree, lines = codec.parse(content, path=path)
    outline: MapFile = _validated(MapFile, tree, lines, path)
    problems: list[Problem] = []
    sections = {
        name: _targets(SECTIONS[name], None, (name,), getattr(outline, name), lines)
        for name in SECTIONS
        if getattr(outline, name) is not None
    }
    groups = [
        _targets(Evidence, Link, ("evidence", number), group, lines)
        for number, group in enumerate(outline.evidence)
    ]
    read: list[tuple[Target, ...]] = []
    for found in (*sections.values(), *groups):
        targets = []
        for one in found:
            if isinstance(one, Target):
                targets.append(one)
            else:
                line, message = one
                problems.append(Problem(path, line, message, "map"))
        read.append(tuple(targets))
    if problems:
        raise BadRecordError(tuple(sorted(problems, key=lambda one: one.line)))
    return SheetMap(
        path=path,
        source=outline.source,
        key=outline.key,
        skip=outline.skip,
        sections=dict(zip(sections, read, strict=False)),
        evidence=tuple(read[len(sections) :]),
        lines=_lines_of_columns(outline, read, lines),
    )


def _validated(
    record_class: type[Record], tree: dict[str, Any], lines: Lines, path: str
) -> Any:
    try:
        return record_class.model_validate(tree)
    except ValidationError as error:
        problems = problems_of(error, record_class, path=path, lines=lines)
        raise BadRecordError(tuple(map(_in_our_words, problems))) from None


def _in_our_words(problem: Problem) -> Problem:
    # The records of the ledger have no free mappings, so nobody worded this yet.
    theirs = ": Input should be a valid dictionary"
    ours = " must be 'name: value' lines below it"
    message = problem.message.replace(theirs, ours)
    return Problem(problem.path, problem.line, message, problem.code)


_Wrong = tuple[int, str]


def _targets(
    record_class: type[Record],
    link: type[Record] | None,
    place: Location,
    given: Mapping[str, Any],
    lines: Lines,
) -> list[Target | _Wrong]:
    """Read one section: the fields that it fills, and what is wrong with it."""
    called = " ".join(str(s + 1) if isinstance(s, int) else s for s in place)
    found: list[Target | _Wrong] = []
    for field, tree in given.items():
        line = lines.get((*place, field), 1)
        of_link = link is not None and field.startswith(LINK)
        owner, name = (link, field[len(LINK) :]) if of_link else (record_class, field)
        kind = kind_of(owner or record_class, name)
        if kind is None:
            known = known_fields(record_class)
            known += [LINK + one for one in known_fields(link)] if link else []
            found.append((line, _unknown(called, field, known)))
        elif not isinstance(tree, dict):
            message = "write {column: NAME}, or {value: TEXT} for all rows"
            found.append((line, f"{called} {field}: {message}"))
        else:
            found += _target(field, kind, tree, (*place, field), lines)
    wanted = [*required(record_class)]
    wanted += [LINK + field for field in required(link)] if link else []
    line = lines.get(place, 1)
    found += [
        (line, f"{called} {field} is not filled: give it a column or a value")
        for field in wanted
        if field not in given
    ]
    return found


def _target(
    field: str, kind: FieldKind, tree: dict[str, Any], place: Location, lines: Lines
) -> Iterator[Target | _Wrong]:
    line = lines.get(place, 1)
    below = {
        location[len(place) :]: number
        for location, number in lines.items()
        if location[: len(place)] == place
    }
    try:
        filling: Filling = _validated(Filling, tree, below, "")
    except BadRecordError as error:
        for one in error.problems:
            yield one.line or line, f"{field}: {one.message}"
        return
    is_date = kind in {"date", "moment"}
    if not filling.column and filling.value is None:
        yield line, f"{field} has neither a column nor a value"
    elif filling.format and not is_date:
        yield line, f"{field} is no date: it has no format"
    elif filling.separator is not None and kind not in {"list", "parts"}:
        yield line, f"{field} is no list: it has no separator"
    elif filling.separator == "":
        yield line, f"{field}: the separator is empty"
    else:
        wrong = [one for one in filling.format if not is_format(one)]
        if wrong:
            yield line, f"{field}: '{wrong[0]}' is no format of a date: %d.%m.%Y is one"
        else:
            yield Target(field, kind, filling, line)


def _unknown(called: str, field: str, known: Sequence[str]) -> str:
    close = get_close_matches(field, known, n=1)
    hint = f"did you mean {close[0]}?" if close else f"known are {', '.join(known)}"
    return f"{called} has no field {field}: {hint}"


def is_format(text: str) -> bool:
    """Tell whether a text is a form of a date that can be read back.

    It has a year; a day needs a month. Known are ``%d %m %b %B %Y %y %H %M %S``.
    """
    letters = [text[at + 1 : at + 2] for at in range(len(text)) if text[at] == "%"]
    has_year = "Y" in letters or "y" in letters
    has_month = bool({"m", "b", "B"} & set(letters))
    return (
        has_year
        and ("d" not in letters or has_month)
        and all(one and one in "dmbBYyHMS" for one in letters)
        and len(set(letters)) == len(letters)
    )


def _lines_of_columns(
    outline: MapFile, read: Sequence[Sequence[Target]], lines: Lines
) -> dict[str, int]:
    """Say for each column that the map names on which line it does so first."""
    named: dict[str, int] = {}
    for column in outline.key:
        named.setdefault(column, lines.get(("key",), 1))
    for number, rule in enumerate(outline.skip):
        named.setdefault(rule.column, lines.get(("skip", number, "column"), 1))
    for target in (one for targets in read for one in targets):
        for column in target.filling.column:
            named.setdefault(column, target.line)
    return named


def folded(text: str) -> str:
    """Give what two names of a column, or two cells, must share to be the same."""
    return " ".join(text.split()).casefold()


def columns_meant(found: SheetMap, columns: Sequence[str], *, sheet: str) -> Columns:
    """Find the columns of a sheet that a map names; case and spaces do not count.

    Returns:
        The sheet's own name of each, by the map's.

    Raises:
        BadRecordError: some are lacking; the message names those that there are.
    """
    known = {folded(column): column for column in columns}
    missing = [name for name in found.lines if folded(name) not in known]
    if not missing:
        return {name: known[folded(name)] for name in found.lines}
    problems = []
    for name in missing:
        close = get_close_matches(folded(name), list(known), n=1)
        hint = f": did you mean '{known[close[0]]}'?" if close else ""
        message = f"{sheet} has no column '{name}'{hint}"
        problems.append(Problem(found.path, found.lines[name], message, "column"))
    have = ", ".join(f"'{column}'" for column in columns)
    problems.append(Problem(sheet, 1, f"its columns are {have}", "column"))
    raise BadRecordError(tuple(problems))


Columns = dict[str, str]
"""The sheet's own name of each column that a map names."""
