"""Where a sentence and a claim say different things, and where they do not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.match.claims import KnownClaim
from factcheck.match.differences import Statement, differences


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


def test_other_languages_are_not_read() -> None:
    """The rules are English ones: elsewhere they would warn wrongly."""
    assert found("Er kam am 5. Mai nicht.", "Er kam am 4. Mai.", language="de") == ()


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
