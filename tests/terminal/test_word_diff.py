"""How one text became another: what went, what came, and no more around it."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from factcheck.terminal.word_diff import MOST_WORDS, word_diff

WORDS = st.lists(st.sampled_from(["one", "two", "three", "four"]), max_size=30)


def test_only_the_words_that_differ_are_marked() -> None:
    """With some around them; dots stand for what is further away."""
    old = "a b c d e f g h i j the minister said on Monday that k l m n o p q r s"
    new = old.replace("Monday", "Tuesday evening")

    assert word_diff(old, new) == (
        "… i j the minister said on [-Monday-] {+Tuesday evening+} that k l m n o …"
    )


def test_texts_with_nothing_in_common_are_given_one_after_the_other() -> None:
    """No mosaic of single words."""
    assert word_diff("a b c d", "w x y z") == "[-a b c d-] {+w x y z+}"


def test_white_space_alone_is_said() -> None:
    """Lines that were filled anew differ in no word."""
    assert word_diff("one two\nthree", "one\ntwo three") == "only white space differs"


@given(WORDS, WORDS)
def test_both_texts_can_be_read_from_it(old: list[str], new: list[str]) -> None:
    """Where nothing is left out: without what came it is the old, else the new."""
    told = word_diff(" ".join(old), " ".join(new))
    if "…" in told or old == new:
        return
    before, after, side = [], [], "both"
    for word in told.replace("[-", " [- ").replace("{+", " {+ ").split():
        if word in {"[-", "{+"}:
            side = word
            continue
        plain = word.removesuffix("-]").removesuffix("+}")
        if side in {"[-", "both"}:
            before.append(plain)
        if side in {"{+", "both"}:
            after.append(plain)
        if word != plain:
            side = "both"

    assert (before, after) == (old, new)


def test_hostile_texts_take_no_time() -> None:
    """Words that repeat are the worst for comparing."""
    began = time.process_time()
    word_diff("a b " * MOST_WORDS, "b a " * MOST_WORDS)
    word_diff("a b " * (MOST_WORDS // 2 - 1), "b a b " * (MOST_WORDS // 3 - 1))
    word_diff("x" * 1_000_000, "y" * 1_000_000)

    assert time.process_time() - began < 5
