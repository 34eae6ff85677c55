"""Abbreviations that end in a full stop, by what may follow them.

English, German and French first, then the commonest titles, units and street words
of other languages; all in lower case and without the last full stop. Collected by
hand from agency style and our articles.
"""

from __future__ import annotations


def _set_of(words: str) -> frozenset[str]:
    """Make a set of words that are written one after the other."""
    return frozenset(words.split())


# A name or a word of the same sentence always follows.
NEVER_LAST = _set_of(
    """
    mr mrs ms mx dr drs prof ste gen col sen rep gov lt sgt capt cmdr maj adm brig
    rev hon pres messrs mme mmes mlle mgr supt det insp amb atty hr frl dipl
    ing vs cf ca approx e.g i.e eg ie viz z.b d.h u.a v.a bzw sog evtl
    ggf vgl inkl exkl zzgl geb pfc cpl spc
    sra srta dra exmo exma ilmo sig dott avv dhr mevr bijv doç sn
    hab mgr inż np tzw tj ks św ul
    ул вул просп проф акад г-н г-жа т.е т.н т.зв напр κα δρ
    डॉ श्री प्रो स्व कु रु دکتر
    """
)

# A number follows, or else the word was a word: "No. 10", but "No. He did not."
BEFORE_NUMBER = _set_of(
    """
    no nos nr nrn art arts abs fig figs vol vols p pp s ch sec para ziff kap bd n° num
    núm pág págs cap rys pkt ust стр ст рис табл гл abb tab सं पृ
    """
)

# Either: only a word with which sentences begin tells that a sentence has ended.
MAYBE_LAST = _set_of(
    """
    u.s u.k u.n e.u u.s.a u.a.e d.c a.m p.m ph.d b.a m.a m.d j.d r.i.p b.c a.d n.y
    l.a inc ltd co corp llc plc bros jr sr esq etc est bn mn tn mio mrd mia tsd usw
    jan feb mar apr jun jul aug sep sept oct nov dec okt dez janv févr avr juil
    tue tues thu thur thurs ave blvd rd ft mt sq str
    e.v a.d.ö u.s.c cie env éd ext tél ibid op cit ed eds st mm al fr dept univ max min
    ee uu ee.uu cía mln tys тыс млн млрд руб коп тис грн гг вв др им ім см див
    """
)

# Words with which a sentence begins and a name does not.
OPENERS = _set_of(
    """
    the a an he she it they we you i his her its their our this that these those
    there here then but and or so yet if when while after before since because as
    although though however in on at by for from with without to of during under
    over about what who why how where which not no yes one some many most all both
    meanwhile according also even still now today yesterday last
    der die das ein eine er sie es wir ihr ich sein seine ihre dieser diese dieses
    aber und oder doch dann wenn als weil da nach vor seit bei mit ohne zu von im in
    am auf aus für gegen über unter auch noch nun heute gestern dort hier nicht was
    wer warum wie wo laut
    le la les un une des il elle ils elles on nous vous je ce cet cette ces son sa
    ses leur leurs mais et ou donc or car si quand lorsque après avant depuis dans
    en sur sous par pour avec sans de du au aux selon aussi encore
    el los las lo una este esta estos estas ese esa pero y o que cuando según también
    como hoy ayer no sí con por para desde hasta entre
    os as um uma ele ela eles elas mas quando segundo também isso isto essa esse não
    il gli lo i uno questo questa ma che anche non con per secondo
    het een de hij zij wij maar dat dit ook niet volgens
    to ten ta te w na nie ale i po od z za jest jak tak co kto
    bu şu o ve ama bir değil
    это этот эта эти он она они мы вы я но и а в на не по при за из от до с о как что
    кто где когда если так там тут уже еще ещё вчера сегодня однако теперь потом
    це цей ця ці він вона вони ми але та й у не за від до з як що хто де коли якщо
    ο η το οι τα και αλλά δεν στο στη στην με για από
    """
)

# What follows the number of a German date or of an ordinal: "3. Oktober".
AFTER_ORDINAL = _set_of(
    """
    januar jänner februar märz april mai juni juli august september oktober november
    dezember jahrhundert jahrhunderts jahrhunderten weltkrieg weltkriegs weltkrieges
    fc bundesliga liga mal platz tag tages woche monat quartal quartals halbjahr
    jahrestag jahrestages jahrestags geburtstag klasse stock etage runde spieltag
    minute lebensjahr lebensjahres sitzung auflage
    """
)

# Verbs that tie a quotation to its speaker: “Is it so?” Macron asked.
SPEECH = _set_of(
    """
    said says saying told tells tweeted wrote writes asked asks claimed claims added
    adds replied answered insisted declared stated noted argued announced explained
    shouted cried exclaimed posted warned continued responded recalled concluded
    sagte fragte schrieb twitterte erklärte betonte rief
    """
)
