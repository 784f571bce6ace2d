"""The only door for ids of Tweets that come from outside."""

from django.contrib.auth.models import AnonymousUser
from django.core.files.storage import default_storage

from apps.accounts.models import User
from apps.core.errors import NotFound
from apps.core.ids import id_in
from apps.tweets.models import Draft, Tweet, TweetPicture


def tweet_for(viewer: User | AnonymousUser, tweet_id: object) -> Tweet:
    """A Tweet that `viewer` may read, with all that a page shows of it. Raises NotFound."""
    return _found(Tweet.objects.visible_to(viewer).readable_by(viewer).filter(pk=id_in(tweet_id) or 0).first())


def own_tweet(author: User, tweet_id: object) -> Tweet:
    """A Tweet that `author` posted. Raises NotFound, also for somebody else's."""
    return _found(Tweet.objects.select_related("author").filter(author=author, pk=id_in(tweet_id) or 0).first())


def reply_to_hide(person: User, tweet_id: object) -> Tweet:
    """Somebody else's reply in a conversation that `person` began. Raises NotFound."""
    replies = Tweet.objects.visible_to(person).filter(root__author=person).exclude(author=person)
    return _found(replies.filter(pk=id_in(tweet_id) or 0).first())


def own_draft(person: User, draft_id: object) -> Draft:
    """What `person` wrote and did not post yet. Raises NotFound."""
    draft = Draft.objects.filter(person=person, pk=id_in(draft_id) or 0).first()
    if draft is None:
        raise NotFound
    return draft


def own_picture(owner: User, picture_id: object) -> TweetPicture:
    """A picture that `owner` sent and has not posted yet. Raises NotFound."""
    picture = TweetPicture.objects.filter(owner=owner, tweet=None, pk=id_in(picture_id) or 0).first()
    if picture is None:
        raise NotFound
    return picture


def picture_bytes(viewer: User | AnonymousUser, key: str, size: str) -> bytes:
    """What we made of a picture, as WebP, for who may read its Tweet, or sent it and has not posted it yet. Raises NotFound."""
    picture = TweetPicture.objects.filter(key=key, state=TweetPicture.State.READY).first()
    if picture is None or size not in picture.SIZES:
        raise NotFound
    is_own = picture.tweet_id is None and picture.owner_id == viewer.pk
    if not is_own and not Tweet.objects.visible_to(viewer).filter(pk=picture.tweet_id or 0).exists():
        raise NotFound
    try:
        with default_storage.open(picture.path_at(size)) as file:
            made: bytes = file.read()
    except FileNotFoundError:
        raise NotFound from None
    return made


def _found(tweet: Tweet | None) -> Tweet:
    if tweet is None:
        raise NotFound
    return tweet
