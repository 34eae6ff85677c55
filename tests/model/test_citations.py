"""Citations in prose are found, split and replaced."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.model.citations import (
    cited,
    names_meant,
    replace_citations,
    split_at_citations,
)

NAMES = ("reuters-recruits-q8w2m4xdkz7p", "reuters-93kd0n5yx7tb", "93kd0n5yx7tc")


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("So it is [@reuters].", ["reuters"]),
        ("So [@a; @b-c;@d].", ["a", "b-c", "d"]),
        ("[ @a ] and [@a]", ["a", "a"]),
        ("[@a;\n@b]", ["a", "b"]),
        ("[a](https://x.org/@b) @c [@] [@-a] [@a b] [@ä]", []),
    ],
)
def test_what_is_cited(text: str, keys: list[str]) -> None:
    """Keys in order, as often as they are cited; links and addresses are none."""
    assert list(cited(text)) == keys


@given(st.text(st.sampled_from("[]@;ab- \n"), max_size=60))
def test_splitting_loses_nothing(text: str) -> None:
    """The pieces hold all keys and all the text between them."""
    pieces = list(split_at_citations(text))
    keys = [key for piece in pieces if isinstance(piece, list) for key in piece]
    rest = "".join(piece for piece in pieces if isinstance(piece, str))

    assert keys == list(cited(text))
    assert rest == replace_citations(text, lambda _: "")


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("reuters", [NAMES[1]]),  # a whole slug goes before a beginning
        ("reuters-rec", [NAMES[0]]),
        ("REUTERS-REC", [NAMES[0]]),
        ("93kd0n5yx7t", [NAMES[1], NAMES[2]]),
        ("q8w2", [NAMES[0]]),
        (NAMES[2], [NAMES[2]]),
        ("afp", []),
    ],
)
def test_what_a_key_can_mean(key: str, meant: list[str]) -> None:
    """A name, slug or id, or the beginning of one; one name if all is well."""
    assert names_meant(key, [*NAMES, *NAMES]) == meant
