"""So many a day: the next is refused, saying which limit it is and when it ends, costs nothing, and takes no words away."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from apps.accounts import handles, pictures
from apps.accounts.limits import spend
from apps.accounts.models import Tally, User
from apps.clips.correcting import correct_words
from apps.clips.services import upload_clip
from apps.core.errors import Refused, TooFast
from apps.dms import afterwards, groups
from apps.dms.models import REACTIONS
from apps.dms.services import send_message
from apps.fleets.services import post_fleet
from apps.graph import protecting
from apps.graph.services import follow, unfollow
from apps.lists.services import add_to_list, create_list
from apps.tweets import drafts, marks, polls, services
from apps.tweets import pictures as tweet_pictures
from apps.tweets.models import Draft, Like, Poll, Tweet
from apps.tweets.threads import post_thread
from tests import factories, images
from tests.moderation.scenes import report
from tests.together import at_once

JSON = {"Accept": "application/json"}
NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def most(settings) -> Callable[..., None]:
    """Limits, for one test."""

    def set_limits(**limits: int) -> None:
        settings.LIMITS = {**settings.LIMITS, **limits}

    return set_limits


@pytest.fixture
def clock(monkeypatch) -> Callable[[datetime], None]:
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


def spent(person: User, what: str) -> int:
    return sum(sum(tally.counts.values()) for tally in Tally.objects.filter(person=person, what=what))


# ---- Each limit ------------------------------------------------------------------------------------------------------


def _tweet(person: User) -> Tweet:
    return services.post_tweet(author=person, text="Good morning")


def _ask(person: User) -> Tweet:
    return services.post_tweet(author=person, text="Tea?", poll=(["Yes", "No"], 60))


def _like(person: User) -> None:
    marks.like_tweet(person=person, tweet=_tweet(factories.person(f"p{uuid4().hex[:10]}")))


def _retweet(person: User) -> None:
    marks.retweet(person=person, tweet=_tweet(factories.person(f"p{uuid4().hex[:10]}")))


def _vote(person: User) -> None:
    polls.vote(person=person, tweet=_ask(factories.person(f"p{uuid4().hex[:10]}")), choice=0)


def _follow(person: User) -> None:
    follow(follower=person, followed=factories.person(f"p{uuid4().hex[:10]}"))


def _ask_to_follow(person: User) -> None:
    other = factories.person(f"p{uuid4().hex[:10]}")
    protecting.set_protected(person=other, is_protected=True)
    follow(follower=person, followed=other)


def _write(person: User) -> None:
    send_message(author=person, to=factories.person(f"p{uuid4().hex[:10]}"), text="Psst", client_id=uuid4())


def _react(person: User) -> None:
    other = factories.person(f"p{uuid4().hex[:10]}")
    message = send_message(author=other, to=person, text="Psst", client_id=uuid4())
    afterwards.react(person=person, message=message, emoji=REACTIONS[0])


def _gather(person: User) -> None:
    groups.make_group(maker=person, people=[factories.person(f"p{uuid4().hex[:10]}")])


def _send_picture(person: User) -> None:
    tweet_pictures.send_picture(owner=person, file=ContentFile(images.jpeg()))


def _fleet(person: User) -> None:
    post_fleet(author=person, text="Good morning")


def _send_own_picture(person: User) -> None:
    pictures.send_picture(person=person, kind=pictures.Picture.Kind.AVATAR, file=ContentFile(images.jpeg()))


def _record(person: User) -> None:
    upload_clip(owner=person, file=ContentFile(b"sound"), language="en")


def _correct(person: User) -> None:
    correct_words(clip=factories.clip(person, "hello"), captions=["Good evening"])


def _report(person: User) -> None:
    other = factories.person(f"p{uuid4().hex[:10]}")
    report(person, "person", other.handle)


def _rename(person: User) -> None:
    handles.change_handle(person=person, handle=f"p{uuid4().hex[:10]}")


def _list(person: User) -> None:
    lst = create_list(owner=person, name="Birds")
    add_to_list(lst=lst, person=factories.person(f"p{uuid4().hex[:10]}"))


VERBS: dict[str, tuple[str, Callable[[User], Any]]] = {
    "a Tweet": ("tweets", _tweet),
    "a Tweet, in half an hour": ("tweets_in_half_hour", _tweet),
    "a retweet": ("tweets", _retweet),
    "a poll": ("polls", _ask),
    "a like": ("likes", _like),
    "a vote": ("votes", _vote),
    "a follow": ("follows", _follow),
    "a request to follow": ("follows", _ask_to_follow),
    "somebody in a List": ("listings", _list),
    "a message": ("messages", _write),
    "a Fleet": ("fleets", _fleet),
    "a reaction": ("reactions", _react),
    "somebody in a group": ("gatherings", _gather),
    "a picture of a Tweet": ("pictures", _send_picture),
    "a picture of oneself": ("own_pictures", _send_own_picture),
    "a recording": ("clips", _record),
    "other words of a recording": ("corrections", _correct),
    "a report": ("reports", _report),
    "another handle": ("handles", _rename),
}


@pytest.mark.django_db
@pytest.mark.parametrize("what", VERBS)
def test_two_are_done_and_the_third_is_not(alice, most, what):
    name, act = VERBS[what]
    most(**{name: 2})
    act(alice)
    act(alice)
    with pytest.raises(TooFast, match="too_fast") as refusal:
        act(alice)
    assert "2" in str(refusal.value.text)
    assert 0 < refusal.value.retry_after <= 86_400
    assert spent(alice, name.removesuffix("_in_half_hour")) == 2
    act(factories.person("erin"))  # each has a count of their own


def test_every_limit_is_tried_or_is_one_of_looking(settings):
    assert {name for name, _act in VERBS.values()} == {name for name in settings.LIMITS if not name.endswith("_in_minute")}


# ---- When it ends ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_it_says_which_limit_it_is_and_when_it_ends(alice, most, clock):
    most(tweets=2400, tweets_in_half_hour=2)
    clock(NOON + timedelta(minutes=5, seconds=20))
    _tweet(alice)
    _tweet(alice)
    with pytest.raises(TooFast) as refusal:
        _tweet(alice)
    text = str(refusal.value.text).replace("\xa0", " ")
    assert text == "You have posted 2 Tweets in half an hour. You can go on in 25 minutes, at 12:30 p.m. UTC."
    assert refusal.value.retry_after == 24 * 60 + 40 + 1
    clock(NOON + timedelta(minutes=30))
    _tweet(alice)


@pytest.mark.django_db
def test_a_day_moves_on_by_half_hours(alice, most, clock):
    most(likes=3)
    for hours in (0, 3, 3):
        clock(NOON + timedelta(hours=hours))
        spend(alice, "likes")
    clock(NOON + timedelta(hours=23))
    with pytest.raises(TooFast) as refusal:
        spend(alice, "likes")
    assert refusal.value.retry_after == 3601
    clock(NOON + timedelta(hours=24))
    spend(alice, "likes")
    with pytest.raises(TooFast) as refusal:
        spend(alice, "likes")
    assert refusal.value.retry_after == 3 * 3600 + 1
    assert len(Tally.objects.get().counts) == 2  # what is over is not kept


# ---- What counts -----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
class TestWhatCounts:
    def test_what_is_refused_costs_nothing(self, alice):
        for text in ("", "x" * 281):
            with pytest.raises(Refused):
                services.post_tweet(author=alice, text=text)
        with pytest.raises(Refused, match="tweet_empty"):
            post_thread(author=alice, texts=["one", "two", ""])
        assert spent(alice, "tweets") == 0

    def test_each_tweet_of_a_thread_is_one_and_the_thread_is_posted_whole_or_not(self, alice, most):
        most(tweets=3)
        post_thread(author=alice, texts=["one", "two"])
        assert spent(alice, "tweets") == 2
        with pytest.raises(TooFast):
            post_thread(author=alice, texts=["three", "four"])
        assert Tweet.objects.count() == spent(alice, "tweets") == 2

    def test_what_is_sent_twice_is_one(self, client, alice, most):
        most(tweets=1)
        client.force_login(alice)
        typed = {"text": "Good morning", "sent_as": str(uuid4())}
        assert [client.post("/tweets/", typed, headers=JSON).status_code for _ in range(2)] == [201, 201]

    def test_what_is_there_already_is_not_counted(self, alice, bob, most):
        most(likes=1, follows=1)
        tweet = _tweet(alice)
        for _ in range(2):
            marks.like_tweet(person=bob, tweet=tweet)
            follow(follower=bob, followed=alice)

    def test_taking_back_gives_nothing_back(self, alice, bob, most):
        most(tweets=1, follows=1)
        services.delete_tweet(tweet=_tweet(alice))
        unfollow(follower=bob, followed=alice)
        for act in (lambda: _tweet(alice), lambda: follow(follower=bob, followed=alice)):
            with pytest.raises(TooFast):
                act()


@pytest.mark.django_db
def test_a_scheduled_tweet_past_the_limit_goes_out_when_it_ends(alice, most):
    most(tweets=1)
    draft = drafts.keep_draft(
        person=alice, fields={"text": ["Later"]}, scheduled_for=timezone.now() + timedelta(hours=1), sent_as=None
    )
    Draft.objects.update(scheduled_for=timezone.now() - timedelta(seconds=1))
    _tweet(alice)
    assert drafts.post_due() is False
    draft.refresh_from_db()
    assert draft.scheduled_for > timezone.now()
    assert draft.refusal == ""
    Tally.objects.all().delete()  # a day later
    Draft.objects.update(scheduled_for=timezone.now() - timedelta(seconds=1))
    drafts.post_due()
    assert Tweet.objects.filter(text="Later").exists()
    assert not Draft.objects.exists()


@pytest.mark.django_db(transaction=True)
class TestTwentyAtOnce:
    def test_no_more_are_posted_than_may(self, alice, most):
        most(tweets=7)
        answers = at_once([lambda: _tweet(alice)] * 20)
        assert (answers.count("done"), answers.count("too_fast")) == (7, 13)
        assert Tweet.objects.count() == spent(alice, "tweets") == 7

    def test_no_more_are_liked_and_passed_on_than_may(self, alice, bob, most):
        most(likes=3, tweets=10)
        tweets = [_tweet(alice) for _ in range(10)]
        likes = [lambda tweet=tweet: marks.like_tweet(person=bob, tweet=tweet) for tweet in tweets]
        replies = [lambda tweet=tweet: services.post_tweet(author=bob, text="Aye", in_reply_to=tweet) for tweet in tweets]
        most(tweets=2)
        retweets = [lambda tweet=tweet: marks.retweet(person=bob, tweet=tweet) for tweet in tweets]
        answers = at_once([*likes, *replies, *retweets])
        assert set(answers) == {"done", "too_fast"}
        assert Like.objects.count() == 3
        assert spent(bob, "tweets") == 2


# ---- How it is said --------------------------------------------------------------------------------------------------


@pytest.mark.django_db
class TestHowItIsSaid:
    def test_a_script_is_told_when(self, client, alice, most):
        most(tweets=1)
        _tweet(alice)
        client.force_login(alice)
        answer = client.post("/tweets/", {"text": "More"}, headers=JSON)
        assert answer.status_code == 429
        assert answer["Retry-After"] == str(answer.json()["retry_after"])
        assert answer.json()["code"] == "too_fast"
        assert "1 Tweet in a day" in answer.json()["text"]

    def test_a_plain_form_keeps_all_that_was_typed(self, client, alice, most):
        most(tweets=1)
        _tweet(alice)
        client.force_login(alice)
        sending = str(uuid4())
        typed = {"text": ["Dawn", "Dusk"], "warning": "Birds", "sent_as": sending}
        answer = client.post("/tweets/", typed)
        page = answer.content.decode()
        assert answer.status_code == 429
        assert int(answer["Retry-After"]) > 0
        for words in (">Dawn</textarea>", ">Dusk</textarea>", 'value="Birds"', f'value="{sending}"', "1 Tweet in a day"):
            assert words in page
        assert 'name="reviewed" value="1">' not in page

    def test_a_message_stays_in_its_field(self, client, alice, bob, most):
        most(messages=1)
        client.force_login(alice)
        first, second = (client.post("/messages/bob/", {"text": text, "client_id": str(uuid4())}) for text in ("One", "Two"))
        assert (first.status_code, second.status_code) == (302, 429)
        assert int(second["Retry-After"]) > 0
        assert ">Two</textarea>" in second.content.decode()

    def test_a_button_swapped_by_htmx_is_answered_with_a_page_that_says_it(self, client, alice, bob, most):
        most(likes=1)
        tweets = [_tweet(alice) for _ in range(2)]
        client.force_login(bob)
        headers = {"HX-Request": "true", "HX-Boosted": "true"}
        answers = [client.post(f"/tweets/{tweet.pk}/like/", headers=headers) for tweet in tweets]
        assert [answer.status_code for answer in answers] == [302, 429]
        assert "You have liked 1 Tweet in a day." in answers[1].content.decode()
        assert int(answers[1]["Retry-After"]) > 0

    def test_a_report_is_made_on_the_page_that_says_why_not(self, client, alice, bob, charlie, most):
        most(reports=1)
        client.force_login(alice)
        answers = [client.post(f"/report/person/{handle}/", {"category": "other"}) for handle in ("bob", "charlie")]
        assert [answer.status_code for answer in answers] == [302, 429]
        assert "1 thing in a day" in answers[1].content.decode()

    def test_another_handle_stays_in_its_field(self, client, alice, most):
        most(handles=1)
        client.force_login(alice)
        answers = [client.post("/settings/handle/", {"handle": handle}) for handle in ("alicia", "alison")]
        assert [answer.status_code for answer in answers] == [302, 429]
        assert 'value="alison"' in answers[1].content.decode()
        assert int(answers[1]["Retry-After"]) > 0

    def test_a_picture_is_refused_to_the_script_that_sent_it(self, client, alice, most):
        most(pictures=1)
        client.force_login(alice)
        files = [{"picture": SimpleUploadedFile("a.jpg", images.jpeg())} for _ in range(2)]
        assert [client.post("/tweets/pictures/", file, headers=JSON).status_code for file in files] == [201, 429]

    def test_an_address_of_version_6_is_the_network_of_one_visitor(self, client, most, clock):
        cache.clear()
        most(searches_in_minute=1)
        clock(timezone.now().replace(second=20))
        here, beside, elsewhere = (
            client.get("/explore/?q=bob", REMOTE_ADDR=f"2001:db8:{place}") for place in ("1::1", "1::2", "2::1")
        )
        assert [answer.status_code for answer in (here, beside, elsewhere)] == [200, 429, 200]
        cache.clear()

    @pytest.mark.parametrize("who", ["alice", "nobody"])
    def test_who_searches_very_fast_is_asked_to_wait(self, client, alice, bob, most, clock, who):
        cache.clear()
        most(searches_in_minute=2)
        if who == "alice":
            client.force_login(alice)
        clock(timezone.now().replace(second=20))
        answers = [client.get("/explore/?q=bob") for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert answers[2]["Retry-After"] == "40"
        cache.clear()

    def test_allauths_own_limit_says_when_to_come_back(self, client, settings):
        cache.clear()
        settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "1/5m/ip"}
        answers = [client.post("/accounts/login/", {"login": "nobody", "password": "x"}) for _ in range(2)]
        assert answers[1].status_code == 429
        assert answers[1]["Retry-After"] == "300"
        cache.clear()


@pytest.mark.django_db
def test_of_a_poll_that_is_refused_nothing_is_counted(alice, most):
    most(polls=1)
    _ask(alice)
    with pytest.raises(TooFast, match="too_fast") as refusal:
        _ask(alice)
    assert "1 poll in a day" in str(refusal.value.text)
    assert Poll.objects.count() == spent(alice, "polls") == spent(alice, "tweets") == 1
