"""How often matching is right to speak, and how often it raises a false alarm.

python benchmarks/match_alarms.py --claims C.jsonl --queries Q.jsonl --qrels G.tsv \
    [--threshold 0.5] [--semantic DIR] [--undated]

Each query is asked twice: of all claims, and of all claims without those that it
repeats, where every hit is a false alarm (a few are unlisted near duplicates). The
files are those of match_quality.py. Printed are

  AUC            how well the first hit's probability tells queries that have a claim
                 from queries that have none: 0.5 is chance, 1 is perfect
  precision at recall 0.7, 0.8, 0.9
                 recall: right first hits shown among all queries with a claim;
                 precision: right ones among all first hits shown, over both ways of
                 asking; "not reached" where too few first hits are right

and for a threshold

  right shown    share of queries whose first hit is right and shown, and in brackets
                 the share of the right first hits that are shown
  wrong shown    share of queries whose first hit is wrong and shown
  precision      right among all first hits shown, over both ways of asking
  false alarms   share of queries with a hit though the right claims are taken out
"""

from __future__ import annotations

import argparse
import math
import sys
from bisect import bisect_left, bisect_right
from pathlib import Path
from typing import TYPE_CHECKING

# A script finds its own folder; the package and its sibling are one above.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.match_quality import (
    add_engine_options,
    index_of,
    read_queries,
    read_relevant,
)
from factcheck.match.claims import LIKELY, REPEATS
from factcheck.match.index import Index
from factcheck.match.store.collection import Part

if TYPE_CHECKING:
    from collections.abc import Sequence

RECALLS = (0.7, 0.8, 0.9)


def without(index: Index, claims: set[str]) -> Index:
    """Give an index without some claims, as if it had never had them."""
    parts = (
        Part(
            part.segment,
            part.removed.union(*(part.segment.with_id(claim) for claim in claims)),
        )
        for part in index.parts
    )
    return Index(parts=parts, meanings=index.meanings)


def first_scores(
    index: Index, text: str, relevant: set[str]
) -> tuple[float, bool, float]:
    """Ask one query in both ways.

    Returns:
        The first hit's score and whether it is right; the score of the first hit where
        the right claims are taken out. Without a hit the score is 0.
    """
    found = index.match(text, limit=1, threshold=0.0)
    wrong = without(index, relevant).match(text, limit=1, threshold=0.0)
    return (
        found[0].score if found else 0.0,
        bool(found) and found[0].claim_id in relevant,
        wrong[0].score if wrong else 0.0,
    )


def area(answers: Sequence[tuple[float, bool, float]]) -> float:
    """Give the area under the ROC curve: a query with its claim above one without."""
    present = sorted(score for score, _, _ in answers)
    above = 0.0
    for *_, absent in answers:
        lower = bisect_left(present, absent)
        equal = bisect_right(present, absent) - lower
        above += len(present) - lower - equal / 2
    return above / max(1, len(answers) ** 2)


def precision_at(
    answers: Sequence[tuple[float, bool, float]], recall: float
) -> float | None:
    """Give the precision at the highest threshold that reaches a recall."""
    right = sorted((score for score, good, _ in answers if good), reverse=True)
    needed = math.ceil(recall * len(answers))
    if needed > len(right):
        return None
    threshold = right[needed - 1]
    shown = sum(
        (score >= threshold) + (alarm >= threshold) for score, _, alarm in answers
    )
    return sum(score >= threshold for score in right) / shown


def print_curve(answers: Sequence[tuple[float, bool, float]]) -> None:
    """Print what does not depend on a threshold."""
    print(f"AUC                   {area(answers):.4f}")
    for recall in RECALLS:
        found = precision_at(answers, recall)
        told = "not reached" if found is None else f"{found:.1%}"
        print(f"precision at recall {recall}  {told}")


def print_figures(
    answers: Sequence[tuple[float, bool, float]], threshold: float
) -> None:
    """Print the figures for one threshold."""
    number = max(1, len(answers))
    right = sum(score >= threshold and good for score, good, _ in answers)
    wrong = sum(score >= threshold and not good for score, good, _ in answers)
    alarms = sum(score >= threshold for *_, score in answers)
    shown = right + wrong + alarms
    all_right = max(1, sum(good for _, good, _ in answers))
    print(
        f"threshold {threshold:.2f}  right shown {right / number:6.1%} "
        f"({right / all_right:.1%})  "
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
    add_engine_options(parser)
    options = parser.parse_args(arguments)
    index = index_of(options)
    relevant = read_relevant(options.qrels)
    answers = [
        first_scores(index, text, relevant[query])
        for query, text in read_queries(options.queries)
        if query in relevant
    ]
    print(f"queries {len(answers)}, claims {len(index)}")
    print_curve(answers)
    for threshold in sorted({options.threshold, REPEATS}):
        print_figures(answers, threshold)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
