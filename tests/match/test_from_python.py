"""The page for notebooks and other programs, and the door that it tells of."""

import doctest
import subprocess
import sys
from pathlib import Path

import pytest

import factcheck.match

PAGE = Path(__file__).parents[2] / "docs" / "matching-from-python.md"


def test_the_examples_of_the_page_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each prints what the page says."""
    monkeypatch.chdir(tmp_path)

    failed, tried = doctest.testfile(str(PAGE), module_relative=False)

    assert tried > 20
    assert failed == 0


def test_the_door_loads_nothing_before_it_is_asked() -> None:
    """Public names are there, and only the one that is asked for is imported."""
    program = (
        "import sys, factcheck.match; "
        "a = {m for m in sys.modules if m.startswith('factcheck.match.')}; "
        "from factcheck.match import KnownClaim; "
        "b = {m for m in sys.modules if m.startswith('factcheck.match.')}; "
        "print(sorted(a), sorted(b))"
    )
    printed = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout

    assert printed.strip() == "[] ['factcheck.match.claims']"


def test_every_public_name_is_there() -> None:
    """And no other, however it is asked for."""
    for name in factcheck.match.__all__:
        assert getattr(factcheck.match, name).__name__ == name

    assert dir(factcheck.match) == sorted(factcheck.match.__all__)
    with pytest.raises(AttributeError, match="no attribute 'anything'"):
        _ = factcheck.match.anything
