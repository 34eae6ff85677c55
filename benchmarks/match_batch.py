"""A batch of articles: what one costs, what a second process brings, what is held.

``python benchmarks/match_batch.py [--articles 1000] [--ledger DIR]``

The articles are written from the sentences of the example article and of the claims of
the ledger, with numbers of their own, so that no two are the same and most sentences
repeat nothing. CPU time is that of the whole process tree; the clock is printed as the
ratio of two runs, which a busy machine distorts.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from measure import FACTCHECK, environment

if TYPE_CHECKING:
    from collections.abc import Iterator

PROJECT = Path(__file__).resolve().parent.parent
_SENTENCES = 25


class Ran(NamedTuple):
    """What a run cost: CPU and clock in seconds, the most memory of a process in MB."""

    cpu: float
    clock: float
    memory: int


def articles(count: int) -> Iterator[dict[str, str]]:
    """Write articles."""
    chance = random.Random(7)  # noqa: S311 - the same articles each time
    text = (PROJECT / "examples/article.md").read_text(encoding="utf-8")
    sentences = [one.strip() for one in text.replace("\n", " ").split(". ") if one]
    places = ("Basel", "Oslo", "Quito", "Perth", "Lagos", "Hanoi", "Turin", "Tampa")
    things = ("trams", "schools", "bridges", "vaccines", "soldiers", "visas", "loans")
    for number in range(count):
        body = [
            f"{chance.choice(places)} counted {chance.randrange(9000)} "
            f"{chance.choice(things)} in {chance.randrange(1990, 2026)}, "
            f"{chance.randrange(90)} more than {chance.choice(places)}"
            for _ in range(_SENTENCES - 2)
        ]
        body += chance.sample(sentences, 2)
        chance.shuffle(body)
        yield {
            "id": str(number),
            "title": f"Figures of the day {number}",
            "text": ".\n\n".join(body) + ".",
            "published": "2020-10-08",
        }


def ran(ledger: Path, *arguments: str) -> Ran:
    """Run match, and say what it cost."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.monotonic()
    done = subprocess.run(
        [*FACTCHECK, "--ledger", str(ledger), "match", *arguments],
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode:
        sys.exit(done.stderr.decode())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Ran(used, time.monotonic() - begun, after.ru_maxrss // 1024)


def main() -> None:
    """Print a line for each way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--ledger", type=Path, default=PROJECT / "ledger")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = Path(folder) / "articles.jsonl"
        few = Path(folder) / "few.jsonl"
        lines = [json.dumps(one) + "\n" for one in articles(given.articles)]
        rows.write_text("".join(lines), encoding="utf-8")
        few.write_text("".join(lines[: given.articles // 10]), encoding="utf-8")
        out = str(Path(folder) / "out.jsonl")
        how = ("--jsonl", "--jobs")
        ran(given.ledger, str(few), *how, "1")  # bytecode, cache and index are made
        tenth = ran(given.ledger, str(few), *how, "1")
        one = ran(given.ledger, str(rows), *how, "1")
        two = ran(given.ledger, str(rows), *how, "2", "--out", out)
        again = ran(given.ledger, str(rows), *how, "2", "--out", out, "--resume")
    count = given.articles
    print(f"{count} articles of {_SENTENCES} sentences, ledger {given.ledger.name}")
    print(f"{'a tenth, one process':<28}{_row(tenth, one)}")
    print(f"{'all, one process':<28}{_row(one, one)}")
    print(f"{'all, two processes':<28}{_row(two, one)}")
    print(f"{'again, nothing left to read':<28}{_row(again, one)}")
    print(f"an article: {1000 * (one.cpu - tenth.cpu) / (0.9 * count):.1f} ms CPU")


def _row(ran: Ran, base: Ran) -> str:
    return (
        f"CPU {ran.cpu:7.1f} s {ran.cpu / base.cpu:5.2f} x   "
        f"clock {ran.clock / base.clock:5.2f} x   {ran.memory:5} MB at most"
    )


if __name__ == "__main__":
    main()
