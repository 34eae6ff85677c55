"""Measure how fast sentences are matched, and what an index costs, beside the goals.

python benchmarks/match_speed.py [--claims C.jsonl] [--sizes 15000,100000,1000000] \
    [--sentences N] [--processes N] [--seed N] [--core]

C.jsonl has one object a line with "id", "claim" and, if there are any, "title",
"subtitle" and "speaker". Where more claims are wanted than it has, halves of its claims
and titles are joined anew. Without it claims are made of invented words as often as
words are in a language (Zipf); the sentences that are asked about are claims of which
some words are left out and others put in; in the article that is one in ten, and the
others are pieces of several claims. With --core neither numpy nor PyStemmer is used,
as if the extra `fast` were not installed. Every figure is CPU time of one core, but
for the building with several processes. Nothing is kept but one file that is mapped.
"""

from __future__ import annotations

import argparse
import json
import mmap
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from functools import partial
from itertools import accumulate, islice
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

# A script finds its own folder; the package is one above.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from factcheck.match import windows
from factcheck.match.claims import KnownClaim
from factcheck.match.features import Text
from factcheck.match.index import Index
from factcheck.match.language.tokenising import SENTENCE_LIMIT
from factcheck.match.store.collection import ARRAYS_FROM, Part
from factcheck.match.store.segment import Segment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

WORDS = 150_000
PROCESSES = os.cpu_count() or 1
GOALS = {15_000: 12.0, 100_000: 20.0, 1_000_000: 60.0}
"""Milliseconds a sentence, by the number of claims; with the core alone at 15,000."""

ARTICLE_SIZE = 15_000
ARTICLE_SENTENCES = 1000
REPEATED = 0.1
"""Share of the sentences of an article that repeat a claim."""


class Sentence(NamedTuple):
    """A sentence of an article, as `windows` reads it."""

    text: str
    paragraph: int


class Source:
    """Claims as many as wanted, the same every time.

    Args:
        claims: real ones, or none.
        seed: of everything that is drawn.
    """

    def __init__(self, claims: Sequence[KnownClaim], seed: int) -> None:
        self._claims = claims
        self._seed = seed

    def claims(self, count: int) -> Iterator[KnownClaim]:
        """Give so many claims."""
        if not self._claims:
            return islice(self._invented(), count)
        return islice(self._joined(), count)

    def _joined(self) -> Iterator[KnownClaim]:
        yield from self._claims
        draw = random.Random(self._seed)  # noqa: S311 - the same each time
        number = 0
        while True:
            one, other = draw.choice(self._claims), draw.choice(self._claims)
            yield KnownClaim(
                f"joined-{number}",
                _halves(one.claim, other.claim),
                title=_halves(other.title, one.title),
                summary=one.summary,
                claimant=other.claimant,
            )
            number += 1

    def _invented(self) -> Iterator[KnownClaim]:
        draw = random.Random(self._seed)  # noqa: S311 - the same each time
        letters = "bcdfghklmnprstvw"
        words = [
            "".join(
                draw.choice(letters) + draw.choice("aeiou")
                for _ in range(draw.randint(2, 4))
            )
            for _ in range(WORDS)
        ]
        often = list(accumulate(1 / rank for rank in range(8, WORDS + 8)))

        def said(length: int) -> str:
            return " ".join(draw.choices(words, cum_weights=often, k=length))

        number = 0
        while True:
            yield KnownClaim(
                f"invented-{number}",
                said(draw.randint(6, 25)),
                title=said(draw.randint(4, 10)),
                summary=said(draw.randint(8, 20)),
                claimant=said(2).title(),
            )
            number += 1

    def sentences(self, count: int, repeated: float = 1.0) -> list[str]:
        """Give sentences, some of which repeat one of the first claims loosely.

        Args:
            count: how many.
            repeated: the share of those that repeat a claim; the others are made of
                pieces of several claims.
        """
        draw = random.Random(self._seed + 1)  # noqa: S311 - the same each time
        claims = list(self.claims(ARTICLE_SIZE))
        sentences = []
        for _ in range(count):
            words = [claim.claim.split() for claim in draw.sample(claims, 8)]
            said = [word for word in words[0] if draw.random() > 1 / 4]
            if draw.random() >= repeated:
                said = [word for other in words[2:] for word in other[-2:]]
            sentences.append(" ".join([*said, *words[1][:4]]))
        return sentences


def _halves(one: str, other: str) -> str:
    first, second = one.split(), other.split()
    return " ".join([*first[: len(first) // 2], *second[len(second) // 2 :]])


def read_claims(path: Path) -> Iterator[KnownClaim]:
    """Give the claims of a JSON lines file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield KnownClaim(
                id=row["id"],
                claim=row["claim"],
                title=row.get("title") or "",
                summary=row.get("subtitle") or "",
                claimant=row.get("speaker") or "",
            )


def told(name: str, value: float, goal: float | None, unit: str) -> None:
    """Print a figure beside its goal."""
    reached = ""
    if goal is not None:
        reached = f"goal {goal:g}" + ("" if value <= goal else "  NOT REACHED")
    print(f"  {name:<48}{value:>10.2f} {unit:<4}{reached}", flush=True)


def seconds(act: Callable[[], object]) -> float:
    """Give the CPU time of this process while something is done."""
    started = time.process_time()
    act()
    return time.process_time() - started


def all_processes() -> float:
    """Give the CPU time so far of this process and of those it has waited for."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def memory() -> float:
    """Give the most memory that this process had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def opened(index: Index, folder: Path) -> Index:
    """Write an index and open it again as files that are mapped."""
    parts = []
    for number, part in enumerate(index.parts):
        path = folder / f"{number}"
        path.write_bytes(part.segment.to_bytes())
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        parts.append(Part(Segment.from_buffer(mapped), part.removed))
    return Index.of(parts)


def measure_questions(
    index: Index, sentences: Sequence[str], goal: float | None
) -> None:
    """Print what a sentence costs, the first ones and then the others."""
    first, *others = [1000 * seconds(partial(index.match, text)) for text in sentences]
    told("first sentence", first, None, "ms")
    told("a sentence, median", statistics.median(others), goal, "ms")
    told("a sentence, 9 in 10", statistics.quantiles(others, n=10)[-1], None, "ms")
    collection = max(index.collections, key=attrgetter("size"))
    cut = [Text.read(text, collection.language, SENTENCE_LIMIT) for text in sentences]
    search = [1000 * seconds(partial(collection.search, one, 50)) for one in cut]
    told("its candidates alone, median", statistics.median(search), None, "ms")


def measure_changes(index: Index, source: Source, goal: float | None) -> None:
    """Print what it costs to add claims one after the other."""
    new = [
        KnownClaim(f"new-{number}", text)
        for number, text in enumerate(source.sentences(100))
    ]
    spent = []
    for claim in new:
        started = time.process_time()
        index = index.changed([claim])
        spent.append(1000 * (time.process_time() - started))
    told("a new claim, median of 100", statistics.median(spent), goal, "ms")
    told("a new claim, the dearest of 100", max(spent), None, "ms")


def measure_article(index: Index, source: Source) -> None:
    """Print what an article of a thousand sentences costs."""
    texts = source.sentences(ARTICLE_SENTENCES, REPEATED)
    article = [Sentence(text, number // 5) for number, text in enumerate(texts)]
    spent = seconds(lambda: windows.read(index, article))
    told(f"an article of {ARTICLE_SENTENCES:,} sentences", spent, 15.0, "s")
    alone = seconds(lambda: [index.match(text) for text in texts])
    told("its sentences alone, without their neighbours", alone, None, "s")


def measure(size: int, source: Source, options: argparse.Namespace) -> None:
    """Print all figures of one size."""
    print(f"{size:,} claims")
    small = size <= ARTICLE_SIZE
    processes = 1 if small else options.processes
    started, wall = all_processes(), time.monotonic()
    index = Index.built(source.claims(size), processes=processes)
    told("built, CPU", all_processes() - started, 5.0 if small else None, "s")
    if processes > 1:
        told(
            f"built, by the clock, {processes} processes",
            time.monotonic() - wall,
            None,
            "s",
        )
    told("size", sum(len(s.to_bytes()) for s in index.segments) / 2**20, None, "MiB")
    with tempfile.TemporaryDirectory() as folder:
        index = opened(index, Path(folder))
        load = seconds(lambda: [Segment.from_buffer(s.buffer) for s in index.segments])
        told("opened", load, 0.2 if small else None, "s")
        goal = GOALS.get(size)
        measure_questions(index, source.sentences(options.sentences), goal)
        if size >= ARRAYS_FROM:
            print("  the same without numpy")
            plain = Index(parts=index.parts, arrays=False)
            few = source.sentences(options.sentences // 5)
            measure_questions(plain, few, None)
        measure_changes(index, source, 50.0 if small else None)
        if small:
            measure_article(index, source)
    told("memory of this process at its peak", memory(), 2048.0, "MiB")


def main(arguments: Sequence[str]) -> int:
    """Run the program; give its exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--claims", type=Path)
    parser.add_argument("--sizes", default="15000,100000,1000000")
    parser.add_argument("--sentences", type=int, default=200)
    parser.add_argument("--processes", type=int, default=PROCESSES)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--core", action="store_true", help="without the extra fast")
    options = parser.parse_args(arguments)
    if options.core:
        # What stands for None here cannot be imported; the type knows nothing of it.
        hidden: dict[str, Any] = dict.fromkeys(["Stemmer", "numpy"])
        sys.modules.update(hidden)
    real = list(read_claims(options.claims)) if options.claims else []
    source = Source(real, options.seed)
    for size in map(int, options.sizes.split(",")):
        measure(size, source, options)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
