"""Bob passes on what Alice said, or quotes it."""

import pytest

from apps.core.errors import NotFound, Refused
from apps.graph import services as graph
from apps.graph.muting import mute
from apps.notifications.models import Notification
from apps.tweets import access, timelines
from apps.tweets.marks import retweet, undo_retweet
from apps.tweets.models import Retweet, Tweet
from apps.tweets.services import delete_tweet, post_tweet
from tests import factories

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def erin(bob):
    """She follows bob, and nobody else."""
    erin = factories.person("erin")
    factories.follow(erin, bob)
    return erin


def home_of(person) -> list[tuple[str, str | None]]:
    """What they read, and who passed it on."""
    return [(tweet.text, tweet.passed_on_by and tweet.passed_on_by.handle) for tweet in timelines.home_of(person).tweets]


# ---- Retweets --------------------------------------------------------------------------------------------------------


def test_who_follows_bob_reads_what_he_passes_on(client, bob, erin, tweet):
    retweet(person=bob, tweet=tweet)
    retweet(person=bob, tweet=tweet)
    assert home_of(erin) == [("Good morning", "bob")]
    shown = access.tweet_for(bob, tweet.pk)
    assert (shown.retweet_count, shown.is_retweeted) == (1, True)
    client.force_login(erin)
    assert "Bob retweeted" in client.get("/").content.decode()
    assert "Bob retweeted" in client.get("/@bob/").content.decode()


def test_each_tweet_comes_to_home_once(alice, bob, erin, tweet, charlie):
    """By its author, else by the first who passed it on."""
    factories.follow(erin, charlie)
    retweet(person=charlie, tweet=tweet)
    retweet(person=bob, tweet=tweet)
    assert home_of(erin) == [("Good morning", "charlie")]
    mute(muter=erin, muted=charlie)
    assert home_of(erin) == [("Good morning", "bob")]
    factories.follow(erin, alice)
    assert home_of(erin) == [("Good morning", None)]


def test_whoever_left_hides_no_retweet_of_others(bob, erin, charlie, tweet):
    factories.follow(erin, charlie)
    retweet(person=charlie, tweet=tweet)
    retweet(person=bob, tweet=tweet)
    charlie.is_active = False
    charlie.save()
    assert home_of(erin) == [("Good morning", "bob")]


def test_what_alice_answers_a_stranger_comes_by_the_retweet_of_a_friend(alice, bob, erin, dave):
    factories.follow(erin, alice)
    answer = post_tweet(author=alice, text="An answer", in_reply_to=post_tweet(author=dave, text="A question"))
    assert home_of(erin) == []
    retweet(person=bob, tweet=answer)
    assert home_of(erin) == [("An answer", "bob")]


def test_retweets_and_tweets_share_pages_without_a_gap_or_a_repetition(alice, bob, erin):
    expected = []
    for number in range(30):
        told = post_tweet(author=alice, text=f"alice {number}")
        expected.append(post_tweet(author=bob, text=f"bob {number}").text)
        if number % 3:
            retweet(person=bob, tweet=told)
            expected.append(told.text)
    read, before = [], None
    while True:
        page = timelines.home_of(erin, before=before and str(before))
        read += [tweet.text for tweet in page.tweets]
        before = page.before
        if before is None:
            break
    assert read == expected[::-1]


def test_the_newer_ones_hold_retweets_too(bob, erin, tweet):
    known = post_tweet(author=bob, text="known")
    retweet(person=bob, tweet=tweet)
    assert [one.text for one in timelines.newer_on_home_of(erin, str(known.pk)).tweets] == ["Good morning"]


def test_alice_is_told_and_not_any_more_when_he_thinks_better_of_it(alice, bob, tweet):
    retweet(person=bob, tweet=tweet)
    assert Notification.objects.shown_to(alice).get().kind == "retweet"
    undo_retweet(person=bob, tweet=tweet)
    undo_retweet(person=bob, tweet=tweet)
    assert not Notification.objects.shown_to(alice).exists()
    assert (Retweet.objects.count(), access.tweet_for(bob, tweet.pk).retweet_count) == (0, 0)


def test_a_script_and_a_form_retweet(client, bob, tweet):
    client.force_login(bob)
    assert client.post(f"/tweets/{tweet.pk}/retweet/", headers=JSON).status_code == 204
    assert client.delete(f"/tweets/{tweet.pk}/retweet/", headers=JSON).status_code == 204
    assert client.post(f"/tweets/{tweet.pk}/retweet/").url == tweet.get_absolute_url()
    client.post(f"/tweets/{tweet.pk}/retweet/", {"undo": "1"})
    assert not Retweet.objects.exists()


def test_what_protected_people_say_stays_with_those_they_let_in(client, alice, bob, tweet):
    alice.is_protected = True
    alice.save()
    seen = access.tweet_for(bob, tweet.pk)
    for verb in (lambda: retweet(person=bob, tweet=seen), lambda: post_tweet(author=bob, text="Look", quoted=seen)):
        with pytest.raises(Refused, match="protected_tweet"):
            verb()
    client.force_login(bob)
    assert client.get(f"/tweets/{tweet.pk}/quote/").status_code == 422
    assert post_tweet(author=alice, text="As I said", quoted=tweet)


def test_who_becomes_protected_is_passed_on_no_more(alice, bob, erin, tweet):
    retweet(person=bob, tweet=tweet)
    alice.is_protected = True
    alice.save()
    assert home_of(erin) == []


def test_nobody_passes_on_their_own(alice, tweet):
    with pytest.raises(Refused, match="own_tweet"):
        retweet(person=alice, tweet=tweet)


@pytest.mark.parametrize("who", ["reader", "author"])
def test_a_block_ends_it(alice, bob, erin, tweet, who):
    retweet(person=bob, tweet=tweet)
    factories.block(*((erin, alice) if who == "reader" else (alice, erin)))
    assert home_of(erin) == []


def test_what_is_gone_is_passed_on_no_more(bob, erin, tweet):
    retweet(person=bob, tweet=tweet)
    seen = access.tweet_for(bob, tweet.pk)
    delete_tweet(tweet=tweet)
    assert home_of(erin) == []
    with pytest.raises(NotFound):
        retweet(person=bob, tweet=seen)


# ---- Quotes ----------------------------------------------------------------------------------------------------------


def test_bob_quotes_and_alice_is_told(client, alice, bob, erin, tweet):
    quote = post_tweet(author=bob, text="How true", quoted=tweet)
    assert Notification.objects.shown_to(alice).get().kind == "quote"
    assert access.tweet_for(bob, tweet.pk).quote_count == 1
    client.force_login(erin)
    html = client.get("/").content.decode()
    assert "How true" in html
    assert "Good morning" in html
    delete_tweet(tweet=quote)
    assert access.tweet_for(bob, tweet.pk).quote_count == 0


def test_the_count_on_a_quote_is_that_of_quotes_and_retweets(client, bob, charlie, tweet):
    post_tweet(author=bob, text="How true", quoted=tweet)
    retweet(person=charlie, tweet=tweet)
    client.force_login(charlie)
    assert 'aria-label="Retweet or quote, 2"' in client.get(tweet.get_absolute_url()).content.decode()


def test_a_quote_of_whom_one_muted_asks_first(client, alice, bob, erin, tweet):
    post_tweet(author=bob, text="How true", quoted=tweet)
    client.force_login(erin)
    assert "Somebody you muted" not in client.get("/").content.decode()
    mute(muter=erin, muted=alice)
    html = client.get("/").content.decode()
    assert html.index("Somebody you muted") < html.index("Good morning")


@pytest.mark.parametrize("how", ["deleted", "removed", "blocked", "protected", "closed"])
def test_a_quote_of_what_one_may_not_read_shows_a_tombstone(client, alice, bob, erin, tweet, how):
    quote = post_tweet(author=bob, text="How true", quoted=tweet)
    if how == "deleted":
        delete_tweet(tweet=tweet)
    elif how == "removed":
        Tweet.objects.filter(pk=tweet.pk).update(removed_at=tweet.posted_at)
    elif how == "blocked":
        graph.block(blocker=alice, blocked=erin)
    else:
        alice.is_protected, alice.is_active = how == "protected", how != "closed"
        alice.save()
    client.force_login(erin)
    for page in ("/", quote.get_absolute_url(), "/@bob/"):
        html = client.get(page).content.decode()
        assert "How true" in html
        assert "This Tweet is not available." in html
        assert "Good morning" not in html


def test_nobody_quotes_what_they_may_not_read(client, mallory, tweet):
    client.force_login(mallory)
    assert client.post("/tweets/", {"text": "Look", "quoted": tweet.pk}, headers=JSON).status_code == 404
    assert client.get(f"/tweets/{tweet.pk}/quote/").status_code == 404
