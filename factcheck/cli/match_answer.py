"""What match answers: articles read, matched, and shown one after the other."""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from factcheck.cli.ending import EndedError
from factcheck.cli.options import reader_of
from factcheck.desk.crew import ALONE, Place, answers, cores
from factcheck.desk.decisions import Decisions
from factcheck.desk.feeds import FeedReader
from factcheck.desk.fetched import Fetcher, Page, Web
from factcheck.desk.kept_answers import KeptAnswers, Terms
from factcheck.desk.matching import Wanted, answered
from factcheck.desk.proposals import new_run, remember
from factcheck.desk.proposing import proposed
from factcheck.intake.named import Named, Unread, Ways, counted, is_address, named
from factcheck.intake.sandbox import Extractor
from factcheck.match.claims import LIKELY, POSSIBLE
from factcheck.match.ranking import expected_alarms, model
from factcheck.model.errors import ExitCode
from factcheck.terminal.safe import json_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import BinaryIO

    from factcheck.cli.console.session import Session
    from factcheck.desk.articles import Reader
    from factcheck.desk.matching import Answer
    from factcheck.desk.proposals import Proposal

SCHEMA = "factcheck.match/2"
_MATCH = (
    *("handle", "check", "branch", "claim", "verdict", "stage", "public", "flags"),
    *("score", "band", "shared", "missing", "warnings", "unread"),
    *("sentence", "paragraph", "text", "joined", "also", "decided"),
)
"""The keys of a match, in their order."""

_ERRORS = 50
"""Errors that are listed at the end; --jsonl has all."""


class Asked(NamedTuple):
    """How articles are matched: the options of ``match``."""

    every: bool = False
    threshold: float | None = None
    new: bool = False
    open_new: bool = False
    decide: bool = False
    branches: bool = True
    jobs: int | None = None
    as_json: bool = False
    as_lines: bool = False
    out: str | None = None
    resume: bool = False


def show_matches(session: Session, names: Sequence[str], asked: Asked) -> None:
    """Match articles and show what was found.

    Args:
        session: of the door.
        names: of the articles.
        asked: the options.

    Raises:
        EndedError: some could not be read, or a record of the ledger.
    """
    run = _Run(session, names, asked)
    with ExitStack() as stack:
        run.go(stack)
    run.end()


class _Run:
    """One run of match: what it reads with, and what became of the articles."""

    def __init__(self, session: Session, names: Sequence[str], asked: Asked) -> None:
        self._session = session
        self._names = names
        self._asked = asked
        self._threshold = _threshold(session, asked)
        is_semantic = self.reader.is_semantic
        if self.reader.note:
            session.tell(f"note: {self.reader.note}")
        self._model = model(semantic=is_semantic).name
        self._terms = Terms(SCHEMA, self._model, self._threshold)
        self._alarms = expected_alarms(self._threshold, semantic=is_semantic)
        self._run = new_run()
        self._read = self._matched = 0
        self._unread: list[Unread] = []
        self._articles: list[dict[str, Any]] = []
        self._proposals: list[Proposal] = []
        self._kept: KeptAnswers | None = None
        self._is_whole = False
        self._are_many = False
        self._was_brief = False

    # ------------------------------------------------------------------ reading

    def go(self, stack: ExitStack) -> None:
        """Read all articles and show each."""
        session, asked = self._session, self._asked
        if asked.out is not None:
            self._kept = stack.enter_context(self._opened(Path(asked.out)))
        self._tell_earlier()
        reading = self._answers(self._items(stack), stack)
        total = counted(self._names)
        self._are_many = len(self._names) > 1 or total not in (None, 1)
        if total != 1 and not asked.open_new:  # which asks in between
            reading = session.progress(reading, what="reading articles", total=total)
        try:
            for one in reading:
                self._take(one)
            self._is_whole = True
        except KeyboardInterrupt:
            self._stopped()
            raise
        finally:
            if asked.as_json:
                self._answer_json()

    def _opened(self, path: Path) -> KeptAnswers:
        """Open the file of the answers, never over something that is there."""
        is_there = path.is_file() and path.stat().st_size > 0
        if is_there and not self._asked.resume:
            self._session.confirm_or_refuse(
                f"{path} exists: --resume goes on with it. Write it anew?"
            )
        kept = KeptAnswers(path, self._terms, resume=self._asked.resume)
        if kept.count:
            self._session.tell(
                f"{path} holds {_articles(kept.count)} already: not read again."
            )
        if kept.commits - {str(self._session.ledger.head)}:
            self._session.tell(
                "The ledger has changed since: those lines say which commit they knew."
            )
        return kept

    def _tell_earlier(self) -> None:
        """Say at once which addresses somebody has read already."""
        for name in filter(is_address, self._names):
            for reading in self._decisions.article(name):
                self._session.tell(f"{name}: {reading.in_words()}")

    def _items(self, stack: ExitStack) -> Iterator[Named | Unread]:
        """Give what was named, fetched, without what earlier runs have read."""
        feeds = stack.enter_context(FeedReader())
        ways = Ways(_stdin, feeds.is_feed, feeds.entries, self._session.tell)
        items = named(self._names, ways)
        if self._kept is not None:
            items = self._kept.without_known(items)
        fetcher = Fetcher(Web(_fetch, feeds.is_feed, feeds.entries))
        return fetcher.at_hand(items)

    def _answers(
        self, items: Iterable[Named | Unread], stack: ExitStack
    ) -> Iterator[Answer | Unread]:
        """Read what was named, in this process and, if there is much, in others."""
        session, asked = self._session, self._asked
        extractor = stack.enter_context(Extractor())
        wanted = Wanted(self._threshold, asked.new or asked.open_new)

        def here(item: Named) -> Answer | Unread:
            return answered(
                item, reader=self.reader, extract=extractor.article, wanted=wanted
            )

        place = Place(
            str(session.ledger.root), session.moment(), asked.branches, wanted
        )
        jobs = 1 if asked.open_new else asked.jobs or cores()
        alone = ALONE if asked.jobs is None else 0
        return answers(items, here=here, place=place, jobs=jobs, alone=alone)

    @cached_property
    def reader(self) -> Reader:
        """The known claims; other processes load what this one brings up to date."""
        return reader_of(self._session, branches=self._asked.branches)

    @cached_property
    def _decisions(self) -> Decisions:
        return Decisions.of(self._session.ledger)

    # ------------------------------------------------------------------ showing

    def _take(self, one: Answer | Unread) -> None:
        """Show what became of one article."""
        if isinstance(one, Unread):
            self._unread.append(one)
            if self._asked.as_lines:
                self._say_line({"id": one.id, "source": one.source, "error": one.error})
            return
        self._read += 1
        self._matched += len(one.matched)
        answer, proposals = proposed(one, self._decisions, model=self._model)
        remember(self._session.ledger, proposals, run=self._run)
        data = _as_data(answer, with_new=self._asked.new)
        if self._asked.as_lines:
            self._say_line(data)
        elif self._asked.as_json:
            self._articles.append(data)
        else:
            self._show(data)
        if self._asked.decide:
            self._proposals += proposals
        if self._asked.open_new:
            from factcheck.cli.match_offers import offer

            offer(self._session, self.reader, answer)

    def _show(self, data: dict[str, Any]) -> None:
        from factcheck.terminal.match_view import brief_page, is_silent, match_page

        # Of many articles those with a match are to be seen at a glance.
        is_brief = (self._are_many or self._read > 1) and is_silent(data)
        if not (is_brief and self._was_brief) and self._read > 1:
            self._session.answer("\n")
        self._was_brief = is_brief
        self._session.show(brief_page(data) if is_brief else match_page(data))

    def _say_line(self, data: dict[str, Any]) -> None:
        """Give an answer as a line, with what makes it comparable to others."""
        terms = self._terms._asdict() | {"commit": self._session.ledger.head}
        line = json_text(json.dumps(terms | data, ensure_ascii=False))
        if self._kept is not None:
            self._kept.add(line)
        else:
            self._session.answer(line)
            sys.stdout.flush()

    def _answer_json(self) -> None:
        """Print the one object, of a run that was stopped what it has done."""
        self._session.answer_json(
            SCHEMA,
            model=self._model,
            threshold=self._threshold,
            expected_alarms=self._alarms,
            commit=self._session.ledger.head,
            complete=self._is_whole,
            articles=self._articles,
            errors=[
                {"id": one.id, "source": one.source, "error": one.error}
                for one in self._unread
            ],
        )

    # --------------------------------------------------------------------- ending

    def _stopped(self) -> None:
        """Say what a stopped run has done."""
        where = ""
        if self._kept is not None:
            where = f", {self._asked.out} keeps them: --resume reads the others"
        self._session.tell(f"Stopped: {_articles(self._read)} read{where}.")

    def end(self) -> None:
        """Say what was left out, let matches be decided, choose the exit code.

        Raises:
            EndedError: not all is well.
        """
        session = self._session
        if self._matched and not (self._asked.as_json or self._asked.as_lines):
            from factcheck.terminal.match_view import end_page

            session.answer("\n")
            session.show(end_page(self._threshold, self._alarms))
        if not self._asked.as_lines:
            for one in self._unread[:_ERRORS]:
                session.complain(one.error)
            if len(self._unread) > _ERRORS:
                session.complain(f"and {len(self._unread) - _ERRORS} more: --json")
        every = self._read + len(self._unread)
        if every > 1:
            session.tell(f"{self._read} of {_articles(every)} read.")
        if self._asked.decide and self._proposals:
            from factcheck.cli.deciding import decide_on

            decide_on(session, self._proposals)
        if session.report_problems(session.ledger.problems()):
            raise EndedError(ExitCode.BAD_RECORD)
        if self._unread:
            raise EndedError(self._code_of_unread())

    def _code_of_unread(self) -> ExitCode:
        """Give the code of the one reason why nothing could be read, else 3."""
        codes = {one.code for one in self._unread}
        if self._read or len(codes) > 1:
            return ExitCode.BAD_RECORD
        return codes.pop()


def _articles(count: int) -> str:
    return f"{count} article{'' if count == 1 else 's'}"


def _threshold(session: Session, asked: Asked) -> float:
    if asked.threshold is not None:
        return asked.threshold
    if asked.every:
        return POSSIBLE
    settings = session.ledger.settings
    chosen = settings.match.threshold if settings.match else None
    return LIKELY if chosen is None else float(chosen)


def _stdin() -> BinaryIO:
    """Give standard input apart from Python's own object for it, and never closed.

    A thread may wait at it while the process ends: to close it would wait as well,
    and Python's own object would make a crash of it.
    """
    return open(0, "rb", closefd=False)


def _fetch(address: str, found_in: str | None) -> Page:
    from factcheck.intake.fetching import fetch

    found = fetch(address, found_in=found_in)
    return Page(found.readable, found.final_url)


def _as_data(answer: Answer, *, with_new: bool) -> dict[str, Any]:
    """Give an answer as the JSON of ``factcheck.match/2`` has an article."""
    read = answer.read
    data: dict[str, Any] = {
        "id": answer.id,
        "source": answer.source,
        "title": read.title,
        "publisher": read.publisher,
        "published": read.published,
        "language": answer.language,
        "url": read.url,
        "archived": read.archived,
        "sha256": read.sha256,
        "earlier": list(answer.earlier),
        "left_out": answer.left_out,
        "sentences": [
            one
            | {"matches": [{key: row[key] for key in _MATCH} for row in one["matches"]]}
            for one in answer.sentences
        ],
    }
    if with_new:
        data["new"] = list(answer.new)
    if answer.extra is not None:
        data["extra"] = answer.extra
    return data
