"""A block in a live Space works at once, and says nothing to whom it is against."""

import asyncio

import pytest

from apps.graph import services as graph
from apps.spaces import services
from apps.spaces.live.desk import facts_of
from tests.live.client import Guest

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("this_host")]


async def block(blocker, blocked) -> None:
    await asyncio.to_thread(graph.block, blocker=blocker, blocked=blocked)


async def test_whom_the_host_blocks_is_out_at_once_and_stays_out(alice, bob, space):
    async with Guest(alice, space):
        guest = await Guest(bob, space).__aenter__()
        await block(alice, bob)
        assert await guest.close_code() == 4403
        again = await Guest(bob, space).open()
        assert await again.close_code() == 4404


async def test_who_blocks_the_host_leaves(alice, bob, space):
    async with Guest(alice, space):
        guest = await Guest(bob, space).__aenter__()
        await block(bob, alice)
        assert await guest.close_code() == 1000


async def test_rows_alone_tell_the_same_of_both(alice, bob, charlie, space):
    for person in (bob, charlie):
        await asyncio.to_thread(services.enter_space, person=person, space=space)
    await block(alice, bob)
    await block(charlie, alice)
    facts = await asyncio.to_thread(facts_of, space.pk)
    assert (facts["removed"], facts["gone"]) == ([str(bob.pk)], [str(charlie.pk)])


async def test_whom_bob_blocks_he_hears_no_more_and_they_learn_nothing(alice, bob, charlie, space):
    async with Guest(alice, space), Guest(bob, space) as guest, Guest(charlie, space) as other:
        assert guest.welcome["you"]["unheard"] == []
        await block(bob, charlie)
        assert (await guest.event("unheard_changed"))["people"] == [str(charlie.pk)]
        await asyncio.to_thread(graph.unblock, blocker=bob, blocked=charlie)
        assert (await guest.event("unheard_changed"))["people"] == []
        assert await other.hears() == []
        assert not [event for event in other.events if event["event"] == "unheard_changed"]


async def test_whom_bob_blocked_before_he_is_told_when_he_comes(alice, bob, charlie, space):
    await block(bob, charlie)
    async with Guest(alice, space), Guest(bob, space) as guest, Guest(charlie, space) as other:
        assert guest.welcome["you"]["unheard"] == [str(charlie.pk)]
        assert other.welcome["you"]["unheard"] == []
