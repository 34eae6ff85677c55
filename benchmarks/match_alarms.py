"""How often matching is right to speak, and how often it raises a false alarm.

python benchmarks/match_alarms.py --claims C.jsonl --queries Q.jsonl --qrels G.tsv \
    [--threshold 0.5]

Each query is asked twice: of all claims, and of all claims without those that it
repeats, where every hit is a false alarm (a few are unlisted near duplicates). The
files are those of match_quality.py. For a threshold this prints

  right shown    share of queries whose first hit is right and shown
  wrong shown    share of queries whose first hit is wrong and shown
  precision      right among all first hits shown, over both ways of asking
  false alarms   share of queries with a hit though the right claims are taken out
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

# A script finds its own folder; the package and its sibling are one above.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.match_quality import (
    read_claims,
    read_queries,
    read_relevant,
)
from factcheck.match.claims import LIKELY, REPEATS
from factcheck.match.index import Index

if TYPE_CHECKING:
    from collections.abc import Sequence

DEPTH = 20


def first_scores(
    index: Index, text: str, relevant: set[str]
) -> tuple[float, bool, float]:
    """Ask one query in both ways.

    Returns:
        The first hit's score and whether it is right; the score of the first hit
        that is not right. Without a hit the score is 0.

    Taking a claim out of 15,000 changes no weight that matters, so its hits are
    left out instead of building the index again.
    """
    found = index.match(text, limit=DEPTH + len(relevant), threshold=0.0)
    wrong = [match for match in found if match.claim_id not in relevant]
    right = bool(found) and found[0].claim_id in relevant
    return (
        found[0].score if found else 0.0,
        right,
        wrong[0].score if wrong else 0.0,
    )


def print_figures(
    answers: Sequence[tuple[float, bool, float]], threshold: float
) -> None:
    """Print the figures for one threshold."""
    number = max(1, len(answers))
    right = sum(score >= threshold and good for score, good, _ in answers)
    wrong = sum(score >= threshold and not good for score, good, _ in answers)
    alarms = sum(score >= threshold for *_, score in answers)
    shown = right + wrong + alarms
    print(
        f"threshold {threshold:.2f}  right shown {right / number:6.1%}  "
        f"wrong shown {wrong / number:6.1%}  "
        f"precision {right / shown if shown else 1.0:6.1%}  "
        f"false alarms {alarms / number:6.1%}"
    )


def main(arguments: Sequence[str]) -> int:
    """Run the program; give its exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--claims", type=Path, required=True)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--qrels", type=Path, required=True)
    parser.add_argument("--threshold", type=float, default=LIKELY)
    options = parser.parse_args(arguments)
    index = Index(read_claims(options.claims))
    relevant = read_relevant(options.qrels)
    answers = [
        first_scores(index, text, relevant[query])
        for query, text in read_queries(options.queries)
        if query in relevant
    ]
    print(f"queries {len(answers)}, claims {len(index)}")
    for threshold in sorted({options.threshold, REPEATS}):
        print_figures(answers, threshold)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
