"""People in a live Space, as the load process plays them: voices that talk without pause, listeners that check every packet."""

import asyncio
import json
import random
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from apps.spaces.live import protocol
from apps.spaces.live.protocol import Beat, Mic
from bench.site import Site
from bench.wire import Wire, connect

PACKET_SECONDS = 0.020
_JOINS_AT_ONCE = 20


@dataclass
class Bundles:
    """What the listeners got. A bundle is read once and then compared, byte for byte, by everybody else who gets it."""

    expected: dict[bytes, float] = field(default_factory=dict)  # packet → when it was sent
    copies: dict[int, bytes] = field(default_factory=dict)  # bundle_seq → its bytes
    receipts: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))
    last_at: dict[int, float] = field(default_factory=dict)
    altered: int = 0

    def take(self, payload: bytes, now: float) -> None:
        seq = int.from_bytes(payload[2:6], "big")
        copy = self.copies.setdefault(seq, payload)
        if copy is not payload and copy != payload:
            self.altered += 1
            return
        self.receipts[seq] += 1
        self.last_at[seq] = now

    def packets(self) -> dict[bytes, tuple[int, float]]:
        """packet → (how many got it, when the last one did)."""
        found: dict[bytes, tuple[int, float]] = {}
        for seq, payload in self.copies.items():
            for group in protocol.parse_bundle(payload).groups:
                for packet in group.packets:
                    found[packet] = (self.receipts[seq], self.last_at[seq])
        return found


class Crowd:
    """Everybody connected to one Space."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.bundles = Bundles()
        self.wires: list[Wire] = []
        self.listening: list[Wire] = []
        self._tasks: list[asyncio.Task[Any]] = []

    async def join(self, people: range) -> list[Wire]:
        """Lets these people in; each reports what it has heard as often as the server asks."""
        joined: list[Wire] = []
        for start in range(0, len(people), _JOINS_AT_ONCE):
            joined += await asyncio.gather(*(self._join(i) for i in people[start : start + _JOINS_AT_ONCE]))
        self.wires += joined
        return joined

    async def _join(self, i: int) -> Wire:
        wire = await connect(
            self.site.port, f"/live/spaces/{self.site.space_id}/", self._on_message, session=self.site.sessions[i]
        )
        wire.facts.update(heard=0, joined=asyncio.get_running_loop().create_future(), answers={})
        wire.write(json.dumps({"command": "join", "id": "1", "data": {"version": 1, "since": None}}).encode(), opcode=1)
        await wire.facts["joined"]
        wire.facts["beating"] = asyncio.ensure_future(self._beat(wire))
        return wire

    async def open_mics(self, speakers: list[Wire]) -> None:
        for wire in speakers:
            wire.write(json.dumps({"command": "set_mic", "id": "2", "data": {"open": True}}).encode(), opcode=1)
        await asyncio.sleep(0.5)

    async def talk(self, speakers: list[Wire], seconds: float, *, packet_bytes: int = 60) -> None:
        """Everybody of `speakers` sends a packet each 20 ms, evenly spread, each with bytes of its own."""
        await asyncio.gather(
            *(self._talk(wire, seconds, packet_bytes, PACKET_SECONDS * i / len(speakers)) for i, wire in enumerate(speakers))
        )

    async def _talk(self, wire: Wire, seconds: float, packet_bytes: int, offset: float) -> None:
        loop = asyncio.get_running_loop()
        start = loop.time() + offset
        seq = wire.facts.get("seq", 0)
        for i in range(int(seconds / PACKET_SECONDS)):
            await asyncio.sleep(start + i * PACKET_SECONDS - loop.time())
            seq += 1
            packet = b"\x78" + random.randbytes(packet_bytes - 1)
            self.bundles.expected[packet] = loop.time()
            wire.write(protocol.mic(Mic(0, seq & 0xFFFF, seq * 960 & 0xFFFFFFFF, 30, packet)))
        wire.facts["seq"] = seq

    async def _beat(self, wire: Wire) -> None:
        await asyncio.sleep(random.random() * wire.facts["beat_seconds"])
        while wire.closed_at is None:
            wire.write(protocol.beat(Beat(0, 150, wire.facts["heard"] & 0xFFFFFFFF, 0)))
            await asyncio.sleep(wire.facts["beat_seconds"])

    def _on_message(self, wire: Wire, opcode: int, payload: bytes, now: float) -> None:
        if opcode == 1:
            message = json.loads(payload)
            if message.get("event") == "hello":
                wire.facts["beat_seconds"] = message["data"]["beat_ms"] / 1000
            elif message.get("reply") == "1" and not wire.facts["joined"].done():
                wire.facts["joined"].set_result(message)
        elif payload[0] == 0x13:
            wire.facts["heard"] += 1
            wire.facts["gap"] = max(wire.facts.get("gap", 0.0), now - wire.facts.get("bundle_at", now))
            wire.facts["bundle_at"] = now
            self.bundles.take(payload, now)
        elif payload[0] == 0x12:
            wire.facts["heard"] += 1

    def leave(self) -> None:
        for wire in self.wires:
            wire.facts["beating"].cancel()
            wire.transport.abort()


def quantile(values: list[float], q: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(q * len(ordered)))]
