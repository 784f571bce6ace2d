"""What a socket can be sent that nobody should send: each gets a name, and the Space goes on."""

import json

import pytest

from tests.live.client import Guest

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("this_host")]


@pytest.mark.parametrize("data", [b"", b"\x11", b"\x21" + b"\0" * 20, b"\x1f" * 40, b"\x11" + b"\0" * 8 + b"\x78" * 2000])
async def test_bytes_that_are_no_frame_end_the_connection_by_name_and_the_space_goes_on(alice, bob, space, data):
    async with Guest(alice, space) as host:
        guest = await Guest(bob, space).__aenter__()
        await guest.send(data)
        assert await guest.close_code() == 4400
        assert (await host.ask("set_mic", open=True))["ok"]


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "1e999", '"join"', '{"command": 1, "id": "1"}', '{"command": "react"}', '{"command": "react", "id": 7}',
     '{"command": "react", "id": "1", "data": []}', "[" * 4000, "x" * 5000, '{"command": "react", "id": "' + "7" * 33 + '"}'],
)  # fmt: skip
async def test_text_that_is_no_command_is_named_and_the_connection_goes_on(bob, space, text):
    async with Guest(bob, space) as guest:
        await guest.send(text)
        assert (await guest.event("error"))["code"] == "bad_message"
        assert (await guest.ask("react", reaction="💯"))["ok"]


@pytest.mark.parametrize(
    ("command", "data", "code"),
    [
        ("fly", {}, "unknown_command"),
        ("join", {"version": 1}, "unknown_command"),
        ("react", {"reaction": "💩"}, "unknown_reaction"),
        ("react", {}, "unknown_reaction"),
        ("react", {"reaction": ["💯"]}, "unknown_reaction"),
        ("set_mic", {"open": "yes"}, "bad_message"),
        ("set_mic", {"open": True}, "not_on_stage"),
        ("__class__", {}, "unknown_command"),
    ],
)
async def test_odd_commands_are_refused_by_name(bob, space, command, data, code):
    async with Guest(bob, space) as guest:
        answer = await guest.ask(command, **data)
        assert (answer["ok"], answer["code"]) == (False, code)
        assert answer["text"]


async def test_a_replayed_packet_is_heard_once(alice, bob, space):
    async with Guest(alice, space) as host, Guest(bob, space) as guest:
        await host.ask("set_mic", open=True)
        for _ in range(3):
            await host.say(b"\x78once", seq=7)
        assert await guest.hears() == [b"\x78once"]
        assert (await host.event("error"))["code"] == "replayed"


async def test_a_thousand_packets_a_second_are_cut_and_a_flood_is_closed(alice, bob, space):
    async with Guest(bob, space) as guest:
        host = await Guest(alice, space).__aenter__()
        await host.ask("set_mic", open=True)
        for _ in range(1000):
            await host.say()
        assert await host.close_code() == 4429
        assert 0 < len(await guest.hears()) < 200


async def test_a_flood_of_beats_is_closed(bob, space):
    guest = await Guest(bob, space).__aenter__()
    for _ in range(2000):
        await guest.beat()
    assert await guest.close_code() == 4429


async def test_a_flood_before_joining_is_closed(bob, space):
    guest = await Guest(bob, space).open()
    await guest.event("hello")
    for _ in range(2000):
        await guest.beat()
    assert await guest.close_code() == 4429


async def test_a_deactivated_person_is_heard_no_more(alice, bob, space):
    async with Guest(alice, space), Guest(bob, space) as guest:
        bob.is_active = False
        await bob.asave()
        assert await guest.close_code() == 4403


async def test_a_flood_of_commands_is_refused_and_then_closed(bob, space):
    guest = await Guest(bob, space).__aenter__()
    for i in range(300):
        await guest.wire.send_to(text_data=json.dumps({"command": "react", "id": str(i), "data": {"reaction": "💯"}}))
    assert await guest.close_code() == 4429
