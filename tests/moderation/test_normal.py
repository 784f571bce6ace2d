"""One form for texts that look alike."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.moderation.normal import folded

pytestmark = pytest.mark.pure
_TRICKS = st.text(alphabet="aаbkilоsgу014@!|$. -_'\u200b\u0301 ßİﬁ\n", max_size=30)


@settings(max_examples=500, deadline=None)
@given(st.one_of(st.text(), _TRICKS))
def test_folding_what_is_folded_changes_nothing(text):
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    "text",
    [
        "Kill yourself",
        "K1LL y0urs3lf",
        "ki\u200bll your\u00adself",
        "kïll yoürself",
        "ｋｉｌｌ yourself",
        "kіll уourѕelf",
        "k.i.l.l y_o_u_r_s_e_l_f",
        "kiiiilllll yourself",
        "ki11 yourself",
    ],
)
def test_no_trick_of_spelling_hides_a_word(text):
    assert folded(text) == "kill yourself"


@pytest.mark.parametrize("text", ["the 1st of 100k at 5pm", "@b0b3", "#2fast4u", "wow!!!", "привет, друзья"])
def test_numbers_names_and_other_scripts_stay_themselves(text):
    assert folded(text) == text
