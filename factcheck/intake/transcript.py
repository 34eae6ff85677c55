"""Time codes out of transcripts and subtitles, so that they are read as prose.

Sources: the SubRip form as players read it (a number, a line of times, text); W3C,
*WebVTT: The Web Video Text Tracks Format* (2019).
"""

from __future__ import annotations

import re

_CUE = re.compile(
    r"\s*(?:\d+:)?\d{1,2}:\d\d[.,]\d{3}\s*-->\s*(?:\d+:)?\d{1,2}:\d\d[.,]\d"
)
_VOICE = re.compile(r"<v(?:\.[\w.]*)?\s+([^<>]{1,80})>")
_MARK = re.compile(r"</?[a-zA-Z][^<>]{0,80}>|<[\d:.]{5,16}>|\{\\an?\d\}")
_TURN = re.compile(
    r"[-–—]\s|>>|\[[^\[\]]{1,40}\]|"
    r"[A-Z][A-Z.'’-]{1,30}(?:\s[A-Z][A-Z.'’-]{0,30}){0,3}:\s"
)
_CODE = re.compile(
    r"^[^\S\n]*+(?:[\[(]\s?\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?\s?[\])]"
    r"|\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?(?![\d:]))[^\S\n]*+(?:[-–—:|][^\S\n]|\n)?",
    re.MULTILINE,
)
_FEW = 3
_SHARE_OF_LINES = 0.2
_LONG = 500
_SENTENCE_END = (".", "!", "?", "…", "。", "！", "？", "।", "؟", "۔")


def without_time_codes(text: str) -> str:
    """Give a text without the times at which its parts were said.

    Subtitles (SubRip, WebVTT) become running text in paragraphs: a new one for each
    speaker that is marked, and after some sentences. Of other texts the codes at the
    beginnings of lines go, where many lines have one. Any other text stays as it is.

    Args:
        text: the decoded text, with LF as the line end.
    """
    lines = text.split("\n")
    if sum(_CUE.match(line) is not None for line in lines) > 1:
        return _of_subtitles(lines)
    coded = sum(1 for _ in _CODE.finditer(text))
    if coded < _FEW or coded < _SHARE_OF_LINES * sum(map(bool, map(str.strip, lines))):
        return text
    return _CODE.sub("", text)


def _of_subtitles(lines: list[str]) -> str:
    """Join the text of cues to paragraphs."""
    paragraphs: list[list[str]] = []
    length, previous, inside = 0, "", False
    for number, line in enumerate(lines):
        if _CUE.match(line):
            inside = True
            continue
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if not line.strip():
            # Text that stands in no cue: a header, a note, a number before a cue.
            inside = False
        said = " ".join(_MARK.sub("", _VOICE.sub(r"\1: ", line)).split())
        if not inside or not said or said == previous or _CUE.match(following):
            continue
        ended = previous.endswith(_SENTENCE_END) and length > _LONG
        if not paragraphs or ended or _TURN.match(said) or _VOICE.match(line):
            paragraphs.append([])
            length = 0
        paragraphs[-1].append(said)
        length += len(said)
        previous = said
    return "\n\n".join(" ".join(said) for said in paragraphs)
