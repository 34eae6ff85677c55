"""A paragraph to sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.intake.sentences import split_sentences

# A stroke stands where a sentence ends.
EXAMPLES = (
    "He lives in the U.S. | The company moved. | U.S. President Trump did not.",
    "The U.K. newspaper the Guardian | ",
    "Mr. Smith met Dr. No at No. 10 Downing Street on Oct. 3. | No. | He did not.",
    "It cost $5bn. in total. | J. K. Rowling met George W. Bush at 5 p.m. | They left.",
    "Prices rose 3.5 percent. | See example.com for more. | In 1991. | 30 people died.",
    "(He was born in 1950. He died.) | Next.[1] | Another one.",
    "He waited... | Then he left. | It is … unclear. | What? – he asked.",
    "1. The first point. | 2. The second one.",
    "“These fighters are known,” Macron claimed. | The French leader promised.",
    "“Is it so?” Macron asked reporters. | “Yes!” he said. | “No.” Macron claimed.",
    "He crossed a “red line.” | Macron said he urged “all partners to act.”",
    "“We won. They lost. It is over.” | Then he left.",
    'He said "We won. They lost." and left. | "No way!" Trump tweeted. | He won.',
    "Er kam am 3. Oktober. | Im 20. Jahrhundert, z. B. in Berlin, war das so.",
    "Das sind ca. 3,5 Mio. Euro. | „Ja. Wirklich!“ sagte Merkel. | Dr. Müller kam.",
    "M. Macron a dit « Oui. C’est vrai. » hier. | Il est parti. | Mme Le Pen reste.",
    "他说：“我们赢了。他们输了。” | 然后离开。 | “你好吗？”他问。 | 今天很好。",
    "「行きます。」と言った。 | 雨です。",
    "قال الرئيس نعم. | هل هذا صحيح؟ | نعم۔ | د. محمد هنا.",
    "यह सच है। | क्या? | हाँ।",
    "أعلن د. أحمد أن اللقاح آمن. | وقال أ. د. علي: «هذا صحيح. لا شك.» | ثم غادر.",
    "प्रधानमंत्री ने कहा कि 5.3 करोड़ आए। | डॉ. सिंह ने रु. 500 दिए। | क्या यह सच है?",
    "据统计，2020年有3.5万人死亡。 | 其中1,200人是儿童。 | 真的……是的。",
    "В. В. Путин родился в 1952 г. в Ленинграде. | Это стоило 5 млн. руб. | Он ушёл.",
    "Он живёт на ул. Ленина и т. д. | Это ложь. | См. рис. 3. | «Да!» — сказал он.",
    "¿Es verdad? | ¡No! | La Sra. López llegó a EE. UU. en 2020. | Nada.",
    "—¿Es cierto? —preguntó. | —No —dijo ella. | ¿Y ahora?",
    "O Exmo. Sr. Presidente saiu. | A Sra. Costa negou.",
    "Il sig. Rossi ha detto no. | Costa 5 mln. di euro. | Ha vinto.",
    "Mevr. de Vries kwam uit Utrecht. | Dat is bijv. zo. | Het is waar.",
    "To było w 1990 r. | To jest prawda. | Np. Kraków. | Kosztuje 5 tys. zł.",
    "Είναι αλήθεια; | Ναι. | Ο κ. Μητσοτάκης μίλησε.",
    "HOLT: Good evening. | TRUMP: Our jobs -- | HOLT: Sir. | (APPLAUSE) | TRUMP: Yes.",
)


@pytest.mark.parametrize("marked", EXAMPLES)
def test_sentences_end_where_a_reader_ends_them(marked: str) -> None:
    """Abbreviations, numbers, quotations and scripts other than Latin."""
    wanted = [piece.strip() for piece in marked.split("|") if piece.strip()]
    joint = "" if "。" in marked else " "

    assert split_sentences(joint.join(wanted)) == wanted


def test_some_stops_end_a_sentence_without_a_space() -> None:
    """A danda does, and the bar that is typed for one; an Urdu full stop does not."""
    assert split_sentences("यह सच है।वह झूठ है। वे गए |क्या") == [
        "यह सच है।",
        "वह झूठ है।",
        "वे गए |",
        "क्या",
    ]
    assert split_sentences("ایم۔کیو۔ایم نے کہا۔") == ["ایم۔کیو۔ایم نے کہا۔"]


def test_speech_without_stops_is_cut() -> None:
    """What a machine wrote down goes on for pages: it is read in pieces."""
    text = "and so we have said that taxes, all of them, have risen " * 40

    pieces = split_sentences(text)

    assert all(100 < len(piece) <= 300 for piece in pieces[:-1])
    assert " ".join(pieces) == text.strip()


def test_long_quotations_are_divided() -> None:
    """In a quotation that goes on and on its own sentences count."""
    said = " ".join(["This is one more sentence that he said on that day."] * 8)

    assert len(split_sentences(f"“{said}” Then he left.")) == 9


def test_empty_line_ends_a_sentence() -> None:
    """Where a paragraph ends, with or without a full stop."""
    assert split_sentences("No stop here\n \nNext one") == ["No stop here", "Next one"]


@given(st.text() | st.text(alphabet="aB1. ?!…。“”\"'«»()[]\nम।؟-"))
def test_nothing_is_lost(text: str) -> None:
    """Joined again, the sentences hold every visible sign, in order."""
    sentences = split_sentences(text)

    assert "".join("".join(sentences).split()) == "".join(text.split())
    assert all(sentence and sentence == sentence.strip() for sentence in sentences)


@pytest.mark.parametrize(
    "piece", [".", ". ", '"', '"a ', "(", "(a. ", "U.S. ", "?” Aa Bb Cc ", "“", "\n"]
)
def test_repeated_signs_are_read_in_one_pass(piece: str) -> None:
    """Three hundred thousand of the same: only linear reading ends."""
    text = piece * 300_000 + "end"

    assert split_sentences(text)[-1].endswith("end")
