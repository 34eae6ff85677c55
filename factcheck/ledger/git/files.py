"""What a ledger tells git about its files: attributes, what to ignore, how to diff."""

from __future__ import annotations

from dataclasses import dataclass

ATTRIBUTES = """\
*.yaml text eol=lf diff=factcheck merge=factcheck
*.md text eol=lf
/captures/** -text
"""
"""``.gitattributes`` as ``init`` writes it."""

IGNORED = """\
# Captures are other people's texts and pictures: kept beside the history, not in it.
/captures/
.*.tmp
"""
"""``.gitignore`` as ``init`` writes it."""

CAPTURES_LINE = "/captures/"

DIFF_DRIVER = "diff.factcheck.xfuncname"
DIFF_PATTERN = "^([a-z][a-z_0-9]*):"
"""Makes git name the field above each hunk (see ``git help gitattributes``)."""


@dataclass(frozen=True, slots=True)
class Lacking:
    """What a file of git's lacks.

    Attributes:
        path: the file, in the ledger.
        lines: those that ``init`` would have written and that are not there.
        is_plain: whether they can be added without contradicting what is there.
    """

    path: str
    lines: tuple[str, ...]
    is_plain: bool


def lacking(path: str, content: bytes | None, *, captures_in_git: bool) -> Lacking:
    """Compare ``.gitattributes`` or ``.gitignore`` with what ``init`` writes.

    Args:
        path: which of the two.
        content: its bytes, None where there is no such file.
        captures_in_git: the setting: captures are then not to be ignored.
    """
    wanted = ATTRIBUTES if path == ".gitattributes" else IGNORED
    there = [
        line.split() for line in (content or b"").decode(errors="replace").splitlines()
    ]
    lines = tuple(
        line
        for line in wanted.splitlines()
        if not line.startswith("#")
        and line.split() not in there
        and not (captures_in_git and line == CAPTURES_LINE)
    )
    return Lacking(path, lines, not any(_contradicts(line, there) for line in lines))


def completed(content: bytes | None, missing: tuple[str, ...]) -> bytes:
    """Give the content of a file with lines added at its end."""
    before = content or b""
    if before and not before.endswith(b"\n"):
        before += b"\n"
    return before + "".join(f"{line}\n" for line in missing).encode()


def _contradicts(line: str, there: list[list[str]]) -> bool:
    """Tell whether another line says something else of the same files."""
    pattern, *said = line.split()
    return (
        any(
            words[1:] and not set(words[1:]) <= set(said)
            for words in there
            if words and words[0] == pattern
        )
        or [f"!{pattern}"] in there
    )
