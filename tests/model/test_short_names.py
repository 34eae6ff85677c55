"""Short ids: each names its record and no other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from factcheck.model.ids import id_of, make_name, slug_of
from factcheck.model.short_names import SHORTEST, short_ids

FEW = "0ab"
IDS = st.text(FEW, min_size=12, max_size=12)
NAMES = st.builds(make_name, st.text(FEW, max_size=14), IDS)


@given(st.lists(NAMES, max_size=12, unique_by=id_of))
def test_a_short_id_fits_its_record_alone(names: list[str]) -> None:
    """By id, by name and by slug, as ``naming.resolve`` looks for it."""
    for name, short in short_ids(names).items():
        fitting = {
            one
            for one in names
            if one.startswith(short) or id_of(one).startswith(short)
        }
        exact = {one for one in names if short in {one, id_of(one), slug_of(one)}}

        assert len(short) >= SHORTEST
        assert id_of(name).startswith(short)
        assert (exact or fitting) == {name} or short == id_of(name)


@given(st.lists(NAMES, max_size=12, unique_by=id_of))
def test_every_record_gets_one(names: list[str]) -> None:
    """In the order in which they were given."""
    assert list(short_ids(names)) == names


def test_ids_that_differ_early_stay_short() -> None:
    """Six characters are enough for those that share fewer."""
    names = ["warm-7k3f9x2mq4vt", "cold-7k3f9xzzzzzz", "new-0000000000zz"]

    assert list(short_ids(names).values()) == ["7k3f9x2", "7k3f9xz", "000000"]


def test_a_slug_that_begins_like_an_id_counts() -> None:
    """The beginning of a name is as good on the command line as that of an id."""
    names = ["7k3f9x-day-0000000000zz", "warm-7k3f9x2mq4vt"]

    assert short_ids(names)["warm-7k3f9x2mq4vt"] == "7k3f9x2"
