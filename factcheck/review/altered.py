"""What is written once must not change on the way from the base to HEAD either.

A verdict that came after the base, and was edited by a later commit, differs from no
base. Nor does one that a merge edited: git takes a verdict for the renamed draft of
which it was frozen, and carries the other side's edit of the draft into it, silently
(seen with git 2.39 and default settings; a host's merge button does the same).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from factcheck.ledger.git.process import pieces
from factcheck.review.append_only import is_once, is_same_record
from factcheck.review.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factcheck.review.compared import Compared

_COMMIT = "\x01"
_NO_BLOB = "0"


class Step(NamedTuple):
    """A file that a commit left otherwise than each of its parents had it.

    Attributes:
        commit: its id.
        path: the file, in the ledger.
        before: the blobs of those parents that had the file.
        after: its blob in the commit.
    """

    commit: str
    path: str
    before: tuple[str, ...]
    after: str


def altered(compared: Compared) -> Iterator[Finding]:
    """Find the commits that changed a record which is written once.

    Where no base is known, only the merges are looked at: what a person commits is
    compared with a base from the first look on, what a merge does nobody sees.
    """
    steps = list(_steps(compared))
    compared.fetch(blob for step in steps for blob in (*step.before, step.after))
    for step in steps:
        after = compared.content(step.after) or b""
        texts = [compared.content(blob) or b"" for blob in step.before]
        if not any(is_same_record(step.path, text, after) for text in texts):
            message = f"was changed by commit {step.commit[:10]}: it must stay"
            yield Finding(step.path, 0, "append-only", message)


def _steps(compared: Compared) -> Iterator[Step]:
    """Give what the commits since the base changed of what is written once."""
    has_base = compared.base != compared.head
    reach = f"{compared.base}..{compared.head}" if has_base else compared.head
    prefix = compared.ledger.prefix
    rows = pieces(
        compared.repository.top,
        "log",
        "-z",
        "-c",
        "--raw",
        "--no-abbrev",
        "--no-renames",
        f"--format={_COMMIT}%H",
        *([] if has_base else ["--merges"]),
        reach,
        "--",
        f"{prefix}checks",
    )
    commit = ""
    for row in rows:
        text = row.decode("utf-8", "surrogateescape").lstrip("\n")
        if text.startswith(_COMMIT):
            commit = text.removeprefix(_COMMIT)
        elif text.startswith(":"):
            path = next(rows).decode("utf-8", "surrogateescape").removeprefix(prefix)
            step = _step(commit, path, text)
            if is_once(path) and step is not None:
                yield step


def _step(commit: str, path: str, about: str) -> Step | None:
    """Read a row of ``--raw``: one colon, mode and blob for each parent.

    Returns:
        None where the commit added the file, or deleted it.
    """
    parents = len(about) - len(about.lstrip(":"))
    blobs = about.split(" ")[parents + 1 : 2 * parents + 2]
    before = tuple(blob for blob in blobs[:-1] if blob.strip(_NO_BLOB))
    after = blobs[-1]
    return Step(commit, path, before, after) if before and after.strip("0") else None
