"""Door: report."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the annotation
from typing import TYPE_CHECKING, Annotated

import typer

from factcheck.cli.options import session_of
from factcheck.model.errors import ExitCode, MachineError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from factcheck.cli.session import Session
    from factcheck.model.errors import Problem


def report(
    ctx: typer.Context,
    check: Annotated[
        list[str] | None,
        typer.Argument(metavar="[CHECK]...", help="Id, name or slug; - reads stdin."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="File for one report, folder for several.", metavar="FILE"),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Every check, with an index page.")
    ] = False,
    front_matter: Annotated[
        bool,
        typer.Option(
            "--front-matter", help="Fields that site generators read, on top."
        ),
    ] = False,
) -> None:
    """Write the report of a verdict.

    It is Markdown, ready for publication. A draft says that it is one. The same
    records give the same bytes.

    Examples:
        factcheck report afrin-under-20-miles --out afrin.md
        factcheck report --all --out site
    """
    session = session_of(ctx)
    if every == bool(check):
        raise UsageError("name the checks, or give --all")
    if every and out is None:
        raise UsageError("--all writes into a folder: give --out DIR")
    if every and out is not None:
        _write_all(session, out, front_matter)
    else:
        _write_named(session, check or [], out, front_matter)


def _write_named(
    session: Session, names: list[str], out: Path | None, front_matter: bool
) -> None:
    from factcheck.publish.render import render_report
    from factcheck.publish.report import report_of

    checks = session.checks(names)
    settings = session.ledger.settings
    texts = {}
    for one in checks:
        for path in session.ledger.edits_of(one):
            session.warn(f"{path} has changes that are not committed nor in the report")
        texts[f"{one.name}.md"] = render_report(
            report_of(one, settings), with_front_matter=front_matter
        )
    if out is None:
        session.answer_text("\n".join(texts.values()))
    elif len(texts) == 1 and not out.is_dir():
        _write_file(out, next(iter(texts.values())))
        session.tell(f"Wrote {out}")
    else:
        _write(out, texts)
        session.tell(f"Reports in {out}: {len(texts)}")
    _end(session, session.ledger.problems())


def _write_all(session: Session, out: Path, front_matter: bool) -> None:
    from factcheck.publish.site import site_of

    site = site_of(session.ledger, with_front_matter=front_matter)
    _write(out, site.files)
    session.tell(f"Reports in {out}: {len(site.files) - 1}, and index.md")
    _end(session, site.problems)


def _end(session: Session, problems: Iterable[Problem]) -> None:
    """What could not be read or written is never passed over in silence."""
    if session.report_problems(problems):
        raise typer.Exit(ExitCode.BAD_RECORD)


def _write_file(out: Path, text: str) -> None:
    """Write one report; where the name is a pipe or a device, into that."""
    if out.exists() and not out.is_file():
        try:
            out.write_bytes(text.encode())
        except OSError as error:
            raise MachineError(f"cannot write {out}: {error.strerror}") from None
    else:
        target = out.resolve()
        _write(target.parent, {target.name: text})


def _write(folder: Path, texts: Mapping[str, str]) -> None:
    """Write files whole or not at all."""
    from factcheck.ledger import files

    if folder.is_file():
        raise UsageError(f"{folder} is a file: give a folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MachineError(f"cannot make {folder}: {error.strerror}") from None
    for name, text in texts.items():
        files.write(folder, name, text.encode())
