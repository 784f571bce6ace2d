"""Many people doing the same thing at the same moment, and waiting for what they bring about."""

import asyncio
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection

from apps.core.errors import Refused


def at_once(deeds: Iterable[Callable[[], Any]]) -> list[str]:
    """Does all `deeds`, each in a thread of its own; answers for each "done" or the code with which it was refused."""
    waiting = list(deeds)
    barrier = threading.Barrier(len(waiting))

    def do(deed: Callable[[], Any]) -> str:
        barrier.wait(timeout=30)
        try:
            deed()
            return "done"
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(waiting)) as pool:
        return list(pool.map(do, waiting))


async def eventually(holds: Callable[[], bool], seconds: float = 10) -> None:
    """Waits until something is so, generously."""
    for _ in range(int(100 * seconds)):
        if holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("It never came to that.")
