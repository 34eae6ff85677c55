"""An article in Arabic, from its bytes to the answer that a journalist reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.conftest import shell_of

if TYPE_CHECKING:
    from tests.conftest import Newsroom

PAGE = """<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8">
<title>مقاتلون على الجبهة</title>
<meta property="article:published_time" content="2020-10-08T09:00:00Z">
</head><body><article>
<p>قال الرئيس الفرنسي إن لديه معلومات مؤكدة. وأضاف أن تركيا أرسلت ٣٠٠ مقاتل سوري إلى
أذربيجان. هل هذا صحيح؟</p>
<p>وفي باريس افتتح المتحف أبوابه أمام الزوار صباح اليوم.</p>
<p>وقالت صحيفة إن تركيا لم ترسل مقاتلين سوريين إلى أذربيجان.</p>
<p>وذكر التقرير أن تركيا أرسلت 3000 مقاتل سوري إلى أذربيجان.</p>
</article></body></html>"""


def test_an_arabic_page(newsroom: Newsroom) -> None:
    """The repeated claim is found, with its verdict; differences are said."""
    check = newsroom.open(
        "أرسلت تركيا 300 مقاتل سوري إلى أذربيجان",
        language="ar",
        claimant={"name": "إيمانويل ماكرون"},
        said_on="2020-10-01",
    )
    newsroom.open("اللقاح يسبب العقم عند النساء", language="ar")
    newsroom.freeze(check, headline="أرسلت بالفعل", summary="نعم، أرسلت.")
    shell = shell_of(newsroom)
    (newsroom.root.parent / "page.html").write_text(PAGE, encoding="utf-8")

    done = shell.run("match", "../page.html", "--json")
    (article,) = done.data["articles"]
    found = [
        (sentence["text"], match)
        for sentence in article["sentences"]
        for match in sentence["matches"]
    ]

    assert (done.code, done.err) == (0, "")
    assert {match["check"] for _, match in found} == {check}
    (repeated, best), (denied, other), (grown, third) = found
    assert "٣٠٠" in repeated
    assert (best["warnings"], best["verdict"]["rating"]) == ([], "true")
    assert "لم" in denied
    assert other["warnings"] == ['the sentence denies it ("لم"), the claim does not']
    assert "3000" in grown
    assert third["warnings"] == ["says 3000, the claim says 300"]
    assert {other["band"], third["band"]} <= {"likely", "possible"}
