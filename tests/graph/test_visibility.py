"""What everybody sees of everybody, on every surface, held against a plain rule. `bench/visibility.py` does it 100,000 times."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.graph import worlds

AT_ONCE = 20  # worlds
reader = worlds.Reader()
fact = st.sampled_from(worlds.FACTS)
world = (
    st.frozensets(fact, max_size=6)
    | st.frozensets(fact, min_size=10, max_size=30)
    | st.frozensets(fact, min_size=20, max_size=40)
)
some_worlds = st.lists(world, min_size=AT_ONCE, max_size=AT_ONCE, unique=True)


def hold_against_the_rule(drawn: list[worlds.Facts]) -> None:
    """Each of these worlds, seen by one person, on every surface; the first of them also by the slow way. Nothing of it stays."""
    with transaction.atomic():
        built = worlds.build(drawn)
        differing = [one for one in built if reader.shown(one) != worlds.rule(one.facts)]
        is_alike = worlds.shown(built[0]) == worlds.rule(built[0].facts)
        transaction.set_rollback(True)
    assert is_alike, sorted(built[0].facts)
    assert not differing, sorted(smallest(differing[0].facts))


def smallest(facts: worlds.Facts) -> worlds.Facts:
    """As few of these facts as still differ from the rule. Hypothesis would take minutes: it knows not that each can be left out."""
    for one in facts:
        with transaction.atomic():
            (world,) = worlds.build([facts - {one}])
            differs = reader.shown(world) != worlds.rule(world.facts)
            transaction.set_rollback(True)
        if differs:
            return smallest(facts - {one})
    return facts


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(some_worlds)
def test_everybody_sees_of_everybody_what_the_rule_says(drawn):
    hold_against_the_rule(drawn)
