"""Learn which English terms go together, from claims; writes the background data file.

python benchmarks/train_background.py --data FOLDER [--out FILE]

FOLDER holds one folder for each data set (`SETS` in train_match.py) with claims.jsonl
and queries.train.jsonl; queries of any dev split are never read. Needs scikit-learn
and scipy, which the dev extra brings.

Each claim, cut into terms as the engine cuts it, is a bag of terms. From how often
two terms share a bag, more often than chance (positive pointwise mutual information,
contexts smoothed by the power 0.75: O. Levy and Y. Goldberg, *Neural Word Embedding as
Implicit Matrix Factorization*, 2014), a truncated SVD gives each term a place; terms
near each other are related. What ships is for each term the share of claims that have
it and its nearest terms with their cosines, nothing of the texts.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

# A script finds its own folder; the package is one above.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import svds

from factcheck.match.language.tokenising import CLAIM_LIMIT, terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SETS = ("ct22a", "ct2b", "fct")
"""The claims of ct20 are nearly all in ct22a."""

DIMENSIONS = 200
LEAST_CLAIMS = 8
LONGEST = 20
KNOWN_CLAIMS = 25
"""Of a term in fewer texts nobody can say what it goes with."""

NEAREST = 12
LEAST_COSINE = 0.38
SEED = 1
OUT = Path("factcheck/match/language/background.gz")


def bags(folder: Path) -> Iterator[set[str]]:
    """Give the terms of each claim and of each training sentence."""
    for name in SETS:
        for file, fields in (
            ("claims.jsonl", ("claim", "title", "subtitle")),
            ("queries.train.jsonl", ("text",)),
        ):
            with (folder / name / file).open(encoding="utf-8") as lines:
                for line in lines:
                    row = json.loads(line)
                    yield {
                        term
                        for field in fields
                        for term in terms(row.get(field) or "", "en", CLAIM_LIMIT)
                    }


def associations(documents: Sequence[set[str]], number: dict[str, int]) -> Any:
    """Give the positive pointwise mutual information of terms, as a sparse matrix."""
    pairs = [
        (row, number[term])
        for row, document in enumerate(documents)
        for term in sorted(document)
        if term in number
    ]
    rows, columns = np.array(pairs).T
    shape = (len(documents), len(number))
    has = sparse.csr_matrix((np.ones(len(pairs)), (rows, columns)), shape=shape)
    sizes = np.maximum(np.asarray(has.sum(axis=1)).ravel(), 1)
    together = (has.T @ sparse.diags(1 / sizes) @ has).tocoo()
    each = np.asarray(together.sum(axis=1)).ravel()
    chance = each**0.75 / (each**0.75).sum()
    information = np.log(together.data / (each[together.row] * chance[together.col]))
    kept = (information > 0) & (together.row != together.col)
    return sparse.csr_matrix(
        (information[kept], (together.row[kept], together.col[kept])),
        shape=together.shape,
    )


def places(information: Any) -> Any:
    """Give each term a unit vector."""
    start = np.random.default_rng(SEED).standard_normal(information.shape[0])
    left, strengths, _ = svds(information, k=DIMENSIONS, v0=start)
    found = left * np.sqrt(strengths)
    return found / (np.linalg.norm(found, axis=1, keepdims=True) + 1e-9)


def relatives(vectors: Any, words: Sequence[str], place: int) -> str:
    """Give the terms nearest to the one at a place, with their cosines in per cent."""
    cosines = vectors @ vectors[place]
    cosines[place] = -1
    nearest = np.argsort(-cosines, kind="stable")[:NEAREST]
    return " ".join(
        f"{words[other]} {100 * cosines[other]:.0f}"
        for other in nearest
        if cosines[other] >= LEAST_COSINE
    )


def lines_of(
    vectors: Any, words: Sequence[str], counts: Counter[str], texts: int
) -> list[str]:
    """Give a line for each term: the term, claims in a million, its relatives."""
    known = [
        place
        for place, word in enumerate(words)
        if counts[word] >= KNOWN_CLAIMS and not word[0].isdecimal()
    ]
    names = [words[place] for place in known]
    chosen = vectors[known].astype(np.float32)
    near = {word: relatives(chosen, names, place) for place, word in enumerate(names)}
    return [
        f"{word}\t{1e6 * counts[word] / texts:.0f}\t{near.get(word, '')}"
        for word in words
    ]


def main(arguments: Sequence[str]) -> int:
    """Run the program; give its exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args(arguments)
    documents = list(bags(options.data))
    counts = Counter(term for document in documents for term in document)
    words = sorted(
        term
        for term, count in counts.items()
        if count >= LEAST_CLAIMS and len(term) < LONGEST
    )
    number = {term: place for place, term in enumerate(words)}
    vectors = places(associations(documents, number))
    lines = lines_of(vectors, words, counts, len(documents))
    text = "\n".join(lines) + "\n"
    options.out.write_bytes(gzip.compress(text.encode(), mtime=0))
    print(f"{len(documents)} texts, {len(words)} terms, {options.out.stat().st_size} B")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
