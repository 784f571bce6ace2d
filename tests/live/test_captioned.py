"""From a voice on one socket to a line on another: consumer, room, captioner, rows, a Celery worker and the real recogniser."""

import asyncio

import pytest
from celery import current_app
from celery.contrib.testing.worker import start_worker

from apps.accounts.models import User
from apps.spaces import services
from apps.spaces.models import Caption
from tests import factories
from tests.live import spoken
from tests.live.client import Guest
from tests.speech.samples import word_errors

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("this_host"), pytest.mark.xdist_group("captioned")]


@pytest.fixture
def worker():
    current_app.control.purge()  # what earlier tests sent
    # Without a level it sets that of all logs to "error", and leaves it there for the tests that follow.
    with start_worker(
        current_app, pool="threads", concurrency=2, perform_ping_check=False, shutdown_timeout=60, loglevel="WARNING"
    ):
        yield


@pytest.fixture
def space(alice):
    User.objects.filter(pk=alice.pk).update(captions_consent=True)
    return services.start_space(host=alice, title="Dawn chorus", announce=False)


class Present(Guest):
    """Somebody whose page reports that it hears everything, however long it waits."""

    async def __aenter__(self) -> "Present":
        await super().__aenter__()
        self.beating = asyncio.ensure_future(self.beat_on())
        return self

    async def __aexit__(self, *exc: object) -> None:
        self.beating.cancel()
        await super().__aexit__(*exc)

    async def beat_on(self) -> None:
        while True:
            await self.beat(heard=0xFFFFFFFF)
            await asyncio.sleep(1)


async def speak(guest: Present, voice: str, *numbers: int) -> None:
    """Says some lines in real time, with a second of silence between them."""
    for number in numbers:
        for mic in spoken.talkspurt(voice, number, ts=guest.clock):
            await guest.say(mic.packet, flags=mic.flags, ts=mic.ts & 0xFFFFFFFF, level=mic.level)
            await asyncio.sleep(0.02)
        guest.clock = mic.ts + 48_000
        await asyncio.sleep(1)


async def unmute(guest: Present) -> None:
    assert (await guest.ask("set_mic", open=True))["ok"]


async def test_bob_reads_what_alice_says_and_so_does_charlie_who_comes_late(alice, bob, charlie, space, worker):
    async with Present(alice, space) as host, Present(bob, space) as guest:
        assert host.welcome["snapshot"]["captions"] == {"state": "on", "lines": []}
        assert host.welcome["snapshot"]["stage"][0]["captioned"] is True
        await unmute(host)
        await speak(host, "slt", 2)
        line = await guest.event("caption_said")
        assert line["person"] == alice.as_event()
        assert word_errors(spoken.line(2), line["text"]) <= 3
        assert 3000 < line["ended_ms"] - line["began_ms"] < 6000
        async with Present(charlie, space) as latecomer:
            assert latecomer.welcome["snapshot"]["captions"]["lines"] == [line]


async def test_two_who_speak_at_once_are_told_apart(alice, space, worker):
    dora = (await asyncio.to_thread(factories.speaker, space, "dora")).person
    async with Present(alice, space) as host, Present(dora, space) as guest:
        assert (await guest.ask("set_captioned", agrees=True))["ok"]
        await unmute(host)
        await unmute(guest)
        await asyncio.gather(speak(host, "slt", 3), speak(guest, "rms", 4))
        lines = [await host.event("caption_said"), await host.event("caption_said")]
        said = {line["person"]["handle"]: line["text"] for line in lines}
        assert word_errors(spoken.line(3), said["alice"]) <= 3
        assert word_errors(spoken.line(4), said["dora"]) <= 3


async def test_of_one_who_refuses_nothing_is_ever_written_down(alice, bob, space, worker):
    async with Present(alice, space) as host, Present(bob, space) as guest:
        assert (await host.ask("set_captioned", agrees=False))["ok"]
        assert (await guest.event("seat_changed"))["seat"]["captioned"] is False
        await unmute(host)
        await speak(host, "slt", 2)
        assert await guest.hears() != []
        assert not await Caption.objects.aexists()
        await host.ask("set_captioned", agrees=True)
        await speak(host, "slt", 3)
        line = await guest.event("caption_said")
        assert word_errors(spoken.line(3), line["text"]) <= 3


async def test_who_refuses_is_asked_no_more_on_the_next_connection(alice, space):
    async with Present(alice, space) as host:
        assert host.welcome["you"]["captions_consent"] is True
        await host.ask("set_captioned", agrees=False)
    async with Present(alice, space) as host:
        assert host.welcome["you"]["captions_consent"] is False
        assert host.welcome["snapshot"]["stage"][0]["captioned"] is False


async def test_in_a_language_the_engine_lacks_nothing_is_kept(bob, space, worker):
    await User.objects.filter(pk=bob.pk).aupdate(captions_consent=True)
    german = await asyncio.to_thread(services.start_space, host=bob, title="Vogelstimmen", announce=False, language="de")
    async with Present(bob, german) as host:
        assert host.welcome["snapshot"]["space"]["language"] == "de"
        assert host.welcome["snapshot"]["captions"]["state"] == "no_language"
        await unmute(host)
        await speak(host, "slt", 2)
        assert not await Caption.objects.aexists()
