"""Who hosts while the host is away, and who when she is back."""

from functools import partial

import pytest
from django.utils import timezone

from apps.core.errors import NotFound, Refused
from apps.spaces import access, hosting, services, stage
from apps.spaces.models import Seat, Space
from apps.spaces.pages import who_took_part
from tests import factories
from tests.together import at_once


@pytest.fixture
def bobs(space, bob) -> Seat:
    """Bob's seat on stage."""
    return up(services.enter_space(person=bob, space=space))


@pytest.fixture
def doras(space, bobs) -> Seat:
    """Dora came on stage after Bob."""
    return factories.speaker(space, "dora")


def up(seat) -> Seat:
    stage.raise_hand(seat=seat)
    stage.bring_to_stage(seat=seat)
    return seat


def pass_on(space, *present, lost=None) -> Space:
    """The room lost its host while these people were there; answers with the row as it is then."""
    host = Space.objects.get(pk=space.pk).current_host_id
    hosting.pass_on_hosting(space=space, lost=lost or host, present=[person.pk for person in present])
    return Space.objects.get(pk=space.pk)


def roles(space) -> dict[str, str]:
    return {seat.person.handle: seat.role for seat in space.seats.select_related("person")}


# ---- The host is lost ------------------------------------------------------------------------------------------------


def test_who_has_been_on_stage_longest_stands_in(alice, bob, space, bobs, doras):
    now = pass_on(space, bob, doras.person)
    assert (now.host, now.acting_host, now.current_host) == (alice, bob, bob)
    assert roles(space) == {"alice": "listener", "bob": "host", "dora": "speaker"}


def test_somebody_who_is_not_there_does_not_stand_in(bob, space, bobs, doras):
    assert pass_on(space, doras.person).current_host == doras.person


def test_who_stepped_down_meanwhile_begins_anew(bob, space, bobs, doras):
    stage.move_to_audience(seat=bobs)
    up(bobs)
    assert pass_on(space, bob, doras.person).current_host == doras.person


def test_who_only_listens_does_not_stand_in(alice, bob, space, seat):
    assert pass_on(space, bob).current_host == alice


def test_who_was_deactivated_or_removed_does_not_stand_in(alice, bob, space, bobs, doras):
    bob.is_active = False
    bob.save()
    services.remove_person(seat=doras)
    assert pass_on(space, bob, doras.person).current_host == alice


def test_the_one_who_stands_in_is_lost_too(bob, space, bobs, doras):
    pass_on(space, bob, doras.person)
    assert pass_on(space, doras.person).current_host == doras.person
    assert roles(space) == {"alice": "listener", "bob": "listener", "dora": "host"}


def test_a_loss_that_is_over_changes_nothing(alice, bob, space, bobs, doras):
    pass_on(space, bob)
    assert pass_on(space, doras.person, lost=alice.pk).current_host == bob


def test_a_space_that_ended_meanwhile_keeps_its_host(alice, bob, space, bobs):
    services.end_space(host=alice, space=space)
    assert pass_on(space, bob).current_host == alice


@pytest.mark.django_db(transaction=True)
def test_passed_on_twenty_times_at_once_one_stands_in(alice, bob, space, bobs, doras):
    deed = partial(hosting.pass_on_hosting, space=space, lost=alice.pk, present=[bob.pk, doras.person_id])
    assert at_once([deed] * 20) == ["done"] * 20
    assert list(space.seats.filter(role=Seat.Role.HOST).values_list("person__handle", flat=True)) == ["bob"]


# ---- Standing in -----------------------------------------------------------------------------------------------------


def test_who_stands_in_runs_the_space_and_the_one_who_opened_it_does_not(alice, bob, space, bobs, doras):
    pass_on(space, bob)
    assert access.space_to_host(bob, space.pk) == space
    assert access.seat_to_host(bob, space.pk, str(doras.person_id)) == doras
    with pytest.raises(NotFound):
        access.space_to_host(alice, space.pk)


def test_who_stands_in_can_not_shut_out_whose_space_it_is(alice, bob, space, bobs):
    pass_on(space, bob)
    with pytest.raises(Refused, match="host_stays"):
        services.remove_person(seat=access.seat_to_host(bob, space.pk, alice.pk))


def test_who_stands_in_may_leave_and_comes_back_to_listen(alice, bob, space, bobs):
    pass_on(space, bob)
    services.leave_space(seat=Seat.objects.get(pk=bobs.pk))
    assert Space.objects.get().current_host == alice
    assert services.enter_space(person=bob, space=space).role == Seat.Role.LISTENER


def test_a_seat_is_kept_for_the_one_who_opened_it(alice, bob, space, bobs):
    for i in range(11):
        factories.speaker(space, f"speaker{i}")
    pass_on(space, bob)
    late = services.enter_space(person=factories.person("late"), space=space)
    stage.raise_hand(seat=late)
    with pytest.raises(Refused, match="stage_full"):
        stage.bring_to_stage(seat=late)
    hosting.host_returns(space=space)
    assert space.seats.on_stage().count() == 13


def test_when_the_account_of_who_stands_in_is_deleted_it_is_the_first_hosts_again(alice, bob, space, bobs):
    pass_on(space, bob)
    bob.delete()
    assert Space.objects.get().current_host == alice


def test_the_ended_page_names_each_once(alice, bob, space, bobs, doras):
    pass_on(space, bob)
    services.end_space(host=bob, space=space)
    space.refresh_from_db()
    assert [seat.person.handle for seat in who_took_part(space).speakers] == ["bob", "dora"]


# ---- The host is back ------------------------------------------------------------------------------------------------


def test_back_again_alice_hosts_and_bob_is_a_speaker(alice, bob, space, bobs, doras):
    pass_on(space, bob)
    hosting.host_returns(space=space)
    space.refresh_from_db()
    assert (space.acting_host, space.current_host) == (None, alice)
    assert roles(space) == {"alice": "host", "bob": "speaker", "dora": "speaker"}


def test_bob_has_not_lost_his_place_in_the_line(alice, bob, space, bobs, doras):
    pass_on(space, bob)
    hosting.host_returns(space=space)
    assert pass_on(space, bob, doras.person).current_host == bob


def test_who_never_was_away_does_not_come_back(alice, space):
    before = space.seats.get(person=alice).on_stage_since
    hosting.host_returns(space=space)
    assert space.seats.get(person=alice).on_stage_since == before


def test_after_everybody_who_stood_in_has_left_she_hosts_on_her_return(alice, bob, space, bobs):
    pass_on(space, bob)
    services.leave_space(seat=Seat.objects.get(pk=bobs.pk))
    hosting.host_returns(space=space)
    assert roles(space) == {"alice": "host", "bob": "listener"}


def test_on_stage_since_is_of_those_on_stage(space, bobs):
    assert bobs.on_stage_since <= timezone.now()
    stage.move_to_audience(seat=bobs)
    assert Seat.objects.get(pk=bobs.pk).on_stage_since is None
