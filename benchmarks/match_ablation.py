"""What each part of the matching engine brings, by leaving it out.

python benchmarks/match_ablation.py --data FOLDER

FOLDER is that of train_match.py. For each row of the table the strength is trained anew
without some features, on the train splits, and the mean average precision at 5 printed
for each dev split. The first row is BM25 as it is, without training; "undated" are the
dated posts of ct22a read as if they had no date. Takes some minutes.
"""

from __future__ import annotations

import argparse
import random
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

# A script finds its own folder; the package and its siblings are one above.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from benchmarks.match_quality import (
    average_precision,
    read_claims,
    read_queries,
    read_relevant,
)
from benchmarks.train_match import (
    SEED,
    SETS,
    Case,
    case,
    cases_of,
    fit_strength,
    group_of,
)
from factcheck.match.index import Index
from factcheck.match.measuring import FEATURES

if TYPE_CHECKING:
    from collections.abc import Sequence

WITHOUT = {
    "everything": (),
    "without dates": ("days", "same_news", "same_weeks", "same_season"),
    "without related words": (
        "related_claim",
        "related_title",
        "related_sentence",
        "related",
    ),
    "without n-grams, substring, kin": ("grams", "substring", "kin"),
    "without neighbouring words": ("runs", "run_mass"),
    "without the title": ("covered_title", "related_title", "title_length"),
    "without the claimant": ("claimant", "prolific"),
    "without numbers": ("numbers_missing",),
}


def dev_cases(name: str, folder: Path) -> list[tuple[Case, set[str]]]:
    """Give the cases of a dev split, each with the right claims."""
    relevant = read_relevant(folder / "qrels.dev.tsv")
    index = Index(read_claims(folder / "claims.jsonl"))
    source = "ct22a" if name == "undated" else name
    found = (
        (case(index, source, text, relevant[query], dated=name != "undated"), query)
        for query, text in read_queries(folder / "queries.dev.jsonl")
    )
    return [(one, relevant[query]) for one, query in found if one]


def precision(cases: Sequence[tuple[Case, set[str]]], counts: Any) -> float:
    """Give the mean average precision at 5 with some coefficients."""
    total = 0.0
    for one, relevant in cases:
        order = np.argsort(-(one.rows @ counts), kind="stable")
        total += average_precision([one.ids[place] for place in order], relevant)
    return total / len(cases)


def counts_without(whole: Sequence[Case], names: Sequence[str]) -> Any:
    """Train the strength without some features; those count nothing."""
    kept = [place for place, name in enumerate(FEATURES) if name not in names]
    counts = np.zeros(len(FEATURES))
    counts[kept] = fit_strength([replace(one, rows=one.rows[:, kept]) for one in whole])
    return counts


def main(arguments: Sequence[str]) -> int:
    """Run the program; give its exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args(arguments)
    chance = random.Random(SEED)  # noqa: S311 - chooses samples, guards nothing
    held_out = {
        group_of(text)
        for name in SETS
        for _, text in read_queries(options.data / name / "queries.dev.jsonl")
    }
    whole = [
        one
        for name in SETS
        for one in cases_of(name, options.data / name, held_out, chance, small=False)[0]
    ]
    tested = {
        name: dev_cases(name, options.data / ("ct22a" if name == "undated" else name))
        for name in (*SETS[:1], "undated", *SETS[1:])
    }
    print(f"{'':<32}" + "".join(f"{name:>9}" for name in tested))
    bm25 = np.zeros(len(FEATURES))
    bm25[FEATURES.index("bm25")] = 1.0
    rows = {"BM25 alone": bm25} | {
        told: counts_without(whole, names) for told, names in WITHOUT.items()
    }
    for told, counts in rows.items():
        figures = (precision(cases, counts) for cases in tested.values())
        print(f"{told:<32}" + "".join(f"{figure:9.4f}" for figure in figures))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
