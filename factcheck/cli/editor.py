"""The person's own editor on a private file."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from factcheck.model.errors import MachineError


def edit(text: str, *, name: str) -> str:
    """Open text in $VISUAL or $EDITOR and give what it became.

    Args:
        text: what is there to begin with.
        name: of the file, so that the editor knows its kind.

    Raises:
        MachineError: there is no such editor, or it failed; the text is unchanged.
    """
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    # In a folder of our own: nobody else can put a link where the file will be.
    with tempfile.TemporaryDirectory(prefix="factcheck-") as folder:
        file = Path(folder) / Path(name).name
        file.touch(mode=0o600)
        file.write_text(text, encoding="utf-8")
        try:
            done = subprocess.run([*shlex.split(command), str(file)], check=False)
        except (OSError, ValueError):
            raise MachineError(
                f"cannot start the editor '{command}': set $VISUAL or $EDITOR"
            ) from None
        if done.returncode:
            raise MachineError(
                f"the editor '{command}' ended with an error: nothing was saved"
            )
        return file.read_text(encoding="utf-8", errors="replace")
