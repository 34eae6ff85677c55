"""What changed in the records that a verdict pins, as far as the history tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factcheck.ledger.format import codec
from factcheck.model.dates import in_words
from factcheck.model.digest import digest, material_changes
from factcheck.model.errors import BadRecordError
from factcheck.model.ids import id_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factcheck.ledger.history.versions import Version
    from factcheck.ledger.ledger import Ledger
    from factcheck.model.check import Check
    from factcheck.model.filed import Filed


def moved_since(ledger: Ledger, check: Check) -> Iterator[str]:
    """Say, for each pinned record that moved, which fields, by whom and when.

    A record whose pinned version the history no longer has (after a squash, in a
    shallow clone) is left out: that it moved is known from its digest all the same.
    """
    for verdict in check.current_verdicts():
        pins = check.pins_of(verdict)
        yield from _moved(ledger, check.claim, pins.claim_digest)
        links = {(link.id, link.record.part): link for link in check.links}
        for pin in pins.evidence:
            link = links.get((id_of(pin.evidence), pin.part))
            if link is None:
                continue
            yield from _moved(ledger, link, pin.link_digest)
            entry = check.of_link(link)
            if entry is not None:
                yield from _moved(ledger, entry, pin.evidence_digest)
        answers = {answer.id: answer for answer in check.answers}
        for answer_pin in pins.answers:
            answer = answers.get(id_of(answer_pin.answer))
            if answer is not None:
                yield from _moved(ledger, answer, answer_pin.answer_digest)


def _moved(ledger: Ledger, filed: Filed[Any], pinned: str) -> Iterator[str]:
    current = digest(filed.kind, filed.data)
    if current == pinned:
        return
    mover: Version | None = None
    is_newest = True
    for version in ledger.versions(filed):
        data = _read(filed, version)
        found = digest(filed.kind, data) if data is not None else None
        if data is not None and found == pinned:
            fields = ", ".join(material_changes(filed.kind, data, filed.data))
            what = f"{filed.kind} {filed.name}: {fields}"
            yield f"{what}; {_by(mover)}" if mover else f"{what}; not committed"
            return
        # Later versions may differ in notes alone: the oldest of the newest run of
        # versions with the present substance is the one that moved it.
        is_newest = is_newest and found == current
        mover = version if is_newest else mover


def _by(version: Version) -> str:
    when = in_words(version.when)
    return f"{version.author}, {when} (commit {version.commit[:10]})"


def _read(filed: Filed[Any], version: Version) -> dict[str, Any] | None:
    if version.content is None:
        return None
    try:
        return codec.read(version.content, kind=filed.kind, path=filed.path)
    except BadRecordError:  # an old version in a form that was never valid
        return None
