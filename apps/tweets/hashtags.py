"""Noting which hashtags stand in a Tweet, and reading the Tweets of one."""

from collections.abc import Iterable

from apps.core import pages, text
from apps.core.errors import NotFound
from apps.tweets.models import Hashtag, Tagging, Tweet
from apps.tweets.timelines import Timeline, Viewer, ready


def note_hashtags(tweets: Iterable[Tweet]) -> None:
    """Notes the hashtags of Tweets that have none noted yet: those just posted, or made past the services, as a seed does.

    Three queries however many there are, none if there are no hashtags.
    """
    found = {tweet: _tags_in(tweet.text) for tweet in tweets}
    if not any(found.values()):
        return
    shown = make_known(tweet.text for tweet in found)
    ids = dict(Hashtag.objects.filter(name__in=shown).values_list("name", "pk"))
    made = [
        Tagging(tweet=tweet, hashtag_id=ids[name], tagged_at=tweet.edited_at or tweet.posted_at)
        for tweet, tags in found.items()
        for name in tags
    ]
    Tagging.objects.bulk_create(made, ignore_conflicts=True)


def make_known(texts: Iterable[str]) -> dict[str, str]:
    """Makes rows of the hashtags in these texts, which may be there already; returns how each was written, by its name.

    Who posts several texts in one transaction does it for all of them first: names come in one order, or two who write the same two
    hashtags for the first time would wait for each other.
    """
    shown = {name: tag for words in reversed([*texts]) for name, tag in _tags_in(words).items()}
    Hashtag.objects.bulk_create((Hashtag(name=name, shown=shown[name]) for name in sorted(shown)), ignore_conflicts=True)
    return shown


def note_changed_hashtags(tweet: Tweet) -> None:
    """The same of one whose words were changed: what does not stand in it any more is forgotten, what stayed keeps its time."""
    Tagging.objects.filter(tweet=tweet).exclude(hashtag__name__in=_tags_in(tweet.text)).delete()
    note_hashtags([tweet])


def _tags_in(words: str) -> dict[str, str]:
    """Name → as it is written there."""
    return {text.tag_name(tag): tag for tag in reversed(text.tagged(words))}


def name_of(given: str) -> str:
    """The name of a hashtag as it comes from outside. Raises NotFound if it can be none."""
    if not text.is_tag(given):
        raise NotFound
    return text.tag_name(given)


def tagged_with(name: str, viewer: Viewer, *, before: str | None = None) -> Timeline:
    """What `viewer` comes across under the hashtag of this name."""
    rows = Tagging.objects.filter(hashtag__name=name).found_by(viewer).readable_by(viewer)
    page = pages.page_of(rows, before=before, key="tweet_id")
    return Timeline(ready([tagging.marked_tweet for tagging in page.items], viewer), page.before)
