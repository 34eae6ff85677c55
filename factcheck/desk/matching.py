"""One article against the ledger: read, matched, and told as plain values.

What comes out is made of texts and numbers alone: it goes through a pipe between two
processes, into a line of JSON and onto the page as it is.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from factcheck.desk.proposals import ReadArticle
from factcheck.intake.article import Article
from factcheck.intake.named import Unread, content_of
from factcheck.match.language.lexicons import guessed_language
from factcheck.model.errors import BadInputError, FactcheckError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from factcheck.desk.articles import KnownCheck, Reader, ReadSentence
    from factcheck.intake.named import Named
    from factcheck.match.claims import Match

Data = dict[str, Any]


class Wanted(NamedTuple):
    """What is asked of each article.

    Attributes:
        threshold: hits below this probability are left out.
        is_new_wanted: whether sentences without a hit are ranked too.
    """

    threshold: float
    is_new_wanted: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What the ledger knows of one article.

    Attributes:
        source: what it was called.
        id, extra: as whoever gave it wrote them.
        read: what it says of itself.
        language: of the article, as it says or as it looks.
        sentences: each with ``paragraph``, ``text`` and ``matches``.
        new: sentences without a match that look checkable, best first: each with its
            number, ``paragraph``, ``text``, ``checkable`` (0 to 1) and ``reasons``.
        earlier: what was decided on it before, in words.
        left_out: matches that were decided to be different.
    """

    source: str
    id: str | None
    read: ReadArticle
    language: str | None
    sentences: tuple[Data, ...]
    new: tuple[Data, ...] = ()
    extra: Data | None = None
    earlier: tuple[str, ...] = ()
    left_out: int = 0

    @property
    def matched(self) -> list[Data]:
        """The sentences that have a match."""
        return [one for one in self.sentences if one["matches"]]


def answered(
    named: Named,
    *,
    reader: Reader,
    extract: Callable[[bytes, str], Article],
    wanted: Wanted,
) -> Answer | Unread:
    """Read one article and match it.

    Args:
        named: with a path or a content: what is fetched was fetched before.
        reader: the known claims.
        extract: reads what may be hostile; plain text of a row is read here.
        wanted: what is asked.
    """
    try:
        data = content_of(named)
        article = _article(named, data, extract)
        sentences = reader.read(article, threshold=wanted.threshold)
    except FactcheckError as error:
        return Unread.of(error, named.source, named.id)
    return Answer(
        source=named.source,
        id=named.id,
        read=ReadArticle.of(
            article, hashlib.sha256(data).hexdigest(), address=named.url
        ),
        language=article.language,
        sentences=tuple(_sentences(sentences)),
        new=_new(sentences, article.language) if wanted.is_new_wanted else (),
        extra=named.extra,
    )


def _article(
    named: Named, data: bytes, extract: Callable[[bytes, str], Article]
) -> Article:
    """Read an article; what a row says of it wins over what it says itself."""
    # Plain text hides nothing, whatever stands in it.
    article = _plain(named, data) if named.is_text else extract(data, named.source)
    given: Data = {"source": named.source}
    for name in ("title", "published", "language"):
        known = getattr(named, name)
        if known and not (named.is_hint and getattr(article, name)):
            given[name] = known
    if named.is_text and named.url:
        given["url"] = named.url
    if not given.get("language", article.language):
        given["language"] = guessed_language(" ".join(article.paragraphs))
    return replace(article, **given)


def _plain(named: Named, data: bytes) -> Article:
    """Make an article of the text of a row: with its title, no line is taken for one.

    Raises:
        BadInputError: it holds no letter and no digit.
    """
    from factcheck.intake.plain import read_plain  # noqa: PLC0415 - rows alone

    plain = read_plain(data.decode("utf-8", "replace"))
    first = (plain.title,) if plain.title and named.title else ()
    paragraphs = (*first, *plain.paragraphs)
    if not any(sign.isalnum() for text in paragraphs for sign in text):
        raise BadInputError(f"{named.source}: holds no text")
    return Article(named.title or plain.title or "", named.source, paragraphs)


def _sentences(read: Sequence[ReadSentence]) -> Iterator[Data]:
    for number, one in enumerate(read):
        yield {
            "paragraph": one.sentence.paragraph,
            "text": one.sentence.text,
            "matches": [
                {
                    **_known(hit.known),
                    **_place(read, number, hit.match, joined=hit.joined),
                    "also": [
                        _place(read, place.sentence, place.match, joined=place.joined)
                        for place in hit.also
                    ],
                }
                for hit in one.hits
            ],
        }


def _place(
    read: Sequence[ReadSentence], number: int, match: Match, *, joined: bool
) -> Data:
    """Say where a match stands and why; it may rest on two sentences together."""
    ones = read[number : number + 1 + joined]
    return {
        "sentence": number,
        "paragraph": ones[0].sentence.paragraph,
        "text": " ".join(one.sentence.text for one in ones),
        "joined": joined,
        "score": match.score,
        "band": match.band,
        "shared": [
            {"word": one.word, "share": round(one.share, 4)} for one in match.shared
        ],
        "missing": list(match.missing),
        "warnings": list(match.warnings),
        "unread": match.unread or None,
    }


def _new(sentences: Sequence[ReadSentence], language: str | None) -> tuple[Data, ...]:
    """Rank the sentences that repeat nothing known by how checkable they look."""
    from factcheck.match.checkability import (  # noqa: PLC0415 - for --new alone
        CHECKABLE,
        checkable,
        reasons,
    )

    tag = language or "en"
    known = _known_sentences(sentences)
    ranked = [
        (checkable(one.sentence.text, tag), number, one.sentence)
        for number, one in enumerate(sentences)
        if number not in known
    ]
    ranked.sort(key=lambda one: (-one[0], one[1]))
    return tuple(
        {
            "sentence": number,
            "paragraph": sentence.paragraph,
            "text": sentence.text,
            "checkable": round(score, 2),
            "reasons": list(reasons(sentence.text, tag)),
        }
        for score, number, sentence in ranked
        if score >= CHECKABLE
    )


def _known_sentences(read: Sequence[ReadSentence]) -> set[int]:
    """Give the numbers of the sentences on which a hit rests, or its other places."""
    places = [
        (number, hit.joined) for number, one in enumerate(read) for hit in one.hits
    ]
    places += [
        (place.sentence, place.joined)
        for one in read
        for hit in one.hits
        for place in hit.also
    ]
    return {number + later for number, joined in places for later in range(1 + joined)}


def _known(known: KnownCheck) -> Data:
    """Tell what one does with a match: our check, where it stands, what it says."""
    verdict = known.check.verdict()
    return {
        "check": known.check.name,
        "branch": known.branch,
        "claim": known.check.claim.record.claim,
        "verdict": {
            "rating": verdict.record.rating,
            "headline": verdict.record.headline,
            "date": verdict.record.given[:10],
            "url": known.url,
        }
        if verdict
        else None,
        "stage": known.standing.stage,
        "public": known.standing.public,
        "flags": list(dict.fromkeys(flag.name for flag in known.flags)),
    }
