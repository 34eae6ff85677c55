"""Hostile and confidential records: what must not get from them into a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
from hypothesis import strategies as st

from factcheck.model.errors import BadRecordError
from factcheck.model.settings import Settings
from factcheck.publish.escape import plain
from factcheck.publish.receipt import receipt_holds
from factcheck.publish.render import render_index, render_report
from factcheck.publish.report import report_of

if TYPE_CHECKING:
    from collections.abc import Callable

    Read = Callable[[str], Any]

OWN_TAGS = {
    *("h1", "h2", "p", "strong", "em", "blockquote", "ul", "ol", "li", "a", "code"),
    *("details", "summary"),
}
OF_PROSE = {"h3", "h4", "h5", "h6"}
OWN_ATTRIBUTES = {"a href", "a id", "ol start"}
PROSE = ("summary", "text", "looked_for", "disclosure", "public_note")


def fill_every_field(folder: Any, evil: str, line: str) -> None:
    """Put a text into every field of every record that takes text."""
    claimant = {"name": line, "role": line, "affiliation": line}
    prose = {"why_checked": evil, "reach": evil, "harm": evil, "translation": evil}
    claim: dict[str, Any] = {
        "place": line,
        "medium": line,
        "wordings": [line],
        "about": "was said",
    }
    claim |= {"claim": line, "words": evil, "claimant": claimant, "said_on": "2020"}
    claim |= {"parts": [{"part": "a", "claim": line}], "opened_by": line}
    claim |= {"opened": "2026-11-20T09:00:00Z"}
    folder.put("check", folder.name, claim | prose)
    source = ("title", "publisher", "carrier", "author")
    fields = ("origin", "first_reported_by", "interest", "where", "translated_by")
    written = {f"source_{field}": line for field in source}
    written |= dict.fromkeys(fields, line)
    written |= {"quote": evil, "translation": evil, "says": evil, "_why": evil}
    url = "https://a.org/)[x](javascript:1)"
    name = folder.source("alpha", **written, source_url=url)
    other = {key: value for key, value in written.items() if key != "quote"}
    folder.source("beta", **other)
    folder.link(name, "both", part="a", why=evil)
    withdrawn = {"since": "2026-11-21T00:00:00Z", "why": evil}
    folder.source("gamma", withdrawn=withdrawn)
    appearance = {"who": line, "title": line, "quote": evil, "time_code": line}
    added = {"added": "2026-11-20T10:00:00Z", "added_by": line}
    shown = {**appearance, "reach": line, "url": "https://a.org/x", **added}
    folder.put("appearance", folder.new_name("shown"), shown)
    first = folder.approved(headline=line, rating=line, author=line)
    folder.publish(first)
    second = folder.verdict(
        headline=line,
        rating=line,
        author=line,
        grade="correction",
        supersedes=[first],
        confidence="low",
        **dict.fromkeys(PROSE, evil),
    )
    folder.review(second, "request changes", reviewer=line, comment=evil)
    folder.review(second, reviewer=line + "2", comment=evil)
    folder.source("delta", **other)
    folder.work(closed={"outcome": "dropped", "why": evil}, topics=["x"])


def hostile_settings(settings: Settings, line: str, evil: str) -> Settings:
    """Put the text into the settings too."""
    return Settings.model_validate(
        settings.model_dump()
        | {
            "publisher": {"name": line, "complaints": line},
            "ratings": [{"label": line, "meaning": evil}],
            "people": [{"name": line, "printed": line}],
        }
    )


def require_own_markup_only(
    folder: Any, settings: Settings, read: Read, evil: str
) -> None:
    """Require that a text in every field adds no markup but what our prose may have."""
    line = plain(evil) or "x"
    fill_every_field(folder, evil, line)
    report = report_of(folder.check(), hostile_settings(settings, line, evil))
    shown = render_report(report, with_front_matter=True)
    page = read(shown.partition("\n---\n\n")[2])

    assert set(page.tags) <= OWN_TAGS | OF_PROSE
    assert page.tags.count("details") == 1
    assert page.tags.count("h1") == 1
    assert page.attributes <= OWN_ATTRIBUTES
    assert {target.partition(":")[0] for target in page.targets} <= (
        {"http", "https"} | {f"#s{number}" for number in range(9)}
    )
    assert not re.search(r"\{[{%#]", shown)
    assert receipt_holds(shown)
    assert " ".join(line.split()) in " ".join(page.words.split())


def test_no_field_can_bring_markup(
    new_folder: Any, settings: Settings, read: Read, payloads: tuple[str, ...]
) -> None:
    """Each payload in every field: the page has the template's markup only."""
    for payload in payloads:
        require_own_markup_only(new_folder(), settings, read, payload.strip() or "x")


@hypothesis.settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture],
)
@hypothesis.given(st.data())
def test_no_mixture_can_bring_markup_either(
    new_folder: Any,
    settings: Settings,
    read: Read,
    payloads: tuple[str, ...],
    data: st.DataObject,
) -> None:
    """Payloads run into each other, with line breaks or without, in every field."""
    pieces = st.sampled_from((*payloads, "\n", "\n\n", " ", "    ", "word"))
    evil = "".join(data.draw(st.lists(pieces, min_size=2, max_size=6))).strip()

    require_own_markup_only(new_folder(), settings, read, evil or "x")


def test_the_index_cannot_be_broken_either(
    new_folder: Any, settings: Settings, read: Read, payloads: tuple[str, ...]
) -> None:
    """Claims, headlines, ratings and reasons are words there too."""
    for payload in payloads:
        line = plain(payload) or "x"
        given, closed = new_folder(), new_folder("Other")
        fill_every_field(given, payload.strip() or "x", line)
        closed.work(closed={"outcome": "not checkable", "why": line})
        hostile = hostile_settings(settings, line, line)
        reports = [report_of(one.check(), hostile) for one in (given, closed)]
        page = read(render_index(reports, [given.claim.record], hostile))

        assert set(page.tags) <= {"h1", "h2", "p", "ul", "li", "a", "strong"}, payload
        assert all(target.endswith(".md") for target in page.targets), payload


SECRET = {
    "source_url": "https://secret.example/leak-4711",
    "source_archived": "https://archive.example/leak-4712",
    "source_title": "SECRETTITLE of the paper",
    "source_publisher": "SECRETPUBLISHER",
    "source_carrier": "SECRETCARRIER",
    "source_author": "SECRETAUTHOR Dough",
    "source_published": "1987-03-04",
    "source_accessed": "1988-05-06",
    "origin": "SECRETORIGIN",
    "first_reported_by": "SECRETFIRST",
    "interest": "SECRETINTEREST",
    "quote": "SECRETQUOTE words",
    "translation": "SECRETTRANSLATION",
    "translated_by": "SECRETTRANSLATOR",
    "where": "SECRETWHERE",
    "says": "SECRETSAYS",
    "note": "SECRETNOTE",
    "_why": "SECRETWHY",
    "captures": [
        {
            "sha256": "5ec2e7" + "0" * 58,
            "size": 1,
            "media_type": "text/plain",
            "retrieved": "1989-07-08T00:00:00Z",
            "tool": "SECRETTOOL",
        }
    ],
}
TRACES = ("secret", "leak-47", "1987", "1988", "1989", "5ec2e7", "dough", "hush-hush")


def outputs(folder: Any, settings: Settings) -> str:
    """Give all that is written of a check, in lower case."""
    report = report_of(folder.check(), settings)
    pages = [
        render_report(report),
        render_report(report, with_front_matter=True),
        render_index([report], [], settings),
    ]
    return "\n".join(pages).lower()


def test_nothing_of_a_confidential_source_gets_out(
    folder: Any, settings: Settings
) -> None:
    """Cited: its kind and stance are told, and that it is withheld; nothing else."""
    folder.source("hush hush", "refutes", confidential=True, **SECRET)
    folder.source("open")
    folder.approved(text="So [@hush-hush] and [@open].")
    shown = outputs(folder, settings)

    assert "a source known to the newsroom, withheld for the source’s safety" in shown
    assert "*speaks against the claim.*" in shown
    assert "source 1: withheld" in shown
    assert [trace for trace in TRACES if trace in shown] == []
    assert "SECRET" not in repr(report_of(folder.check(), settings))


@pytest.mark.parametrize(
    "change", ["changed", "withdrawn", "unlinked", "new", "closed"]
)
def test_nor_when_the_check_has_moved(
    folder: Any, settings: Settings, change: str
) -> None:
    """The reasons for a recheck would name the entry; they do not."""
    if change != "new":
        name = folder.source("hush hush", confidential=True, **SECRET)
    folder.source("open")
    folder.approved(text="So [@open].")
    if change == "new":
        folder.source("hush hush", confidential=True, **SECRET)
    elif change == "unlinked":
        folder.files = {k: v for k, v in folder.files.items() if "link-hush" not in k}
    elif change == "closed":
        folder.work(closed={"outcome": "dropped", "why": "No more."})
    else:
        withdrawn = {"since": "2026-11-21T00:00:00Z", "why": "SECRETREASON"}
        values = folder.evidence[name[-12:]].data | {"kind": "statement"}
        values |= {"withdrawn": withdrawn} if change == "withdrawn" else {}
        folder.put("evidence", name, values)
    shown = outputs(folder, settings)

    assert ("needs recheck" in shown) == (change != "closed")
    assert [trace for trace in TRACES if trace in shown] == []


@pytest.mark.parametrize(
    ("field", "words", "named"),
    [
        ("text", "As secretauthor\n dough told us.", "author"),
        ("summary", "See https://secret.example/leak-4711.", "address"),
        ("looked_for", "“SECRETQUOTE words”", "quote"),
        ("public_note", "SECRETAUTHOR Dough", "author"),
        ("headline", "SECRETAUTHOR Dough speaks", "author"),
    ],
)
def test_prose_that_names_a_confidential_source_is_refused(
    folder: Any, settings: Settings, field: str, words: str, named: str
) -> None:
    """The message says where and which field, and does not repeat the secret."""
    folder.source("hush hush", confidential=True, **SECRET)
    folder.approved(**{field: words})

    with pytest.raises(BadRecordError, match=f"prints the {named} of conf") as caught:
        report_of(folder.check(), settings)

    assert "SECRET" not in str(caught.value)


def test_what_an_open_source_says_too_is_no_secret(
    folder: Any, settings: Settings
) -> None:
    """A person may be quoted in the open and speak in confidence as well."""
    folder.source("hush hush", confidential=True, source_author="Jo Doe")
    folder.source("open", source_author="Jo Doe")
    folder.approved(text="Jo Doe said so [@open].")

    assert "Jo Doe said so" in render_report(report_of(folder.check(), settings))
