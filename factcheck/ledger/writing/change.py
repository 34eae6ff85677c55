"""What a commit is made of: changed files, and what is said about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from factcheck.model.errors import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from factcheck.ledger.git.repository import Identity

PLAIN, EXECUTABLE = "100644", "100755"
"""The modes of files that a change can have."""


@dataclass(frozen=True, slots=True)
class Change:
    """One file of a change.

    Attributes:
        path: relative to the ledger, forward slashes.
        content: the new bytes; None deletes the file.
        seen: the bytes of the working tree that the change was made from, None
            where there was no file. Anything else there now stops the change.
            Outside a sparse checkout: the bytes that are committed.
        mode: ``PLAIN`` or ``EXECUTABLE``.
    """

    path: str
    content: bytes | None
    seen: bytes | None
    mode: str = PLAIN


@dataclass(frozen=True, slots=True)
class Message:
    """What a commit says: a subject for people, trailers for programs."""

    subject: str
    trailers: tuple[tuple[str, str], ...]
    body: str = ""

    def __post_init__(self) -> None:
        """A subject holds foreign text, and ``git log`` shows it as it is."""
        object.__setattr__(self, "subject", one_line(" ".join(self.subject.split())))

    def __str__(self) -> str:
        paragraphs = [self.subject]
        if self.body:
            paragraphs.append(self.body.strip())
        paragraphs.append("\n".join(f"{key}: {value}" for key, value in self.trailers))
        return "\n\n".join(paragraphs) + "\n"


@dataclass(frozen=True, slots=True)
class Header:
    """What stands in a commit beside its tree.

    Attributes:
        message: what it says.
        author: who makes it.
        now: when, UTC text.
        parents: the commits on which it is built; the first gives the tree.
    """

    message: Message
    author: Identity
    now: str
    parents: tuple[str, ...]

    @property
    def name(self) -> str:
        """The author's name without what would end it in git's format."""
        return _plain(self.author.name)

    @property
    def email(self) -> str:
        """The author's address, likewise."""
        return _plain(self.author.email)

    @property
    def date(self) -> str:
        """The time in git's own form: seconds, and the zone."""
        return f"{int(datetime.fromisoformat(self.now).timestamp())} +0000"


def import_stream(changes: Sequence[Change], header: Header, ref: str) -> bytes:
    """Write a commit in the format of ``git fast-import`` (see its manual).

    Args:
        changes: the files; their paths are relative to the repository's top.
        header: what else stands in the commit.
        ref: the ref that is to name it.
    """
    text = str(header.message).encode()
    who = f"{header.name} <{header.email}> {header.date}"
    parts = [
        f"commit {ref}\nmark :1\nauthor {who}\ncommitter {who}\n".encode(),
        b"data %d\n" % len(text) + text + b"\n",
        *_parents(header.parents),
    ]
    for change in changes:
        path = _quoted(change.path)
        if change.content is None:
            parts.append(b"D " + path + b"\n")
        else:
            parts.append(f"M {change.mode} inline ".encode() + path + b"\n")
            parts.append(b"data %d\n" % len(change.content) + change.content + b"\n")
    return b"".join(parts) + b"get-mark :1\ndone\n"


def _parents(parents: Iterable[str]) -> list[bytes]:
    words = ("from", "merge")
    return [
        f"{words[number > 0]} {commit}\n".encode()
        for number, commit in enumerate(parents)
    ]


def _plain(text: str) -> str:
    """Take out what would end a name or an address in git's format."""
    return " ".join("".join(c for c in text if c not in "<>\0").split())


def _quoted(path: str) -> bytes:
    escaped = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'.encode("utf-8", "surrogateescape")
