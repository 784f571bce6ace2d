"""What goes to push services: encrypted for the browser (RFC 8291), signed by this site (RFC 8292), never redirected, never waited for long.

No row is read or written here. What is imported late takes a quarter of a second, which only workers need to spend.
"""

import asyncio
import base64
import hashlib
import logging
import socket
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum
from functools import cache
from typing import Any

from django.conf import settings

from apps.core.errors import Refused
from apps.notifications import endpoints

logger = logging.getLogger(__name__)

PAYLOAD_LIMIT = 3072  # bytes; services promise to take 4096 with what encryption adds
TIMEOUT = 10.0  # seconds, for all of it: whoever answers drop by drop holds up the others no longer
_SIGNED_FOR = 12 * 3600  # seconds; a day is the most that services take


class Fate(Enum):
    """What became of a letter."""

    TAKEN = "taken"
    GONE = "gone"  # there is no such browser any more
    LATER = "later"
    REFUSED = "refused"  # and would be again
    FORBIDDEN = "forbidden"  # it leads where we send nothing


@dataclass(frozen=True)
class Letter:
    """`ttl` in seconds: how long the service keeps it for a browser that is off. Of several of one `tag` it keeps the last."""

    endpoint: str
    p256dh: str
    auth: str
    payload: bytes
    ttl: int
    is_urgent: bool
    tag: str


@dataclass(frozen=True)
class Answer:
    fate: Fate
    retry_after: int | None = None  # seconds, if the service said so


def public_key() -> str:
    """By which browsers know this site: an uncompressed point in base64url. Empty where no pushes are sent."""
    return _public_key(settings.VAPID_PRIVATE_KEY) if settings.VAPID_PRIVATE_KEY else ""


@cache
def _public_key(private_key: str) -> str:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
    from py_vapid import Vapid02

    point = Vapid02.from_string(private_key).public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).decode().rstrip("=")


def post(letters: list[Letter]) -> list[Answer]:
    """Sends all of them at once, and tells what became of each, in their order."""
    return asyncio.run(_post_all(letters))


async def _post_all(letters: list[Letter]) -> list[Answer]:
    import aiohttp

    connector = aiohttp.TCPConnector(resolver=_open_resolver(), use_dns_cache=False, limit=50, force_close=True)
    # Without the environment: a proxy would look names up by itself. A service sets no cookies and leads nowhere else.
    session = aiohttp.ClientSession(
        connector=connector, timeout=aiohttp.ClientTimeout(total=TIMEOUT), cookie_jar=aiohttp.DummyCookieJar(), trust_env=False
    )
    async with session:
        return await asyncio.gather(*(_post(session, letter) for letter in letters))


async def _post(session: Any, letter: Letter) -> Answer:
    import aiohttp

    try:
        endpoints.check_endpoint(letter.endpoint)
        async with session.post(
            letter.endpoint, data=_sealed(letter), headers=_headers(letter), allow_redirects=False
        ) as response:
            return _understood(response.status, response.headers.get("Retry-After", ""))
    except (Refused, _Forbidden):
        return Answer(Fate.FORBIDDEN)
    except (TimeoutError, OSError, aiohttp.ClientError) as fault:
        logger.info("A push service can not be reached: %s", type(fault).__name__)
        return Answer(Fate.LATER)
    except Exception:  # of one letter; the others go on
        logger.exception("A push could not be sent.")
        return Answer(Fate.REFUSED)


def _understood(status: int, retry_after: str) -> Answer:
    if 200 <= status < 300:
        return Answer(Fate.TAKEN)
    if status in (404, 410):
        return Answer(Fate.GONE)
    if status in (408, 425, 429) or status >= 500:
        return Answer(Fate.LATER, _seconds_in(retry_after))
    logger.warning("A push service refused a push with the status %s.", status)
    return Answer(Fate.REFUSED)


def _seconds_in(retry_after: str) -> int | None:
    """Of a header that is a number of seconds or a date; None for anything else."""
    if retry_after.isascii() and retry_after.isdecimal():
        return int(retry_after[:9])
    try:
        moment = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0, int((moment - datetime.now(UTC)).total_seconds()))


def _sealed(letter: Letter) -> bytes:
    from pywebpush import WebPusher

    keys = {"p256dh": letter.p256dh, "auth": letter.auth}
    body: bytes = WebPusher({"endpoint": letter.endpoint, "keys": keys}).encode(letter.payload, "aes128gcm")["body"]
    return body


def _headers(letter: Letter) -> dict[str, str]:
    topic = base64.urlsafe_b64encode(hashlib.sha256(letter.tag.encode()).digest())[:32].decode()
    return {
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(letter.ttl),
        "Urgency": "high" if letter.is_urgent else "normal",
        "Topic": topic,
        **_signature(endpoints.origin_of(letter.endpoint)),
    }


def _signature(origin: str) -> dict[str, str]:
    from py_vapid import Vapid02

    claims = {"aud": origin, "sub": settings.VAPID_SUBJECT, "exp": int(time.time()) + _SIGNED_FOR}
    signed: dict[str, str] = Vapid02.from_string(settings.VAPID_PRIVATE_KEY).sign(claims)
    return signed


class _Forbidden(Exception):
    """A name leads to a machine that is not everybody's."""


def _open_resolver() -> Any:
    """Looks names up; what it finds is what is connected to."""
    from aiohttp.abc import AbstractResolver
    from aiohttp.resolver import ThreadedResolver

    class OpenResolver(AbstractResolver):
        def __init__(self) -> None:
            self._asked = ThreadedResolver()

        async def resolve(self, host: str, port: int = 0, family: Any = socket.AF_INET) -> Any:
            found = await self._asked.resolve(host, port, family)
            if not endpoints.is_allowed_local(host, port) and not all(endpoints.is_open_address(each["host"]) for each in found):
                raise _Forbidden
            return found

        async def close(self) -> None:
            await self._asked.close()

    return OpenResolver()
