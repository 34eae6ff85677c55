"""Strategies for valid records, full of text that is easily misread."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, get_args

from hypothesis import strategies as st

from factcheck.ledger.format.validation import class_of
from factcheck.model.claim import About, Outcome, Priority
from factcheck.model.evidence import EvidenceKind, Read, Stance
from factcheck.model.ids import ALPHABET, ID_LENGTH
from factcheck.model.mail import ComplaintDecision
from factcheck.model.party import PartyKind
from factcheck.model.verdict import Confidence, Decision, Grade

if TYPE_CHECKING:
    from factcheck.model.kinds import Kind
    from factcheck.model.record import Record

Values = st.SearchStrategy[dict[str, Any]]

_WORDS = """
y Y n N yes Yes NO no on Off true False null Null ~ nan .inf .NaN none
017 0o17 0x1F 1e3 1_000 12:30:45 190:20:30 +1 -1 .5 1. 0b1
2020-10-08 2020-10 2020 2020-10-08T18:00:00Z
- -- --- ... ? : :: = << !x !!str &a *a @x `x` % %YAML | > |- # [ { ] } ,
"""

MISREAD = (
    *_WORDS.split(),
    *("a: b", "a:", "a :b", "a:b", "http://x.org:80/#a", "a #b", "a# b", "a#b"),
    *("[a]", "{a: b}", "- a", "? a", "'a'", '"a"', "it's", 'say "x"', "a\\b", "\\n"),
    *("key: |", "<<<<<<< ours", ">>>>>>> theirs", "||||||| base", "======="),
    *("a\tb", "a \t b", "a\x00b", "a\x07b", "a\x1b[31mb", "a\x7fb", "\x01"),
    *("a\x85b", "a\u2028b", "a\u2029b", "a\x0bb", "a\x0cb", "a\u00a0b", "a\u3000b"),
    *("\ufeffa", "a\ufeff", "a\u200bb", "a\u200db", "\u202eabc\u202c", "\u2066a\u2069"),
    *("مرحبا بالعالم", "שלום", "漢字", "Ünïcödé", "e\u0301", "\u0958", "ﬁ", "½", "²x"),
    *("👩‍👩‍👧", "🇩🇪", "\U0001f600", "\U000e0041", "\uffff", "\U0010ffff", "\ue000"),
    *("é" * 300, "word " * 190 + "end", "x" * 990, "a: b " * 100 + "c", "#" * 200),
)
"""Text that some YAML reader or writer takes for something else, or loses."""

_CHARACTERS = st.one_of(
    st.sampled_from(
        " \t:#-?'\"\\|>&*!%@`{}[],=~\x00\x85\u2028\u202e\ufeff\u00a0é漢😀aN0"
    ),
    st.characters(exclude_categories=["Cs"]),
)


def _is_line(text: str) -> bool:
    return bool(text.strip()) and not {"\n", "\r"} & set(text.strip())


lines = st.one_of(
    st.sampled_from(MISREAD), st.text(_CHARACTERS, min_size=1, max_size=40)
).filter(_is_line)
"""One line, of at most 1,000 characters also in NFC."""

prose = st.one_of(
    lines,
    st.lists(
        st.one_of(lines, st.sampled_from(["", " ", "\t", "  deeper", "ends here  "])),
        min_size=1,
        max_size=6,
    ).flatmap(lambda parts: st.sampled_from(["\n", "\r\n", "\r"]).map(_joined(parts))),
).filter(lambda text: bool(text.strip()))
"""Text of any number of lines, with any kind of line break."""


def _joined(parts: list[str]) -> Any:
    return lambda end: end.join(parts)


times = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29)).map(  # noqa: DTZ001 - hypothesis wants bounds without a zone
    lambda moment: moment.replace(tzinfo=UTC).isoformat()
)
days = st.dates().map(lambda day: day.isoformat())
partial_dates = st.builds(
    lambda day, length: day[:length], days, st.sampled_from([4, 7, 10])
)
ids = st.text(ALPHABET, min_size=ID_LENGTH, max_size=ID_LENGTH)
names = st.builds(
    "".join,
    st.tuples(st.sampled_from(["", "a-", "no-", "017-", "reuters-recruits-"]), ids),
)
digits = st.text("0123456789abcdef", min_size=64, max_size=64)
digests = digits.map(lambda text: f"v1:{text}")
addresses = st.sampled_from(
    [
        "https://example.org",
        "http://user@example.org:8080/a;b?c=d&e=%20#f",
        "https://example.org/ä/漢?q='x'#:~:text=a",
        "HTTPS://EXAMPLE.ORG/:#",
    ]
)
languages = st.sampled_from(["en", "no", "pt-BR", "zh-Hant-TW"])
letters = st.sampled_from("abnyz")
numbers = st.integers(0, 10**17)


def of(literal: Any) -> st.SearchStrategy[str]:
    """Draw one of the texts of a ``Literal``."""
    return st.sampled_from(get_args(literal))


def _tuples(one: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(one, max_size=3)


def _values(required: dict[str, Any], **optional: Any) -> Values:
    return st.fixed_dictionaries(required, optional=optional)


_parts = (
    st.lists(letters, unique=True, max_size=3)
    .flatmap(
        lambda found: st.tuples(
            *[_values({"part": st.just(c), "claim": lines}) for c in found]
        )
    )
    .map(list)
)

_captures = _values(
    {
        "sha256": digits,
        "size": numbers,
        "media_type": st.just("text/html"),
        "retrieved": times,
        "tool": lines,
    }
)

_added = {"added": times, "added_by": lines}

_claim = _values(
    {
        "claim": lines,
        "claimant": _values({"name": lines}, role=lines, affiliation=lines),
        "said_on": partial_dates | st.just("unknown"),
        "opened": times,
        "opened_by": lines,
    },
    words=prose,
    translation=prose,
    about=of(About),
    parts=_parts,
    place=lines,
    medium=lines,
    language=languages,
    why_checked=prose,
    reach=prose,
    harm=prose,
    wordings=_tuples(lines),
)

_closed = _values(
    {"outcome": of(Outcome), "why": prose}, other=names, since=times, by=lines
).map(
    lambda drawn: {
        "outcome": drawn["outcome"],
        "why": drawn["why"],
        **(
            {"duplicate_of": drawn.get("other", "0" * ID_LENGTH)}
            if drawn["outcome"] == "duplicate"
            else {}
        ),
        **{key: drawn[key] for key in ("since", "by") if key in drawn},
    }
)

_work = _values(
    {},
    assignee=lines,
    due=days,
    priority=of(Priority),
    topics=_tuples(
        st.sampled_from(["no", "017", "türkei", "2020-10-08", "a-b", "null"])
    ),
    embargo=times,
    closed=_closed,
)

_evidence = _values(
    {
        "source": _values(
            {"publisher": lines},
            url=addresses,
            title=lines,
            carrier=lines,
            author=lines,
            published=partial_dates,
            accessed=partial_dates,
            language=languages,
            archived=addresses,
        ),
        "kind": of(EvidenceKind),
        "says": prose,
        **_added,
    },
    origin=lines,
    first_reported_by=lines,
    interest=prose,
    read=of(Read),
    quote=prose,
    translation=prose,
    translated_by=lines,
    where=lines,
    captures=_tuples(_captures),
    confidential=st.booleans(),
    note=prose,
    withdrawn=_values({"since": times, "why": prose}, by=lines),
)

_link = _values(
    {"evidence": names, "stance": of(Stance), "why": prose, **_added},
    part=letters,
    primary=st.booleans(),
)

_appearance = _values(
    _added,
    who=lines,
    url=addresses,
    archived=addresses,
    title=lines,
    published=partial_dates,
    quote=prose,
    time_code=lines,
    reach=lines,
    article=names,
    capture=_captures,
)

_draft_fields: dict[str, Any] = {
    "looked_for": prose,
    "disclosure": prose,
    "confidence": of(Confidence),
    "recheck_by": days,
    "public_note": prose,
}
_core = {"headline": lines, "rating": lines, "summary": prose, "text": prose}

_draft = _values({}, **_core, **_draft_fields, grade=of(Grade))

_pin = _values(
    {
        "evidence": names,
        "stance": of(Stance),
        "link_digest": digests,
        "evidence_digest": digests,
    },
    part=letters,
)
_answer_pin = _values({"answer": names, "answer_digest": digests})
_pins = _values(
    {"claim_digest": digests}, evidence=_tuples(_pin), answers=_tuples(_answer_pin)
)
_given = {
    **_core,
    "author": lines,
    "given": times,
    "pins": _pins,
}
_corrections = {
    "grade": of(Grade),
    "public_note": prose,
    "supersedes": st.lists(names, min_size=1, max_size=2),
}
_verdict = st.one_of(
    _values(_given, **_draft_fields),
    _values(
        {**_given, **_corrections},
        **{key: one for key, one in _draft_fields.items() if key not in _corrections},
    ),
)

_review = _values(
    {
        "verdict": names,
        "verdict_digest": digests,
        "decision": of(Decision),
        "comment": prose,
        "reviewer": lines,
        "decided": times,
    }
)

_recheck = _values(
    {
        "verdict": names,
        "verdict_digest": digests,
        "why": prose,
        "pins": _pins,
        "rechecker": lines,
        "rechecked": times,
    },
    recheck_by=days,
)

_ask = st.one_of(
    _values(
        {"whom": lines, "question": prose, "asked": days, **_added},
        channel=lines,
        answer_by=days,
    ),
    _values({"whom": lines, "not_asked": prose, **_added}),
)

_reply = {"ask": names, "received": days, **_added}
_answer = st.one_of(
    _values(
        {**_reply, "outcome": st.sampled_from(["answered", "declined"]), "text": prose},
        translation=prose,
        says=prose,
        captures=_tuples(_captures),
    ),
    _values({**_reply, "outcome": st.just("no answer")}, says=prose),
)

_settled = {"settled": times, "settled_by": lines}
_tip_outcome = st.one_of(
    _values(
        {
            "decision": st.sampled_from(["checked", "known"]),
            "check": names,
            **_settled,
        },
        why=prose,
    ),
    _values(
        {"decision": st.sampled_from(["not checkable", "dropped"]), **_settled},
        why=prose,
    ),
)
_tip = _values(
    {"says": prose, "received": days, **_added},
    quote=prose,
    url=addresses,
    channel=lines,
    language=languages,
    captures=_tuples(_captures),
    note=prose,
    outcome=_tip_outcome,
)

_complaint = _values(
    {"check": names, "says": prose, "received": days, **_added},
    channel=lines,
    note=prose,
    outcome=_values({"decision": of(ComplaintDecision), "why": prose, **_settled}),
)

_party = _values(
    {"name": lines, "kind": of(PartyKind), **_added},
    other_names=_tuples(lines),
    role=lines,
    affiliations=_tuples(
        _values(
            {"organisation": lines},
            role=lines,
            since=partial_dates,
            until=partial_dates,
        )
    ),
    interest=prose,
    same_as=_tuples(addresses),
    note=prose,
)

_publication = _values(
    {"verdict": names, "url": addresses, "published": times},
    language=languages,
    report_sha256=digits,
)

_article = _values(
    {"sha256": digits},
    url=addresses,
    archived=addresses,
    title=lines,
    publisher=lines,
    published=partial_dates,
    sentences=_tuples(
        _values(
            {
                "sentence": prose,
                "check": names,
                "decision": st.sampled_from(["same", "different"]),
                "decided": times,
                "decided_by": lines,
            },
            note=prose,
            score=st.sampled_from(["0", "0.5", "0.9312", "1"]),
            model=lines,
        )
    ),
    added=times,
    added_by=lines,
)

_settings = _values(
    {
        "format": st.just(1),
        "publisher": _values(
            {"name": lines},
            url=addresses,
            language=languages,
            method=addresses,
            complaints=lines,
        ),
        "ratings": st.lists(
            _values({"label": lines, "meaning": prose}, value=numbers),
            min_size=1,
            max_size=3,
            unique_by=lambda rating: _folded(rating["label"]),
        ),
    },
    people=_tuples(_values({"name": lines, "printed": lines})),
    captures_in_git=st.booleans(),
    complaint_days=numbers,
    holidays=_tuples(days),
    match=_values({"threshold": st.sampled_from(["0.05", "0.5", "0.99"])}),
    views=st.lists(
        _values(
            {"name": st.sampled_from(["no", "mine", "a-b"])},
            text=_tuples(lines),
            stage=_tuples(lines),
            flag=_tuples(lines),
            topic=_tuples(st.sampled_from(["no", "a-b"])),
            claimant=lines,
            assignee=lines,
            since=partial_dates,
        ),
        max_size=3,
        unique_by=lambda view: str(view["name"]),
    ),
)


def _folded(label: str) -> str:
    from unicodedata import normalize

    return normalize("NFC", label.strip()).casefold()


VALUES: dict[Kind, Values] = {
    "settings": _settings,
    "check": _claim,
    "work": _work,
    "draft": _draft,
    "link": _link,
    "appearance": _appearance,
    "verdict": _verdict,
    "review": _review,
    "recheck": _recheck,
    "ask": _ask,
    "answer": _answer,
    "publication": _publication,
    "evidence": _evidence,
    "article": _article,
    "tip": _tip,
    "complaint": _complaint,
    "party": _party,
}
"""The fields of valid records, as somebody might give them, by kind."""


def records(kind: Kind) -> st.SearchStrategy[Record]:
    """Draw a valid record of a kind, with at least one field that has a value."""
    drawn = VALUES[kind].filter(lambda values: any(values.values()))
    return st.deferred(lambda: drawn.map(class_of(kind).model_validate))
