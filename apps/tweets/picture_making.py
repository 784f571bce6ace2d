"""Makes of what people sent the pictures of Tweets; `accounts/picture_line.py` calls."""

from apps.core import darkroom
from apps.tweets.models import TweetPicture


def develop(picture: TweetPicture, original: bytes) -> list[bytes]:
    """The whole of it in each size. Raises Refused."""
    made, (width, height) = darkroom.fit(original, list(TweetPicture.SIZES.values()))
    TweetPicture.objects.filter(pk=picture.pk).update(width=width, height=height)
    return list(made)


def settle(picture: TweetPicture, state: TweetPicture.State, refusal: str) -> bool:
    """Returns whether it was not taken out meanwhile."""
    ours = TweetPicture.objects.filter(pk=picture.pk, state=TweetPicture.State.PROCESSING)
    return bool(ours.become(state, refusal=refusal))
