"""The only door for ids of Tweets that come from outside."""

from django.contrib.auth.models import AnonymousUser
from django.core.files.storage import default_storage
from django.db.models import Q

from apps.accounts.models import SentPictureQuerySet, User
from apps.core.errors import NotFound
from apps.core.ids import id_in
from apps.tweets.models import Draft, Tweet, TweetPicture


def tweet_for(viewer: User | AnonymousUser, tweet_id: object) -> Tweet:
    """A Tweet that `viewer` may read, with all that a page shows of it. Raises NotFound."""
    return _found(Tweet.objects.visible_to(viewer).readable_by(viewer).filter(pk=id_in(tweet_id) or 0).first())


def tweets_for(viewer: User | AnonymousUser, tweet_ids: list[int]) -> list[Tweet]:
    """The same of many, in the order of their ids, without those that `viewer` may not read."""
    found = Tweet.objects.visible_to(viewer).readable_by(viewer).in_bulk(tweet_ids)
    return [found[tweet_id] for tweet_id in tweet_ids if tweet_id in found]


def own_tweet(author: User, tweet_id: object) -> Tweet:
    """A Tweet that `author` posted. Raises NotFound, also for somebody else's."""
    return _found(Tweet.objects.select_related("author").filter(author=author, pk=id_in(tweet_id) or 0).first())


def reply_to_hide(person: User, tweet_id: object) -> Tweet:
    """Somebody else's reply in a conversation that `person` began. Raises NotFound."""
    replies = Tweet.objects.visible_to(person).filter(root__author=person).exclude(author=person)
    return _found(replies.filter(pk=id_in(tweet_id) or 0).first())


def own_draft(person: User, draft_id: object, *, is_held: bool = False) -> Draft:
    """What `person` wrote and did not post yet; with `is_held` nobody else posts it until the transaction ends. Raises NotFound."""
    drafts = Draft.objects.select_for_update() if is_held else Draft.objects.all()
    draft = drafts.filter(person=person, pk=id_in(draft_id) or 0).first()
    if draft is None:
        raise NotFound
    return draft


def own_picture(owner: User, picture_id: object) -> TweetPicture:
    """A picture that `owner` sent and has not posted yet. Raises NotFound."""
    picture: TweetPicture | None = TweetPicture.objects.filter(owner=owner, tweet=None, pk=id_in(picture_id) or 0).first()
    if picture is None:
        raise NotFound
    return picture


def picture_bytes(viewer: User | AnonymousUser, key: str, size: str) -> bytes:
    """What we made of a picture, as WebP, for who may read its Tweet, or sent it and has not posted it yet. Raises NotFound."""
    may_see = Q(tweet__in=Tweet.objects.visible_to(viewer))
    if viewer.is_authenticated:
        may_see |= Q(tweet=None, owner=viewer)
    return stored_picture(TweetPicture.objects.filter(may_see), key, size)


def stored_picture(pictures: SentPictureQuerySet, key: str, size: str) -> bytes:
    """What we made of one of `pictures`, which are those that whoever asks may see. Raises NotFound."""
    picture = pictures.filter(key=key, state=TweetPicture.State.READY).first()
    if picture is None or size not in picture.SIZES:
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
