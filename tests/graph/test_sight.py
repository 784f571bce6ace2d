"""What people may see of each other. Every surface and relation is held against a rule in `test_visibility.py`."""

import pytest
from django.contrib.auth.models import AnonymousUser

from apps.accounts.models import User
from apps.graph import protecting, services
from apps.graph.access import is_open_to, readers_of
from apps.graph.following import suggested_to
from apps.graph.models import Follow
from apps.spaces import services as spaces
from apps.spaces.models import Space
from apps.tweets import services as tweets
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def tweet(alice):
    return tweets.post_tweet(author=alice, text="Good morning from the harbour")


def protect(person: User) -> None:
    protecting.set_protected(person=person, is_protected=True)


def reads(client, viewer: User | None, address: str) -> int:
    client.logout()
    if viewer:
        client.force_login(viewer)
    return client.get(address).status_code


def test_between_blocked_and_blocker_nothing_is_read(client, alice, mallory, tweet):
    assert reads(client, mallory, tweet.get_absolute_url()) == 404
    theirs = tweets.post_tweet(author=mallory, text="Nobody asked")
    assert reads(client, alice, theirs.get_absolute_url()) == 404
    for address in ("/@alice/followers/", "/@alice/following/"):
        assert reads(client, mallory, address) == 404


def test_the_page_of_who_blocked_you_says_nothing_of_what_they_say(client, mallory, tweet):
    client.force_login(mallory)
    html = client.get("/@alice/").content.decode()
    assert "Good morning" not in html
    assert "Good morning" not in client.get("/explore/?q=harbour").content.decode()
    assert "@alice" not in client.get("/explore/?q=alice").content.decode().replace("q=alice", "")


def test_what_is_protected_is_read_by_followers_and_their_owner(client, alice, bob, charlie, tweet):
    protect(alice)
    address = tweet.get_absolute_url()
    assert [reads(client, who, address) for who in (alice, bob, charlie, None)] == [200, 200, 404, 404]
    lists = "/@alice/followers/"
    assert [reads(client, who, lists) for who in (alice, bob, charlie, None)] == [200, 200, 404, 404]
    assert reads(client, charlie, "/@alice/") == 200
    assert "These Tweets are protected" in client.get("/@alice/").content.decode()


def test_charlie_asks_to_follow_and_reads_once_alice_lets_him_in(client, alice, charlie, tweet):
    protect(alice)
    services.follow(follower=charlie, followed=alice)
    assert not is_open_to(charlie, alice)
    client.force_login(charlie)
    assert "Requested" in client.get("/@alice/").content.decode()
    client.force_login(alice)
    assert "Charlie" in client.get("/follow-requests/").content.decode()
    assert client.post("/@charlie/request/", {"accept": "1"}).url == "/follow-requests/"
    assert is_open_to(charlie, alice)
    assert not alice.follow_requests_got.exists()


def test_a_request_is_declined_taken_back_or_never_was(client, alice, charlie, dave):
    protect(alice)
    for person in (charlie, dave):
        services.follow(follower=person, followed=alice)
        services.follow(follower=person, followed=alice)
    client.force_login(alice)
    client.post("/@charlie/request/")
    services.unfollow(follower=dave, followed=alice)
    assert not alice.follow_requests_got.exists()
    assert not Follow.objects.filter(followed=alice).exists()
    assert client.post("/@charlie/request/", {"accept": "1"}).status_code == 404


def test_who_waits_is_let_in_when_everybody_may_read(alice, charlie):
    protect(alice)
    services.follow(follower=charlie, followed=alice)
    protecting.set_protected(person=alice, is_protected=False)
    assert Follow.objects.between(charlie.pk, alice.pk).exists()


def test_a_block_takes_the_request_with_it(alice, charlie):
    protect(alice)
    services.follow(follower=charlie, followed=alice)
    services.block(blocker=alice, blocked=charlie)
    assert not alice.follow_requests_got.exists()


def test_bob_is_removed_as_a_follower_and_may_ask_again(client, alice, bob):
    protect(alice)
    client.force_login(alice)
    assert client.post("/@bob/follower/").url == "/@bob/"
    assert not is_open_to(bob, alice)
    services.follow(follower=bob, followed=alice)
    assert alice.follow_requests_got.get().asker == bob


def test_a_block_hides_spaces_from_both(alice, bob, mallory):
    space = spaces.start_space(host=alice, title="Dawn chorus", announce=False)
    assert not Space.objects.visible_to(mallory).exists()
    assert list(Space.objects.visible_to(bob)) == [space]
    theirs = spaces.start_space(host=mallory, title="Dusk", announce=False)
    assert list(Space.objects.visible_to(alice)) == [space]
    assert list(Space.objects.visible_to(AnonymousUser()).order_by("pk")) == [space, theirs]


def test_people_are_advised_by_whom_their_friends_follow(alice, bob, charlie, dave):
    famous, near = factories.person("famous"), factories.person("near")
    for person in (charlie, dave):
        factories.follow(person, famous)
    factories.follow(alice, near)
    assert suggested_to(bob, 2) == [near, famous]


@pytest.mark.parametrize("is_protected", [False, True])
def test_all_who_may_read_her_are_each_who_may(alice, bob, charlie, mallory, is_protected):
    alice.is_protected = is_protected
    alice.save()
    readers = set(readers_of(alice))
    assert readers == {person for person in (alice, bob, charlie, mallory) if is_open_to(person, alice)}
    assert (charlie in readers) is not is_protected
