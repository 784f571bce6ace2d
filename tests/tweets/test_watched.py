"""The counts below a Tweet change while Bob looks at it."""

import asyncio
import json

import pytest

from apps.graph.services import block
from apps.realtime import watching
from apps.tweets.marks import like_tweet, unlike_tweet
from apps.tweets.services import delete_tweet, post_tweet
from apps.tweets.withholding import hold_tweet
from tests import factories
from tests.realtime.test_tab import do, listening_to, tab_of
from tests.together import eventually

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def quick_rounds(settings, monkeypatch):
    settings.ALLOWED_HOSTS = ["testserver"]
    monkeypatch.setattr(watching, "EVERY_SECONDS", 0.2)


async def show(tab, *tweets) -> None:
    await tab.wire.send_to(json.dumps({"shows": [str(tweet.pk) for tweet in tweets]}))


def counts(tweet, **changed) -> dict:
    return {str(tweet.pk): {"replies": 0, "retweets": 0, "likes": 0, **changed}}


async def test_what_happens_within_a_second_is_one_message(alice, bob, charlie, dave):
    tweet = await do(post_tweet, author=alice, text="Good morning")
    other = await do(post_tweet, author=alice, text="Good evening")
    async with tab_of(bob) as tab:
        await show(tab, tweet, other)
        assert await tab.hears() == ("tweets_counted", {"tweets": counts(tweet) | counts(other)})
        for person in (charlie, dave):
            await do(like_tweet, person=person, tweet=tweet)
        await do(unlike_tweet, person=dave, tweet=tweet)
        await do(post_tweet, author=charlie, text="Morning", in_reply_to=other)
        told = {}
        while told != counts(tweet, likes=1) | counts(other, replies=1):
            event, data = await tab.hears()
            assert event == "tweets_counted"
            told |= data["tweets"]
        assert await tab.hears_nothing()


async def test_of_what_he_may_not_read_he_hears_nothing(alice, bob, charlie, dave):
    for author in (charlie, dave):
        author.is_protected = True
        await asyncio.to_thread(author.save)
    closed = [await do(post_tweet, author=author, text="Hidden") for author in (charlie, dave)]
    held = await do(post_tweet, author=alice, text="Held")
    await do(hold_tweet, tweet_id=held.pk)
    async with tab_of(bob) as tab:
        await show(tab, *closed, held)
        await eventually(lambda: not any(listening_to(f"tweet:{tweet.pk}") for tweet in (*closed, held)))
        for tweet in (*closed, held):
            await do(like_tweet, person=alice, tweet=tweet)
        await asyncio.sleep(0.4)
        assert await tab.hears_nothing()


async def test_a_block_ends_it_at_once(alice, bob, charlie):
    tweet = await do(post_tweet, author=alice, text="Good morning")
    async with tab_of(bob) as tab, tab_of(charlie) as other:
        await show(tab, tweet)
        await show(other, tweet)
        await tab.hears()
        await other.hears()
        await do(block, blocker=alice, blocked=bob)
        await do(like_tweet, person=charlie, tweet=tweet)
        assert (await other.hears())[1] == {"tweets": counts(tweet, likes=1)}
        assert (await tab.hears())[0] == "follows_changed"
        assert await tab.hears_nothing()


async def test_what_he_shows_no_more_or_is_gone_is_not_counted(alice, bob, charlie):
    tweet = await do(post_tweet, author=alice, text="Good morning")
    async with tab_of(bob) as tab:
        await show(tab, tweet)
        await tab.hears()
        await show(tab)
        await eventually(lambda: not listening_to(f"tweet:{tweet.pk}"))
        await show(tab, tweet)
        await tab.hears()
        await do(delete_tweet, tweet=tweet)
        await asyncio.sleep(0.4)
        assert await tab.hears_nothing()
    assert not listening_to(f"tweet:{tweet.pk}")


@pytest.mark.parametrize("said", ["x", "[]", "{}", '{"shows": 7}', '{"shows": [null, [], "-1", 1.5, {}]}', "[" * 3000, "\0"])
async def test_what_means_nothing_is_ignored(bob, said):
    async with tab_of(bob) as tab:
        await tab.wire.send_to(said)
        assert await tab.hears_nothing()


async def test_no_tab_follows_more_than_a_hundred(bob):
    ids = range(1, 150)
    async with tab_of(bob) as tab:
        await tab.wire.send_to(json.dumps({"shows": list(ids)}))
        await eventually(lambda: sum(listening_to(f"tweet:{one}") for one in ids) == 100)


def test_a_hundred_who_watch_cost_as_much_as_one(alice, django_assert_num_queries):
    from apps.tweets.watched import counted_for

    tweet = post_tweet(author=alice, text="Good morning")
    people = {factories.person(f"p{number}").pk for number in range(5)}
    with django_assert_num_queries(2):
        assert counted_for({tweet.pk: people})[tweet.pk][1] == people
