"""The commits of a repository, as ``git log`` tells them, newest first."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from factcheck.ledger.git.process import pieces
from factcheck.model.dates import first_day, partial_date, to_timestamp

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factcheck.ledger.git.repository import Repository

_FORMAT = "tformat:%H%x00%P%x00%at%x00%an%x00%B%x00"
_FIELDS = 5
# A user's configuration may change what git log prints: each part of it is fixed.
_LOG = (
    *("-c", "log.showRoot=true", "log", "-z", f"--format={_FORMAT}"),
    *("--full-history", "-c", "--raw", "--no-abbrev", "--no-renames", "--no-follow"),
    *("--encoding=UTF-8", "--no-notes", "--no-color", "--no-ext-diff"),
)
_TRAILER = re.compile(r"(?P<key>[A-Za-z0-9][A-Za-z0-9-]*): *(?P<value>.*)")
_OPERATION = "Factcheck-Op"
_EPOCH = "1970-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class Logged:
    """One commit.

    Attributes:
        commit: the full id.
        parents: the ids of the commits before it; several for a merge.
        when: time of authorship, UTC text.
        author: the name; the address stays in git.
        subject: the first paragraph of the message, on one line.
        body: what follows, without the trailers: the why.
        trailers: the last paragraph, where it is made of keys and values.
        is_cut: whether a shallow clone's history ends here, so that what this
            commit changed is not known.
    """

    commit: str
    parents: tuple[str, ...]
    when: str
    author: str
    subject: str
    body: str
    trailers: tuple[tuple[str, str], ...]
    is_cut: bool

    @property
    def operation(self) -> str | None:
        """What our command did, as its trailer says; None for a commit by hand."""
        return next((value for key, value in self.trailers if key == _OPERATION), None)


@dataclass(frozen=True, slots=True)
class Row:
    """A file that a commit changed, from all its parents if it is a merge.

    Attributes:
        path: in the repository.
        before: the blob that the first parent had, None if it had none.
        after: the blob that the commit has, None if it deleted the file.
    """

    path: str
    before: str | None
    after: str | None


def commits(
    repository: Repository, start: str, paths: Sequence[str], *options: str
) -> Iterator[tuple[Logged, tuple[Row, ...]]]:
    """Give the commits from one backwards that changed paths, as git finds them.

    A merge is among them where it differs from one of its parents; it has rows only
    for what it has from none of them.

    Args:
        repository: where to look.
        start: the id of a commit.
        paths: files and folders of the repository; everything if empty.
        options: further ones of ``git log``, ours and never a user's words.
    """
    cut = repository.cut()
    stream = pieces(repository.top, *_LOG, *options, start, "--", *paths)
    fields: list[str] = []
    rows: list[Row] = []
    for piece in stream:
        text = piece.decode("utf-8", "surrogateescape")
        if len(fields) < _FIELDS:
            fields.append(text)
        elif text.lstrip("\n").startswith(":"):
            path = next(stream).decode("utf-8", "surrogateescape")
            rows.append(_row(text.lstrip("\n"), path))
        elif text.strip("\n"):  # the id of the next commit
            yield _logged(fields, cut), tuple(rows)
            fields, rows = [text.lstrip("\n")], []
    if fields:
        yield _logged(fields, cut), tuple(rows)


def differences(
    repository: Repository, old: str | None, new: str, *places: str
) -> Iterator[Row]:
    """Give what differs between two commits below folders; links count as absent.

    Args:
        repository: where to look.
        old: the id of a commit; None stands for nothing at all.
        new: the id of a commit.
        places: files and folders, ``""`` being everything.
    """
    options = ("-r", "-z", "--no-renames", "--no-commit-id", "--root")
    between = [new] if old is None else [old, new]
    paths = [place or "." for place in places]
    stream = pieces(repository.top, "diff-tree", *options, *between, "--", *paths)
    for piece in stream:
        path = next(stream).decode("utf-8", "surrogateescape")
        yield _row(piece.decode().lstrip("\n"), path)


def epoch(text: str, *, end: bool = False) -> int:
    """Give the second that a date or a point in time means, UTC where it is open.

    Args:
        text: ``2026``, ``2026-11``, ``2026-11-20``, or ISO 8601 with a time.
        end: for a date, whether its last second is meant or its first.

    Raises:
        ValueError: it is neither.
    """
    try:
        day = partial_date(text)
    except ValueError:
        moment = datetime.fromisoformat(text)
    else:
        moment = _last_second(day) if end else datetime.fromisoformat(first_day(day))
    zoned = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    try:
        return int(zoned.timestamp())
    except OverflowError:
        raise ValueError(f"'{text}' is out of the calendar") from None


def _last_second(text: str) -> datetime:
    """Give the last second of a year, a month or a day."""
    year, month, *_ = [*text.split("-"), "12"]
    days = monthrange(int(year), int(month))[1]
    day = text if len(text) == len("2020-10-08") else f"{year}-{month}-{days}"
    return datetime.fromisoformat(f"{day}T23:59:59")


def _row(about: str, path: str) -> Row:
    """Read a line of git's raw format: so many colons as there are parents."""
    colons = len(about) - len(about.lstrip(":"))
    words = about.lstrip(":").split(" ")
    modes, blobs = words[: colons + 1], words[colons + 1 :]
    return Row(path, _blob(modes[0], blobs[0]), _blob(modes[colons], blobs[colons]))


def _blob(mode: str, blob: str) -> str | None:
    is_plain = mode.startswith("100")
    return blob if is_plain and blob.strip("0") else None


def _logged(fields: list[str], cut: frozenset[str]) -> Logged:
    commit, parents, seconds, author, message = fields
    subject, body, trailers = _read(_shown(message))
    return Logged(
        commit=commit,
        parents=tuple(parents.split()),
        when=_moment(seconds),
        author=_shown(author),
        subject=subject,
        body=body,
        trailers=trailers,
        is_cut=commit in cut,
    )


def _shown(text: str) -> str:
    """Give text that any encoding takes: other bytes are replaced."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _moment(seconds: str) -> str:
    """Give a time; a commit may claim one that no calendar has."""
    try:
        return to_timestamp(datetime.fromtimestamp(int(seconds), UTC))
    except (ValueError, OverflowError, OSError):
        return _EPOCH


def _read(message: str) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """Take a message apart: subject, body, trailers."""
    paragraphs = re.split(r"\n(?:[ \t]*\n)+", message.strip())
    subject = " ".join(paragraphs[0].split())
    rest = paragraphs[1:]
    trailers = _trailers(rest[-1]) if rest else ()
    body = "\n\n".join(rest[:-1] if trailers else rest)
    return subject, body, trailers


def _trailers(paragraph: str) -> tuple[tuple[str, str], ...]:
    found = [_TRAILER.fullmatch(line) for line in paragraph.split("\n")]
    if not all(found):
        return ()
    return tuple((one["key"], one["value"].strip()) for one in found if one)
