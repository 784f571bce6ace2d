"""Bob likes what Alice said."""

import pytest

from apps.tweets import access, marks, services
from apps.tweets.models import Like

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def tweet(alice):
    return services.post_tweet(author=alice, text="Good morning")


def test_liking_twice_is_liking_once(bob, tweet):
    marks.like_tweet(person=bob, tweet=tweet)
    marks.like_tweet(person=bob, tweet=tweet)
    assert Like.objects.count() == 1


def test_a_reader_sees_how_many_like_it_and_whether_they_do(alice, bob, charlie, tweet):
    marks.like_tweet(person=bob, tweet=tweet)
    marks.like_tweet(person=charlie, tweet=tweet)
    assert (access.tweet_for(bob, tweet.pk).like_count, access.tweet_for(bob, tweet.pk).is_liked) == (2, True)
    assert access.tweet_for(alice, tweet.pk).is_liked is False


def test_a_like_can_be_taken_back_twice(bob, tweet):
    marks.like_tweet(person=bob, tweet=tweet)
    marks.unlike_tweet(person=bob, tweet=tweet)
    marks.unlike_tweet(person=bob, tweet=tweet)
    assert access.tweet_for(bob, tweet.pk).like_count == 0


def test_a_script_likes_and_unlikes(client, bob, tweet):
    client.force_login(bob)
    assert client.post(f"/tweets/{tweet.pk}/like/", headers=JSON).status_code == 204
    assert Like.objects.exists()
    assert client.delete(f"/tweets/{tweet.pk}/like/", headers=JSON).status_code == 204
    assert not Like.objects.exists()


def test_a_form_likes_and_unlikes(client, bob, tweet):
    client.force_login(bob)
    assert client.post(f"/tweets/{tweet.pk}/like/").url == tweet.get_absolute_url()
    client.post(f"/tweets/{tweet.pk}/like/", {"undo": "1"})
    assert not Like.objects.exists()


def test_what_is_not_there_can_not_be_liked(client, bob):
    client.force_login(bob)
    assert client.post("/tweets/1/like/", headers=JSON).json()["code"] == "not_found"


def test_to_like_one_logs_in(client, tweet):
    assert client.post(f"/tweets/{tweet.pk}/like/").url.startswith("/accounts/login/")


def test_liking_is_no_link(client, bob, tweet):
    client.force_login(bob)
    assert client.get(f"/tweets/{tweet.pk}/like/").status_code == 405
