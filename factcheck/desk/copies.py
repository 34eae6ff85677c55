"""Of which entries of the ledger a new text may be a copy."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from factcheck.desk.sources import kept_captures
from factcheck.intake.same_text import (
    TextPrint,
    print_of,
    quote_stands_in,
    same_texts,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from factcheck.ledger.ledger import Ledger
    from factcheck.model.evidence import Evidence
    from factcheck.model.filed import Filed


@dataclass(frozen=True, slots=True)
class Copied:
    """That the text of a new entry, or its quotation, stands in another entry.

    Attributes:
        entry: the other entry.
        said: how much of which stands where, in words.
    """

    entry: Filed[Evidence]
    said: str


def copied_from(
    ledger: Ledger,
    captures: Iterable[tuple[bytes, str]],
    quote: str | None,
    entries: Iterable[Filed[Evidence]],
    *,
    read: Callable[[bytes, str], str | None] = text_of,
) -> list[Copied]:
    """Compare a new entry with others: by their captures, else by their quotations.

    Args:
        ledger: where the captures of the others are kept.
        captures: bytes and media type of those of the new entry.
        quote: its quotation; what is compared where there is no capture.
        entries: the others.
        read: gives the text of a capture; ``Extractor.text`` does so in a process of
            its own.

    Returns:
        Those that share text with it, most shared first; then those of which a
        quotation of twelve words or more is shared.
    """
    text = _joined(read(content, kind) for content, kind in captures)
    known: dict[str, Filed[Evidence]] = {}
    prints: dict[str, TextPrint] = {}
    by_quote: list[Copied] = []
    for entry in entries:
        kept = kept_captures(ledger, entry)
        other = _joined(
            read(kept[one["sha256"]], one["media_type"])
            for one in entry.data["captures"]
            if one["sha256"] in kept
        )
        if text and other:
            known[entry.name], prints[entry.name] = entry, print_of(other)
        elif said := _by_quote(text, quote, other, entry):
            by_quote.append(Copied(entry, said))
    same = same_texts(print_of(text), prints) if prints else []
    whole = [
        Copied(known[one.name], str(replace(one, name=known[one.name].slug)))
        for one in same
    ]
    return [*whole, *by_quote]


def _by_quote(
    text: str, quote: str | None, other: str, entry: Filed[Evidence]
) -> str | None:
    """Say whether the quotation of the one stands in the text of the other."""
    theirs = entry.data["quote"]
    if text and theirs and quote_stands_in(theirs, text):
        return f"the quotation of {entry.slug} stands in this text"
    if not text and quote and quote_stands_in(quote, other or theirs or ""):
        return f"this quotation stands in {entry.slug}"
    return None


def _joined(texts: Iterable[str | None]) -> str:
    found: Sequence[str] = [text for text in texts if text]
    return "\n".join(found)
