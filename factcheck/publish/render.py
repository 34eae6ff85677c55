"""Reports to Markdown, through the templates.

The templates hold the fixed words and the order; they know loops and ifs only. Every
value passes the border in ``escape`` or ``prose`` before it reaches them, and they
refuse one that has not: see ``_environment``.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from factcheck.publish.escape import Markdown, front_matter, require_safe
from factcheck.publish.index import index_values
from factcheck.publish.page import front_matter_of, page_values
from factcheck.publish.receipt import receipt_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jinja2 import Environment

    from factcheck.model.claim import Claim
    from factcheck.model.settings import Settings
    from factcheck.publish.report import Report

_PLACE = "\x00receipt\x00\n"
"""Where the template puts the receipt: no value can hold these characters."""

_GAPS = re.compile(r"\n{3,}")


def render_report(report: Report, *, with_front_matter: bool = False) -> str:
    """Write a report as Markdown, with its receipt.

    Args:
        report: what it says.
        with_front_matter: put the fields that site generators read on top.
    """
    values = page_values(report) | {"receipt": Markdown(_PLACE)}
    page = _rendered("report.md.j2", values)
    if with_front_matter:
        page = front_matter(front_matter_of(report)) + page
    before, _, after = page.partition(_PLACE)
    return before + receipt_of(before + after) + after


def render_index(
    reports: Sequence[Report], unwritten: Sequence[Claim], settings: Settings
) -> str:
    """Write the index of a ledger's reports as Markdown.

    Args:
        reports: of the checks that have one, any order.
        unwritten: the claims of the checks without verdict and draft.
        settings: of the ledger.
    """
    return _rendered("index.md.j2", index_values(reports, unwritten, settings))


def _rendered(template: str, values: Mapping[str, Any]) -> str:
    text = _environment().get_template(template).render(values)
    return _GAPS.sub("\n\n", text).strip("\n") + "\n"


@cache
def _environment() -> Environment:
    """Give the template engine, which refuses every value that is not safe.

    It escapes nothing itself, since its escaping is that of HTML. It is made once,
    because it keeps the templates that it has read.
    """
    from jinja2 import (  # noqa: PLC0415 - reports are not on the warm path
        Environment,
        FileSystemLoader,
        StrictUndefined,
    )

    from factcheck import shipped  # noqa: PLC0415 - needed with the templates alone

    return Environment(
        loader=FileSystemLoader(shipped.folder("templates"), encoding="utf-8"),
        autoescape=False,  # noqa: S701 - this is Markdown; see publish/escape.py
        finalize=require_safe,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        newline_sequence="\n",
    )
