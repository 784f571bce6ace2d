"""How Linnet looks where others link to it: heads of pages, and oEmbed. Nobody learns there what a stranger may not read."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from apps.core.errors import NotFound
from apps.graph.protecting import set_protected
from apps.spaces import services as spaces
from apps.tweets.models import Tweet
from apps.tweets.services import delete_tweet, post_tweet
from tests import factories

pytestmark = pytest.mark.django_db
PICTURE = {"key": "k" * 32, "width": 800, "height": 600, "alt": 'A "tree"'}
SCRIPT = "<script>alert(1)</script>"


def head(client: Client, address: str) -> str:
    page = client.get(address).content.decode()
    return page[: page.index("</head>")]


def told(client: Client, address: str) -> dict[str, str]:
    """What the head says to others, by name."""
    return dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):[\w:]+)" content="([^"]*)">', head(client, address)))


def embedded(client: Client, address: str, **options: Any):
    return client.get("/oembed", {"url": address, **options})


@pytest.fixture
def address(tweet) -> str:
    return f"http://localhost:8000{tweet.get_absolute_url()}"


class TestHeads:
    def test_a_tweet_says_who_wrote_what(self, client, tweet, address):
        said = told(client, tweet.get_absolute_url())
        assert (said["og:title"], said["og:description"]) == ("Alice (@alice)", "Good morning")
        assert said["og:url"] == address
        assert said["twitter:card"] == "summary"
        assert f'<link rel="canonical" href="{address}">' in head(client, tweet.get_absolute_url())

    def test_a_picture_stands_for_it_with_its_words(self, client, tweet):
        Tweet.objects.update(pictures=[PICTURE], picture_count=1)
        said = told(client, tweet.get_absolute_url())
        assert said["og:image"] == f"http://localhost:8000/tweets/pictures/{PICTURE['key']}/large.webp"
        assert said["og:image:alt"] == "A &quot;tree&quot;"
        assert said["twitter:card"] == "summary_large_image"

    @pytest.mark.parametrize("how", [{"warning": "Spiders"}, {"is_sensitive": True}])
    def test_no_picture_one_is_asked_about(self, client, tweet, how):
        Tweet.objects.update(pictures=[PICTURE], picture_count=1, **how)
        assert "og:image" not in told(client, tweet.get_absolute_url())

    def test_of_a_warning_nothing_is_said_but_the_warning(self, client, alice):
        tweet = post_tweet(author=alice, text="The butler did it", warning="The end of a book")
        assert "butler" not in head(client, tweet.get_absolute_url())

    def test_what_is_typed_is_only_words(self, client):
        eve = factories.person("eve", name=f'"><{SCRIPT}', bio=SCRIPT)
        tweet = post_tweet(author=eve, text=f'"{SCRIPT}')
        for page in (tweet.get_absolute_url(), "/@eve/"):
            assert SCRIPT not in head(client, page)

    @pytest.mark.parametrize("how", ["protected", "held"])
    def test_who_may_read_what_strangers_may_not_finds_nothing_for_them(self, client, alice, tweet, how):
        if how == "protected":
            set_protected(person=alice, is_protected=True)
        else:
            Tweet.objects.update(held_at=timezone.now())
        client.force_login(alice)
        assert client.get(tweet.get_absolute_url()).status_code == 200
        found = head(client, tweet.get_absolute_url())
        assert "og:" not in found
        assert "oembed" not in found
        assert '<meta name="robots" content="noindex">' in found

    @pytest.mark.parametrize("how", ["protected", "held", "removed", "deleted", "closed"])
    def test_a_stranger_finds_the_head_of_what_never_was(self, client, alice, tweet, how):
        if how == "protected":
            set_protected(person=alice, is_protected=True)
        elif how == "deleted":
            delete_tweet(tweet=tweet)
        elif how == "closed":
            type(alice).objects.update(is_active=False)
        else:
            Tweet.objects.update(**{f"{how}_at": timezone.now()})
        assert head(client, tweet.get_absolute_url()) == head(client, "/tweets/1/")

    def test_a_person_is_shown_unless_they_are_protected(self, client, alice):
        type(alice).objects.update(bio="Sings at dawn")
        said = told(client, "/@alice/")
        assert (said["og:title"], said["og:description"], said["og:type"]) == ("Alice (@alice)", "Sings at dawn", "profile")
        set_protected(person=alice, is_protected=True)
        assert told(client, "/@alice/") == {}
        assert "noindex" in head(client, "/@alice/")

    def test_a_space_says_who_hosts_it_and_whether_it_is_live(self, client, alice):
        space = spaces.start_space(host=alice, title="Dawn chorus", announce=False)
        said = told(client, space.get_absolute_url())
        assert (said["og:title"], said["og:description"]) == ("Dawn chorus", "Live now, hosted by Alice (@alice)")
        spaces.end_space(space=space, host=alice)
        assert told(client, space.get_absolute_url())["og:description"] == "Hosted by Alice (@alice)"

    def test_a_space_that_is_to_come_says_when(self, client, alice):
        later = timezone.now() + timedelta(days=1)
        space = spaces.schedule_space(host=alice, title="Dawn chorus", scheduled_for=later)
        assert str(later.year) in told(client, space.get_absolute_url())["og:description"]

    def test_the_front_door_says_what_this_is(self, client):
        said = told(client, "/")
        assert (said["og:title"], said["og:description"]) == ("Linnet", "A small place where people are heard")

    def test_a_hashtag_has_a_title_and_no_more(self, client, tweet):
        said = told(client, "/tags/dawn/")
        assert said["og:title"] == "#dawn on Linnet"
        assert "og:description" not in said


class TestEmbedding:
    def test_a_tweet_is_found_by_the_link_in_its_head(self, client, tweet, address):
        link = re.search(r'type="application/json\+oembed" href="([^"]+)"', head(client, tweet.get_absolute_url()))
        assert link
        found = client.get(link[1].replace("&amp;", "&").removeprefix("http://localhost:8000")).json()
        assert (found["version"], found["type"], found["url"]) == ("1.0", "rich", address)
        assert (found["author_name"], found["author_url"]) == ("Alice", "http://localhost:8000/@alice/")
        assert "Good morning" in found["html"]

    def test_its_html_is_only_words(self, client):
        eve = factories.person("eve", name=f'">{SCRIPT}')
        tweet = post_tweet(author=eve, text=f"{SCRIPT}\nand on")
        html = embedded(client, f"http://localhost:8000{tweet.get_absolute_url()}").json()["html"]
        assert "<script" not in html
        assert "&lt;script&gt;" in html
        assert "<br>and on" in html

    @pytest.mark.parametrize(("asked", "width"), [("400", 400), ("10", 220), ("9" * 30, 550), ("-1", 550), ("wide", 550)])
    def test_it_is_as_wide_as_asked_within_reason(self, client, address, asked, width):
        assert embedded(client, address, maxwidth=asked).json()["width"] == width

    def test_of_a_warning_the_words_stay_here(self, client, alice):
        tweet = post_tweet(author=alice, text="The butler did it", warning="The end of a book")
        assert "butler" not in embedded(client, f"http://localhost:8000{tweet.get_absolute_url()}").json()["html"]

    @pytest.mark.parametrize(
        "url",
        [
            "",
            "http://",
            "http://[::",
            "/tweets/{id}/",
            "https://example.org/tweets/{id}/",
            "http://localhost.example.org/tweets/{id}/",
            "http://alice@example.org/tweets/{id}/",
            "javascript://localhost/tweets/{id}/",
            "http://localhost:8000/tweets/1/",
            "http://localhost:8000/tweets/99999999999999999999999999/",
            "http://localhost:8000/@alice/",
            "http://localhost:8000/tweets/{id}/reply/",
            "http://localhost:8000/nowhere/",
        ],
    )
    def test_what_is_no_tweet_of_ours_is_not_there(self, client, tweet, url):
        answer = embedded(client, url.replace("{id}", str(tweet.pk)))
        assert answer.status_code == 404

    @pytest.mark.parametrize("how", ["protected", "held", "removed"])
    def test_what_strangers_may_not_read_is_not_there_whoever_asks(self, client, alice, tweet, address, how):
        client.force_login(alice)
        if how == "protected":
            set_protected(person=alice, is_protected=True)
        else:
            Tweet.objects.update(**{f"{how}_at": timezone.now()})
        forbidden = embedded(client, address)
        absent = embedded(client, "http://localhost:8000/tweets/1/")
        assert forbidden.status_code == absent.status_code == NotFound.status
        scripts = [client.get("/oembed", {"url": url}, headers={"Accept": "application/json"}) for url in (address, "x")]
        assert scripts[0].json() == scripts[1].json()

    def test_another_format_is_not_spoken(self, client, address):
        assert embedded(client, address, format="xml").status_code == 501
