"""Closed lists of English words that number, date, deny or name a country."""

from __future__ import annotations


def word_set(words: str) -> frozenset[str]:
    """Give the words of a text, each once."""
    return frozenset(words.split())


STOP_WORDS = word_set(
    """
    a about after again all also am an and any are aren as at be because been before
    being between both but by can could couldn did didn do does doesn doing don down
    during each few for from further had hadn has hasn have haven having he her here
    hers herself him himself his how i if in into is isn it its itself just let ll me
    more most must my myself no nor not now of off on once only or other ought our
    ours ourselves out over own re s same shan she should shouldn so some such t than
    that the their theirs them themselves then there these they this those through to
    too under until up upon us ve very was wasn we were weren what when where which
    while who whom why will with won would wouldn you your yours yourself yourselves
    """
)
"""English function words: they join, they do not name anything."""


MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
"""Month names and their short forms, in lower case, to 1 to 12."""

WEEKDAYS = word_set("monday tuesday wednesday thursday friday saturday sunday")

UNITS = {
    word: number
    for number, word in enumerate(
        (
            *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight"),
            *("nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen"),
            *("sixteen", "seventeen", "eighteen", "nineteen"),
        )
    )
}
"""Number words below twenty."""

TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
"""Number words for the tens."""

SCALES = {
    "hundred": 10**2,
    "dozen": 12,
    "thousand": 10**3,
    "million": 10**6,
    "mil": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
"""Words that multiply the number before them."""

SHORT_SCALES = {
    "k": 10**3,
    "m": 10**6,
    "mn": 10**6,
    "bn": 10**9,
    "b": 10**9,
    "tn": 10**12,
}
"""Letters stuck to a number that multiply it; ``m`` and ``b`` only after money."""

SHARES = {
    "half": 50.0,
    "third": 100 / 3,
    "thirds": 200 / 3,
    "quarter": 25.0,
    "quarters": 75.0,
    "fifth": 20.0,
    "tenth": 10.0,
}
"""Shares in words, in per cent; two thirds and three quarters are the usual ones."""

CURRENCIES = {
    "$": "dollar",
    "€": "euro",
    "£": "pound",
    "¥": "yen",
    "₹": "rupee",
}

MEASURES = {
    "kilometre": ("length", 1000.0),
    "kilometer": ("length", 1000.0),
    "km": ("length", 1000.0),
    "mile": ("length", 1609.344),
    "metre": ("length", 1.0),
    "meter": ("length", 1.0),
    "foot": ("length", 0.3048),
    "feet": ("length", 0.3048),
    "yard": ("length", 0.9144),
    "inch": ("length", 0.0254),
    "centimetre": ("length", 0.01),
    "centimeter": ("length", 0.01),
    "cm": ("length", 0.01),
    "kilogram": ("mass", 1.0),
    "kg": ("mass", 1.0),
    "pound": ("mass", 0.45359237),
    "tonne": ("mass", 1000.0),
    "ton": ("mass", 907.18474),
    "gram": ("mass", 0.001),
    "hectare": ("area", 10_000.0),
    "acre": ("area", 4046.8564224),
    "minute": ("time", 60.0),
    "hour": ("time", 3600.0),
    "day": ("time", 86_400.0),
    "week": ("time", 604_800.0),
    "litre": ("volume", 1.0),
    "liter": ("volume", 1.0),
    "gallon": ("volume", 3.785411784),
}
"""Units (singular) to what they measure and how many base units they are."""

COUNTRIES = tuple(
    frozenset(names.split())
    for names in """
afghanistan afghan afghans kabul
argentina argentine argentinian
armenia armenian armenians yerevan
australia australian australians canberra
austria austrian austrians vienna
azerbaijan azerbaijani azerbaijanis azeri baku
belarus belarusian belarusians minsk
belgium belgian belgians
brazil brazilian brazilians
britain british briton britons uk england english london
bulgaria bulgarian bulgarians sofia
canada canadian canadians ottawa
china chinese beijing
cuba cuban cubans havana
cyprus cypriot cypriots
denmark danish dane danes copenhagen
egypt egyptian egyptians cairo
europe european europeans eu brussels
finland finnish finn finns helsinki
france french frenchman paris
georgia georgian georgians tbilisi
germany german germans berlin
greece greek greeks athens
hungary hungarian hungarians budapest
india indian indians delhi
iran iranian iranians tehran persian
iraq iraqi iraqis baghdad
ireland irish dublin
israel israeli israelis jerusalem
italy italian italians rome
japan japanese tokyo
karabakh artsakh stepanakert
korea korean koreans
lebanon lebanese beirut
libya libyan libyans tripoli
mexico mexican mexicans
morocco moroccan moroccans
netherlands dutch holland
nigeria nigerian nigerians
norway norwegian norwegians oslo
pakistan pakistani pakistanis islamabad
palestine palestinian palestinians
philippines philippine filipino filipinos manila
poland polish pole poles warsaw
portugal portuguese lisbon
romania romanian romanians bucharest
russia russian russians moscow kremlin
saudi saudis riyadh
serbia serbian serbians serb serbs belgrade
spain spanish spaniard spaniards madrid
sudan sudanese khartoum
sweden swedish swede swedes stockholm
switzerland swiss
syria syrian syrians damascus
taiwan taiwanese taipei
turkey türkiye turkiye turkish turk turks ankara
ukraine ukrainian ukrainians kyiv kiev
usa us america american americans washington
venezuela venezuelan venezuelans caracas
vietnam vietnamese hanoi
yemen yemeni yemenis sanaa
""".strip().splitlines()
)
"""A country, its people and the capital that stands for its government."""

NEGATIONS = word_set("not no never none nobody nothing neither nor cannot no-one")
"""Words that turn what follows them into its opposite; ``…n't`` does too."""

DENIALS = word_set("deny denies denied denying refute refutes refuted refuting")
"""Verbs whose object is what somebody says is not so."""

DENIABLE = word_set(
    """
    access admission asylum benefits bail care citizenship coverage entry food funding
    help permission right rights service services treatment visa visas vote
    """
)
"""What somebody is denied, not what somebody denies: *deny veterans access*."""

PREVENTIONS = word_set(
    """
    without lack lacks lacked lacking refuse refuses refused refusing fail fails failed
    failing unable prohibit prohibits prohibited prohibiting forbid forbids forbade
    forbidden ban bans banned banning prevent prevents prevented block blocks blocked
    against avoid avoids avoided reject rejects rejected stop stops stopped skip hardly
    """
)
"""Words that negate what follows them nearly as *not* does.

Where one text has one of them and the other a negation, nothing is turned round.
"""

DEMANDS = word_set("should shouldn't must mustn't ought oughtn't please let's shall")
"""Words of a demand: *we should not spend* says nothing against *we spend*."""

RECIPROCAL = word_set(
    """
    and or with between versus vs meet met meets marry married marries divorced fought
    debate debated talk talked talks negotiate negotiated agree agreed discuss discussed
    both each
    """
)
"""Words that join two who do the same to each other: their order tells nothing."""

UNTRUE = word_set("false untrue fake bogus debunked hoax myth lie fabricated")
"""What a sentence is said to be when it is not so; only after *is*, *was* and such."""

HARMLESS_AFTER_NOT = word_set(
    """
    only just merely simply least necessarily surprisingly surprising clear known yet
    say said confirm confirmed verify verified specify respond responded comment
    commented immediately immediate independently elaborate identify disclose give
    stop stopped cease ceased deny denied rule ruled hesitate fail failed exclude doubt
    doubted wonder matter later fewer less sooner wait mention mentioned believe
    believed think thought sure certain alone unlike uncommon unusual
    continue keep forget underestimate miss mind
    """
)
"""What may follow a negation without turning the statement into its opposite.

*Not only* adds, *did not say* and *not clear* leave open, *did not stop* and *did not
deny* negate twice.
"""
