"""The claims that an article repeats, sentence by sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factcheck.model.dates import in_words
from factcheck.terminal.page import Line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from factcheck.terminal.page import Block, Page, Style

_BANDS: dict[str, Style] = {"repeats": "good", "likely": "plain", "possible": "quiet"}

ReadRow = tuple[int, str, "Sequence[Mapping[str, Any]]"]
"""Paragraph, sentence, and its hits as ``factcheck.match/1`` has them."""


def match_page(title: str, sentences: Sequence[ReadRow]) -> Page:
    """Lay out what was found in one article; sentences without a hit are counted."""
    matched = [row for row in sentences if row[2]]
    blocks: list[Block] = [Line(title, "strong")]
    for paragraph, text, hits in matched:
        where = f"paragraph {paragraph}" if paragraph else "headline"
        blocks += [Line(""), Line(f"{where}: {text}")]
        for hit in hits:
            blocks += _hit(hit)
    counted = f"{len(matched)} of {len(sentences)} sentences repeat a known claim."
    return (*blocks, Line(""), Line(counted, "quiet"))


def _hit(hit: Mapping[str, Any]) -> Iterator[Block]:
    band = f"{hit['band']} {hit['score']:.2f}"
    yield Line(f"{band}  {hit['claim']}", _BANDS[hit["band"]], 1)
    verdict = hit["verdict"]
    if verdict:
        said = f"our verdict: {verdict['rating']}, {in_words(verdict['date'])}"
        where = f", {verdict['url']}" if verdict["url"] else f", {hit['public']}"
        yield Line(f"{said}{where}", "strong", 2)
    state = ", ".join((hit["stage"], *hit["flags"]))
    where = f" on branch {hit['branch']}" if hit["branch"] else ""
    yield Line(f"{hit['check']}{where} ({state})", "quiet", 2)
    if hit["words"]:
        yield Line(f"rests on: {', '.join(hit['words'])}", "quiet", 2)
    for warning in hit["warnings"]:
        yield Line(f"differs: {warning}", "bad", 2)
