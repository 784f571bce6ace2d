"""What is held, and what must not be."""

import pytest

from apps.moderation import scorer
from bench import moderation as bench

pytestmark = pytest.mark.pure


def points(text: str) -> float:
    return scorer.default().score(text).points


def test_half_of_the_labelled_lines_is_judged_as_people_judged_them():
    held = {line["id"]: points(line["text"]) >= scorer.HOLD for line in bench.lines("work")}
    should = {line["id"]: line["expected"] == "hold" for line in bench.lines("work")}
    right = sum(held[number] and should[number] for number in held)
    assert right / sum(held.values()) >= 0.9
    assert right / sum(should.values()) >= 0.7


def test_nobody_is_held_for_who_they_are_or_for_standing_by_others():
    lines = [line for line in bench.lines("work") if line["category"] in bench.OWN_VOICE]
    assert len(lines) >= 40
    assert sum(points(line["text"]) >= scorer.HOLD for line in lines) / len(lines) <= 0.01


@pytest.mark.parametrize(
    ("abuse", "told"),
    [
        ("kill yourself", 'He wrote "kill yourself" to me'),
        ("you are a filthy whore", "Nobody should ever be told: you are a filthy whore"),
        ("gas the jews", "Police are looking for whoever sprayed 'gas the jews' on the school"),
        ("go kill yourself", "please don't go kill yourself, talk to me"),
        ("you're a fag", "as a fag I find this very funny"),
    ],
)
def test_quoting_negating_news_and_reclaiming_weigh_less(abuse, told):
    assert points(abuse) >= scorer.HOLD > points(told)


def test_a_quarrel_is_shown_to_its_author_first_and_not_held():
    assert scorer.WARN <= points("you are an idiot") < scorer.HOLD


@pytest.mark.parametrize("text", ["", "\0", "\u202e" * 500, "x" * 1_000_000, "(" * 10_000, "a b " * 20_000])
def test_any_text_gets_an_answer(text):
    assert points(text) >= 0


@pytest.mark.parametrize(
    "text", ["f*cking c*nt, k*ll yourself", "ur a filthy wh0re", "@a1 @b2 @c3 @d4 @e5 @f6 @g7 look", "ha\n" * 9]
)
def test_masks_short_forms_and_floods_are_seen_through(text):
    assert points(text) >= scorer.HOLD


def test_a_moderator_is_told_the_reason_and_the_words():
    assert scorer.default().score("sieg heil").why == "a creed of hatred, or a lie it lives on: sieg heil"
