"""Every socket and every command in a live Space, by everybody: `matrix.csv` says what they are answered."""

import asyncio
import json
from typing import Any

import pytest
from django.utils import timezone

from apps.accounts.suspending import suspend
from apps.core.errors import NotFound
from apps.spaces import invitations, services, stage
from apps.spaces.live.commands import ROOM_COMMANDS, ROW_COMMANDS
from apps.spaces.live.protocol import CLOSE_CODES
from apps.spaces.models import Seat, Space
from spaces_project.routing import websocket_urlpatterns
from tests.house.matrix import ABSENT, PEOPLE, everybody, everything, matrix
from tests.live.client import Guest, headers_of

# What a command may carry.
DATA = {"version": 1, "n": 0, "open": True, "reaction": "💯", "agrees": True}
AT_ONCE = 25  # commands; a few more are too fast
CLOSES = {code: name for name, code in CLOSE_CODES.items()}
OTHER_SOCKETS = {"live_tab": "/live/tab/", "nowhere": "/live/nothing/"}
WAY_IN = matrix("WS")["live_space"]["WS", "live"]
INSIDE = [who for who in PEOPLE if WAY_IN[who] == "open"]
OUTSIDE = [who for who in PEOPLE if who not in INSIDE]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(settings) -> dict[str, Any]:
    settings.ALLOWED_HOSTS = ["testserver"]
    return everybody()


async def headers_for(people: dict[str, Any], who: str) -> Any:
    """What the browser of somebody sends; sybil is suspended after she signed in."""
    headers = await asyncio.to_thread(headers_of, people[who])
    if who == "sybil":
        await asyncio.to_thread(suspend, person=people[who])
    return headers


# ---- Sockets ---------------------------------------------------------------------------------------------------------


def test_every_socket_is_listed():
    assert set(matrix("WS")) == {route.name for route in websocket_urlpatterns}


@pytest.mark.parametrize("name", matrix("WS"))
async def test_what_a_socket_opens_to(people, name):
    things = await asyncio.to_thread(everything, people)
    headers = {who: await headers_for(people, who) for who in PEOPLE}
    expected, answers = matrix("WS")[name], {}
    for row in expected:
        path = f"/live/spaces/{things['space_id'][row[1]]}/" if name == "live_space" else OTHER_SOCKETS[name]
        answers[row] = {who: await knock(headers[who], path) for who in PEOPLE}
    assert answers == expected


async def knock(headers: Any, path: str) -> str:
    """What a new connection meets: the name of its close, or nothing that would keep it from being open."""
    guest = Guest(None, ABSENT, headers)
    guest.path = path
    await guest.open()
    is_silent = path == "/live/tab/" and await guest.wire.receive_nothing(0.1)
    output = {"type": "websocket.send"} if is_silent else await guest.wire.receive_output(10)
    await guest.wire.disconnect()
    return "open" if output["type"] == "websocket.send" else CLOSES[output["code"]]


# ---- Commands --------------------------------------------------------------------------------------------------------


def test_every_command_is_listed():
    assert set(matrix("COMMAND")) == {"join", *ROW_COMMANDS, *ROOM_COMMANDS}


@pytest.mark.parametrize("who", INSIDE)
async def test_what_is_done_for_those_inside(people, who):
    """What is refused changes nothing, so that one visit serves for all of it; whatever else is done needs a Space of its own."""
    expected = {(name, row[1]): to[who] for name, rows in matrix("COMMAND").items() for row, to in rows.items()}
    refused = [asked for asked, answer in expected.items() if not answer.startswith(("ok", "closed"))]
    visits = [refused[i : i + AT_ONCE] for i in range(0, len(refused), AT_ONCE)]
    visits += [[asked] for asked in expected if asked not in refused]
    answers = {}
    for visit in visits:
        space, persons = await asyncio.to_thread(_scene, people)
        async with Guest(people[who], space) as guest:
            for name, target in visit:
                answers[name, target] = await obeyed(guest, name, {"person": persons[target]} if target else {})
    assert answers == expected


@pytest.mark.parametrize("who", OUTSIDE)
async def test_nothing_is_done_for_those_outside(people, who):
    """Whoever is not let in is told so, and nothing they send is heeded."""
    headers = await headers_for(people, who)
    space, persons = await asyncio.to_thread(_scene, people)
    before = await asyncio.to_thread(_seats, space)
    guest = await Guest(None, space, headers).open()
    for name in ("join", *ROW_COMMANDS, *ROOM_COMMANDS):
        await guest.tell(name, **DATA, person=persons["listener"])
    assert CLOSES[await guest.close_code()] == WAY_IN[who]
    assert await guest.wire.receive_nothing(0.3)
    assert await asyncio.to_thread(_seats, space) == before


def _seats(space: Space) -> list[Any]:
    return [Space.objects.values().get(pk=space.pk), *Seat.objects.filter(space=space).order_by("pk").values()]


async def obeyed(guest: Guest, command: str, about: dict[str, str | None]) -> str:
    """What somebody in a Space is answered. "Not found" is said in the same words whatever the reason."""
    await guest.tell(command, **DATA, **about)
    while True:
        output = await guest.wire.receive_output(10)
        if output["type"] == "websocket.close":
            return f"closed: {CLOSES[output['code']]}"
        message = json.loads(output.get("text") or "{}")
        if command == "leave" and message.get("ok"):
            continue  # sometimes it is said before the close, sometimes the close says it
        if "reply" in message:
            assert message.get("code") != "not_found" or message["text"] == str(NotFound().text)
            return "ok" if message["ok"] else message["code"]


def _scene(people: dict[str, Any]) -> tuple[Space, dict[str, str | None]]:
    """A Space of alice's: bob speaks, erin listens, fred asks to speak, gina is invited, dave was removed, hugo never came."""
    Space.objects.update(ended_at=timezone.now())
    space = services.start_space(host=people["alice"], title="Dawn chorus", announce=False)
    seats = {who: services.enter_space(person=people[who], space=space) for who in ("bob", "erin", "fred", "dave")}
    for who in ("bob", "fred"):
        stage.raise_hand(seat=seats[who])
    stage.bring_to_stage(seat=seats["bob"])
    services.remove_person(seat=seats["dave"])
    invitations.invite_to_stage(host=space.host, space=space, person=people["gina"])
    cast = {"host": "alice", "speaker": "bob", "asking": "fred", "listener": "erin", "removed": "dave", "outside": "hugo"}
    cast |= {"invited": "gina", "blocked": "mallory", "blocker": "oscar"}
    return space, {**{role: str(people[who].pk) for role, who in cast.items()}, "absent": str(ABSENT), "everybody": None}
