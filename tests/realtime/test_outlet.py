"""The sending side of a socket: in order, never waiting, closed for good."""

import asyncio

import pytest

from apps.realtime.outlet import Outlet

pytestmark = pytest.mark.pure


class Socket:
    """An ASGI `send` whose peer may stop reading."""

    def __init__(self) -> None:
        self.sent: list[dict] = []
        self.reads = asyncio.Event()
        self.reads.set()
        self.broken = False

    async def send(self, message: dict) -> None:
        if self.broken:
            raise OSError("The peer is gone.")
        await self.reads.wait()
        self.sent.append(message)

    def texts(self) -> list[str]:
        return [message["text"] for message in self.sent if "text" in message]

    def closes(self) -> list[int]:
        return [message["code"] for message in self.sent if message["type"] == "websocket.close"]

    async def read_on(self) -> None:
        self.reads.set()
        for _ in range(3):
            await asyncio.sleep(0)


@pytest.fixture
async def socket() -> Socket:
    return Socket()


@pytest.fixture
async def outlet(socket) -> Outlet:
    return Outlet(socket.send)


async def test_what_is_put_is_sent_before_the_call_returns(outlet, socket):
    outlet.text("one")
    assert outlet.sound(b"two")
    assert socket.sent == [{"type": "websocket.send", "text": "one"}, {"type": "websocket.send", "bytes": b"two"}]


async def test_texts_to_a_full_socket_wait_in_order(outlet, socket):
    socket.reads.clear()
    for n in range(100):
        outlet.text(str(n))
    assert socket.sent == []
    await socket.read_on()
    outlet.text("100")
    assert socket.texts() == [str(n) for n in range(101)]


async def test_what_is_put_while_the_waiting_is_sent_keeps_its_place(outlet, socket):
    socket.reads.clear()
    outlet.text("0")
    outlet.text("1")
    socket.reads.set()
    await asyncio.sleep(0)
    outlet.text("2")
    await socket.read_on()
    assert socket.texts() == ["0", "1", "2"]


async def test_sound_is_refused_while_the_socket_is_full(outlet, socket):
    socket.reads.clear()
    outlet.text("one")
    assert not outlet.sound(b"late")
    await socket.read_on()
    assert outlet.sound(b"now")
    assert [message.get("bytes") for message in socket.sent] == [None, b"now"]


async def test_sound_that_fills_the_socket_is_the_last_until_it_is_gone(outlet, socket):
    socket.reads.clear()
    assert outlet.sound(b"first")
    assert not outlet.sound(b"second")
    await socket.read_on()
    assert [message["bytes"] for message in socket.sent] == [b"first"]


async def test_too_many_waiting_texts_close_it(outlet, socket):
    socket.reads.clear()
    for n in range(300):
        outlet.text(str(n))
    assert outlet.closed
    await socket.read_on()
    assert socket.texts() == ["0"]
    assert socket.closes() == [4414]


async def test_after_the_close_nothing_is_sent(outlet, socket):
    outlet.close(4409, "replaced")
    outlet.close(4403, "removed")
    outlet.text("hello?")
    assert not outlet.sound(b"hello?")
    assert socket.sent == [{"type": "websocket.close", "code": 4409, "reason": "replaced"}]


async def test_a_close_waits_behind_the_texts_before_it(outlet, socket):
    socket.reads.clear()
    outlet.text("goodbye")
    outlet.close(4410, "space_ended")
    await socket.read_on()
    assert [message["type"] for message in socket.sent] == ["websocket.send", "websocket.close"]


async def test_a_waiting_close_is_not_lost_however_much_is_put_behind_it(outlet, socket):
    socket.reads.clear()
    for n in range(256):
        outlet.text(str(n))
    outlet.close(4403, "removed")
    for _ in range(10):
        outlet.text("too late")
    await socket.read_on()
    assert socket.closes() == [4403]
    assert len(socket.texts()) == 256


async def test_a_peer_that_is_gone_closes_it_and_harms_nobody(outlet, socket):
    socket.broken = True
    outlet.text("anybody there?")
    assert outlet.closed
    socket.broken = False
    outlet.text("hello?")
    assert socket.sent == []


async def test_so_does_one_that_goes_while_texts_wait(outlet, socket):
    socket.reads.clear()
    for n in range(3):
        outlet.text(str(n))
    socket.broken = True
    await socket.read_on()
    assert outlet.closed
    assert socket.texts() == ["0"]
    assert not outlet.sound(b"hello?")
