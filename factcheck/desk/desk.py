"""The desk: one person at work on one ledger, at a given time."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import unified_diff
from random import Random, SystemRandom
from typing import TYPE_CHECKING, Any

from factcheck.ledger import layout
from factcheck.ledger.format import codec
from factcheck.ledger.writing.change import Change, Message
from factcheck.model.errors import BadInputError, BadRecordError, RefusedError
from factcheck.model.ids import id_of, make_name, make_slug, new_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from factcheck.ledger.git.repository import Identity
    from factcheck.ledger.ledger import Ledger
    from factcheck.model.check import Check
    from factcheck.model.kinds import Kind
    from factcheck.model.record import Record


@dataclass(frozen=True, slots=True)
class Made:
    """One record that an operation writes or deletes."""

    kind: Kind
    name: str
    path: str

    @property
    def id(self) -> str:
        """The id at the end of its name."""
        return id_of(self.name)


@dataclass(frozen=True, slots=True)
class Operation:
    """What one command is going to commit: nothing is written before ``Desk.commit``.

    Attributes:
        message: of the commit.
        changes: the files, each with the bytes from which the change was made.
        made: the records in the order in which a person would name them.
        captures: bytes of sources to be kept beside the records.
    """

    message: Message
    changes: tuple[Change, ...]
    made: tuple[Made, ...]
    captures: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """One person at work on one ledger.

    Attributes:
        ledger: what is worked on.
        now: the time, UTC text.
        author: who works, as git knows them.
        seed: makes ids reproducible in tests and docs; None draws them at random.
    """

    ledger: Ledger
    now: str
    author: Identity
    seed: str | None = None

    def commit(self, operation: Operation) -> str:
        """Make one commit of an operation and give its id (see ``Ledger.commit``).

        Captures are kept before the commit that names them, and no longer than it
        takes to see that there will be none.
        """
        new = [one for one in operation.captures if self.ledger.keep_capture(one)]
        try:
            return self.ledger.commit(
                operation.changes, operation.message, author=self.author, now=self.now
            )
        except Exception:
            for content in new:
                self.ledger.drop_capture(content)
            raise

    def diff(self, operation: Operation) -> str:
        """Show what an operation changes, as a unified diff to what is committed."""
        paths = [change.path for change in operation.changes]
        committed = self.ledger.committed(paths)
        return "".join(
            line if line.endswith("\n") else line + "\n"
            for change in operation.changes
            for line in unified_diff(
                _lines(committed.get(change.path)),
                _lines(change.content),
                change.path if change.path in committed else "/dev/null",
                change.path if change.content is not None else "/dev/null",
            )
        )

    def new_name(self, text: str, *, kind: Kind, within: str = "") -> str:
        """Make the name of a new record: a slug of the text, and an id never used.

        Args:
            text: what the record is about.
            kind: what kind of record.
            within: the check that it belongs to; only seeded ids depend on it.
        """
        slug = make_slug(text)
        random: Random = SystemRandom()
        if self.seed is not None:
            # ids are no secrets; the point of a seed is that they can be repeated
            random = Random(f"{self.seed} {self.now} {kind} {within} {text}")  # noqa: S311
        while self.ledger.name_is_taken(record_id := new_id(random)):
            continue
        return make_name(slug, record_id)

    def put(self, path: str, record: Record) -> Change:
        """Make the change that writes a record to its file.

        Raises:
            RefusedError: the file has uncommitted edits, or comments that would
                be lost.
        """
        return Change(path, codec.dump(record), self.seen(path))

    def remove(self, path: str) -> Change:
        """Make the change that deletes a record's file (errors as for ``put``)."""
        return Change(path, None, self.seen(path))

    def seen(self, path: str) -> bytes | None:
        """Give the bytes of a file that a change may replace (errors as ``put``)."""
        content = self.ledger.read_working(path)
        if self.ledger.is_edited(path):
            raise RefusedError(
                f"{path} has changes that are not committed: "
                "run 'factcheck save' or undo them first"
            )
        if content is None and self.ledger.is_committed(path):
            # It lies outside a sparse checkout: what is committed counts.
            content = self.ledger.committed([path]).get(path)
        if content is not None and codec.has_comments(content):
            raise RefusedError(
                f"{path} has comments, which this command would lose: "
                "edit it by hand and run 'factcheck save'"
            )
        return content

    def rating(self, label: str) -> str:
        """Give the label of the ledger's scale that somebody typed, in its own form.

        Raises:
            BadInputError: the scale has no such label.
        """
        known = [rating.label for rating in self.ledger.settings.ratings]
        for one in known:
            if one.casefold() == " ".join(label.split()).casefold():
                return one
        raise BadInputError(
            f"'{label}' is no rating of this ledger: {', '.join(known)}"
        )


def validated(record_class: type[Any], values: dict[str, Any], *, what: str) -> Any:
    """Make a record of values that a person gave; absent ones are None.

    Raises:
        BadRecordError: a value is not what the field wants; ``what`` names the
            record in the message.
    """
    from pydantic import ValidationError  # noqa: PLC0415 - readers do without

    given = {key: value for key, value in values.items() if value is not None}
    try:
        return record_class.model_validate(given)
    except ValidationError as error:
        from factcheck.ledger.format.validation import problems_of  # noqa: PLC0415 - rare

        raise BadRecordError(problems_of(error, record_class, path=what)) from None


def said(
    operation: str,
    subject: str,
    *,
    because: str | None = None,
    **names: str | Iterable[str],
) -> Message:
    """Write a commit message: a subject, and trailers that programs read.

    Args:
        operation: what was done, as ``Factcheck-Op`` says it.
        subject: one line for people; cut at 72 characters.
        because: why, in prose; the body of the message.
        names: further trailers, such as ``check="slug-id"``.
    """
    longest = 72
    line = " ".join(subject.split())
    cut = line if len(line) <= longest else line[: longest - 1].rstrip(" …") + "…"
    trailers = [("Factcheck-Op", operation)]
    for key, value in names.items():
        values = [value] if isinstance(value, str) else value
        trailers += [(key.replace("_", "-").capitalize(), one) for one in values]
    return Message(cut, tuple(trailers), _safe(because or ""))


def joined(operations: Sequence[Operation]) -> Operation:
    """Make one operation, and so one commit, of several on different records."""
    first, *others = operations
    if not others:
        return first
    trailers = [trailer for one in operations for trailer in one.message.trailers]
    subject = f"{first.message.subject}, and {len(others)} more"
    subjects = "\n".join(one.message.subject for one in operations)
    reasons = dict.fromkeys(one.message.body for one in operations if one.message.body)
    body = "\n\n".join([subjects, *reasons])
    return Operation(
        Message(subject, tuple(dict.fromkeys(trailers)), body),
        tuple(change for one in operations for change in one.changes),
        tuple(made for one in operations for made in one.made),
        tuple(content for one in operations for content in one.captures),
    )


def folder_of(check: Check) -> str:
    """Give the folder of a check."""
    return layout.folder_of(check.claim.path)


def _safe(text: str) -> str:
    """Take out what ``git log`` would hand to a terminal as it is."""
    return "\n".join(
        "".join(
            char if char.isprintable() else " " if char.isspace() else "\ufffd"
            for char in line
        ).strip()
        for line in text.strip().splitlines()
    )


def _lines(content: bytes | None) -> Sequence[str]:
    return content.decode(errors="replace").splitlines(keepends=True) if content else []
