"""Train the coefficients of the matching engine; writes factcheck/match/model.json.

python benchmarks/train_match.py --data FOLDER [--out factcheck/match/model.json] \
    [--semantic DIR --keep FOLDER]

FOLDER holds one folder for each of `SETS` with claims.jsonl, queries.train.jsonl and
qrels.train.tsv, and the queries of its dev split, which are read for one reason: two of
the sets share posts, and what stands in any dev split is left out of all training.
Needs scikit-learn and scipy, which the dev extra brings. Takes some minutes. With the
directory of an encoder, and the folder that train_semantic.py kept for it, the
coefficients that know its cosines are trained too; else those that stand in the file
stay.

Strength: a conditional logistic regression over the candidates of each sentence; all
sets together, so that no source is fitted, dated posts once with and once without
their dates. Probability: a logistic regression over the first three of each sentence,
with strengths from cross-validation, the right claims present and taken out, in whole
collections and in small ones, both random and of one subject.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

# A script finds its own folder; the package and its siblings are one above.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from benchmarks.match_quality import read_claims, read_queries, read_relevant
from factcheck.match import ranking
from factcheck.match.features import Text
from factcheck.match.index import CANDIDATES, Index
from factcheck.match.language.dating import signed
from factcheck.match.language.tokenising import SENTENCE_LIMIT
from factcheck.match.measuring import (
    FEATURES,
    Asked,
    Glance,
    glance,
    look_closely,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from factcheck.match.claims import KnownClaim

SETS = ("ct22a", "ct2b", "ct20", "fct")
SEMANTIC_SETS = SETS[:3]
"""Those whose claims are read in minutes."""

SOURCES = {
    "ct22a": "CheckThat! 2021/2022 task 2A, part of the official train split",
    "ct2b": "CheckThat! 2021/2022 task 2B, train split",
    "ct20": "CheckThat! 2020 task 2, train split",
    "fct": "FactCheckTweet English (Kazemi et al. 2022), train split; words alone",
}

WEIGHTS = {"ct22a": 1.0, "undated": 0.7, "ct2b": 2.0, "ct20": 0.5, "fct": 0.15}
"""How much a sentence counts: there are few debates, and the links of fct are noisy."""

SURE_WEIGHTS = {"ct22a": 1.0, "undated": 0.5, "ct2b": 0.5}
"""The same for the probability. The other sets list too few of the right claims: what
they call a false alarm is often none."""

FOLDS = 5
RIDGE = 10.0
SMALL = ((30, 24), (300, 8), (3000, 2))
"""Small collections: so many claims, and so many of them for each set."""

ASKED = 20
"""Sentences asked of a small collection that has their claims; as many of others."""

SUBJECTS = 150
"""Collections of one subject for each set: what one sentence is likeliest to repeat."""

FRAGMENT = (4, 9)
"""Least and most words of a fragment: part of a post repeats nothing for certain."""

SMALL_WEIGHT = 0.2
FIRST = 3
LATER_WEIGHT = 0.3
SEED = 7


@dataclass(frozen=True)
class Case:
    """One sentence asked of one collection.

    Attributes:
        source: where it comes from, a key of `WEIGHTS`.
        group: equal for the same text in several sets.
        rows: the features of its candidates.
        right: which of them it repeats.
        ids: their claims.
        claims: size of the collection.
        dated: for each candidate whether the days apart are known.
        weight: how much it counts.
    """

    source: str
    group: int
    rows: Any
    right: Any
    ids: tuple[str, ...]
    claims: int
    dated: Any
    weight: float


def group_of(text: str) -> int:
    """Give a number that the same post has in every set, links and signs apart."""
    bare = re.sub(r"https?://\S+|pic\.\S+", "", text.lower())
    bare = re.sub(r"\W+", "", bare)[:60]
    return int(hashlib.md5(bare.encode(), usedforsecurity=False).hexdigest()[:12], 16)


def case(
    index: Index, source: str, text: str, right: set[str], *, dated: bool = True
) -> Case | None:
    """Ask a sentence of an index as the engine does; None without candidates."""
    near = index.meanings.ask(text, "en") if index.meanings else None
    stripped, said = signed(text)
    rows, ids, known = [], [], []
    for collection in index.collections:
        cut = Text.read(stripped, collection.language, SENTENCE_LIMIT)
        day = said if dated else None
        asked = Asked(cut, collection.language, collection.mass, day)
        dense = collection.own(near.nearest(CANDIDATES)) if near else []
        scores = collection.search(cut, CANDIDATES, dense, day)
        similar = near.similar(list(scores)) if near else None
        for number, (place, bm25) in enumerate(scores.items()):
            entry = collection.entry(place)
            features = (*glance(asked, entry, bm25), *look_closely(asked, entry))
            rows.append((*features, *(similar[number] if similar else ())))
            ids.append(entry.claim.id)
            known.append(float(day is not None and bool(entry.days)))
    if not rows:
        return None
    return Case(
        source,
        group_of(text),
        np.array(rows),
        np.array([one in right for one in ids]),
        tuple(ids),
        len(index),
        np.array(known),
        WEIGHTS[source],
    )


def read_set(folder: Path) -> tuple[list[KnownClaim], list[tuple[str, str, set[str]]]]:
    """Give the claims of a set and its training sentences with their claims."""
    relevant = read_relevant(folder / "qrels.train.tsv")
    queries = read_queries(folder / "queries.train.jsonl")
    return (
        list(read_claims(folder / "claims.jsonl")),
        [(query, text, relevant[query]) for query, text in queries],
    )


def cases_of(
    name: str,
    folder: Path,
    held_out: set[int],
    chance: random.Random,
    *,
    small: bool = True,
    encoder: tuple[Path, Path] | None = None,
) -> tuple[list[Case], list[Case]]:
    """Give the cases of a set: of its whole collection, and of small ones."""
    claims, found = read_set(folder)
    queries = [one for one in found if group_of(one[1]) not in held_out]
    index = Index(claims)
    attached = _attaching(index, encoder)
    index = attached(index)
    whole = [case(index, name, text, right) for _, text, right in queries]
    if name == "ct22a":
        whole += [
            case(index, "undated", text, right, dated=False)
            for _, text, right in queries
        ]
    little: list[Case | None] = []
    if small and name in {"ct22a", "ct2b"}:
        for few in small_collections(index, claims, queries, chance, attached):
            little += few
    print(f"{name}: {len(queries)} sentences, {len(claims)} claims", flush=True)
    return [one for one in whole if one], [one for one in little if one]


def _attaching(
    index: Index, encoder: tuple[Path, Path] | None
) -> Callable[[Index], Index]:
    """Give what attaches meanings to indexes of a set's claims; nothing without one."""
    if encoder is None:
        return lambda some: some
    # Imported here: it needs the extra ``semantic``.
    from benchmarks.train_semantic import folded_meanings  # noqa: PLC0415

    directory, keep = encoder
    meanings = folded_meanings(index, directory, keep=keep)
    return lambda some: some.with_meanings(meanings(some))


def small_collections(
    index: Index,
    claims: Sequence[KnownClaim],
    queries: Sequence[tuple[str, str, set[str]]],
    chance: random.Random,
    attached: Callable[[Index], Index],
) -> Iterable[list[Case | None]]:
    """Give cases of small collections: random claims, and claims of one subject.

    What is asked of the random ones: posts; then, of the same claims without their
    titles and summaries, those titles and summaries, which are as short as sentences
    of an article; and fragments of posts, which repeat nothing.
    """
    by_id = {claim.id: claim for claim in claims}
    source = "ct22a" if claims[0].title and claims[0].summary else "ct2b"
    for size, times in SMALL:
        for _ in range(times):
            asked = chance.sample(list(queries), 2 * ASKED)
            there = {one for _, _, right in asked[:ASKED] for one in right}
            others = chance.sample(list(claims), size)
            ids = sorted(there & by_id.keys() | {claim.id for claim in others})
            few = attached(Index([by_id[one] for one in ids]))
            yield [case(few, source, text, right) for _, text, right in asked]
            yield [
                case(few, source, fragment(text, chance), set())
                for _, text, _ in asked[ASKED:]
            ]
            bare = attached(
                Index(replace(by_id[one], title="", summary="") for one in ids)
            )
            known = [by_id[one] for one in chance.sample(ids, ASKED)]
            unknown = chance.sample(list(claims), ASKED)
            yield [
                case(bare, source, chance.choice(texts), {one.id})
                for one in (*known, *unknown)
                for texts in [[text for text in (one.title, one.summary) if text]]
                if texts
            ]
    by_words = Index(parts=index.parts)
    for _, text, right in chance.sample(list(queries), SUBJECTS):
        near = [one.entry.claim for one in by_words.candidates(text)]
        yield [case(attached(Index(near)), source, text, right)]
        wrong = attached(Index(one for one in near if one.id not in right))
        yield [case(wrong, source, fragment(text, chance), set())]


def fragment(text: str, chance: random.Random) -> str:
    """Give some words in a row of a text."""
    words = text.split()
    length = chance.randint(*FRAGMENT)
    start = chance.randrange(max(1, len(words) - length))
    return " ".join(words[start : start + length])


def fit_strength(cases: Sequence[Case]) -> Any:
    """Fit the conditional logistic regression; give what one unit of each counts."""
    used = [one for one in cases if one.right.any()]
    rows = np.concatenate([one.rows for one in used])
    scale = rows.std(axis=0) + 1e-9
    rows = (rows - rows.mean(axis=0)) / scale
    sizes = [len(one.rows) for one in used]
    starts = np.r_[0, np.cumsum(sizes)[:-1]]
    segment = np.repeat(np.arange(len(used)), sizes)
    goal = np.concatenate([one.right / one.right.sum() for one in used])
    weight = np.array([one.weight for one in used])[segment]

    def loss(counts: Any) -> tuple[float, Any]:
        strength = rows @ counts
        strength -= np.maximum.reduceat(strength, starts)[segment]
        odds = np.exp(strength)
        total = np.add.reduceat(odds, starts)[segment]
        lost = -(weight * goal * (strength - np.log(total))).sum()
        slope = -rows.T @ (weight * (goal - odds / total))
        return lost + RIDGE * counts @ counts / 2, slope + RIDGE * counts

    start = np.zeros(rows.shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return found.x / scale


def signs_of(
    one: Case, counts: Any, floor: float, *, without: bool
) -> Iterable[tuple[Any, bool, float]]:
    """Give signs, rightness and weight of the first of a case.

    Args:
        one: the case.
        counts: of the strength.
        floor: of the model.
        without: take the right claims out first.
    """
    kept = ~one.right if without else np.ones(len(one.right), dtype=bool)
    rows, right, dated = one.rows[kept], one.right[kept], one.dated[kept]
    order = np.argsort(-(rows @ counts), kind="stable")
    strengths = np.maximum(floor, (rows @ counts)[order])
    padded = np.r_[strengths, np.full(11, floor)]
    for place in range(min(FIRST, len(order))):
        own, behind = padded[place], padded[place + 1 : place + 11]
        stands = [own, own - behind[0], own - behind.mean(), padded[0] - own]
        size = np.log10(1 + one.claims)
        values = np.r_[stands, size, dated[order[place]], rows[order[place]]]
        later = LATER_WEIGHT if place else 1.0
        yield values, bool(right[order[place]]), later * one.weight


def fit_probability(samples: Sequence[tuple[Any, bool, float]]) -> tuple[Any, float]:
    """Fit the second regression; give what each sign counts, and the constant."""
    values = np.array([sample[0] for sample in samples])
    scale = values.std(axis=0) + 1e-9
    middle = values.mean(axis=0)
    fitted = LogisticRegression(max_iter=5000).fit(
        (values - middle) / scale,
        [sample[1] for sample in samples],
        sample_weight=[sample[2] for sample in samples],
    )
    counts = fitted.coef_[0] / scale
    return counts, float(fitted.intercept_[0] - counts @ middle)


def alarms(
    cases: Sequence[Case], counts: Mapping[int, Any], floor: float, sure: Any, at: float
) -> list[tuple[float, float]]:
    """Give for thresholds the share of sentences with a hit, right claims taken out."""
    best = []
    for one in cases:
        found = list(signs_of(one, counts[one.group % FOLDS], floor, without=True))
        logit = found[0][0] @ sure + at if found else -50.0
        best.append((1 / (1 + np.exp(-logit)), one.weight))
    total = sum(weight for _, weight in best)
    return [
        (step / 20, sum(w for p, w in best if p >= step / 20) / total)
        for step in range(1, 20)
    ]


def train(whole: Sequence[Case], small: Sequence[Case]) -> dict[str, Any]:
    """Train both regressions on some cases."""
    counts = fit_strength(whole)
    more = whole[0].rows.shape[1] - len(FEATURES)
    seen = [*range(len(Glance._fields)), *range(len(FEATURES), len(FEATURES) + more)]
    at_once = fit_strength([replace(one, rows=one.rows[:, seen]) for one in whole])
    names = (*FEATURES, *(_similar() if more else ()))
    crossed = {
        fold: fit_strength([one for one in whole if one.group % FOLDS != fold])
        for fold in range(FOLDS)
    }
    sixth = [np.sort(one.rows @ counts)[-min(6, len(one.rows))] for one in whole]
    floor = float(np.percentile(sixth, 5))
    told = [
        replace(one, weight=SURE_WEIGHTS[one.source])
        for one in whole
        if one.source in SURE_WEIGHTS
    ]
    samples = [
        sample
        for one in (*told, *(replace(few, weight=SMALL_WEIGHT) for few in small))
        for without in (False, True)
        for sample in signs_of(one, crossed[one.group % FOLDS], floor, without=without)
    ]
    sure, constant = fit_probability(samples)
    stands = ranking.Signs._fields[:6]
    return {
        "glance": rounded(
            {names[at]: count for at, count in zip(seen, at_once, strict=True)}
        ),
        "strength": rounded(dict(zip(names, counts, strict=True))),
        "floor": round(floor, 4),
        "sure": rounded(dict(zip((*stands, *names), sure, strict=True))),
        "constant": round(constant, 4),
        "alarms": [
            (at, round(share, 4))
            for at, share in alarms(told, crossed, floor, sure, constant)
        ],
    }


def _similar() -> tuple[str, ...]:
    """Give the names of the cosines that an encoder adds."""
    # Imported here: it needs the extra ``semantic``.
    from factcheck.match.meaning.meanings import Similar  # noqa: PLC0415

    return Similar._fields


def rounded(counts: Mapping[str, float]) -> dict[str, float]:
    """Give coefficients as they are written."""
    return {name: round(float(count), 4) for name, count in counts.items()}


def trained(
    data: Path, sets: Sequence[str], encoder: tuple[Path, Path] | None
) -> dict[str, Any]:
    """Train on some sets; with an encoder's directory and the folder kept for it."""
    held_out = {
        group_of(text)
        for name in SETS
        for _, text in read_queries(data / name / "queries.dev.jsonl")
    }
    whole: list[Case] = []
    small: list[Case] = []
    for name in sets:
        chance = random.Random(SEED)  # noqa: S311 - chooses samples, guards nothing
        more = cases_of(name, data / name, held_out, chance, encoder=encoder)
        whole += more[0]
        small += more[1]
    return train(whole, small)


def main(arguments: Sequence[str]) -> int:
    """Run the program; give its exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("factcheck/match/model.json"))
    parser.add_argument("--semantic", type=Path, metavar="DIR")
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    options = parser.parse_args(arguments)
    if (options.semantic is None) != (options.keep is None):
        parser.error("--semantic and --keep go together")
    stored = json.loads(options.out.read_text("utf-8")) if options.out.exists() else {}
    engines = {"lexical": trained(options.data, SETS, None)}
    if options.semantic:
        encoder = (options.semantic, options.keep)
        engines["semantic"] = trained(options.data, SEMANTIC_SETS, encoder)
    elif "semantic" in stored:
        engines["semantic"] = stored["semantic"]
    options.out.write_text(written(engines, stored), encoding="utf-8")
    print(f"written to {options.out}")
    return 0


def written(engines: Mapping[str, Any], before: Mapping[str, Any]) -> str:
    """Give the text of the model file.

    Args:
        engines: the coefficients, from which the id follows.
        before: what the file had. The figures under "measured", which match_quality.py
            and match_alarms.py print, stay only with coefficients of the same id.
    """
    digest = hashlib.sha256(json.dumps(engines, sort_keys=True).encode()).hexdigest()
    name = f"match-{digest[:8]}"
    kept = (
        {"measured": before["measured"]}
        if before.get("name") == name and "measured" in before
        else {}
    )
    stored = {"name": name, "trained_on": SOURCES, **kept, **engines}
    return json.dumps(stored, indent=1) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
