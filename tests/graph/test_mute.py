"""Not wanting to hear somebody, or something."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.core.errors import Refused
from apps.graph import muting
from apps.graph.following import strangers_to
from apps.graph.models import Mute, MutedWord
from apps.tweets import services as tweets
from apps.tweets.editing import edit_tweet
from apps.tweets.models import Tweet
from tests import factories

pytestmark = pytest.mark.django_db


def on_home(person) -> list[str]:
    return list(Tweet.objects.on_home_of(person).order_by("pk").values_list("text", flat=True))


def say(author, *texts) -> None:
    for text in texts:
        tweets.post_tweet(author=author, text=text)


def test_whom_bob_mutes_he_does_not_meet_on_home_and_still_follows(client, alice, bob):
    say(alice, "Good morning")
    muting.mute(muter=bob, muted=alice)
    muting.mute(muter=bob, muted=alice)
    assert on_home(bob) == []
    client.force_login(bob)
    html = client.get("/@alice/").content.decode()
    assert "Good morning" in html
    assert "Unmute @alice" in html


def test_nobody_else_notices(client, alice, bob):
    muting.mute(muter=bob, muted=alice)
    say(bob, "Nice weather")
    factories.follow(alice, bob)
    assert on_home(alice) == ["Nice weather"]
    client.force_login(alice)
    assert "ute @" not in client.get("/@bob/").content.decode().replace("Mute @bob", "")


def test_who_is_muted_is_not_advised(bob, charlie):
    muting.mute(muter=bob, muted=charlie)
    assert charlie not in strangers_to(bob)


def test_a_mute_is_taken_back_and_nobody_mutes_themselves(client, alice, bob):
    client.force_login(bob)
    client.post("/@alice/mute/")
    assert "Alice" in client.get("/settings/muted/").content.decode()
    client.post("/@alice/mute/", {"undo": "1"})
    assert not Mute.objects.exists()
    with pytest.raises(Refused, match="self_mute"):
        muting.mute(muter=bob, muted=bob)


@pytest.mark.parametrize(
    ("words", "text", "is_met"),
    [
        ("art", "Modern art, again", False),
        ("art", "A heart of gold", True),
        ("ART", "art!", False),
        ("late train", "The late  train", True),
        ("late train", "the LATE TRAIN again", False),
        ("#harbour", "Evening at the #Harbour", False),
        ("#harbour", "Evening at the harbour", True),
        ("a.b*c", "see a.b*c now", False),
        ("a.b*c", "see aXbbc now", True),
        ("日本", "日本", False),
        ("müde", "So MÜDE heute", False),
    ],
)
def test_words_stand_for_themselves_whatever_their_case(alice, bob, words, text, is_met):
    muting.mute_words(person=bob, words=words, lifetime="forever")
    say(alice, text)
    assert bool(on_home(bob)) == is_met


@pytest.mark.parametrize(
    "told",
    [
        {"text": "Hello", "warning": "Rain ahead"},
        {"text": "Tomorrow?", "poll": (["Rain", "Sun"], 60)},
        {"text": "Look", "quotes": "So much rain"},
        {"text": "Look", "quotes": "Hello", "quotes_warned": "Rain"},
    ],
)
def test_words_are_not_met_in_warnings_polls_and_quotes_either(alice, bob, charlie, told):
    muting.mute_words(person=bob, words="rain", lifetime="forever")
    quotes, warning = told.pop("quotes", None), told.pop("quotes_warned", "")
    if quotes:
        told["quoted"] = tweets.post_tweet(author=charlie, text=quotes, warning=warning)
    tweets.post_tweet(author=alice, **{**told, "text": f"{told['text']} @bob"})
    tweets.post_tweet(author=alice, text="Nothing of the kind", quoted=tweets.post_tweet(author=charlie, text="Sun"))
    assert on_home(bob) == ["Nothing of the kind"]


def test_words_behind_a_warning_disturb_nobody(alice, bob):
    muting.mute_words(person=bob, words="rain", lifetime="forever")
    tweets.post_tweet(author=alice, text="Rain, @bob", warning="Weather")
    assert not bob.notifications.exists()


def test_a_change_of_words_counts(alice, bob):
    muting.mute_words(person=bob, words="rain", lifetime="forever")
    tweet = tweets.post_tweet(author=alice, text="Hello")
    edit_tweet(tweet=tweet, text="Hello", warning="Rain", seen=0)
    assert on_home(bob) == []


def test_own_words_are_never_kept_from_one(bob):
    muting.mute_words(person=bob, words="rain", lifetime="day")
    say(bob, "Rain again")
    assert on_home(bob) == ["Rain again"]


def test_words_come_back_when_their_time_is_over(alice, bob):
    muted = muting.mute_words(person=bob, words="rain", lifetime="week")
    assert timedelta(days=6) < muted.until - timezone.now() <= timedelta(days=7)
    say(alice, "Rain again")
    assert on_home(bob) == []
    MutedWord.objects.update(until=timezone.now())
    assert on_home(bob) == ["Rain again"]


def test_words_muted_in_notifications_alone_are_met_on_home(alice, bob):
    muting.mute_words(person=bob, words="rain", lifetime="forever", on_home=False)
    say(alice, "Rain again")
    assert on_home(bob) == ["Rain again"]


def test_the_same_words_again_replace_how_and_for_how_long(bob):
    muting.mute_words(person=bob, words="Rain", lifetime="forever")
    muting.mute_words(person=bob, words=" rain ", lifetime="day", in_notifications=False)
    muted = MutedWord.objects.get()
    assert (muted.words, muted.in_notifications, muted.until is None) == ("rain", False, False)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"words": " \u200b "}, "words_empty"),
        ({"words": "x" * 101}, "words_too_long"),
        ({"lifetime": "eternity"}, "unknown_lifetime"),
        ({"on_home": False, "in_notifications": False}, "nowhere"),
    ],
)
def test_what_can_not_be_muted_is_said(bob, given, code):
    with pytest.raises(Refused, match=code):
        muting.mute_words(person=bob, **{"words": "rain", "lifetime": "forever", **given})


def test_there_is_an_end_to_what_one_can_mute(bob, monkeypatch):
    monkeypatch.setattr(muting, "MOST_MUTED_WORDS", 1)
    muting.mute_words(person=bob, words="rain", lifetime="forever")
    muting.mute_words(person=bob, words="rain", lifetime="day")
    with pytest.raises(Refused, match="too_many_words"):
        muting.mute_words(person=bob, words="snow", lifetime="forever")


def test_a_page_mutes_words_and_keeps_what_was_refused(client, alice, bob):
    client.force_login(bob)
    assert client.post("/settings/muted-words/", {"words": "rain", "lifetime": "forever", "on_home": "on"}).url
    refused = client.post("/settings/muted-words/", {"words": "y" * 101, "lifetime": "week", "on_home": "on"})
    assert refused.status_code == 422
    assert "y" * 101 in refused.content.decode()
    muted = MutedWord.objects.get()
    client.force_login(alice)
    assert client.post(f"/settings/muted-words/{muted.pk}/").status_code == 404
    client.force_login(bob)
    client.post(f"/settings/muted-words/{muted.pk}/")
    assert not MutedWord.objects.exists()
