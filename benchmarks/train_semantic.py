"""Learn what `match.meaning.measured` knows of an encoder; writes its encoder.npz.

python benchmarks/train_semantic.py --data FOLDER --semantic DIR --keep FOLDER \
    [--out factcheck/match/meaning/encoder.npz]

The data are those of train_match.py, DIR is the encoder's directory. What was read is
kept in the folder of --keep, for this script and for train_match.py. Needs scipy, which
the dev extra brings, and a quarter of an hour.

Two things are learned. *Basis*: the directions in which the word pieces of claims and
titles differ most (principal components without centring). *Turn*: a matrix that is
added to the identity, for the vector of a sentence: a bilinear logistic regression over
the candidates of each sentence (50 by words, 50 by meaning) with a ridge towards
nothing. It is learned from train sentences alone, without those that stand in any dev
split. For training what comes after it, each train sentence gets a turn that was
learned without its fold: without its debate, or the claim that it repeats.
"""

from __future__ import annotations

import argparse
import json
import sys
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

# A script finds its own folder; the package and its siblings are one above.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
from scipy.optimize import minimize

from benchmarks.match_quality import (
    average_precision,
    read_claims,
    read_queries,
    read_relevant,
)
from factcheck.desk.semantic import encoder_in
from factcheck.match.index import CANDIDATES, Index
from factcheck.match.meaning.encoding import Encoder, unit
from factcheck.match.meaning.meanings import Meanings, missing, readings
from factcheck.match.meaning.measured import PROBE, Learned
from factcheck.match.meaning.shelf import Shelf, large, small
from factcheck.match.meaning.vectors import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SETS = ("ct22a", "ct2b")
"""Of those that share their posts one is enough."""

DEV_SETS = ("ct22a", "ct2b", "ct20", "fct")
FOLDS = 5
RIDGE = 30.0
SHARPNESS = 20.0
STEPS = 40
DIRECTIONS = 128
EVERY = 3
SEED = 0
TURNS = "turns.json"


def meanings_of(
    index: Index, directory: Path | str, *, keep: Path | None = None
) -> Meanings:
    """Give an index's meanings as ``factcheck match`` makes them of an encoder.

    Args:
        index: of the claims.
        directory: the encoder's.
        keep: a folder in which what was read is kept, for the next time.
    """
    encoder = encoder_in(Path(directory))
    shelf = shelf_of(index, encoder, keep)
    return Meanings(encoder, [shelf], index.parts, languages=("en",))


def folded_meanings(
    index: Index, directory: Path | str, *, keep: Path
) -> Callable[[Index], Meanings]:
    """Give what attaches meanings to indexes of a set's claims, for training.

    Each train sentence is turned as was learned without its fold.

    Args:
        index: of all claims of the set.
        directory: the encoder's.
        keep: the folder that this script was run with.

    Returns:
        A function that gives the meanings of an index of some of these claims.
    """
    encoder = encoder_in(Path(directory))
    raw = raw_shelf(index, encoder, keep)
    folds = json.loads((keep / TURNS).read_text(encoding="utf-8"))
    with np.load(keep / "turns.npz") as stored:
        turns = {fold: stored[fold].astype(np.float32) for fold in stored.files}
        basis = stored["basis"].astype(np.float32)
    encoder.learned = Learned(basis, turns["whole"])
    shelf = projected(raw, basis)
    turned = {key: turns[fold] for key, fold in folds.items()}
    return lambda some: Folded(encoder, shelf, some, turned)


class Folded(Meanings):
    """Meanings that turn some sentences as was learned without them."""

    def __init__(
        self, encoder: Encoder, shelf: Shelf, index: Index, turns: dict[str, Any]
    ) -> None:
        super().__init__(encoder, [shelf], index.parts, languages=("en",))
        plain = self._reading

        def reading(sentence: str) -> Any:
            near = plain(sentence)
            turn = turns.get(key_of(sentence))
            if near is not None and turn is not None:
                near.turn(turn)
            return near

        self._read = lru_cache(512)(reading)


def key_of(text: str) -> str:
    """Give what the same post has in every set, links and signs apart."""
    bare = "".join(
        sign
        for word in text.lower().split()
        if not word.startswith(("http", "pic."))
        for sign in word
        if sign.isalnum()
    )
    return bare[:60]


def shelf_of(index: Index, encoder: Encoder, keep: Path | None) -> Shelf:
    """Read all texts of an index's claims, or open what was kept of that."""
    texts = sorted(missing((), index.parts, ("en",)))
    kind = "whole" if encoder.learned is None else encoder.learned.basis.tobytes().hex()
    told = "\n".join((encoder.name, kind, *texts)).encode("utf-8", "replace")
    file = (
        keep / f"{blake2b(told, digest_size=16).hexdigest()}.vectors" if keep else None
    )
    if file and file.is_file():
        return Shelf.from_buffer(file.read_bytes(), encoder.name)
    print(f"reading {len(texts)} texts", file=sys.stderr)
    shelf = Shelf.of(encoder, texts, readings(encoder, texts))
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(shelf.to_bytes())
    return shelf


def raw_shelf(index: Index, encoder: Encoder, keep: Path) -> Shelf:
    """Read all texts of an index's claims as if nothing were known of the encoder."""
    learned, encoder.learned = encoder.learned, None
    try:
        return shelf_of(index, encoder, keep)
    finally:
        encoder.learned = learned


def projected(shelf: Shelf, basis: Any) -> Shelf:
    """Keep the directions of a basis alone; a hair less exact than reading anew."""
    pieces = [
        small(large(shelf.pieces[start : start + 100_000]), basis)
        for start in range(0, len(shelf.pieces), 100_000)
    ]
    return Shelf(
        shelf.encoder,
        shelf.digests,
        shelf.wholes,
        shelf.starts,
        np.concatenate(pieces),
    )


def basis_of(shelves: Sequence[Shelf]) -> Any:
    """Give the directions in which the word pieces of some texts differ most."""
    total = 0
    for shelf in shelves:
        some = large(shelf.pieces[::EVERY])
        total = total + some.T.astype(float) @ some / len(some)
    _, directions = np.linalg.eigh(total)
    return directions[:, ::-1][:, :DIRECTIONS].astype(np.float16)


class Example:
    """A train sentence: its vector, its candidates', and which of them are right."""

    def __init__(self, name: str, text: str, group: str, whole: Any) -> None:
        self.name = name
        self.text = text
        self.group = group
        self.whole = whole
        self.claims: list[str] = []
        self.vectors: Any = None
        self.right: Any = None


def examples(
    data: Path, name: str, index: Index, encoder: Encoder, shelf: Shelf
) -> Iterator[Example]:
    """Give the sentences of a set's train and dev splits with their candidates."""
    meanings = Meanings(encoder, [shelf], index.parts, languages=("en",))
    for split in ("train", "dev"):
        relevant = read_relevant(data / name / f"qrels.{split}.tsv")
        for query, text in read_queries(data / name / f"queries.{split}.jsonl"):
            right = relevant[query]
            group = query.rpartition("_")[0] if name == "ct2b" else min(right)
            near = meanings.ask(text, "en")
            if near is None:
                continue
            one = Example(f"{name}.{split}", text, group, near.whole)
            found = {
                part.entry.claim.id: part.entry.claim for part in index.candidates(text)
            }
            for segment, number in near.nearest(CANDIDATES):
                claim = index.segments[segment].claim(number)
                found[claim.id] = claim
            one.claims = sorted(found)
            digests = [digest(found[claim].claim) for claim in one.claims]
            rows = shelf.rows(np.array(digests, np.uint64))
            one.vectors = shelf.wholes[rows].astype(np.float32)
            one.right = np.array([claim in right for claim in one.claims], float)
            yield one


def learn_turn(some: Sequence[Example]) -> Any:
    """Give the matrix that turns sentences towards what they repeat."""
    some = [one for one in some if one.right.any()]
    sentences = np.stack([one.whole for one in some]).astype(float)
    counts = [len(one.claims) for one in some]
    starts = np.cumsum(counts) - counts
    owner = np.repeat(np.arange(len(some)), counts)
    claims = np.concatenate([one.vectors for one in some])
    wanted = np.concatenate([one.right / one.right.sum() for one in some])
    size = sentences.shape[1]

    def loss(flat: Any) -> Any:
        turn = flat.reshape(size, size)
        turned = (SHARPNESS * (sentences + sentences @ turn)).astype(np.float32)
        scores = np.einsum("ij,ij->i", claims, turned[owner]).astype(float)
        scores -= np.maximum.reduceat(scores, starts)[owner]
        sums = np.add.reduceat(np.exp(scores), starts)[owner]
        wrong = (np.exp(scores) / sums - wanted).astype(np.float32)
        pull = np.add.reduceat(claims * wrong[:, None], starts, axis=0)
        slope = SHARPNESS * sentences.T @ pull + RIDGE * turn
        return (
            -(wanted * (scores - np.log(sums))).sum() + RIDGE * (flat @ flat) / 2,
            slope.ravel(),
        )

    found = minimize(
        loss,
        np.zeros(size * size),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": STEPS},
    )
    return found.x.reshape(size, size).astype(np.float16)


def print_precision(name: str, some: Sequence[Example], turns: Sequence[Any]) -> None:
    """Print how well the cosine alone ranks the claims, before and after the turn."""
    figures = []
    for is_turned in (False, True):
        total = 0.0
        for one, turn in zip(some, turns, strict=True):
            whole = unit(one.whole + one.whole @ turn) if is_turned else one.whole
            order = np.argsort(-(one.vectors @ whole), kind="stable")
            ranked = [one.claims[at] for at in order]
            right = {one.claims[at] for at in np.flatnonzero(one.right)}
            total += average_precision(ranked, right) if right else 0.0
        figures.append(total / len(some))
    print(f"{name:14} cosine alone {figures[0]:.4f}, turned {figures[1]:.4f}")


def main(arguments: Sequence[str]) -> int:
    """Run the program; give its exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--semantic", type=Path, required=True)
    parser.add_argument("--keep", type=Path, required=True)
    parser.add_argument(
        "--out",
        type=Path,
        default=Path(__file__).parent.parent / "factcheck/match/meaning/encoder.npz",
    )
    options = parser.parse_args(arguments)
    encoder = encoder_in(options.semantic)
    encoder.learned = None
    shelves, read = [], []
    for name in SETS:
        index = Index(read_claims(options.data / name / "claims.jsonl"))
        shelves.append(raw_shelf(index, encoder, options.keep))
        read += examples(options.data, name, index, encoder, shelves[-1])
        print(f"{name}: {len(read)} sentences read so far", file=sys.stderr)
    in_dev = {
        key_of(text)
        for name in DEV_SETS
        for _, text in read_queries(options.data / name / "queries.dev.jsonl")
    }
    train = [
        one
        for one in read
        if one.name.endswith("train") and key_of(one.text) not in in_dev
    ]
    groups = sorted({one.group for one in train})
    np.random.default_rng(SEED).shuffle(groups)
    fold_of = {group: f"fold {at % FOLDS}" for at, group in enumerate(groups)}
    turns = {"whole": learn_turn(train)}
    for fold in sorted(set(fold_of.values())):
        turns[fold] = learn_turn([one for one in train if fold_of[one.group] != fold])
        print(f"{fold} learned", file=sys.stderr)
    for name in SETS:
        own = [one for one in train if one.name == f"{name}.train"]
        print_precision(f"{name} folds", own, [turns[fold_of[it.group]] for it in own])
        own = [one for one in read if one.name == f"{name}.dev"]
        print_precision(f"{name} dev", own, [turns["whole"]] * len(own))
    basis = basis_of(shelves)
    [probe] = encoder.read([PROBE])
    np.savez_compressed(options.keep / "turns.npz", basis=basis, **turns)
    folds = {key_of(one.text): fold_of[one.group] for one in train}
    (options.keep / TURNS).write_text(json.dumps(folds), encoding="utf-8")
    np.savez_compressed(
        options.out, basis=basis, turn=turns["whole"], probe=probe.whole
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
