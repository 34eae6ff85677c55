"""The sources of a report as they are listed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factcheck.model.dates import in_words
from factcheck.publish.escape import Markdown, fill, joined, link, text
from factcheck.publish.people import NOT_NAMED
from factcheck.publish.wording import BEARS, BEARS_ON_PART, KINDS, READ, on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factcheck.model.evidence import Evidence
    from factcheck.publish.report import Report
    from factcheck.publish.sources import Bearing, Note

_WITHHELD = Markdown("A source known to the newsroom, withheld for the source’s safety")
_ENDS = (".", "!", "?", "…")


def source_sections(report: Report) -> list[dict[str, Any]]:
    """Give the lists of sources: those cited, then those that were only consulted."""
    cited = [note for note in report.notes if note.cited]
    others = [note for note in report.notes if not note.cited]
    consulted = "Also consulted" if cited else "What we consulted"
    sections = ((Markdown("Sources"), cited), (Markdown(consulted), others))
    return [
        {"heading": heading, "notes": [_listed(note) for note in notes]}
        for heading, notes in sections
        if notes
    ]


def _listed(note: Note) -> dict[str, Any]:
    entry = note.entry
    lines = _about(note, entry) if entry and note.cited else _in_short(note, entry)
    return {
        "number": note.number,
        "margin": Markdown(" " * len(f"{note.number}. ")),
        "reference": _reference(note, entry) if entry else _withheld(note),
        "quote": _quote(entry)
        if entry and note.cited and entry.quote
        else Markdown(""),
        "lines": list(lines),
    }


def _withheld(note: Note) -> Markdown:
    return fill("{} ({}).", _WITHHELD, text(KINDS[note.kind].lower()))


def _reference(note: Note, entry: Evidence) -> Markdown:
    source = entry.source
    publisher = text(source.publisher)
    titled = fill("“{}”", text(source.title)) if source.title else publisher
    pieces = [
        text(source.author) if source.author else None,
        link(titled, source.url),
        publisher if source.title else None,
        text(in_words(source.published)) if source.published else None,
        fill("read at {}", text(source.carrier)) if source.carrier else None,
    ]
    reference = _sentence(joined(", ", (one for one in pieces if one)))
    if source.archived:
        archived = link(Markdown("Archived copy"), source.archived)
        reference = fill("{} {}.", reference, archived)
    return fill("{} {}", reference, _how_read(note, entry)) if note.cited else reference


def _how_read(note: Note, entry: Evidence) -> Markdown:
    accessed = entry.source.accessed
    when = f" {on(accessed)}" if accessed else ""
    how = READ[entry.read] if entry.read else ("read" if when else "")
    kind = KINDS[note.kind]
    return text(f"{kind}; {how}{when}." if how else f"{kind}.")


def _quote(entry: Evidence) -> Markdown:
    quote = fill("“{}”", text(entry.quote or ""))
    return fill("{} ({})", quote, text(entry.where)) if entry.where else quote


def _about(note: Note, entry: Evidence) -> Iterator[Markdown]:
    if entry.translation:
        translation = fill("Translation: “{}”", text(entry.translation))
        by = note.translated_by
        if by and by != NOT_NAMED:
            translation = fill("{} (by {})", translation, text(by))
        yield translation
    if not entry.quote:
        where = fill(" ({})", text(entry.where)) if entry.where else Markdown("")
        yield fill("What it says{}: {}", where, text(entry.says))
    yield from (_bearing(one) for one in note.bearings)
    yield from _provenance(entry)
    if entry.interest:
        yield fill("Interest of the source: {}", text(entry.interest))


def _provenance(entry: Evidence) -> Iterator[Markdown]:
    origin = entry.origin if entry.origin != entry.source.publisher else None
    first = entry.first_reported_by
    if origin and first and first != origin:
        yield fill(
            "The information comes from {}; first reported by {}.",
            text(origin),
            text(first),
        )
    elif origin:
        yield _sentence(fill("The information comes from {}", text(origin)))
    elif first and first != entry.source.publisher:
        yield _sentence(fill("First reported by {}", text(first)))


def _in_short(note: Note, entry: Evidence | None) -> Iterator[Markdown]:
    if entry and entry.withdrawn:
        day = text(in_words(entry.withdrawn.since))
        yield fill("Withdrawn on {}: {}", day, text(entry.withdrawn.why))
    yield from (_bearing(one) for one in note.bearings)


def _bearing(bearing: Bearing) -> Markdown:
    words = BEARS[bearing.stance]
    if bearing.part:
        words = BEARS_ON_PART[bearing.stance].format(bearing.part)
    if bearing.primary:
        words += " (primary source)"
    stance = text(words)
    if bearing.why is None:
        return fill("*{}.*", stance)
    return fill("*{}:* {}", stance, text(bearing.why))


def _sentence(words: Markdown) -> Markdown:
    return words if words.endswith(_ENDS) else fill("{}.", words)
