"""All reports of a real ledger: the same bytes on every machine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from factcheck.desk import claims, evidence, founding, verdicts
from factcheck.desk.desk import Desk
from factcheck.ledger.git.repository import Identity
from factcheck.publish.receipt import receipt_holds
from factcheck.publish.site import INDEX, site_of

if TYPE_CHECKING:
    from factcheck.ledger.ledger import Ledger

ROOT = Path(__file__).parents[2]

PRINT_SITE = """
import pathlib, sys
from factcheck.ledger.ledger import Ledger
from factcheck.publish.site import site_of
for name, text in site_of(Ledger(pathlib.Path(sys.argv[1]))).files.items():
    sys.stdout.buffer.write(f"{name}\\n{text}".encode("utf-8"))
"""


def open_check(desk: Desk, claim: str, **work: Any) -> None:
    """Open a check."""
    fields = {"claim": claim, "claimant": {"name": "the article"}, "said_on": "2020-10"}
    desk.commit(claims.open_check(desk, fields, work=work))


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """A ledger with an approved, a drafted, an open and a closed check."""
    made, founded = founding.found(tmp_path / "ledger", publisher="Demo Desk")
    desk = Desk(made, "2026-11-22T10:00:00Z", Identity("Anna", "anna@desk.org"), "s")
    desk.commit(founded)
    open_check(desk, "Afrin lies near Turkey")
    source = {"publisher": "Reuters", "url": "https://r.org/x"}
    entry = {"source": source, "kind": "report", "says": "It is.", "quote": "“near”"}
    afrin = made.check("afrin")
    link = {"stance": "supports", "why": "It says so."}
    desk.commit(evidence.add_and_link(desk, [afrin], entry, link))
    words = {"headline": "It does", "rating": "true", "summary": "Yes."}
    words["text"] = "So [@reuters]."
    desk.commit(verdicts.save_draft(desk, made.check("afrin"), words))
    desk.commit(verdicts.freeze(desk, made.check("afrin"), {}))
    second = Desk(made, "2026-11-22T11:00:00Z", Identity("Bo", "bo@desk.org"), "s")
    desk.commit(verdicts.review(second, made.check("afrin"), "approve", None))
    open_check(desk, "Drafted claim")
    drafted = made.check("drafted")
    desk.commit(verdicts.save_draft(desk, drafted, {"text": "So [@nowhere]."}))
    open_check(desk, "Open claim")
    closed = {"outcome": "not checkable", "why": "An opinion."}
    open_check(desk, "Closed claim", closed=closed)
    return made


def test_a_site_holds_every_report_and_an_index(ledger: Ledger) -> None:
    """Open checks are named in the index; broken reports are a problem, not a gap."""
    site = site_of(ledger)
    afrin, closed = (ledger.check(name).name for name in ("afrin", "closed"))

    assert sorted(site.files) == sorted([INDEX, f"{afrin}.md", f"{closed}.md"])
    assert [problem.code for problem in site.problems] == ["citation"]
    assert site.files[INDEX] == (
        "# Fact-checks by Demo Desk\n\n"
        "## True\n\n"
        "The claim is accurate and nothing of importance is missing.\n\n"
        f"- [It does]({afrin}.md), 22 November 2026. Claim: Afrin lies near Turkey\n\n"
        "## Being checked\n\n"
        "- Open claim\n\n"
        "## Not checked\n\n"
        f"- [Not checked: Closed claim]({closed}.md). An opinion.\n"
    )


def test_no_mail_address_gets_into_a_site(ledger: Ledger) -> None:
    """Commits hold addresses; pages do not."""
    site = site_of(ledger, with_front_matter=True)
    pages = [text for name, text in site.files.items() if name != INDEX]

    assert pages
    assert all(receipt_holds(text) for text in pages)
    assert "desk.org" not in "".join(site.files.values())


@pytest.mark.parametrize(
    "surroundings",
    [
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "America/Los_Angeles", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "2"},
        {"PYTHONUTF8": "0", "LANG": "de_DE.ISO-8859-1", "PYTHONHASHSEED": "3"},
    ],
)
def test_the_surroundings_change_nothing(
    ledger: Ledger, surroundings: dict[str, str]
) -> None:
    """Other time zone, locale and hash seed, another process: the same bytes."""
    here = "".join(f"{name}\n{text}" for name, text in site_of(ledger).files.items())
    ran = subprocess.run(
        [sys.executable, "-c", PRINT_SITE, str(ledger.root)],
        env=os.environ | surroundings,
        cwd=ROOT,
        capture_output=True,
        check=True,
    )

    assert ran.stdout.decode("utf-8") == here
