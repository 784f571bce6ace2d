"""Alice says something."""

import pytest

from apps.core.errors import Refused
from apps.realtime import push
from apps.spaces import invites, services
from apps.tweets import composed, sending
from apps.tweets.models import Tweet
from apps.tweets.services import post_tweet
from tests.together import at_once

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


@pytest.mark.parametrize("path", ["/spaces/1/", "https://evil.example/", "//evil.example/", "/admin/", "\0", "x" * 5000])
def test_what_has_no_card_is_refused_and_the_words_are_not_posted(client, alice, path):
    client.force_login(alice)
    answer = client.post("/tweets/", {"text": "hello", "card_path": path}, headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (422, "card_unknown")
    assert not Tweet.objects.exists()


@pytest.fixture
def space(bob):
    return services.start_space(host=bob, title="Dawn chorus", announce=False)


def test_a_space_is_shared_with_its_card(client, alice, space):
    client.force_login(alice)
    path = space.get_absolute_url()
    answer = client.post("/tweets/", {"text": "Come and listen.", "card_path": path}, headers=JSON)
    assert Tweet.objects.get().card_path == path
    assert "Dawn chorus" in answer.json()["html"]


@pytest.mark.parametrize("written", ["Here: {}", "{} and more", "(http://localhost:1234{})", "see http://example.com/ and {}"])
def test_a_link_into_linnet_brings_its_card(alice, space, written):
    invite = invites.make_invite(host=space.host, space=space, role="speaker", lifetime=None, most_uses=None)
    for path in (space.get_absolute_url(), invite.get_absolute_url()):
        address = path if "localhost" in written else f"http://localhost{path}"
        assert post_tweet(author=alice, text=written.format(address)).card_path == path


@pytest.mark.parametrize(
    "address", ["http://localhost/spaces/1/", "http://evil.example/spaces/{}/", "http://localhost.evil.example/spaces/{}/"]
)
def test_other_links_bring_none(alice, space, address):
    assert post_tweet(author=alice, text=address.format(space.pk)).card_path == ""


# ---- Sent twice ------------------------------------------------------------------------------------------------------

SENDING = "5f0c6a3e-8a39-4a53-9d39-5f2f6f6f1c11"  # a page's


def test_an_answer_that_got_lost_makes_no_second_tweet(client, alice):
    client.force_login(alice)
    typed = {"text": ["one", "two"], "sent_as": SENDING}
    first, again = (client.post("/tweets/", typed, headers=JSON).json() for _ in range(2))
    assert (first["id"], first["html"].count("<article")) == (again["id"], again["html"].count("<article"))
    assert Tweet.objects.count() == 2


def test_a_page_gone_back_to_posts_other_words_too(client, alice, bob):
    for person, text in ((alice, "one"), (alice, "two"), (bob, "two")):
        client.force_login(person)
        client.post("/tweets/", {"text": text, "sent_as": SENDING})
    assert Tweet.objects.count() == 3


def test_a_sending_that_is_none_is_refused(client, alice):
    client.force_login(alice)
    assert client.post("/tweets/", {"text": "one", "sent_as": "x"}, headers=JSON).json()["code"] == "bad_sent_as"


def test_every_composer_has_a_sending_of_its_own(client, alice):
    client.force_login(alice)
    pages = [client.get("/").content.decode().split('name="sent_as" value="')[1][:36] for _ in range(2)]
    assert pages[0] != pages[1]


@pytest.mark.django_db(transaction=True)
def test_a_double_click_posts_once(alice):
    fields = {"text": ["Hello"]}
    sent_as = composed.sent_as(SENDING, fields)
    assert set(at_once([lambda: sending.post_composed(author=alice, fields=fields, sent_as=sent_as)] * 4)) == {"done"}
    assert Tweet.objects.count() == 1
