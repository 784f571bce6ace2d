"""What open pages and live rooms are told, and when: after the commit, and not at all without one."""

import pytest
from django.db import transaction

from apps.spaces import invitations, invites, services, stage
from apps.spaces.models import Seat
from tests import factories


@pytest.fixture
def told(nudges, django_capture_on_commit_callbacks):
    """What is told when a deed is committed; before, nothing may be."""

    def tell(deed):
        with django_capture_on_commit_callbacks(execute=True):
            deed()
            assert nudges() == []
        return nudges()

    return tell


@pytest.fixture
def room(space) -> str:
    return f"space:{space.pk}"


def ms(moment) -> int:
    return int(moment.timestamp() * 1000)


def test_a_start_is_told_to_the_lists_and_its_tweet_to_the_followers(alice, told):
    news = told(lambda: services.start_space(host=alice, title="Dawn chorus"))
    tweet = {"tweet": str(alice.tweets.get().pk), "author": str(alice.pk)}
    began = {"space": str(alice.spaces_hosted.get().pk)}
    assert news == [(f"author:{alice.pk}", "tweet_posted", tweet), ("live", "spaces_changed", began)]


def test_so_is_the_start_of_an_announced_one(alice, scheduled, told):
    news = told(lambda: services.start_scheduled_space(host=alice, space=scheduled))
    assert [(topic, event) for topic, event, _data in news] == [
        (f"author:{alice.pk}", "tweet_posted"),
        ("live", "spaces_changed"),
    ]


def test_the_end_is_told_to_the_room_and_to_the_lists(alice, space, room, told):
    news = told(lambda: services.end_space(host=alice, space=space))
    ended = {"space": str(space.pk)}
    assert news == [(room, "space_ended", {"url": space.get_absolute_url()}), ("live", "spaces_changed", ended)]


def test_who_listens_is_told_to_the_lists(space, told):
    news = told(lambda: services.report_alive(space_id=space.pk, listening_count=7))
    assert news == [("live", "space_counted", {"space": str(space.pk), "listening_count": 7})]


def test_a_hand_is_told_to_the_room(seat, room, told):
    up, person = told(lambda: stage.raise_hand(seat=seat)), seat.person.as_event()
    assert up == [(room, "hand_changed", {"person": person, "raised_at": ms(seat.hand_raised_at)})]
    assert told(lambda: stage.lower_hand(seat=seat)) == [(room, "hand_changed", {"person": person, "raised_at": None})]


def test_up_and_down_are_told_to_the_room(seat, room, told):
    stage.raise_hand(seat=seat)
    up, down = told(lambda: stage.bring_to_stage(seat=seat)), told(lambda: stage.move_to_audience(seat=seat))
    assert up == [(room, "role_changed", {"person": seat.person.as_event(), "role": "speaker"})]
    assert down == [(room, "role_changed", {"person": seat.person.as_event(), "role": "listener"})]


def test_an_invitation_and_its_end_are_told_to_the_room(seat, room, told):
    alice, person, them = seat.space.host, seat.person.as_event(), (f"person:{seat.person.pk}", "notifications_changed", {})
    invited = told(lambda: invitations.invite_to_stage(host=alice, space=seat.space, person=seat.person))
    seat.refresh_from_db()
    assert invited == [(room, "invitation_changed", {"person": person, "invited_at": ms(seat.invited_at)}), them]
    declined = told(lambda: invitations.decline_invitation(seat=seat))
    assert declined == [(room, "invitation_changed", {"person": person, "invited_at": None}), them]


def test_who_comes_up_by_an_invitation_or_a_link_is_told_as_a_speaker(seat, charlie, room, told):
    alice, space = seat.space.host, seat.space
    invitations.invite_to_stage(host=alice, space=space, person=seat.person)
    assert [nudge[1:] for nudge in told(lambda: invitations.accept_invitation(seat=seat))] == [
        ("role_changed", {"person": seat.person.as_event(), "role": "speaker"}),
        ("notifications_changed", {}),
    ]
    link = invites.make_invite(host=alice, space=space, role="speaker", lifetime=None, most_uses=None)
    assert [nudge[1:] for nudge in told(lambda: invites.use_invite(person=charlie, invite=link, on_stage=True))] == [
        ("role_changed", {"person": charlie.as_event(), "role": "speaker"})
    ]


@pytest.mark.parametrize(("verb", "event"), [("leave_space", "person_left"), ("remove_person", "person_removed")])
def test_who_goes_is_told_to_the_room(seat, room, told, verb, event):
    assert told(lambda: getattr(services, verb)(seat=seat)) == [(room, event, {"person": seat.person.as_event()})]


def test_coming_in_is_told_by_the_room_itself(bob, space, told):
    assert told(lambda: services.enter_space(person=bob, space=space)) == []


def test_what_was_refused_or_changed_nothing_is_not_told(alice, space, told):
    dora = factories.speaker(space, "dora")
    assert told(lambda: stage.bring_to_stage(seat=dora)) == []
    assert told(lambda: services.end_abandoned_spaces()) == []


def test_what_was_rolled_back_is_not_told(seat, told):
    def change_of_mind():
        with transaction.atomic():
            stage.raise_hand(seat=seat)
            transaction.set_rollback(True)

    assert told(change_of_mind) == []
    assert Seat.objects.get(pk=seat.pk).hand_raised_at is None


def test_a_room_that_is_not_there_stops_nobody(seat, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        stage.raise_hand(seat=seat)
    assert Seat.objects.get(pk=seat.pk).hand_raised_at
