"""The person's own editor on a private file."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from factcheck.model.errors import MachineError

if TYPE_CHECKING:
    from collections.abc import Callable


def edit(text: str, *, name: str, keep: Callable[[str], None]) -> str:
    """Open text in $VISUAL or $EDITOR and give what it became.

    Args:
        text: what is there to begin with.
        name: of the file, so that the editor knows its kind.
        keep: is given what was written if the editor fails or is interrupted.

    Raises:
        MachineError: there is no such editor, or it ended with an error.
    """
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    # In a folder of our own: nobody else can put a link where the file will be.
    with tempfile.TemporaryDirectory(prefix="factcheck-") as folder:
        file = Path(folder) / Path(name).name
        file.touch(mode=0o600)
        file.write_text(text, encoding="utf-8")
        ended_well = False
        try:
            done = subprocess.run([*shlex.split(command), str(file)], check=False)
            ended_well = done.returncode == 0
        except (OSError, ValueError):
            raise MachineError(
                f"cannot start the editor '{command}': set $VISUAL or $EDITOR"
            ) from None
        finally:
            left = file.read_text(encoding="utf-8", errors="replace")
            if not ended_well and left != text:
                keep(left)
        if not ended_well:
            raise MachineError(
                f"the editor '{command}' ended with an error: nothing was saved; "
                "'factcheck draft' brings back what you wrote"
            )
        return left
