"""Door: completion."""

from __future__ import annotations

from typing import Annotated

import typer

from factcheck.cli.options import session_of
from factcheck.model.errors import UsageError

SCRIPTS = {
    "bash": "factcheck.bash",
    "zsh": "factcheck.zsh",
    "fish": "factcheck.fish",
    "powershell": "factcheck.ps1",
}


def completion(
    ctx: typer.Context,
    shell: Annotated[
        str, typer.Argument(metavar="SHELL", help="bash, zsh, fish or powershell.")
    ],
) -> None:
    """Print the script that completes commands in a shell.

    With it the TAB key completes commands, options, ratings and the like, and
    checks and evidence by name or id. 'factcheck help completion' says where each
    shell wants the script.

    Examples:
        factcheck completion bash > ~/.local/share/bash-completion/completions/factcheck
        factcheck completion fish > ~/.config/fish/completions/factcheck.fish
    """
    from factcheck.shipped import folder

    if shell not in SCRIPTS:
        raise UsageError(f"there is no script for '{shell}': {', '.join(SCRIPTS)}")
    script = folder("completion") / SCRIPTS[shell]
    session_of(ctx).answer(script.read_text(encoding="utf-8"))
