"""A paragraph to sentences.

Rules, no model: stops are looked for in one pass, and each is judged by the few
signs around it. Measured against the libraries of this trade (sentencex, pysbd,
syntok): what they get right here, this does; what a fact-checker minds most, a
quotation that loses its speaker, is kept together.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from operator import itemgetter

from factcheck.intake.abbreviations import (
    AFTER_ORDINAL,
    BEFORE_NUMBER,
    MAYBE_LAST,
    NEVER_LAST,
    OPENERS,
    SPEECH,
)

# A quotation or bracket up to this length is one sentence with what holds it;
# in a longer one, its own sentences count.
_SHORT_SPAN = 250
_ENDLESS = 600
_LONGEST_PIECE = 300
_SHORTEST_PIECE = 120
_BEFORE = 40
_AFTER = 120

# After these a sentence ends without a space too.
_FULL_WIDTH = "。！？｡"
_HARD = f"{_FULL_WIDTH}।॥؟⸮။។៕።"
# Stops in one writing system, other signs elsewhere: a bar typed for a danda, the
# Greek question mark.
_AFTER_LETTER = r"(?<=[\u0900-\u0dff])\s?\||(?<=[Ͱ-Ͽἀ-῿]);"
# “ and « close in German, but only where no word follows at once.
_CLOSERS = r"[\"'”’»›)\]}」』）】]|[“‘«‹](?![^\s.,;:!?)])"
_STOP = re.compile(
    rf"([.!?…‽۔։{_HARD}]++|{_AFTER_LETTER})(\[[0-9]{{1,3}}\])?+((?:{_CLOSERS})*+)"
)
_GAP = re.compile(r"\n[^\S\n]*+\n\s*+")
# A transcript's next speaker, where the one before broke off: "and I -- HOLT: Sir."
_BROKEN_OFF = re.compile(
    r"(?<=[–—…\])])\s+(?=[A-Z][A-Z.'’-]{1,30}(?: [A-Z][A-Z.'’-]{0,30}){0,3}:\s)"
    r"|(?<=--)\s+(?=[A-Z][A-Z.'’-]{1,30}(?: [A-Z][A-Z.'’-]{0,30}){0,3}:\s)"
)
_SPAN = re.compile(
    rf"“[^“”]{{1,{_SHORT_SPAN}}}”"
    rf"|„[^„“”]{{1,{_SHORT_SPAN}}}[“”]"
    rf"|«[^«»]{{1,{_SHORT_SPAN}}}»"
    rf"|»[^«»]{{1,{_SHORT_SPAN}}}«"
    rf"|「[^「」]{{1,{_SHORT_SPAN}}}」"
    rf"|『[^『』]{{1,{_SHORT_SPAN}}}』"
    rf"|（[^（）]{{1,{_SHORT_SPAN}}}）"
    rf"|\([^()]{{1,{_SHORT_SPAN}}}\)"
    rf"|(?<![^\s(\[{{—–-])\"(?=\S)[^\"]{{1,{_SHORT_SPAN}}}(?<=\S)\"(?!\w)"
)
_QUOTATION_ENDS = frozenset("\"”“»«」』’'")
_WORD_BEFORE = re.compile(r"[^\s(\[{\"“„«»'‘’”/—–]*$")
_NEXT_WORD = re.compile(r"[\s\"'“”„‘’«»‹›(\[{¿¡「『（*_]*+(\w[\w’'-]*+)?+")
_ENUMERATOR = re.compile(r"\s*+\(?(?:[0-9]{1,3}|[A-Za-z]|[ivxIVX]{1,5})")
_SPEAKER = re.compile(
    rf"\s*+(?:\w[\w.’'-]{{0,30}}\s){{1,4}}?(?:{'|'.join(sorted(SPEECH))})\b([.!?,;:])?",
    re.IGNORECASE,
)
_SPEAKER_CJK = re.compile(r"と|って|[^。！？，、\s]{0,12}?(?:[说說问問称稱道]|表示)")


def split_sentences(text: str) -> list[str]:
    """Divide a paragraph into sentences.

    Args:
        text: any text; an empty line always ends a sentence.

    Returns:
        The sentences in order, without white space at their ends, none empty.
        Joined, they hold every visible sign of the text. What goes on and on without
        a stop (a transcript that a machine wrote) is cut at commas and spaces.
    """
    spans = [found.span() for found in _SPAN.finditer(text)]
    ends = {found.start() for found in _GAP.finditer(text)}
    ends.update(found.start() for found in _BROKEN_OFF.finditer(text))
    start = 0
    for stop in _STOP.finditer(text):
        if _ends_sentence(text, start, stop, spans):
            ends.add(stop.end())
            start = stop.end()
    pieces: list[str] = []
    start = 0
    for end in [*sorted(ends), len(text)]:
        if piece := text[start:end].strip():
            pieces += [piece] if len(piece) <= _ENDLESS else _cut(piece)
        start = end
    return pieces


def _cut(text: str) -> list[str]:
    """Divide a text without stops where a clause or at least a word ends."""
    pieces: list[str] = []
    start = 0
    while len(text) - start > _LONGEST_PIECE:
        end = start + _LONGEST_PIECE
        for sign in (r"[,;:،؛–—]\s|[，、；]", r"\s"):
            found = [one.end() for one in re.finditer(sign, text[start:end])]
            if found and found[-1] > _SHORTEST_PIECE:
                end = start + found[-1]
                break
        pieces.append(text[start:end].strip())
        start = end
    return [piece for piece in (*pieces, text[start:].strip()) if piece]


def _ends_sentence(
    text: str, start: int, stop: re.Match[str], spans: list[tuple[int, int]]
) -> bool:
    """Judge whether a sentence that began at ``start`` ends with this stop."""
    end = stop.end()
    if end == len(text) or _is_within(spans, stop.start(), end):
        return False
    if stop[1][-1] in _FULL_WIDTH:
        return not (stop[3] and _SPEAKER_CJK.match(text, end))
    if not text[end].isspace():
        return stop[1][-1] in f"{_HARD}|" and text[end].isalpha()
    return _ends_before_space(text, start, stop)


def _ends_before_space(text: str, start: int, stop: re.Match[str]) -> bool:
    """Judge a stop before white space by what follows it."""
    word = _NEXT_WORD.match(text, stop.end(), stop.end() + _AFTER)
    following = word[1] if word and word[1] else ""
    if not following:
        return not _goes_on_with_a_dash(text, stop)
    if following[0].islower():
        return False
    if _QUOTATION_ENDS & set(stop[3]) and _is_attributed(text, stop):
        return False
    if stop[1] == "." and not stop[3]:
        abbreviated = word is not None and text.startswith(".", word.end())
        opens = following.lower() in OPENERS and not abbreviated
        return _full_stop_ends(text, start, stop.start(), following, opens=opens)
    return _ends_with_other_stop(text, stop)


def _is_within(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Tell whether a stop lies inside a quotation or bracket, not at its end."""
    number = bisect_right(spans, start, key=itemgetter(0)) - 1
    return number >= 0 and spans[number][0] < start and end < spans[number][1]


def _goes_on_with_a_dash(text: str, stop: re.Match[str]) -> bool:
    """Tell whether the next visible sign is a dash with which the sentence goes on.

    After a full stop and before a capital, a dash begins what somebody says next.
    """
    ahead = text[stop.end() : stop.end() + _AFTER].lstrip()
    if ahead[:1] not in {"–", "—", "-", ",", ";"}:
        return False
    begins = ahead[1:].lstrip(' «“"¿¡')[:1].isupper()
    return not (stop[1] == "." and not stop[3] and begins)


def _is_attributed(text: str, stop: re.Match[str]) -> bool:
    """Tell whether a name and a verb of speech follow a quotation.

    After a full stop inside the marks they usually begin a new sentence
    (“… a red line.” Macron said he urged …), unless nothing else follows.
    """
    found = _SPEAKER.match(text, stop.end(), stop.end() + _AFTER)
    return found is not None and (stop[1] != "." or found[1] is not None)


def _ends_with_other_stop(text: str, stop: re.Match[str]) -> bool:
    """Judge question marks, exclamation marks, ellipses, stops before a quote."""
    if not stop[1].startswith(("..", "…")):
        return True
    before = text[max(0, stop.start() - 1) : stop.start()]
    return bool(before) and not before.isspace() and before not in "[("


def _full_stop_ends(
    text: str, start: int, dot: int, following: str, *, opens: bool
) -> bool:
    """Judge a plain full stop by the word before and the word after it."""
    found = _WORD_BEFORE.search(text, max(start, dot - _BEFORE), dot)
    word = found[0].lower() if found else ""
    if _ENUMERATOR.fullmatch(text, start, dot) and dot - start < _BEFORE:
        return False
    if word in NEVER_LAST:
        return False
    if word in BEFORE_NUMBER:
        return not following[0].isdigit()
    if word in MAYBE_LAST or _is_initials(word):
        return opens
    if word.isdigit() and len(word) <= len("31"):
        return following.lower() not in AFTER_ORDINAL
    return True


def _is_initials(word: str) -> bool:
    """Tell whether a word is single letters with full stops: J, J.K, z.B."""
    letters = word.split(".")
    return all(len(letter) == 1 and letter.isalpha() for letter in letters)
