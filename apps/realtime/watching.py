"""What the tabs of this process have on the screen, so that its counts change there while it is looked at.

A tab says what it shows. Each second, those whose Tweets changed, or that show others than before, are told the counts of these in one
message; nothing more often, whatever happens. Who may see them is asked anew each time, by those who know (`provide`). Lives on the event
loop; the rows are read in a thread.
"""

import asyncio
import contextlib
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any, Protocol

from channels.db import database_sync_to_async

from apps.realtime import events
from apps.realtime.table import table

logger = logging.getLogger(__name__)

MOST_SHOWN = 100  # by one tab
EVERY_SECONDS = 1.0
_AT_ONCE = 200  # Tweets, and tabs, in one round; the others wait for the next

Counts = dict[str, int]
Seen = Callable[[int, set[int]], dict[int, Counts]]
Changed = Callable[[dict[int, set[int]]], dict[int, tuple[Counts, set[int]]]]


class Tab(Protocol):
    person_id: int

    def tell(self, event: str, data: dict[str, Any]) -> None: ...


_sources: list[tuple[Seen, Changed]] = []


def provide(*, seen: Seen, changed: Changed) -> None:
    """`seen(person_id, ids)` are the counts of those that this person may see; `changed({id: person ids})` the counts of each, and who
    of these people may see them. Both ask the database."""
    _sources[:] = [(seen, changed)]


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
        new = {tab: self._new.pop(tab) & self._shown.get(tab, set()) for tab in list(islice(self._new, _AT_ONCE))}
        changed = {one: {tab.person_id for tab in self._tabs.get(one, ())} for one in islice(self._changed, _AT_ONCE)}
        self._changed.difference_update(changed)
        seen, counted = await database_sync_to_async(_read)(
            [(tab.person_id, ids) for tab, ids in new.items()], {one: people for one, people in changed.items() if people}
        )
        told: defaultdict[Tab, dict[str, Counts]] = defaultdict(dict)
        for (tab, ids), counts in zip(new.items(), seen, strict=True):
            self._drop(tab, ids - counts.keys())
            told[tab].update({str(one): counts[one] for one in counts})
        for one in changed:
            counts_of_it, readers = counted.get(one, ({}, set()))
            for tab in tuple(self._tabs.get(one, ())):
                if tab.person_id in readers:
                    told[tab][str(one)] = counts_of_it
                elif tab.person_id in changed[one]:
                    self._drop(tab, {one})
        for tab, tweets in told.items():
            if tweets and tab in self._shown:
                with contextlib.suppress(Exception):  # one tab's fault stays with it
                    tab.tell(events.TweetsCounted.name, {"tweets": tweets})


def _read(new: list[tuple[int, set[int]]], changed: dict[int, set[int]]) -> tuple[list[dict[int, Counts]], Any]:
    [(seen, counted)] = _sources
    return [seen(person_id, ids) for person_id, ids in new], counted(changed) if changed else {}


lookout = Lookout()
