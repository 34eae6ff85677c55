"""Where a sentence and a claim say different things, and where they do not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.match.claims import KnownClaim
from factcheck.match.differences import (
    ACROSS_LANGUAGES,
    LITTLE_READ,
    NAMES_UNREAD,
    Statement,
    compare,
    differences,
)


def found(sentence: str, *texts: str, language: str = "en") -> tuple[str, ...]:
    """Compare a sentence with a claim that has these texts."""
    claim = KnownClaim("c", texts[0], wordings=texts[1:], language=language)
    return differences(Statement(sentence, language), claim)


AGREE = [
    # numbers
    ("The storm killed 30,000 people.", "The storm killed 30 000 people."),
    ("The storm killed thirty thousand people.", "The storm killed 30,000 people."),
    ("The storm killed 30k people.", "The storm killed 30,000 people."),
    ("Half a million people marched.", "500,000 people marched."),
    ("Two dozen dogs were found.", "24 dogs were found."),
    ("The dam cost $5bn.", "The dam cost 5 billion dollars."),
    ("The village is 20 miles (32 km) away.", "The village is 20 miles away."),
    ("The village is 32 km away.", "The village is 20 miles away."),
    ("Prices rose by 20 per cent.", "Prices rose by 20%."),
    ("Prices fell by half.", "Prices fell by 50 percent."),
    ("About 300 people came.", "297 people came."),
    ("More than 1,000 people came.", "1,200 people came."),
    ("At least 30,000 people died.", "30,000 people died."),
    ("The town has 29,900 inhabitants.", "The town has 30,000 inhabitants."),
    ("Two hundred and fifty people came.", "250 people came."),
    ("Twenty-five schools closed.", "25 schools closed."),
    ("In his 3 speeches he named 40 cities.", "He named the cities in his speeches."),
    ("He named the cities in his speeches.", "In his 3 speeches he named 40 cities."),
    ("He has 5 dogs.", "He has 7 cats."),
    ("One of the mayors left.", "Two mayors stayed."),
    ("The 20th century was cold.", "The 21st century is cold."),
    ("Covid-19 killed many people.", "Covid killed many people."),
    ("A Boeing 737 crashed with 60 people.", "A plane crashed with 60 people."),
    ("He had been ill for 8 years.", "The fourteen-year-old boy had been ill."),
    ("92 percent of the jobs are gone.", "92.3 percent of the jobs are gone."),
    # dates
    ("It began on September 27.", "It began on 27 September 2020."),
    ("It began on 27th of September, 2020.", "It began on 2020-09-27."),
    ("It began on Sept. 27.", "It began on 27 September."),
    ("The war of 1994 was short.", "The war of the 1990s was short."),
    ("He was elected in May 2019.", "He was elected in 2019."),
    ("He was elected in 2019.", "He was elected on 5 May."),
    (
        "The fighting that began on 27 September is the worst since 1994.",
        "The fighting of 2020 began on 27 September.",
    ),
    ("From 1992 to 1994 there was war.", "There was war in 1994."),
    # names
    ("Ankara recruits fighters.", "Turkey recruits fighters."),
    ("Turkish officers recruit fighters.", "Turkey recruits fighters."),
    ("President Macron called the mayor.", "Emmanuel Macron called the mayor."),
    ("The WHO closed its office.", "The World Health Organization closed its office."),
    ("Erdoğan tweeted his support.", "Erdogan tweeted his support."),
    ("Yesterday Smith sold the farm.", "Smith sold the farm."),
    ("Obama visited a school in Ohio.", "Lincoln was born in a log house."),
    ("Remember this, we're the richest.", "Right now we're the richest."),
    ("Says Sanders has sold the farm.", "Sanders has sold the farm."),
    # negations and denials
    ("He not only sold the farm but burned it.", "He sold the farm."),
    ("He sold the farm, not the forest.", "He sold the farm."),
    ("The mayor did not say whether the bridge is closed.", "The bridge is closed."),
    ("Reuters could not verify that the bridge closed.", "The bridge closed."),
    ("The army has not stopped recruiting boys.", "The army recruits boys."),
    ("The bank no longer lends money.", "The bank does not lend money any more."),
    ("Both governments deny these claims.", "Both governments deny that they met."),
    ("He did not deny that he met her.", "He met her."),
    ("The mine is run not by the state but by a firm.", "The mine is run by a firm."),
    ("No one can deny that he met her.", "He met her."),
    ("Do you think that the warming is a hoax?", "He says the warming is a hoax."),
    ("We cannot continue to lose money to China.", "We lose money to China."),
    ("If they did not want the farm, they sold it.", "They want the farm."),
    ("It is not true that the tower fell.", "The tower did not fall."),
]

DIFFER = [
    ("300 fighters crossed.", "30 fighters crossed.", "says 300, the claim says 30"),
    (
        "The storm killed three thousand people.",
        "The storm killed 30,000 people.",
        "says three thousand, the claim says 30,000",
    ),
    (
        "Prices rose by 5 %.",
        "Prices rose by 7 percent.",
        "says 5 %, the claim says 7 percent",
    ),
    (
        "The dam cost $5 billion.",
        "The dam cost $500 million.",
        "says $5 billion, the claim says $500 million",
    ),
    (
        "The village is 80 km away.",
        "The village is 20 miles away.",
        "says 80 km, the claim says 20 miles",
    ),
    (
        "More than 20 people were hurt.",
        "Fewer than 20 people were hurt.",
        "says more than 20, the claim says fewer than 20",
    ),
    (
        "It struck no less than 20 houses.",
        "It struck less than 20 houses.",
        "says no less than 20, the claim says less than 20",
    ),
    (
        "They invoked Article 5 of the treaty.",
        "They invoked Article 6 of the treaty.",
        "says Article 5, the claim says Article 6",
    ),
    (
        "It began on September 28.",
        "It began on 27 September 2020.",
        "says September 28, the claim says 27 September 2020",
    ),
    (
        "A truce in 1992 ended it.",
        "A truce in 1994 ended it.",
        "says 1992, the claim says 1994",
    ),
    (
        "He was elected in May 2018.",
        "He was elected in May 2019.",
        "says May 2018, the claim says May 2019",
    ),
    (
        "Macron tweeted his support.",
        "Erdogan tweeted his support.",
        "names Macron, the claim names Erdogan",
    ),
    (
        "Iran, France and Armenia accused Turkey of sending Syrian fighters.",
        "Syria, France and Armenia accused Turkey of sending Syrian fighters.",
        "names Iran, the claim names Syria",
    ),
    (
        "The singer was born in Kenya.",
        "The singer was born in Hawaii.",
        "names Kenya, the claim names Hawaii",
    ),
    (
        "The chips do not track people.",
        "The chips track people.",
        'the sentence denies it ("not"), the claim does not',
    ),
    (
        "The chips track people.",
        "The chips don't track people.",
        'the claim denies it ("don\'t"), the sentence does not',
    ),
    (
        "The army sent boys to the front.",
        "The general denies that the army sent boys to the front.",
        'the claim denies it ("denies"), the sentence does not',
    ),
    (
        "The bank no longer lends money.",
        "The bank lends money.",
        'the sentence denies it ("no"), the claim does not',
    ),
    (
        "Nobody drowned in the lake.",
        "A man drowned in the lake.",
        'the sentence denies it ("Nobody"), the claim does not',
    ),
    (
        "The story that the tower fell is false.",
        "The tower fell.",
        'the sentence denies it ("false"), the claim does not',
    ),
    (
        "The mine is run by the state.",
        "The mine is run not by the state but by a firm.",
        'the claim denies it ("not"), the sentence does not',
    ),
]


@pytest.mark.parametrize(("sentence", "claim"), AGREE)
def test_no_warning_where_nothing_contradicts(sentence: str, claim: str) -> None:
    """The same in other words, or what only one of the two states, does not differ."""
    assert found(sentence, claim) == ()
    assert found(claim, sentence) == ()


@pytest.mark.parametrize(("sentence", "claim", "warning"), DIFFER)
def test_a_difference_is_said_plainly(sentence: str, claim: str, warning: str) -> None:
    """A number, date, name or negation that differs gives one line."""
    assert found(sentence, claim) == (warning,)


@pytest.mark.parametrize(("sentence", "claim", "warning"), DIFFER)
def test_a_difference_is_seen_from_the_other_side(
    sentence: str, claim: str, warning: str
) -> None:
    """With sentence and claim exchanged there is one warning too, another one."""
    turned = found(claim, sentence)

    assert len(turned) == 1
    assert turned != (warning,)


@pytest.mark.parametrize(("sentence", "claim", "warning"), DIFFER)
def test_another_wording_that_agrees_silences_the_warning(
    sentence: str, claim: str, warning: str
) -> None:
    """If one text of the claim says the same as the sentence, nothing differs."""
    assert found(sentence, claim, sentence) == ()
    assert found(sentence, claim, "Something else.") == (warning,)


@pytest.mark.parametrize(("sentence", "claim", "warning"), DIFFER)
def test_a_text_does_not_differ_from_itself(
    sentence: str, claim: str, warning: str
) -> None:
    """Neither of the two contradicts itself, nor does the warning."""
    assert [found(text, text) for text in (sentence, claim, warning)] == [(), (), ()]


def test_several_differences_are_all_said() -> None:
    """A number and a negation give two lines."""
    warnings = found(
        "Wolves did not kill 40 sheep on 5 May.", "Wolves killed 30 sheep on 4 May."
    )

    assert warnings == (
        "says 40, the claim says 30",
        "says 5 May, the claim says 4 May",
        'the sentence denies it ("not"), the claim does not',
    )


OTHER_LANGUAGES = [
    (
        "de",
        "Mehr als 50.000 Menschen verließen am 5. Mai 2019 die Stadt.",
        "Mehr als 30.000 Menschen verließen am 5. Mai 2019 die Stadt.",
        ("says mehr als 50.000, the claim says mehr als 30.000",),
    ),
    (
        "de",
        "Die Impfung macht Frauen nicht unfruchtbar.",
        "Die Impfung macht Frauen unfruchtbar.",
        ('the sentence denies it ("nicht"), the claim does not',),
    ),
    (
        "fr",
        "Le ministre Dupont a vendu la ferme de sa mère.",
        "Le ministre Durand a vendu la ferme de sa mère.",
        ("names Dupont, the claim names Durand",),
    ),
    (
        "es",
        "La vacuna contiene microchips desde el 5 de mayo de 2020.",
        "La vacuna no contiene microchips desde el 4 de mayo de 2020.",
        (
            "says 5 de mayo de 2020, the claim says 4 de mayo de 2020",
            'the claim denies it ("no"), the sentence does not',
        ),
    ),
    (
        "pt",
        "A cidade recebeu 2 milhões de reais em 2019.",
        "A cidade recebeu 2 milhões de reais em 2018.",
        ("says 2019, the claim says 2018",),
    ),
    (
        "it",
        "Il sindaco Rossi ha chiuso la scuola del quartiere.",
        "Il sindaco Bianchi ha chiuso la scuola del quartiere.",
        ("names Rossi, the claim names Bianchi",),
    ),
    (
        "nl",
        "De minister heeft nooit een huis in Utrecht gekocht.",
        "De minister heeft een huis in Utrecht gekocht.",
        ('the sentence denies it ("nooit"), the claim does not',),
    ),
    (
        "pl",
        "W powiecie zginęło 40 tys. drzew.",
        "W powiecie zginęło 30 tys. drzew.",
        ("says 40 tys, the claim says 30 tys",),
    ),
    (
        "ru",
        "В 2019 году погибли 30 тысяч человек.",
        "В 2018 году погибли 20 тысяч человек.",
        ("says 30 тысяч, the claim says 20 тысяч", "says 2019, the claim says 2018"),
    ),
    (
        "uk",
        "Міністр Шевченко не продав школу в Одесі.",
        "Міністр Шевченко продав школу в Одесі.",
        ('the sentence denies it ("не"), the claim does not',),
    ),
    (
        "tr",
        "Bakan okulu 5 Mayıs 2020 tarihinde kapattı.",
        "Bakan okulu 6 Mayıs 2020 tarihinde kapattı.",
        ("says 5 Mayıs 2020, the claim says 6 Mayıs 2020",),
    ),
    (
        "ar",
        "قتل ٣٠٬٠٠٠ شخص في المدينة",
        "قتل 20 ألف شخص في المدينة",
        ("says ٣٠٬٠٠٠, the claim says 20 ألف",),
    ),
    (
        "ar",
        "اللقاح لا يسبب العقم عند النساء",
        "اللقاح يسبب العقم عند النساء",
        ('the sentence denies it ("لا"), the claim does not',),
    ),
    (
        "hi",
        "टीका महिलाओं में बांझपन का कारण नहीं है",
        "टीका महिलाओं में बांझपन का कारण है",
        ('the sentence denies it ("नहीं"), the claim does not',),
    ),
    (
        "hi",
        "सरकार ने ५ लाख लोगों को पैसे दिए",
        "सरकार ने 3 लाख लोगों को पैसे दिए",
        ("says ५ लाख, the claim says 3 लाख",),
    ),
    (
        "zh",
        "疫苗不会导致女性不孕",
        "疫苗会导致女性不孕",
        ('the sentence denies it ("不"), the claim does not',),
    ),
    (
        "zh",
        "2019年有3万人死亡",
        "2019年有5万人死亡",
        ("says 3万, the claim says 5万",),
    ),
    (
        "ja",
        "ワクチンは不妊の原因ではない",
        "ワクチンは不妊の原因である",
        ('the sentence denies it ("はない"), the claim does not',),
    ),
]


@pytest.mark.parametrize(("language", "sentence", "claim", "warnings"), OTHER_LANGUAGES)
def test_other_languages_are_compared(
    language: str, sentence: str, claim: str, warnings: tuple[str, ...]
) -> None:
    """Numbers in every script, dates, negations, and names where they can be told."""
    assert found(sentence, claim, language=language) == warnings
    assert found(sentence, sentence, language=language) == ()


SAME_IN_OTHER_LANGUAGES = [
    ("de", "Es kamen 30.000 Menschen.", "Es kamen 30 000 Menschen."),
    (
        "de",
        "Nicht nur die Stadt zahlte 5 Mio. Euro.",
        "Die Stadt zahlte 5 Millionen Euro.",
    ),
    ("fr", "Il est arrivé le 3 octobre 2020.", "Il est arrivé le 03/10/2020."),
    ("es", "Murieron 3,5 millones de personas.", "Murieron 3.500.000 personas."),
    ("ar", "قتل ٣٠ ألف شخص في ٥ مايو ٢٠٢٠", "قتل 30,000 شخص في 5 مايو 2020"),
    ("hi", "5,30,000 लोग आए", "५३०००० लोग आए"),
    ("zh", "死亡人数达到三万五千人", "死亡人数达到3.5万人"),
    ("ru", "Не только Россия продала 2 млн тонн.", "Россия продала 2 миллиона тонн."),
    ("ja", "2020年10月8日に3万人が参加した", "2020年10月8日に30,000人が参加した"),
]


@pytest.mark.parametrize(("language", "sentence", "claim"), SAME_IN_OTHER_LANGUAGES)
def test_the_same_in_other_signs_does_not_differ(
    language: str, sentence: str, claim: str
) -> None:
    """Digits, signs between thousands and scale words of a language are read."""
    assert found(sentence, claim, language=language) == ()
    assert found(claim, sentence, language=language) == ()


@pytest.mark.parametrize(
    ("language", "sentence", "claim", "unread"),
    [
        ("en", "Wolves killed sheep.", "Dogs ate a cow.", ""),
        ("ru", "Волки съели овец.", "Вчера волки убили корову в Рязани.", NAMES_UNREAD),
        ("ru", "Овец съели там, где Волга.", "Собаки видели, как Волга течёт.", ""),
        ("ar", "قتل ثلاثون شخصا", "مات كثيرون أمس في المدينة", NAMES_UNREAD),
        ("sw", "Mbwa waliua kondoo jana mjini", "Mbwa waliua ng'ombe", LITTLE_READ),
        ("en", "الكلاب قتلت الخراف أمس", "Dogs killed sheep.", ACROSS_LANGUAGES),
        ("sw", "Mbwa waliua kondoo", "mbwa waliua KONDOO.", ""),
    ],
)
def test_what_cannot_be_compared_is_said(
    language: str, sentence: str, claim: str, unread: str
) -> None:
    """Where a difference would not be seen, that none was seen proves nothing."""
    known = KnownClaim("c", claim, language=language)

    assert compare(Statement(sentence, language), known).unread == unread


NEARLY_THE_SAME = [
    (
        "Sen. Jack Stone cast the deciding vote for the Affordable Care Act.",
        "Sen. Jack Reed cast the deciding vote for the Affordable Care Act.",
        "names Stone, the claim names Reed",
    ),
    (
        "The country has fallen to 45th place in building roads.",
        "The country has fallen to 15th place in building roads.",
        "says 45th, the claim says 15th",
    ),
    (
        "Iran accused France of sending arms to the rebels.",
        "France accused Iran of sending arms to the rebels.",
        "says Iran accused France, the claim says France accused Iran",
    ),
    (
        "Iran was accused by France of sending arms to the rebels.",
        "Iran accused France of sending arms to the rebels.",
        "says Iran was accused by France, the claim says Iran accused France",
    ),
    (
        "Iran sent 300 Syrian fighters to France.",
        "France sent 300 Syrian fighters to Iran.",
        (
            "says Iran sent 300 Syrian fighters to France, "
            "the claim says France sent 300 Syrian fighters to Iran"
        ),
    ),
    (
        "He is not the only mayor who sold a school.",
        "He is the only mayor who sold a school.",
        'the sentence denies it ("not"), the claim does not',
    ),
]


@pytest.mark.parametrize(("sentence", "claim", "warning"), NEARLY_THE_SAME)
def test_what_stands_in_place_of_the_claims_words(
    sentence: str, claim: str, warning: str
) -> None:
    """In nearly equal sentences another name, rank or order of names is seen."""
    assert found(sentence, claim) == (warning,)


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        ("Iran met France in Geneva on arms.", "France met Iran in Geneva on arms."),
        (
            "Iran was accused by France of sending arms to the rebels.",
            "France accused Iran of sending arms to the rebels.",
        ),
        (
            "In Paris, Macron accused Turkey of sending arms.",
            "Macron accused Turkey of sending arms in Paris.",
        ),
        (
            "France was sent 300 Syrian fighters by Iran.",
            "Iran sent 300 Syrian fighters to France.",
        ),
        (
            "The photo shows a bear in the old town hall of Ulm.",
            "The picture shows a bear in the old town hall of Ulm.",
        ),
        (
            "The wall is high. — Anna Example (@anna) March 8, 2017",
            "On 20 March 2017 the wall was high.",
        ),
        (
            "SEN. STONE: The wall is high and wide.",
            "Reed says the wall is high and wide.",
        ),
        (
            "We should not spend twice as much on roads.",
            "We spend twice as much on roads.",
        ),
        (
            "Visitors are not allowed to wear hats.",
            "Visitors are banned from wearing hats.",
        ),
        ("The Road Act of 1978 forbids it.", "In 2019 the Road Act forbade it."),
    ],
)
def test_the_same_in_another_order_or_mood_does_not_differ(
    sentence: str, claim: str
) -> None:
    """Both sides of a meeting, the passive, demands, prohibitions, signatures."""
    assert found(sentence, claim) == ()
    assert found(claim, sentence) == ()


AFRIN = "Afrin lies less than 20 miles (32 km) from the border."
KILLED = "The war killed at least 30,000 people."


@pytest.mark.parametrize(
    ("sentence", "claim", "said", "stated"),
    [
        (
            "Afrin lies more than 20 miles from the border.",
            AFRIN,
            "more than 20 miles",
            "less than 20 miles",
        ),
        (
            "Afrin is not less than 20 miles from the border.",
            AFRIN,
            "not less than 20 miles",
            "less than 20 miles",
        ),
        (
            "Afrin isn't less than 20 miles from the border.",
            AFRIN,
            "isn't less than 20 miles",
            "less than 20 miles",
        ),
        (
            "Afrin lies 20 miles or more from the border.",
            AFRIN,
            "20 miles or more",
            "less than 20 miles",
        ),
        (
            "Afrin lies more than 32 km from the border.",
            AFRIN,
            "more than 32 km",
            "less than 20 miles",
        ),
        (
            "The war killed at most 30,000 people.",
            KILLED,
            "at most 30,000",
            "at least 30,000",
        ),
        (
            "The war killed not at least 30,000 people.",
            KILLED,
            "not at least 30,000",
            "at least 30,000",
        ),
        (
            "The war killed no more than 30,000 people.",
            KILLED,
            "no more than 30,000",
            "at least 30,000",
        ),
    ],
)
def test_opposite_comparisons_with_one_number_differ(
    sentence: str, claim: str, said: str, stated: str
) -> None:
    """Above and below the same number are told apart, from either side."""
    assert found(sentence, claim) == (f"says {said}, the claim says {stated}",)
    assert found(claim, sentence) == (f"says {stated}, the claim says {said}",)
    assert found(sentence, claim, "It was 20 miles, and 30,000 people died.") == (
        f"says {said}, the claim says {stated}",
    )


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        ("Afrin lies 20 miles from the border.", AFRIN),
        ("Afrin lies some 20 miles from the border.", AFRIN),
        ("Afrin lies within 20 miles of the border.", AFRIN),
        ("Afrin lies no more than 20 miles from the border.", AFRIN),
        ("Afrin lies not more than 32 km from the border.", AFRIN),
        ("The war killed 30,000 people.", KILLED),
        ("The war killed nearly 30,000 people.", KILLED),
        ("The war killed no fewer than 30,000 people.", KILLED),
        ("The war killed 30,000 people or more.", KILLED),
        ("The war killed over 30,000 people.", KILLED),
        ("The war killed as many as 30,000 people.", KILLED),
        ("Over 20 dogs and under 20 cats came.", "Over 20 dogs came."),
    ],
)
def test_comparisons_that_can_both_be_true_do_not_differ(
    sentence: str, claim: str
) -> None:
    """A bare or rounded number, and the same bound in other words, agree."""
    assert found(sentence, claim) == ()
    assert found(claim, sentence) == ()


def test_a_negation_further_off_denies_the_sentence_not_the_bound() -> None:
    """There is one warning, and it is of the negation."""
    warnings = found("Afrin does not lie more than 20 miles from the border.", AFRIN)

    assert warnings == ('the sentence denies it ("not"), the claim does not',)


@pytest.mark.parametrize(
    ("language", "sentence", "claim", "warning"),
    [
        (
            "de",
            "Mehr als 20 Menschen starben.",
            "Weniger als 20 Menschen starben.",
            "says mehr als 20, the claim says weniger als 20",
        ),
        (
            "fr",
            "Au moins 30 000 personnes ont été tuées.",
            "Moins de 30 000 personnes ont été tuées.",
            "says au moins 30 000, the claim says moins de 30 000",
        ),
        (
            "es",
            "Murieron no menos de 200 personas.",
            "Murieron menos de 200 personas.",
            "says no menos de 200, the claim says menos de 200",
        ),
        (
            "fr",
            "Le Portugal a accueilli 12 000 réfugiés en 2015.",
            "L’Espagne a accueilli 12 000 réfugiés en 2015.",
            "names Le Portugal, the claim names L'Espagne",
        ),
        (
            "fr",
            "La France a reçu 12 000 réfugiés d'Espagne en 2015.",
            "La France a reçu 12 000 réfugiés du Portugal en 2015.",
            "says d'Espagne, the claim says du Portugal",
        ),
        (
            "it",
            "Il governo dell'Italia ha accolto 12 mila profughi.",
            "Il governo del Portogallo ha accolto 12 mila profughi.",
            "says dell'Italia, the claim says del Portogallo",
        ),
    ],
)
def test_bounds_and_elided_names_of_other_languages(
    language: str, sentence: str, claim: str, warning: str
) -> None:
    """A comparison, and a name behind an apostrophe, are read there too."""
    assert found(sentence, claim, language=language) == (warning,)
    assert len(found(claim, sentence, language=language)) == 1
    assert found(sentence, sentence + " Bon.", language=language) == ()


SPANISH = "Emmanuel Macron dijo que 300 sirios habían pasado por Gaziantep."


@pytest.mark.parametrize(
    ("language", "sentence", "claim", "unread"),
    [
        (
            "fr",
            "Macron a accueilli 12 000 réfugiés en 2015.",
            "Hollande a accueilli 12 000 réfugiés en 2015.",
            NAMES_UNREAD,
        ),
        (
            "fr",
            "Alors, Macron a accueilli 12 000 réfugiés.",
            "Macron a accueilli 12 000 réfugiés.",
            "",
        ),
        ("en", SPANISH, "Macron said 300 Syrians had crossed.", ACROSS_LANGUAGES),
        ("en", "Macron said 300 Syrians had crossed.", SPANISH, ACROSS_LANGUAGES),
        ("en", SPANISH, "Macron dijo que 300 habían llegado.", LITTLE_READ),
        ("en", "¿Macron recluta en Siria?", "Macron recruits.", ACROSS_LANGUAGES),
        ("en", "A café in São Paulo has naïve art.", "A café has art.", ""),
        ("en", "Ana de la Cruz met Piñera.", "Ana de la Cruz saw Piñera.", ""),
        ("en", "Vaccines cause autism.", "Some vaccines cause autism.", ""),
    ],
)
def test_a_text_that_is_evidently_not_english_is_not_read_as_english(
    language: str, sentence: str, claim: str, unread: str
) -> None:
    """Where no language is told, or first words may be names, a note says so."""
    known = KnownClaim("c", claim, language=language)

    assert compare(Statement(sentence, language), known).unread == unread


@given(st.text(max_size=300), st.text(max_size=300))
@settings(max_examples=200)
def test_any_two_texts_can_be_compared(sentence: str, claim: str) -> None:
    """No text raises, and no text differs from itself."""
    assert isinstance(found(sentence, claim), tuple)
    assert found(sentence, sentence) == ()


PIECES = st.one_of(
    st.sampled_from(["Macron", "Erdogan", "Syria", "the", "people", "claims", "that"]),
    st.sampled_from(["not", "denies", "false", "no", "never", "deny", "is", "n't"]),
    st.sampled_from(["30", "3,000", "%", "$", "km", "one", "hundred", "thousand", "a"]),
    st.sampled_from(["May", "2020", "27", "September", "since", "at least", "and"]),
    st.sampled_from([".", ",", ";", "(", ")", "-", "\u2019", "?"]),
)


@given(st.lists(PIECES, max_size=40), st.lists(PIECES, max_size=40))
@settings(max_examples=300)
def test_any_heap_of_telling_words_can_be_compared(
    one: list[str], two: list[str]
) -> None:
    """Neither does a heap of numbers, names and negations raise."""
    sentence, claim = " ".join(one), " ".join(two)

    assert isinstance(found(sentence, claim), tuple)
    assert found(sentence, sentence) == ()


def test_hostile_heaps_are_cut() -> None:
    """Of thousands of numbers, dates and names only the first few are compared."""
    statement = Statement("7 Bob in 1999 " * 10_000)

    assert len(statement.quantities) <= 20
    assert len(statement.dates) <= 20 * 8
    assert len(statement.names) <= 20
    assert len(statement.text) == 1000
