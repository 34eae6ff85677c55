"""All reports of a ledger, as files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from factcheck.model.errors import BadRecordError, NotFoundError
from factcheck.publish.render import render_index, render_report
from factcheck.publish.report import report_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from factcheck.ledger.ledger import Ledger
    from factcheck.model.claim import Claim
    from factcheck.model.errors import Problem
    from factcheck.publish.report import Report

INDEX = "index.md"


@dataclass(frozen=True, slots=True)
class Site:
    """The reports of a ledger.

    Attributes:
        files: from the name of each file to its text, ``index.md`` first.
        problems: why reports are lacking, by file; empty if none is.
    """

    files: Mapping[str, str]
    problems: tuple[Problem, ...]


def site_of(ledger: Ledger, *, with_front_matter: bool = False) -> Site:
    """Write the report of every check and the index of them.

    A check without verdict and draft has no report; the index names its claim. One
    whose report cannot be made is lacking in both, and ``problems`` says why.

    Args:
        ledger: as committed.
        with_front_matter: as for ``render_report``.
    """
    settings = ledger.settings
    reports: list[Report] = []
    unwritten: list[Claim] = []
    problems = list(ledger.problems())
    for check in ledger.checks():
        try:
            reports.append(report_of(check, settings))
        except NotFoundError:
            unwritten.append(check.claim.record)
        except BadRecordError as error:
            problems.extend(error.problems)
    files = {INDEX: render_index(reports, unwritten, settings)}
    for report in reports:
        files[f"{report.name}.md"] = render_report(
            report, with_front_matter=with_front_matter
        )
    return Site(files, tuple(problems))
