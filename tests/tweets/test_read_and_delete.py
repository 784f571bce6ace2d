"""A Tweet on its own page, and its end."""

import pytest

from apps.core.errors import NotFound
from apps.lists.services import create_list
from apps.tweets import access, drafts
from apps.tweets.models import Tweet
from apps.tweets.services import post_tweet

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def tweet(alice) -> Tweet:
    return post_tweet(author=alice, text="Good <i>morning</i> @bob")


def test_everybody_may_read_it(client, tweet):
    html = client.get(tweet.get_absolute_url()).content.decode()
    assert "Good &lt;i&gt;morning&lt;/i&gt;" in html
    assert 'href="/@bob/"' in html


@pytest.mark.parametrize("tweet_id", [1, 0, 2**63 - 1, 2**63, 10**40])
def test_an_id_that_is_none_is_not_found(client, db, tweet_id):
    assert client.get(f"/tweets/{tweet_id}/").status_code == 404


def test_what_a_closed_account_said_is_not_found(client, tweet, alice):
    alice.is_active = False
    alice.save()
    assert client.get(tweet.get_absolute_url()).status_code == 404


def test_alice_deletes_hers_with_a_script_or_a_form(client, alice, tweet):
    client.force_login(alice)
    assert client.delete(tweet.get_absolute_url(), headers=JSON).status_code == 204
    other = post_tweet(author=alice, text="again")
    assert client.post(other.get_absolute_url(), {"delete": "1"}).url == "/"
    assert not Tweet.objects.exists()


def test_nothing_but_asking_for_it_deletes_something(client, alice, tweet):
    client.force_login(alice)
    draft = drafts.keep_draft(person=alice, fields={"text": ["Later"]})
    birds = create_list(owner=alice, name="Birds")
    for kept in (tweet.get_absolute_url(), f"/drafts/{draft.pk}/", birds.get_absolute_url()):
        answer = client.post(kept, {"text": "Good evening"}, headers=JSON)
        assert (answer.status_code, answer.json()["code"]) == (422, "nothing_asked")
        assert client.get(kept).status_code == 200


def test_bob_can_not_delete_it_and_does_not_learn_why(client, bob, tweet):
    client.force_login(bob)
    assert client.delete(tweet.get_absolute_url(), headers=JSON).status_code == 404
    with pytest.raises(NotFound):
        access.own_tweet(bob, tweet.pk)
    assert Tweet.objects.exists()


def test_to_delete_one_logs_in(client, tweet):
    assert client.delete(tweet.get_absolute_url()).url.startswith("/accounts/login/")
    assert Tweet.objects.exists()


def test_only_its_author_sees_the_way_to_delete_it(client, alice, bob, tweet):
    client.force_login(bob)
    assert "<delete-tweet" not in client.get(tweet.get_absolute_url()).content.decode()
    client.force_login(alice)
    assert "<delete-tweet" in client.get(tweet.get_absolute_url()).content.decode()
