"""Who follows whom."""

import pytest

from apps.core.errors import Refused
from apps.graph import services
from apps.graph.following import marked, strangers_to, topics_of
from apps.graph.models import Follow
from apps.realtime import push

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


def test_charlie_follows_alice(alice, charlie):
    services.follow(follower=charlie, followed=alice)
    assert Follow.objects.get().follower == charlie


def test_following_twice_is_following_once(alice, bob):
    services.follow(follower=bob, followed=alice)
    assert Follow.objects.count() == 1


def test_nobody_follows_themselves(alice):
    with pytest.raises(Refused) as refusal:
        services.follow(follower=alice, followed=alice)
    assert refusal.value.code == "self_follow"


def test_bob_unfollows_and_it_may_be_said_twice(alice, bob):
    services.unfollow(follower=bob, followed=alice)
    services.unfollow(follower=bob, followed=alice)
    assert not Follow.objects.exists()


def test_the_tabs_of_bob_hear_that_he_follows_somebody_else_now(alice, charlie, monkeypatch):
    told = []
    monkeypatch.setattr(push, "to_user", lambda person_id, event: told.append((person_id, event.name)))
    services.follow(follower=charlie, followed=alice)
    services.unfollow(follower=charlie, followed=alice)
    assert told == [(charlie.pk, "follows_changed")] * 2


def test_bobs_tabs_listen_to_alice_and_to_what_he_says_elsewhere(alice, bob, charlie):
    assert topics_of(bob.pk) == [f"author:{bob.pk}", f"author:{alice.pk}"]


def test_people_in_a_list_are_marked_with_one_query(alice, bob, charlie, django_assert_num_queries):
    with django_assert_num_queries(1):
        people = marked([alice, charlie], bob)
    assert [person.is_followed for person in people] == [True, False]


def test_strangers_are_those_bob_does_not_follow(alice, bob, charlie):
    assert list(strangers_to(bob)) == [charlie]


def test_a_page_follows_and_unfollows(client, alice, charlie):
    client.force_login(charlie)
    assert client.post("/@ALICE/follow/").url == "/@alice/"
    assert client.post("/@alice/follow/", {"undo": "1"}).url == "/@alice/"
    assert not Follow.objects.exists()


def test_a_script_follows_and_unfollows(client, alice, charlie):
    client.force_login(charlie)
    assert client.post("/@alice/follow/", headers=JSON).status_code == 204
    assert Follow.objects.exists()
    assert client.delete("/@alice/follow/", headers=JSON).status_code == 204
    assert not Follow.objects.exists()


def test_a_script_is_told_why_not(client, alice):
    client.force_login(alice)
    response = client.post("/@alice/follow/", headers=JSON)
    assert (response.status_code, response.json()["code"]) == (422, "self_follow")


@pytest.mark.parametrize("handle", ["nobody", "a" * 300, "%00", "al%20ice", "%E2%80%AE"])
def test_a_stranger_to_the_house_can_not_be_followed(client, charlie, handle):
    client.force_login(charlie)
    assert client.post(f"/@{handle}/follow/").status_code == 404


def test_to_follow_one_logs_in(client, alice):
    assert client.post("/@alice/follow/").url.startswith("/accounts/login/")


def test_following_is_no_link(client, alice, charlie):
    client.force_login(charlie)
    assert client.get("/@alice/follow/").status_code == 405
