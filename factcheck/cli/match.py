"""Door: match."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from factcheck.cli.options import Branches, Json, session_of
from factcheck.model.errors import BadInputError, UsageError

if TYPE_CHECKING:
    from factcheck.cli.console.session import Session
    from factcheck.cli.match_answer import Asked


def match(
    ctx: typer.Context,
    articles: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ARTICLE...",
            help="Files, folders, addresses, feeds, JSON Lines; - is stdin.",
            show_default=False,
        ),
    ] = None,
    names_from: Annotated[
        str | None,
        typer.Option(
            "--from", help="Read names of articles, one a line.", metavar="FILE"
        ),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Also matches that are only possible.")
    ] = False,
    threshold: Annotated[
        float | None,
        typer.Option(
            help="Least probability of a match, 0 to 1; else the ledger's setting.",
            min=0.0,
            max=1.0,
        ),
    ] = None,
    new: Annotated[
        bool,
        typer.Option("--new", help="Rank what is not known and looks checkable."),
    ] = False,
    open_new: Annotated[
        bool, typer.Option("--open", help="Offer to open checks for new claims.")
    ] = False,
    decide: Annotated[
        bool, typer.Option("--decide", help="Go through the matches, one key each.")
    ] = False,
    branches: Branches = True,
    jobs: Annotated[
        int | None,
        typer.Option(help="Processes; else as many as there are cores.", min=1, max=64),
    ] = None,
    as_json: Json = False,
    as_lines: Annotated[
        bool,
        typer.Option(
            "--jsonl", help="Print one JSON object an article, as soon as it is read."
        ),
    ] = False,
    out: Annotated[
        str | None,
        typer.Option(help="Write the lines of --jsonl to a file.", metavar="FILE"),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the file of --out.")
    ] = False,
) -> None:
    """Find known claims in articles.

    Each sentence, and each with its neighbour, is matched against the claims of the
    ledger and of branches that are not merged yet. A match says how sure it is, on
    which words it rests, and warns where a number, a name, a date or a negation
    differs. Its handle is for 'factcheck decide'. Folders are read with all that is
    in them, of feeds each entry, of JSON Lines each row ("id", "text" or "html" or
    "url", "title", "published"; other keys come back under "extra"). What cannot be
    read is told at the end; the code is 3 then, if others were read.

    Examples:
        factcheck match article.html
        factcheck match https://example.org/feed.xml --new
        curl -s https://example.org/news | factcheck match - --json
        factcheck match articles.jsonl --jsonl --out matches.jsonl --resume
    """
    from factcheck.cli.match_answer import Asked, show_matches

    session = session_of(ctx)
    asked = Asked(
        every=every,
        threshold=threshold,
        new=new,
        open_new=open_new,
        decide=decide,
        branches=branches,
        jobs=jobs,
        as_json=as_json,
        as_lines=as_lines,
        out=out,
        resume=resume,
    )
    _refuse_what_does_not_fit(session, asked)
    names = list(articles or ())
    if names_from is not None:
        if names_from == "-" and "-" in names:
            raise UsageError("- is standard input, which can be read only once")
        names += _names(names_from)
    elif not names:
        raise UsageError("no article was named (see 'factcheck match --help')")
    show_matches(session, names, asked)


def _refuse_what_does_not_fit(session: Session, asked: Asked) -> None:
    """Refuse options that contradict each other, before anything is read.

    Raises:
        UsageError: they do.
    """
    for name, is_asked in (("--open", asked.open_new), ("--decide", asked.decide)):
        if is_asked and (asked.as_json or asked.as_lines):
            raise UsageError(
                f"{name} asks on the terminal: it does not go with --json or --jsonl"
            )
        if is_asked and not session.may_ask:
            raise UsageError(f"{name} asks about each: it needs a terminal")
    if asked.as_json and asked.as_lines:
        raise UsageError("--json is one object, --jsonl one for each article: choose")
    if asked.out is not None and not asked.as_lines:
        raise UsageError("--out keeps the lines of --jsonl: give both")
    if asked.resume and asked.out is None:
        raise UsageError("--resume goes on with a file: name it with --out")


def _names(file: str) -> list[str]:
    """Read names of articles, one a line.

    Raises:
        BadInputError: the file cannot be read, or is not UTF-8.
    """
    try:
        content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        lines = content.decode().splitlines()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8"
        raise BadInputError(f"cannot read {file}: {why}") from None
    return [line.strip() for line in lines if line.strip()]
