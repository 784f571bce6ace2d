"""The bytes, against the vectors that JavaScript is held to as well."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.spaces.live import protocol
from apps.spaces.live.protocol import BadFrame, Beat, Bundle, Group, Mic, Pulse, Relay

pytestmark = pytest.mark.pure

ROOT = Path(__file__).parents[2]
VECTORS = json.loads((ROOT / "tests/data/live_protocol.json").read_text())


def _fields(vector):
    fields = dict(vector["fields"])
    if "packet" in fields:
        fields["packet"] = bytes.fromhex(fields["packet"])
    for group in fields.get("groups", []):
        group["packets"] = [bytes.fromhex(packet) for packet in group["packets"]]
    if "groups" in fields:
        fields["groups"] = [Group(**group) for group in fields["groups"]]
    return fields


def _write_relay(relay: Relay) -> bytes:
    return protocol.relay(relay.slot, Mic(relay.flags, relay.seq, relay.ts, relay.level, relay.packet))


KINDS = {
    "mic": (Mic, protocol.mic, protocol.parse_mic),
    "relay": (Relay, _write_relay, protocol.parse_relay),
    "bundle": (Bundle, lambda bundle: protocol.bundle(*bundle), protocol.parse_bundle),
    "beat": (Beat, protocol.beat, protocol.parse_beat),
    "pulse": (Pulse, protocol.pulse, protocol.parse_pulse),
}


@pytest.mark.parametrize("vector", json.loads(json.dumps(VECTORS["valid"])), ids=lambda vector: vector["name"])
def test_every_vector_is_written_and_read_as_it_stands(vector):
    kind, write, read = KINDS[vector["kind"]]
    message = kind(**_fields(vector))
    assert write(message).hex() == vector["hex"]
    assert read(bytes.fromhex(vector["hex"])) == message


@pytest.mark.parametrize("vector", VECTORS["refused"], ids=lambda vector: vector["name"])
def test_what_no_client_may_send_is_refused(vector):
    with pytest.raises(BadFrame):
        protocol.parse_from_client(bytes.fromhex(vector["hex"]))


@given(st.binary(max_size=1400))
def test_arbitrary_bytes_are_a_message_or_a_bad_frame(data):
    try:
        message = protocol.parse_from_client(data)
    except BadFrame:
        return
    write = protocol.mic if isinstance(message, Mic) else protocol.beat
    assert write(message)[2:] == data[2:]


@given(st.binary(max_size=200))
def test_arbitrary_bytes_never_break_the_readers_of_what_the_server_sends(data):
    for read in (protocol.parse_bundle, protocol.parse_relay, protocol.parse_pulse):
        try:
            read(data)
        except BadFrame:
            continue


def test_the_documents_close_codes_are_the_programs():
    written = dict(re.findall(r"^\| (\d{4}) \| `(\w+)` \|", (ROOT / "docs/live-protocol.md").read_text(), re.MULTILINE))
    ours = {str(code): name for name, code in protocol.CLOSE_CODES.items() if code >= 4000}
    assert written == ours


def test_the_documents_reactions_are_the_programs():
    line = re.search(r"^Reactions: (.+)\.$", (ROOT / "docs/live-protocol.md").read_text(), re.MULTILINE)
    assert tuple(line[1].split()) == protocol.REACTIONS
