"""Offers of match to open checks for what an article claims and nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factcheck.model.errors import FactcheckError

if TYPE_CHECKING:
    from factcheck.cli.console.session import Session
    from factcheck.desk.articles import Reader
    from factcheck.desk.matching import Answer


def offer(session: Session, reader: Reader, answer: Answer) -> None:
    """Offer each sentence that looks like a new claim, one question each.

    Args:
        session: on a terminal.
        reader: the known claims, to name those that are similar.
        answer: of the article, its new sentences ranked.
    """
    for sentence in sorted(answer.new, key=lambda one: one["sentence"]):
        text = sentence["text"]
        session.tell("")
        session.tell(f"New? {text}")
        if not session.confirm("Open a check?"):
            continue
        try:
            _open(session, reader, answer, text)
        except FactcheckError as error:
            session.complain(str(error))


def _open(session: Session, reader: Reader, answer: Answer, text: str) -> None:
    """Open a check of a sentence, with the article as where it appeared."""
    from factcheck.desk.claims import open_check

    read = answer.read
    claim = session.ask("Claim, in your wording", flag="claim", default=text)
    for hit in reader.near(claim, answer.language):
        session.warn(f"similar: {hit.known.check.name}")
    who = session.ask("Claimed by", flag="claimant", default="the article")
    when = _asked_date(session, read.published or "unknown")
    desk = session.desk()
    operation = open_check(
        desk,
        {
            "claim": claim,
            "words": text,
            "claimant": {"name": who},
            "said_on": when,
            "language": answer.language,
        },
        appearance={
            "url": read.url,
            "title": read.title,
            "published": read.published,
            "quote": text,
        },
    )
    session.carry_out(desk, operation, dry_run=False, as_json=False)


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
