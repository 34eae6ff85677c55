"""The file of a batch: what a stopped run has done counts, and nothing is mixed."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from factcheck.desk.kept_answers import KeptAnswers, Terms
from factcheck.intake.named import Named
from factcheck.model.errors import BadInputError, RefusedError

if TYPE_CHECKING:
    from pathlib import Path

TERMS = Terms("factcheck.match/2", "model-1", 0.5)
A = Named("a.txt", content=b"A")
B = Named("rows.jsonl:2", content=b"B", id="b")
WEB = Named("https://example.org/a", fetch="https://example.org/a")


def line(item: Named, terms: Terms = TERMS, **more: str) -> str:
    """Write the answer of an article."""
    sha256 = hashlib.sha256(item.content or b"page").hexdigest()
    told = {"id": item.id, "source": item.source, "sha256": sha256, "commit": "c"}
    return json.dumps(terms._asdict() | told | more)


def resumed(path: Path, *items: Named, terms: Terms = TERMS) -> list[Named]:
    """Give the articles that a run which goes on with a file would read."""
    with KeptAnswers(path, terms, resume=True) as kept:
        return [one for one in kept.without_known(items) if isinstance(one, Named)]


def test_what_was_read_is_not_read_again(tmp_path: Path) -> None:
    """By name or id and bytes; what is fetched, by its address alone."""
    path = tmp_path / "out.jsonl"
    with KeptAnswers(path, TERMS, resume=False) as kept:
        for one in (A, B, WEB):
            kept.add(line(one))
    changed = Named("a.txt", content=b"A, corrected")
    moved = Named("other.jsonl:9", content=b"B", id="b")
    other = Named("https://example.org/b", fetch="https://example.org/b")

    assert resumed(path, A, B, WEB, changed, moved, other) == [changed, other]


def test_a_half_line_is_cut_and_errors_are_tried_again(tmp_path: Path) -> None:
    """As a run leaves them that was killed; whole lines stay as they are."""
    path = tmp_path / "out.jsonl"
    failed = json.dumps(TERMS._asdict() | {"source": "b", "error": "b: is empty"})
    path.write_text(f"{line(A)}\n{failed}\n{line(B)[:50]}")
    with KeptAnswers(path, TERMS, resume=True) as kept:
        left = list(kept.without_known([A, B]))
        kept.add(line(B))

    assert left == [B]
    assert path.read_text() == f"{line(A)}\n{line(B)}\n"
    assert [one.name for one in tmp_path.iterdir()] == ["out.jsonl"]


@pytest.mark.parametrize(
    ("other", "word"),
    [
        (TERMS._replace(threshold=0.9), "threshold 0.9"),
        (TERMS._replace(model="model-2"), "model model-2"),
    ],
)
def test_answers_that_do_not_compare_are_not_mixed(
    tmp_path: Path, other: Terms, word: str
) -> None:
    """The message names both, and the file stays."""
    path = tmp_path / "out.jsonl"
    path.write_text(f"{line(A, other)}\n{line(B)[:50]}")
    before = path.read_bytes()

    with pytest.raises(RefusedError, match=word):
        KeptAnswers(path, TERMS, resume=True)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["out.jsonl"]


@pytest.mark.parametrize("text", ["shopping list\n", "[1]\n", '{"a": 1}\n'])
def test_a_file_of_somebody_else_is_left_alone(tmp_path: Path, text: str) -> None:
    """It is named with the line."""
    path = tmp_path / "list.txt"
    path.write_text(text)

    with pytest.raises(BadInputError, match=r"list.txt:1: is no answer"):
        KeptAnswers(path, TERMS, resume=True)
    assert path.read_text() == text
