"""The parts of Linnet apart, behind Debian's nginx with the files of deploy/: everything that people do goes through it."""

import asyncio
import json
import re
import signal
import urllib.error
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import servers
from tests.core.test_supervisor import eventually
from tests.deploy import nginx
from tests.deploy.guests import Person
from tests.running_site import STATIC_FILES, serve

pytestmark = [pytest.mark.production, pytest.mark.xdist_group("nginx")]


@dataclass
class Site:
    url: str
    folder: Path

    def log(self, part: str) -> str:
        return (self.folder / part / "serve.log").read_text()


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[Site]:
    """Roles web, live (twice), worker and beat, each in a folder of its own as on machines of their own."""
    folder = tmp_path_factory.mktemp("parts")
    with ExitStack() as stack:
        postgres, redis = stack.enter_context(servers.postgres()), stack.enter_context(servers.redis())
        web, *live = (servers.free_port() for _ in range(3))
        port = stack.enter_context(nginx.running(web=web, live=live, static=STATIC_FILES))
        site = Site(f"https://localhost:{port}", folder)
        common = {
            "DATABASE_URL": postgres.url,
            "REDIS_URL": redis.url,
            "SECRET_KEY": "parts of one site sign with the same key",
            "BASE_URL": site.url,
            "LOG_LEVEL": "INFO",
        }
        ports = {"web": web, "live-1": live[0], "live-2": live[1], "worker": 1, "beat": 1}
        processes = {
            part: serve(folder / part, ROLE=part.split("-")[0], PORT=str(number), **common) for part, number in ports.items()
        }
        try:
            for part in ports:
                assert eventually(lambda part=part: "(Ctrl+C ends it)" in site.log(part), 300), site.log(part)
            yield site
        finally:
            for process in processes.values():
                process.send_signal(signal.SIGTERM)
            codes = [process.wait(30) for process in processes.values()]
        assert codes == [0] * len(processes)


@pytest.fixture(scope="module")
def people(site) -> dict[str, Person]:
    return {handle: Person(site.url, handle) for handle in ("alice", "bob", "carol", "dora")}


def start_space(host: Person) -> str:
    """The number of a Space that `host` opened."""
    number = re.search(r"/spaces/(\d+)/", host.post("/spaces/", page="/spaces/new/", title="Dawn chorus").url)
    assert number
    return number[1]


async def test_alice_speaks_and_bob_hears_whichever_way_he_writes_the_number(site, people):
    """Three Spaces over two live processes; with a zero before its number, a Space is the same."""
    for host in ("alice", "carol", "dora"):
        number = await asyncio.to_thread(start_space, people[host])
        async with asyncio.timeout(120), people[host].in_space(f"/live/spaces/{number}/") as stage:
            async with people["bob"].in_space(f"/live/spaces/00{number}/") as audience:
                await stage.ask("set_mic", open=True)
                await stage.say(b"\x78good morning")
                assert await audience.hears() == [b"\x78good morning"]
            await stage.asks("end_space")


async def test_what_happens_in_a_live_process_reaches_pages_of_the_web_process(site, people):
    async with asyncio.timeout(120), people["bob"].socket("/live/tab/") as tab:
        number = await asyncio.to_thread(start_space, people["alice"])
        assert json.loads(await tab.recv()) == {"event": "spaces_changed", "data": {"space": number}}
        async with people["alice"].in_space(f"/live/spaces/{number}/") as stage:
            await stage.asks("end_space")
            while json.loads(await tab.recv())["event"] != "spaces_changed":
                pass  # how many listen may come before


def test_the_timetable_of_one_process_is_worked_off_by_another(site):
    assert eventually(lambda: "end_abandoned_spaces" in (log := site.log("worker")) and "succeeded" in log, 90)
    assert "Sending due task" in site.log("beat")


def test_pages_know_that_they_came_over_https_and_from_whom(site, people):
    page = people["alice"].get("/")
    assert page.status == 200
    assert "max-age" in page.headers["Strict-Transport-Security"]
    assert all(cookie.secure for cookie in people["alice"].cookies)


def test_static_files_come_compressed_from_the_folder_and_for_good(site, people):
    script = re.search(r'src="(/static/linnet\.[0-9a-f]+\.js)"', people["alice"].get("/").read().decode())
    assert script
    answer = people["alice"].get(script[1])
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Type"].startswith("application/javascript")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "daphne" not in str(answer.headers).lower()


def test_a_body_beyond_the_limit_never_reaches_linnet(people):
    with pytest.raises(urllib.error.HTTPError) as refusal:
        people["alice"].post("/tweets/", page="/", text="x" * 1_100_000)
    assert refusal.value.code == 413
