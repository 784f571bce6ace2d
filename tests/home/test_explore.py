"""Finding people, words and Spaces."""

import pytest
from django.utils import timezone

from apps.spaces.models import Space
from apps.tweets.services import post_tweet

pytestmark = pytest.mark.django_db


def test_bob_finds_alice_by_handle_name_and_at_sign(client, alice, bob):
    for words in ("alice", "ALI", "@alice", " Alice "):
        assert alice in client.get("/explore/", {"q": words}).context["people"]


def test_words_of_tweets_and_tags_are_found(client, alice):
    post_tweet(author=alice, text="A robin. #DawnChorus")
    for words in ("robin", "#dawnchorus"):
        assert len(client.get("/explore/", {"q": words}).context["timeline"].tweets) == 1


def test_nothing_found_says_what_to_try(client, db):
    assert "Nothing with" in client.get("/explore/", {"q": "zzzz"}).content.decode()


@pytest.mark.parametrize("words", ["%", "_", "'", '"', "<script>", "\0", "\u202e", "x" * 5000, "@", "#", "\\"])
def test_strange_words_break_nothing(client, alice, words):
    response = client.get("/explore/", {"q": words})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_a_percent_sign_is_a_percent_sign(client, alice):
    post_tweet(author=alice, text="plain")
    assert client.get("/explore/", {"q": "%"}).context["timeline"].tweets == []


def test_without_words_there_are_people_and_spaces(client, alice, bob, charlie):
    client.force_login(bob)
    Space.objects.create(host=alice, title="On air", started_at=timezone.now(), alive_at=timezone.now())
    Space.objects.create(host=charlie, title="Soon", scheduled_for=timezone.now() + timezone.timedelta(hours=1))
    response = client.get("/explore/")
    html = response.content.decode()
    assert "On air" in html
    assert "Soon" in html
    assert list(response.context["people"]) == [charlie]


def test_a_visitor_may_look_around(client, alice):
    assert client.get("/explore/").status_code == 200


def test_the_second_page_of_a_search_keeps_the_words(client, alice):
    for number in range(21):
        post_tweet(author=alice, text=f"a & b {number}")
    response = client.get("/explore/", {"q": "a & b"})
    assert f"?q=a%20%26%20b&amp;before={response.context['timeline'].before}" in response.content.decode()
