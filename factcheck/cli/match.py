"""Door: match."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from factcheck.cli.options import Branches, Json, reader_of, session_of
from factcheck.model.errors import BadInputError, ExitCode, FactcheckError, UsageError

if TYPE_CHECKING:
    from factcheck.cli.console.session import Session
    from factcheck.desk.articles import Reader, ReadSentence
    from factcheck.intake.article import Article


def match(
    ctx: typer.Context,
    articles: Annotated[
        list[str],
        typer.Argument(
            metavar="ARTICLE...", help="Text, Markdown or HTML files; - is stdin."
        ),
    ],
    every: Annotated[
        bool, typer.Option("--all", help="Also hits that are only possible.")
    ] = False,
    threshold: Annotated[
        float | None,
        typer.Option(help="Least score of a hit, 0 to 1.", min=0.0, max=1.0),
    ] = None,
    open_new: Annotated[
        bool, typer.Option("--open", help="Offer to open checks for new claims.")
    ] = False,
    branches: Branches = True,
    as_json: Json = False,
) -> None:
    """Find known claims in articles.

    Each sentence is matched against the claims of the ledger and of branches that
    are not merged yet. A hit says how sure
    it is, on which words it rests, and warns where a number, a name, a date or a
    negation differs. Other sentences stay unmatched.

    Examples:
        factcheck match article.html
        curl -s https://example.org/news | factcheck match - --json
    """
    from factcheck.match.claims import LIKELY, POSSIBLE

    session = session_of(ctx)
    if open_new and as_json:
        raise UsageError("--open asks on the terminal: it does not go with --json")
    lowest = threshold if threshold is not None else (POSSIBLE if every else LIKELY)
    reader = reader_of(session, branches=branches)
    unreadable = 0
    found = []
    for name in articles:
        try:
            article = _article(name)
        except BadInputError as error:
            session.complain(str(error))
            unreadable += 1
            continue
        read = reader.read(article, threshold=lowest)
        if as_json:
            found.append(_as_data(article, read))
        else:
            _show(session, article, read)
        if open_new:
            _offer(session, reader, article, read)
    if as_json:
        session.answer_json("factcheck.match/1", articles=found)
    if session.report_problems(session.ledger.problems()) or unreadable:
        raise typer.Exit(ExitCode.BAD_RECORD)


def _article(name: str) -> Article:
    from factcheck.intake.article import read_article

    if name.startswith(("http://", "https://")):
        raise BadInputError(
            f"{name}: an address cannot be fetched yet; save the page, match the file"
        )
    try:
        content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise BadInputError(f"cannot read {name}: {error.strerror}") from None
    return read_article(content, source=name)


def _as_data(article: Article, read: tuple[ReadSentence, ...]) -> dict[str, Any]:
    from factcheck.desk.articles import hit_as_data

    return {
        "title": article.title,
        "source": article.source,
        "sentences": [
            {
                "paragraph": one.sentence.paragraph,
                "text": one.sentence.text,
                "matches": [hit_as_data(hit) for hit in one.hits],
            }
            for one in read
        ],
    }


def _show(session: Session, article: Article, read: tuple[ReadSentence, ...]) -> None:
    from factcheck.desk.articles import hit_as_data
    from factcheck.terminal.match_view import match_page

    sentences = [
        (one.sentence.paragraph, one.sentence.text, list(map(hit_as_data, one.hits)))
        for one in read
    ]
    title = article.title or article.source
    session.show(match_page(title, sentences))


def _offer(
    session: Session, reader: Reader, article: Article, read: tuple[ReadSentence, ...]
) -> None:
    """Offer each sentence that looks like a new claim, one question each."""
    from factcheck.desk.articles import new_sentences
    from factcheck.desk.claims import open_check

    if not session.may_ask:
        raise UsageError("--open asks about each sentence: it needs a terminal")
    for sentence in new_sentences(read):
        session.tell("")
        session.tell(f"New? {sentence.text}")
        if not session.confirm("Open a check?"):
            continue
        try:
            text = sentence.text
            claim = session.ask("Claim, in your wording", flag="claim", default=text)
            for hit in reader.near(claim, article.language):
                session.warn(f"similar: {hit.known.check.name}")
            who = session.ask("Claimed by", flag="claimant", default="the article")
            when = _asked_date(session, article.published or "unknown")
            desk = session.desk()
            operation = open_check(
                desk,
                {
                    "claim": claim,
                    "words": sentence.text,
                    "claimant": {"name": who},
                    "said_on": when,
                    "language": article.language,
                },
                appearance={
                    "url": article.url,
                    "title": article.title or None,
                    "published": article.published,
                    "quote": sentence.text,
                },
            )
            session.carry_out(desk, operation, dry_run=False, as_json=False)
        except FactcheckError as error:
            session.complain(str(error))


def _asked_date(session: Session, default: str) -> str:
    """Ask for a date until it is one: earlier answers must not be lost to a slip."""
    from factcheck.model.dates import UNKNOWN, partial_date

    while True:
        given = session.ask("Said on (or 'unknown')", flag="date", default=default)
        if given == UNKNOWN:
            return given
        try:
            return partial_date(given)
        except ValueError as error:
            session.complain(str(error))
