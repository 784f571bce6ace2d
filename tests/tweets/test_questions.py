"""How a search is understood."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.tweets.questions import QUESTION_LIMIT, Question, understood

pytestmark = pytest.mark.pure


def codes(question: Question) -> list[str]:
    return [note.code for note in question.notes]


def test_words_phrases_and_exclusions():
    question = understood('Robin "the dawn  Chorus" -rain -"heavy snow" don\'t')
    assert question.wanted.phrases == [("robin",), ("the", "dawn", "chorus"), ("don", "t")]
    assert question.unwanted.phrases == [("rain",), ("heavy", "snow")]
    assert question.notes == []


def test_operators():
    question = understood("FROM:@Alice to:bob since:2026-01-31 until:2026-2-1 filter:media -filter:spaces -from:carl")
    assert (question.wanted.authors, question.wanted.answered, question.wanted.facets) == (["Alice"], ["bob"], ["media"])
    assert (question.unwanted.authors, question.unwanted.facets) == (["carl"], ["space"])
    assert (question.since, question.until) == (date(2026, 1, 31), date(2026, 2, 1))
    assert question.ids[0] < question.ids[1]


def test_a_mention_and_a_hashtag_are_words_of_their_own():
    assert understood("@Alice #Dämmerung, #dawn").wanted.phrases == [("@alice",), ("#dammerung",), ("#dawn",)]
    assert understood('"#dawn chorus"').wanted.phrases == [("dawn", "chorus")]


@pytest.mark.parametrize("quotes", ["“dawn chorus”", "„dawn chorus“", "«dawn chorus»", '"dawn chorus'])
def test_quotes_of_every_keyboard_and_one_that_is_never_closed(quotes):
    assert understood(quotes).wanted.phrases == [("dawn", "chorus")]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("since:yesterday", "bad_day"),
        ("until:2026-02-30", "bad_day"),
        ("-since:2026-01-01", "bad_day"),
        ("from:", "bad_handle"),
        ("to:ünal", "bad_handle"),
        ("filter:cats", "bad_filter"),
    ],
)
def test_what_is_not_understood_is_told_and_the_rest_still_asked(typed, code):
    question = understood(f"robin {typed}")
    assert codes(question) == [code]
    assert typed.strip("-").split(":")[0] in question.notes[0].text
    assert question.wanted.phrases == [("robin",)]
    assert understood(typed).is_blank


def test_days_that_leave_nothing_and_too_much_at_once_are_told():
    assert codes(understood("since:2026-02-01 until:2026-02-01")) == ["no_days_between"]
    assert codes(understood("word " * 21)) == codes(understood("x" * 10_000)) == ["too_long"]


def test_words_with_a_colon_in_them_are_words():
    assert understood("see: http://example.org 10:30").notes == []


@given(st.text(st.sampled_from('ab"“-:@# \0\n*()é東👍') | st.characters(), max_size=300))
def test_anything_can_be_asked(typed):
    question = understood(typed)
    assert len(question.words) <= QUESTION_LIMIT
    assert all(all(phrase) for phrase in question.wanted.phrases + question.unwanted.phrases)
    assert "\0" not in question.plain_words
    assert 0 <= question.ids[0] <= question.ids[1] < 2**63
