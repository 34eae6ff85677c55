"""What a report says of questions and answers, and of a look back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from factcheck.model.errors import BadRecordError
from factcheck.publish.render import render_report
from factcheck.publish.report import report_of
from tests.publish.conftest import PAYLOADS, Reader, read_as

if TYPE_CHECKING:
    from factcheck.model.settings import Settings


def page_of(folder: Any, settings: Settings) -> str:
    """Render the report of a folder."""
    return render_report(report_of(folder.check(), settings))


def test_a_report_without_questions_has_no_such_section(
    folder: Any, settings: Settings
) -> None:
    """An empty heading says nothing."""
    folder.approved()

    assert "Whom we asked" not in page_of(folder, settings)


def test_question_and_answer_stand_in_the_report(
    folder: Any, settings: Settings
) -> None:
    """Whom, when, how; the words that came back and what they mean."""
    ask = folder.ask(channel="by mail")
    words = "Cela est faux.\n\nNous le nions."
    folder.answer(ask, text=words, translation="That is false.", says="It denies it.")
    folder.approved()
    page = page_of(folder, settings)

    assert "We asked the ministry on 20 November 2026 (by mail).\n" in page
    assert "The answer of 21 November 2026:\n\nIt denies it.\n" in page
    assert "> Cela est faux.\n>\n> Nous le nions.\n" in page
    assert "> Translation: That is false.\n" in page


@pytest.mark.parametrize(
    ("outcome", "line"),
    [
        ("declined", "An answer was declined on 21 November 2026."),
        ("no answer", "There was no answer by 21 November 2026."),
    ],
)
def test_silence_is_said(
    folder: Any, settings: Settings, outcome: str, line: str
) -> None:
    """A reader learns that somebody was asked and did not answer."""
    folder.answer(folder.ask(), outcome=outcome)
    folder.approved()

    assert line in page_of(folder, settings)


def test_a_question_that_waits_says_so(folder: Any, settings: Settings) -> None:
    """A report may go out before the answer comes."""
    folder.ask()
    folder.approved()

    assert "There is no answer yet." in page_of(folder, settings)


def test_why_somebody_was_not_asked_is_said(folder: Any, settings: Settings) -> None:
    """With the reason."""
    folder.ask("the author", not_asked="He died in 1938.")
    folder.approved()

    assert "We did not ask the author.\n\nHe died in 1938.\n" in page_of(
        folder, settings
    )


def test_the_answers_are_among_the_digests(folder: Any, settings: Settings) -> None:
    """A verdict rests on them."""
    name = folder.answer(folder.ask(), text="Yes.")
    folder.approved()

    assert f"Answer `{name}`: `v1:" in page_of(folder, settings)


def test_a_look_back_is_told(folder: Any, settings: Settings) -> None:
    """When, why the verdict stands, and when somebody looks again."""
    folder.recheck(folder.approved(recheck_by="2026-12-01"), recheck_by="2027-12-01")
    page = page_of(folder, settings)

    assert (
        "- Looked at again on 3 December 2026, and it stands: The map was drawn anew "
        "and shows the same.\n" in page
    )
    assert "- To be looked at again by 1 December 2027\n" in page


@pytest.mark.parametrize("field", ["text", "says", "translation"])
def test_an_answer_does_not_give_a_confidential_source_away(
    folder: Any, settings: Settings, field: str
) -> None:
    """What may not be printed is not printed by way of an answer."""
    folder.source("secret", confidential=True, quote="the ship was empty")
    words = {"says": "Yes.", field: "He wrote that The ship was empty, too."}
    folder.answer(folder.ask(), **words)
    folder.approved()
    with pytest.raises(BadRecordError, match="prints the quote of confidential"):
        report_of(folder.check(), settings)


def page_with(folder: Any, settings: Settings, words: str) -> Reader:
    """Read a page on which every foreign text of an answer is the same."""
    plain = {"text": "x", "says": "x", "translation": "x"}
    folder.answer(folder.ask("x", channel="x", question="x"), **plain)
    folder.ask("x", not_asked="x")
    for filed in list(folder.files.values()):
        for field in ("whom", "channel", "text", "translation"):
            if filed.data.get(field):
                filed.data[field] = (
                    words if field == "text" else " ".join(words.split())
                )
    folder.approved()
    return read_as("commonmark", page_of(folder, settings))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_comes_back_is_shown_as_words(
    new_folder: Any, settings: Settings, payload: str
) -> None:
    """No tag, no link and no heading comes out of an answer."""
    plain = page_with(new_folder(), settings, "x")
    hostile = page_with(new_folder(), settings, payload)

    assert hostile.targets == plain.targets
    assert hostile.tags == plain.tags
