"""Documents are read in a process that may fail, within limits, one after the other."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from factcheck.intake.article import read_article
from factcheck.intake.feed import entries
from factcheck.intake.media import DOCX, HTML, PDF
from factcheck.intake.metadata import read_facts
from factcheck.intake.passage import passage_of
from factcheck.intake.quote import find_quote
from factcheck.intake.same_text import text_of
from factcheck.intake.sandbox import SMALL_PAGE, Extractor, Limits
from factcheck.model.errors import BadInputError, MachineError
from tests.intake import hostile
from tests.intake.office_files import core, docx_of, odt_of, run, styled
from tests.intake.pdfs import pdf_of

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent.parent
PAGE = """<html lang="tr"><head><title>Harbour</title></head><body><article>
<p>The harbour of İzmir was closed for two days, the port authority said.</p>
<p>It will open again on Monday, according to a letter to the shippers there.</p>
</article></body></html>""".encode()
LARGE_PAGE = PAGE + b"<p>More text here." + b" More of it." * (SMALL_PAGE // 12)
REPORT = pdf_of("The harbour was closed\nfor two days.", properties="/Title (Harbour)")
LETTER = docx_of(
    styled("Title", "A letter"), run("The harbour was closed."), parts=core("x", "y")
)
PAPER = odt_of("<text:p>The harbour was closed.</text:p>")
FEED = b"""<rss version="2.0"><channel><title>News</title><item><title>Harbour</title>
<link>https://example.org/a</link><description>&lt;p&gt;Closed</description></item>
</channel></rss>"""


@pytest.fixture(scope="module")
def hasty() -> Iterator[Extractor]:
    """Give an extractor with a limit of one second."""
    with Extractor(Limits(seconds=1.0)) as extractor:
        yield extractor


@pytest.fixture(scope="module")
def patient() -> Iterator[Extractor]:
    """Give one with the usual limits."""
    with Extractor() as extractor:
        yield extractor


@pytest.mark.parametrize(
    ("data", "source"),
    [
        (PAGE, "a.html"),
        (REPORT, "a.pdf"),
        (LETTER, "a.docx"),
        (PAPER, "-"),
        (b"One sentence.", "a.txt"),
        ((ROOT / "examples" / "article.md").read_bytes(), "article.md"),
    ],
    ids=["page", "pdf", "docx", "odt", "text", "markdown"],
)
def test_the_same_comes_out_as_in_our_own_process(
    patient: Extractor, data: bytes, source: str
) -> None:
    """Articles and facts do not depend on where they are read."""
    assert patient.article(data, source) == read_article(data, source=source)
    assert patient.facts(data, source) == read_facts(data, source=source)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (REPORT, PDF),
        (LETTER, DOCX),
        (PAGE, "text/html; charset=utf-8"),
        (LARGE_PAGE, HTML),
    ],
    ids=["pdf", "docx", "page", "large page"],
)
def test_the_text_of_a_capture_is_the_same_too(
    patient: Extractor, data: bytes, kind: str
) -> None:
    """Where a quotation is looked for, and what is compared with other texts."""
    check = find_quote("harbour", data, media_type=kind, read=patient.passage)

    assert check.outcome == "found"
    assert patient.passage(data, kind) == passage_of(data, kind)
    assert patient.text(data, kind) == text_of(data, kind)


def test_the_entries_of_a_feed(patient: Extractor) -> None:
    """A feed is read there as well."""
    assert patient.feed(FEED, "feed.xml") == entries(FEED, "feed.xml")


@pytest.mark.parametrize("name", hostile.PAGES)
def test_no_page_hides_its_text(patient: Extractor, name: str) -> None:
    """Pages made to keep parsers busy, or to lose their text, are read all the same."""
    article = patient.article(hostile.PAGES[name](), "a.html")

    assert hostile.DEEP in " ".join(article.paragraphs)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        *(("pdf", name) for name in hostile.PDFS),
        *(("docx", name) for name in hostile.DOCUMENTS),
        *(("html", name) for name in hostile.OTHERS),
    ],
)
def test_hostile_documents_are_text_or_one_line(
    hasty: Extractor, kind: str, name: str
) -> None:
    """Whatever is in them, they end within the limits, and the next one is read."""
    sets = {"pdf": hostile.PDFS, "docx": hostile.DOCUMENTS, "html": hostile.OTHERS}
    try:
        article = hasty.article(sets[kind][name](), "report")
    except BadInputError as error:
        said = str(error)
    else:
        said = article.paragraphs[0]

    assert "\n" not in said
    assert hasty.article(REPORT, "a.pdf").title == "Harbour"


def test_a_document_that_takes_too_long(hasty: Extractor) -> None:
    """The line names the limit and what to do."""
    data = hostile.PDFS["nothing but signs"]()

    with pytest.raises(BadInputError, match=r"^a\.pdf: takes more than 1 s to read; s"):
        hasty.article(data, "a.pdf")


def test_a_document_that_needs_too_much_memory() -> None:
    """The child that ran out of memory is not used again."""
    large = ("<html><p>" + "word 😀 " * 690_000).encode()

    with Extractor(Limits(memory=200 * 2**20)) as extractor:
        before = extractor.article(REPORT, "a.pdf")
        with pytest.raises(BadInputError, match=r"^a\.html: needs more than 200 MiB"):
            extractor.article(large, "a.html")
        after = extractor.article(REPORT, "a.pdf")

    assert before == after


def test_what_no_child_is_asked_for() -> None:
    """A text needs none, and neither does what is too large for one."""
    others = _children()
    with Extractor() as extractor:
        extractor.article(b"One sentence.", "a.txt")
        with pytest.raises(BadInputError, match=r"^a: has 100000006 bytes, more than"):
            extractor.article(b"%PDF-1" + b" " * 100_000_000, "a")

        assert _children() == others


def test_a_child_that_was_ended_is_replaced() -> None:
    """Whoever ends it between two documents, the next one is read."""
    others = _children()
    with Extractor() as extractor:
        extractor.article(REPORT, "a.pdf")
        (child,) = _children() - others
        os.kill(child, signal.SIGKILL)
        article = extractor.article(REPORT, "a.pdf")

        assert article.title == "Harbour"
        assert child not in _children()
    assert _children() == others


def test_the_child_has_nothing_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No environment, no files, no core; and modules that lie about are not run."""
    for name in ("pypdf", "json", "factcheck"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('hijacked')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FACTCHECK_SECRET", "x")
    others = _children()
    with Extractor(Limits(memory=10**9)) as extractor:
        extractor.article(REPORT, "a.pdf")
        (child,) = _children() - others
        place = Path(f"/proc/{child}")
        limits = {
            line[:26].strip(): line[26:].split()[0]
            for line in (place / "limits").read_text().splitlines()[1:]
        }
        variables = (place / "environ").read_bytes()
        where = (place / "cwd").readlink()

    assert b"FACTCHECK" not in variables
    assert where == Path("/")
    assert limits["Max address space"] == "1000000000"
    assert limits["Max core file size"] == limits["Max file size"] == "0"
    assert limits["Max open files"] == "64"


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_no_child_is_left_behind(how: signal.Signals, tmp_path: Path) -> None:
    """Ctrl-C ends it at once; where we are killed it ends with its document."""
    script = textwrap.dedent(f"""
        import os, sys
        from pathlib import Path
        sys.path.insert(0, {str(ROOT)!r})
        from factcheck.intake.sandbox import Extractor, Limits
        from tests.intake.hostile import PDFS
        data = PDFS["nothing but signs"]()
        with Extractor(Limits(seconds=1.0)) as extractor:
            extractor.facts(b"%PDF-1.7", "a.pdf")
            me = os.getpid()
            children = Path(f"/proc/{{me}}/task/{{me}}/children").read_text()
            print(children, flush=True)
            extractor.article(data, "a.pdf")
    """)
    (tmp_path / "read.py").write_text(script)
    with subprocess.Popen(
        [sys.executable, str(tmp_path / "read.py")],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.send_signal(how)

    assert parent.returncode != 0
    assert _is_gone(child)


def test_a_python_that_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrong then is the machine, not the document."""
    for path in ("/nowhere/python", "/bin/false"):
        monkeypatch.setattr(sys, "executable", path)
        with (
            Extractor() as extractor,
            pytest.raises(MachineError, match="cannot be started"),
        ):
            extractor.article(REPORT, "a.pdf")


def test_an_extra_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The child says so, and it is no fault of the document."""
    ours = [path for path in sys.path if "site-packages" not in path]
    monkeypatch.setattr(sys, "path", ours)
    with Extractor() as extractor:
        for data, extra in ((REPORT, "pdf"), (LETTER, "office")):
            with pytest.raises(
                MachineError, match=rf"install 'factcheck-.*\[{extra}\]'"
            ):
                extractor.article(data, "a")

        # A page is read without its extra.
        assert len(extractor.article(PAGE, "a.html").paragraphs) == 2


def _children() -> set[int]:
    """Give the processes that we have started and that are still there."""
    me = os.getpid()
    # Of the main thread: others come and go.
    return set(map(int, Path(f"/proc/{me}/task/{me}/children").read_text().split()))


def _is_gone(process: int) -> bool:
    """Wait for the end of a process that is no child of ours, a minute at most."""
    try:
        waiting = os.pidfd_open(process)
    except ProcessLookupError:
        return True
    with os.fdopen(waiting) as file:
        return bool(select.select([file], [], [], 60)[0])
