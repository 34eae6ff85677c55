"""What the cache keeps to list checks quickly: narrow rows in the order shown.

A row of ``listed`` holds, folded, whatever a filter compares; the dates that make a
flag stand in it as dates, since a cache knows no clock. SQL only narrows by these
rows: whether a check fits is decided by the one rule (``cli/filters.py`` with
``model/state.py``) on the records themselves.

Everything here is pure: statements, rows, conditions. ``cache`` and ``stored`` run
them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factcheck.ledger.cache import sourced
from factcheck.model.dates import first_day, last_day
from factcheck.model.ids import id_of
from factcheck.model.names import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from factcheck.model.check import Check
    from factcheck.model.filed import Filed
    from factcheck.model.state import Standing

    Row = tuple[str, tuple[str | int | None, ...]]
    """A table and a row of it."""

# Kept in the order shown: a list reads from the top and stops when it is full.
_TABLES = """
CREATE TABLE listed (
    opened TEXT NOT NULL, path TEXT NOT NULL, name TEXT NOT NULL,
    stage TEXT NOT NULL, public TEXT NOT NULL, rating TEXT NOT NULL,
    assignee TEXT NOT NULL, topics TEXT NOT NULL, claimant TEXT NOT NULL,
    first TEXT NOT NULL, last TEXT NOT NULL, marks INTEGER NOT NULL,
    due TEXT NOT NULL, embargo TEXT NOT NULL, recheck_by TEXT NOT NULL,
    waits_first TEXT NOT NULL, waits_last TEXT NOT NULL,
    PRIMARY KEY (opened DESC, path)
) WITHOUT ROWID;
CREATE TABLE listed_text (
    opened TEXT NOT NULL, path TEXT NOT NULL, words TEXT NOT NULL,
    PRIMARY KEY (opened DESC, path)
) WITHOUT ROWID;
CREATE TABLE called (
    folded TEXT NOT NULL, id TEXT NOT NULL, place INTEGER NOT NULL,
    name TEXT NOT NULL, path TEXT NOT NULL,
    PRIMARY KEY (folded, path, place)
) WITHOUT ROWID;
CREATE TABLE about (
    id TEXT NOT NULL, path TEXT NOT NULL, PRIMARY KEY (id, path)
) WITHOUT ROWID
"""
TABLES: tuple[str, ...] = (*_TABLES.split(";"), *sourced.TABLES)
"""``listed`` and ``listed_text`` have a row for each check, ``called`` one for each
name of a party, ``about`` one for each complaint: the check that it is about."""

INDEXES: tuple[str, ...] = (
    "CREATE UNIQUE INDEX listed_by_name ON listed (name)",
    "CREATE INDEX called_by_id ON called (id)",
    "CREATE INDEX called_by_path ON called (path)",
    "CREATE INDEX about_by_path ON about (path)",
    *sourced.INDEXES,
)

INSERTS: Mapping[str, str] = {
    "listed": (
        "INSERT OR REPLACE INTO listed VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
    ),
    "listed_text": "INSERT OR REPLACE INTO listed_text VALUES (?,?,?)",
    "called": "INSERT OR REPLACE INTO called VALUES (?,?,?,?,?)",
    "about": "INSERT OR REPLACE INTO about VALUES (?,?)",
    **sourced.INSERTS,
}

_FORGET = """
DELETE FROM listed_text WHERE (opened, path) IN
    (SELECT opened, path FROM listed WHERE name = ?);
DELETE FROM listed WHERE name = ?
"""
FORGET: tuple[str, ...] = tuple(_FORGET.split(";"))
"""What forgets a check, by its name."""

FORGET_PATH: tuple[str, ...] = (
    "DELETE FROM called WHERE path = ?",
    "DELETE FROM about WHERE path = ?",
    *sourced.FORGET_PATH,
)
"""What forgets the rows of a record outside of checks, by its path."""

_MOVED, _DISPUTED, _SELF_APPROVED, _ENDED = 1, 2, 4, 8
"""The marks of a check: flags that need no clock, and that the work has ended."""

_LONGEST_WORD = 1_000
"""Characters of a word that SQL looks for: its patterns have a limit."""

_EVER = "~"
"""Comes after every date."""


def rows(check: Check, standing: Standing) -> Iterator[Row]:
    """Give the rows of a check."""
    claim = check.claim
    data = claim.data
    work: Mapping[str, Any] = check.work.data if check.work else {}
    opened = data["opened"]
    said_on = data["said_on"]
    untils = [until for _, until in standing.waiting]
    yield (
        "listed",
        (
            opened,
            claim.path,
            claim.name,
            plain(standing.stage),
            plain(standing.public),
            plain(standing.rating or ""),
            (work.get("assignee") or "").casefold(),
            "".join(f"\n{topic}" for topic in work.get("topics", ())) + "\n",
            fold_name(data["claimant"]["name"]),
            first_day(said_on),
            last_day(said_on),
            _marks(standing),
            standing.due or "",
            standing.embargo or "",
            standing.recheck_by or "",
            min(filter(None, untils), default=""),
            max((until or _EVER for until in untils), default=""),
        ),
    )
    yield "listed_text", (opened, claim.path, words_of(claim))


def rows_of(filed: Filed[Any]) -> Iterator[Row]:
    """Give the rows of a record outside of checks: of party, complaint, evidence."""
    if filed.kind == "party":
        names = (filed.data["name"], *filed.data["other_names"])
        for place, name in enumerate(names):
            yield "called", (fold_name(name), filed.id, place, name, filed.path)
    elif filed.kind == "complaint":
        yield "about", (id_of(filed.data["check"]), filed.path)
    elif filed.kind == "evidence":
        yield from sourced.rows_of(filed)


def words_of(claim: Filed[Any]) -> str:
    """Give the text in which ``list`` looks for words, in one case."""
    data = claim.data
    name = data["claimant"]["name"]
    texts = (data["claim"], data["words"], *data["wordings"], name, claim.name)
    # SQLite's patterns see nothing behind a NUL.
    return "\n".join(filter(None, texts)).casefold().replace("\0", "\n")


def _holding(word: str) -> str:
    """Give the pattern of a text that holds a word."""
    literal = "".join(f"[{sign}]" if sign in "*?[" else sign for sign in word)
    return f"*{literal}*"


def plain(value: str) -> str:
    """Give what is equal for two ways to write a stage, a rating or a flag."""
    return value.casefold().replace("-", " ")


def narrowing(
    wanted: Mapping[str, Any], *, now: str
) -> tuple[list[str], list[str | int]]:
    """Give conditions on the rows ``l`` of ``listed`` and ``t`` of ``listed_text``.

    Every check that fits passes them; not every one that passes must fit.

    Args:
        wanted: filters, as ``cli/filters.py`` has them; ``text`` are the words.
        now: UTC text.

    Returns:
        Conditions, all to be met, and their values in order.
    """
    tests: list[str] = []
    values: list[str | int] = []
    for field in ("stage", "public", "rating"):
        if wanted.get(field):
            _any(tests, values, f"l.{field} = ?", map(plain, wanted[field]))
    if wanted.get("flag"):
        flags = [_FLAGS[plain(one)] for one in wanted["flag"]]
        tests.append("(" + " OR ".join(test for test, _ in flags) + ")")
        known = {"now": now, "today": now[:10]}
        values += [known[value] for _, needed in flags for value in needed]
    if "topic" in wanted:
        topics = (f"\n{one}\n" for one in wanted["topic"])
        _any(tests, values, "instr(l.topics, ?)", topics)
    if "assignee" in wanted:
        _any(tests, values, "l.assignee = ?", [wanted["assignee"].casefold()])
    if "claimant" in wanted:
        tests.append(_CLAIMANT)
        values += [fold_name(wanted["claimant"])] * 2
    if "since" in wanted:
        _any(tests, values, "l.last >= ?", [first_day(wanted["since"])])
    if "until" in wanted:
        _any(tests, values, "l.first <= ?", [last_day(wanted["until"])])
    for word in wanted.get("text", ()):
        tests.append("t.words GLOB ?")  # twice as quick as instr()
        values.append(_holding(word.casefold()[:_LONGEST_WORD]))
    return tests, values


_CLAIMANT = (
    "(instr(l.claimant, ?) OR l.claimant IN (SELECT folded FROM called WHERE id IN "
    "(SELECT id FROM called WHERE instr(folded, ?))))"
)

_FLAGS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "needs recheck": (
        f"l.marks & {_MOVED} OR (l.recheck_by <> '' AND l.recheck_by <= ?)",
        ("today",),
    ),
    "two verdicts": (f"l.marks & {_DISPUTED}", ()),
    "self approved": (f"l.marks & {_SELF_APPROVED}", ()),
    "overdue": (
        f"(l.due <> '' AND l.due < ? AND NOT l.marks & {_ENDED})",
        ("today",),
    ),
    "waiting for an answer": ("l.waits_last >= ?", ("today",)),
    "answer overdue": ("(l.waits_first <> '' AND l.waits_first < ?)", ("today",)),
    "embargoed": ("l.embargo > ?", ("now",)),
}
"""By the plain name of a flag (see ``model/state.flags``): condition and values."""


PENDING = (
    "l.stage <> 'closed' AND (l.stage <> 'approved' OR "
    f"l.marks & {_MOVED | _DISPUTED} OR l.waits_last <> '' OR l.recheck_by <> '' OR "
    "l.embargo <> '')"
)
"""What holds for each check on which something may wait (see ``desk/queue.py``)."""


def _any(
    tests: list[str],
    values: list[str | int],
    test: str,
    choices: Iterable[str],
) -> None:
    given: Sequence[str] = list(choices)
    tests.append("(" + " OR ".join([test] * len(given)) + ")")
    values += given


def _marks(standing: Standing) -> int:
    return (
        (_MOVED if standing.moved else 0)
        | (_DISPUTED if standing.disputed else 0)
        | (_SELF_APPROVED if standing.self_approved else 0)
        | (_ENDED if standing.stage in {"approved", "closed"} else 0)
    )
