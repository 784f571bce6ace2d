"""Finding people, words and Spaces."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.accounts.handles import change_handle
from apps.accounts.services import change_profile
from apps.spaces.models import Space
from apps.tweets.services import post_tweet
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unhurried")]


def test_bob_finds_alice_by_handle_name_and_at_sign(client, alice, bob):
    for words in ("alice", "ALI", "@alice", " Alice "):
        assert alice in client.get("/explore/", {"q": words}).context["people"]


def test_words_of_tweets_and_tags_are_found(client, alice):
    post_tweet(author=alice, text="A robin. #DawnChorus")
    for words in ("robin", "#dawnchorus"):
        assert len(client.get("/explore/", {"q": words}).context["timeline"].tweets) == 1


def test_nothing_found_says_what_to_try(client, db):
    assert "Nothing found for" in client.get("/explore/", {"q": "zzzz"}).content.decode()


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


# ---- Tabs ------------------------------------------------------------------------------------------------------------


def test_people_are_found_by_parts_of_their_names(client, db):
    garcia = factories.person("garcia_1", name="José García")
    factories.person("garcon", name="Marie")
    for words in ("garcia jose", "JOSÉ", "garcía_1"):
        assert client.get("/explore/", {"q": words, "tab": "people"}).context["people"] == [garcia]


def test_people_whom_one_may_not_see_are_not_found(client, alice, mallory):
    client.force_login(mallory)
    for tab in ("people", "tweets"):
        assert client.get("/explore/", {"q": "alice", "tab": tab}).context["people"] == []


def test_a_changed_name_is_found_and_the_old_one_is_not(client, alice):
    change_profile(person=alice, name="Ünal", bio="", location="", link="")
    assert client.get("/explore/", {"q": "unal", "tab": "people"}).context["people"] == [alice]
    change_handle(person=alice, handle="robin")
    assert client.get("/explore/", {"q": "alice", "tab": "people"}).context["people"] == []


def test_hashtags_are_found_by_any_part(client, alice, mallory):
    post_tweet(author=alice, text="#DawnChorus")
    for words in ("chorus", "#dawn", "DAWN chorus"):
        assert [tag.shown for tag in client.get("/explore/", {"q": words, "tab": "hashtags"}).context["hashtags"]] == [
            "DawnChorus"
        ]
    client.force_login(mallory)
    assert client.get("/explore/", {"q": "chorus", "tab": "hashtags"}).context["hashtags"] == []


def test_spaces_are_found_by_title_and_host_live_ones_first(client, alice, bob, charlie, mallory):
    now = timezone.now()
    ended = Space.objects.create(host=alice, title="Été one", started_at=now - timedelta(days=1), ended_at=now)
    soon = Space.objects.create(host=alice, title="Été two", scheduled_for=now + timedelta(hours=1))
    live = Space.objects.create(host=bob, title="Été three", started_at=now, alive_at=now)
    Space.objects.create(host=bob, title="Été missed", scheduled_for=now - timedelta(days=2))
    assert client.get("/explore/", {"q": "ete", "tab": "spaces"}).context["spaces"] == [live, soon, ended]
    assert client.get("/explore/", {"q": "alice two", "tab": "spaces"}).context["spaces"] == [soon]
    client.force_login(mallory)
    assert client.get("/explore/", {"q": "ete", "tab": "spaces"}).context["spaces"] == [live]


def test_a_note_says_what_was_left_out(client, alice):
    post_tweet(author=alice, text="robin")
    response = client.get("/explore/", {"q": "robin since:yesterday"})
    assert 'data-note="bad_day"' in response.content.decode()
    assert len(response.context["timeline"].tweets) == 1


@pytest.mark.parametrize("tab", ["tweets", "people", "hashtags", "spaces", "nonsense"])
@pytest.mark.parametrize(
    "words", ['"', "-", "from:", "from:a b", "NEAR(", "*", ":" * 50, "#", "@", "\0", "🦜", "%", "\\", "'", "x" * 10_000]
)
def test_nothing_that_can_be_typed_breaks_a_tab(client, alice, tab, words):
    assert client.get("/explore/", {"q": words, "tab": tab}).status_code == 200
