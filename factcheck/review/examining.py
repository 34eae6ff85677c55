"""The pass over all files of a commit: read from git, hashed, parsed, compared.

Each file's blob is read from git's store and hashed by ourselves; a record is looked
at (``facts``); and the file of the working tree is compared with it, byte by byte, so
that nothing that git believes about the working tree is believed here. The files are
worked through in shares; big ledgers use several processes, and what is done is
written down share by share (``resuming``).
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from factcheck.intake.sandbox import Extractor
from factcheck.ledger import files, layout
from factcheck.ledger.git.objects import blob_id
from factcheck.ledger.git.process import start
from factcheck.ledger.git.sparse import Sparse, sparse_checkout
from factcheck.ledger.ledger import Ledger
from factcheck.model.errors import MachineError, RefusedError
from factcheck.review.facts import Fact, Look, look
from factcheck.review.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from factcheck.review.resuming import Progress

SHARE = 2000
"""How many files are worked through at a time."""
ALONE = 20_000
"""Up to so many files, starting other processes costs more than it brings."""
_MOST_PROCESSES = 4

Entry = tuple[str, str, str]
"""Mode, blob and path (in the ledger) of a committed file."""

Difference = Literal["differs", "missing", "link"]


@dataclass(frozen=True, slots=True)
class Task:
    """What a share is worked through with.

    Attributes:
        root: the ledger's folder.
        labels: the ratings of the settings, None where these cannot be read.
    """

    root: str
    labels: frozenset[str] | None


@dataclass
class Share:
    """What came out of some files.

    Attributes:
        facts: by the file's place in the share.
        findings: what is wrong with them as committed.
        differing: path and how the working tree differs.
        size: bytes read from git.
        records: how many record files were looked at.
        quotes: how many quotes were found.
    """

    facts: list[tuple[int, Fact]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    differing: list[tuple[str, Difference]] = field(default_factory=list)
    size: int = 0
    records: int = 0
    quotes: int = 0

    def as_data(self) -> dict[str, Any]:
        """Give what is kept of it between two runs; the working tree is not."""
        return {
            "facts": [[at, fact.as_data()] for at, fact in self.facts],
            "findings": [
                [one.path, one.line, one.code, one.message, one.severity]
                for one in self.findings
            ],
            "size": self.size,
            "records": self.records,
            "quotes": self.quotes,
        }

    @staticmethod
    def from_data(data: dict[str, Any], entries: Sequence[Entry]) -> Share:
        """Read back what ``as_data`` gave of these files."""
        return Share(
            [(at, Fact.from_data(entries[at][2], fact)) for at, fact in data["facts"]],
            [Finding(*one) for one in data["findings"]],
            [],
            data["size"],
            data["records"],
            data["quotes"],
        )


def examine(
    ledger: Ledger,
    entries: Sequence[Entry],
    *,
    labels: frozenset[str] | None,
    progress: Progress,
    on_progress: Callable[[int, int], None] | None = None,
    alone: int = ALONE,
) -> Iterator[Share]:
    """Work through the files of a commit and give what came out, share by share.

    Args:
        ledger: whose files they are.
        entries: all files of the ledger in the commit, in path order.
        labels: the ratings of the settings.
        progress: what an earlier run has left of the same files, and where this one
            writes down what it has done.
        on_progress: is told how many files of how many are done.
        alone: up to so many files, one process does it all.
    """
    shares = [entries[at : at + SHARE] for at in range(0, len(entries), SHARE)]
    task = Task(str(ledger.root), labels)
    done = 0
    for share, (part, is_new) in zip(
        shares, _worked(ledger, shares, task, progress, alone), strict=True
    ):
        if is_new:
            progress.keep(share, part.as_data())
        done += len(share)
        if on_progress:
            on_progress(done, len(entries))
        yield part


def _worked(
    ledger: Ledger,
    shares: Sequence[Sequence[Entry]],
    task: Task,
    progress: Progress,
    alone: int,
) -> Iterator[tuple[Share, bool]]:
    """Work through shares in their order; tell whether each was read anew."""
    processes = min(os.cpu_count() or 1, _MOST_PROCESSES, len(shares))
    if processes == 1 or sum(map(len, shares)) <= alone:
        for share in shares:
            left = progress.left(share)
            yield (
                work_through(ledger, share, task.labels, left),
                left is None,
            )
        return
    # Not forked: a thread may be drawing how far we are.
    pool = ProcessPoolExecutor(
        processes, mp_context=get_context("spawn"), initializer=_begin_process
    )
    ahead: deque[Any] = deque()
    try:
        for share in shares:
            left = progress.left(share)
            ahead.append((pool.submit(_in_process, task, share, left), left is None))
            if len(ahead) > 2 * processes:
                waiting, is_new = ahead.popleft()
                yield waiting.result(), is_new
        for waiting, is_new in ahead:
            yield waiting.result(), is_new
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begin_process() -> None:
    """Leave Ctrl-C to the process that started this one, and end when it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    # Who was killed could not tell us; without this we would wait for ever.
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _in_process(
    task: Task, share: Sequence[Entry], left: dict[str, Any] | None
) -> Share:
    ledger = Ledger(Path(task.root))
    try:
        return work_through(ledger, share, task.labels, left)
    finally:
        ledger.close()


def work_through(
    ledger: Ledger,
    share: Sequence[Entry],
    labels: frozenset[str] | None,
    left: dict[str, Any] | None = None,
) -> Share:
    """Work through some files.

    Args:
        ledger: whose files they are.
        share: the files.
        labels: the ratings of the settings.
        left: what an earlier run found in the same files: they are not read from git
            again, but for those of which captures are asked for. The working tree is
            looked at always.
    """
    sparse = _sparse(ledger)
    if left is None:
        result, again = Share(), list(range(len(share)))
    else:
        result = Share.from_data(left, share)
        again = [at for at, fact in result.facts if fact.captures]
        _forget(result, {share[at][2] for at in again}, len(again))
    contents = _read(ledger, [share[at] for at in again], result)
    with Extractor() as extractor:
        for at in again:
            mode, blob, path = share[at]
            if blob in contents:
                found = _look(
                    path, contents[blob], labels, ledger, extractor, mode=mode
                )
                _add(result, at, found)
            elif not mode.startswith("100") and layout.place_of(path) is not None:
                message = "is a link or a submodule: records are plain files"
                result.findings.append(Finding(path, 0, "stray", message))
    for mode, blob, path in share:
        if mode.startswith("100"):
            _compare(result, ledger, path, blob, contents.get(blob), sparse)
    result.facts.sort(key=lambda one: one[0])
    return result


def _forget(result: Share, paths: set[str], count: int) -> None:
    """Drop what an earlier run found in files that are looked at again."""
    result.facts = [one for one in result.facts if one[1].path not in paths]
    result.findings = [one for one in result.findings if one.path not in paths]
    result.records -= count
    result.quotes = 0  # quotes are of entries with captures: all these are read again


def _sparse(ledger: Ledger) -> Sparse:
    return sparse_checkout(ledger.repository) if ledger.repository else Sparse()


def _read(ledger: Ledger, entries: Sequence[Entry], result: Share) -> dict[str, bytes]:
    """Read blobs from git's store and hash them by ourselves."""
    wanted: dict[str, str] = {}
    for mode, blob, path in entries:
        if mode.startswith("100"):
            wanted.setdefault(blob, path)
    if not wanted:
        return {}
    given = "".join(f"{blob}\n" for blob in wanted).encode()
    asked = start(ledger.require_repository().top, ("cat-file", "--batch"), given)
    found = _batch(asked.stdout, wanted)
    for blob, path in wanted.items():
        content = found.get(blob)
        if content is None:
            where = f".git/objects/{blob[:2]}/{blob[2:]}"
            message = f"its content is missing or cannot be read in git ({where})"
            result.findings.append(Finding(path, 0, "missing", message))
        elif blob_id(content, like=blob) != blob:
            message = "git gives other bytes for it than those that were committed"
            result.findings.append(Finding(path, 0, "damaged", message))
            del found[blob]
    result.size += sum(map(len, found.values()))
    return found


def _batch(out: bytes, wanted: dict[str, str]) -> dict[str, bytes]:
    """Take the answers of ``git cat-file --batch`` apart, as far as they go."""
    found: dict[str, bytes] = {}
    at = 0
    for blob in wanted:
        end = out.find(b"\n", at)
        if end < 0:  # git stopped at a damaged object
            break
        about = out[at:end].split(b" ")
        if about[0].decode("ascii", "replace") != blob or about[-1] == b"missing":
            at = end + 1
            continue
        size = int(about[2])
        content = out[end + 1 : end + 1 + size]
        if len(content) == size:
            found[blob] = content
        at = end + size + 2
    return found


def _look(
    path: str,
    content: bytes,
    labels: frozenset[str] | None,
    ledger: Ledger,
    extractor: Extractor,
    *,
    mode: str,
) -> Look | None:
    """Look at a file where it is a record; a capture is read by another process."""
    if not mode.startswith("100") or layout.place_of(path) is None:
        return None
    return look(path, content, labels=labels, ledger=ledger, read=extractor.passage)


def _add(result: Share, at: int, found: Look | None) -> None:
    if found is None:
        return
    result.records += 1
    if found.fact:
        result.facts.append((at, found.fact))
    result.findings += found.findings
    result.quotes += found.quotes


def _compare(
    result: Share,
    ledger: Ledger,
    path: str,
    blob: str,
    committed: bytes | None,
    sparse: Sparse,
) -> None:
    """Compare a file of the working tree with what is committed."""
    try:
        there = files.read(ledger.root, path)
    except (RefusedError, MachineError):
        result.differing.append((path, "link"))
        return
    if there is None:
        if not sparse.leaves_out(ledger.prefix + path):
            result.differing.append((path, "missing"))
    elif there != committed and not _is_same(there, blob):
        result.differing.append((path, "differs"))


def _is_same(there: bytes, blob: str) -> bool:
    if blob_id(there, like=blob) == blob:
        return True
    # A checkout on Windows may end its lines otherwise; what is read is the same.
    return (
        b"\r\n" in there and blob_id(there.replace(b"\r\n", b"\n"), like=blob) == blob
    )
