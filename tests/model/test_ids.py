"""Ids, names and slugs."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.model.ids import (
    ALPHABET,
    ID_LENGTH,
    SLUG_LENGTH,
    id_of,
    is_id,
    is_name,
    make_name,
    make_slug,
    new_id,
    slug_of,
)


@given(st.integers())
def test_a_new_id_is_an_id_and_a_name(seed: int) -> None:
    """Every id that is drawn is one, and by itself a name without a slug."""
    made = new_id(Random(seed))  # noqa: S311 - a seed is what makes it repeatable

    assert len(made) == ID_LENGTH
    assert set(made) <= set(ALPHABET)
    assert is_id(made)
    assert is_name(made)


def test_ids_of_one_source_differ() -> None:
    """A source of randomness gives no id twice in many draws."""
    random = Random(1)  # noqa: S311 - the same

    assert len({new_id(random) for _ in range(10_000)}) == 10_000


def test_the_alphabet_has_no_look_alikes() -> None:
    """What is read aloud or copied by hand is not mistaken."""
    assert len(set(ALPHABET)) == len(ALPHABET) == 32
    assert not set("ilou") & set(ALPHABET)


@given(st.text(max_size=200), st.integers())
def test_a_name_of_any_text_splits_into_what_it_was_made_of(
    text: str, seed: int
) -> None:
    """Slug and id come back out of the name."""
    slug, record_id = make_slug(text), new_id(Random(seed))  # noqa: S311 - the same
    name = make_name(slug, record_id)

    assert is_name(name)
    assert (slug_of(name), id_of(name)) == (slug, record_id)


@given(st.text(max_size=300), st.integers(1, 60))
def test_a_slug_is_ascii_words_joined_by_hyphens(text: str, length: int) -> None:
    """Whatever the text: short, lower case, no hyphen at the ends, none doubled."""
    slug = make_slug(text, length=length)

    assert len(slug) <= length
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slug == slug.strip("-")
    assert "--" not in slug


@given(st.text(max_size=300))
def test_a_slug_of_a_slug_is_itself(text: str) -> None:
    """Making it again changes nothing."""
    slug = make_slug(text)

    assert make_slug(slug) == slug


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Afrin lies less than 20 miles away", "afrin-lies-less-than-20-miles-away"),
        ("Çağdaş, naïve & Ångström", "cagdas-naive-angstrom"),
        ("the minister’s aide's word", "the-ministers-aides-word"),
        ("Łódź: Straße, Ærø", "lodz-strasse-aero"),
        ("漢字", ""),
        ("", ""),
        ("  --  ", ""),
        ("x" * 60, "x" * SLUG_LENGTH),
        ("../../etc/passwd", "etc-passwd"),
    ],
)
def test_slugs(text: str, slug: str) -> None:
    """What people see of a claim in a file name."""
    assert make_slug(text) == slug


@pytest.mark.parametrize(
    "text",
    [
        "",
        "reuters",
        "-7k3f9x2mq4vt",
        "a--7k3f9x2mq4vt",
        "A-7k3f9x2mq4vt",
        "a-7k3f9x2mq4v",
        "a-7k3f9x2mq4vu",
        "a_7k3f9x2mq4vt",
        "ä-7k3f9x2mq4vt",
        "a/7k3f9x2mq4vt",
        "7k3f9x2mq4vt\n",
        "x" * 41 + "-7k3f9x2mq4vt",
        "٣k3f9x2mq4vt",
    ],
)
def test_other_text_is_no_name(text: str) -> None:
    """Nothing but a slug of ours and an id."""
    assert not is_name(text)


@given(st.text(st.sampled_from("ab0-/.7k3f9x2mq4vtZ\n"), max_size=70))
def test_a_name_is_safe_as_a_file_name_and_an_argument(text: str) -> None:
    """Whatever counts as a name has no slash, dot, blank or hyphen in front."""
    if is_name(text):
        assert not set(text) & set("/. \n\\")
        assert not text.startswith("-")
        assert is_id(id_of(text))
    else:
        assert not is_id(text)
