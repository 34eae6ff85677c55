"""Door: decide."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from factcheck.cli.ending import EndedError
from factcheck.cli.options import DryRun, Json, session_of
from factcheck.model.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from factcheck.cli.console.session import Session
    from factcheck.desk.deciding import Choice
    from factcheck.desk.decisions import Decision, Decisions
    from factcheck.desk.proposals import Proposal
    from factcheck.terminal.decide_view import Asked

_WORDS: dict[str, Decision] = {"same": "same", "different": "different"}
_KEYS = {
    "s": "same",
    "d": "different",
    "\n": "later",
    " ": "later",
    "u": "back",
    "q": "stop",
    "\x04": "stop",
}
_ENDING = {"\n": "yes", "y": "yes", "q": "yes", "\x04": "yes", "u": "back", "n": "no"}
_QUESTION = "[s]ame  [d]ifferent  [Enter] later  [u] back  [q] stop:"
_TOLD = 10
"""So many lines are said beside the answer; the change itself shows all."""
_KEPT = "# factcheck decide - < this file"


def decide(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[MATCH... DECISION]",
            help="Handles of matches, then same or different; - reads stdin.",
        ),
    ] = None,
    note: Annotated[
        str | None, typer.Option("--note", help="Why; kept with the decision.")
    ] = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Say if matches are the same claim or different.

    Each match that 'factcheck match' prints has a handle. Same puts down that the
    claim appeared in the article; different is kept too, and the same words are
    never asked about again, in whatever article. Deciding otherwise later counts,
    and takes the appearance back. Without arguments, on a terminal, the matches
    printed last come one by one, a key each.

    Examples:
        factcheck decide
        factcheck decide 7k3f9x same
        factcheck decide 7k3f9x b2c4d6 same x9y8z7 different --dry-run
        factcheck decide - < decided.txt
    """
    from factcheck.desk.deciding import Choice
    from factcheck.desk.proposals import find_all, printed_last

    session = session_of(ctx)
    if not words and not session.may_ask:
        raise UsageError(
            "name the matches and the decision: factcheck decide MATCH same "
            "('factcheck match ARTICLE' prints them)"
        )
    if not words:
        printed = printed_last(session.ledger)
        if not printed:
            session.tell("No match was printed lately: 'factcheck match ARTICLE'")
            return
        decide_on(session, printed, note=note, dry_run=dry_run, as_json=as_json)
        return
    named = _named(_typed(session, words))
    proposals = find_all(session.ledger, list(named))
    decisions = list(named.values())
    if None in decisions:
        if any(decisions) or not session.may_ask:
            raise UsageError("say same or different behind the matches")
        decide_on(
            session, proposals, note=note, dry_run=dry_run, as_json=as_json, anew=True
        )
        return
    choices = [
        Choice(one, decision, note)
        for one, decision in zip(proposals, decisions, strict=True)
        if decision
    ]
    _write(session, choices, dry_run=dry_run, as_json=as_json)


def decide_on(
    session: Session,
    proposals: Sequence[Proposal],
    *,
    note: str | None = None,
    dry_run: bool = False,
    as_json: bool = False,
    anew: bool = False,
) -> None:
    """Go through matches on the terminal, one key each, and write what was decided.

    Args:
        session: of the door.
        proposals: as they were printed; those decided on already are left out.
        note: kept with each decision.
        dry_run: show the change, write nothing.
        as_json: say what was made as JSON.
        anew: ask again what was decided.

    Raises:
        UsageError: nobody is there to ask.
    """
    from factcheck.desk.decisions import Decisions

    if not session.may_ask:
        raise UsageError("deciding asks about each match: it needs a terminal")
    decisions = Decisions.of(session.ledger)
    choices: list[Choice] = []
    open_ones = list(proposals)
    if not anew:
        open_ones = [one for one in open_ones if not _decision_on(decisions, one)]
        choices += _again(session, decisions, proposals, note)
    choices += _asked_one_by_one(session, open_ones, note)
    if not choices:
        said = "Nothing was decided." if open_ones else "No match printed is undecided."
        session.tell(said)
        return
    _write(session, choices, dry_run=dry_run, as_json=as_json)


def _typed(session: Session, words: Iterable[str]) -> list[str]:
    """Give the words as typed, ``-`` replaced by those on standard input.

    Raises:
        EndedError: standard input was to give them and is empty.
    """
    found: list[str] = []
    for word in words:
        if word != "-":
            found.append(word)
            continue
        try:
            lines = sys.stdin.buffer.read().decode().splitlines()
        except UnicodeDecodeError:
            raise UsageError("standard input is not UTF-8") from None
        found += [w for line in lines for w in line.partition("#")[0].split()]
    if all(word in _WORDS for word in found) and "-" in words:
        session.tell("Standard input named no match: there is nothing to do.")
        raise EndedError
    return found


def _named(words: Iterable[str]) -> dict[str, Decision | None]:
    """Give the decision on each handle: the word that follows it.

    Raises:
        UsageError: a decision follows no handle, or one is decided in both ways.
    """
    named: dict[str, Decision | None] = {}
    waiting: list[str] = []
    for word in words:
        decision = _WORDS.get(word.lower())
        if decision is None:
            waiting.append(word)
            continue
        if not waiting:
            raise UsageError(f"'{decision}' stands behind the matches it is about")
        for handle in waiting:
            if named.setdefault(handle, decision) != decision:
                raise UsageError(f"{handle} cannot be both same and different")
        waiting = []
    return named | {handle: named.get(handle) for handle in waiting}


def _decision_on(decisions: Decisions, one: Proposal) -> Decision | None:
    known = decisions.on(one.sentence, one.check)
    return known.decision if known else None


def _again(
    session: Session,
    decisions: Decisions,
    proposals: Sequence[Proposal],
    note: str | None,
) -> list[Choice]:
    """Offer to put down what was decided to be the same in another article."""
    from factcheck.desk.deciding import Choice

    elsewhere = [
        one
        for one in proposals
        if (known := decisions.on(one.sentence, one.check))
        and known.decision == "same"
        and not decisions.is_on_article(one.sentence, one.check, one.article.key)
    ]
    if not elsewhere:
        return []
    count = len(elsewhere)
    sentences = "1 sentence was" if count == 1 else f"{count} sentences were"
    question = (
        f"{sentences} decided 'same' in another article. "
        "Put down the appearance here too?"
    )
    if not session.confirm(question, default=True):
        return []
    return [Choice(one, "same", note) for one in elsewhere]


def _asked_one_by_one(
    session: Session, proposals: Sequence[Proposal], note: str | None
) -> list[Choice]:
    """Ask about each match; give what was decided, in order."""
    from factcheck.desk.deciding import Choice
    from factcheck.desk.proposals import handles
    from factcheck.terminal.decide_view import asked_page

    shown = handles(proposals)
    decided: dict[int, Decision] = {}
    at, total = 0, len(proposals)
    while at < total:
        asked = _as_asked(session, proposals[at], shown[at], at + 1, total)
        page = asked_page(asked._replace(before=decided.get(at, "")))
        answer = _KEYS[session.ask_key(page, _QUESTION, _KEYS)]
        if answer == "stop":
            break
        if answer == "back":
            at = max(0, at - 1)
            continue
        decided.pop(at, None)
        if answer in _WORDS:
            decided[at] = _WORDS[answer]
        rows = [f"{shown[one]} {decision}" for one, decision in decided.items()]
        session.keep_if_lost("decisions", "\n".join([_KEPT, *rows] if rows else []))
        at += 1
        if at == total and decided and not _is_to_be_written(session, decided, total):
            at -= 1
    return [
        Choice(proposals[one], decision, note)
        for one, decision in sorted(decided.items())
    ]


def _is_to_be_written(
    session: Session, decided: dict[int, Decision], total: int
) -> bool:
    """Ask, behind the last match, whether that is all; False goes back to it."""
    both = list(decided.values())
    counted = f"{both.count('same')} same, {both.count('different')} different"
    later = total - len(both)
    question = f"{counted}, {later} later. Write this? [Enter] yes  [u] back  [n] no:"
    answer = _ENDING[session.ask_key((), question, _ENDING)]
    if answer == "no":
        decided.clear()
        session.keep_if_lost("decisions", "")
    return answer != "back"


def _as_asked(
    session: Session, one: Proposal, handle: str, number: int, total: int
) -> Asked:
    from factcheck.desk.articles import published_at
    from factcheck.model.dates import in_words
    from factcheck.terminal.decide_view import Asked

    try:
        check = session.ledger.check(one.check)
    except NotFoundError:
        check = None
    article = one.article
    when = in_words(article.published) if article.published else None
    named = (article.name or article.url or article.source, article.publisher, when)
    sure = one.band
    if one.score is not None:
        sure = f"{one.band} {100 * one.score:.0f} %".strip()
    return Asked(
        number,
        total,
        handle,
        sure,
        ", ".join(filter(None, named)),
        f"paragraph {one.paragraph}" if one.paragraph else "headline",
        one.sentence,
        one.warnings,
        check,
        one.check,
        published_at(check) if check else None,
    )


def _write(
    session: Session, choices: Sequence[Choice], *, dry_run: bool, as_json: bool
) -> None:
    """Commit what was decided, and say what it came to."""
    from factcheck.desk.deciding import decide as act

    desk = session.desk()
    operation, told = act(desk, choices)
    if operation is None:
        if as_json:
            session.answer_json("factcheck.made/1", records=[], id=None, commit=None)
        for line in told:
            session.tell(line)
        return
    checks = {one.proposal.check for one in choices if one.decision == "same"}
    then = f"factcheck appearances {next(iter(checks))}" if len(checks) == 1 else ""
    for line in told[:_TOLD]:
        session.tell(line)
    if told[_TOLD:]:
        session.tell(f"and {len(told) - _TOLD} more of these")
    session.carry_out(desk, operation, dry_run=dry_run, as_json=as_json, then=then)
