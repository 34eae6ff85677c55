"""Keeping only recent and open months in the working tree (a sparse checkout).

A ledger of a hundred thousand checks is a million files, which git, editors and backup
programs look at one by one. Nothing is lost: the months that are left out stay in
git, and all reading commands find them there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from factcheck.ledger import layout
from factcheck.ledger.cache.reading import RECORD_FOLDERS
from factcheck.ledger.git.process import start
from factcheck.ledger.git.sparse import UNDER_WAY, Sparse, sparse_checkout
from factcheck.ledger.lock import held
from factcheck.model.errors import RefusedError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from factcheck.ledger.git.repository import Repository
    from factcheck.ledger.ledger import Ledger

MONTHS = 12
_AHEAD = 12
_NAMED = 3
_WHOLE = ("parties",)
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
_ENDED = frozenset({"approved", "closed"})


@dataclass(frozen=True, slots=True)
class Focus:
    """What a working tree is to hold.

    Attributes:
        folders: of the repository, held whole, in order.
        months: of the ledger that are held, ``2026-11``, the newest first.
        left_out: months that are not.
        because_open: of the older months that are held, those with open checks.
        checks: how many checks the ledger has.
        held: how many of them lie in held months.
    """

    folders: tuple[str, ...]
    months: tuple[str, ...]
    left_out: tuple[str, ...]
    because_open: tuple[str, ...]
    checks: int
    held: int


def is_focused(ledger: Ledger) -> bool:
    """Tell whether anything of a ledger is left out of the working tree."""
    return ledger.repository is not None and sparse_checkout(ledger.repository).is_on


def planned(
    ledger: Ledger,
    *,
    now: str,
    months: int | None = None,
    named: Sequence[str] = (),
    with_open: bool = True,
) -> Focus:
    """Say what the working tree would hold.

    Args:
        ledger: which one.
        now: UTC text.
        months: so many of the latest, this one among them; None leaves those that a
            focus holds already, or takes twelve.
        named: further months, ``2019-03``.
        with_open: whether those of open checks, and of what these link, are held.

    Raises:
        UsageError: a month is none. RefusedError: the checkout is sparse by patterns
            that are not ours.
    """
    repository = ledger.require_repository()
    present = sparse_checkout(repository)
    if present.is_on and not present.is_cone:
        raise RefusedError(
            "the checkout is sparse by patterns of its own: run "
            "'git sparse-checkout disable' first"
        )
    there = _months_in(ledger)
    every = {month for held in there.values() for month in held}
    wanted = {_month(text) for text in named}
    if months is None and present.is_on:
        wanted |= _held_now(ledger, present)
    else:
        wanted |= set(_recent(now, MONTHS if months is None else months))
    counted = [
        (_month_of(claim.path), standing.stage not in _ENDED, claim.name)
        for claim, _, standing in ledger.standings()
    ]
    older = [
        (month, name)
        for month, is_open, name in counted
        if is_open and month not in wanted
    ]
    for_open = set(_months_of_open(ledger, older)) - wanted if with_open else set()
    kept = wanted | for_open
    return Focus(
        folders=tuple(sorted(_folders(ledger, present, there, kept, now))),
        months=tuple(sorted(kept & every, reverse=True)),
        left_out=tuple(sorted(every - kept, reverse=True)),
        because_open=tuple(sorted(for_open & every, reverse=True)),
        checks=len(counted),
        held=sum(month in kept for month, _, _ in counted),
    )


def _month(text: str) -> str:
    if _MONTH.fullmatch(text) is None:
        raise UsageError(f"'{text}' is no month: write it as 2019-03")
    return text


def _month_of(path: str) -> str:
    """Give the month in which a record is filed."""
    _, year, month, *_ = path.split("/")
    return f"{year}-{month}"


def _recent(now: str, count: int) -> Iterator[str]:
    """Give the months up to now, and some to come: their folders will be needed."""
    last = int(now[:4]) * 12 + int(now[5:7]) - 1
    for number in range(last - count + 1, last + _AHEAD + 1):
        yield f"{number // 12:04}-{number % 12 + 1:02}"


def _held_now(ledger: Ledger, present: Sparse) -> set[str]:
    places = (one.removeprefix(ledger.prefix) for one in present.folders)
    steps = [place.split("/") for place in places]
    return {"-".join(one[1:]) for one in steps if one[0] == "checks" and one[2:]}


def _months_of_open(ledger: Ledger, checks: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Give the months of checks and of the evidence that they link."""
    for month, name in checks:
        yield month
        for path in ledger.linked_by(name):
            yield _month_of(path)


def _months_in(ledger: Ledger) -> dict[str, set[str]]:
    """Give the months of each folder of records, as committed."""
    repository, head = ledger.require_repository(), ledger.require_head()
    dated = [one for one in RECORD_FOLDERS if one not in _WHOLE]
    years = _inner(repository, head, [f"{ledger.prefix}{one}/" for one in dated])
    found: dict[str, set[str]] = {}
    for path in _inner(repository, head, [f"{year}/" for year in years]):
        root, *steps = path.removeprefix(ledger.prefix).split("/")
        month = "-".join(steps)
        if _MONTH.fullmatch(month):
            found.setdefault(root, set()).add(month)
    return found


def _inner(repository: Repository, head: str, folders: Sequence[str]) -> list[str]:
    """Give the folders in folders of a commit."""
    if not folders:
        return []
    asked = ("ls-tree", "-d", "-z", "--name-only", "--full-tree", head)
    listed = repository.git(*asked, "--", *folders)
    return [one for one in listed.decode("utf-8", "surrogateescape").split("\0") if one]


def _folders(
    ledger: Ledger,
    present: Sparse,
    there: dict[str, set[str]],
    months: set[str],
    now: str,
) -> Iterator[str]:
    """Give the folders of the repository that are held whole."""
    repository, head = ledger.require_repository(), ledger.require_head()
    prefix = ledger.prefix
    ahead = set(_recent(now, 1))
    for root in RECORD_FOLDERS:
        if root not in _WHOLE:
            for month in months & (there.get(root, set()) | ahead):
                yield f"{prefix}{root}/{month.replace('-', '/')}"
    dated = {f"{prefix}{one}" for one in RECORD_FOLDERS if one not in _WHOLE}
    yield from {*_inner(repository, head, [prefix or "."])} - dated
    if present.is_on:
        yield from (one for one in present.folders if not _is_around(one, prefix))
        return
    # What lies beside the ledger in its repository stays.
    above = prefix.rstrip("/")
    while above:
        outer = above.rpartition("/")[0]
        beside = _inner(repository, head, [f"{outer}/" if outer else "."])
        yield from (one for one in beside if one != above)
        above = outer


def _is_around(folder: str, prefix: str) -> bool:
    """Tell whether a folder lies in the ledger, or the ledger in it."""
    return f"{folder}/".startswith(prefix) or prefix.startswith(f"{folder}/")


# ------------------------------------------------------------------------- doing it


def focus(ledger: Ledger, plan: Focus) -> None:
    """Make the working tree hold what was planned.

    Raises:
        RefusedError: what is not committed would be left out.
        BusyError: somebody is writing. MachineError: git said no.
    """
    repository = ledger.require_repository()
    target = Sparse.of(plan.folders)
    with held(repository.own_folder / "lock", on_wait=ledger.on_wait):
        _refuse_what_would_be_lost(repository, target)
        repository.git("config", "--local", UNDER_WAY, "true")
        _unsplit(repository)
        # What git has not looked at since it was copied here, it would leave.
        start(repository.top, ("update-index", "-q", "--refresh"))
        lines = "".join(f"{_quoted(folder)}\n" for folder in plan.folders)
        options = ["--cone", "--sparse-index", "--stdin"]
        if any(one in line for line in plan.folders for one in '*?[]\\"'):
            options.append("--skip-checks")
        repository.git(
            "sparse-checkout",
            "set",
            *options,
            given=lines.encode("utf-8", "surrogateescape"),
        )
        repository.git("config", "--local", "--unset-all", UNDER_WAY)
    ledger.forget()


def unfocus(ledger: Ledger) -> None:
    """Bring all months back into the working tree."""
    repository = ledger.require_repository()
    with held(repository.own_folder / "lock", on_wait=ledger.on_wait):
        repository.git("config", "--local", UNDER_WAY, "true")
        repository.git("sparse-checkout", "disable")
        repository.git("config", "--local", "--unset-all", UNDER_WAY)
    ledger.forget()


def _unsplit(repository: Repository) -> None:
    """A split index cannot be sparse; the sparse one is smaller."""
    split = start(repository.top, ("config", "--type=bool", "core.splitIndex"))
    if split.stdout.strip() == b"true":
        repository.git("config", "--local", "core.splitIndex", "false")
    if any(repository.git_dir.glob("sharedindex.*")):
        repository.git("update-index", "--no-split-index")


def _refuse_what_would_be_lost(repository: Repository, target: Sparse) -> None:
    """Stop where something that git does not hold lies outside."""
    under_way = repository.under_way()
    if under_way:
        raise RefusedError(f"{under_way} is under way: finish or abort it first")
    began = start(repository.top, ("config", "--type=bool", UNDER_WAY))
    was_begun = began.stdout.strip() == b"true"
    lost = [
        path
        for state, path in _states(repository)
        if target.leaves_out(path)
        and not (was_begun and state == " D")  # git had begun to take it out
        and f"/{layout.CAPTURES}/" not in f"/{path}"
    ]
    if lost:
        shown = ", ".join(lost[:_NAMED])
        more = f" and {len(lost) - _NAMED} more" if lost[_NAMED:] else ""
        raise RefusedError(
            f"not committed, and outside the months to be kept: {shown}{more}; "
            "save or move them first, or name their month with --month"
        )


def _states(repository: Repository) -> Iterator[tuple[str, str]]:
    """Give what differs from HEAD or is not in git, with its two letters."""
    asked = ("status", "--porcelain=v1", "-z", "--no-renames")
    listed = repository.git(*asked, "--untracked-files=all", "--ignored=matching")
    for row in listed.decode("utf-8", "surrogateescape").split("\0"):
        if row:
            yield row[:2], row[3:]


def _quoted(folder: str) -> str:
    """Write a folder as git reads it on standard input."""
    if folder.isascii() and folder.isprintable() and '"' not in folder:
        return folder
    raw = folder.encode("utf-8", "surrogateescape")
    plain = range(0x20, 0x7F)
    return (
        '"'
        + "".join(
            chr(byte) if byte in plain and chr(byte) not in '"\\' else f"\\{byte:03o}"
            for byte in raw
        )
        + '"'
    )
