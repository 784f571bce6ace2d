"""The socket, with real rows beneath it: the journey of sound, and who may do what."""

import asyncio
import json
import threading

import pytest

from apps.core.errors import Refused
from apps.spaces import invites, services
from apps.spaces.live import protocol
from apps.spaces.live.commands import ROW_COMMANDS
from tests import factories
from tests.live.client import Guest, headers_of, log_out, on_stage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("this_host")]


# ---- the journey -----------------------------------------------------------------------------------------------------


async def test_bob_hears_alice_and_then_alice_hears_bob(alice, bob, space):
    async with Guest(alice, space) as host, Guest(bob, space) as guest:
        alices = {"id": str(alice.pk), "slot": 0, "may_host": True, "captions_consent": None}
        assert host.welcome["you"] == {**alices, "hidden": False, "unheard": []}
        await host.say(b"\x78too early")
        assert (await host.event("error"))["code"] == "muted"
        await host.ask("set_mic", open=True)
        await host.say(b"\x78good morning")
        assert await guest.hears() == [b"\x78good morning"]
        await on_stage(host, guest)
        await guest.ask("set_mic", open=True)
        await guest.say(b"\x78thank you")
        assert await host.hears() == [b"\x78thank you"]
        await host.ask("mute", person=str(bob.pk))
        await guest.say(b"\x78still here?")
        assert await host.hears() == []
        await host.tell("end_space")
        assert (await guest.event("space_ended"))["url"] == space.get_absolute_url()
        assert await guest.close_code() == 4410


async def test_moved_to_the_audience_bob_is_unheard_and_hears_bundles_again(alice, bob, space):
    async with Guest(alice, space) as host, Guest(bob, space) as guest:
        await on_stage(host, guest)
        await guest.ask("set_mic", open=True)
        await host.ask("move_to_audience", person=str(bob.pk))
        while (await guest.event("seat_changed"))["seat"]:
            pass  # his arrival there, his microphone
        await guest.say()
        assert (await guest.event("error"))["code"] == "not_on_stage"
        assert await host.hears() == []


async def test_charlie_is_removed_and_may_join_the_next_one(alice, charlie, space):
    async with Guest(alice, space) as host:
        guest = await Guest(charlie, space).__aenter__()
        assert (await host.ask("remove_person", person=str(charlie.pk)))["ok"]
        assert await guest.close_code() == 4403
        again = await Guest(charlie, space).open()
        assert await again.close_code() == 4403
        await host.tell("end_space")
        assert await host.close_code() == 4410
    following = await asyncio.to_thread(services.start_space, host=alice, title="Another", announce=False)
    async with Guest(charlie, following) as guest:
        assert guest.welcome["you"]["slot"] is None


async def test_bob_is_invited_accepts_by_himself_and_is_heard_once_he_unmutes(alice, bob, space):
    async with Guest(alice, space) as host, Guest(bob, space) as guest:
        assert (await host.ask("invite_to_stage", person=str(bob.pk)))["ok"]
        assert (await guest.event("invitation_changed"))["person"]["id"] == str(bob.pk)
        await guest.say()
        assert (await guest.event("error"))["code"] == "not_on_stage"
        assert (await guest.ask("accept_invitation"))["ok"]
        seat = (await host.event("seat_changed"))["seat"]
        assert (seat["person"]["id"], seat["mic"]) == (str(bob.pk), "muted")
        await guest.event("seat_changed")
        await guest.say()
        assert (await guest.event("error"))["code"] == "muted"
        await guest.ask("set_mic", open=True)
        await guest.say(b"\x78thank you")
        assert await host.hears() == [b"\x78thank you"]


async def test_dave_finds_the_invitation_when_he_comes_and_alice_hears_that_he_declines(alice, dave, space):
    async with Guest(alice, space) as host:
        assert (await host.ask("invite_to_stage", person=str(dave.pk)))["ok"]
        await host.event("invitation_changed")
        async with Guest(dave, space) as guest:
            assert [each["person"]["id"] for each in guest.welcome["snapshot"]["invitations"]] == [str(dave.pk)]
            assert (await guest.ask("decline_invitation"))["ok"]
            assert (await host.event("invitation_changed"))["invited_at"] is None
            assert (await guest.ask("accept_invitation"))["code"] == "not_invited"


async def test_who_was_moved_down_by_the_host_comes_up_by_no_link(alice, bob, space):
    link = await asyncio.to_thread(invites.make_invite, host=alice, space=space, role="speaker", lifetime=None, most_uses=None)
    await asyncio.to_thread(invites.use_invite, person=bob, invite=link, on_stage=True)
    async with Guest(alice, space) as host, Guest(bob, space) as guest:
        assert guest.welcome["you"]["slot"] == 1
        assert (await host.ask("move_to_audience", person=str(bob.pk)))["ok"]
    with pytest.raises(Refused, match="moved_down"):
        await asyncio.to_thread(invites.use_invite, person=bob, invite=link, on_stage=True)


async def test_everybody_sees_a_reaction(alice, bob, space):
    async with Guest(alice, space) as host, Guest(bob, space) as guest:
        await guest.ask("react", reaction="💯")
        assert (await host.event("people_reacted"))["reactions"] == [{"person": str(bob.pk), "reaction": "💯", "count": 1}]


async def test_a_second_tab_replaces_the_first(alice, bob, space):
    async with Guest(alice, space) as host:
        first = await Guest(bob, space).__aenter__()
        async with Guest(bob, space) as second:
            assert await first.close_code() == 4409
            await host.ask("set_mic", open=True)
            await host.say()
            assert len(await second.hears()) == 1


async def test_bob_steps_down_and_leaves_and_is_gone(alice, bob, space):
    async with Guest(alice, space) as host:
        guest = await Guest(bob, space).__aenter__()
        await on_stage(host, guest)
        assert (await guest.ask("move_to_audience"))["ok"]
        assert (await host.event("seat_changed"))["seat"] is None
        await guest.tell("leave")
        assert await guest.close_code() == 1000


async def test_who_said_that_they_leave_has_left_though_the_line_went_dead(alice, bob, space, monkeypatch):
    slow = threading.Event()
    monkeypatch.setitem(ROW_COMMANDS, "lower_hand", lambda *_: slow.wait(10))
    async with Guest(alice, space) as host:
        guest = await Guest(bob, space).__aenter__()
        await on_stage(host, guest)
        await guest.tell("lower_hand")
        await guest.tell("leave")
        await guest.__aexit__()
        slow.set()
        while (await host.event("seat_changed"))["seat"]:
            pass  # first it is only seen that he is away


async def test_who_missed_something_is_told_only_that(alice, bob, space):
    async with Guest(alice, space) as host, Guest(bob, space) as guest:
        start = host.welcome["n"]
        await guest.ask("raise_hand")
        await host.event("hand_changed")
        missed = (await host.ask("catch_up", n=start))["data"]["missed"]
        assert "hand_changed" in [message["event"] for message in missed]


async def test_a_beat_is_answered(bob, space):
    async with Guest(bob, space) as guest:
        await guest.beat()
        while not guest.sound:
            await guest._next()
        assert protocol.parse_pulse(guest.sound[0]).client_ms == 0


# ---- while the host is away ------------------------------------------------------------------------------------------


@pytest.fixture
def soon(monkeypatch):
    """What takes a minute takes half a second."""
    monkeypatch.setattr("apps.spaces.live.hosting.HOST_WAITS_SECONDS", 0.5)


async def test_bob_stands_in_for_alice_until_she_is_back(soon, alice, bob, charlie, space):
    host = await Guest(alice, space).__aenter__()
    async with Guest(bob, space) as guest, Guest(charlie, space) as listener:
        await on_stage(host, guest)
        await guest.ask("set_mic", open=True)
        await host.__aexit__()
        assert (await listener.event("host_changed"))["host"] == str(bob.pk)
        await guest.say(b"\x78I stand in")
        assert await listener.hears() == [b"\x78I stand in"]
        await listener.ask("raise_hand")
        assert (await guest.ask("lower_hand", person=str(charlie.pk)))["ok"]
        async with Guest(alice, space) as host:
            assert (await listener.event("host_changed"))["host"] == str(alice.pk)
            await host.event("host_changed")
            await host.ask("set_mic", open=True)
            assert (await guest.ask("mute", person=None))["code"] == "not_found"
            snapshot = (await host.ask("catch_up", n=-1))["data"]["snapshot"]
            assert [(seat["role"], seat["mic"]) for seat in snapshot["stage"]] == [("host", "open"), ("speaker", "open")]
            assert (await host.ask("move_to_audience", person=str(bob.pk)))["ok"]


async def test_who_stands_in_may_leave_and_dora_follows(soon, alice, bob, space):
    dora = await asyncio.to_thread(factories.speaker, space, "dora")
    async with Guest(dora.person, space) as listener, Guest(alice, space) as host:
        guest = await Guest(bob, space).__aenter__()
        await on_stage(host, guest)
        await host.ask("move_to_audience", person=str(dora.person_id))  # so that Bob has been there longer
        await listener.ask("raise_hand")
        await host.ask("bring_to_stage", person=str(dora.person_id))
        await host.__aexit__()
        assert (await listener.event("host_changed"))["host"] == str(bob.pk)
        await guest.tell("leave")
        assert await guest.close_code() == 1000
        assert (await listener.event("host_changed"))["host"] == str(alice.pk)
        assert (await listener.event("host_changed"))["host"] == str(dora.person_id)


async def test_logging_out_closes_the_room_of_that_log_in(soon, alice, bob, space):
    headers = await asyncio.to_thread(headers_of, alice)
    async with Guest(bob, space) as guest:
        host = await Guest(alice, space, headers).__aenter__()
        await on_stage(host, guest)
        await asyncio.to_thread(log_out, headers)
        assert await host.close_code() == 4401
        await host.__aexit__()
        assert (await guest.event("host_changed"))["host"] == str(bob.pk)


# ---- who may do what -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command",
    [
        "bring_to_stage",
        "invite_to_stage",
        "withdraw_invitation",
        "remove_person",
        "mute",
        "end_space",
        "lower_hand",
        "move_to_audience",
    ],
)
async def test_only_the_host_runs_the_space(alice, bob, charlie, space, command):
    async with Guest(bob, space) as guest, Guest(charlie, space):
        answer = await guest.ask(command, person=str(charlie.pk))
        assert (answer["ok"], answer["code"]) == (False, "not_found")


@pytest.mark.parametrize("target", ["999999", "alice", "", None, -1, 2**70, True, ["1"], {"id": 1}])
async def test_naming_nobody_is_answered_like_naming_a_stranger(alice, space, target):
    async with Guest(alice, space) as host:
        answer = await host.ask("remove_person", person=target)
        assert (answer["ok"], answer["code"]) == (False, "not_found")


async def test_a_listener_who_did_not_ask_is_not_brought_up(alice, bob, space):
    async with Guest(alice, space) as host, Guest(bob, space):
        assert (await host.ask("bring_to_stage", person=str(bob.pk)))["code"] == "hand_not_raised"


async def test_the_fourteenth_is_refused_politely(alice, bob, space):
    for i in range(12):
        services_seat = await asyncio.to_thread(factories.speaker, space, f"speaker{i}")
        assert services_seat.is_on_stage
    async with Guest(alice, space) as host, Guest(bob, space) as guest:
        assert len(host.welcome["snapshot"]["stage"]) == 13
        await guest.ask("raise_hand")
        answer = await host.ask("bring_to_stage", person=str(bob.pk))
        assert answer["code"] == "stage_full"
        assert "12" in answer["text"]


async def test_the_host_does_not_leave_the_stage_or_remove_herself(alice, space):
    async with Guest(alice, space) as host:
        assert (await host.ask("move_to_audience"))["code"] == "host_stays"
        assert (await host.ask("leave"))["code"] == "host_stays"
        assert (await host.ask("remove_person", person=str(alice.pk)))["code"] == "not_yourself"


# ---- getting in ------------------------------------------------------------------------------------------------------


async def test_without_a_log_in_the_code_says_so(space):
    stranger = await Guest(None, space).open()
    assert await stranger.close_code() == 4401


async def test_an_absent_space_answers_like_one_that_is_not_open(bob):
    guest = await Guest(bob, 123456).open()
    assert await guest.close_code() == 4404


async def test_an_ended_space_says_so(alice, bob, space):
    await asyncio.to_thread(services.end_space, host=alice, space=space)
    guest = await Guest(bob, space).open()
    assert await guest.close_code() == 4410


@pytest.mark.parametrize(
    "origin",
    [
        None,
        b"null",
        b"http://evil.example",
        b"http://testserver.evil.example",
        b"http://testserver:81",
        b"file://",
        b"http://\xff",
    ],
)
async def test_only_our_own_pages_open_a_socket(bob, space, origin):
    guest = Guest(bob, space, headers=await asyncio.to_thread(headers_of, bob, origin))
    with pytest.raises(AssertionError):
        await guest.open()


async def test_two_origins_are_none(bob, space):
    headers = await asyncio.to_thread(headers_of, bob)
    with pytest.raises(AssertionError):
        await Guest(bob, space, headers=[*headers, (b"origin", b"http://testserver")]).open()


async def test_another_version_of_the_protocol_is_told_apart(bob, space):
    guest = await Guest(bob, space).open()
    await guest.event("hello")
    await guest.wire.send_to(text_data=json.dumps({"command": "join", "id": "1", "data": {"version": 2}}))
    assert await guest.close_code() == 4406
