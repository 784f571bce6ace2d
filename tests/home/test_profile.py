"""Alice's page."""

import pytest
from django.utils import timezone

from apps.spaces.models import Space
from apps.tweets.services import post_tweet
from tests import factories

pytestmark = pytest.mark.django_db


def test_it_shows_who_she_is_and_what_she_said(client, alice, bob):
    post_tweet(author=alice, text="Good morning")
    response = client.get("/@alice/")
    html = response.content.decode()
    assert "Good morning" in html
    assert response.context["followers_count"] == 1
    assert response.context["tweets_count"] == 1


def test_the_case_of_a_handle_does_not_matter(client, alice):
    assert client.get("/@ALICE/").status_code == 200


@pytest.mark.parametrize("handle", ["nobody", "%00", "%E2%80%AE", "a" * 300, "..", "<b>"])
def test_who_is_not_there_is_not_found(client, db, handle):
    assert client.get(f"/@{handle}/").status_code == 404


def test_a_closed_account_is_not_found(client, alice):
    alice.is_active = False
    alice.save()
    assert client.get("/@alice/").status_code == 404


def test_on_her_own_page_she_edits_and_does_not_follow(client, alice):
    client.force_login(alice)
    html = client.get("/@alice/").content.decode()
    assert "Edit profile" in html
    assert 'action="/@alice/follow/"' not in html


def test_bob_sees_that_he_follows_her(client, alice, bob):
    client.force_login(bob)
    response = client.get("/@alice/")
    assert response.context["person"].is_followed
    assert not response.context["follows_viewer"]


def test_alice_sees_that_bob_follows_her(client, alice, bob):
    client.force_login(alice)
    assert "Follows you" in client.get("/@bob/").content.decode()


def test_while_she_is_live_one_can_walk_in(client, alice):
    space = Space.objects.create(host=alice, title="On air", started_at=timezone.now(), alive_at=timezone.now())
    assert f'data-enter-space="{space.pk}"' in client.get("/@alice/").content.decode()


def test_followers_and_following_are_lists(client, alice, bob):
    client.force_login(bob)
    assert client.get("/@alice/followers/").context["people"] == [bob]
    assert client.get("/@bob/following/").context["people"] == [alice]
    assert client.get("/@nobody/followers/").status_code == 404


def test_empty_lists_say_so(client, charlie):
    client.force_login(charlie)
    assert "Find people" in client.get("/@charlie/following/").content.decode()
    assert "No followers yet" in client.get("/@charlie/followers/").content.decode()


def test_the_many_who_follow_her_come_page_by_page(client, alice):
    people = [factories.person(f"fan{number}") for number in range(60)]
    for person in people:
        factories.follow(person, alice)
    first = client.get("/@alice/followers/").context
    factories.follow(factories.person("latest"), alice)
    second = client.get(f"/@alice/followers/?before={first['before']}").context
    assert [*first["people"], *second["people"]] == people[::-1]
    assert second["before"] is None
