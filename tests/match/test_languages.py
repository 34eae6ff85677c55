"""A ledger of many languages, asked in each of them through the whole engine."""

from __future__ import annotations

import pytest

from factcheck.match import windows
from factcheck.match.claims import LIKELY, KnownClaim
from factcheck.match.differences import ACROSS_LANGUAGES, NAMES_UNREAD
from factcheck.match.index import Index
from tests.match.test_windows import said

CLAIMS = {
    "ar-vaccine": "اللقاح يسبب العقم عند النساء",
    "ar-bridge": "بلغت تكلفة الجسر الجديد في القاهرة 12 مليون دولار",
    "ar-salt": "الغرغرة بالماء والملح تقضي على فيروس كورونا",
    "ar-fighters": "أرسلت تركيا 300 مقاتل سوري إلى أذربيجان",
    "hi-vaccine": "टीका लगवाने से महिलाओं में बांझपन होता है",
    "hi-notes": "सरकार ने 500 रुपये के नोट बंद कर दिए हैं",
    "hi-garlic": "लहसुन खाने से कोरोना वायरस ठीक हो जाता है",
    "ru-towers": "Вышки 5G распространяют коронавирус",
    "ru-grain": "Украина продала Турции 30 тысяч тонн зерна",
    "ru-garlic": "Министр здравоохранения запретил продажу чеснока",
    "uk-pensions": "Уряд скасував пенсії для залізничників",
    "uk-school": "У Львові закрили всі школи через нестачу вчителів",
    "zh-water": "喝热水可以杀死新冠病毒",
    "zh-vaccine": "接种疫苗会导致女性不孕",
    "zh-metro": "北京地铁从2021年起全部免费",
    "ja-chips": "ワクチンにはマイクロチップが入っている",
    "en-water": "Drinking hot water kills the coronavirus",
    "en-towers": "5G towers spread the coronavirus",
    "en-fighters": "Turkey sent 300 Syrian fighters to Azerbaijan",
    "fr-retraites": "Le gouvernement français a supprimé les retraites des cheminots",
    "de-bruecke": "Die neue Brücke in Köln hat 12 Millionen Euro gekostet",
}
FOUND = [
    ("ar-vaccine", "زعم منشور أن اللقاحات تسبب العقم عند النساء."),
    ("ar-bridge", "تكلفة الجسر الجديد بالقاهرة بلغت ١٢ مليون دولار، بحسب الوزير."),
    ("ar-salt", "يقول كثيرون إن الغرغرة بالملح والماء تقضي على كورونا."),
    ("hi-vaccine", "दावा है कि टीका लगवाने से महिलाओं में बांझपन होता है।"),
    ("hi-notes", "क्या सरकार ने ५०० रुपये के नोट बंद कर दिए?"),
    ("ru-towers", "Говорят, что вышки 5G распространяли коронавирус."),
    ("ru-grain", "Как сообщалось, Украина продала Турции 30 тыс. тонн зерна."),
    ("uk-pensions", "Кажуть, що уряд скасував пенсії залізничникам."),
    ("zh-water", "网上流传喝热水可以杀死新冠病毒。"),
    ("zh-vaccine", "有人说女性接种疫苗会导致不孕。"),
    ("zh-metro", "据说北京地铁从2021年起全部免费乘坐。"),
    ("ja-chips", "ワクチンにマイクロチップが入っているという噂がある。"),
]
UNRELATED = [
    ("ar", "افتتح المتحف أبوابه أمام الزوار صباح اليوم."),
    ("ar", "فاز الفريق في المباراة الأخيرة بهدفين."),
    ("hi", "कल शहर में भारी बारिश हुई और स्कूल खुले रहे।"),
    ("hi", "टीम ने आखिरी मैच दो गोल से जीता।"),
    ("ru", "Вчера в городе шёл сильный дождь."),
    ("uk", "Команда виграла останній матч з рахунком два нуль."),
    ("zh", "昨天城里下了大雨，学校照常上课。"),
    ("zh", "球队以二比零赢得了最后一场比赛。"),
    ("ja", "昨日は町で大雨が降った。"),
]


@pytest.fixture(scope="module")
def many() -> Index:
    """Give a ledger of eight languages and seven scripts."""
    return Index(
        KnownClaim(name, claim, language=name[:2]) for name, claim in CLAIMS.items()
    )


@pytest.mark.parametrize(("name", "sentence"), FOUND)
def test_the_right_claim_comes_first(many: Index, name: str, sentence: str) -> None:
    """Inflected, reordered, in other digits: the claim is found, and found first."""
    best = many.match(sentence, language=name[:2])[0]

    assert best.claim_id == name
    assert best.score >= LIKELY
    assert best.warnings == ()


@pytest.mark.parametrize(("language", "sentence"), UNRELATED)
def test_what_is_of_something_else_stays_unmatched(
    many: Index, language: str, sentence: str
) -> None:
    """A sentence about rain or football repeats nothing."""
    assert many.match(sentence, language=language) == []


@pytest.mark.parametrize(
    ("language", "sentence", "name", "warning"),
    [
        (
            "ar",
            "أرسلت تركيا 3000 مقاتل سوري إلى أذربيجان",
            "ar-fighters",
            "says 3000, the claim says 300",
        ),
        (
            "hi",
            "टीका लगवाने से महिलाओं में बांझपन नहीं होता है",
            "hi-vaccine",
            'the sentence denies it ("नहीं"), the claim does not',
        ),
        (
            "ru",
            "Украина продала Египту 30 тысяч тонн зерна",
            "ru-grain",
            "names Египту, the claim names Турции",
        ),
        (
            "zh",
            "接种疫苗不会导致女性不孕",
            "zh-vaccine",
            'the sentence denies it ("不"), the claim does not',
        ),
    ],
)
def test_no_match_is_silent_across_a_difference(
    many: Index, language: str, sentence: str, name: str, warning: str
) -> None:
    """Another number, name or a negation is said, and the match does not repeat."""
    best = many.match(sentence, language=language)[0]

    assert best.claim_id == name
    assert best.warnings == (warning,)
    assert best.band != "repeats"


def test_what_cannot_be_compared_keeps_a_match_from_repeating(many: Index) -> None:
    """Names in Arabic are unread; between two languages negations are, too."""
    arabic = many.match("إلى أذربيجان وصل 300 مقاتل سوري من تركيا", language="ar")[0]
    english = many.match("Wow: 喝热水可以杀死新冠病毒", language="en")[0]

    assert (arabic.claim_id, arabic.unread) == ("ar-fighters", NAMES_UNREAD)
    assert english.claim_id == "zh-water"
    assert arabic.band != "repeats"
    assert english.unread in {"", ACROSS_LANGUAGES}


def test_words_of_writing_without_spaces_explain_a_match(many: Index) -> None:
    """The shared run of signs is named, not its pairs."""
    best = many.match("网上流传喝热水可以杀死新冠病毒。", language="zh")[0]

    assert best.words == ("喝热水可以杀死新冠病毒",)


def test_an_article_of_another_language_in_one_go(many: Index) -> None:
    """Windows join sentences of writing without capitals, too."""
    text = said(
        "تحدث الوزير أمس عن الجسر الجديد في القاهرة. | بلغت التكلفة 12 مليون دولار.",
        "فاز الفريق في المباراة الأخيرة بهدفين.",
    )
    found = windows.read(many, text, language="ar")

    assert [one.match.claim_id for each in found for one in each] == ["ar-bridge"]
    assert found[2] == ()
