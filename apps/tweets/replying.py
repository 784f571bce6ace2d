"""Who may reply, and hiding a reply."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Answerers, User
from apps.core import text as words
from apps.core.errors import Refused
from apps.graph.access import may_reach
from apps.graph.models import Follow
from apps.tweets.models import Tweet

REFUSALS = {
    Answerers.FOLLOWED: _("Only people whom @%s follows or mentions can reply."),
    Answerers.MENTIONED: _("Only people whom @%s mentions can reply."),
}


def check_may_reply(person: User, tweet: Tweet) -> None:
    """Whether `person`, who can read `tweet`, may answer it. Raises Refused: cant_reply, naming the rule.

    What the root of a conversation says holds for all of it; where the root is gone, each Tweet speaks for itself.
    """
    ruling = root_of(tweet)
    if person != tweet.author and not may_reach(person, tweet.author):
        raise Refused("cant_reply", _("You can't reply to this."))
    if not _is_among_answerers(person, ruling):
        raise Refused("cant_reply", REFUSALS[Answerers(ruling.replies_from)] % ruling.author.handle)


def may_reply(person: User, tweet: Tweet) -> bool:
    """Whether `check_may_reply` lets `person` through."""
    try:
        check_may_reply(person, tweet)
    except Refused:
        return False
    return True


def root_of(tweet: Tweet) -> Tweet:
    """Where the conversation began; the Tweet itself if that is gone."""
    found = Tweet.objects.select_related("author").filter(pk=tweet.root_id).first() if tweet.root_id else None
    return found or tweet


def hide_reply(*, reply: Tweet) -> None:
    """Puts it behind a link, for everybody. Who may was checked by `access.reply_to_hide`."""
    Tweet.objects.filter(pk=reply.pk, hidden_at=None).update(hidden_at=timezone.now())


def unhide_reply(*, reply: Tweet) -> None:
    """It stands among the others again."""
    Tweet.objects.filter(pk=reply.pk).update(hidden_at=None)


def _is_among_answerers(person: User, root: Tweet) -> bool:
    if root.replies_from == Answerers.EVERYONE or person == root.author or is_mentioned(person, root):
        return True
    return root.replies_from == Answerers.FOLLOWED and Follow.objects.between(root.author_id, person.pk).exists()


def is_mentioned(person: User, tweet: Tweet) -> bool:
    return person.handle.lower() in (handle.lower() for handle in words.mentioned(tweet.text))
