"""Alice says more than fits into one Tweet."""

import pytest

from apps.core.errors import Refused
from apps.tweets.models import Tweet
from apps.tweets.threads import post_thread

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


def test_each_answers_the_one_before(alice):
    tweets = post_thread(author=alice, texts=["one", "two", "three"])
    assert [tweet.in_reply_to_id for tweet in tweets] == [None, tweets[0].pk, tweets[1].pk]
    assert {tweet.root_id for tweet in tweets[1:]} == {tweets[0].pk}
    assert not alice.notifications.exists()


@pytest.mark.parametrize(("texts", "code"), [(["fine", " "], "tweet_empty"), (["fine", "x" * 281], "tweet_too_long")])
def test_all_or_nothing(alice, texts, code):
    with pytest.raises(Refused, match=code) as refusal:
        post_thread(author=alice, texts=texts)
    assert str(refusal.value.text).startswith("Tweet 2 of the thread")
    assert not Tweet.objects.exists()


def test_twenty_five_fit_and_one_more_does_not(alice):
    assert len(post_thread(author=alice, texts=[str(number) for number in range(25)])) == 25
    with pytest.raises(Refused, match="thread_too_long"):
        post_thread(author=alice, texts=["again"] * 26)


def test_one_post_sends_them_all(client, alice):
    client.force_login(alice)
    answer = client.post("/tweets/", {"text": ["one", "two"], "warning": "Long", "replies_from": "followed"}, headers=JSON).json()
    one, two = Tweet.objects.order_by("pk")
    assert answer["id"] == str(one.pk)
    assert answer["html"].index("two") < answer["html"].index("one")
    assert {(tweet.warning, tweet.replies_from) for tweet in (one, two)} == {("Long", "followed")}


def test_home_has_the_whole_thread(client, alice, bob):
    post_thread(author=alice, texts=["one", "two"])
    client.force_login(bob)
    assert [tweet.text for tweet in client.get("/").context["timeline"].tweets] == ["two", "one"]


def test_a_warning_stands_before_the_words(client, alice, bob):
    client.force_login(alice)
    client.post("/tweets/", {"text": "The whale dies", "warning": " Moby\nDick "})
    assert Tweet.objects.get().warning == "Moby Dick"
    html = client.get(Tweet.objects.get().get_absolute_url()).content.decode()
    assert html.index("Moby Dick") < html.index("The whale dies")
    assert "The whale dies" not in html.split("<body")[0]
    refused = client.post("/tweets/", {"text": "Hello", "warning": "x" * 101}, headers=JSON)
    assert refused.json()["code"] == "warning_too_long"
