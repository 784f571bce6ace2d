"""Bob answers Alice, and what becomes of it."""

import pytest

from apps.accounts.models import Answerers
from apps.core.errors import NotFound, Refused
from apps.graph import services as graph
from apps.notifications.models import Notification
from apps.tweets import access, replying, timelines
from apps.tweets.conversations import conversation_of
from apps.tweets.marks import like_tweet
from apps.tweets.models import Tweet
from apps.tweets.services import delete_tweet, post_tweet
from tests import factories

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


def reply(author, to, text="Indeed") -> Tweet:
    return post_tweet(author=author, text=text, in_reply_to=to)


def read(viewer, tweet, **options):
    """As a page shows it; `viewer` may be nobody."""
    return conversation_of(access.tweet_for(viewer, tweet.pk), viewer, **options)


def texts(tweets) -> list[str | None]:
    return [tweet and tweet.text for tweet in tweets]


def kinds(person) -> list[str]:
    return list(Notification.objects.shown_to(person).values_list("kind", flat=True))


# ---- Replying --------------------------------------------------------------------------------------------------------


def test_bob_replies_and_alice_hears_of_it_once(bob, alice, tweet):
    answer = reply(bob, tweet, "Indeed @alice")
    assert (answer.in_reply_to, answer.answered, answer.root) == (tweet, alice, tweet)
    assert kinds(alice) == ["reply"]
    assert access.tweet_for(alice, tweet.pk).reply_count == 1


def test_a_reply_to_a_reply_belongs_to_the_same_conversation(alice, bob, tweet):
    deeper = reply(alice, reply(bob, tweet))
    assert (deeper.root_id, deeper.answered) == (tweet.pk, bob)


def test_what_is_answered_must_be_there(client, bob, charlie, tweet):
    client.force_login(bob)
    assert client.post("/tweets/", {"text": "Hello", "in_reply_to": "1"}, headers=JSON).status_code == 404
    assert client.post("/tweets/", {"text": "Hello", "in_reply_to": "x"}, headers=JSON).status_code == 404
    seen = access.tweet_for(bob, tweet.pk)
    delete_tweet(tweet=tweet)
    with pytest.raises(NotFound):
        reply(bob, seen)


def test_nobody_answers_what_they_may_not_read(client, alice, mallory, tweet):
    client.force_login(mallory)
    assert client.post("/tweets/", {"text": "Hello", "in_reply_to": tweet.pk}, headers=JSON).status_code == 404
    assert client.get(f"/tweets/{tweet.pk}/reply/").status_code == 404


@pytest.mark.parametrize(
    ("rule", "stranger", "followed", "mentioned"),
    [("everyone", True, True, True), ("followed", False, True, True), ("mentioned", False, False, True)],
)
def test_alice_says_who_may_reply(alice, bob, charlie, dave, rule, stranger, followed, mentioned):
    graph.follow(follower=alice, followed=bob)
    root = post_tweet(author=alice, text="What do you think, @Dave?", replies_from=rule)
    below = reply(dave, root)
    for about in (root, below):
        assert [replying.may_reply(who, about) for who in (charlie, bob, dave, alice)] == [stranger, followed, mentioned, True]
    assert [
        access.tweet_for(who, root.pk) and timelines.ready([access.tweet_for(who, root.pk)], who)[0].is_answerable
        for who in (charlie, bob, dave, alice)
    ] == [stranger, followed, mentioned, True]


def test_what_alice_chose_for_all_she_writes_is_what_a_tweet_says(alice, charlie):
    alice.replies_from = Answerers.FOLLOWED
    alice.save()
    with pytest.raises(Refused, match="cant_reply"):
        reply(charlie, post_tweet(author=alice, text="Good morning"))
    reply(charlie, post_tweet(author=alice, text="Good morning", replies_from="everyone"))
    with pytest.raises(Refused, match="answerers_unknown"):
        post_tweet(author=alice, text="Good morning", replies_from="nobody")


def test_a_script_and_a_form_reply(client, bob, tweet):
    client.force_login(bob)
    answer = client.post("/tweets/", {"text": "By script", "in_reply_to": tweet.pk}, headers=JSON).json()
    assert answer["in_reply_to"] == str(tweet.pk)
    by_form = client.post("/tweets/", {"text": "By form", "in_reply_to": tweet.pk})
    assert by_form.url == Tweet.objects.get(text="By form").get_absolute_url()
    assert "Reply to @alice" in client.get(f"/tweets/{tweet.pk}/reply/").content.decode()


# ---- The conversation ------------------------------------------------------------------------------------------------


def test_a_page_shows_what_is_above_and_below(client, alice, bob, charlie, tweet):
    first = reply(bob, tweet, "first")
    reply(charlie, first, "second")
    shown = read(charlie, first)
    assert (texts(shown.ancestors), texts(shown.replies)) == (["Good morning"], ["second"])
    html = client.get(first.get_absolute_url()).content.decode()
    assert all(words in html for words in ("Good morning", "first", "second"))


def test_replies_are_ranked(alice, bob, charlie, dave, tweet):
    """The author's own, whom one follows, the most liked, the oldest."""
    for author, text in ((charlie, "a stranger"), (dave, "a liked stranger"), (alice, "her own thread"), (alice, "her own")):
        reply(author, tweet, text)
    friend = factories.person("erin")
    factories.follow(bob, friend)
    reply(friend, tweet, "a friend")
    like_tweet(person=charlie, tweet=Tweet.objects.get(text="a liked stranger"))
    shown = read(bob, tweet)
    assert texts(shown.thread) == ["her own thread"]
    assert texts(shown.replies) == ["her own", "a friend", "a liked stranger", "a stranger"]


def test_pages_of_replies_follow_each_other_while_others_reply(bob, charlie, tweet):
    said = [reply(charlie, tweet, str(number)).text for number in range(45)]
    seen, after = [], None
    while True:
        shown = read(bob, tweet, after=after)
        seen += texts(shown.replies)
        after = shown.after
        if not after:
            break
        said.append(reply(charlie, tweet, f"meanwhile {len(seen)}").text)
    assert seen == said


@pytest.mark.parametrize("after", ["", "x", "1.2", "1.2.x", "-1.0.0", "1.2.3.4", "9" * 40, "1." + "9" * 30 + ".1", "\0"])
def test_a_place_that_is_none_breaks_nothing(client, bob, tweet, after):
    reply(bob, tweet, "first")
    assert client.get(tweet.get_absolute_url(), {"after": after}).status_code == 200


def test_a_thread_reads_on_in_order(alice, bob, tweet):
    last = tweet
    for number in range(1, 5):
        last = reply(alice, last, str(number))
    reply(bob, tweet, "an answer")
    shown = read(bob, tweet)
    assert (texts(shown.thread), texts(shown.replies)) == (["1", "2", "3", "4"], ["an answer"])


def test_deep_down_the_page_begins_with_the_nearest(client, alice, bob, tweet):
    last = tweet
    for number in range(30):
        last = reply((alice, bob)[number % 2], last, str(number))
    shown = read(bob, last)
    assert texts(shown.ancestors) == [str(number) for number in range(9, 29)]
    assert shown.is_cut
    assert "Earlier in this conversation" in client.get(last.get_absolute_url()).content.decode()


def test_what_was_deleted_leaves_its_place(client, alice, bob, charlie, tweet):
    first = reply(bob, tweet, "first")
    second = reply(charlie, first, "second")
    delete_tweet(tweet=first)
    shown = read(alice, second)
    assert texts(shown.ancestors) == [None]
    assert "This Tweet is not available." in client.get(second.get_absolute_url()).content.decode()
    delete_tweet(tweet=tweet)
    assert read(alice, second).root == second


def test_in_the_middle_stands_nothing_of_those_one_blocked(alice, bob, charlie, tweet):
    second = reply(charlie, reply(bob, tweet, "first"), "second")
    factories.block(alice, bob)
    assert texts(read(alice, second).ancestors) == ["Good morning", None]
    assert texts(read(alice, tweet).replies) == []


def test_muted_people_are_left_out_of_the_replies(bob, charlie, tweet):
    from apps.graph.muting import mute

    reply(charlie, tweet, "noise")
    mute(muter=bob, muted=charlie)
    assert texts(read(bob, tweet).replies) == []


def test_a_conversation_costs_the_same_however_long_it_is(client, alice, bob, charlie, tweet, django_assert_max_num_queries):
    last = tweet
    for number in range(12):
        last = reply((alice, bob)[number % 2], last, str(number))
    for number in range(12):
        reply(charlie, last, str(number))
    client.force_login(bob)
    client.get("/")
    with django_assert_max_num_queries(18):
        client.get(last.get_absolute_url())


# ---- Home and profile ------------------------------------------------------------------------------------------------


def test_home_shows_answers_among_those_one_follows_only(alice, bob, charlie, dave, tweet):
    reply(alice, post_tweet(author=charlie, text="by a stranger"), "to a stranger")
    reply(alice, post_tweet(author=bob, text="by bob"), "to bob")
    reply(alice, tweet, "to herself")
    assert texts(timelines.home_of(bob).tweets) == ["to herself", "to bob", "by bob", "Good morning"]


def test_the_profile_has_answers_on_a_page_of_their_own(client, alice, bob):
    said = post_tweet(author=bob, text="Something")
    reply(alice, said, "An answer")
    post_tweet(author=alice, text="A beginning")
    assert texts(timelines.tweets_of(alice, bob).tweets) == ["A beginning"]
    assert "An answer" not in client.get("/@alice/").content.decode()
    assert "An answer" in client.get("/@alice/replies/").content.decode()


# ---- Hiding ----------------------------------------------------------------------------------------------------------


def test_where_one_replies_a_warning_stands_before_the_words(client, alice, bob):
    tweet = post_tweet(author=alice, text="The whale dies", warning="Moby Dick")
    client.force_login(bob)
    html = client.get(f"/tweets/{tweet.pk}/reply/").content.decode()
    assert html.index("<details") < html.index("Moby Dick") < html.index("The whale dies")


def test_ranks_follow_each_other_over_pages(alice, bob, charlie, tweet):
    """Whom he follows, then the others; the last page of one is the first of the next."""
    friend = factories.person("erin")
    factories.follow(bob, friend)
    expected = [reply(friend, tweet, f"friend {number}").text for number in range(20)]
    expected += [reply(charlie, tweet, f"stranger {number}").text for number in range(21)]
    seen, after, pages = [], None, 0
    while pages == 0 or after:
        shown = read(bob, tweet, after=after)
        seen, after, pages = seen + texts(shown.replies), shown.after, pages + 1
    assert (seen, pages) == (expected, 3)


def test_alice_hides_a_reply_behind_a_link(client, alice, bob, charlie, tweet):
    rude = reply(bob, tweet, "Rude")
    client.force_login(alice)
    assert client.post(f"/tweets/{rude.pk}/hide/", headers=JSON).status_code == 204
    assert (texts(read(charlie, tweet).replies), read(charlie, tweet).hidden_count) == ([], 1)
    assert texts(read(charlie, tweet, hidden=True).replies) == ["Rude"]
    assert "1 hidden reply" in client.get(tweet.get_absolute_url()).content.decode()
    assert "Rude" in client.get(tweet.get_absolute_url(), {"hidden": "1"}).content.decode()
    client.delete(f"/tweets/{rude.pk}/hide/", headers=JSON)
    assert texts(read(charlie, tweet).replies) == ["Rude"]


def test_only_who_began_hides_and_never_their_own(client, alice, bob, charlie, tweet):
    answer, own = reply(charlie, tweet), reply(alice, tweet)
    client.force_login(bob)
    assert client.post(f"/tweets/{answer.pk}/hide/", headers=JSON).status_code == 404
    client.force_login(alice)
    assert client.post(f"/tweets/{own.pk}/hide/", headers=JSON).status_code == 404
    assert client.post(f"/tweets/{tweet.pk}/hide/", headers=JSON).status_code == 404
