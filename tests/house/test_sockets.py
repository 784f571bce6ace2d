"""Every socket and every command in a live Space, by everybody: `matrix.csv` says what they are answered."""

import asyncio
import json
from typing import Any

import pytest
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.suspending import suspend
from apps.core.errors import NotFound
from apps.spaces import invitations, services, stage
from apps.spaces.live.commands import ROOM_COMMANDS, ROW_COMMANDS
from apps.spaces.live.protocol import CLOSE_CODES
from apps.spaces.models import Space
from spaces_project.routing import websocket_urlpatterns
from tests.house.matrix import ABSENT, PEOPLE, everybody, everything, matrix
from tests.live.client import Guest, headers_of

# ---- Sockets ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def this_host(settings) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]


def test_every_socket_is_listed():
    assert set(matrix("WS")) == {route.name for route in websocket_urlpatterns}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", matrix("WS"))
async def test_sockets(this_host, people, things, name):
    expected, answers = matrix("WS")[name], {}
    for row in expected:
        path = f"/live/spaces/{things['space_id'][row[1]]}/" if name == "live_space" else OTHER_SOCKETS[name]
        answers[row] = {who: await knock(people[who], path) for who in PEOPLE}
    assert answers == expected


async def knock(person: User | None, path: str) -> str:
    """What a new connection meets: the name of its close, or nothing that would keep it from being open."""
    guest = Guest(person, ABSENT)
    guest.path = path
    await guest.open()
    is_silent = path == "/live/tab/" and await guest.wire.receive_nothing(0.1)
    output = {"type": "websocket.send"} if is_silent else await guest.wire.receive_output(10)
    await guest.wire.disconnect()
    return "open" if output["type"] == "websocket.send" else CLOSES[output["code"]]


# ---- Commands --------------------------------------------------------------------------------------------------------


def test_every_command_is_listed():
    assert set(matrix("COMMAND")) == {"join", *ROW_COMMANDS, *ROOM_COMMANDS}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", matrix("COMMAND"))
async def test_commands(this_host, people, name):
    expected, answers = matrix("COMMAND")[name], {}
    for row in expected:
        answers[row] = {who: await obeyed(people, who, name, row[1]) for who in expected[row]}
    assert answers == expected


async def obeyed(people: dict[str, Any], who: str, command: str, target: str) -> str:
    """What somebody in a Space is answered. "Not found" is said in the same words whatever the reason."""
    space, persons = await asyncio.to_thread(_scene, people)
    guest = await Guest(people[who], space).__aenter__()
    await guest.tell(command, **DATA, **({"person": persons[target]} if target else {}))
    while True:
        output = await guest.wire.receive_output(10)
        if output["type"] == "websocket.close":
            return f"closed: {CLOSES[output['code']]}"
        message = json.loads(output.get("text") or "{}")
        if "reply" in message:
            await guest.wire.disconnect()
            assert message.get("code") != "not_found" or message["text"] == str(NotFound().text)
            return "ok" if message["ok"] else message["code"]


def _scene(people: dict[str, Any]) -> tuple[Space, dict[str, str | None]]:
    """A Space of alice's: bob speaks, charlie and erin listen, dave asks to speak, gina is invited, fred was removed, mod never came."""
    Space.objects.update(ended_at=timezone.now())
    space = services.start_space(host=people["alice"], title="Dawn chorus", announce=False)
    seats = {who: services.enter_space(person=people[who], space=space) for who in ("charlie", "bob", "dave", "erin", "fred")}
    for who in ("bob", "dave"):
        stage.raise_hand(seat=seats[who])
    stage.bring_to_stage(seat=seats["bob"])
    services.remove_person(seat=seats["fred"])
    invitations.invite_to_stage(host=space.host, space=space, person=people["gina"])
    cast = {"host": "alice", "speaker": "bob", "asking": "dave", "listener": "erin", "removed": "fred", "outside": "mod"}
    cast |= {"invited": "gina"}
    return space, {**{role: str(people[who].pk) for role, who in cast.items()}, "absent": str(ABSENT), "everybody": None}
