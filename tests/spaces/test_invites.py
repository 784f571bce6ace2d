"""Links into a Space: made and revoked by its host, used by whoever holds them."""

from datetime import timedelta
from functools import partial

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.core.errors import NotFound, Refused
from apps.spaces import access, invitations, invites, services, stage
from apps.spaces.models import Invite, InviteUse, Seat, Space
from tests import factories
from tests.together import at_once


def link(space, role="listener", *, uses=None, lifetime=None) -> Invite:
    return invites.make_invite(host=space.host, space=space, role=role, lifetime=lifetime, most_uses=uses)


def come(person, invite, *, on_stage=False) -> Seat:
    return invites.use_invite(person=person, invite=Invite.objects.get(pk=invite.pk), on_stage=on_stage)


def refusal(*args, **kwargs) -> str:
    with pytest.raises(Refused) as refused:
        come(*args, **kwargs)
    assert refused.value.text
    return refused.value.code


# ---- Making and revoking ---------------------------------------------------------------------------------------------


def test_a_token_can_not_be_guessed(space):
    tokens = {link(space).token for _ in range(20)}
    assert len(tokens) == 20
    assert {len(token) for token in tokens} == {32}  # of 64 letters: 192 bits


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"role": "host"}, "unknown_role"),
        ({"role": ""}, "unknown_role"),
        ({"lifetime": timedelta(0)}, "lifetime_out_of_range"),
        ({"lifetime": timedelta(days=31)}, "lifetime_out_of_range"),
        ({"most_uses": 0}, "uses_out_of_range"),
        ({"most_uses": -1}, "uses_out_of_range"),
        ({"most_uses": 2**31}, "uses_out_of_range"),
    ],
)
def test_odd_terms_are_refused_by_name(alice, space, terms, code):
    with pytest.raises(Refused, match=code):
        invites.make_invite(host=alice, space=space, **{"role": "speaker", "lifetime": None, "most_uses": None, **terms})
    assert not Invite.objects.exists()


def test_an_ended_space_gets_no_more_links(alice, space):
    services.end_space(host=alice, space=space)
    space.refresh_from_db()
    with pytest.raises(Refused, match="space_ended"):
        link(space)


def test_links_that_work_are_limited_and_a_revoked_one_makes_room(space, monkeypatch):
    monkeypatch.setattr(invites, "MOST_LINKS", 3)
    first, *_others = [link(space) for _ in range(3)]
    with pytest.raises(Refused, match="too_many_links"):
        link(space)
    first.revoke()
    assert link(space)


def test_revoking_twice_keeps_the_first_time(space):
    invite = link(space)
    invite.revoke()
    first = Invite.objects.get().revoked_at
    invite.revoke()
    assert Invite.objects.get().revoked_at == first


def test_only_the_host_reaches_a_link_by_its_id(alice, bob, charlie, space):
    invite = link(space)
    elsewhere = services.start_space(host=charlie, title="Elsewhere", announce=False)
    assert access.invite_to_host(alice, space.pk, str(invite.pk)) == invite
    for viewer, space_id, invite_id in [(bob, space.pk, invite.pk), (charlie, elsewhere.pk, invite.pk), (alice, space.pk, "1")]:
        with pytest.raises(NotFound):
            access.invite_to_host(viewer, space_id, invite_id)


# ---- Coming in -------------------------------------------------------------------------------------------------------


def test_a_listener_link_lets_bob_in_to_listen(bob, space):
    assert come(bob, link(space)).role == Seat.Role.LISTENER


def test_a_speaker_link_lets_bob_on_stage_or_among_the_listeners_as_he_likes(bob, charlie, space):
    invite = link(space, "speaker")
    assert come(bob, invite, on_stage=True).role == Seat.Role.SPEAKER
    assert come(charlie, invite).role == Seat.Role.LISTENER
    assert Seat.objects.get(person=bob).spoke_at
    assert Seat.objects.get(person=charlie).spoke_at is None


def test_a_listener_link_lets_nobody_on_stage(bob, space):
    assert refusal(bob, link(space), on_stage=True) == "listener_link"
    assert not Seat.objects.filter(person=bob).exists()


def test_who_listens_already_comes_up_by_a_speaker_link_and_his_hand_goes_down(space, seat):
    stage.raise_hand(seat=seat)
    assert come(seat.person, link(space, "speaker"), on_stage=True).role == Seat.Role.SPEAKER
    assert Seat.objects.get(pk=seat.pk).hand_raised_at is None


def test_the_host_uses_no_link_up(alice, space):
    invite = link(space, "speaker", uses=1)
    assert come(alice, invite, on_stage=True).role == Seat.Role.HOST
    assert Invite.objects.get().used_count == 0


def test_bob_counts_once_however_often_he_comes(bob, charlie, space):
    invite = link(space, "speaker", uses=2)
    for on_stage in (False, True, False):
        come(bob, invite, on_stage=on_stage)
    assert Invite.objects.get().used_count == 1
    come(charlie, invite)
    assert come(bob, invite).role == Seat.Role.SPEAKER  # used up, but not by others only
    assert Invite.objects.get().used_count == InviteUse.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_twenty_at_once_with_one_use_left_one_gets_in(space):
    invite = link(space, uses=3)
    for handle in ("first", "second"):
        come(factories.person(handle), invite)
    people = [factories.person(f"p{i}") for i in range(20)]
    answers = at_once([partial(come, person, invite) for person in people])
    assert sorted(answers) == ["done"] + ["invite_used_up"] * 19
    assert Invite.objects.get().used_count == 3
    assert Seat.objects.filter(space=space, person__in=people).count() == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_tabs_of_bob_count_once(bob, space):
    invite = link(space, "speaker", uses=1)
    assert at_once([partial(come, bob, invite, on_stage=True)] * 20) == ["done"] * 20
    assert Invite.objects.get().used_count == 1


@pytest.mark.django_db(transaction=True)
def test_of_twenty_at_once_one_gets_the_last_seat_on_stage_and_one_use_is_counted(space):
    for i in range(11):
        factories.speaker(space, f"speaker{i}")
    invite = link(space, "speaker")
    answers = at_once([partial(come, factories.person(f"p{i}"), invite, on_stage=True) for i in range(20)])
    assert sorted(answers) == ["done"] + ["stage_full"] * 19
    assert space.seats.speakers().count() == 12
    assert Invite.objects.get().used_count == 1


def test_the_database_itself_counts_no_further_than_the_limit(bob, space):
    invite = link(space, uses=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invite.objects.filter(pk=invite.pk).update(used_count=2)


# ---- Not coming in ---------------------------------------------------------------------------------------------------


def expire(invite) -> None:
    Invite.objects.filter(pk=invite.pk).update(expires_at=timezone.now() - timedelta(seconds=1))


def test_an_expired_link_says_so(bob, space):
    invite = link(space, lifetime=timedelta(hours=1))
    come(factories.person("early"), invite)
    expire(invite)
    assert refusal(bob, invite) == "invite_expired"


def test_a_revoked_link_says_so_also_to_one_who_read_it_before(bob, space):
    invite = link(space)
    invite.revoke()
    with pytest.raises(Refused, match="invite_revoked"):
        invites.use_invite(person=bob, invite=invite, on_stage=False)
    assert not Seat.objects.filter(person=bob).exists()


def test_a_link_into_a_space_that_is_over_says_that_first(alice, bob, space):
    invite = link(space)
    invite.revoke()
    services.end_space(host=alice, space=space)
    assert refusal(bob, invite) == "space_ended"


def test_a_link_into_an_announced_space_waits_for_it(bob, scheduled):
    invite = link(scheduled, "speaker")
    assert refusal(bob, invite, on_stage=True) == "not_started"
    services.start_scheduled_space(host=scheduled.host, space=scheduled)
    assert come(bob, invite, on_stage=True).role == Seat.Role.SPEAKER


def test_whoever_was_removed_does_not_come_back_by_a_link(space, seat):
    invite = link(space, "speaker")
    services.remove_person(seat=seat)
    for on_stage in (True, False):
        assert refusal(seat.person, invite, on_stage=on_stage) == "removed"
    assert Invite.objects.get().used_count == 0


def test_a_full_stage_leaves_the_way_in_as_a_listener_open(bob, space):
    speakers = [factories.speaker(space, f"speaker{i}") for i in range(12)]
    invite = link(space, "speaker", uses=1)
    assert refusal(bob, invite, on_stage=True) == "stage_full"
    assert Invite.objects.get().used_count == 0
    assert come(bob, invite).role == Seat.Role.LISTENER
    stage.move_to_audience(seat=speakers[0])
    assert come(bob, invite, on_stage=True).role == Seat.Role.SPEAKER


def test_whom_the_host_moved_down_no_link_brings_up_again_only_the_host(alice, bob, space):
    invite = link(space, "speaker")
    seat = come(bob, invite, on_stage=True)
    stage.move_to_audience(seat=seat, by_host=True)
    assert refusal(bob, invite, on_stage=True) == "moved_down"
    assert come(bob, invite).role == Seat.Role.LISTENER
    invitations.invite_to_stage(host=alice, space=space, person=bob)
    assert come(bob, invite, on_stage=True).role == Seat.Role.SPEAKER


def test_who_stepped_down_may_come_up_by_the_link_again(bob, space):
    invite = link(space, "speaker", uses=1)
    stage.move_to_audience(seat=come(bob, invite, on_stage=True))
    assert come(bob, invite, on_stage=True).role == Seat.Role.SPEAKER


def test_somebody_blocked_either_way_finds_nothing(alice, bob, mallory, space):
    token = link(space).token
    factories.block(bob, alice)
    for viewer in (mallory, bob):
        with pytest.raises(NotFound):
            access.invite_for(viewer, token)


@pytest.mark.parametrize("token", ["", "x" * 32, "../../etc/passwd", "x" * 10_000])
def test_what_is_no_token_opens_nothing(bob, space, token):
    with pytest.raises(NotFound):
        access.invite_for(bob, token)


def test_a_stranger_and_its_host_see_a_link_and_nobody_once_the_host_is_gone(alice, space):
    token = link(space).token
    assert access.invite_for(AnonymousUser(), token).space == space
    assert access.invite_for(alice, token).space == space
    alice.is_active = False
    alice.save()
    with pytest.raises(NotFound):
        access.invite_for(AnonymousUser(), token)


def test_what_a_link_lets_into_is_its_own_space(bob, charlie, space):
    elsewhere = services.start_space(host=charlie, title="Elsewhere", announce=False)
    assert come(bob, link(elsewhere, "speaker"), on_stage=True).space == elsewhere
    assert not Space.objects.get(pk=space.pk).seats.filter(person=bob).exists()
