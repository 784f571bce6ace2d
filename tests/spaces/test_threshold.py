"""What one is told at the door of a Space."""

import asyncio

import pytest

from apps.accounts.models import User
from apps.core.errors import NotFound
from apps.graph import privacy
from apps.graph import services as graph
from apps.spaces import access, invitations, services, stage, threshold
from tests.live.client import Guest

pytestmark = pytest.mark.django_db


@pytest.fixture
def space(alice):
    return services.start_space(host=alice, title="Dawn chorus", announce=False)


def look(viewer, space, *, speaking=(), listening=()):
    ids = ([str(person.pk) for person in people] for people in (speaking, listening))
    return threshold.look_inside(viewer=viewer, space=space, **dict(zip(("speaking", "listening"), ids, strict=True)))


def test_bob_learns_how_many_he_would_rather_not_meet_and_not_who_blocked_whom(alice, bob, charlie, dave, space):
    graph.block(blocker=bob, blocked=charlie)
    graph.block(blocker=dave, blocked=bob)
    inside = look(bob, space, speaking=[alice], listening=[charlie, dave])
    assert (inside.parted_count, inside.parted_speaks) == (2, False)
    inside = look(bob, space, speaking=[alice, dave], listening=[])
    assert (inside.parted_count, inside.parted_speaks) == (1, True)


def test_a_block_between_others_is_not_his(alice, bob, charlie, dave, space):
    graph.block(blocker=charlie, blocked=dave)
    assert look(bob, space, speaking=[alice], listening=[charlie, dave]).parted_count == 0


def test_who_sits_on_the_stage_can_not_hide(bob, space):
    assert look(bob, space).may_hide
    seat = services.enter_space(person=bob, space=space)
    stage.raise_hand(seat=seat)
    stage.bring_to_stage(seat=seat)
    assert not look(bob, space).may_hide


def test_the_card_is_shown_at_the_door_and_nobody_elses_is(client, bob, space):
    address = f"/live/spaces/{space.pk}/inside/"
    client.force_login(bob)
    html = client.get(address).content.decode()
    assert "Nobody you blocked is there" in html
    assert "Enter hidden" in html
    graph.block(blocker=space.host, blocked=bob)
    assert client.get(address).status_code == 404


def test_who_hides_their_presence_comes_in_hidden(bob, charlie, space):
    choices = {"is_protected": False, "messages_from": "everyone", "invites_from": "everyone"}
    privacy.change_privacy(person=bob, hides_presence=True, **choices)
    assert services.enter_space(person=bob, space=space).is_hidden
    assert not services.enter_space(person=charlie, space=space).is_hidden


def test_who_hides_their_presence_comes_in_hidden_though_invited(alice, bob, space):
    bob.hides_presence = True
    bob.save()
    invitations.invite_to_stage(host=alice, space=space, person=bob)
    assert services.enter_space(person=bob, space=space).is_hidden


def test_their_choice_comes_first_on_the_card(client, alice, bob, space):
    client.force_login(bob)
    page = f"/live/spaces/{space.pk}/inside/"
    assert client.get(page).content.index(b'data-answer="enter"') < client.get(page).content.index(b'data-answer="hidden"')
    User.objects.filter(pk=bob.pk).update(hides_presence=True)
    assert client.get(page).content.index(b'data-answer="enter"') > client.get(page).content.index(b'data-answer="hidden"')


def test_no_host_finds_out_by_trying_who_listens_hidden(alice, bob, charlie, space):
    seat = services.enter_space(person=bob, space=space)
    services.be_seen(seat=seat, is_hidden=True)
    for person in (bob, charlie):
        with pytest.raises(NotFound):
            access.seat_to_host(alice, space.pk, str(person.pk))
    stage.raise_hand(seat=seat)
    assert access.seat_to_host(alice, space.pk, str(bob.pk)) == seat


def test_asking_to_speak_is_being_seen(bob, space):
    seat = services.enter_space(person=bob, space=space)
    services.be_seen(seat=seat, is_hidden=True)
    stage.raise_hand(seat=seat)
    assert not seat.is_hidden
    services.be_seen(seat=seat, is_hidden=True)
    assert not seat.is_hidden


@pytest.mark.django_db(transaction=True)
async def test_who_is_hidden_is_counted_and_named_nowhere(settings, alice, bob, space):
    settings.ALLOWED_HOSTS = ["testserver"]
    async with Guest(alice, space) as host:
        guest = await Guest(bob, space).open()
        await guest.event("hello")
        welcome = (await guest.ask("join", version=1, since=None, hidden=True))["data"]
        assert welcome["you"]["hidden"]
        news = await host.event("audience_changed")
        assert (news["count"], news["hidden"], news["joined"]) == (1, 1, [])
        assert (await guest.ask("react", reaction="💯"))["code"] == "hidden"
        assert (await guest.ask("raise_hand"))["ok"]
        assert (await host.event("hand_changed"))["person"]["id"] == str(bob.pk)
        news = await host.event("audience_changed")
        assert (news["count"], news["hidden"], [person["id"] for person in news["joined"]]) == (1, 0, [str(bob.pk)])
        await guest.wire.disconnect()


@pytest.mark.django_db(transaction=True)
async def test_who_is_hidden_stays_so_when_the_line_comes_back(settings, alice, bob, space):
    settings.ALLOWED_HOSTS = ["testserver"]
    async with Guest(alice, space):
        for said in ({"hidden": True}, {}):
            guest = await Guest(bob, space).open()
            await guest.event("hello")
            assert (await guest.ask("join", version=1, since=None, **said))["data"]["you"]["hidden"]
            await guest.wire.disconnect()
        await asyncio.sleep(0)


def test_those_who_are_hidden_are_not_counted_as_met(alice, bob, charlie, space):
    """The room leaves them out of who is present."""
    from apps.spaces.live.room import Room
    from tests.live.voices import ALICE, Ear, facts, person

    room = Room(facts(), 0.0)
    room.enter(ALICE, Ear())
    room.enter(person(7, "eve"), Ear(), is_hidden=True)
    room.enter(person(8, "fay"), Ear())
    assert room.present() == ([ALICE["id"]], ["8"])
