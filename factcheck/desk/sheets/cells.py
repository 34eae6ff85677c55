"""From the cells of one row to the values of fields, as a map says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

from factcheck.desk.sheets.map import folded
from factcheck.model import dates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factcheck.desk.sheets.map import Columns, SheetMap, Target

Cells = Mapping[str, str]
"""The text of each cell of a row, by column."""

PLAIN_FORMS = (
    "%Y-%m-%d",
    "%Y-%m",
    "%Y",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M:%S",
    "%Y/%m/%d",
    "%d %B %Y",
    "%d %b %Y",
    "%B %d, %Y",
    "%b %d, %Y",
    "%B %Y",
    "%b %Y",
)
"""Dates that mean one day, whoever wrote them; 08/10/2020 is none of them."""

_BROKEN = frozenset(
    {"#n/a", "#name?", "#ref!", "#value!", "#div/0!", "#null!", "#num!", "#error!"}
)
_LONGEST_DATE = 100
_ITEMS = re.compile(r"[;,\n|]")
_MOMENTS_OF_DAYS = frozenset({"opened", "added", "since"})


def key_of(found: SheetMap, columns: Columns, cells: Cells) -> str:
    """Give what tells the claim of a row from others, folded; empty if nothing does."""
    return "\x1f".join(
        folded(cells.get(columns[name], "")) for name in found.key
    ).strip("\x1f")


def is_skipped(found: SheetMap, columns: Columns, cells: Cells) -> bool:
    """Tell whether the map leaves a row out."""
    return any(
        folded(cells.get(columns[rule.column], "")) in map(folded, rule.holds)
        for rule in found.skip
    )


def values_of(
    targets: Sequence[Target], columns: Columns, cells: Cells, problems: dict[str, str]
) -> dict[str, Any] | None:
    """Give the fields that a row fills, nested as the record has them.

    Args:
        targets: of one record.
        columns: the sheet's names of the map's columns.
        cells: of the row.
        problems: takes what cannot be read, by field.

    Returns:
        None where every column named is empty in this row. Constants alone make
        a record of each row.
    """
    values: dict[str, Any] = {}
    has_column = has_text = False
    for target in targets:
        text = _text(target, columns, cells)
        has_column = has_column or bool(target.filling.column)
        has_text = has_text or bool(text)
        given = text or target.filling.value
        if not given:
            continue
        try:
            value = _value(target, given)
        except ValueError as error:
            problems[target.field] = str(error)
            continue
        if value is not None:
            _put(values, target.field, value)
    return None if has_column and not has_text else values


def _text(target: Target, columns: Columns, cells: Cells) -> str:
    """Give the text of the cells of a field, joined, and translated by the map."""
    filling = target.filling
    texts = [cells.get(columns[name], "").strip() for name in filling.column]
    text = filling.join.join(one for one in texts if one)
    if filling.values:
        known = {folded(cell): value for cell, value in filling.values.items()}
        text = known.get(folded(text), text)
    return text


def _value(target: Target, text: str) -> Any:
    if folded(text) in _BROKEN:
        raise ValueError(f"'{text}' is what a spreadsheet shows for a broken formula")
    match target.kind:
        case "prose":
            return text
        case "date":
            return _date(text, target.filling.format)
        case "moment":
            return _moment(target, text)
        case "list" | "parts":
            return _items(target, text)
        case "word":
            return folded(text)
        case _:
            return " ".join(text.split())


def _date(text: str, forms: Sequence[str]) -> str:
    if folded(text) == dates.UNKNOWN:
        return dates.UNKNOWN
    moment, form = _parsed(text, forms)
    length = len("2020-10-08" if "%d" in form else "2020-10")
    return moment.date().isoformat()[: length if _has_month(form) else len("2020")]


def _moment(target: Target, text: str) -> str:
    """Read a point in time; of the past a day will do, which begins at 0:00 UTC."""
    try:
        return dates.timestamp(text)
    except ValueError:
        if target.field.rpartition(".")[2] not in _MOMENTS_OF_DAYS:
            raise
    moment, form = _parsed(text, target.filling.format)
    if "%d" not in form:
        raise ValueError(f"'{text}' names no day")
    return dates.to_timestamp(moment)


def _parsed(text: str, forms: Sequence[str]) -> tuple[datetime, str]:
    """Read a date in one of the map's forms, or in a plain one."""
    for form in (*forms, *PLAIN_FORMS):
        moment = read_in_form(text, form)
        if moment is not None:
            return moment, form
    wanted = " or ".join(forms)
    if wanted:
        raise ValueError(f"'{text}' is no date of the form {wanted}, or 2020-10-08")
    raise ValueError(
        f"'{text}' is no date that means one day: give its form in the map, "
        "for example format: '%d/%m/%Y'"
    )


def read_in_form(text: str, form: str) -> datetime | None:
    """Read a date in one form, None if it is not of it."""
    tidy = " ".join(text[:_LONGEST_DATE].split())
    try:
        return datetime.strptime(tidy, form).replace(tzinfo=UTC)
    except ValueError:
        return None


def _has_month(form: str) -> bool:
    return any(letter in form for letter in ("%m", "%b", "%B"))


def _items(target: Target, text: str) -> list[Any] | None:
    separator = target.filling.separator
    if target.kind == "parts" or target.field != "topics":
        items = text.split(separator or "\n")
    else:
        items = text.split(separator) if separator else _ITEMS.split(text)
    texts = [" ".join(item.split()) for item in items if item.strip()]
    if target.field == "topics":
        texts = [topic(one) for one in texts]
    texts = list(dict.fromkeys(texts))
    if target.kind != "parts":
        return texts or None
    if len(texts) > len(ascii_lowercase):
        raise ValueError(f"a claim has at most {len(ascii_lowercase)} parts")
    letters = zip(ascii_lowercase, texts, strict=False)
    return [{"part": letter, "claim": one} for letter, one in letters] or None


def topic(text: str) -> str:
    """Write a topic as the ledger does: ``Foreign policy`` is ``foreign-policy``."""
    return re.sub(r"[^\w]+", "-", text.casefold()).strip("-") or text


def _put(values: dict[str, Any], field: str, value: Any) -> None:
    name, _, inside = field.partition(".")
    if inside:
        _put(values.setdefault(name, {}), inside, value)
    else:
        values[name] = value
