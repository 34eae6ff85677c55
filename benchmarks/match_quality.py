"""Rank known claims for sentences with the shipped engine and write a run file.

python benchmarks/match_quality.py --claims C.jsonl --queries Q.jsonl --out RUN.tsv \
    [--qrels G.tsv] [--semantic DIR]

C.jsonl has one object a line with "id", "claim" and, if there are any, "title",
"subtitle" (the summary), "speaker" and "date"; Q.jsonl has "id" and "text";
G.tsv has query id, claim id. RUN.tsv gets up to 20 rows a query: query id, claim id,
score. The first row of a query has its probability as a fourth column. With --qrels,
the mean average precision at 5 and the share of right first hits are printed too.
--semantic names the directory of a sentence encoder (the extra of this name); with
--keep what it reads of the claims is kept in a folder for the next run. The dates of
claims ("date") count; --undated leaves them out, to see what they bring. No data
ships with this program.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

# A script finds its own folder; the package is one above.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from factcheck.match.claims import KnownClaim
from factcheck.match.index import Index
from factcheck.match.language.dates import dates

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from factcheck.match.claims import Match

DEPTH = 20
CUT = 5


def read_claims(path: Path) -> Iterator[KnownClaim]:
    """Give the claims of a JSON lines file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            day = whole_day(row.get("date") or "")
            yield KnownClaim(
                id=row["id"],
                claim=row["claim"],
                title=row.get("title") or "",
                summary=row.get("subtitle") or "",
                claimant=row.get("speaker") or "",
                dates=(day,) if day else (),
            )


def whole_day(text: str) -> str | None:
    """Give the first whole day that a text names, as an ISO date."""
    found = next((one for one in dates(text)[0] if one.month and one.day), None)
    return f"{found.year:04}-{found.month:02}-{found.day:02}" if found else None


def read_queries(path: Path) -> list[tuple[str, str]]:
    """Give id and text of each query of a JSON lines file."""
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [(row["id"], row["text"]) for row in rows]


def read_relevant(path: Path) -> dict[str, set[str]]:
    """Give for each query id the ids of the claims that it repeats."""
    relevant: dict[str, set[str]] = defaultdict(set)
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            query, claim = line.rstrip("\n").split("\t")[:2]
            relevant[query].add(claim)
    return relevant


def average_precision(ranked: Sequence[str], relevant: set[str]) -> float:
    """Give the average precision at `CUT` as trec_eval defines it."""
    right = 0
    total = 0.0
    for rank, claim in enumerate(ranked[:CUT], start=1):
        if claim in relevant:
            right += 1
            total += right / rank
    return total / len(relevant)


def rows(query: str, found: Sequence[Match]) -> Iterator[str]:
    """Give the lines of a run file for one query."""
    for place, match in enumerate(found, start=1):
        surety = f"\t{match.score}" if place == 1 else ""
        yield f"{query}\t{match.claim_id}\t{1 / place:.6f}{surety}\n"


def print_quality(
    ranked: Mapping[str, Sequence[str]], relevant: Mapping[str, set[str]]
) -> None:
    """Print the figures over all queries that have a right claim."""
    precisions = [
        average_precision(ranked.get(query, []), claims)
        for query, claims in relevant.items()
    ]
    first = [
        ranked.get(query, [""])[:1] != [] and ranked.get(query, [""])[0] in claims
        for query, claims in relevant.items()
    ]
    print(f"queries with a right claim  {len(relevant)}")
    print(f"MAP@{CUT}                       {sum(precisions) / len(precisions):.4f}")
    print(f"P@1                         {sum(first) / len(first):.4f}")


def add_engine_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that choose what the engine may use."""
    parser.add_argument("--semantic", type=Path, metavar="DIR")
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    parser.add_argument("--undated", action="store_true")


def index_of(options: argparse.Namespace) -> Index:
    """Build the index of the claims, as the options of a script ask for it."""
    claims = read_claims(options.claims)
    if options.undated:
        claims = (replace(claim, dates=()) for claim in claims)
    index = Index(claims)
    if options.semantic is None:
        return index
    # Imported here: it needs the extra ``semantic``.
    from benchmarks.train_semantic import meanings_of  # noqa: PLC0415

    return index.with_meanings(meanings_of(index, options.semantic, keep=options.keep))


def main(arguments: Sequence[str]) -> int:
    """Run the program; give its exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--claims", type=Path, required=True)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--qrels", type=Path)
    add_engine_options(parser)
    options = parser.parse_args(arguments)
    started = time.process_time()
    index = index_of(options)
    built = time.process_time()
    queries = read_queries(options.queries)
    ranked: dict[str, list[str]] = {}
    with options.out.open("w", encoding="utf-8") as out:
        for query, text in queries:
            found = index.match(text, limit=DEPTH, threshold=0.0)
            ranked[query] = [match.claim_id for match in found]
            out.writelines(rows(query, found))
    ended = time.process_time()
    print(f"claims                      {len(index)}")
    print(f"building, seconds           {built - started:.2f}")
    milliseconds = 1000 * (ended - built) / max(1, len(queries))
    print(f"a query, milliseconds       {milliseconds:.1f}")
    if options.qrels:
        print_quality(ranked, read_relevant(options.qrels))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
