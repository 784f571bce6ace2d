"""Messages: is any lost or doubled through connections that break, how long is a conversation of 100,000, how soon is one on the other's page?

python -m bench.messages [sqlite|postgresql] [messages]      PostgreSQL comes with Redis, as in production

Twenty people write into one group, each their own lines one after the other, and each line as often as it takes until it is answered, over
a network that ends all connections at random moments (`tests/faults.py`). Then a conversation of 100,000 messages is opened, at its end and
by a search in its middle; times of the database are those of every query of a page. Last, somebody writes to a person who has the
conversation open: from the click to the message on the other's page, the way of their script (a nudge, then what is new).
"""

import asyncio
import http.client
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import urlencode
from uuid import uuid4

from bench.site import ROOT

SENDERS, MESSAGES, LONG = 20, 10_000, 100_000
WHOLE_SECONDS = (0.3, 2.5)  # how long connections last, at random
READINGS, ARRIVALS = 60, 200
_LIMITS = "messages=1000000,searches_in_minute=1000000"
_CSRF = "linnet" * 5 + "be"  # 32 characters, as a cookie and as a header


def _headers(session: str) -> dict[str, str]:
    return {
        "Cookie": f"sessionid={session}; csrftoken={_CSRF}",
        "X-CSRFToken": _CSRF,
        "Accept": "application/json",
        "Content-Type": "application/x-www-form-urlencoded",
    }


class Sender(threading.Thread):
    """Writes `count` lines, one after the other, whatever the network does."""

    def __init__(self, port: int, path: str, session: str, number: int, count: int) -> None:
        super().__init__(daemon=True)
        self._port, self._path, self._session = port, path, session
        self._lines = [f"{number} {line}" for line in range(count)]
        self.tries = 0
        self.errors: list[str] = []

    def run(self) -> None:
        for line in self._lines:
            form = urlencode({"text": line, "client_id": str(uuid4())})
            while not self._is_answered(form):
                time.sleep(0.02)

    def _is_answered(self, form: str) -> bool:
        self.tries += 1
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=10)
        try:
            connection.request("POST", self._path, form, _headers(self._session))
            answer = connection.getresponse()
            told = answer.read()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        if answer.status not in (201, 429, 503):
            self.errors.append(f"{answer.status} {told[:200]!r}")
        return answer.status == 201


def measure(database: str = "sqlite", messages: int = MESSAGES) -> dict[str, Any]:
    from tests import running_site, servers

    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="linnet-bench-", ignore_cleanup_errors=True)))
        stack.enter_context(mock.patch.dict(os.environ))  # what is measured next has servers of its own
        if database == "postgresql":
            os.environ["DATABASE_URL"] = stack.enter_context(servers.postgres()).url
            os.environ["REDIS_URL"] = stack.enter_context(servers.redis()).url
        site = stack.enter_context(running_site.running_site(folder, LIMITS=_LIMITS))
        environment = {**os.environ, **running_site.standing(folder), "PORT": str(site.port), "LIMITS": _LIMITS}
        world = json.loads(_inside(environment, "people"))
        found = {"database": database, **_write_through(site.port, world, messages)}
        found |= json.loads(_inside(environment, "check", str(world["group"]), str(messages // SENDERS)))
        found |= asyncio.run(_arrivals(site.port, world))
        found |= json.loads(_inside(environment, "read"))
    return found


def _write_through(port: int, world: dict[str, Any], messages: int) -> dict[str, Any]:
    from tests.faults import ShakyLine

    began, luck, cuts = time.monotonic(), random.Random(1), 0
    with ShakyLine(port) as line:
        shaky = int(line.url.rsplit(":", 1)[1])
        path = f"/conversations/{world['group']}/"
        count = messages // SENDERS
        senders = [Sender(shaky, path, session, number, count) for number, session in enumerate(world["sessions"])]
        for sender in senders:
            sender.start()
        while any(sender.is_alive() for sender in senders):
            time.sleep(luck.uniform(*WHOLE_SECONDS))
            with line.cut():
                cuts += 1
    for error in [error for sender in senders for error in sender.errors][:5]:
        print(error, file=sys.stderr)
    return {
        "messages from senders": f"{messages} from {SENDERS}",
        "seconds": time.monotonic() - began,
        "cuts": cuts,
        "sent again": sum(sender.tries for sender in senders) - messages,
        "errors": sum(len(sender.errors) for sender in senders),
    }


async def _arrivals(port: int, world: dict[str, Any]) -> dict[str, Any]:
    """Each message, from the moment it is sent to the moment its text is with the other's page."""
    from bench.crowd import quantile
    from bench.wire import connect

    (one, other), (first, second) = world["pair"], world["sessions"][:2]
    nudges: asyncio.Queue[bytes] = asyncio.Queue()
    wire = await connect(port, "/live/tab/", lambda _wire, _opcode, told, _at: nudges.put_nowait(told), session=second)
    await asyncio.sleep(1)  # until it listens
    took, reached = [], "0"
    for number in range(ARRIVALS):
        began = time.monotonic()
        sent = asyncio.to_thread(_post, port, f"/messages/{other}/", first, f"arrival {number}")
        sending = asyncio.ensure_future(sent)
        while b"message_sent" not in await nudges.get():
            pass
        page = await asyncio.to_thread(_get, port, f"/messages/{one}/?after={reached}", second)
        assert f"arrival {number}<" in page
        took.append(time.monotonic() - began)
        reached = await sending
        await asyncio.sleep(0.05)
    wire.transport.close()
    return {"to the other's page, p50 ms": 1000 * quantile(took, 0.5), "to the other's page, p95 ms": 1000 * quantile(took, 0.95)}


def _post(port: int, path: str, session: str, text: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("POST", path, urlencode({"text": text, "client_id": str(uuid4())}), _headers(session))
    answer = json.loads(connection.getresponse().read())
    connection.close()
    return str(answer["id"])


def _get(port: int, path: str, session: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={**_headers(session), "Accept": "text/html", "HX-Request": "true"})
    page = connection.getresponse().read().decode()
    connection.close()
    return page


# ---- In processes of their own ---------------------------------------------------------------------------------------


def _inside(environment: dict[str, str], *arguments: str) -> str:
    """For Django keeps one database in mind."""
    command = [sys.executable, "-m", "bench.messages", "inside", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def _people() -> dict[str, Any]:
    from apps.accounts.models import User
    from apps.dms.groups import make_group
    from apps.graph.models import Follow
    from bench.log_ins import session_of

    made = User.objects.bulk_create(User(handle=f"p{number}", name=f"Person {number}", password="!") for number in range(SENDERS))
    Follow.objects.bulk_create(Follow(follower=one, followed=other) for one in made for other in made if one != other)
    group = make_group(maker=made[0], people=made[1:], name="Twenty")
    return {
        "group": group.pk,
        "sessions": [session_of(person) for person in made],
        "pair": [made[0].handle, made[1].handle],
    }


def _check(group: str, count: str) -> dict[str, Any]:
    """Against what every sender wrote."""
    from apps.dms.models import Message

    said = Message.objects.said().filter(conversation=int(group)).order_by("pk").values_list("author__handle", "text")
    by_sender: dict[str, list[str]] = {}
    for handle, text in said:
        by_sender.setdefault(handle, []).append(text)
    wanted = {f"p{number}": [f"{number} {line}" for line in range(int(count))] for number in range(SENDERS)}
    return {
        "lost": sum(len(set(lines) - set(by_sender.get(handle, []))) for handle, lines in wanted.items()),
        "doubled": sum(len(lines) - len(set(lines)) for lines in by_sender.values()),
        "out of order": sum(by_sender.get(handle) != lines for handle, lines in wanted.items()),
    }


def _read() -> dict[str, Any]:
    """The database's part of pages of a conversation of 100,000 messages."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from apps.accounts.models import User
    from bench.crowd import quantile
    from bench.log_ins import session_of
    from bench.readers import watched

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    reader, writer = User.objects.get(handle="p2"), User.objects.get(handle="p3")
    ids = _long_conversation(reader, writer)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client()
    client.cookies["sessionid"] = session_of(reader)
    luck = random.Random(2)
    middles = [luck.randrange(LONG // 10, LONG * 9 // 10) for _ in range(READINGS)]
    asked = {
        "opened at the end": [f"/messages/{writer.handle}/"] * READINGS,
        "opened in the middle": [f"/messages/{writer.handle}/?at={ids[middle]}" for middle in middles],
        "a rare word": [f"/found/messages/?q=rare{middle // 1000}" for middle in middles],
        "a common word": ["/found/messages/?q=common"] * READINGS,
    }
    found = {}
    for what, addresses in asked.items():
        spent = []
        for address in addresses:
            with watched() as one:
                assert client.get(address, headers={"Host": "localhost"}).status_code == 200
            spent.append(one.database)
        found[f"{what}, database p95 ms"] = 1000 * quantile(spent, 0.95)
    return found


def _long_conversation(reader: Any, writer: Any) -> list[int]:
    from django.db import transaction
    from django.utils import timezone

    from apps.core.ids import new_id
    from apps.dms import word_index
    from apps.dms.models import Conversation, Message, Side
    from apps.dms.turns import turn_in_pair

    with transaction.atomic():
        conversation = turn_in_pair(reader, writer)
    ids = [new_id() for _ in range(LONG)]
    for start in range(0, LONG, 2000):
        some = [
            Message(
                id=ids[place],
                conversation=conversation,
                author=(reader, writer)[place % 2],
                text=f"common words of number {place} rare{place // 1000} and some more that people say to each other",
                client_id=uuid4(),
                sent_at=timezone.now(),
            )
            for place in range(start, min(start + 2000, LONG))
        ]
        Message.objects.bulk_create(some)
        word_index.keep(some)
    Conversation.objects.filter(pk=conversation.pk).update(last_message=ids[-1])
    Side.objects.filter(conversation=conversation).update(accepted_at=timezone.now())
    return ids


def main(arguments: list[str]) -> None:
    if arguments[:1] != ["inside"]:
        from bench.run import print_table

        return print_table([measure(*arguments[:1], *map(int, arguments[1:2]))])
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spaces_project.settings")
    django.setup()
    acts = {"people": _people, "check": _check, "read": _read}
    print(json.dumps(acts[arguments[1]](*arguments[2:])))
    return None


if __name__ == "__main__":
    main(sys.argv[1:])
