"""Articles as somebody names them: files, folders, addresses, standard input.

What is named is gone through as it is read: a folder of any size, or rows that another
program is still writing, are never held as a whole.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from factcheck.intake.messages import LARGEST
from factcheck.model.errors import BadInputError, ExitCode, FactcheckError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import BinaryIO

STDIN = "-"
ROWS = (".jsonl", ".ndjson")
"""Endings of JSON Lines."""

FEEDS = (".rss", ".atom", ".xml")
"""Endings of feeds; one of these that is no feed is left out of a folder."""

ARTICLES = (
    *(".html", ".htm", ".xhtml", ".txt", ".text", ".md", ".markdown"),
    *(".pdf", ".docx", ".odt"),
)
"""Endings of what is read in a folder."""

_HEAD = 65_536


@dataclass(frozen=True, slots=True)
class Named:
    """An article that is to be read: where it lies, and what is known of it.

    Attributes:
        source: what an answer calls it: a path, an address, ``-``, ``rows.jsonl:12``.
        path: of the file, where it lies in one.
        fetch: the address that is to be fetched.
        content: the bytes, where they are at hand already.
        is_text: whether the content is plain text, whatever it looks like.
        found_in: the address of the feed that the address was found in.
        may_be_feed: whether what is fetched may name further articles.
        url: the address by which it is known.
        id: what whoever gave it calls it.
        title, published, language: what is known of it besides.
        is_hint: whether these only stand in for what the article does not say
            itself, as what a feed says does; else they win.
        extra: what a row holds besides; it comes back with the answer.
    """

    source: str
    path: str | None = None
    fetch: str | None = None
    content: bytes | None = field(default=None, repr=False)
    is_text: bool = False
    found_in: str | None = None
    may_be_feed: bool = False
    url: str | None = None
    id: str | None = None
    title: str | None = None
    published: str | None = None
    language: str | None = None
    is_hint: bool = False
    extra: dict[str, Any] | None = None


class Unread(NamedTuple):
    """An article, or a file that names articles, which cannot be read.

    Attributes:
        source: as in `Named`.
        error: one line: what, where, what to do next.
        id: as in `Named`.
        code: what a process ends with that could read nothing else.
    """

    source: str
    error: str
    id: str | None = None
    code: ExitCode = ExitCode.BAD_RECORD

    @classmethod
    def of(cls, error: FactcheckError, source: str, id: str | None = None) -> Unread:  # noqa: A002 - the word of the rows
        """Make it of an error."""
        return cls(source, str(error), id, error.exit_code)


class Ways(NamedTuple):
    """What going through names needs from outside.

    Attributes:
        stdin: gives standard input.
        is_feed: tells a feed by its bytes.
        entries: gives the articles that a feed names, from its bytes and its name.
        tell: takes a sentence for the person at the terminal.
    """

    stdin: Callable[[], BinaryIO]
    is_feed: Callable[[bytes], bool]
    entries: Callable[[bytes, str], Iterable[Named]]
    tell: Callable[[str], object]


def is_address(name: str) -> bool:
    """Tell whether a name is an address that can be fetched."""
    return name.lower().startswith(("http://", "https://"))


def is_one_article(name: str) -> bool:
    """Tell whether a name means one article for sure."""
    return Path(name).suffix.lower() in ARTICLES and not Path(name).is_dir()


def counted(names: Iterable[str]) -> int | None:
    """Count the articles that names mean; None where only reading them tells.

    Rows are counted by their lines, which is more where some are empty.
    """
    total = 0
    for name in names:
        if is_address(name) or name == STDIN:
            return None
        files = _files(name, Counter()) if Path(name).is_dir() else (name,)
        for file in files:
            ending = Path(str(file)).suffix.lower()
            if isinstance(file, Unread) or ending in ARTICLES:
                total += 1
            elif ending in ROWS:
                total += _lines_in(file)
            elif file is name or ending in FEEDS:
                return None
    return total


def _lines_in(path: str) -> int:
    try:
        with Path(path).open("rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return 0
            return sum(
                part.count(b"\n") for part in iter(lambda: file.read(_HEAD), b"")
            )
    except OSError:
        return 1


def named(names: Iterable[str], ways: Ways) -> Iterator[Named | Unread]:
    """Go through what was named.

    Args:
        names: files, folders, addresses, ``-`` for standard input.
        ways: what it takes to read them.

    Returns:
        The articles in the order of the names; of a folder sorted by path, of a feed
        or of rows in their order. What cannot be read stands in its place.
    """
    stdin_is_read = False
    for name in names:
        try:
            if is_address(name):
                yield Named(name, fetch=name, url=name, may_be_feed=True)
            elif name != STDIN:
                yield from _at(name, ways)
            elif stdin_is_read:
                raise BadInputError("-: standard input can be read only once")
            else:
                stdin_is_read = True
                yield from _opened(ways.stdin(), STDIN, ways)
        except FactcheckError as error:
            yield Unread.of(error, name)
        except (OSError, ValueError) as error:  # ValueError: a name with a NUL
            why = getattr(error, "strerror", None) or error
            yield Unread(name, f"cannot read {name}: {why}")


def content_of(one: Named) -> bytes:
    """Give the bytes of an article, but no more of a file than can be read.

    Raises:
        BadInputError: it cannot be read, or was not fetched.
    """
    if one.content is not None:
        return one.content
    if one.path is None:
        raise BadInputError(f"{one.source}: was not fetched")
    try:
        with Path(one.path).open("rb") as file:
            return file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise BadInputError(f"cannot read {one.path}: {why}") from None


def _at(name: str, ways: Ways) -> Iterator[Named | Unread]:
    """Go through a file or a folder."""
    if Path(name).is_dir():
        yield from _folder(name, ways)
    elif is_one_article(name) and Path(name).suffix.lower() != ".txt":
        Path(name).stat()
        yield Named(name, path=name)
    else:
        with Path(name).open("rb") as file:
            # A pipe (<(command) in a shell) gives its bytes only once.
            is_file = stat.S_ISREG(os.fstat(file.fileno()).st_mode)
            yield from _opened(file, name, ways, path=name if is_file else None)


def _opened(
    file: BinaryIO, name: str, ways: Ways, *, path: str | None = None
) -> Iterator[Named | Unread]:
    """Tell what a file is by its beginning, and go through it.

    Args:
        file: open, at its beginning.
        name: of the file.
        ways: what it takes to read it.
        path: of a file that can be read again: it is not read here.
    """
    from factcheck.intake.rows import (  # noqa: PLC0415 - few articles are rows
        is_row,
        rows,
    )

    line = file.readline(_HEAD)
    if line.startswith(b"{") and not line.endswith(b"\n"):
        line += file.readline(LARGEST)
    # A feed may be JSON too.
    if name.lower().endswith(ROWS) or (is_row(line) and not ways.is_feed(line)):
        yield from rows(file, name, begun=line)
        return
    head = line + file.read(max(0, _HEAD - len(line)))
    may_be_feed = ways.is_feed(head)
    if path and not may_be_feed:
        yield Named(name, path=path)
        return
    content = head + file.read(max(0, LARGEST + 1 - len(head)))
    if may_be_feed:
        yield from ways.entries(content, name)
    else:
        yield Named(name, content=content)


def _folder(name: str, ways: Ways) -> Iterator[Named | Unread]:
    """Go through a folder and those in it; what is left out is told."""
    left: Counter[str] = Counter()
    found = False
    for path in _files(name, left):
        if isinstance(path, Unread):
            yield path
            continue
        ending = Path(path).suffix.lower()
        if ending in FEEDS:
            with Path(path).open("rb") as file:
                is_feed = ways.is_feed(file.read(_HEAD))
            if not is_feed:
                left[ending] += 1
                continue
        elif ending not in (*ARTICLES, *ROWS):
            left[ending or "no ending"] += 1
            continue
        found = True
        try:
            yield from _at(path, ways)
        except OSError as error:
            yield Unread(path, f"cannot read {path}: {error.strerror}")
        except FactcheckError as error:
            yield Unread.of(error, path)
    if left:
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(left.items()))
        ways.tell(f"Left out in {name}: {kinds}")
    if not found:
        raise BadInputError(f"{name}: holds no article ({', '.join(ARTICLES)}, …)")


def _files(name: str, left: Counter[str]) -> Iterator[str | Unread]:
    """Give the files below a folder, sorted by path; hidden ones are counted."""
    try:
        with os.scandir(name) as found:
            entries = sorted(found, key=lambda one: one.name)
    except OSError as error:
        yield Unread(name, f"cannot read {name}: {error.strerror}")
        return
    for entry in entries:
        path = str(Path(name) / entry.name)
        if entry.name.startswith("."):
            left["hidden"] += 1
        elif entry.is_dir(follow_symlinks=False):
            yield from _files(path, left)
        elif entry.is_dir():  # a link to a folder may lead back to where we are
            left["linked folders"] += 1
        else:
            yield path
