"""What stands under a hashtag."""

from importlib import import_module

import pytest
from django.apps import apps

from apps.core.errors import NotFound
from apps.graph import muting, protecting
from apps.tweets import hashtags
from apps.tweets.editing import edit_tweet
from apps.tweets.models import Hashtag, Tagging
from apps.tweets.services import delete_tweet, post_tweet
from apps.tweets.withholding import hold_tweet
from tests import factories

pytestmark = pytest.mark.django_db


def under(tag, viewer, **how) -> list[str]:
    return [tweet.text for tweet in hashtags.tagged_with(hashtags.name_of(tag), viewer, **how).tweets]


def test_one_hashtag_is_one_however_it_is_written(alice, charlie):
    for text in ("First #Dawn", "Then #DAWN and #dawn", "Last #ＤＡＷＮ", "No dawn"):
        post_tweet(author=alice, text=text)
    assert under("dawn", charlie) == ["Last #ＤＡＷＮ", "Then #DAWN and #dawn", "First #Dawn"]
    assert list(Hashtag.objects.values_list("name", "shown")) == [("dawn", "Dawn")]


def test_it_follows_the_words(alice, charlie):
    tweet = post_tweet(author=alice, text="#dawn and #dusk")
    posted_at = Tagging.objects.get(hashtag__name="dusk").tagged_at
    edit_tweet(tweet=tweet, text="#noon and #dusk", seen=0)
    assert [under(tag, charlie) for tag in ("dawn", "dusk", "noon")] == [[], [tweet.text], [tweet.text]]
    assert Tagging.objects.get(hashtag__name="dusk").tagged_at == posted_at
    delete_tweet(tweet=tweet)
    assert not Tagging.objects.exists()


def test_nobody_reads_there_what_they_may_not_read(alice, bob, charlie, mallory, mod):
    tweet = post_tweet(author=alice, text="Good #morning")
    assert under("morning", mallory) == []
    muting.mute(muter=charlie, muted=alice)
    assert under("morning", charlie) == []
    protecting.set_protected(person=alice, is_protected=True)
    assert (under("morning", mod), under("morning", bob)) == ([], [tweet.text])
    hold_tweet(tweet_id=tweet.pk)
    assert (under("morning", bob), under("morning", alice)) == ([], [tweet.text])


@pytest.mark.parametrize("given", ["", "two words", "1984", "a" * 101, "<b>", "a\0", "#a"])
def test_what_can_be_no_hashtag_is_nothing(given):
    with pytest.raises(NotFound):
        hashtags.name_of(given)


def test_a_page_leads_to_the_next_and_says_when_there_is_nothing(client, alice):
    said = [post_tweet(author=alice, text=f"{number} #dawn").text for number in range(25)]
    first = client.get("/tags/Dawn/")
    html = first.content.decode()
    before = first.context["timeline"].before
    assert "#<bdi>Dawn</bdi>" in html
    assert f'href="?before={before}"' in html
    post_tweet(author=alice, text="Meanwhile #dawn")
    rest = client.get(f"/tags/Dawn/?before={before}").context["timeline"]
    assert [tweet.text for tweet in [*first.context["timeline"].tweets, *rest.tweets]] == said[::-1]
    assert "Nothing with #" in client.get("/tags/nobody_said_this/").content.decode()


def test_a_page_costs_the_same_however_long_it_is(client, alice, bob, django_assert_max_num_queries):
    client.force_login(bob)
    client.get("/tags/dawn/")
    for number in range(12):
        post_tweet(author=factories.person(f"person{number}"), text="#dawn")
    with django_assert_max_num_queries(9):
        assert len(client.get("/tags/dawn/").context["timeline"].tweets) == 12


def test_many_are_noted_at_once(alice, django_assert_num_queries):
    tweets = [post_tweet(author=alice, text=f"#one{number} #two") for number in range(3)]
    Tagging.objects.all().delete()
    with django_assert_num_queries(3):
        hashtags.note_hashtags(tweets)
    assert Tagging.objects.count() == 6


def test_what_was_said_before_is_found_too(alice, charlie):
    said = [post_tweet(author=alice, text=f"{number} #Dawn").text for number in range(3)]
    Hashtag.objects.all().delete()
    import_module("apps.tweets.migrations.0004_hashtags").note_hashtags(apps, None)
    assert under("dawn", charlie) == said[::-1]
