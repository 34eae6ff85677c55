"""Door: report."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the annotation
from typing import TYPE_CHECKING, Annotated

import typer

from factcheck.cli.options import Json, end_reading, session_of
from factcheck.model.errors import MachineError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from factcheck.cli.console.session import Session


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
    as_json: Json = False,
) -> None:
    """Write the report of a verdict.

    It is Markdown, ready for publication. A draft says that it is one. The same
    records give the same bytes.

    Examples:
        factcheck report afrin-under-20-miles --out afrin.md
        factcheck report --all --out site
    """
    from factcheck.publish.site import site_of

    session = session_of(ctx)
    if every == bool(check):
        raise UsageError("name the checks, or give --all")
    if every and out is None:
        raise UsageError("--all writes into a folder: give --out DIR")
    if every:
        site = site_of(session.ledger, with_front_matter=front_matter)
        texts, problems = site.files, site.problems
    else:
        texts = _of_named(session, check or [], front_matter)
        problems = session.ledger.problems()
    written = _delivered(texts, out, in_folder=every) if out else {}
    if as_json:
        reports = [
            {"name": name, "path": written.get(name), "markdown": text}
            for name, text in texts.items()
        ]
        session.answer_json("factcheck.report/1", reports=reports)
    elif out is None:
        session.answer_text("\n".join(texts.values()))
    else:
        session.tell(
            f"Wrote {out}" + (f": {len(texts)} files" if len(texts) > 1 else "")
        )
    end_reading(session, problems)


def _of_named(
    session: Session, names: list[str], front_matter: bool
) -> Mapping[str, str]:
    """Give the reports of checks by file name."""
    from factcheck.publish.render import render_report
    from factcheck.publish.report import report_of

    texts = {}
    settings = session.ledger.settings
    for one in session.checks(names):
        for path in session.ledger.edits_of(one):
            session.warn(f"{path} has changes that are not committed nor in the report")
        texts[f"{one.name}.md"] = render_report(
            report_of(one, settings), with_front_matter=front_matter
        )
    return texts


def _delivered(
    texts: Mapping[str, str], out: Path, *, in_folder: bool
) -> dict[str, str]:
    """Write reports, one into a file, several into a folder; give where by name."""
    if in_folder or len(texts) > 1 or out.is_dir():
        _write(out, texts)
        return {name: str(out / name) for name in texts}
    ((name, text),) = texts.items()
    _write_file(out, text)
    return {name: str(out)}


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
