"""Sharing a ledger through a remote: fetch, join, look whether it holds, push.

Two clones are joined record by record, field by field (``ledger/merging/``). Nothing
is written while there is a conflict, and nothing is pushed that does not verify.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from factcheck.desk.desk import said
from factcheck.ledger import files, layout
from factcheck.ledger.cache import reading
from factcheck.ledger.git import remotes
from factcheck.ledger.git.process import start
from factcheck.ledger.git.sparse import sparse_checkout
from factcheck.ledger.merging.trees import in_repository, join_trees
from factcheck.ledger.writing.change import Change
from factcheck.ledger.writing.write import Writer
from factcheck.model.dates import to_timestamp
from factcheck.model.errors import (
    BadRecordError,
    BusyError,
    NotALedgerError,
    NotFoundError,
    Problem,
    RefusedError,
    UsageError,
)
from factcheck.model.ids import make_slug
from factcheck.model.state import flags

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from factcheck.desk.desk import Desk
    from factcheck.ledger.git.remotes import Pushed
    from factcheck.ledger.git.repository import Repository
    from factcheck.ledger.ledger import Ledger
    from factcheck.ledger.merging.fields import Take
    from factcheck.ledger.merging.files import Conflict
    from factcheck.ledger.merging.trees import FileChange

Way = Literal["first", "same", "forward", "ahead", "join"]
"""How two branches stand: nothing is there yet; alike; only they, only we, both."""

ATTEMPTS = 5
"""So often somebody may be quicker before a sync gives up."""

_NAMED = 5


@dataclass(frozen=True, slots=True)
class Meeting:
    """Where two clones meet.

    Attributes:
        remote: its name.
        branch: ours, without ``refs/heads/``.
        theirs: the branch of the remote.
        follows: whether our branch follows that one already.
    """

    remote: str
    branch: str
    theirs: str
    follows: bool

    def __str__(self) -> str:
        return f"{self.theirs} of {self.remote}"


@dataclass(frozen=True, slots=True)
class Signed:
    """Who changed a file last on a side, and when (UTC text)."""

    who: str
    when: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A conflict, and who wrote either side of it.

    Attributes:
        conflict: what does not agree.
        record: what people call the record.
        ours: who wrote our side; None where that is not known.
        theirs: who wrote theirs.
    """

    conflict: Conflict
    record: str
    ours: Signed | None
    theirs: Signed | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a sync is going to do on our side.

    Attributes:
        way: how the branches stand.
        ours: our commit.
        theirs: theirs; None where the remote has no such branch.
        received: how many commits of theirs we lack.
        sent: how many of ours they lack.
        changes: the files that change here.
        disagreements: what a person has to settle first.
    """

    way: Way
    ours: str
    theirs: str | None
    received: int = 0
    sent: int = 0
    changes: tuple[FileChange, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()


# ------------------------------------------------------------------------ meeting


def meeting(ledger: Ledger, remote: str | None, branch: str | None) -> Meeting:
    """Say where to meet, and look whether that can be done at all.

    Args:
        ledger: ours.
        remote: as typed; the one that our branch follows if None.
        branch: of the remote, as typed; else the one that ours follows, or its like.

    Raises:
        BusyError: a merge or the like is under way.
        RefusedError: HEAD is detached, or the remote is not safe to speak to.
        NotFoundError: there is no such remote, none at all, or no commit.
        UsageError: a name is none.
    """
    repository = ledger.require_repository()
    what = repository.under_way()
    if what:
        raise BusyError(
            f"{what} is under way in {repository.top}: finish or abort it with git"
        )
    ref = repository.branch()
    if ref is None:
        raise RefusedError(
            "HEAD is on no branch, so there is nothing to share: 'git switch main' "
            "goes back to one"
        )
    ledger.require_head()
    ours = ref.removeprefix("refs/heads/")
    followed, merges = remotes.upstream(repository, ours)
    name = remote or followed or _only(repository)
    remotes.require_safe(repository, name)
    theirs = branch or (merges if name == followed else "") or ours
    if start(repository.top, ("check-ref-format", f"refs/heads/{theirs}")).returncode:
        raise UsageError(f"'{theirs}' is no name of a branch")
    return Meeting(name, ours, theirs, (name, theirs) == (followed, merges))


def _only(repository: Repository) -> str:
    """Give the remote that is meant where none was named."""
    names = remotes.remote_names(repository)
    if not names:
        raise NotFoundError(
            "this ledger has no remote yet: make an empty repository at a git host, "
            "then 'git remote add origin ADDRESS' and 'factcheck sync'"
        )
    if "origin" in names or len(names) == 1:
        return "origin" if "origin" in names else names[0]
    raise UsageError(f"say which remote: {', '.join(names)}")


def fetch(ledger: Ledger, meet: Meeting, *, may_ask: bool) -> str | None:
    """Fetch, and give the commit of their branch; None where it is not there yet.

    Raises:
        NotFoundError: the branch was there and is gone.
        MachineError: the remote cannot be reached; nothing was changed.
    """
    repository = ledger.require_repository()
    there = remotes.fetch(repository, meet.remote, may_ask=may_ask)
    found = there.get(meet.theirs)
    tracked = f"{remotes.TRACKING}/{meet.remote}/{meet.theirs}"
    if found is None and repository.commit_at(tracked):
        raise NotFoundError(
            f"the branch {meet} is gone: 'factcheck sync --branch NAME' meets at "
            f"another; 'git push {meet.remote} HEAD:{meet.theirs}' puts it there again"
        )
    return found


# --------------------------------------------------------------------------- plan


def plan(
    desk: Desk, meet: Meeting, theirs: str | None, take: Mapping[str, Take]
) -> Plan:
    """Say what joining their commit to ours does here.

    Args:
        desk: ours.
        meet: where theirs comes from.
        theirs: their commit.
        take: how conflicts are settled: by path in the ledger.

    Raises:
        RefusedError: the histories have nothing in common, their ledger is not
            here, or a file that would change has edits that are not committed.
        NotALedgerError: theirs is of a newer format.
    """
    ledger = desk.ledger
    repository, ours = ledger.require_repository(), ledger.require_head()
    if theirs is None:
        return Plan("first", ours, None, sent=_count(repository, ours))
    received = _count(repository, theirs, f"^{ours}")
    sent = _count(repository, ours, f"^{theirs}")
    if not received:
        return Plan("ahead" if sent else "same", ours, theirs, 0, sent)
    found = start(repository.top, ("merge-base", "--all", ours, theirs))
    bases = found.stdout.decode().split()
    if not bases:
        hint = repository.beyond() or ": is it another ledger?"
        raise RefusedError(f"{meet} and {meet.branch} have no common history{hint}")
    _require_ledger(ledger, meet, theirs)
    joined = join_trees(
        repository,
        bases,
        ours,
        theirs,
        prefix=ledger.prefix,
        take=take,
    )
    wanted = Plan("join" if sent else "forward", ours, theirs, received, sent)
    if joined.conflicts:
        signed = _signed(ledger, bases[0], ours, theirs, joined.conflicts)
        return replace(wanted, disagreements=tuple(signed))
    _refuse_dirty(ledger, joined.changes)
    return replace(wanted, changes=joined.changes)


def _count(repository: Repository, *revisions: str) -> int:
    return int(repository.git("rev-list", "--count", *revisions))


def _require_ledger(ledger: Ledger, meet: Meeting, theirs: str) -> None:
    """Look whether what would come is a ledger that this program knows."""
    repository, path = ledger.require_repository(), ledger.prefix + layout.SETTINGS
    blob = repository.blobs_at([theirs], path).get(theirs)
    if blob is None:
        raise RefusedError(
            f"{meet} has no {path}: the ledger was moved or deleted there"
        )
    content = dict(repository.blobs([blob]))[blob]
    try:
        reading.read_record(layout.SETTINGS, content)
    except NotALedgerError as error:
        raise NotALedgerError(f"{meet}: {error}") from None
    except BadRecordError:  # it is joined, or said to be unreadable, as any record
        return


def _refuse_dirty(ledger: Ledger, changes: Sequence[FileChange]) -> None:
    """Refuse to change files that are not as committed, and name them."""
    repository = ledger.require_repository()
    sparse = sparse_checkout(repository)
    dirty = []
    for change in changes:
        there = files.read(repository.top, change.path)
        if there in (change.ours, change.content):
            continue
        if there is None and sparse.leaves_out(change.path):
            continue
        dirty.append(change.path)
    if dirty:
        more = f" and {len(dirty) - _NAMED} more" if dirty[_NAMED:] else ""
        raise RefusedError(
            f"{', '.join(dirty[:_NAMED])}{more} changed there and has changes here "
            "that are not committed: 'factcheck save' them, or undo them"
        )


def _signed(
    ledger: Ledger, base: str, ours: str, theirs: str, conflicts: Sequence[Conflict]
) -> Iterator[Disagreement]:
    repository = ledger.require_repository()
    known: dict[tuple[str, str], Signed | None] = {}
    for one in conflicts:
        path = in_repository(one.path, ledger.prefix)
        for tip in (ours, theirs):
            if (tip, path) not in known:
                known[tip, path] = _last(repository, base, tip, path)
        yield Disagreement(
            one, _called(one.path), known[ours, path], known[theirs, path]
        )


def _last(repository: Repository, base: str, tip: str, path: str) -> Signed | None:
    asked = ("log", "-1", "--format=%an%x00%at", f"{base}..{tip}", "--", path)
    line = repository.git(*asked).decode(errors="replace").strip()
    who, _, second = line.partition("\0")
    if not second:
        return None
    return Signed(who, to_timestamp(datetime.fromtimestamp(int(second), UTC)))


def _called(path: str) -> str:
    """Call a file what people call its record."""
    place = layout.place_of(path)
    if place is None or isinstance(place, Problem):
        return path
    if place.kind == "settings":
        return "the settings"
    if place.check and place.kind != "check":
        own = "" if place.name == place.check else f" {place.name}"
        return f"check {place.check}, {place.kind}{own}"
    return f"{place.kind} {place.name}"


# ----------------------------------------------------------------------- carry out


def carry_out(desk: Desk, meet: Meeting, wanted: Plan) -> str:
    """Bring a plan about here and give the commit that our branch is at.

    Raises:
        RefusedError: conflicts stand, or a file was edited meanwhile.
        BusyError: another process is writing.
    """
    if wanted.disagreements:
        raise RefusedError("conflicts stand: nothing was written")
    if wanted.theirs is None or wanted.way not in {"forward", "join"}:
        return wanted.ours
    ledger = desk.ledger
    writer = Writer(ledger.require_repository(), "", on_wait=ledger.on_wait)
    changes = [
        Change(one.path, one.content, one.ours, one.mode) for one in wanted.changes
    ]
    if wanted.way == "forward":
        writer.forward(changes, to=wanted.theirs)
        commit = wanted.theirs
    else:
        message = said("sync", f"Sync: join {meet}")
        commit = writer.commit(
            changes, message, author=desk.author, now=desk.now, merging=wanted.theirs
        )
    ledger.renew()
    return commit


def push(desk: Desk, meet: Meeting, commit: str, *, may_ask: bool) -> Pushed:
    """Push a commit that verifies to where we meet, and follow that from now on.

    Raises:
        MachineError: the remote cannot be reached, or lets nobody write.
    """
    repository = desk.ledger.require_repository()
    pushed = remotes.push(repository, meet.remote, commit, meet.theirs, may_ask=may_ask)
    if pushed.outcome == "pushed" and not meet.follows:
        remotes.follow(repository, meet.branch, meet.remote, meet.theirs)
    return pushed


def push_aside(desk: Desk, meet: Meeting, commit: str, *, may_ask: bool) -> str:
    """Push a commit to a branch of one's own, and give its name.

    Raises:
        RefusedError: the server takes no branch of ours either.
        MachineError: the remote cannot be reached.
    """
    own = f"factcheck/{make_slug(desk.author.name) or 'somebody'}-{desk.now[:10]}"
    reason = ""
    for number in range(1, 10):
        branch = own if number == 1 else f"{own}-{number}"
        pushed = remotes.push(
            desk.ledger.require_repository(),
            meet.remote,
            commit,
            branch,
            may_ask=may_ask,
        )
        if pushed.outcome == "pushed":
            return branch
        reason = pushed.reason
        if pushed.outcome == "refused":
            break
    raise RefusedError(
        f"{meet.remote} takes neither {meet.theirs} nor a branch of yours: {reason}; "
        "what was joined stays here"
    )


# ------------------------------------------------------------------------ afterwards


def disputes(desk: Desk, changes: Sequence[FileChange]) -> list[str]:
    """Name the checks among changed files that two verdicts now stand in.

    Args:
        desk: where and when.
        changes: what has come.
    """
    ledger = desk.ledger
    found = []
    for name in dict.fromkeys(_checks_with_verdicts(ledger, changes)):
        try:
            check = ledger.check(name)
        except NotFoundError:
            continue
        named = {one.name for one in flags(ledger.standing(check), now=desk.now)}
        if "two verdicts" in named:
            found.append(check.name)
    return found


def _checks_with_verdicts(
    ledger: Ledger, changes: Sequence[FileChange]
) -> Iterator[str]:
    for one in changes:
        if one.path.startswith(ledger.prefix):
            place = layout.place_of(one.path.removeprefix(ledger.prefix))
            if place and not isinstance(place, Problem) and place.kind == "verdict":
                yield place.check
