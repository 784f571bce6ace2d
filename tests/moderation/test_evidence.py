"""Signs that add up, and what they weigh."""

import pytest

from apps.moderation import evidence, lexicon, scorer
from apps.moderation.normal import folded

pytestmark = pytest.mark.pure


def points(text: str) -> float:
    return evidence.weighed(folded(text), ruled="").points


def test_every_weight_has_a_sign_that_is_looked_for():
    known = {*lexicon.signs(), *(row["why"] for row in lexicon.rows("context"))}
    known |= {"nothing found", evidence.RULE, evidence.TAKEN_BACK, evidence.QUOTED} | {
        " ".join(names) for names in lexicon.together()
    }
    assert {name.removesuffix(evidence.AGAIN) for name in lexicon.weights()} <= known
    assert {name for names in lexicon.together() for name in names} <= lexicon.signs().keys()


def test_calm_only_takes_off_and_abuse_only_adds():
    for name, weight in lexicon.weights().items():
        if name.removesuffix(evidence.AGAIN) in lexicon.calm():
            assert weight <= 0
        elif name.removesuffix(evidence.AGAIN) in lexicon.signs():
            assert weight >= 0


def test_signs_that_are_harmless_alone_count_together():
    assert points("I bought a shovel") < scorer.RAISE
    assert points("I know which bus you take home, and I bought a shovel") >= scorer.HOLD


def test_comfort_outweighs_the_words_it_needs():
    assert (
        points("you are not a burden and nobody would be better off, please don't die tonight, I'll sit with you") < scorer.HOLD
    )


def test_signs_far_apart_in_a_long_text_do_not_add_up():
    between = "We walked along the sea and talked of nothing much. " * 20
    assert points(f"I know where you work. {between} I bought a shovel.") < points("I know where you work. I bought a shovel.")


def test_a_moderator_is_told_the_signs_and_the_words():
    told = scorer.default().score("the nursery behind the church, red door, share widely, someone pay her a visit")
    assert told.points >= scorer.HOLD
    assert told.category == "privacy"
    assert "share widely" in told.why or "red door" in told.why
