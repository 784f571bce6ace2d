"""Invited to the stage by the host: nobody is on it without their own click."""

from functools import partial

import pytest

from apps.core.errors import NotFound, Refused
from apps.spaces import access, invitations, pages, services, stage
from apps.spaces.live.desk import facts_of
from apps.spaces.models import Seat
from tests import factories
from tests.together import at_once


def row(seat) -> Seat:
    return Seat.objects.select_related("person", "space").get(pk=seat.pk)


def invite(space, person) -> Seat:
    invitations.invite_to_stage(host=space.host, space=space, person=person)
    return Seat.objects.select_related("person", "space").get(space=space, person=person)


def test_the_invited_stay_where_they_are_until_they_accept(space, seat):
    invite(space, seat.person)
    assert row(seat).role == Seat.Role.LISTENER
    invitations.accept_invitation(seat=seat)
    assert (row(seat).role, row(seat).invited_at) == (Seat.Role.SPEAKER, None)
    assert row(seat).spoke_at


def test_who_declines_listens_on_and_is_invited_no_more(space, seat):
    invite(space, seat.person)
    invitations.decline_invitation(seat=row(seat))
    with pytest.raises(Refused, match="not_invited"):
        invitations.accept_invitation(seat=row(seat))
    assert row(seat).role == Seat.Role.LISTENER


def test_the_host_thinks_better_of_it(space, seat):
    invited = invite(space, seat.person)
    invitations.withdraw_invitation(seat=row(seat))
    with pytest.raises(Refused, match="not_invited"):
        invitations.accept_invitation(seat=invited)
    assert row(seat).role == Seat.Role.LISTENER


def test_inviting_twice_keeps_the_first_time(space, bob):
    first = invite(space, bob).invited_at
    assert invite(space, bob).invited_at == first


def test_nobody_comes_up_uninvited(seat):
    with pytest.raises(Refused, match="not_invited"):
        invitations.accept_invitation(seat=seat)


def test_an_invitation_is_no_raised_hand(space, seat):
    invited = invite(space, seat.person)
    with pytest.raises(Refused, match="hand_not_raised"):
        stage.bring_to_stage(seat=invited)


def test_dave_who_is_not_here_yet_finds_it_when_he_comes(dave, space):
    invited = invite(space, dave)
    assert invited.joined_at is None
    assert pages.who_took_part(space).listeners_count == 0
    assert services.enter_space(person=dave, space=space).joined_at
    invitations.accept_invitation(seat=row(invited))
    assert row(invited).role == Seat.Role.SPEAKER


def test_dave_may_be_invited_before_it_starts(dave, scheduled):
    invited = invite(scheduled, dave)
    with pytest.raises(Refused, match="space_ended"):  # not live: there is no stage to come to
        invitations.accept_invitation(seat=row(invited))
    services.start_scheduled_space(host=scheduled.host, space=scheduled)
    services.enter_space(person=dave, space=scheduled)
    invitations.accept_invitation(seat=row(invited))
    assert row(invited).role == Seat.Role.SPEAKER


def test_the_host_needs_no_invitation_and_her_announced_space_still_starts(alice, scheduled):
    invitations.invite_to_stage(host=alice, space=scheduled, person=alice)
    services.start_scheduled_space(host=alice, space=scheduled)
    assert Seat.objects.get().role == Seat.Role.HOST


def test_who_is_on_stage_needs_none(space):
    dora = factories.speaker(space, "dora")
    assert invite(space, dora.person).invited_at is None
    invitations.accept_invitation(seat=dora)
    assert row(dora).role == Seat.Role.SPEAKER


def test_mallory_bob_who_blocked_her_and_the_removed_are_answered_alike(alice, bob, charlie, mallory, space):
    factories.block(bob, alice)
    services.remove_person(seat=services.enter_space(person=charlie, space=space))
    answers = set()
    for person in (mallory, bob, charlie):
        with pytest.raises(Refused) as refused:
            invite(space, person)
        answers.add((refused.value.code, str(refused.value.text).replace(person.handle, "HANDLE")))
    assert len(answers) == 1
    assert not Seat.objects.filter(invited_at__isnull=False).exists()


def test_those_who_closed_their_account_and_those_who_never_were_are_not_found(alice, bob):
    bob.is_active = False
    bob.save()
    for person_id in (bob.pk, str(bob.pk), 999_999, "bob", None, True, 2**70):
        with pytest.raises(NotFound):
            access.person_to_invite(alice, person_id)


def test_an_ended_space_invites_nobody(alice, bob, space):
    services.end_space(host=alice, space=space)
    space.refresh_from_db()
    with pytest.raises(Refused, match="space_ended"):
        invite(space, bob)


def test_an_invitation_into_a_space_that_ended_meanwhile_is_void(alice, space, seat):
    invited = invite(space, seat.person)
    services.end_space(host=alice, space=space)
    with pytest.raises(Refused, match="space_ended"):
        invitations.accept_invitation(seat=invited)
    assert row(seat).spoke_at is None


def test_a_full_stage_lets_the_invitation_wait(space, seat):
    speakers = [factories.speaker(space, f"speaker{i}") for i in range(12)]
    invited = invite(space, seat.person)
    with pytest.raises(Refused, match="stage_full"):
        invitations.accept_invitation(seat=invited)
    assert row(seat).invited_at
    stage.move_to_audience(seat=speakers[0])
    invitations.accept_invitation(seat=row(seat))
    assert row(seat).role == Seat.Role.SPEAKER


@pytest.mark.django_db(transaction=True)
def test_of_twenty_who_accept_at_once_one_gets_the_last_seat(space):
    for i in range(11):
        factories.speaker(space, f"speaker{i}")
    seats = [invite(space, factories.person(f"p{i}")) for i in range(20)]
    answers = at_once([partial(invitations.accept_invitation, seat=seat) for seat in seats])
    assert sorted(answers) == ["done"] + ["stage_full"] * 19
    assert space.seats.speakers().count() == 12


@pytest.mark.django_db(transaction=True)
def test_accepted_and_taken_back_at_once_it_is_one_or_the_other(space, bob):
    services.enter_space(person=bob, space=space)
    for _ in range(10):
        seat = invite(space, bob)
        answers = at_once(
            [partial(invitations.accept_invitation, seat=row(seat)), partial(invitations.withdraw_invitation, seat=row(seat))]
        )
        assert answers[1] == "done"
        assert row(seat).is_on_stage == (answers[0] == "done")
        assert row(seat).invited_at is None
        stage.move_to_audience(seat=row(seat))


def test_many_may_be_invited_but_not_without_end(space, bob, charlie, monkeypatch):
    monkeypatch.setattr(invitations, "MOST_INVITED", 1)
    seat = invite(space, bob)
    with pytest.raises(Refused, match="too_many_invited"):
        invite(space, charlie)
    invitations.decline_invitation(seat=seat)
    assert invite(space, charlie).invited_at


@pytest.mark.parametrize("verb", ["leave_space", "remove_person"])
def test_it_goes_with_its_person(space, seat, verb):
    getattr(services, verb)(seat=invite(space, seat.person))
    assert row(seat).invited_at is None


def test_brought_up_by_a_raised_hand_an_invitation_is_settled_too(space, seat):
    invite(space, seat.person)
    stage.raise_hand(seat=seat)
    stage.bring_to_stage(seat=seat)
    stage.move_to_audience(seat=seat)
    assert row(seat).invited_at is None


def test_the_room_learns_of_it_from_the_rows(space, dave):
    seat = invite(space, dave)
    assert facts_of(space.pk)["invitations"] == [(dave.as_event(), int(seat.invited_at.timestamp() * 1000))]
    services.enter_space(person=dave, space=space)
    invitations.accept_invitation(seat=seat)
    assert facts_of(space.pk)["invitations"] == []
