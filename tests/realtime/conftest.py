"""Ears."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from apps.realtime.table import table
from tests.together import eventually


@pytest.fixture
def heard() -> Iterator["Heard"]:
    """What is heard on a topic: `heard.on("live")`, then `await heard(2)` for the first two."""
    ear = Heard()
    yield ear
    ear.stop()


class Heard:
    def __init__(self) -> None:
        self.news: list[tuple[str, dict[str, Any]]] = []
        self._stops: list[Callable[[], None]] = []

    def on(self, topic: str) -> None:
        table.subscribe(topic, self._hear)
        self._stops.append(lambda: table.unsubscribe(topic, self._hear))

    def stop(self) -> None:
        while self._stops:
            self._stops.pop()()

    def _hear(self, event: str, data: dict[str, Any]) -> None:
        self.news.append((event, data))

    async def __call__(self, count: int) -> list[tuple[str, dict[str, Any]]]:
        await eventually(lambda: len(self.news) >= count)
        return self.news
