"""Alice changes her words, and everybody may see what they were."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.core.errors import NotFound, Refused
from apps.notifications.models import Notification
from apps.tweets import withholding
from apps.tweets.editing import edit_tweet
from apps.tweets.marks import like_tweet
from apps.tweets.models import Tweet
from apps.tweets.services import delete_tweet, post_tweet

pytestmark = pytest.mark.django_db


def test_what_it_said_before_can_be_read(client, bob, tweet):
    like_tweet(person=bob, tweet=tweet)
    edit_tweet(tweet=tweet, text="Good evening", seen=0)
    edit_tweet(tweet=tweet, text="Good night", seen=1)
    html = client.get(f"/tweets/{tweet.pk}/versions/").content.decode()
    assert html.index("Good night") < html.index("Good evening") < html.index("Good morning")
    assert "Edited" in client.get(tweet.get_absolute_url()).content.decode()
    tweet.refresh_from_db()
    assert (tweet.text, tweet.like_count) == ("Good night", 1)


def test_a_form_changes_it(client, alice, tweet):
    client.force_login(alice)
    assert "Good morning" in client.get(f"/tweets/{tweet.pk}/edit/").content.decode()
    assert client.post(f"/tweets/{tweet.pk}/edit/", {"text": "Good day", "seen": "0"}).url == tweet.get_absolute_url()
    assert Tweet.objects.get().text == "Good day"


def test_the_same_words_are_no_edit(tweet):
    edit_tweet(tweet=tweet, text=" Good morning ", seen=0)
    tweet.refresh_from_db()
    assert (tweet.edited_at, tweet.versions.count()) == (None, 0)


def test_after_half_an_hour_it_stays(client, alice, tweet):
    Tweet.objects.update(posted_at=timezone.now() - timedelta(minutes=31))
    with pytest.raises(Refused, match="too_late_to_edit"):
        edit_tweet(tweet=tweet, text="Good evening", seen=0)
    client.force_login(alice)
    assert f"/tweets/{tweet.pk}/edit/" not in client.get(tweet.get_absolute_url()).content.decode()


def test_of_two_windows_the_first_wins_and_the_words_of_the_other_stay(client, alice, tweet):
    client.force_login(alice)
    edit_tweet(tweet=tweet, text="From one window", seen=0)
    answer = client.post(f"/tweets/{tweet.pk}/edit/", {"text": "From the other", "seen": "0"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "From the other" in html
    assert 'name="seen" value="1"' in html


@pytest.mark.parametrize("text", ["", "x" * 281, "\u200b"])
def test_what_can_not_be_posted_is_no_edit_either(client, alice, tweet, text):
    client.force_login(alice)
    assert client.post(f"/tweets/{tweet.pk}/edit/", {"text": text, "seen": "0"}).status_code == 422
    assert Tweet.objects.get().text == "Good morning"


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 40])
def test_a_place_that_is_none_changes_nothing(client, alice, tweet, seen):
    client.force_login(alice)
    assert client.post(f"/tweets/{tweet.pk}/edit/", {"text": "Good evening", "seen": seen}).status_code == 422


def test_nobody_changes_the_words_of_others(client, bob, tweet):
    client.force_login(bob)
    assert client.post(f"/tweets/{tweet.pk}/edit/", {"text": "I am silly", "seen": "0"}).status_code == 404


def test_only_who_is_mentioned_now_and_was_not_before_is_told(alice, bob, charlie):
    tweet = post_tweet(author=alice, text="Hello @bob")
    edit_tweet(tweet=tweet, text="Hello @bob and @charlie", seen=0)
    assert [Notification.objects.shown_to(who).count() for who in (bob, charlie)] == [1, 1]


def test_earlier_words_are_hidden_with_the_tweet(client, alice, mallory, tweet):
    edit_tweet(tweet=tweet, text="Good evening", seen=0)
    client.force_login(mallory)
    assert client.get(f"/tweets/{tweet.pk}/versions/").status_code == 404


def test_what_is_gone_can_not_be_changed(alice, tweet):
    seen = Tweet.objects.get()
    delete_tweet(tweet=tweet)
    with pytest.raises(NotFound):
        edit_tweet(tweet=seen, text="Good evening", seen=0)


def test_a_quote_of_what_is_gone_can_be_changed(bob, charlie, tweet):
    post_tweet(author=bob, text="How true", quoted=tweet)
    delete_tweet(tweet=tweet)
    edit_tweet(tweet=Tweet.objects.get(), text="How true, @charlie", seen=0)
    assert Notification.objects.shown_to(charlie).count() == 1


def test_nobody_is_told_of_a_change_while_it_is_held(charlie, tweet):
    withholding.hold_tweet(tweet_id=tweet.pk)
    edit_tweet(tweet=tweet, text="Hello @charlie", seen=0)
    assert not Notification.objects.shown_to(charlie).exists()
    withholding.let_tweet_go(tweet_id=tweet.pk)
    assert Notification.objects.shown_to(charlie).count() == 1


def test_who_is_mentioned_is_told_whatever_the_case(alice, bob):
    post_tweet(author=alice, text="Hello @BOB and @Nobody")
    assert Notification.objects.shown_to(bob).count() == 1
