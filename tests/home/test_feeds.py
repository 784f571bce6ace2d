"""Atom feeds: what a stranger may read, and nothing to who has it already."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from apps.graph.protecting import set_protected
from apps.tweets import marks
from apps.tweets.editing import edit_tweet
from apps.tweets.models import Tweet
from apps.tweets.services import post_tweet

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
PICTURE = {"key": "k" * 32, "width": 8, "height": 8, "alt": "A <tree>"}


def feed_of(answer) -> ElementTree.Element:
    assert answer["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(answer.content)  # noqa: S314 — our own


def entries(client: Client, address: str = "/@alice/atom.xml") -> list[dict[str, str]]:
    return [
        {part.tag.removeprefix(ATOM): part.text or "" for part in entry}
        for entry in feed_of(client.get(address)).findall(f"{ATOM}entry")
    ]


def test_a_feed_has_what_a_person_began_the_newest_first(client, alice, bob):
    first = post_tweet(author=alice, text="Good <morning> @bob #Dawn")
    post_tweet(author=alice, text="An answer", in_reply_to=post_tweet(author=bob, text="Hello"))
    second = post_tweet(author=alice, text="Good evening")
    marks.retweet(person=alice, tweet=post_tweet(author=bob, text="Mine"))
    found = entries(client)
    assert [entry["title"] for entry in found] == ["Good evening", "Good <morning> @bob #Dawn"]
    assert found[0]["id"] == f"tag:localhost,{second.posted_at:%Y-%m-%d}:tweets/{second.pk}"
    assert "Good &lt;morning&gt;" in found[1]["content"]
    assert found[1]["published"][:19] == f"{first.posted_at:%Y-%m-%dT%H:%M:%S}"
    assert feed_of(client.get("/@alice/atom.xml")).find(f"{ATOM}id").text.endswith(f":people/{alice.pk}")


def test_it_ends_after_twenty(client, alice):
    for number in range(21):
        post_tweet(author=alice, text=f"Number {number}")
    assert [entry["title"] for entry in entries(client)] == [f"Number {number}" for number in range(20, 0, -1)]


def test_an_edit_moves_its_time_and_not_its_id(client, alice):
    tweet = post_tweet(author=alice, text="Good mornign")
    Tweet.objects.update(posted_at=timezone.now() - timedelta(minutes=5))
    before = entries(client)[0]
    edit_tweet(tweet=Tweet.objects.get(pk=tweet.pk), text="Good morning", seen=0)
    after = entries(client)[0]
    assert before["id"] == after["id"]
    assert before["updated"] < after["updated"]


def test_a_warning_hides_words_and_pictures(client, alice):
    post_tweet(author=alice, text="The butler did it", warning="The end of a book")
    Tweet.objects.update(pictures=[PICTURE], picture_count=1)
    answer = client.get("/@alice/atom.xml").content.decode()
    assert "The end of a book" in answer
    assert "butler" not in answer
    assert PICTURE["key"] not in answer


def test_pictures_come_with_what_they_show_and_those_one_is_asked_about_only_so(client, alice):
    post_tweet(author=alice, text="Look")
    Tweet.objects.update(pictures=[PICTURE], picture_count=1)
    assert 'large.webp" alt="A &lt;tree&gt;">' in entries(client)[0]["content"]
    Tweet.objects.update(is_sensitive=True)
    content = entries(client)[0]["content"]
    assert "A &lt;tree&gt;" in content
    assert "large.webp" not in content


def test_nobody_reads_there_what_is_held_removed_or_not_for_strangers(client, alice, bob):
    for state in ("held_at", "removed_at"):
        Tweet.objects.filter(pk=post_tweet(author=alice, text="Hidden #dawn").pk).update(**{state: timezone.now()})
    client.force_login(alice)  # whoever asks
    assert entries(client) == entries(client, "/tags/dawn/atom.xml") == []
    set_protected(person=alice, is_protected=True)
    client.force_login(bob)
    assert client.get("/@alice/atom.xml").status_code == 404


def test_a_hashtag_has_one_too(client, alice, bob):
    post_tweet(author=alice, text="Up at #Dawn")
    post_tweet(author=bob, text="#dawn chorus")
    assert [entry["title"] for entry in entries(client, "/tags/DAWN/atom.xml")] == ["#dawn chorus", "Up at #Dawn"]
    assert entries(client, "/tags/never/atom.xml") == []
    assert client.get("/tags/not a tag/atom.xml").status_code == 404


@pytest.mark.parametrize("address", ["/@alice/atom.xml", "/tags/dawn/atom.xml"])
def test_who_has_it_already_is_sent_nothing(client, alice, address):
    assert client.get(address)["ETag"] == client.get(address)["ETag"]  # without entries, too
    post_tweet(author=alice, text="Up at #dawn")
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(address, headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304
    post_tweet(author=alice, text="Still at #dawn")
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_pages_lead_to_their_feeds(client, alice):
    post_tweet(author=alice, text="#dawn")
    for page, feed in (("/@alice/", "/@alice/atom.xml"), ("/tags/dawn/", "/tags/dawn/atom.xml")):
        assert f'type="application/atom+xml" href="{feed}"' in client.get(page).content.decode()


def test_an_old_handle_leads_to_the_feed_of_the_new_one(client, alice):
    from apps.accounts.handles import change_handle

    change_handle(person=alice, handle="alicia")
    assert client.get("/@alice/atom.xml").url == "/@alicia/atom.xml"
