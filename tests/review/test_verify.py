"""Each rule of verify: a ledger that breaks it alone, and one that breaks none."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from factcheck.desk import evidence, rechecks
from factcheck.desk.captures import capture_of
from factcheck.ledger.ledger import Ledger
from factcheck.model.errors import NotFoundError
from factcheck.review.verify import verify
from tests.conftest import BO, Newsroom, git

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from factcheck.review.finding import Finding

    Break = Callable[[Newsroom], str]

PAGE = b"<!doctype html><title>T</title><p>The moon is cold, they said.</p>"


def _findings(newsroom: Newsroom, base: str | None = None) -> list[Finding]:
    return list(verify(newsroom.ledger, base=base).findings)


def _errors(newsroom: Newsroom, base: str | None = None) -> list[tuple[str, str]]:
    return [
        (finding.code, finding.path)
        for finding in _findings(newsroom, base)
        if finding.severity == "error"
    ]


def _notes(newsroom: Newsroom) -> list[tuple[str, str]]:
    return [
        (finding.code, finding.path)
        for finding in _findings(newsroom)
        if finding.severity == "note" and finding.code != "uncommitted"
    ]


def _path(newsroom: Newsroom, kind: str, check: str = "moonlight") -> str:
    filed = newsroom.ledger.check(check)
    return {
        "check": filed.claim.path,
        "verdict": filed.verdicts[0].path if filed.verdicts else "",
        "review": filed.reviews[0].path if filed.reviews else "",
        "link": filed.links[0].path if filed.links else "",
    }[kind]


def _replace(newsroom: Newsroom, path: str, old: str, new: str) -> str:
    file = newsroom.root / path
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))
    return path


def _commit(newsroom: Newsroom) -> None:
    """Commit as a person with git would, past all that we check."""
    newsroom.git("add", "-A")
    newsroom.git("commit", "-q", "-m", "By hand")


def _with_capture(newsroom: Newsroom, quote: str, content: bytes = PAGE) -> str:
    """Take in an entry whose quote should stand in its capture; give its path."""
    desk = newsroom.desk()
    capture = capture_of(desk, content, file_name="page.html")
    values = {
        "source": {"publisher": "P", "title": "T"},
        "kind": "report",
        "says": "S",
        "quote": quote,
        "captures": [capture],
    }
    operation = evidence.add_evidence(desk, values, captures=[content])
    desk.commit(operation)
    return operation.made[0].path


def _capture_file(newsroom: Newsroom) -> Path:
    return next((newsroom.root / "captures").glob("*/*/*"))


def test_an_honest_ledger_holds(busy_newsroom: Newsroom) -> None:
    """Nothing is found, and what was looked at is counted."""
    _with_capture(busy_newsroom, "The moon is cold")
    result = verify(busy_newsroom.ledger)

    assert result.findings == ()
    assert result.holds
    assert result.checked == {
        "settings": 1,
        "check": 2,
        "link": 2,
        "evidence": 3,
        "verdict": 1,
        "review": 1,
        "capture": 1,
        "quote": 1,
    }


def test_a_look_at_nothing_is_no_pass(newsroom: Newsroom) -> None:
    """A ledger without a record fails."""
    assert _errors(newsroom) == [("nothing-checked", "")]


def _bad_record(newsroom: Newsroom) -> str:
    path = newsroom.ledger.evidence("cold").path
    return _replace(newsroom, path, "kind: report", "kind: rumour")


def _bad_settings(newsroom: Newsroom) -> str:
    return _replace(newsroom, "factcheck.yaml", "format: ", "format: x")


def _conflict(newsroom: Newsroom) -> str:
    path = newsroom.ledger.evidence("cold").path
    return _replace(newsroom, path, "kind:", "<<<<<<< HEAD\nkind:")


def _stray(newsroom: Newsroom) -> str:
    (newsroom.root / "evidence/2026/note.yaml").write_text("x")
    return "evidence/2026/note.yaml"


def _duplicate(newsroom: Newsroom) -> str:
    path = newsroom.ledger.evidence("cold").path
    twin = path.replace("cold-it-is", "frosty-it-is")
    shutil.copy(newsroom.root / path, newsroom.root / twin)
    return twin


def _orphan(newsroom: Newsroom) -> str:
    path = _path(newsroom, "check", "sunlight")
    draft = path.replace("check.yaml", "draft.yaml")
    newsroom.git("mv", path, draft)
    (newsroom.root / draft).write_text("headline: H\n")
    return draft


def _dangling_link(newsroom: Newsroom) -> str:
    link = newsroom.add("sunlight", "Alone it is")
    newsroom.git("rm", "-q", newsroom.ledger.evidence("alone").path)
    return next(
        one.path for one in newsroom.ledger.check("sunlight").links if one.name == link
    )


def _dangling_duplicate(newsroom: Newsroom) -> str:
    path = _path(newsroom, "check", "sunlight").replace("check.yaml", "work.yaml")
    (newsroom.root / path).write_text(
        "closed:\n  outcome: duplicate\n  duplicate_of: gone-0123456789ab\n  why: x\n"
    )
    return path


def _verdict_of_another_check(newsroom: Newsroom) -> str:
    newsroom.freeze("sunlight")
    verdict = newsroom.ledger.check("sunlight").verdicts[0].name
    folder = _path(newsroom, "check").removesuffix("check.yaml")
    path = f"{folder}publication-desk-0123456789ab.yaml"
    (newsroom.root / path).write_text(
        f"verdict: {verdict}\nurl: https://x.example/\n"
        'published: "2026-11-23T08:00:00Z"\n'
    )
    return path


def _misnamed(newsroom: Newsroom) -> str:
    path = _path(newsroom, "link")
    warm = newsroom.ledger.evidence("warm").name
    cold = newsroom.ledger.evidence("cold").name
    return _replace(newsroom, path, cold, warm)


def _part(newsroom: Newsroom) -> str:
    path = _path(newsroom, "link")
    named = path.replace(".yaml", "-b.yaml")
    text = (newsroom.root / path).read_text()
    text = text.replace("why:", "part: b\nwhy:")
    (newsroom.root / named).write_text(text)
    return named


def _rating(newsroom: Newsroom) -> str:
    newsroom.draft("sunlight")
    path = _path(newsroom, "check", "sunlight").replace("check.yaml", "draft.yaml")
    return _replace(newsroom, path, '"true"', "warmish")


def _citation(newsroom: Newsroom) -> str:
    name = newsroom.freeze("sunlight")
    path = _path(newsroom, "verdict", "sunlight")
    _replace(newsroom, path, "It is so.", "It is so [@nobody].")
    _commit(newsroom)
    assert name
    return path


def _capture_wrong(newsroom: Newsroom) -> str:
    path = _with_capture(newsroom, "The moon is cold")
    file = _capture_file(newsroom)
    file.write_bytes(file.read_bytes().replace(b"they", b"THEY"))
    return path


def _quote(newsroom: Newsroom) -> str:
    return _with_capture(newsroom, "The moon is warm")


def _deleted_review(newsroom: Newsroom) -> str:
    path = _path(newsroom, "review")
    newsroom.git("rm", "-q", path)
    return path


def _changed_review(newsroom: Newsroom) -> str:
    path = _path(newsroom, "review")
    return _replace(newsroom, path, "Bo Example", "Cy Example")


def _put(newsroom: Newsroom, path: str, text: str) -> str:
    """Write a record by hand and give its path."""
    file = newsroom.root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return path


_ADDED = 'added: "2026-11-23T08:00:00Z"\nadded_by: Anna\n'
_MAIL = 'says: It is so.\nreceived: "2026-11-23"\n'
_ANSWER = 'outcome: answered\nreceived: "2026-11-23"\ntext: Yes.\n'


def _answer_without_ask(newsroom: Newsroom) -> str:
    folder = _path(newsroom, "check").removesuffix("check.yaml")
    text = f"ask: gone-0123456789ab\n{_ANSWER}{_ADDED}"
    return _put(newsroom, f"{folder}answer-yes-0123456789ac.yaml", text)


def _answer_of_another_check(newsroom: Newsroom) -> str:
    folder = _path(newsroom, "check", "sunlight").removesuffix("check.yaml")
    ask = 'whom: S\nquestion: Q?\nasked: "2026-11-23"\n'
    _put(newsroom, f"{folder}ask-s-0123456789ab.yaml", ask + _ADDED)
    folder = _path(newsroom, "check").removesuffix("check.yaml")
    text = f"ask: s-0123456789ab\n{_ANSWER}{_ADDED}"
    return _put(newsroom, f"{folder}answer-yes-0123456789ac.yaml", text)


def _recheck(newsroom: Newsroom, old: str, new: str) -> str:
    """Recheck the verdict, then change what the recheck says by hand."""
    act = newsroom.do(
        lambda desk: rechecks.recheck(desk, desk.ledger.check("moonlight"), "Same.")
    )
    path = _replace(newsroom, act.made[0].path, old, new)
    _commit(newsroom)
    return path


def _recheck_of_nothing(newsroom: Newsroom) -> str:
    name = newsroom.ledger.check("moonlight").verdicts[0].name
    return _recheck(newsroom, f"verdict: {name}", "verdict: gone-0123456789ab")


def _recheck_of_another_text(newsroom: Newsroom) -> str:
    return _recheck(newsroom, "verdict_digest: v1:", f"verdict_digest: v1:{'0' * 64} #")


def _recheck_of_other_evidence(newsroom: Newsroom) -> str:
    name = newsroom.ledger.evidence("cold").name
    return _recheck(newsroom, f"evidence: {name}", "evidence: gone-0123456789ab")


def _complaint(newsroom: Newsroom) -> str:
    text = f"check: gone-0123456789ab\n{_MAIL}{_ADDED}"
    return _put(newsroom, "complaints/2026/11/no-0123456789ac.yaml", text)


def _tip(newsroom: Newsroom) -> str:
    outcome = "outcome:\n  decision: known\n  check: gone-0123456789ab\n"
    settled = '  settled: "2026-11-23T08:00:00Z"\n  settled_by: Anna\n'
    text = f"{_MAIL}{outcome}{settled}{_ADDED}"
    return _put(newsroom, "tips/2026/11/so-0123456789ac.yaml", text)


def _view(newsroom: Newsroom) -> str:
    path = "factcheck.yaml"
    text = (newsroom.root / path).read_text()
    view = "views:\n  - name: odd\n    stage:\n      - opne\n"
    return _put(newsroom, path, text + view)


RULES: list[tuple[str, Break]] = [
    ("bad-record", _bad_settings),
    ("stray", _stray),
    ("duplicate-id", _duplicate),
    ("orphan", _orphan),
    ("dangling", _dangling_link),
    ("dangling", _dangling_duplicate),
    ("dangling", _verdict_of_another_check),
    ("misnamed", _misnamed),
    ("part", _part),
    ("rating", _rating),
    ("citation", _citation),
    ("capture-wrong", _capture_wrong),
    ("quote-not-found", _quote),
    ("append-only", _deleted_review),
    ("append-only", _changed_review),
    ("dangling", _answer_without_ask),
    ("dangling", _answer_of_another_check),
    ("dangling", _recheck_of_nothing),
    ("dangling", _recheck_of_other_evidence),
    ("reviewed-text", _recheck_of_another_text),
    ("dangling", _complaint),
    ("dangling", _tip),
    ("view", _view),
]


@pytest.mark.parametrize(
    ("code", "broken"), RULES, ids=[rule.__name__.strip("_") for _, rule in RULES]
)
def test_each_rule_is_broken_alone(
    busy_newsroom: Newsroom, code: str, broken: Break
) -> None:
    """What is wrong is found under its code, in its file, and nothing else is."""
    path = broken(busy_newsroom)

    assert _errors(busy_newsroom) == [(code, path)]


@pytest.mark.parametrize(
    ("code", "broken"), [("bad-record", _bad_record), ("merge-conflict", _conflict)]
)
def test_an_entry_that_cannot_be_read_leaves_its_links_dangling(
    busy_newsroom: Newsroom, code: str, broken: Break
) -> None:
    """The unreadable record is named with its line; what names it says so too."""
    path = broken(busy_newsroom)
    found = _findings(busy_newsroom)

    assert code in {one.code for one in found if one.path == path and one.line > 0}
    assert {one.code for one in found if one.severity == "error"} == {code, "dangling"}


def test_no_rule_stops_the_others(busy_newsroom: Newsroom) -> None:
    """Several things that are wrong are found in one run, also in the settings."""
    broken = [_stray, _deleted_review, _dangling_duplicate, _bad_settings]
    for one in broken:
        one(busy_newsroom)

    assert {code for code, _ in _errors(busy_newsroom)} == {
        *("stray", "append-only", "dangling", "bad-record")
    }


def test_a_reviewed_verdict_that_was_changed_is_found_without_history(
    busy_newsroom: Newsroom,
) -> None:
    """The review holds the digest: a committed change of the text shows."""
    path = _path(busy_newsroom, "verdict")
    _replace(busy_newsroom, path, "It is so.", "It is not so.")
    _commit(busy_newsroom)

    assert _errors(busy_newsroom) == [
        ("reviewed-text", _path(busy_newsroom, "review")),
    ]


def test_what_a_base_held_must_still_be_there(busy_newsroom: Newsroom) -> None:
    """A committed deletion is found against the base, not against the last commit."""
    base = busy_newsroom.git("rev-parse", "HEAD").strip()
    path = _path(busy_newsroom, "verdict")
    (busy_newsroom.root / path).unlink()
    _commit(busy_newsroom)
    messages = [f.message for f in _findings(busy_newsroom, base) if f.path == path]

    assert ("append-only", path) not in _errors(busy_newsroom)
    assert ("append-only", path) in _errors(busy_newsroom, base)
    assert "though the review approve-" in messages[0]


def test_what_was_taken_back_while_nothing_rested_on_it_is_noted(
    busy_newsroom: Newsroom,
) -> None:
    """An undone review, and an undone verdict whose review was undone before it."""
    base = busy_newsroom.git("rev-parse", "HEAD").strip()
    paths = [_path(busy_newsroom, kind) for kind in ("review", "verdict")]
    for path in paths:
        (busy_newsroom.root / path).unlink()
        _commit(busy_newsroom)
    notes = [(f.code, f.path, f.severity) for f in _findings(busy_newsroom, base)]

    assert notes == [("undone", path, "note") for path in sorted(paths)]


def test_of_what_was_published_nothing_is_taken_back(busy_newsroom: Newsroom) -> None:
    """Also where the publication went with it; that alone may be a mistake."""
    verdict = busy_newsroom.ledger.check("moonlight").verdicts[0]
    folder = busy_newsroom.root / verdict.path.rpartition("/")[0]
    publication = folder / "publication-desk-0123456789ab.yaml"
    publication.write_text(
        f"verdict: {verdict.name}\nurl: https://x.example/\n"
        'published: "2026-11-23T08:00:00Z"\n'
    )
    _commit(busy_newsroom)
    base = busy_newsroom.git("rev-parse", "HEAD").strip()
    publication.unlink()
    _commit(busy_newsroom)
    path = publication.relative_to(busy_newsroom.root).as_posix()

    assert [(f.code, f.path) for f in _findings(busy_newsroom, base)] == [
        ("undone", path)
    ]

    paths = [_path(busy_newsroom, kind) for kind in ("review", "verdict")]
    for one in paths:
        (busy_newsroom.root / one).unlink()
    _commit(busy_newsroom)

    assert _errors(busy_newsroom, base) == [
        ("append-only", one) for one in sorted(paths)
    ]


def test_another_yaml_form_of_a_verdict_is_no_change(busy_newsroom: Newsroom) -> None:
    """Append-only is about what a record says; the form is noted."""
    path = _path(busy_newsroom, "verdict")
    _replace(busy_newsroom, path, "summary: Yes.", "summary: 'Yes.'")

    assert _errors(busy_newsroom) == []
    assert _notes(busy_newsroom) == [("form", path)]


def test_a_base_that_is_no_commit_is_refused(busy_newsroom: Newsroom) -> None:
    """Nothing was compared, so that nothing may pass; options are no revisions."""
    for revision in ("nonsense", "--all", "-h"):
        with pytest.raises(NotFoundError, match="names no commit"):
            verify(busy_newsroom.ledger, base=revision)


def test_a_missing_capture_is_noted(busy_newsroom: Newsroom) -> None:
    """It is legal: somebody else may keep the bytes."""
    path = _with_capture(busy_newsroom, "The moon is cold")
    _capture_file(busy_newsroom).unlink()

    assert _errors(busy_newsroom) == []
    assert _notes(busy_newsroom) == [
        ("capture-absent", path),
        ("quote-unchecked", path),
    ]


def test_a_quote_that_is_not_there_shows_the_nearest(busy_newsroom: Newsroom) -> None:
    """The person sees what the source says instead."""
    _with_capture(busy_newsroom, "The moon is colder, they said")
    messages = [finding.message for finding in _findings(busy_newsroom)]

    assert len(messages) == 1
    assert "nearest: “" in messages[0]
    assert "The moon is cold, they said" in messages[0]


def test_a_capture_without_text_is_noted(busy_newsroom: Newsroom) -> None:
    """A picture holds no words to look for."""
    path = _with_capture(busy_newsroom, "Words", b"\x89PNG\r\n\x1a\n" + b"\0" * 20)

    assert _errors(busy_newsroom) == []
    assert ("quote-unchecked", path) in _notes(busy_newsroom)


def test_a_name_that_two_parties_claim_is_noted(busy_newsroom: Newsroom) -> None:
    """It counts as nobody's; however it is written, and not for one party alone."""
    first = "parties/2026/11/a-0123456789ab.yaml"
    second = "parties/2026/11/b-0123456789ac.yaml"
    _put(busy_newsroom, first, f"name: Reuters\nkind: organisation\n{_ADDED}")
    other = "name: Agency\nkind: organisation\nother_names:\n  - agency\n  - REUTERS.\n"
    _put(busy_newsroom, second, other + _ADDED)

    assert _errors(busy_newsroom) == []
    assert _notes(busy_newsroom) == [("name-twice", second)]


@pytest.mark.parametrize("kind", ["answer", "tip"])
def test_captures_of_answers_and_tips_are_looked_at(
    busy_newsroom: Newsroom, kind: str
) -> None:
    """A wrong one is found as with evidence."""
    entry = _with_capture(busy_newsroom, "The moon is cold")
    text = (busy_newsroom.root / entry).read_text()
    captures = text[text.index("captures:") : text.index("added:")]
    if kind == "tip":
        path = "tips/2026/11/so-0123456789ac.yaml"
        _put(busy_newsroom, path, _MAIL + captures + _ADDED)
    else:
        folder = _path(busy_newsroom, "check").removesuffix("check.yaml")
        ask = 'whom: S\nquestion: Q?\nasked: "2026-11-23"\n'
        _put(busy_newsroom, f"{folder}ask-s-0123456789ab.yaml", ask + _ADDED)
        path = f"{folder}answer-yes-0123456789ac.yaml"
        answer = f"ask: s-0123456789ab\n{_ANSWER}{captures}{_ADDED}"
        _put(busy_newsroom, path, answer)

    assert _errors(busy_newsroom) == []

    file = _capture_file(busy_newsroom)
    file.write_bytes(file.read_bytes() + b" ")

    assert ("capture-wrong", path) in _errors(busy_newsroom)


def test_another_form_is_noted(busy_newsroom: Newsroom) -> None:
    """Valid but not canonical is no error."""
    path = busy_newsroom.ledger.evidence("cold").path
    _replace(busy_newsroom, path, "kind: report", 'kind: "report"')

    assert _errors(busy_newsroom) == []
    assert _notes(busy_newsroom) == [("form", path)]


def test_what_is_not_committed_is_noted(busy_newsroom: Newsroom) -> None:
    """The working tree is what was verified, and it says where it differs."""
    path = busy_newsroom.ledger.evidence("cold").path
    file = busy_newsroom.root / path
    file.write_text(file.read_text().replace("report", "statement"))
    found = [(one.code, one.path, one.severity) for one in _findings(busy_newsroom)]

    assert found == [("uncommitted", path, "note")]


def test_a_shallow_clone_says_that_history_was_not_checked(
    busy_newsroom: Newsroom, tmp_path: Path
) -> None:
    """What was cut off is no pass."""
    url = busy_newsroom.root.as_uri()
    git(tmp_path, "clone", "-q", "--depth=1", url, "shallow")
    clone = Newsroom(tmp_path / "shallow")

    assert _errors(clone) == []
    assert _notes(clone) == [("history-unchecked", "")]


def test_a_download_without_history_says_so(
    busy_newsroom: Newsroom, tmp_path: Path
) -> None:
    """A folder without git is verified as far as it goes."""
    copy = tmp_path / "download"
    shutil.copytree(busy_newsroom.root, copy, ignore=shutil.ignore_patterns(".git"))
    result = verify(Ledger(copy))

    assert result.holds
    assert [finding.code for finding in result.findings] == ["history-unchecked"]


def test_two_clones_that_add_to_one_check_merge_and_verify(
    busy_newsroom: Newsroom, tmp_path: Path
) -> None:
    """Plain git joins them, and what was joined holds."""
    git(tmp_path, "clone", "-q", str(busy_newsroom.root), "other")
    other = Newsroom(tmp_path / "other", seed="other")
    busy_newsroom.add("moonlight", "Here it is")
    other.add("moonlight", "There it is")
    busy_newsroom.git("pull", "-q", "--no-rebase", "--no-edit", str(other.root), "main")

    assert _findings(busy_newsroom) == []
    assert len(busy_newsroom.ledger.check("moonlight").links) == 4


def test_a_link_in_the_place_of_a_capture_is_a_finding(
    busy_newsroom: Newsroom, tmp_path: Path
) -> None:
    """A received ledger cannot make verify read another file, nor stop it."""
    path = _with_capture(busy_newsroom, "The moon is cold")
    secret = tmp_path / "secret"
    secret.write_bytes(PAGE)
    file = _capture_file(busy_newsroom)
    file.unlink()
    file.symlink_to(secret)

    assert ("capture-wrong", path) in _errors(busy_newsroom)


def test_a_record_that_is_a_link_is_a_finding(busy_newsroom: Newsroom) -> None:
    """It is named, and the rest is verified."""
    path = busy_newsroom.ledger.evidence("cold").path
    file = busy_newsroom.root / path
    file.rename(busy_newsroom.root / "elsewhere.yaml")
    file.symlink_to(busy_newsroom.root / "elsewhere.yaml")

    assert path in [finding.path for finding in _findings(busy_newsroom)]


def test_a_verification_names_no_person_by_address(busy_newsroom: Newsroom) -> None:
    """An e-mail address never reaches an output."""
    _changed_review(busy_newsroom)
    said = "\n".join(map(str, _findings(busy_newsroom)))

    assert BO.email not in said
