"""What it costs to know what was decided: decisions of a ledger, handles of matches.

python benchmarks/decisions.py [--readings N] [--each N]

Makes a ledger with readings of articles and fills its cache, which counts nowhere; then
CPU time in this process, the middle one of five rounds.
"""

from __future__ import annotations

import argparse
import hashlib
import statistics
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from factcheck.desk.decisions import Decisions
from factcheck.desk.proposals import (
    Proposal,
    ReadArticle,
    find_all,
    handles,
    new_run,
    remember,
)
from factcheck.ledger.format import codec
from factcheck.model.article import Article
from factcheck.model.ids import make_name, new_id
from tests.conftest import make_newsroom

if TYPE_CHECKING:
    from collections.abc import Callable

    from factcheck.ledger.ledger import Ledger

_ROUNDS = 5
_WORDS = (
    "the",
    "minister",
    "said",
    "two",
    "years",
    "forty",
    "schools",
    "were",
    "built",
)


def main() -> None:
    """Make the ledger, measure, print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--readings", type=int, default=10_000)
    asked.add_argument("--each", type=int, default=5, help="decisions of a reading")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "ledger"
        newsroom = make_newsroom(root)
        random = Random(1)  # noqa: S311 - the same ledger in each run
        for number in range(given.readings):
            _write(root, random, number, given.each)
        newsroom.git("add", ".")
        newsroom.git("commit", "-qm", "Readings")
        ledger = newsroom.ledger
        count = ledger.count("article")
        read = _cpu_ms(lambda: list(ledger.of_kind("article")))
        known = _cpu_ms(lambda: Decisions.of(ledger))
        asked_for = _cpu_ms(lambda: _ask(ledger)) - known
        print(f"{count} readings with {count * given.each} decisions, CPU ms:")
        print(f"  read the records alone   {read:8.0f}")
        print(f"  ready to be asked        {known:8.0f}   x {known / read:.1f}")
        print(f"  1,000 questions          {asked_for:8.1f}")
        _handles(ledger)
        newsroom.close()


def _write(root: Path, random: Random, number: int, each: int) -> None:
    month = f"{number % 12 + 1:02}"
    rows = [
        {
            "sentence": " ".join(random.choices(_WORDS, k=22)) + f" {number} {at}",
            "check": make_name("some-check", new_id(random)),
            "decision": ("same", "different")[at % 2],
            "score": "0.93",
            "model": "lexical-1",
            "decided": f"2026-{month}-02T10:00:00Z",
            "decided_by": "Anna Example",
        }
        for at in range(each)
    ]
    reading = Article.model_validate(
        {
            "url": f"https://paper{number % 50}.example/news/{number}",
            "sha256": hashlib.sha256(str(number).encode()).hexdigest(),
            "title": "What the minister said",
            "sentences": rows,
            "added": f"2026-{month}-02T10:00:00Z",
            "added_by": "Anna Example",
        }
    )
    file = root / f"articles/2026/{month}/{make_name('minister', new_id(random))}.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(codec.dump(reading))


def _ask(ledger: Ledger) -> None:
    """Ask as ``match`` does: for an article, and for a thousand of its matches."""
    decisions = Decisions.of(ledger)
    decisions.article("https://paper7.example/news/7")
    for number in range(1_000):
        decisions.on(f"The minister said {number}", "some-check-0123456789ab")


def _handles(ledger: Ledger) -> None:
    paper = ReadArticle("ab" * 32, "a.html", "https://paper.example/a")
    check = "some-check-0123456789ab"
    many = [Proposal(paper, f"Sentence {number}.", check) for number in range(10_000)]
    given = _cpu_ms(lambda: handles(many))
    remember(ledger, many, run=new_run())
    typed = handles(many)
    found = _cpu_ms(lambda: find_all(ledger, typed))
    print("10,000 matches, CPU ms:")
    print(f"  their handles            {given:8.0f}")
    print(f"  found by their handles   {found:8.0f}")


def _cpu_ms(act: Callable[[], object]) -> float:
    times = []
    for _ in range(_ROUNDS):
        before = time.process_time()
        act()
        times.append(1_000 * (time.process_time() - before))
    return statistics.median(times)


if __name__ == "__main__":
    main()
