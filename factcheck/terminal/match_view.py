"""What the ledger knows of an article, for people."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from factcheck.model.dates import in_words
from factcheck.terminal.page import Line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from factcheck.terminal.page import Block, Page, Style

    Data = Mapping[str, Any]

_BANDS: dict[str, Style] = {"repeats": "good", "likely": "strong", "possible": "quiet"}
_SURE = {
    "repeats": "repeats",
    "likely": "likely repeats",
    "possible": "possibly repeats",
}
_WORDS = 5
"""Words that are named with their share; the others weigh little."""

_MISSING = 6
_NEW = 20
"""Sentences without a match that are listed; ``--json`` has all."""


def match_page(article: Data) -> Page:
    """Lay out what was found in one article; sentences without a match are counted.

    Args:
        article: as an answer of ``factcheck.match/2`` has it.
    """
    blocks: list[Block] = [Line(article["title"] or article["source"], "strong")]
    about = " · ".join(_about(article))
    if about:
        blocks.append(Line(about, "quiet"))
    blocks += [Line(f"already {one}", "doubtful") for one in article["earlier"]]
    matches = [one for row in article["sentences"] for one in row["matches"]]
    for (_, text), ones in groupby(matches, lambda one: (one["sentence"], one["text"])):
        hits = list(ones)
        blocks += [Line(""), *_quoted(hits[0], text)]
        for hit in hits:
            blocks += _hit(hit, article["sentences"])
    if article.get("new") is not None:
        blocks += _new(article["new"])
    blocks += [Line(""), Line(_counted(article), "quiet")]
    return tuple(blocks)


def is_silent(article: Data) -> bool:
    """Tell whether there is nothing to say of an article but that it was read."""
    return not (
        article["earlier"]
        or article["left_out"]
        or article.get("new")
        or any(row["matches"] for row in article["sentences"])
    )


def brief_page(article: Data) -> Page:
    """Say in a line that an article repeats nothing known."""
    title = f"{article['title']} · " if article["title"] else ""
    count = len(article["sentences"])
    sentences = "1 sentence" if count == 1 else f"{count} sentences"
    return (Line(f"{title}{article['source']}: no match in {sentences}", "quiet"),)


def end_page(threshold: float, alarms: float) -> Page:
    """Say what was shown and what was not, and how often such a match is false."""
    many = _rounded(100 * alarms)
    about = "Under 1" if many.startswith("under") else f"About {many}"
    shown = (
        f"Shown from a probability of {_percent(threshold)} on (--threshold). "
        f"{about} in 100 statements that repeat nothing known get a match all the "
        "same: read before you use one."
    )
    return (Line(shown, "quiet"),)


def _about(article: Data) -> Iterator[str]:
    """Give what is known of the article besides its title."""
    if article["title"]:
        yield article["source"]
    if article["id"] and article["id"] != article["source"]:
        yield article["id"]
    if article["publisher"]:
        yield article["publisher"]
    if article["published"]:
        yield in_words(article["published"])


def _quoted(hit: Data, text: str) -> Iterator[Block]:
    number = hit["paragraph"]
    where = f"Paragraph {number}" if number else "Headline"
    together = ", two sentences together" if hit["joined"] else ""
    yield Line(f"{where}{together}:", "quiet")
    yield Line(f"“{text}”", "plain", 1)


def _hit(hit: Data, sentences: Sequence[Data]) -> Iterator[Block]:
    for warning in hit["warnings"]:
        yield Line(f"DIFFERS: {warning}", "bad", 2)
    sure = f"{_SURE[hit['band']]} ({_percent(hit['score'])})"
    if hit["decided"]:
        decided = hit["decided"]
        sure = f"same claim, says {decided['by']} ({in_words(decided['at'][:10])})"
    yield Line(f"{sure}: {hit['claim']}", _BANDS[hit["band"]], 2)
    verdict = hit["verdict"]
    if verdict:
        said = f"our verdict: {verdict['rating']}, {in_words(verdict['date'])}"
        where = f", {verdict['url']}" if verdict["url"] else f", {hit['public']}"
        yield Line(f"{said}{where}", "strong", 3)
    state = ", ".join((hit["stage"], *hit["flags"]))
    where = f" on branch {hit['branch']}" if hit["branch"] else ""
    yield Line(f"{hit['check']}{where} ({state})", "quiet", 3)
    yield from _reasons(hit, sentences)
    if hit["handle"]:
        # Decided in another article, it can be put down for this one.
        choices = "same (for this article too)" if hit["decided"] else "same|different"
        yield Line(f"factcheck decide {hit['handle']} {choices}", "quiet", 3)


def _reasons(hit: Data, sentences: Sequence[Data]) -> Iterator[Block]:
    """Say on which words a match rests, what the sentence lacks, where else it is."""
    if hit["shared"]:
        weighed = [
            f"{one['word']} {_rounded(100 * one['share'])} %" for one in hit["shared"]
        ]
        more = f" and {len(weighed) - _WORDS} more" if len(weighed) > _WORDS else ""
        yield Line(f"rests on: {', '.join(weighed[:_WORDS])}{more}", "quiet", 3)
    else:
        yield Line("rests on: the whole; no single word is weighty", "quiet", 3)
    if hit["missing"]:
        words = ", ".join(hit["missing"][:_MISSING])
        yield Line(f"only in the claim: {words}", "quiet", 3)
    if hit["unread"]:
        yield Line(hit["unread"], "doubtful", 3)
    numbers = sorted({sentences[one["sentence"]]["paragraph"] for one in hit["also"]})
    others = [number for number in numbers if number != hit["paragraph"]]
    if others:
        below = [str(number) for number in others if number]
        word = "paragraph" if len(below) == 1 else "paragraphs"
        headline = ["headline"] if 0 in others else []
        names = headline + ([f"{word} {', '.join(below)}"] if below else [])
        yield Line(f"also in {', '.join(names)}", "quiet", 3)


def _new(new: Sequence[Data]) -> Iterator[Block]:
    """List sentences without a match, most checkable first."""
    if not new:
        return
    yield Line("")
    yield Line("Not known here, what looks most checkable first:", "strong")
    for one in new[:_NEW]:
        number = one["paragraph"]
        where = f"paragraph {number}" if number else "headline"
        yield Line(f"“{one['text']}”", "plain", 1)
        why = ", ".join(one["reasons"])
        yield Line(f"{where}: {why}" if why else where, "quiet", 2)
    if len(new) > _NEW:
        yield Line(f"and {len(new) - _NEW} more: --json has them", "quiet", 1)


def _counted(article: Data) -> str:
    rows = article["sentences"]
    found = sum(bool(row["matches"]) for row in rows)
    repeat = "repeats" if found == 1 else "repeat"
    counted = f"{found} of {len(rows)} sentences {repeat} a known claim."
    if article["left_out"]:
        matches = "match" if article["left_out"] == 1 else "matches"
        counted += f" {article['left_out']} {matches} decided different: not shown."
    return counted


def _percent(share: float) -> str:
    """Write a probability; nothing is ever certain."""
    return f"{min(99, int(100 * share + 1e-9))} %"


def _rounded(value: float) -> str:
    """Write a small number so that it does not look like nothing."""
    return "under 1" if 0 < value < 1 else str(round(value))
