"""Door: schema."""

from __future__ import annotations

import json
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from factcheck.cli.options import Json, session_of
from factcheck.model.errors import MachineError, NotALedgerError, UsageError
from factcheck.model.kinds import KINDS
from factcheck.terminal.safe import json_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from factcheck.cli.console.session import Session
    from factcheck.cli.editor_settings import Editor
    from factcheck.model.kinds import Kind

_FOLDER = Path("schemas")
"""Where the settings of an editor look for schemas if ``--out`` says nothing."""


def schema(
    ctx: typer.Context,
    kind: Annotated[
        str | None, typer.Argument(metavar="[KIND]", help="A kind of records.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write KIND.schema.json files there."),
    ] = None,
    editor: Annotated[
        str | None,
        typer.Option(help="Print settings for vscode, neovim, helix or zed."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Show the schemas of the records, for editors.

    Without a KIND the kinds are listed, with the files in which they stand. An
    editor with a YAML language server marks what 'save' would refuse, completes
    fields and explains them.

    Examples:
        factcheck schema evidence
        factcheck schema --editor vscode --out schemas
    """
    session = session_of(ctx)
    known = _kind(kind) if kind else None
    chosen = _editor(editor) if editor else None
    if out is not None:
        _write(session, out, [known] if known else KINDS, quiet=chosen is not None)
    if chosen is not None:
        _print_settings(session, chosen, out or _FOLDER)
    elif out is None and known:
        session.answer(_as_text(known))
    elif out is None:
        _list(session, as_json=as_json)


def _kind(text: str) -> Kind:
    for kind in KINDS:
        if kind == text:
            return kind
    close = get_close_matches(text, KINDS, n=1)
    hint = f"did you mean {close[0]}?" if close else f"known are {', '.join(KINDS)}"
    raise UsageError(f"there is no kind '{text}': {hint}")


def _editor(name: str) -> Editor:
    from factcheck.cli.editor_settings import EDITORS

    if name not in EDITORS:
        raise UsageError(f"--editor '{name}': known are {', '.join(EDITORS)}")
    return EDITORS[name]


def _as_text(kind: Kind) -> str:
    from factcheck.ledger.format.schema import schema_of

    return json_text(json.dumps(schema_of(kind), ensure_ascii=False, indent=2)) + "\n"


def _list(session: Session, *, as_json: bool) -> None:
    from factcheck.ledger.format.schema import glob_of, summary_of
    from factcheck.terminal.page import Column, Table

    if as_json:
        rows = [
            {"kind": kind, "files": glob_of(kind), "summary": summary_of(kind)}
            for kind in KINDS
        ]
        session.answer_json("factcheck.kinds/1", kinds=rows)
        return
    session.show(
        (
            Table(
                (Column("kind"), Column("files"), Column("what it is", 1)),
                tuple(
                    (
                        (kind, "strong"),
                        (glob_of(kind), "quiet"),
                        (summary_of(kind), "plain"),
                    )
                    for kind in KINDS
                ),
            ),
        )
    )


def _write(
    session: Session, folder: Path, kinds: Iterable[Kind], *, quiet: bool
) -> None:
    from factcheck.ledger import files
    from factcheck.ledger.format.schema import file_of

    if folder.exists() and not folder.is_dir():
        raise UsageError(f"--out {folder} is a file: give a folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MachineError(f"cannot make {folder}: {error.strerror}") from None
    for kind in kinds:
        files.write(folder, file_of(kind), _as_text(kind).encode())
        if not quiet:
            session.answer_text(f"{folder / file_of(kind)}\n")


def _print_settings(session: Session, editor: Editor, folder: Path) -> None:
    from factcheck.ledger.format.schema import globs

    top, ledger = _opened_in_editor(session)
    inside = _relative(folder, top)
    session.answer_text(
        editor.write(
            {f"{inside}/{file}": f"{ledger}{glob}" for file, glob in globs().items()}
        )
    )
    session.tell(f"They belong into {top / editor.file}")
    if not folder.is_dir():
        session.tell(f"Next: factcheck schema --out {folder}")


def _opened_in_editor(session: Session) -> tuple[Path, str]:
    """Give the folder that people open, and the ledger's folder in it.

    That is the root of the repository, else the ledger, else the current folder.
    """
    from factcheck.ledger.git.repository import Repository
    from factcheck.ledger.locate import locate

    given = Path(session.ledger_folder) if session.ledger_folder else None
    try:
        root = locate(Path.cwd(), given).resolve()
    except NotALedgerError:
        if given is not None:
            raise
        return Path.cwd(), ""
    repository = Repository.around(root)
    if repository is None:
        return root, ""
    top = repository.top.resolve()
    inside = root.relative_to(top).as_posix()
    return top, "" if inside == "." else f"{inside}/"


def _relative(folder: Path, top: Path) -> str:
    """Give a folder as settings name it: from the top where it lies below it."""
    absolute = folder.resolve()
    if not absolute.is_relative_to(top):
        return absolute.as_posix()
    inside = absolute.relative_to(top).as_posix()
    return "." if inside == "." else f"./{inside}"
