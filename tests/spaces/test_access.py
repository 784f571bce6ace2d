"""From an id of the outside to a Space or a seat: absent and forbidden alike."""

import pytest
from django.contrib.auth.models import AnonymousUser

from apps.core.errors import NotFound
from apps.spaces import access, services


@pytest.mark.parametrize("viewer", [AnonymousUser(), None], ids=["visitor", "bob"])
def test_everybody_sees_a_space(viewer, bob, space):
    assert access.space_for(viewer or bob, str(space.pk)) == space
    assert access.space_for(viewer or bob, space.pk) == space


@pytest.mark.parametrize("given", [None, True, "", "1.0", "-1", 0, -5, "abc", " 7", "٧", 2**63, "9" * 40, 1.5, [1], {"id": 1}])
def test_what_is_no_id_names_nothing(alice, space, given):
    with pytest.raises(NotFound):
        access.space_for(alice, given)
    with pytest.raises(NotFound):
        access.seat_to_host(alice, space.pk, given)


def test_only_alice_runs_her_space(alice, bob, space):
    assert access.space_to_host(alice, space.pk) == space
    with pytest.raises(NotFound):
        access.space_to_host(bob, space.pk)


def test_the_space_of_somebody_who_is_gone_is_gone_for_herself_too(alice, space):
    alice.is_active = False
    alice.save()
    with pytest.raises(NotFound):
        access.space_to_host(alice, space.pk)


def test_bob_has_a_seat_once_he_came_and_until_he_is_removed(bob, space):
    with pytest.raises(NotFound):
        access.own_seat(bob, space.pk)
    seat = services.enter_space(person=bob, space=space)
    assert access.own_seat(bob, space.pk) == seat
    services.remove_person(seat=seat)
    with pytest.raises(NotFound):
        access.own_seat(bob, space.pk)


def test_a_seat_of_another_space_is_nowhere_in_this_one(alice, bob, charlie, space, seat):
    elsewhere = services.start_space(host=charlie, title="Elsewhere", announce=False)
    assert access.seat_to_host(alice, space.pk, str(bob.pk)) == seat
    with pytest.raises(NotFound):
        access.seat_to_host(charlie, elsewhere.pk, str(bob.pk))
