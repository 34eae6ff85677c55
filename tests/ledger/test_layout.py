"""Paths and places: one to one for records, a problem for everything astray."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.ledger import layout
from factcheck.ledger.layout import Place
from factcheck.model.errors import Problem
from factcheck.model.kinds import BY_MONTH, KINDS, ONE_PER_CHECK, SEVERAL_PER_CHECK
from tests.model.records import letters, names, times

CHECK = "it-is-so-7k3f9x2mq4vt"
FOLDER = f"checks/2020/10/{CHECK}"


def test_every_kind_has_one_kind_of_place() -> None:
    """No kind is in two groups, and none but the settings in no group."""
    groups = [*ONE_PER_CHECK, *SEVERAL_PER_CHECK, *BY_MONTH, "settings"]

    assert sorted(groups) == sorted(KINDS)


@pytest.mark.parametrize("kind", sorted(ONE_PER_CHECK))
@given(names, times)
def test_what_lies_once_in_a_check(kind: str, name: str, opened: str) -> None:
    """Its file says the kind, its folder the name."""
    folder = layout.check_folder(name, opened=opened)
    path = layout.file_in_check(folder, kind)  # type: ignore[arg-type]  # parametrised

    assert layout.place_of(path) == Place(kind, name, name)  # type: ignore[arg-type]  # the same
    assert layout.folder_of(path) == folder


@pytest.mark.parametrize("kind", sorted(SEVERAL_PER_CHECK))
@given(names)
def test_what_lies_several_times_in_a_check(kind: str, name: str) -> None:
    """Its file says kind and name."""
    path = layout.file_in_check(FOLDER, kind, name)  # type: ignore[arg-type]  # parametrised

    assert layout.place_of(path) == Place(kind, name, CHECK)  # type: ignore[arg-type]  # the same


@given(names, letters)
def test_a_link_may_name_a_part(name: str, part: str) -> None:
    """The part is in the file's name, but not in the record's."""
    path = layout.file_in_check(FOLDER, "link", name, part)

    assert layout.place_of(path) == Place("link", name, CHECK)
    assert path != layout.file_in_check(FOLDER, "link", name)


@pytest.mark.parametrize("kind", sorted(BY_MONTH))
@given(names, times)
def test_what_lies_by_month(kind: str, name: str, when: str) -> None:
    """Evidence and articles lie outside the checks."""
    path = layout.file_by_month(kind, name, when=when)  # type: ignore[arg-type]  # parametrised

    assert layout.place_of(path) == Place(kind, name, "")  # type: ignore[arg-type]  # the same


def test_the_settings_lie_at_the_top() -> None:
    """And only there."""
    assert layout.place_of("factcheck.yaml") == Place("settings", "", "")
    assert layout.place_of("inside/factcheck.yaml") is None


@pytest.mark.parametrize(
    "path",
    [
        "README.md",
        ".gitattributes",
        "captures/sha256/ab/" + "ab" * 32,
        "checks.yaml",
        "notes/checks/2020/10/x.yaml",
        "Checks/2020/10/x.yaml",
        "",
    ],
)
def test_what_is_none_of_our_business(path: str) -> None:
    """Files outside the folders of records are no records."""
    assert layout.place_of(path) is None


@pytest.mark.parametrize(
    "path",
    [
        "checks",
        "checks/README.md",
        "checks/2020/notes.txt",
        "checks/2020/13/it-is-so-7k3f9x2mq4vt/check.yaml",
        "checks/2020/1/it-is-so-7k3f9x2mq4vt/check.yaml",
        "checks/20/10/it-is-so-7k3f9x2mq4vt/check.yaml",
        "checks/2020/10/it-is-so/check.yaml",
        "checks/2020/10/check.yaml",
        f"{FOLDER}/check.yml",
        f"{FOLDER}/check.yaml~",
        f"{FOLDER}/Check.yaml",
        f"{FOLDER}/notes.yaml",
        f"{FOLDER}/evidence-{CHECK}.yaml",
        f"{FOLDER}/check-{CHECK}.yaml",
        f"{FOLDER}/link-reuters.yaml",
        f"{FOLDER}/verdict-true-7k3f9x2mq4vt-a.yaml",
        f"{FOLDER}/link-reuters-7k3f9x2mq4vt-A.yaml",
        f"{FOLDER}/link-reuters-7k3f9x2mq4vt-ab.yaml",
        f"{FOLDER}/inner/check.yaml",
        f"{FOLDER}/check.yaml/x",
        "evidence/2020/10/reuters.yaml",
        "evidence/2020/10/reuters-7k3f9x2mq4vt",
        "evidence/2020/10/inner/reuters-7k3f9x2mq4vt.yaml",
        "evidence/2020/10/.yaml",
        "articles/2020/reuters-7k3f9x2mq4vt.yaml",
    ],
)
def test_strays_are_problems(path: str) -> None:
    """What lies among the records and can be none is reported, never skipped."""
    found = layout.place_of(path)

    assert isinstance(found, Problem)
    assert (found.path, found.code) == (path, "stray")


_STEPS = st.one_of(
    st.sampled_from(
        [
            "checks",
            "evidence",
            "articles",
            "captures",
            "2020",
            "10",
            "13",
            CHECK,
            "check.yaml",
            "link-",
            ".yaml",
            "..",
            ".",
            "",
            "link-a-7k3f9x2mq4vt-a.yaml",
        ]
    ),
    st.text(max_size=8),
)


@given(st.lists(_STEPS, max_size=7).map("/".join))
def test_no_path_raises(path: str) -> None:
    """Whatever a tree holds: a place, a problem, or nothing of ours."""
    found = layout.place_of(path)

    if isinstance(found, Place) and found.kind != "settings":
        assert path.startswith(("checks/", "evidence/", "articles/"))
        assert path.endswith(".yaml")
    elif found is None:
        assert path.split("/", maxsplit=1)[0] not in {"checks", "evidence", "articles"}
    else:
        assert found


@pytest.mark.parametrize("sha256", ["ab" * 32, "0" * 64])
def test_captures_lie_by_their_first_digits(sha256: str) -> None:
    """No folder holds more than a 256th of them."""
    path = layout.capture_file(sha256)

    assert path == f"captures/sha256/{sha256[:2]}/{sha256}"
    assert layout.place_of(path) is None


@pytest.mark.parametrize("path", ["evidence", "articles"])
def test_a_file_in_place_of_a_folder_is_a_stray(path: str) -> None:
    """One file of that name must not make the whole ledger unreadable."""
    assert isinstance(layout.place_of(path), Problem)
