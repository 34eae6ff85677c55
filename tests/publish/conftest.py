"""Checks made in memory: real records, validated as those of a ledger are."""

from __future__ import annotations

from functools import partial
from html.parser import HTMLParser
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from markdown_it import MarkdownIt

from factcheck.model.article import Article
from factcheck.model.asking import Answer, Ask
from factcheck.model.check import gather
from factcheck.model.claim import Claim, Work
from factcheck.model.digest import digest
from factcheck.model.evidence import Appearance, Evidence, Link
from factcheck.model.filed import Filed
from factcheck.model.ids import make_name, make_slug, new_id
from factcheck.model.plain import to_plain
from factcheck.model.settings import DEFAULT_RATINGS, Settings
from factcheck.model.verdict import Draft, Publication, Recheck, Review, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from factcheck.model.check import Check
    from factcheck.model.kinds import Kind
    from factcheck.model.record import Record

CLASSES: dict[Kind, type[Record]] = {
    "check": Claim,
    "work": Work,
    "draft": Draft,
    "link": Link,
    "appearance": Appearance,
    "ask": Ask,
    "answer": Answer,
    "verdict": Verdict,
    "review": Review,
    "recheck": Recheck,
    "publication": Publication,
    "evidence": Evidence,
    "article": Article,
}


PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<details><summary>x",
    "</details><iframe src=//evil.org>",
    "<!-- a comment",
    "--> <b>",
    "<?php x ?>",
    "<![CDATA[x]]>",
    "<!DOCTYPE html>",
    "<a href='https://evil.org'>x</a>",
    "<https://evil.org>",
    "<mail@evil.org>",
    "[x](javascript:alert(1))",
    "[x](data:text/html;base64,x)",
    "[x](vbscript:x)",
    "![x](https://evil.org/pixel.png)",
    "![x][y]",
    "[s1]: https://evil.org",
    "[1]: javascript:alert(1)",
    "[x]: <https://evil.org>\n[x]",
    "x](https://evil.org)",
    "](javascript:alert(1))",
    "[x]",
    "[^1]: a footnote",
    "# heading",
    "heading\n===",
    "heading\n---",
    "---\nlayout: x\n---",
    "***",
    "- item",
    "+ item",
    "* item",
    "1. item",
    "1) item",
    "2020. A year",
    "> quotation",
    "    code",
    "\tcode",
    "```\ncode\n```",
    "~~~\ncode\n~~~",
    "`code`",
    "a | b\n--- | ---\n1 | 2",
    "| a |",
    ":-- | --:",
    "*em* _em_ **strong** __strong__ ~~gone~~",
    "a*b*c a_b_c",
    "_",
    "*",
    "\\",
    "\\\\",
    "x\\",
    "\\*x*",
    "&lt;script&gt;",
    "&#60;b&#62;",
    "&copy; &amp",
    "AT&T R&D",
    "{{ 7*7 }}",
    "{% include x %}",
    "{# x #}",
    "{{< x >}}",
    "{:.class onclick=x}",
    "{#id}",
    "$x$ $$y$$",
    ":smile: ::: note",
    "https://evil.org www.evil.org",
    "C# and C ##",
    "a  \nb",
    "a\\\nb",
    "\x1b[31mred\x07",
    "a\u202eb\u2066c\u2069",
    "a\u2028b\x85c",
    "\u200f\ufeff",
    "Receipt: `sha256:" + "0" * 64 + "`",
    "don't, won't; 50% of $5 (five): e.g. 3.5 - 2",
    "“quoted” ‘words’ – here …",
)


class Folder:
    """A check's folder while a test fills it; ids come from a seed."""

    def __init__(self, claim: str = "Afrin lies near Turkey", **fields: Any) -> None:
        self.random = Random(7)  # noqa: S311 - the same ids in every run
        self.name = make_name(make_slug(claim), new_id(self.random))
        self.files: dict[str, Filed[Any]] = {}
        self.evidence: dict[str, Filed[Any]] = {}
        values = {
            "claim": claim,
            "claimant": {"name": "the article"},
            "said_on": "2020-10",
            "opened": "2026-11-20T09:00:00Z",
            "opened_by": "Anna",
        }
        self.claim = self.put("check", self.name, values | fields)

    def put(self, kind: Kind, name: str, values: dict[str, Any]) -> Filed[Any]:
        """File a record in the folder, or the evidence beside it."""
        data = to_plain(CLASSES[kind].model_validate(values))
        check = "" if kind == "evidence" else self.name
        part = f"-{data['part']}" if data.get("part") else ""
        path = f"{self.name}/{kind}-{name}{part}.yaml"
        filed: Filed[Any] = Filed(kind, path, name, check, data)
        target, key = self.files, path
        if kind == "evidence":
            target, key = self.evidence, filed.id
        target[key] = filed
        return filed

    def new_name(self, text: str) -> str:
        """Make a name from a text, with the next id."""
        return make_name(make_slug(text), new_id(self.random))

    def source(self, text: str, stance: str = "supports", **fields: Any) -> str:
        """Add evidence with a link; fields of the source are given as ``source_url``.

        Returns:
            The name of the evidence.
        """
        name = self.new_name(text)
        split = {k: v for k, v in fields.items() if not k.startswith(("source_", "_"))}
        source = {k[7:]: v for k, v in fields.items() if k.startswith("source_")}
        values = {
            "source": {"publisher": text} | source,
            "kind": "report",
            "says": f"{text} says it.",
            "added": "2026-11-20T10:00:00Z",
            "added_by": "Anna",
        }
        self.put("evidence", name, values | split)
        self.link(name, stance, why=fields.get("_why", f"{text} says so."))
        return name

    def link(self, name: str, stance: str, **fields: Any) -> None:
        """Link evidence that is there to the check."""
        values = {
            "evidence": name,
            "stance": stance,
            "why": "It says so.",
            "added": "2026-11-20T10:00:00Z",
            "added_by": "Anna",
        }
        self.put("link", name, values | fields)

    def verdict(self, **fields: Any) -> str:
        """Give a verdict pinned on what is there; return its name."""
        check = self.check()
        rows = [
            {
                "evidence": link.name,
                "part": link.record.part,
                "stance": link.record.stance,
                "link_digest": digest("link", link.data),
                "evidence_digest": digest("evidence", check.evidence[link.id].data),
            }
            for link in check.links
            if link.id in check.evidence
        ]
        pins = {
            "claim_digest": digest("check", check.claim.data),
            "evidence": rows,
            "answers": [
                {"answer": one.name, "answer_digest": digest("answer", one.data)}
                for one in check.answers
            ],
        }
        values = {
            "headline": "Afrin does lie near Turkey",
            "rating": "true",
            "summary": "It is near.",
            "text": "The map shows it.",
            "author": "Anna",
            "given": "2026-11-22T10:00:00Z",
            "pins": pins,
        }
        name = self.new_name(fields.get("rating", "true"))
        self.put("verdict", name, values | fields)
        return name

    def review(self, verdict: str, decision: str = "approve", **fields: Any) -> None:
        """Review a verdict."""
        values = {
            "verdict": verdict,
            "verdict_digest": "v1:" + "0" * 64,
            "decision": decision,
            "comment": "Read against the sources.",
            "reviewer": "Bo",
            "decided": "2026-11-22T11:00:00Z",
        }
        self.put("review", self.new_name(decision), values | fields)

    def ask(self, whom: str = "the ministry", **fields: Any) -> str:
        """Ask somebody, or say why not; return the name of the question."""
        question = {"question": "Is it so?", "asked": "2026-11-20"}
        values = {} if "not_asked" in fields else question
        added = {"whom": whom, "added": "2026-11-20T11:00:00Z", "added_by": "Anna"}
        name = self.new_name(whom)
        self.put("ask", name, values | added | fields)
        return name

    def answer(self, ask: str, **fields: Any) -> str:
        """Take an answer in; return its name."""
        values = {
            "ask": ask,
            "outcome": "answered",
            "received": "2026-11-21",
            "added": "2026-11-21T11:00:00Z",
            "added_by": "Anna",
        }
        name = self.new_name("answer")
        self.put("answer", name, values | fields)
        return name

    def recheck(self, verdict: str, **fields: Any) -> None:
        """Say that a verdict stands, with the pins that it was given on."""
        given = next(one for one in self.files.values() if one.name == verdict)
        values = {
            "verdict": verdict,
            "verdict_digest": "v1:" + "0" * 64,
            "why": "The map was drawn anew and shows the same.",
            "pins": given.data["pins"],
            "rechecker": "Bo",
            "rechecked": "2026-12-03T11:00:00Z",
        }
        self.put("recheck", self.new_name("stands"), values | fields)

    def publish(self, verdict: str, on: str = "2026-11-23T08:00:00Z") -> None:
        """Record a publication of a verdict."""
        values = {"verdict": verdict, "url": "https://desk.org/a", "published": on}
        self.put("publication", self.new_name("desk"), values)

    def approved(self, **fields: Any) -> str:
        """Give a verdict and have it approved; return its name."""
        name = self.verdict(**fields)
        self.review(name)
        return name

    def work(self, **fields: Any) -> None:
        """Set the work on the check."""
        self.put("work", self.name, fields)

    def draft(self, **fields: Any) -> None:
        """Set the draft."""
        self.put("draft", self.name, fields)

    def check(self) -> Check:
        """Give the check as it is now."""
        check = gather(self.files.values(), self.evidence)
        assert check is not None
        return check


@pytest.fixture
def new_folder() -> type[Folder]:
    """What makes a check's folder; for tests that make several."""
    return Folder


@pytest.fixture
def folder() -> Folder:
    """The folder of a check that holds a claim and nothing else."""
    return Folder()


@pytest.fixture
def settings() -> Settings:
    """The settings of a small newsroom."""
    return Settings.model_validate(
        {
            "format": 1,
            "publisher": {
                "name": "Demo Desk",
                "url": "https://desk.org/",
                "method": "https://desk.org/method",
                "complaints": "Write to redress@desk.org",
            },
            "ratings": [step.model_dump() for step in DEFAULT_RATINGS],
            "people": [
                {"name": "Anna", "printed": "Anna Arens"},
                {"name": "Cleo", "printed": "not named"},
                {"name": "dora@desk.org", "printed": "the editor in chief"},
            ],
        }
    )


class Reader(HTMLParser):
    """What a browser makes of a page: its tags, the targets of links, its words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.targets: list[str] = []
        self.attributes: set[str] = set()
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of a tag."""
        self.tags.append(tag)
        self.attributes.update(f"{tag} {name}" for name, _ in attrs)
        self.targets += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        """Take note of words."""
        self.words += data

    def handle_comment(self, data: str) -> None:
        """Take note of a comment as of a tag: we write none."""
        self.tags.append("!--")
        self.words += data

    def handle_decl(self, decl: str) -> None:
        """Take note of a declaration as of a tag: we write none."""
        self.tags.append(f"!{decl}")

    def handle_pi(self, data: str) -> None:
        """Take note of a processing instruction as of a tag: we write none."""
        self.tags.append(f"?{data}")


def read_as(flavour: str, page: str) -> Reader:
    """Render Markdown and read the result; raw HTML passes, as on many sites."""
    markdown = MarkdownIt(flavour, {"html": True})
    reader = Reader()
    reader.feed(markdown.enable(["table", "strikethrough"]).render(page))
    reader.close()
    return reader


@pytest.fixture(params=["commonmark", "js-default"])
def read(request: pytest.FixtureRequest) -> Callable[[str], Reader]:
    """What renders a page and reads it, once for each flavour of Markdown."""
    return partial(read_as, request.param)


@pytest.fixture
def payloads() -> tuple[str, ...]:
    """Texts that mean something in Markdown, HTML, YAML or a template language."""
    return PAYLOADS
