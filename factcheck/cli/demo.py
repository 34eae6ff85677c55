"""Door: demo. The whole way of a claim, on a copy of the example ledger."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from factcheck.cli.options import session_of
from factcheck.model.errors import MachineError, RefusedError

_RESEARCHER = "Research desk"
_EDITOR = "Reviewing editor"
_CHECK = "one-hundred-member-states"

_STEPS: tuple[tuple[str, str, str], ...] = (
    (
        _RESEARCHER,
        "Which sentences of a new article repeat claims that we have checked?",
        "match {article}",
    ),
    (
        _RESEARCHER,
        "One of its sentences is new: open a check of it.",
        (
            'open "One hundred member states voted in March 2008 for the UN General'
            ' Assembly resolution that reaffirmed Azerbaijan’s territorial integrity"'
            ' --by "the example article" --on unknown --topic united-nations'
        ),
    ),
    (
        _RESEARCHER,
        "The ledger has evidence that bears on it: link it.",
        (
            f"link {_CHECK} wikipedia-unga --stance refutes"
            ' --because "It gives 39 votes for; one hundred states abstained."'
        ),
    ),
    (
        _RESEARCHER,
        "Write the verdict (without flags, this opens your editor).",
        (
            f"draft {_CHECK} --rating false --confidence medium"
            ' --headline "Thirty-nine states voted for the resolution, not one hundred"'
            ' --summary "The resolution of 14 March 2008 passed with 39 votes for and 7'
            ' against. One hundred is the number of abstentions."'
            ' --text "The resolution reaffirmed Azerbaijan’s territorial integrity with'
            " 39 votes for, 7 against and 100 abstentions [@wikipedia-unga]. The"
            ' article takes the abstentions for votes in favour."'
        ),
    ),
    (_RESEARCHER, "Give it: the draft is frozen, with pins.", f"verdict {_CHECK}"),
    (
        _EDITOR,
        "A second person approves.",
        f'approve {_CHECK} --comment "The figures are those of the source."',
    ),
    (_EDITOR, "The whole check on one screen.", f"show {_CHECK}"),
    (_EDITOR, "The report, ready for publication.", f"report {_CHECK}"),
    (_EDITOR, "Does the whole ledger hold together?", "verify"),
)


def demo(
    ctx: typer.Context,
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="[DIR]", help="Keep the copy here; else it is deleted."),
    ] = None,
) -> None:
    """Walk a claim from an article to a report.

    It works on a copy of the example ledger. Each step is a real command, printed
    before it runs.

    Examples:
        factcheck demo
        factcheck demo my-copy
    """
    session = session_of(ctx)
    if folder is not None and folder.exists():
        raise RefusedError(f"{folder} is there already: name a folder that is not")
    with tempfile.TemporaryDirectory(prefix="factcheck-demo-") as temporary:
        ledger = (folder or Path(temporary) / "ledger").resolve()
        article = _copied(ledger, Path(temporary))
        _run(_RESEARCHER, f'init {shlex.quote(str(ledger))} --publisher "Example desk"')
        for who, about, line in _STEPS:
            command = line.format(article=shlex.quote(str(article)))
            session.answer(f"\n# {about}\n({who}) $ factcheck {_shown(command)}\n")
            sys.stdout.flush()
            _run(who, f"--ledger {shlex.quote(str(ledger))} {command}")
    if folder is not None:
        session.tell(f"The ledger of this walk is in {folder}.")


def _copied(ledger: Path, temporary: Path) -> Path:
    """Copy the example ledger and the example article; give the article."""
    from factcheck import shipped

    shutil.copytree(
        shipped.folder("ledger"), ledger, ignore=shutil.ignore_patterns("captures")
    )
    return Path(shutil.copy(shipped.folder("examples") / "article.md", temporary))


def _shown(command: str) -> str:
    """Show a command without the folder that only this walk knows."""
    words = [
        Path(word).name if word.endswith("article.md") else word
        for word in shlex.split(command)
    ]
    return shlex.join(words)


def _run(who: str, line: str) -> None:
    """Run one command in a process of its own, as somebody in particular."""
    address = who.lower().replace(" ", "-") + "@example.org"
    environment = os.environ | {
        "GIT_AUTHOR_NAME": who,
        "GIT_AUTHOR_EMAIL": address,
        "FACTCHECK_PAGER": "",  # the walk goes on by itself
    }
    quiet = subprocess.DEVNULL if line.startswith("init ") else None
    done = subprocess.run(
        [sys.executable, "-m", "factcheck", *shlex.split(line)],
        env=environment,
        stdout=quiet,
        stderr=quiet,
        check=False,
    )
    if done.returncode:
        raise MachineError(f"the demo stopped at: factcheck {line}")
