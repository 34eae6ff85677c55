"""Claims come and go: which segments an index has afterwards.

A new claim makes a segment of its own. Where four segments are of about one size they
become one, so that an index of any size has few, and a claim is joined seldom.
"""

from __future__ import annotations

import signal
from collections import deque
from concurrent.futures import BrokenExecutor
from hashlib import blake2b
from itertools import chain, groupby
from typing import TYPE_CHECKING

from factcheck.match.language.tokenising import primary_language
from factcheck.match.store.collection import Part
from factcheck.match.store.cutting import LARGEST, cut, join
from factcheck.match.store.segment import Segment, encoded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future, ProcessPoolExecutor

    from factcheck.match.claims import KnownClaim

FAN_IN = 4
"""So many segments of one size become one."""

_MOST_REMOVED = 8
"""A segment is made anew when more than one in so many of its claims is gone."""

_Chunk = tuple[str, list["KnownClaim"]]


def _language(claim: KnownClaim) -> str:
    return primary_language(claim.language)


def distinct(claims: Iterable[KnownClaim]) -> Iterator[KnownClaim]:
    """Give each claim once, without keeping it in memory."""
    seen: set[bytes] = set()
    for claim in claims:
        digest = blake2b(encoded(claim), digest_size=16).digest()
        if digest not in seen:
            seen.add(digest)
            yield claim


def _chunks(claims: Iterable[KnownClaim], size: int) -> Iterator[_Chunk]:
    """Give claims of one language, as many as make a segment."""
    waiting: dict[str, list[KnownClaim]] = {}
    for claim in distinct(claims):
        language = _language(claim)
        chunk = waiting.setdefault(language, [])
        chunk.append(claim)
        if len(chunk) == size:
            yield language, waiting.pop(language)
    yield from waiting.items()


def build(
    claims: Iterable[KnownClaim],
    *,
    processes: int = 1,
    told: Callable[[int], object] | None = None,
    size: int = LARGEST,
) -> list[Part]:
    """Cut claims into segments.

    Args:
        claims: in any order; read once, and not kept.
        processes: how many work at the same time, where there is enough to do.
        told: called with the number of claims that are cut so far, for each claim; of
            several processes for each segment.
        size: claims of a segment, at most.
    """
    chunks = _chunks(claims, size)
    first = next(chunks, None)
    if first is None:
        return []
    cut_all = _cut_at_once if processes > 1 and len(first[1]) == size else _cut_each
    parts: list[Part] = []
    done = 0

    def tell(more: int) -> None:
        if told is not None:
            told(done + more)

    for segment in cut_all(chain([first], chunks), processes, tell):
        parts.append(Part(segment))
        done += len(segment)
        tell(0)
    return parts


def _cut_each(
    chunks: Iterable[_Chunk], _: int, told: Callable[[int], object]
) -> Iterator[Segment]:
    for language, claims in chunks:
        yield cut(language, claims, told)


def _cut_at_once(
    chunks: Iterable[_Chunk], processes: int, _: Callable[[int], object]
) -> Iterator[Segment]:
    """Cut segments in other processes, few of them waiting in memory.

    They are started anew, not forked: whoever calls may have threads and open files.
    """
    # Loaded here: no other command starts processes in this way.
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415
    from multiprocessing import get_context  # noqa: PLC0415

    running: deque[tuple[_Chunk, Future[bytes] | None]] = deque()
    with ProcessPoolExecutor(
        processes, mp_context=get_context("spawn"), initializer=_ignore_interrupts
    ) as pool:
        for chunk in chunks:
            running.append((chunk, _submitted(pool, chunk)))
            if len(running) > processes:
                yield _cut_segment(*running.popleft())
        while running:
            yield _cut_segment(*running.popleft())


def _submitted(pool: ProcessPoolExecutor, chunk: _Chunk) -> Future[bytes] | None:
    try:
        return pool.submit(_cut_bytes, *chunk)
    except BrokenExecutor:
        return None


def _cut_segment(chunk: _Chunk, running: Future[bytes] | None) -> Segment:
    """Wait for a segment; where a process was ended from outside, cut it here."""
    try:
        return cut(*chunk) if running is None else Segment(running.result())
    except BrokenExecutor:
        return cut(*chunk)


def _cut_bytes(language: str, claims: list[KnownClaim]) -> bytes:
    return cut(language, claims).to_bytes()


def _ignore_interrupts() -> None:
    """Leave Ctrl-C to the process that waits for this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def change(
    parts: Iterable[Part], added: Iterable[KnownClaim], removed: Iterable[str]
) -> list[Part]:
    """Give the segments after some claims are gone and some have come.

    Args:
        parts: the segments before.
        added: claims that come; one that is there already changes nothing.
        removed: ids; all claims that had them before are gone.
    """
    left = _without(list(parts), set(removed))
    new = [
        claim
        for claim in distinct(added)
        if not any(_has(part, claim) for part in left)
    ]
    new.sort(key=_language)
    for language, claims in groupby(new, key=_language):
        left.append(Part(cut(language, claims)))
    return _tidied(left)


def _without(parts: list[Part], removed: set[str]) -> list[Part]:
    if not removed:
        return parts
    left = []
    for part in parts:
        gone = {
            number for claim_id in removed for number in part.segment.with_id(claim_id)
        }
        gone -= part.removed
        left.append(Part(part.segment, part.removed | gone) if gone else part)
    return left


def _has(part: Part, claim: KnownClaim) -> bool:
    written = encoded(claim)
    return any(
        part.segment.written(number) == written and number not in part.removed
        for number in part.segment.with_id(claim.id)
    )


def _tidied(parts: list[Part]) -> list[Part]:
    """Join what is small, and make anew what has lost many claims."""
    by_language: dict[str, list[Part]] = {}
    for part in parts:
        if len(part):
            by_language.setdefault(part.segment.language, []).append(part)
    return [
        part
        for language, group in by_language.items()
        for part in _joined(language, [_renewed(part) for part in group])
    ]


def _renewed(part: Part) -> Part:
    if len(part.removed) * _MOST_REMOVED <= len(part.segment):
        return part
    return _one(part.segment.language, [part])


def _joined(language: str, parts: list[Part]) -> list[Part]:
    sizes: dict[int, list[Part]] = {}
    for part in parts:
        sizes.setdefault(_size(len(part)), []).append(part)
    for size in range(_size(LARGEST // FAN_IN)):
        group = sizes.get(size, [])
        while len(group) >= FAN_IN:
            joined = _one(language, group)
            group.clear()
            sizes.setdefault(_size(len(joined)), []).append(joined)
    return [part for size in sorted(sizes) for part in sizes[size]]


def _one(language: str, parts: list[Part]) -> Part:
    return Part(join(language, [(part.segment, part.removed) for part in parts]))


def _size(claims: int) -> int:
    """Give how often a number of claims can be divided by four."""
    return (claims.bit_length() - 1) // 2
