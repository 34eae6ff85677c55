"""Reading and writing single files of the working tree, safely.

A file is written beside its place, synced, and renamed into it, so that a reader
sees the old bytes or the new ones. Links are not followed: a record that is a
symbolic link could read or overwrite something outside the ledger.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from factcheck.model.errors import MachineError, RefusedError

if TYPE_CHECKING:
    from pathlib import Path

_NO_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP})
"""What file systems say that sync a folder by themselves, or never."""


def read(root: Path, path: str) -> bytes | None:
    """Give the bytes of a file below a folder, None where there is no file.

    Raises:
        RefusedError: it is a link, a pipe or a device, or lies behind a link.
        MachineError: the system does not let us read it.
    """
    target = _target(root, path)
    try:
        # Without blocking: opening a pipe that nobody writes to would hang.
        flags = (
            os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        )
        descriptor = os.open(target, flags)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        if target.is_symlink():
            raise RefusedError(f"{path} is a link: records are plain files") from None
        raise MachineError(f"cannot read {target}: {error.strerror}") from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise RefusedError(f"{path} is no plain file")
    try:
        with os.fdopen(descriptor, "rb") as file:
            return file.read()
    except OSError as error:
        raise MachineError(f"cannot read {target}: {error.strerror}") from None


def write(root: Path, path: str, content: bytes, *, executable: bool = False) -> None:
    """Put bytes into a file below a folder, making its folders; synced to disk.

    Raises:
        RefusedError: it is a link, or lies behind one.
        MachineError: the disk is full, or the system does not let us; then nothing
            of it is left.
    """
    target = _target(root, path)
    beside = target.with_name(f".{target.name}.{os.urandom(4).hex()}.tmp")
    made: list[Path] = []
    try:
        _make_folders(target.parent, made)
        with beside.open("xb") as file:
            file.write(content)
            file.flush()
            if executable:
                mode = os.fstat(file.fileno()).st_mode
                beside.chmod(mode | (mode & 0o444) >> 2)
            os.fsync(file.fileno())
        beside.replace(target)
        _sync_folder(target.parent)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        with suppress(OSError):
            for folder in reversed(made):
                folder.rmdir()
        size = len(content)
        raise MachineError(
            f"cannot write {target} ({size} bytes): {error.strerror}"
        ) from None


def _make_folders(folder: Path, made: list[Path]) -> None:
    """Make a folder and those above it that are missing; note which.

    A folder's own entry lies in the one above it, which is synced for it.
    """
    lacking = []
    while not folder.is_dir():
        lacking.append(folder)
        folder = folder.parent
    for one in reversed(lacking):
        try:
            one.mkdir()
        except FileExistsError:  # another process was quicker
            continue
        made.append(one)
        _sync_folder(one.parent)


def sweep(root: Path, path: str) -> None:
    """Delete what a dead process left beside a file that it was writing.

    Only the one who holds the writers' lock may call this.
    """
    target = _target(root, path)
    beginning = f".{target.name}."
    try:
        there = list(target.parent.iterdir())
    except OSError:  # no folder, nothing in it
        return
    for one in there:
        if one.name.startswith(beginning) and one.suffix == ".tmp":
            with suppress(OSError):  # it is ignored by git and in nobody's way
                one.unlink()


def remove(root: Path, path: str) -> None:
    """Delete a file below a folder and the folders that this leaves empty."""
    target = _target(root, path)
    try:
        target.unlink()
        _sync_folder(target.parent)
    except (FileNotFoundError, NotADirectoryError):
        pass
    except OSError as error:
        raise MachineError(f"cannot delete {target}: {error.strerror}") from None
    for folder in target.parents:
        if folder == root:
            break
        try:
            folder.rmdir()
        except OSError:
            break


def _target(root: Path, path: str) -> Path:
    target = root
    for step in path.split("/"):
        if step in {"", ".", ".."}:
            raise RefusedError(f"{path} leads out of the ledger")
        target /= step
        if target.is_symlink():
            raise RefusedError(
                f"{path} is or lies behind a link: records are plain files"
            )
    return target


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":  # Windows has no handle on a folder to sync
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise
    finally:
        os.close(descriptor)
