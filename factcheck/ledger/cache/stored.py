"""What the cache answers: the questions of all who read the ledger.

Warm commands ask these and nothing else: no git, no YAML, no pydantic.
"""

from __future__ import annotations

import json
from itertools import chain
from typing import TYPE_CHECKING, Any, cast

from factcheck.ledger.cache import queries, seal, sourced
from factcheck.ledger.cache.edition import Edition
from factcheck.ledger.cache.listed import PENDING, narrowing
from factcheck.ledger.cache.named import StoredNames
from factcheck.model.check import gather
from factcheck.model.errors import Problem
from factcheck.model.filed import Filed
from factcheck.model.kinds import KINDS
from factcheck.model.names import Names, fold_name
from factcheck.model.state import Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from factcheck.model.check import Check
    from factcheck.model.kinds import Kind

    Listed = tuple[Filed[Any], Filed[Any] | None, Standing]
    """Claim, work and standing of a check."""

_SHORT = 4
"""Letters of a needle, with the blank before it, that begins too many words."""
_NEAR = 4_000
"""So many of the newest records are looked at for these without the index."""


class StoredRecords(StoredNames):
    """The records of one ledger at one commit, in a database that is open."""

    copied_from: tuple[str, int] | None = None
    """Of a copy: which cache it was, and its turn then."""

    @property
    def head(self) -> str | None:
        """The commit of which the cache speaks."""
        row = self._db.execute("SELECT value FROM meta WHERE key = 'head'").fetchone()
        return str(row[0]) if row else None

    @property
    def turn(self) -> int:
        """How often checks have moved since the cache was made."""
        return int(self._db.execute("SELECT max(turn) FROM moved").fetchone()[0] or 0)

    @property
    def edition(self) -> Edition:
        """What tells from which state of which cache something was derived."""
        row = self._db.execute("SELECT value FROM meta WHERE key = 'made'").fetchone()
        return Edition(self.head or "", row[0], self.turn, self.copied_from)

    def moved_since(self, turn: int) -> tuple[str, ...]:
        """Give the names of the checks of which any file changed after a turn."""
        query = "SELECT name FROM moved WHERE turn > ? ORDER BY name"
        return tuple(row[0] for row in self._db.execute(query, (turn,)))

    def blobs(self) -> dict[str, str]:
        """Give the blob of every record, by path."""
        return dict(self._db.execute("SELECT path, blob FROM record").fetchall())

    def blobs_in(self, name: str) -> dict[str, str]:
        """Give the blobs of a check's records, by path."""
        rows = self._db.execute(
            "SELECT path, blob FROM record WHERE folder = ?", (name,)
        )
        return dict(rows.fetchall())

    def blobs_of(self, path: str) -> dict[str, str]:
        """Give the blob of one path, by path: one item, or none."""
        rows = self._db.execute("SELECT path, blob FROM record WHERE path = ?", (path,))
        return dict(rows.fetchall())

    def paths_with_problems(self) -> set[str]:
        """Give the paths of files that are no records."""
        return {row[0] for row in self._db.execute("SELECT path FROM problem")}

    def problems(self) -> tuple[Problem, ...]:
        """Give all that is wrong, in path order."""
        rows = self._db.execute(
            "SELECT path, line, message, code, seal FROM problem ORDER BY path, line"
        )
        return tuple(_problem(*row) for row in rows)

    def at(self, path: str) -> Filed[Any] | None:
        """Give the record at a path."""
        row = self._db.execute(f"{queries.RECORD} WHERE path = ?", (path,)).fetchone()
        return _filed(row) if row else None

    def of_kind(self, *kinds: Kind) -> Iterator[Filed[Any]]:
        """Give all records of some kinds, in path order."""
        marks = ",".join("?" * len(kinds))
        query = f"{queries.RECORD} WHERE kind IN ({marks}) ORDER BY path"
        return map(_filed, self._db.execute(query, kinds))

    def by_id(self, kind: Kind, record_id: str) -> tuple[Filed[Any], ...]:
        """Give the records of a kind with an id: for a link, of the evidence."""
        rows = self._db.execute(
            f"{queries.RECORD} WHERE id = ? AND kind = ? ORDER BY path",
            (record_id, kind),
        )
        return tuple(map(_filed, rows))

    def has_id(self, record_id: str) -> bool:
        """Tell whether a record of any kind has an id."""
        marks = ",".join("?" * len(KINDS))
        query = f"{queries.RECORD} WHERE kind IN ({marks}) AND id = ? LIMIT 1"
        return self._db.execute(query, (*KINDS, record_id)).fetchone() is not None

    def of_name(self, kind: Kind, name: str) -> tuple[Filed[Any], ...]:
        """Give the records of a kind with a name, in path order."""
        rows = self._db.execute(
            f"{queries.RECORD} WHERE kind = ? AND name = ? ORDER BY path", (kind, name)
        )
        return tuple(map(_filed, rows))

    def in_check(self, name: str) -> Iterator[tuple[Filed[Any], str]]:
        """Give what lies in a check's folder, with the blob of each, in path order."""
        rows = self._db.execute(
            f"{queries.RECORD} WHERE folder = ? ORDER BY path", (name,)
        )
        for row in rows:
            yield _filed(row), row[queries.BLOB]

    def used(self, kind: Kind, field: str, *, most: int = -1) -> list[tuple[str, int]]:
        """Give the values that a field has in records of a kind, the commonest first.

        Args:
            kind: of the records.
            field: its path, as ``source.publisher``; of a list each item counts.
            most: so many records are looked at: by their ids, which are drawn by
                chance; all of them if negative.
        """
        rows = self._db.execute(
            "SELECT e.value, count(*) FROM (SELECT data FROM record "
            "INDEXED BY record_by_id WHERE kind = ?1 ORDER BY id LIMIT ?3) r, "
            "json_each(r.data, ?2) e WHERE e.type = 'text' "
            "GROUP BY e.value ORDER BY count(*) DESC, e.value",
            (kind, f"$.{field}", most),
        )
        return [(value, count) for value, count in rows]

    def holding(
        self,
        needles: Sequence[str],
        *,
        match: str,
        kinds: Sequence[Kind],
        ranked: int | None = None,
    ) -> Iterator[Filed[Any]]:
        """Give the records of which the searched lines hold every needle.

        To rank what hundreds of thousands of records hold means to read of all of
        them; so more than ``ranked`` are given as they were filed, the newest first,
        and read one by one as they are asked for.

        Args:
            needles: at least one, and not more than 64.
            match: a query of the full-text index that all of them pass; if there is
                one, the best match comes first, else the last in path order.
            kinds: of the records.
            ranked: how many are ranked at most; all of them if None.
        """
        by_index = bool(match) and self._has_full_text
        joined = "JOIN full_text ON full_text.rowid = s.row" if by_index else ""
        tests = ["full_text MATCH ?"] if by_index else []
        tests += ["instr(s.lines, ?)"] * len(needles)
        # The sign keeps SQLite from beginning with the index of kinds.
        tests.append(f"+r.kind IN ({','.join('?' * len(kinds))})")
        query = f"{queries.SEARCHED} {joined} WHERE {' AND '.join(tests)} ORDER BY"
        values = (*([match] if by_index else []), *needles, *kinds)
        newest = "full_text.rowid DESC" if by_index else "s.row DESC"
        best = "full_text.rank, r.path DESC" if by_index else "r.path DESC"
        if ranked is not None and max(map(len, needles)) <= _SHORT:
            # The index would gather all that begins so, before it gives the first.
            plain = f"{queries.SEARCHED} WHERE {' AND '.join(tests[by_index:])}"
            order = "ORDER BY s.row DESC"
            last = self._db.execute("SELECT max(row) FROM searched").fetchone()[0] or 0
            near = (*needles, *kinds, last - _NEAR)
            rows = self._db.execute(f"{plain} AND s.row > ? {order}", near)
            if len(rows.fetchmany(ranked + 1)) > ranked:
                every = self._db.execute(f"{plain} {order}", (*needles, *kinds))
                return map(_filed, every)
        if ranked is not None:
            rows = self._db.execute(f"{query} {newest}", values)
            first = rows.fetchmany(ranked + 1)
            if len(first) > ranked:
                return map(_filed, chain(first, rows))
        return map(_filed, self._db.execute(f"{query} {best}", values))

    @property
    def _has_full_text(self) -> bool:
        """Whether the words are indexed: made by the first search (see ``Cache``)."""
        row = self._db.execute(
            "SELECT 1 FROM sqlite_master WHERE name = 'full_text'"
        ).fetchone()
        return row is not None

    def check(self, name: str) -> Check | None:
        """Give a whole check, with the evidence that it links."""
        rows = self._db.execute(
            f"{queries.RECORD} WHERE folder = ?", (name,)
        ).fetchall()
        inside = [_filed(row) for row in rows]
        evidence = {
            entry.id: entry
            for link in inside
            if link.kind == "link"
            for entry in self.by_id("evidence", link.id)
        }
        return gather(inside, evidence)

    def stated(self, name: str) -> Check | None:
        """Give claim, verdicts and publications of a check, and nothing else of it."""
        query = f"{queries.RECORD} WHERE folder = ? AND kind IN {queries.STATING}"
        return gather(map(_filed, self._db.execute(query, (name,))), {})

    def standing(self, name: str) -> Standing:
        """Give where a check stands; the check must be there."""
        row = self._db.execute(
            "SELECT data, seal FROM standing WHERE folder = ?", (name,)
        ).fetchone()
        return _standing(name, *row)

    def standings(
        self, wanted: Mapping[str, Any] | None = None, *, now: str = ""
    ) -> Iterator[Listed]:
        """Give claim, work and standing of checks, newest first.

        They are read one by one, as they are asked for.

        Args:
            wanted: filters that all of them pass that are wanted (see ``listed``);
                some that do not fit may be among what is given.
            now: UTC text; needed with filters.
        """
        tests, values = narrowing(wanted or {}, now=now)
        joined = "listed_text t CROSS JOIN listed l USING (opened, path)"
        if not (wanted and wanted.get("text")):
            joined = "listed l"
        elif len(tests) > len(wanted["text"]):
            joined = "listed l CROSS JOIN listed_text t USING (opened, path)"
        return self._passing(tests, values, joined)

    def _passing(
        self, tests: Sequence[str], values: Sequence[str | int], joined: str
    ) -> Iterator[Listed]:
        where = f"WHERE {' AND '.join(tests)} " if tests else ""
        query = f"{queries.LISTED} {joined} {where}ORDER BY opened DESC, path"
        for path, name in self._db.execute(query, values):
            if listed := self._listed(path, name):
                yield listed

    def pending(self, who: str | None) -> Iterator[Listed]:
        """Give the checks on which something may wait for somebody, newest first.

        Left out are those that are closed; that are approved, and nothing moved, is
        waited for or has a date; and that are open and somebody else's.

        Args:
            who: the name, spelled as you like; None for everybody.
        """
        tests, values = [PENDING], list[str]()
        if who is not None:
            known = self._db.execute("SELECT DISTINCT assignee FROM listed")
            wanted = fold_name(who)
            values = ["", *(one for (one,) in known if fold_name(one) == wanted)]
            marks = ",".join("?" * len(values))
            tests.append(f"(l.stage <> 'open' OR l.assignee IN ({marks}))")
        return self._passing(tests, values, "listed l")

    def standing_of(self, check_id: str) -> Listed | None:
        """Give claim, work and standing of the check of an id, None without one."""
        row = self._db.execute(
            "SELECT l.path, l.name FROM record r JOIN listed l ON l.name = r.name "
            "WHERE r.kind = 'check' AND r.id = ? ORDER BY r.path",
            (check_id,),
        ).fetchone()
        return self._listed(*row) if row else None

    def _listed(self, path: str, name: str) -> Listed | None:
        claim = self.at(path)
        work = self.at(f"{path.removesuffix('check.yaml')}work.yaml")
        return (claim, work, self.standing(name)) if claim else None

    def count(self, kind: Kind) -> int:
        """Say how many records of a kind there are."""
        query = "SELECT count(*) FROM record WHERE kind = ?"
        return int(self._db.execute(query, (kind,)).fetchone()[0])

    def names(self) -> Names:
        """Give the names of parties, each looked up when it is asked for."""
        return Names.looked_up(self._party_of)

    def _party_of(self, folded: str) -> str | None:
        rows = self._db.execute(
            "SELECT DISTINCT id FROM called WHERE folded = ?", (folded,)
        ).fetchall()
        return str(rows[0][0]) if len(rows) == 1 else None

    def names_of_party(self, party_id: str) -> tuple[str, ...]:
        """Give all names of a party, its own one first."""
        rows = self._db.execute(
            "SELECT name FROM called WHERE id = ? ORDER BY path, place", (party_id,)
        )
        return tuple(row[0] for row in rows)

    def complaints_about(self, check_id: str) -> tuple[Filed[Any], ...]:
        """Give the complaints about a check, in path order."""
        rows = self._db.execute(
            "SELECT path FROM about WHERE id = ? ORDER BY path", (check_id,)
        ).fetchall()
        return tuple(filed for (path,) in rows if (filed := self.at(path)))

    def mentioning(self, kinds: Sequence[Kind], text: str) -> Iterator[Filed[Any]]:
        """Give the records of some kinds that hold a text anywhere: looks at all."""
        marks = ",".join("?" * len(kinds))
        query = f"{queries.RECORD} WHERE kind IN ({marks}) AND instr(data, ?)"
        return map(_filed, self._db.execute(query, (*kinds, text)))

    def linked_by(self, name: str) -> tuple[str, ...]:
        """Give the paths of the evidence that a check links."""
        rows = self._db.execute(
            "SELECT e.path FROM record l JOIN record e "
            "ON e.kind = 'evidence' AND e.id = l.id "
            "WHERE l.folder = ? AND l.kind = 'link'",
            (name,),
        )
        return tuple(row[0] for row in rows)

    def checks_linking(self, evidence_id: str) -> tuple[str, ...]:
        """Give the names of the checks that link an evidence entry."""
        rows = self._db.execute(
            "SELECT DISTINCT folder FROM record WHERE id = ? AND kind = 'link'",
            (evidence_id,),
        )
        return tuple(row[0] for row in rows)

    # ------------------------------------------------------------------ sources

    def of_sources(self, numbers: Iterable[int]) -> list[Filed[Any]]:
        """Give the entries that may have one of some sources (see ``sourced``)."""
        asked = (json.dumps(sorted(numbers)),)
        paths = [row[0] for row in self._db.execute(sourced.OF_KEYS, asked)]
        return [filed for path in paths if (filed := self.at(path)) is not None]

    def usual_value(self, field: str, host: str | None) -> str | None:
        """Give the value of a field most used, at a host or at all (``sourced``)."""
        query = sourced.usual(field, of_host=host is not None)
        row = self._db.execute(query, () if host is None else (host,)).fetchone()
        return str(row[0]) if row else None

    def origins(self) -> dict[str, int]:
        """Give how many entries have each origin, as spelled; the commonest first."""
        return dict(self._db.execute(sourced.ORIGINS).fetchall())


def _filed(row: tuple[Any, ...]) -> Filed[Any]:
    """Give the record of a row of ``queries.RECORD``.

    Raises:
        DamagedCacheError: the row is not what was written.
    """
    path, kind, name, folder, data, blob, sealed = row
    seal.check(sealed, path, blob, kind, name, folder, data)
    return Filed(cast("Kind", kind), path, name, folder, json.loads(data))


def _standing(name: str, data: str, sealed: int) -> Standing:
    """Give the standing of a check from its row (raises as ``_filed``)."""
    seal.check(sealed, name, data)
    return Standing.from_data(json.loads(data))


def _problem(path: str, line: int, message: str, code: str, sealed: int) -> Problem:
    seal.check(sealed, path, str(line), message, code)
    return Problem(path, line, message, code)
