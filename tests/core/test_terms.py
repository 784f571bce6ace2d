"""By which words a text is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.core.found_as import found_as
from apps.core.terms import terms_of

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Crème BRÛLÉE, don't!", "creme brulee don t"),
        ("Straße Ærø Łódź İstanbul", "strasse aero lodz istanbul"),
        ("ΆΛΦΑ ёж", "αλφα еж"),
        ("שָׁלוֹם مُحَمَّد", "שלום محمد"),
        ("हिन्दी क्षत्रिय", "हिन्दी क्षत्रिय"),
        ("東京タワーが好き", "東 京 タ ワ ー が 好 き"),
        ("ｶﾞﾗｽ ＡＢＣ", "ガ ラ ス abc"),
        ("한국어", "한 국 어"),
        ("go👍🏽go ❤️ 🇩🇪", "go 👍 go ❤ 🇩🇪"),
        ("👨‍👩‍👧", "👨‍👩‍👧"),
        ("snake_case https://example.org/a?b", "snake_case https example org a b"),
        ("'\"*:()^{}- \0", ""),
    ],
)
def test_terms(text, terms):
    assert terms_of(text) == terms.split()


@given(st.text())
def test_terms_hold_nothing_that_means_something_to_a_database(text):
    assert not any(set(term) & set(" '\"\\*:()&|!<>^{}-+¶#@\0\n") for term in terms_of(text))


@given(st.text())
def test_case_makes_no_difference(text):
    assert terms_of(text.casefold().casefold()) == terms_of(text)


def test_a_long_word_is_cut_and_a_long_text_too():
    assert max(map(len, terms_of("x" * 5000 + " " + "é" * 5000))) == 60


def test_names_are_folded_line_by_line():
    assert found_as("alice", " Élise  Ö ") == " alice\n elise o"
