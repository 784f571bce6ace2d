"""Between rooms and rows: what the hub asks of the database, each in a thread of its own."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from channels.db import database_sync_to_async
from django.db import DatabaseError
from django.utils import timezone

from apps.core.errors import NotFound, Refused
from apps.core.times import in_ms
from apps.realtime import events
from apps.realtime.doors import door
from apps.realtime.table import table
from apps.spaces import captions, hosting, services, stage
from apps.spaces.live.captioner import Utterance
from apps.spaces.live.room import Facts
from apps.spaces.models import Seat, Space

KEEP_TRIES = 8
KEEP_PAUSE_SECONDS = 1.0

P = ParamSpec("P")
T = TypeVar("T")


async def in_thread(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Runs database work beside the event loop, not on Channels' one shared thread, where a slow query holds up everybody."""
    result: T = await database_sync_to_async(work, thread_sensitive=False)(*args, **kwargs)
    return result


class RowDesk:
    """The desk of a real process."""

    async def facts(self, space_id: int) -> Facts:
        await door.open()
        return await in_thread(facts_of, space_id)

    async def report_alive(self, space_id: int, listening_count: int) -> None:
        await in_thread(services.report_alive, space_id=space_id, listening_count=listening_count)

    async def give_up_seat(self, space_id: int, person_id: str) -> None:
        await in_thread(_give_up_seat, space_id, person_id)

    async def keep_utterance(self, space_id: int, utterance: Utterance) -> None:
        """Tries for as long as its words would come in time: the database may be starting anew."""
        for _again in range(KEEP_TRIES - 1):
            with contextlib.suppress(DatabaseError):
                return await in_thread(captions.keep_utterance, space_id=space_id, utterance=utterance)
            await asyncio.sleep(KEEP_PAUSE_SECONDS)
        await in_thread(captions.keep_utterance, space_id=space_id, utterance=utterance)

    async def pass_on_hosting(self, space_id: int, lost: str, present: list[str]) -> None:
        await in_thread(_pass_on_hosting, space_id, int(lost), [int(person_id) for person_id in present])

    async def host_returns(self, space_id: int) -> None:
        await in_thread(_host_returns, space_id)

    async def end(self, space_id: int) -> None:
        await in_thread(_end, space_id)

    def watch(self, space_id: int, hear: Callable[[str, dict[str, Any]], None]) -> Callable[[], None]:
        topic = events.in_space(space_id)
        table.subscribe(topic, hear)
        return lambda: table.unsubscribe(topic, hear)


def facts_of(space_id: int) -> Facts:
    """What the rows say of a Space. Raises NotFound when it was deleted."""
    space = Space.objects.select_related("host").filter(pk=space_id).first()
    if space is None:
        raise NotFound
    seats = list(space.seats.told_of().select_related("person"))
    present = [seat for seat in seats if not seat.is_barred]
    return Facts(
        space={
            "id": str(space.pk),
            "title": space.title,
            "host": str(space.current_host_id),
            "opened_by": space.host.as_event(),
            "started_at": in_ms(space.started_at),
            "url": space.get_absolute_url(),
            "language": space.language,
        },
        age_ms=int((timezone.now() - space.started_at).total_seconds() * 1000) if space.started_at else 0,
        stage=[(seat.person.as_event(), seat.role) for seat in present if seat.is_on_stage],
        hands=[(seat.person.as_event(), raised_at) for seat in present if (raised_at := in_ms(seat.hand_raised_at)) is not None],
        invitations=[
            (seat.person.as_event(), at)
            for seat in present
            if not seat.is_on_stage and (at := in_ms(seat.invited_at)) is not None
        ],
        agreed=[str(seat.person_id) for seat in present if seat.is_on_stage and seat.person.captions_consent],
        removed=[str(seat.person_id) for seat in seats if seat.is_barred and not seat.has_gone],
        gone=[str(seat.person_id) for seat in seats if seat.has_gone],
        captions=captions.captions_of(space),
        is_live=space.is_live and space.host.is_active,
    )


def _give_up_seat(space_id: int, person_id: str) -> None:
    seat = Seat.objects.select_related("person").filter(space=space_id, person=int(person_id)).first()
    if seat:
        stage.move_to_audience(seat=seat)


def _pass_on_hosting(space_id: int, lost: int, present: list[int]) -> None:
    hosting.pass_on_hosting(space=Space.objects.get(pk=space_id), lost=lost, present=present)


def _host_returns(space_id: int) -> None:
    hosting.host_returns(space=Space.objects.get(pk=space_id))


def _end(space_id: int) -> None:
    space = Space.objects.select_related("host").get(pk=space_id)
    with contextlib.suppress(Refused):  # somebody else may have ended it first
        services.end_space(host=space.host, space=space)
