"""Transcripts and subtitles, read without their times."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.intake.article import read_article
from factcheck.intake.transcript import without_time_codes

SUBRIP = """1
00:00:01,000 --> 00:00:04,000
<i>I have been to the bridge,</i>
and it cost

2
00:00:04,500 --> 00:00:06,000
12 million euros.

3
00:00:07,000 --> 00:00:09,000
- Is that so?
- Yes, in 2020.
4
00:00:10,000 --> 00:00:12,000
MAYOR: It cost
30
"""
WEB = """WEBVTT
Kind: captions

NOTE this is nothing

a1
00:01.000 --> 00:04.000 align:start
<v Anna Petrova>We paid 12 million.</v>

00:04.000 --> 00:05.000
<c.red>And</c> more <00:04.500>than that
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            SUBRIP,
            (
                "I have been to the bridge, and it cost 12 million euros.\n\n"
                "- Is that so?\n\n- Yes, in 2020.\n\nMAYOR: It cost 30"
            ),
        ),
        (WEB, "Anna Petrova: We paid 12 million. And more than that"),
        (
            "[00:01:23] ANNA: Yes.\n[1:30] BO: No.\n(0:31) ANNA: Oh.",
            "ANNA: Yes.\nBO: No.\nANNA: Oh.",
        ),
        (
            "0:05\nso we have seen\n0:10\nthat taxes\n0:20\nrise",
            "so we have seen\nthat taxes\nrise",
        ),
        (
            "10:30 was late.\nNothing.\n11:00 too.",
            "10:30 was late.\nNothing.\n11:00 too.",
        ),
        ("We met at 10:30.", "We met at 10:30."),
    ],
)
def test_times_go_and_words_stay(text: str, expected: str) -> None:
    """Cues, numbers and marks go; speakers and what they say stay, in paragraphs."""
    assert without_time_codes(text) == expected


def test_a_subtitle_file_is_an_article() -> None:
    """A sentence that is spread over two cues is one sentence."""
    article = read_article(SUBRIP.encode(), source="talk.srt")

    texts = [sentence.text for sentence in article.sentences()]
    assert "I have been to the bridge, and it cost 12 million euros." in texts
    assert not any("-->" in text for text in texts)


@given(st.text(alphabet="a1:0,.->[]<v \n") | st.text())
def test_any_text_is_read(text: str) -> None:
    """Nothing raises; a text without times is as it was."""
    found = without_time_codes(text)

    assert "-->" in text or ":" in text or found == text
