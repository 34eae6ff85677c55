"""What the last verification saw, kept outside the repository.

Who can rewrite a repository can rewrite everything in it. One small file in the
user's state folder (``XDG_STATE_HOME``) holds, for each ledger, its refs and the last
commit of each branch that held together, so that the next look notices a rewrite.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factcheck.review.finding import Finding
from factcheck.review.refs import LOGGED, one_bit_apart

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factcheck.ledger.ledger import Ledger
    from factcheck.review.refs import Refs

_SCHEMA = "factcheck.verified/1"
_FORGET = "if that was meant, 'factcheck verify --forget' begins anew"


@dataclass(frozen=True, slots=True)
class Remembered:
    """What was there when the ledger last held together.

    Attributes:
        refs: the object of each ref, by full name.
        heads: the commit of each branch that was verified, by full name.
    """

    refs: dict[str, str] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)


def state_folder() -> Path:
    """Give the folder of the user in which programs keep what they remember."""
    given = os.environ.get("XDG_STATE_HOME")
    base = Path(given) if given else Path.home() / ".local" / "state"
    return base / "factcheck"


def state_file(ledger: Ledger, ending: str) -> Path:
    """Give a file in which something is remembered of a ledger."""
    where = ledger.repository.common_dir if ledger.repository else ledger.root
    key = hashlib.sha256(f"{where.resolve()}\0{ledger.prefix}".encode()).hexdigest()
    return state_folder() / f"{key[:24]}.{ending}"


def recall(ledger: Ledger) -> Remembered:
    """Give what is remembered of a ledger: nothing, where nothing can be read."""
    try:
        data = json.loads(state_file(ledger, "json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RuntimeError):  # none, not JSON, or no home
        return Remembered()
    if not isinstance(data, dict) or data.get("schema") != _SCHEMA:
        return Remembered()
    return Remembered(_texts(data.get("refs")), _texts(data.get("heads")))


def _texts(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        return {}
    return {key: text for key, text in value.items() if isinstance(text, str)}


def remember(ledger: Ledger, refs: Refs, before: Remembered) -> None:
    """Keep what is there now; a folder that cannot be written is let be."""
    heads = {name: at for name, at in before.heads.items() if name in refs.values}
    if refs.branch and refs.head:
        heads[refs.branch] = refs.head
    kept = {
        name: oid
        for name, oid in sorted(refs.values.items())
        if not name.startswith("refs/factcheck/")
    }
    data = {
        "schema": _SCHEMA,
        "ledger": str(ledger.root),
        "heads": heads,
        "refs": kept,
    }
    with suppress(OSError, RuntimeError):
        file = state_file(ledger, "json")
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = file.with_name(f"{file.name}.{secrets.token_hex(4)}.tmp")
        beside.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
        beside.replace(file)


def forget(ledger: Ledger) -> None:
    """Begin anew: the next look compares with nothing."""
    with suppress(OSError, RuntimeError):
        state_file(ledger, "json").unlink(missing_ok=True)


def compare(refs: Refs, before: Remembered) -> Iterator[Finding]:
    """Find tags that moved or vanished since, and refs whose names were damaged."""
    for name, oid in sorted(before.refs.items()):
        now = refs.values.get(name)
        is_tag = name.startswith("refs/tags/")
        if now is None:
            yield from _vanished(refs, before, name, oid)
        elif is_tag and now != oid:
            message = f"{name} was moved from {oid} to {now} since the last look"
            where = refs.file_of(name)
            yield Finding(where, 0, "tag-moved", f"{message}: {_FORGET}")
    yield from _appeared(refs, before)


def _appeared(refs: Refs, before: Remembered) -> Iterator[Finding]:
    """A branch that git made has a log; one that a flipped bit made has none."""
    for name in sorted(refs.packed - before.refs.keys() - refs.logged):
        if not before.refs or not name.startswith(LOGGED):
            continue
        known = (one for one in refs.values if one_bit_apart(one, name))
        if twin := next(known, None):
            message = f"{name} has appeared, one bit away from {twin}: a damaged name"
            yield Finding(refs.file_of(name), 0, "damaged", message)


def _vanished(refs: Refs, before: Remembered, name: str, oid: str) -> Iterator[Finding]:
    for other, at in refs.values.items():
        if at == oid and other not in before.refs and one_bit_apart(other, name):
            message = f"{name} is called {other} since the last look: a damaged name"
            yield Finding(refs.file_of(other), 0, "ref-vanished", message)
            return
    if name.startswith("refs/tags/"):
        message = f"{name} is gone since the last look; it named {oid[:10]}: {_FORGET}"
        yield Finding(".git/refs/tags", 0, "ref-vanished", message)
