"""The numbered sources of a report, and the numbers of what its text cites.

Sources are numbered by first citation; what is linked but not cited comes after
them. A confidential entry gets a number like any other, but nothing of its record
goes into a report: the ``Note`` does not hold it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from factcheck.model.citations import cited, cited_entry
from factcheck.model.digest import digest
from factcheck.model.errors import BadRecordError, Problem
from factcheck.model.ids import id_of
from factcheck.publish.people import printed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from factcheck.model.check import Check
    from factcheck.model.evidence import Evidence, EvidenceKind, Link, Stance
    from factcheck.model.filed import Filed
    from factcheck.model.settings import Settings


@dataclass(frozen=True, slots=True)
class Bearing:
    """How a source bears on the claim, or on one part of it.

    Attributes:
        stance: towards the claim.
        part: the letter of the part, None for the claim as a whole.
        primary: a primary source for this claim.
        why: in words of ours; None where the source is withheld.
    """

    stance: Stance
    part: str | None
    primary: bool
    why: str | None


@dataclass(frozen=True, slots=True)
class RecordDigest:
    """One record that a page was made of: what it is, its name and its digest."""

    what: str
    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class Note:
    """One numbered source.

    Attributes:
        number: from 1; those cited come first.
        id: of the evidence.
        cited: whether the text cites it.
        kind: of evidence.
        entry: the evidence, None where the source is withheld.
        translated_by: who translated the quote, as printed.
        bearings: one for each link, without those of withdrawn evidence.
        digests: of the evidence and its links; none where it is withheld, since
            who guesses a source could test the guess against its digest.
        captures: the SHA-256 of each capture; none where it is withheld.
    """

    number: int
    id: str
    cited: bool
    kind: EvidenceKind
    entry: Evidence | None
    translated_by: str | None
    bearings: tuple[Bearing, ...]
    digests: tuple[RecordDigest, ...]
    captures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Numbering:
    """What each citation of a text means.

    Attributes:
        numbers: from each key, as it is written, to the number of its source.
        ids: of the evidence cited, in the order of their numbers.
    """

    numbers: Mapping[str, int]
    ids: tuple[str, ...]


def number_citations(check: Check, texts: Iterable[tuple[str, str]]) -> Numbering:
    """Number what some texts cite by first use.

    Args:
        check: whose links the citations mean.
        texts: each with the file in which it stands, in the order in which they count.

    Raises:
        BadRecordError: a citation means no linked entry, several, or a withdrawn one.
    """
    places = dict.fromkeys((path, key) for path, one in texts for key in cited(one))
    meant = {key: cited_entry(check, key) for _, key in places}
    problems = tuple(
        Problem(path, 0, f"cites [@{key}], {meant[key][1]}", "citation")
        for path, key in places
        if meant[key][1] is not None
    )
    if problems:
        raise BadRecordError(problems)
    by_key = {key: id_of(name) for key, (name, _) in meant.items() if name}
    ids = tuple(dict.fromkeys(by_key.values()))
    numbers = {key: ids.index(entry) + 1 for key, entry in by_key.items()}
    return Numbering(numbers, ids)


def notes_of(
    check: Check, cited_ids: Sequence[str], settings: Settings
) -> tuple[Note, ...]:
    """Give every source of a check, those cited first.

    Args:
        check: whose links name the sources.
        cited_ids: of the evidence cited, in the order of their numbers.
        settings: how a translator of ours is printed.

    Raises:
        BadRecordError: a link names an entry that is not in the ledger.
    """
    gone = tuple(
        Problem(link.path, 0, f"links {link.name}, which is not in the ledger", "link")
        for link in check.links
        if check.of_link(link) is None
    )
    if gone:
        raise BadRecordError(gone)
    order = dict.fromkeys((*cited_ids, *(link.id for link in check.links)))
    return tuple(
        _note(check, number, one, settings, cited=number <= len(cited_ids))
        for number, one in enumerate(order, start=1)
    )


def _note(
    check: Check, number: int, evidence_id: str, settings: Settings, *, cited: bool
) -> Note:
    filed = check.evidence[evidence_id]
    entry = filed.record
    links = [link for link in check.links if link.id == evidence_id]
    bearings = tuple(_bearing(link.record) for link in links)
    open_note = Note(
        number=number,
        id=evidence_id,
        cited=cited,
        kind=entry.kind,
        entry=entry,
        translated_by=entry.translated_by and printed(entry.translated_by, settings),
        bearings=() if entry.withdrawn else bearings,
        digests=_digests(filed, links),
        captures=tuple(capture.sha256 for capture in entry.captures),
    )
    return _withheld(open_note) if entry.confidential else open_note


def _bearing(link: Link) -> Bearing:
    return Bearing(link.stance, link.part, link.primary, link.why)


def _withheld(note: Note) -> Note:
    """Keep the number, the kind and the stance of a source, and nothing else."""
    return Note(
        number=note.number,
        id=note.id,
        cited=note.cited,
        kind=note.kind,
        entry=None,
        translated_by=None,
        bearings=tuple(replace(one, why=None) for one in note.bearings),
        digests=(),
        captures=(),
    )


def _digests(
    entry: Filed[Evidence], links: Sequence[Filed[Link]]
) -> tuple[RecordDigest, ...]:
    of_links = (
        RecordDigest(
            f"link, part {link.record.part}" if link.record.part else "link",
            link.name,
            digest("link", link.data),
        )
        for link in links
    )
    evidence = RecordDigest("evidence", entry.name, digest("evidence", entry.data))
    return (evidence, *of_links)
