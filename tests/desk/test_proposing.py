"""Matches of an article after what people have decided."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from factcheck.desk.decisions import Decisions
from factcheck.desk.matching import Answer
from factcheck.desk.proposals import ReadArticle
from factcheck.desk.proposing import proposed
from factcheck.model.filed import Filed

if TYPE_CHECKING:
    from collections.abc import Mapping

CHECK = "trams-7k3f9x2mq4vt"
ONE = "Basel bought 12 trams."
TWO = "Basel has bought twelve trams."
READ = ReadArticle("0" * 64, source="a.txt", title="Trams")


def place(sentence: int, text: str, score: float) -> dict[str, Any]:
    """Give where a claim stands."""
    return {
        "sentence": sentence,
        "paragraph": sentence + 1,
        "text": text,
        "joined": False,
        "score": score,
        "band": "likely",
        "warnings": [],
    }


def answer() -> Answer:
    """Give an article that repeats a claim in its first and its third sentence."""
    match = {"check": CHECK, **place(0, ONE, 0.8), "also": [place(2, TWO, 0.7)]}
    texts = {ONE: [match], "We had soup.": [], TWO: []}
    return Answer(
        "a.txt",
        None,
        READ,
        "en",
        tuple(
            {"paragraph": number, "text": text, "matches": matches}
            for number, (text, matches) in enumerate(texts.items(), 1)
        ),
    )


def decisions(decided: Mapping[str, str]) -> Decisions:
    """Give decisions of Anna by their sentences."""
    if not decided:
        return Decisions([])
    sentences = [
        {
            "sentence": text,
            "check": CHECK,
            "decision": decision,
            "decided": "2026-11-23T10:00:00Z",
            "decided_by": "Anna Example",
            "score": "0.8",
            "note": None,
        }
        for text, decision in decided.items()
    ]
    data = {"sha256": READ.sha256, "url": None, "title": None, "sentences": sentences}
    data |= {"added_by": "Anna Example", "added": "2026-11-23T10:00:00Z"}
    path = "articles/2026/11/trams-8k3f9x2mq4vt.yaml"
    name = "trams-8k3f9x2mq4vt"
    return Decisions([Filed("article", path, name, "", data)])


def test_what_nobody_decided_has_a_handle() -> None:
    """At its best place, the others named with it."""
    found, proposals = proposed(answer(), decisions({}), model="m")
    (match,) = found.sentences[0]["matches"]

    assert (match["text"], match["decided"]) == (ONE, None)
    assert [one["text"] for one in match["also"]] == [TWO]
    assert proposals[0].key.startswith(match["handle"])
    assert (proposals[0].sentence, proposals[0].check) == (ONE, CHECK)
    assert (proposals[0].score, proposals[0].model) == (0.8, "m")
    assert found.earlier == ()


def test_what_was_decided_different_is_asked_at_its_next_place() -> None:
    """Another sentence may repeat the claim all the same."""
    found, proposals = proposed(answer(), decisions({ONE: "different"}), model="m")

    assert [len(one["matches"]) for one in found.sentences] == [0, 0, 1]
    assert found.sentences[2]["matches"][0]["also"] == []
    assert [one.sentence for one in proposals] == [TWO]
    assert found.left_out == 0


def test_what_was_decided_different_everywhere_is_left_out() -> None:
    """It is counted, not shown; spaces and case make no other sentence."""
    known = {ONE.upper(): "different", f" {TWO}  ": "different"}
    found, proposals = proposed(answer(), decisions(known), model="m")

    assert [len(one["matches"]) for one in found.sentences] == [0, 0, 0]
    assert found.left_out == 1
    assert proposals == ()


def test_what_was_decided_the_same_says_so_and_is_not_asked_again() -> None:
    """It stands where it stood, without a handle."""
    found, proposals = proposed(answer(), decisions({ONE: "same"}), model="m")
    (match,) = found.sentences[0]["matches"]

    assert match["handle"] is None
    assert match["decided"]["decision"] == "same"
    assert match["decided"]["by"] == "Anna Example"
    assert proposals == ()
    assert "read on 23 November 2026 by Anna Example: 1 same" in found.earlier


def test_what_was_decided_the_same_elsewhere_can_be_put_down_here_too() -> None:
    """It has a handle, and says who decided."""
    other = replace(answer(), read=replace(READ, sha256="1" * 64))
    found, proposals = proposed(other, decisions({ONE: "same"}), model="m")
    (match,) = found.sentences[0]["matches"]

    assert match["decided"]["by"] == "Anna Example"
    assert proposals[0].key.startswith(match["handle"])
    assert found.earlier == ()
