"""Files that are derived from a ledger and kept beside its cache: a list and its parts.

The parts are named by their content and never changed. The list names those that
count now; it is written last, by renaming, so that a reader sees the old state or the
new one. All of it may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from factcheck.ledger.lock import held
from factcheck.model.errors import BusyError, MachineError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

_LIST = "list.json"
_LOCK = "lock"
_PART = re.compile(r"[0-9a-f]{8,64}", re.ASCII)


class KeptFiles:
    """One list with its parts, in the first of some folders where it can be kept.

    Args:
        folders: where it may lie, the better one first; none for one kept nowhere.
    """

    def __init__(self, folders: Iterable[Path]) -> None:
        self._folders = tuple(folders)

    def listed(self) -> tuple[Path, dict[str, Any]] | None:
        """Give a folder and what the list in it says, None if there is no whole one."""
        for folder in self._folders:
            with suppress(OSError, ValueError):
                sealed, _, content = (folder / _LIST).read_bytes().partition(b"\n")
                if sealed == _seal(content):
                    return folder, json.loads(content)
        return None

    def part(self, folder: Path, name: str) -> mmap.mmap:
        """Map a part into memory, for reading.

        Raises:
            OSError, ValueError: it is not there, empty, or no name of a part.
        """
        if not _PART.fullmatch(name):
            raise ValueError(f"{name!r} is no part")
        with (folder / name).open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def keep(
        self,
        said: dict[str, Any],
        parts: Mapping[str, Callable[[], bytes]],
        *,
        anew: bool,
    ) -> bool:
        """Write parts and the list; drop the parts that it does not need any more.

        While another process writes, and where nothing can be written, nothing is.

        Args:
            said: what the list says, as JSON has it.
            parts: what makes each part, by its name.
            anew: write those too that seem to be there: they may be damaged.

        Returns:
            Whether it is kept now.
        """
        content = json.dumps(said, separators=(",", ":")).encode()
        for folder in self._folders:
            try:
                with held(folder / _LOCK, wait_s=0):
                    for name, made in parts.items():
                        if anew or not (folder / name).is_file():
                            _put(folder, name, made())
                    _put(folder, _LIST, _seal(content) + b"\n" + content)
                    _drop_others(folder, {*parts, _LIST, _LOCK})
                    return True
            except BusyError:
                return False
            except (OSError, MachineError):
                continue
        return False


def _seal(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=16).hexdigest().encode()


def _put(folder: Path, name: str, content: bytes) -> None:
    beside = folder / f".{name}.{os.urandom(4).hex()}.tmp"
    try:
        beside.write_bytes(content)
        beside.replace(folder / name)
    except OSError:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise


def _drop_others(folder: Path, wanted: set[str]) -> None:
    """Delete what nobody needs; others may still have it mapped."""
    for one in folder.iterdir():
        if one.name not in wanted:
            with suppress(OSError):  # Windows keeps what is mapped: the next one tries
                one.unlink()
