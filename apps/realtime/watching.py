"""What the tabs of this process have on the screen, so that its counts change there while it is looked at.

A tab says what it shows. Each second, those whose Tweets changed, or that show others than before, are told the counts of these in one
message; nothing more often, whatever happens. Who may see them is asked anew each time, by those who know (`provide`). Lives on the event
loop; the rows are read in a thread.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any, NamedTuple, Protocol

from channels.db import database_sync_to_async

from apps.realtime import events
from apps.realtime.table import table

logger = logging.getLogger(__name__)

MOST_SHOWN = 100  # by one tab
EVERY_SECONDS = 1.0
_AT_ONCE = 200  # Tweets, and tabs, in one round; the others wait for the next

Counts = dict[str, int]


class Tab(Protocol):
    person_id: int

    def tell(self, event: str, data: dict[str, Any]) -> None: ...


class Source(NamedTuple):
    """Whom to ask; both ask the database. `seen(person_id, ids)`: the counts of those that this person may see. `changed({id: person ids})`:
    the counts of each, and who of these people may see them."""

    seen: Callable[[int, set[int]], dict[int, Counts]]
    changed: Callable[[dict[int, set[int]]], dict[int, tuple[Counts, set[int]]]]


_sources: list[Source] = []


def provide(source: Source) -> None:
    """Called once, by the app that knows."""
    _sources[:] = [source]


class Lookout:
    """Which tab shows what, and what is to be told in the next round."""

    def __init__(self) -> None:
        self._shown: dict[Tab, set[int]] = {}
        self._tabs: defaultdict[int, set[Tab]] = defaultdict(set)
        self._new: dict[Tab, set[int]] = {}
        self._changed: set[int] = set()
        self._rounds: asyncio.Task[None] | None = None

    def watch(self, tab: Tab, ids: Iterable[int]) -> None:
        """`tab` shows these now and nothing else; of those that it did not show before it is told the counts."""
        wanted, shown = set(islice(ids, MOST_SHOWN)), self._shown.setdefault(tab, set())
        self._drop(tab, shown - wanted)
        new = wanted - shown
        for one in new:
            if not self._tabs[one]:
                table.subscribe(events.about_tweet(one), self._hear)
            self._tabs[one].add(tab)
        shown |= new
        if new:
            self._new[tab] = self._new.get(tab, set()) | new
            self._begin()

    def leave(self, tab: Tab) -> None:
        """`tab` is gone."""
        self._drop(tab, self._shown.pop(tab, set()).copy())
        self._new.pop(tab, None)
        if not self._shown and self._rounds:
            self._rounds.cancel()
            self._rounds = None
            self._changed.clear()

    def _drop(self, tab: Tab, ids: set[int]) -> None:
        for one in ids:
            self._tabs[one].discard(tab)
            if not self._tabs[one]:
                del self._tabs[one]
                table.unsubscribe(events.about_tweet(one), self._hear)
        self._shown.get(tab, set()).difference_update(ids)

    def _hear(self, event: str, data: dict[str, Any]) -> None:
        self._changed.add(int(data["tweet"]))
        self._begin()

    def _begin(self) -> None:
        self._rounds = self._rounds or asyncio.ensure_future(self._go_round())

    async def _go_round(self) -> None:
        while self._new or self._changed:
            await asyncio.sleep(EVERY_SECONDS)
            try:
                await self._tell()
            except Exception:
                logger.exception("Counts could not be told.")
        self._rounds = None

    async def _tell(self) -> None:
        new, changed = self._take_new(), self._take_changed()
        asked = [(tab.person_id, ids) for tab, ids in new.items()]
        seen, counted = await database_sync_to_async(_read)(asked, changed)
        told: defaultdict[Tab, dict[str, Counts]] = defaultdict(dict)
        for (tab, ids), found in zip(new.items(), seen, strict=True):
            self._drop(tab, ids - found.keys())
            told[tab].update({str(one): counts for one, counts in found.items()})
        for one, people in changed.items():
            counts, readers = counted.get(one, ({}, set()))
            for tab in self._readers_of(one, people, readers):
                told[tab][str(one)] = counts
        for tab, tweets in told.items():
            if tweets and tab in self._shown:
                tab.tell(events.TweetsCounted.name, {"tweets": tweets})

    def _take_new(self) -> dict[Tab, set[int]]:
        tabs = list(islice(self._new, _AT_ONCE))
        return {tab: self._new.pop(tab) & self._shown.get(tab, set()) for tab in tabs}

    def _take_changed(self) -> dict[int, set[int]]:
        """Those that somebody shows, and whose tabs these are."""
        some = list(islice(self._changed, _AT_ONCE))
        self._changed.difference_update(some)
        return {one: {tab.person_id for tab in self._tabs[one]} for one in some if one in self._tabs}

    def _readers_of(self, one: int, asked: set[int], readers: set[int]) -> list[Tab]:
        """The tabs of those who may see it; who was asked about and may not see it does not watch it any longer."""
        tabs = tuple(self._tabs.get(one, ()))
        for tab in tabs:
            if tab.person_id in asked - readers:
                self._drop(tab, {one})
        return [tab for tab in tabs if tab.person_id in readers]


def _read(new: list[tuple[int, set[int]]], changed: dict[int, set[int]]) -> tuple[list[dict[int, Counts]], Any]:
    source = _sources[0]
    return [source.seen(person_id, ids) for person_id, ids in new], source.changed(changed) if changed else {}


lookout = Lookout()
