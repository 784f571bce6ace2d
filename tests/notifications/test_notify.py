"""Why somebody is disturbed, and when not."""

import pytest

from apps.graph import muting, protecting
from apps.graph import services as graph
from apps.notifications import pages, services
from apps.notifications.models import Notification
from apps.spaces import services as spaces
from apps.spaces import telling
from apps.tweets import marks
from apps.tweets import services as tweets
from tests import factories

pytestmark = pytest.mark.django_db


def told(person) -> list[tuple[str, list[str], int]]:
    return [(t.notification.kind, [a.handle for a in t.actors], t.others_count) for t in pages.told_to(person).items]


@pytest.fixture
def tweet(alice):
    return tweets.post_tweet(author=alice, text="Good morning from the harbour")


def test_likes_of_one_tweet_are_one_line(alice, bob, charlie, tweet):
    for person in (bob, charlie, charlie):
        marks.like_tweet(person=person, tweet=tweet)
    assert told(alice) == [("like", ["charlie", "bob"], 1)]
    assert pages.unread_count(alice) == 1
    assert Notification.objects.get().about == "Good morning from the harbour"


def test_a_like_taken_back_is_not_told(alice, bob, tweet):
    marks.like_tweet(person=bob, tweet=tweet)
    marks.unlike_tweet(person=bob, tweet=tweet)
    assert told(alice) == []
    assert not Notification.objects.exists()


def test_nobody_is_told_of_what_they_do_themselves(alice, tweet):
    marks.like_tweet(person=alice, tweet=tweet)
    tweets.post_tweet(author=alice, text="I am @alice")
    assert told(alice) == []


def test_what_was_read_is_not_new_and_the_next_like_is(alice, bob, charlie, tweet):
    marks.like_tweet(person=bob, tweet=tweet)
    services.mark_read(person=alice)
    assert pages.unread_count(alice) == 0
    marks.like_tweet(person=charlie, tweet=tweet)
    assert [kinds[1] for kinds in told(alice)] == [["charlie"], ["bob"]]
    assert pages.unread_count(alice) == 1


def test_a_deleted_tweet_leaves_no_notification(alice, bob, tweet):
    marks.like_tweet(person=bob, tweet=tweet)
    tweets.delete_tweet(tweet=tweet)
    assert not Notification.objects.exists()


def test_who_is_mentioned_is_told_once_and_only_if_they_may_read_it(alice, bob, charlie):
    tweets.post_tweet(author=alice, text="@Charlie and @charlie, meet @nobody_here and example.com/@bob")
    assert told(charlie) == [("mention", ["alice"], 0)]
    assert told(bob) == []
    protecting.set_protected(person=alice, is_protected=True)
    tweets.post_tweet(author=alice, text="@charlie @bob")
    assert told(charlie) == []  # the earlier one is not theirs to read any more
    assert told(bob) == [("mention", ["alice"], 0)]


def test_nothing_travels_over_a_block_whoever_set_it(alice, mallory, tweet):
    tweets.post_tweet(author=mallory, text="@alice look")
    assert told(alice) == []
    tweets.post_tweet(author=alice, text="@mallory look")
    assert told(mallory) == []


def test_a_block_takes_earlier_ones_out_of_sight(alice, bob, tweet):
    marks.like_tweet(person=bob, tweet=tweet)
    graph.block(blocker=alice, blocked=bob)
    assert told(alice) == []
    assert pages.unread_count(alice) == 0


def test_muted_people_and_words_disturb_nobody(alice, bob, charlie, tweet):
    muting.mute(muter=alice, muted=bob)
    muting.mute_words(person=alice, words="rain", lifetime="forever", on_home=False)
    marks.like_tweet(person=bob, tweet=tweet)
    tweets.post_tweet(author=charlie, text="@alice Rain, again")
    assert told(alice) == []
    tweets.post_tweet(author=charlie, text="@alice the train is late")
    assert told(alice) == [("mention", ["charlie"], 0)]


def test_follows_are_one_line_and_requests_another(alice, charlie, dave, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        graph.follow(follower=charlie, followed=alice)
        graph.follow(follower=dave, followed=alice)
    assert told(alice) == [("follow", ["dave", "charlie"], 1)]
    erin = factories.person("erin")
    with django_capture_on_commit_callbacks(execute=True):
        protecting.set_protected(person=alice, is_protected=True)
        graph.follow(follower=erin, followed=alice)
    assert told(alice)[0] == ("follow_request", ["erin"], 0)
    with django_capture_on_commit_callbacks(execute=True):
        protecting.accept_request(request=alice.follow_requests_got.get())
    assert told(erin) == [("follow_accepted", ["alice"], 0)]


def test_followers_hear_that_a_space_began_once(alice, bob, charlie, dave):
    factories.follow(dave, alice)
    muting.mute(muter=dave, muted=alice)
    space = spaces.start_space(host=alice, title="Dawn chorus")
    for _ in range(2):
        telling.tell_followers(space.pk)
    assert told(bob) == [("space_started", ["alice"], 0)]
    assert Notification.objects.get(person=bob).path == space.get_absolute_url()
    assert told(charlie) == told(dave) == []
    spaces.end_space(host=alice, space=space)
    Notification.objects.all().delete()
    telling.tell_followers(space.pk)
    assert told(bob) == []


def test_a_page_shows_them_and_then_they_are_read(client, alice, bob, tweet):
    marks.like_tweet(person=bob, tweet=tweet)
    client.force_login(alice)
    assert client.get("/unread/notifications/").json() == {"count": 1}
    html = client.get("/notifications/").content.decode()
    assert "liked your Tweet" in html
    assert "told__one--new" in html
    assert client.get("/unread/notifications/").json() == {"count": 0}
    assert "told__one--new" not in client.get("/notifications/").content.decode()


def test_the_list_costs_the_same_however_long_it_is(alice, bob, tweet, django_assert_num_queries):
    for number in range(5):
        marks.like_tweet(person=bob, tweet=tweets.post_tweet(author=alice, text=str(number)))
    with django_assert_num_queries(2):
        assert len(told(alice)) == 5
