"""A map to begin with, made of the headers and cells of a sheet."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from factcheck.desk.sheets.cells import PLAIN_FORMS, read_in_form
from factcheck.desk.sheets.fields import kind_of
from factcheck.desk.sheets.map import SECTIONS, folded
from factcheck.model.evidence import Evidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factcheck.desk.sheets.cells import Cells
    from factcheck.model.record import Record

_MOST_CELLS = 500
_MOST_VALUES = 12

_Table = Mapping[str, tuple[str, ...]]

_KEY = ("id", "no", "nr", "number", "case", "case id", "claim id", "ref", "reference")

_CHECK = {
    "claim": ("claim", "claim text", "statement", "what was claimed", "assertion"),
    "words": ("quote", "words", "exact words", "claim quote", "verbatim"),
    "claimant.name": (
        "claimant",
        "speaker",
        "who",
        "said by",
        "claimed by",
        "person",
        "author of claim",
        "politician",
    ),
    "claimant.role": ("role", "position", "job", "function"),
    "claimant.affiliation": ("affiliation", "party", "organisation", "organization"),
    "said_on": ("date", "said on", "date of claim", "claim date", "when", "date said"),
    "place": ("place", "where", "location"),
    "medium": ("medium", "channel", "platform", "context"),
    "language": ("language", "lang"),
    "why_checked": ("why checked", "reason", "relevance"),
    "opened": ("opened", "date added", "created", "entered", "date opened"),
    "opened_by": ("opened by", "added by", "checker", "fact-checker", "checked by"),
}
_WORK = {
    "assignee": ("assignee", "assigned to", "desk", "responsible", "owner"),
    "due": ("due", "deadline", "due date"),
    "priority": ("priority", "urgency"),
    "topics": ("topics", "topic", "tags", "tag", "category", "subject", "subjects"),
}
_DRAFT = {
    "rating": ("rating", "verdict", "conclusion", "ruling", "result", "finding"),
    "headline": ("headline", "title"),
    "summary": ("summary", "short explanation", "explanation"),
}
_APPEARANCE = {
    "url": ("claim url", "link to claim", "claim link", "seen at", "appeared at"),
}
_EVIDENCE = {
    "source.url": ("source url", "url", "link", "source link", "evidence url"),
    "source.title": ("source title", "document"),
    "source.publisher": ("source", "publisher", "source name", "outlet"),
    "source.published": ("source date", "published", "publication date"),
    "source.archived": ("archive", "archived", "archive url", "archive link"),
    "quote": ("source quote", "passage", "excerpt", "evidence quote"),
    "says": ("evidence", "says", "what it says", "findings", "facts", "proof"),
    "link.stance": ("bearing", "stance", "supports or refutes", "direction"),
    "link.why": ("why it bears", "comment", "comments", "notes", "note"),
}

_MEANINGS: dict[str, dict[str, tuple[str, ...]]] = {
    "link.stance": {
        "supports": ("pro", "for", "yes", "supporting", "confirms", "true", "+"),
        "refutes": ("contra", "con", "against", "no", "contradicts", "false", "-"),
        "both": ("mixed", "partly"),
        "context": ("background", "neutral"),
    },
    "priority": {"high": ("urgent", "1", "a"), "low": ("3", "c"), "normal": ("2", "b")},
}

_PARTIAL = ("%m.%Y", "%m/%Y", "%m-%Y")

_FORMS = ("%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%d.%m.%y", "%d/%m/%y")


def suggested_map(
    columns: Sequence[str], rows: Sequence[Cells], *, sheet: str, ratings: Sequence[str]
) -> str:
    """Write a map for a sheet; what it could not place stands in comments.

    Args:
        columns: of the sheet.
        rows: its rows, or the first of them: they tell the form of dates and values.
        sheet: the name of the file.
        ratings: the labels of the ledger's scale.
    """
    left = {folded(column).replace("_", " ").rstrip("."): column for column in columns}
    sample = rows[:_MOST_CELLS]
    lines = [
        "# What fills what: see 'factcheck help import'. Read it through, correct it,",
        "# and try it with --dry-run.",
        "# The name of the sheet is part of every id: do not change it later.",
        f"source: {_quoted(sheet.rpartition('/')[2].rpartition('.')[0] or sheet)}",
    ]
    key = _taken(left, _KEY)
    lines.append(
        f"key: {_quoted(key)}"
        if key
        else "# key: the column that tells one claim from another; else the claim does"
    )
    tables: dict[str, _Table] = {
        "work": _WORK,
        "draft": _DRAFT,
        "appearance": _APPEARANCE,
    }
    check = _fillings(_CHECK, left, sample, ratings)
    lines += ["check:", *_with_needed(check, ("claim", "claimant.name", "said_on"))]
    found = {
        name: _fillings(table, left, sample, ratings) for name, table in tables.items()
    }
    evidence = _fillings(_EVIDENCE, left, sample, ratings)
    for name, fillings in found.items():
        if fillings:
            lines += [f"{name}:", *(row for rows in fillings.values() for row in rows)]
    if evidence:
        needed = ("source.publisher", "kind", "says", "link.stance", "link.why")
        inside = _with_needed(evidence, needed)
        lines += ["evidence:", "  -", *(f"  {row}" for row in inside)]
    if left:
        lines += ["# Columns without a place:"]
        lines += [f"#   {_quoted(column)}" for column in left.values()]
    return "\n".join(lines) + "\n"


def _taken(left: dict[str, str], names: Sequence[str]) -> str | None:
    for name in names:
        if name in left:
            return left.pop(name)
    return None


def _fillings(
    table: _Table,
    left: dict[str, str],
    rows: Sequence[Cells],
    ratings: Sequence[str],
) -> dict[str, list[str]]:
    """Give the lines of the fields of a table that have a column, by field."""
    found = {}
    for field, names in table.items():
        column = _taken(left, names)
        if column is None:
            continue
        cells = [text for row in rows if (text := row.get(column, "").strip())]
        lines = [f"  {field}:", f"    column: {_quoted(column)}"]
        found[field] = [
            *lines,
            *(f"    {one}" for one in _hints(field, cells, ratings)),
        ]
    return found


def _hints(field: str, cells: Sequence[str], ratings: Sequence[str]) -> list[str]:
    """Say how the cells of a field are to be read."""
    classes: list[type[Record]] = [*SECTIONS.values(), Evidence]
    kind = next((k for one in classes if (k := kind_of(one, field))), "line")
    if kind in {"date", "moment"}:
        return _form(cells)
    known: Sequence[str] = ()
    if field == "rating":
        known = ratings
    elif field in _MEANINGS:
        known = tuple(_MEANINGS[field])
    if not known:
        return []
    texts = list(dict.fromkeys(folded(cell) for cell in cells))
    odd = [text for text in texts if text not in map(str.casefold, known)]
    if not odd or len(odd) > _MOST_VALUES:
        return []
    lines = []
    for text in odd:
        means = [
            meaning
            for meaning, words in _MEANINGS.get(field, {}).items()
            if text in words
        ]
        if means:
            lines.append(f"  {_quoted(text)}: {_quoted(means[0])}")
        else:
            lines.append(f"  # {_quoted(text)}: one of {', '.join(known)}")
    has_value = any(not line.startswith("  #") for line in lines)
    return ["values:" if has_value else "# values:", *lines]


def _form(cells: Sequence[str]) -> list[str]:
    """Find the form in which all dates can be read; several: say so."""
    odd = [
        cell
        for cell in cells
        if re.search(r"\d", cell)
        and not any(read_in_form(cell, form) for form in PLAIN_FORMS)
    ]
    if not odd:
        return []
    fitting = {
        form: sum(read_in_form(cell, form) is not None for cell in odd)
        for form in _FORMS
    }
    most = max(fitting.values())
    best = [form for form, number in fitting.items() if number == most]
    if not most:
        return [f"# format: of dates such as {_quoted(odd[0])}"]
    if best[1:]:
        both = " or ".join(_quoted(form) for form in best)
        return [f"# format: {both}: the dates do not tell which"]
    rest = [cell for cell in odd if read_in_form(cell, best[0]) is None]
    also = [form for form in _PARTIAL if any(read_in_form(cell, form) for cell in rest)]
    forms = ", ".join(map(_quoted, [best[0], *also]))
    return [f"format: [{forms}]" if also else f"format: {forms}"]


def _with_needed(
    found: Mapping[str, Sequence[str]], needed: Sequence[str]
) -> list[str]:
    """Give the lines of fields, with a comment for each that is still to be filled."""
    lines = [line for rows in found.values() for line in rows]
    for field in needed:
        if field not in found:
            example = "a stance" if field == "link.stance" else "text for all rows"
            lines.append(f"  # {field}: {{value: {example}}} or {{column: a column}}")
    return lines


def _quoted(text: str) -> str:
    shown = "".join(char if char.isprintable() else " " for char in text)
    return json.dumps(shown, ensure_ascii=False)
