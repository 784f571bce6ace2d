"""Alice says something."""

import pytest

from apps.core.errors import Refused
from apps.realtime import push
from apps.tweets.models import Tweet
from apps.tweets.services import post_tweet

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


def test_alice_posts(alice):
    tweet = post_tweet(author=alice, text="  Good\r\nmorning ")
    assert (tweet.text, tweet.author) == ("Good\nmorning", alice)


@pytest.mark.parametrize("text", ["x" * 280, "日" * 140, "👨‍👩‍👧‍👦" * 140, "https://example.com/" + "x" * 500 + " " + "x" * 256])
def test_280_weighted_characters_fit(alice, text):
    assert post_tweet(author=alice, text=text).text == text


@pytest.mark.parametrize("text", ["x" * 281, "日" * 141, "x" * 10_000, "https://example.com/" + "x" * 5000])
def test_one_more_does_not(alice, text):
    with pytest.raises(Refused) as refusal:
        post_tweet(author=alice, text=text)
    assert refusal.value.code == "tweet_too_long"


@pytest.mark.parametrize("text", ["", "   \n", "\u200b\u200d", "\u202e\u2066", "\u3164", "\0"])
def test_nothing_to_see_is_nothing_to_post(alice, text):
    with pytest.raises(Refused) as refusal:
        post_tweet(author=alice, text=text)
    assert refusal.value.code == "tweet_empty"


def test_her_followers_hear_of_it_with_ids_as_text(alice, monkeypatch):
    told = []
    monkeypatch.setattr(push, "to_topic", lambda topic, event: told.append((topic, event)))
    tweet = post_tweet(author=alice, text="hello")
    [(topic, event)] = told
    assert topic == f"author:{alice.pk}"
    assert (event.tweet, event.author) == (str(tweet.pk), str(alice.pk))


def test_a_form_posts_and_leads_home(client, alice):
    client.force_login(alice)
    assert client.post("/tweets/", {"text": "hello"}).url == "/"
    assert "hello" in client.get("/").content.decode()


def test_a_script_gets_the_tweet_back(client, alice):
    client.force_login(alice)
    response = client.post("/tweets/", {"text": "<b>hello</b>"}, headers=JSON)
    assert response.status_code == 201
    assert response.json()["id"] == str(Tweet.objects.get().pk)
    assert "&lt;b&gt;hello&lt;/b&gt;" in response.json()["html"]


@pytest.mark.parametrize(("text", "code"), [("", "tweet_empty"), ("x" * 281, "tweet_too_long")])
def test_a_script_is_told_why_not(client, alice, text, code):
    client.force_login(alice)
    response = client.post("/tweets/", {"text": text}, headers=JSON)
    assert (response.status_code, response.json()["code"]) == (422, code)


def test_a_form_without_words_is_refused_on_a_page(client, alice):
    client.force_login(alice)
    response = client.post("/tweets/")
    assert response.status_code == 422
    assert "A Tweet needs words" in response.content.decode()


def test_to_post_one_logs_in(client, db):
    assert client.post("/tweets/", {"text": "hello"}).url == "/accounts/login/?next=/tweets/"
    assert not Tweet.objects.exists()


def test_posting_is_no_link(client, alice):
    client.force_login(alice)
    assert client.get("/tweets/").status_code == 405


def test_a_cards_address_comes_from_the_house_alone(client, alice):
    client.force_login(alice)
    client.post("/tweets/", {"text": "hello", "card_path": "/spaces/1/"})
    assert Tweet.objects.get().card_path == ""
