"""The templates: fixed words, loops and ifs, and safe values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from jinja2 import Environment, nodes

from factcheck import shipped
from factcheck.publish import render
from factcheck.publish.escape import Markdown
from factcheck.publish.index import index_values
from factcheck.publish.page import page_values
from factcheck.publish.report import report_of

if TYPE_CHECKING:
    from factcheck.model.settings import Settings

ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr),
    *(nodes.For, nodes.If, nodes.Not),
)
TEMPLATES = ("report.md.j2", "index.md.j2")


def leaves(values: Any) -> list[Any]:
    """Give all values of a page, however deep."""
    if isinstance(values, dict):
        return [leaf for value in values.values() for leaf in leaves(value)]
    if isinstance(values, list):
        return [leaf for value in values for leaf in leaves(value)]
    return [values]


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_holds_loops_and_ifs_only(name: str) -> None:
    """No filter, no call, no assignment: nothing that could make a value unsafe."""
    source = (shipped.folder("templates") / name).read_text(encoding="utf-8")
    tree = Environment(autoescape=True).parse(source)
    others = [node for node in tree.find_all(nodes.Node) if type(node) not in ALLOWED]

    assert others == []


def test_every_value_of_a_page_has_passed_the_border(
    folder: Any, settings: Settings
) -> None:
    """A page is made of safe Markdown and numbers; absent parts are None or empty."""
    folder.source("alpha", quote="words", source_url="https://a.org/")
    folder.approved(text="So [@alpha].", disclosure="None.")
    report = report_of(folder.check(), settings)
    pages = (page_values(report), index_values([report], [], settings))
    raw = [
        leaf
        for leaf in leaves(list(pages))
        if leaf is not None and not isinstance(leaf, (Markdown, int))
    ]

    assert raw == []
    assert len(leaves(list(pages))) > 30


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_raw_value_is_refused(folder: Any, settings: Settings, name: str) -> None:
    """Whatever a value is for, as plain text it stops the rendering."""
    folder.approved()
    report = report_of(folder.check(), settings)
    values = page_values(report) | index_values([report], [], settings)
    template = render._environment().get_template(name)  # noqa: SLF001 - its guard is what is tested
    values |= {"receipt": Markdown("x")}

    assert template.render(values)
    with pytest.raises(TypeError, match="str has not passed"):
        template.render(values | {"title": "raw"})
    with pytest.raises(TypeError, match="Undefined has not passed"):
        template.render({})
