"""Door: evidence add. What the bytes tell is read; only what lacks is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

import typer

from factcheck.cli.fields import EVIDENCE, LINK, Fields, nested, with_fields
from factcheck.cli.files import given as read_given
from factcheck.cli.links import STANCES, link_of
from factcheck.cli.options import DryRun, Json, session_of
from factcheck.cli.origins import optional, settle_origin
from factcheck.model.errors import RefusedError, UsageError

if TYPE_CHECKING:
    from factcheck.cli.console.session import Session
    from factcheck.desk.copies import Copied
    from factcheck.desk.desk import Desk
    from factcheck.desk.sources import Sources
    from factcheck.model.check import Check
    from factcheck.model.evidence import Evidence
    from factcheck.model.filed import Filed

_READ_FROM_BYTES = ("title", "publisher", "author", "published", "url", "language")

KINDS = {
    "document": "a law, a contract, a letter, a judgment",
    "statement": "somebody says it in their own name",
    "report": "a newspaper or agency reports it",
    "reference": "a reference work",
    "data": "figures, a data set",
    "expert": "somebody who knows the field judges it",
    "image": "a picture",
    "video": "a film",
    "audio": "a recording of sound",
    "own work": "what we measured, counted or saw ourselves",
}


@dataclass(slots=True)
class _Taken:
    """What is known of a new entry while its door asks for the rest.

    Attributes:
        given: fields of the entry, ``source.title`` and the like.
        contents: each capture with its bytes, None where those are not kept here.
        new: the bytes among them that are to be kept.
        like: the entry that has the same source, if one was named.
        told: the fields that the file told and nobody typed.
    """

    given: dict[str, Any]
    contents: list[tuple[dict[str, Any], bytes | None]] = field(default_factory=list)
    new: list[bytes] = field(default_factory=list)
    like: Filed[Evidence] | None = None
    told: frozenset[str] = frozenset()

    @property
    def evidence(self) -> dict[str, Any]:
        """The fields as ``add_evidence`` takes them."""
        captures = [capture for capture, _ in self.contents]
        values: dict[str, Any] = {"source": {}, **nested(self.given)}
        return values | ({"captures": captures} if captures else {})


@with_fields(fields=EVIDENCE, stances=STANCES, link_fields=LINK)
def add(
    ctx: typer.Context,
    fields: Fields,
    stances: Fields,
    link_fields: Fields,
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="[FILE|URL]",
            help="A saved copy or an address, kept as a capture; - reads stdin.",
        ),
    ] = None,
    check: Annotated[
        list[str] | None,
        typer.Option("--check", help="Link it to this check; repeat.", metavar="CHECK"),
    ] = None,
    same_source: Annotated[
        str | None,
        typer.Option(help="Take source and captures of this.", metavar="EVIDENCE"),
    ] = None,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Even if the passage is there already.")
    ] = False,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Take in a passage of a source as evidence.

    With --check it is linked in the same commit. A page or PDF tells title,
    publisher, author, date, address and language where its bytes do; what lacks is
    asked for on a terminal. The quote is looked for in the copy, and the text is
    compared with what is kept of the check: a copy has no origin of its own.

    Examples:
        factcheck evidence add page.html --check 7k3f9x --supports
        factcheck evidence add https://example.org/news --kind report
        factcheck evidence add --same-source q8w2m4 --quote "…" --says "Two fled"
    """
    from factcheck.desk.evidence import add_and_link, add_evidence, link_evidence
    from factcheck.desk.sources import Sources

    session = session_of(ctx)
    if (stances or link_fields) and not check:
        raise UsageError("a stance, --because, --part and --primary go with --check")
    if file == "-" and "-" in (check or ()):
        raise UsageError("standard input is the file or the checks, not both")
    checks = session.checks(check) if check else []
    desk = session.desk()
    sources = Sources(session.ledger)
    taken = _begin(session, desk, dict(fields), file, same_source)
    _unwrap(session, taken.given)
    _say_what_was_read(session, taken)
    there = _ask_for_the_rest(session, sources, taken, anyway=anyway)
    if there is not None:
        if not checks:
            raise RefusedError(f"nothing was taken in: {there.name} is there already")
        link = link_of(session, link_fields, stances)
        operations = [link_evidence(desk, one, there.name, link) for one in checks]
    else:
        copied = _copies(session, sources, taken, checks)
        default = _default(sources, taken, "origin") if session.may_ask else None
        settle_origin(session, sources, taken.given, copied, default=default)
        if checks:
            link = link_of(session, link_fields, stances)
            added = add_and_link(desk, checks, taken.evidence, link, captures=taken.new)
        else:
            added = add_evidence(desk, taken.evidence, captures=taken.new)
        operations = [added]
    made = operations[0].made[0]
    then = (
        f"factcheck draft {checks[0].claim.slug}"
        if checks
        else f"factcheck link CHECK {made.id[:6]}"
    )
    session.carry_out(desk, *operations, dry_run=dry_run, as_json=as_json, then=then)


# ------------------------------------------------------------- what is there already


def _begin(
    session: Session,
    desk: Desk,
    given: dict[str, Any],
    file: str | None,
    same_source: str | None,
) -> _Taken:
    """Read what file and named entry tell; what was typed goes before both."""
    from factcheck.desk.captures import capture_of
    from factcheck.desk.sources import kept_captures

    taken = _Taken(given)
    if same_source:
        taken.like = session.ledger.evidence(same_source)
        source = taken.like.data["source"]
        copied = {f"source.{key}": value for key, value in source.items() if value}
        taken.given = {**copied, **taken.given}
    if file:
        one = read_given(session, file)
        if not taken.like:
            told = _told_by(session, one.readable, one.name)
            if one.url:
                told["source.url"] = _address(one.url, told.get("source.url"))
            taken.told = frozenset(told.keys() - taken.given.keys())
            taken.given = {**told, **taken.given}
        kept_now = capture_of(desk, one.content, file_name=one.name, how=one.how)
        taken.contents = [(kept_now, one.content)]
        taken.new = [one.content]
    elif taken.like:
        kept = kept_captures(session.ledger, taken.like)
        taken.contents = [
            (capture, kept.get(capture["sha256"]))
            for capture in taken.like.data["captures"]
        ]
    return taken


def _address(fetched: str, told: str | None) -> str:
    """Choose the address of a page that was fetched.

    Its own one, where that is of the same host: the one that led there may carry
    who shared it where. Where a copy was fetched, the copy's: it holds both.
    """
    from urllib.parse import urlsplit

    from factcheck.model.address import canonical, untracked, unwrapped

    if told and not unwrapped(fetched).archived:
        hosts = {urlsplit(canonical(one)).netloc for one in (fetched, told)}
        if len(hosts) == 1:
            return told
    return untracked(fetched)


def _told_by(session: Session, content: bytes, name: str) -> dict[str, Any]:
    """Read from the bytes what they tell of their source."""
    from factcheck.intake.media import PDF, media_type

    if media_type(content, name) == PDF:
        from factcheck.intake.pdf import can_read_pdf

        if not can_read_pdf():
            session.warn(
                "the PDF is kept, but not read: pip install 'factcheck-ledger[pdf]'"
            )
    from factcheck.model.address import untracked

    told = session.extractor.facts(content, name)
    read = {
        f"source.{field}": value
        for field in _READ_FROM_BYTES
        if (value := getattr(told, field))
    }
    if url := read.get("source.url"):
        read["source.url"] = untracked(url)  # a page can carry those of its visitor
    return read


def _unwrap(session: Session, given: dict[str, Any]) -> None:
    """Take the source's own address out of that of an archive's copy."""
    from factcheck.model.address import unwrapped

    url = given.get("source.url")
    if not url:
        return
    original, archived = unwrapped(url)
    if original != url:
        session.tell(f"The source is {original}")
        given["source.url"] = original
    if archived and not given.get("source.archived"):
        session.tell(f"Its archived copy is {archived}")
        given["source.archived"] = archived


def _say_what_was_read(session: Session, taken: _Taken) -> None:
    """Let who is asked for the rest see what the file told."""
    from factcheck.model.dates import in_words

    if not (taken.told and session.may_ask):
        return
    session.tell("Read from the file:")
    for key in _READ_FROM_BYTES:
        if (field := f"source.{key}") in taken.told:
            value = taken.given[field]
            said = in_words(value) if key == "published" else value
            session.tell(f"  {'address' if key == 'url' else key}: {said}")


# ----------------------------------------------------------------------- the questions


def _default(sources: Sources, taken: _Taken, name: str) -> str | None:
    """Give what was used before: for the same source, for the same host."""
    if taken.like is not None and name in {"kind", "origin"}:
        value: str | None = taken.like.data[name]
        return value or sources.usual(name, taken.given.get("source.url"))
    return sources.usual(name, taken.given.get("source.url"))


def _ask_for_the_rest(
    session: Session, sources: Sources, taken: _Taken, *, anyway: bool
) -> Filed[Evidence] | None:
    """Ask for what lacks, in the order in which one reads a source.

    Returns:
        The entry to link in place of a new one, where the passage is there
        already and the person says so.
    """
    given = taken.given
    if not given.get("source.publisher"):
        usual = _default(sources, taken, "source.publisher")
        given["source.publisher"] = session.ask(
            "Publisher", flag="--publisher", default=usual
        )
    if not (given.get("source.title") or given.get("source.url") or taken.contents):
        given["source.title"] = session.ask("Title", flag="--title")
    if session.may_ask:
        _ask_for_what_is_usual(session, sources, taken)
    if not given.get("kind"):
        given["kind"] = session.ask_choice(
            "Kind", KINDS, flag="--kind", default=_default(sources, taken, "kind")
        )
    if given.get("quote") or not session.may_ask:
        if not _stands(session, taken):
            raise RefusedError("nothing was taken in")
    else:
        _ask_for_quote(session, taken)
    there = _there_already(session, sources, taken, anyway=anyway)
    if there is None and not given.get("says"):
        given["says"] = session.ask_prose(
            "What the passage says, in neutral words", flag="--says"
        )
        if not given.get("quote"):
            there = _there_already(session, sources, taken, anyway=anyway)
    return there


def _ask_for_what_is_usual(session: Session, sources: Sources, taken: _Taken) -> None:
    """Offer carrier and language as they were for the same host, and only then."""
    for name, question, flag in (
        ("source.carrier", "Carrier: where the copy was read", "--carrier"),
        ("source.language", "Language", "--lang"),
    ):
        usual = _default(sources, taken, name)
        if usual and not taken.given.get(name) and taken.like is None:
            value = optional(session, question, flag=flag, default=usual)
            taken.given |= {name: value} if value else {}


def _ask_for_quote(session: Session, taken: _Taken) -> None:
    """Ask for the quote, and again while it is not to be taken as it is."""
    while True:
        quote = optional(session, "Quote, word for word", flag="--quote")
        taken.given |= {"quote": quote} if quote else {}
        if _stands(session, taken):
            return
        del taken.given["quote"]


def _stands(session: Session, taken: _Taken) -> bool:
    """Say whether the quote stands in the copy; if not, ask if it is taken in."""
    quote = taken.given.get("quote")
    if not (quote and any(content is not None for _, content in taken.contents)):
        return True
    from factcheck.intake.quote import find_quote
    from factcheck.review.quotes import quote_state

    looks = [
        find_quote(
            quote,
            content,
            media_type=capture["media_type"],
            read=session.extractor.passage,
        )
        for capture, content in taken.contents
        if content is not None
    ]
    order = ("found", "not found", "cannot be checked")
    found = min(looks, key=lambda one: order.index(one.outcome))
    say = session.tell if found.outcome == "found" else session.warn
    say(quote_state(found))
    return (
        found.outcome != "not found"
        or not session.may_ask
        or session.confirm("Take it in all the same?")
    )


def _there_already(
    session: Session, sources: Sources, taken: _Taken, *, anyway: bool
) -> Filed[Evidence] | None:
    """Ask whether a passage that is there already is to be linked instead.

    Raises:
        RefusedError: nobody is there to ask, and ``--anyway`` was not given.
    """
    if not (taken.given.get("quote") or taken.given.get("says")):
        return None
    there = sources.there_already(taken.evidence)
    if there is None:
        return None
    session.warn(f"{there.name} is the same passage of the same source")
    if anyway:
        return None
    if not session.may_ask:
        raise RefusedError(
            f"{there.name} is there already: link it with 'factcheck link CHECK "
            f"{there.id}', or take this in too with --anyway"
        )
    if session.confirm("Link that one in place of a new entry?", default=True):
        return there
    return None


def _copies(
    session: Session, sources: Sources, taken: _Taken, checks: list[Check]
) -> list[Copied]:
    """Compare the new text with what is kept of the checks and of its address."""
    if taken.like is not None and not taken.new:
        return []  # the same bytes: nothing new can be learnt
    contents = [
        (content, str(capture["media_type"]))
        for capture, content in taken.contents
        if content is not None
    ]
    given = taken.given
    if not contents and not given.get("quote"):
        return []  # there is no text to compare
    from factcheck.desk.copies import copied_from

    entries = sources.to_compare(checks, given.get("source.url"))
    compared = session.progress(entries, what="comparing", total=len(entries))
    read = session.extractor.text
    return copied_from(
        session.ledger, contents, given.get("quote"), compared, read=read
    )
