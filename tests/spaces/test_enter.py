"""Coming into a Space, leaving it, being put out of it."""

from functools import partial

import pytest
from django.db import IntegrityError, transaction

from apps.core.errors import Refused
from apps.spaces import services, stage
from apps.spaces.models import Seat
from tests import factories
from tests.together import at_once


def enter(person, space) -> Seat:
    return services.enter_space(person=person, space=space)


def test_whoever_comes_listens_first(seat):
    assert seat.role == Seat.Role.LISTENER
    assert seat.spoke_at is None


def test_the_host_comes_back_as_host(alice, space):
    assert enter(alice, space).role == Seat.Role.HOST


def test_a_speaker_comes_back_as_speaker(space):
    dora = factories.speaker(space, "dora")
    assert enter(dora.person, space).role == Seat.Role.SPEAKER


def test_coming_twice_is_one_seat(bob, space, seat):
    assert enter(bob, space) == seat


def test_nobody_comes_before_it_starts(bob, scheduled):
    with pytest.raises(Refused, match="not_started"):
        enter(bob, scheduled)


def test_nobody_comes_after_it_ended(alice, bob, space):
    services.end_space(host=alice, space=space)
    space.refresh_from_db()
    with pytest.raises(Refused, match="space_ended"):
        enter(bob, space)


def test_the_database_itself_gives_one_seat_per_person(bob, space, seat):
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.create(space=space, person=bob)


@pytest.mark.django_db(transaction=True)
def test_twenty_tabs_of_bob_take_one_seat(bob, space):
    assert at_once([partial(enter, bob, space)] * 20) == ["done"] * 20
    assert Seat.objects.filter(person=bob).count() == 1


# ---- Leaving ---------------------------------------------------------------------------------------------------------


def test_who_leaves_gives_up_hand_and_stage(bob, space, seat):
    stage.raise_hand(seat=seat)
    services.leave_space(seat=seat)
    dora = factories.speaker(space, "dora")
    services.leave_space(seat=dora)
    assert enter(bob, space).hand_raised_at is None
    assert enter(dora.person, space).role == Seat.Role.LISTENER


def test_leaving_twice_is_leaving_once(seat):
    services.leave_space(seat=seat)
    services.leave_space(seat=seat)
    assert Seat.objects.get(pk=seat.pk).role == Seat.Role.LISTENER


def test_the_host_does_not_leave(space):
    with pytest.raises(Refused, match="host_stays"):
        services.leave_space(seat=space.seats.get())


# ---- Being put out ---------------------------------------------------------------------------------------------------


def test_who_was_removed_stays_out_of_this_space_and_no_other(alice, bob, space, seat):
    services.remove_person(seat=seat)
    with pytest.raises(Refused, match="removed"):
        enter(bob, space)
    services.end_space(host=alice, space=space)
    assert enter(bob, services.start_space(host=alice, title="Another", announce=False)).role == Seat.Role.LISTENER


def test_a_removed_speaker_leaves_the_stage(space):
    dora = factories.speaker(space, "dora")
    services.remove_person(seat=dora)
    assert not space.seats.speakers().exists()
    assert Seat.objects.get(pk=dora.pk).removed_at


def test_a_raised_hand_goes_with_its_person(seat):
    stage.raise_hand(seat=seat)
    services.remove_person(seat=seat)
    assert Seat.objects.get(pk=seat.pk).hand_raised_at is None


def test_the_host_does_not_remove_herself(space):
    with pytest.raises(Refused, match="not_yourself"):
        services.remove_person(seat=space.seats.get())
