"""What is said in Tweets, as sound: who may hear it, and its words, by which they are found, muted and looked over."""

from apps.clips.models import Clip
from apps.core import written
from apps.graph.access import Viewer
from apps.tweets import counting, word_index
from apps.tweets.models import Tweet


def may_hear(viewer: Viewer, clip: Clip) -> bool:
    """Whether `viewer` may read the Tweet that `clip` is part of, if it is part of one."""
    return Tweet.objects.visible_to(viewer).filter(clip=clip).exists()


def note_words(clip: Clip) -> None:
    """They are known, or were corrected. Read once it is our turn: its author may be editing the Tweet meanwhile."""
    held = counting.hold(*Tweet.objects.filter(clip=clip).values_list("pk", flat=True))
    for tweet in Tweet.objects.select_related("clip", "poll").filter(pk__in=held):
        tweet.other_words = "\n".join([tweet.warning, *tweet.words_beside])
        tweet.save(update_fields=["other_words"])
        word_index.keep([tweet])
        written.tell("tweet", tweet.pk)
