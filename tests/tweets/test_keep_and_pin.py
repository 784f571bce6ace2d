"""Bookmarks, what is pinned to a profile, and what people like."""

import pytest

from apps.core.errors import NotFound
from apps.graph import services as graph
from apps.tweets import access, timelines
from apps.tweets.marks import keep_tweet, like_tweet, pin_tweet
from apps.tweets.models import Bookmark, Pin
from apps.tweets.services import delete_tweet, post_tweet

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


def texts(tweets) -> list[str]:
    return [tweet.text for tweet in tweets]


def test_bob_keeps_tweets_and_finds_them_again(client, bob, tweet):
    client.force_login(bob)
    assert client.post(f"/tweets/{tweet.pk}/bookmark/", headers=JSON).status_code == 204
    keep_tweet(person=bob, tweet=tweet)
    assert "Good morning" in client.get("/bookmarks/").content.decode()
    assert client.delete(f"/tweets/{tweet.pk}/bookmark/", headers=JSON).status_code == 204
    assert "Nothing kept yet" in client.get("/bookmarks/").content.decode()


def test_nobody_else_sees_what_bob_keeps(client, alice, bob, tweet):
    keep_tweet(person=bob, tweet=tweet)
    client.force_login(alice)
    assert "Good morning" not in client.get("/bookmarks/").content.decode()
    assert not alice.notifications.exists()


def test_a_bookmark_opens_nothing(alice, bob, tweet):
    keep_tweet(person=bob, tweet=tweet)
    graph.block(blocker=alice, blocked=bob)
    assert timelines.kept_by(bob).tweets == []


def test_the_last_kept_comes_first_page_by_page(alice, bob):
    tweets = [post_tweet(author=alice, text=str(number)) for number in range(25)]
    for tweet in reversed(tweets):
        keep_tweet(person=bob, tweet=tweet)
    first = timelines.kept_by(bob)
    second = timelines.kept_by(bob, before=str(first.before))
    assert texts([*first.tweets, *second.tweets]) == [str(number) for number in range(25)]
    assert second.before is None


def test_alice_pins_one_which_stands_first_and_once(client, alice, bob, tweet):
    later = post_tweet(author=alice, text="Good evening")
    client.force_login(alice)
    client.post(f"/tweets/{later.pk}/pin/", headers=JSON)
    assert client.post(f"/tweets/{tweet.pk}/pin/", headers=JSON).status_code == 204
    html = client.get("/@alice/").content.decode()
    assert html.index("Pinned") < html.index("Good morning") < html.index("Good evening")
    assert html.count("<article") == 2
    client.delete(f"/tweets/{tweet.pk}/pin/", headers=JSON)
    assert "Pinned" not in client.get("/@alice/").content.decode()


def test_bob_pins_nothing_of_hers(client, bob, tweet):
    client.force_login(bob)
    assert client.post(f"/tweets/{tweet.pk}/pin/", headers=JSON).status_code == 404
    assert not Pin.objects.exists()


def test_what_bob_likes_is_on_his_profile_as_far_as_one_may_read_it(client, alice, bob, charlie, tweet):
    like_tweet(person=bob, tweet=tweet)
    assert "Good morning" in client.get("/@bob/likes/").content.decode()
    alice.is_protected = True
    alice.save()
    client.force_login(charlie)
    assert "Good morning" not in client.get("/@bob/likes/").content.decode()


def test_what_the_protected_like_is_for_those_they_let_in(client, bob, charlie, tweet):
    like_tweet(person=bob, tweet=tweet)
    bob.is_protected = True
    bob.save()
    client.force_login(charlie)
    assert "Good morning" not in client.get("/@bob/likes/").content.decode()


def test_a_tweet_that_is_gone_is_neither_kept_nor_pinned(alice, bob, tweet):
    keep_tweet(person=bob, tweet=tweet)
    pin_tweet(tweet=tweet)
    tweet.delete()
    assert not Bookmark.objects.exists()
    assert not Pin.objects.exists()


@pytest.mark.parametrize(
    "verb", [lambda tweet: keep_tweet(person=tweet.author, tweet=tweet), lambda tweet: pin_tweet(tweet=tweet)]
)
def test_what_was_deleted_meanwhile_is_neither_kept_nor_pinned(alice, tweet, verb):
    seen = access.tweet_for(alice, tweet.pk)
    delete_tweet(tweet=tweet)
    with pytest.raises(NotFound):
        verb(seen)
