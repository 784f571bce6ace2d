"""Frames as RFC 6455 wants them, read by somebody else's parser."""

import importlib
from functools import partial
from types import SimpleNamespace

import pytest
from websockets.frames import Frame, Opcode
from websockets.streams import StreamReader

from apps.realtime import wire
from apps.realtime.outlet import Outlet
from apps.realtime.wire import Framer, transport_behind

pytestmark = pytest.mark.pure


def parsed(data: bytes) -> list[Frame]:
    """Every frame in `data`; bytes left over are an error."""
    reader, frames = StreamReader(), []
    reader.feed_data(data)
    while reader.buffer:
        parsing = Frame.parse(reader.read_exact, mask=False)
        try:
            next(parsing)
        except StopIteration as done:
            frames.append(done.value)
        else:
            raise AssertionError("A frame is cut short.")
    return frames


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65_535, 65_536, 100_000])
def test_a_frame_is_whole_binary_unmasked_and_of_the_shortest_form(size):
    data = bytes(i % 251 for i in range(size))
    framed = Framer().frame(data)
    (frame,) = parsed(framed)
    assert (frame.opcode, frame.fin, bytes(frame.data)) == (Opcode.BINARY, True, data)
    assert framed == Frame(Opcode.BINARY, data).serialize(mask=False)


def test_frames_in_a_row_stay_apart():
    framer = Framer()
    messages = [b"one", b"", b"x" * 300, b"four"]
    assert [bytes(frame.data) for frame in parsed(b"".join(map(framer.frame, messages)))] == messages


def test_the_same_bytes_for_many_are_framed_once():
    framer, data = Framer(), b"bundle" * 20
    assert framer.frame(data) is framer.frame(data)
    assert framer.frame(b"another") != framer.frame(data)


def test_behind_an_unknown_server_there_is_no_short_way():
    async def send(message):
        raise AssertionError

    for unknown in (send, partial(send, {}), SimpleNamespace().__eq__, None):
        assert transport_behind(unknown) is None


@pytest.mark.parametrize("module", wire._KNOWN_SERVERS)
def test_the_servers_we_know_are_still_where_we_look_for_them(module):
    assert importlib.import_module(module).__name__ == module


@pytest.mark.parametrize("module", wire._KNOWN_SERVERS)
def test_behind_a_known_server_sound_goes_straight_to_its_transport(module):
    written = []
    protocol = type("Protocol", (), {"__module__": module, "send": lambda self, message: None})()
    protocol.transport = SimpleNamespace(write=written.append)
    for send in (protocol.send, partial(print, protocol)):
        assert Outlet(send).sound(b"bundle")
    assert [bytes(frame.data) for frame in parsed(b"".join(written))] == [b"bundle"] * 2
