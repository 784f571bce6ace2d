"""What a live room is told of its rows, however many only listen."""

import pytest
from django.utils import timezone

from apps.spaces import invitations, services, stage
from apps.spaces.live.desk import facts_of
from apps.spaces.models import Seat
from tests import factories

pytestmark = pytest.mark.django_db


def ids(found) -> set[str]:
    return {person["id"] for person, _fact in found}


def test_everybody_who_does_more_than_listen_is_told_of(space, alice, bob, charlie, dave):
    dora = factories.speaker(space, "dora").person
    seats = {person: services.enter_space(person=person, space=space) for person in (bob, charlie)}
    stage.raise_hand(seat=seats[bob])
    services.remove_person(seat=seats[charlie])
    invitations.invite_to_stage(host=alice, space=space, person=dave)
    gone = services.enter_space(person=factories.person("gone"), space=space).person
    gone.is_active = False
    gone.save()
    facts = facts_of(space.pk)
    assert ids(facts["stage"]) == {str(alice.pk), str(dora.pk)}
    assert ids(facts["hands"]) == {str(bob.pk)}
    assert ids(facts["invitations"]) == {str(dave.pk)}
    assert set(facts["removed"]) == {str(charlie.pk), str(gone.pk)}


def test_those_who_only_listen_are_not_fetched(space):
    crowd = [factories.person(f"listener{n}") for n in range(30)]
    Seat.objects.bulk_create(Seat(space=space, person=person, joined_at=timezone.now()) for person in crowd)
    assert len(space.seats.told_of()) == 1
    assert len(space.seats.all()) == 31
