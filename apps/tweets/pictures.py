"""What people do with the pictures of their Tweets. Making them is the worker's (`accounts/picture_line.py`)."""

from collections.abc import Iterator, Sequence

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts import limits, tasks
from apps.accounts.models import User
from apps.accounts.picture_line import withdraw
from apps.core import text as words
from apps.core.belongings import StoredFile
from apps.core.errors import Refused
from apps.core.ids import id_in
from apps.tweets.models import ALT_LIMIT, MOST_PICTURES, Tweet, TweetPicture

_State = TweetPicture.State

Chosen = Sequence[tuple[object, str]]  # of each picture its id as it came from outside, and what it shows in words


def send_picture(*, owner: User, file: File) -> TweetPicture:
    """`file` shall become a picture of a Tweet that `owner` is about to post. Raises TooFast past the limit on pictures."""
    # The row is there before the file, as one that is gone: whatever dies in between leaves no file that nobody knows of.
    with transaction.atomic():
        limits.spend(owner, "pictures")
        picture = TweetPicture.objects.create(owner=owner)
    default_storage.save(picture.original_path, file)
    TweetPicture.objects.filter(pk=picture.pk).become(_State.UPLOADED)
    transaction.on_commit(tasks.make_pictures.delay, robust=True)
    return picture


def take_out(*, picture: TweetPicture) -> None:
    """Not to be posted after all. One that a draft shows stays until the draft does without it. Whose it is was checked by
    `access.own_picture`."""
    withdraw(TweetPicture.objects.filter(pk=picture.pk, tweet=None, draft=None))


def chosen_by(author: User, chosen: Chosen) -> list[TweetPicture]:
    """Those that `author` wants to post, locked, in their order, each with its `alt`.

    Raises Refused: too_many_pictures, alt_too_long, picture_unknown, picture_not_ready.
    """
    if len(chosen) > MOST_PICTURES:
        raise Refused("too_many_pictures", _("A Tweet has room for %d pictures.") % MOST_PICTURES)
    ids = [id_in(given) or 0 for given, _alt in chosen]
    mine = TweetPicture.objects.select_for_update().filter(owner=author, tweet=None, pk__in=ids).order_by("pk")
    found = {picture.pk: picture for picture in mine}
    if len(found) < len(chosen) or any(picture.state in (_State.GONE, _State.CLEARED) for picture in found.values()):
        raise Refused("picture_unknown", _("One of the pictures is no longer there. Take it out and send it again."))
    if any(picture.state != _State.READY for picture in found.values()):
        raise Refused("picture_not_ready", _("A picture is not ready yet. Wait a moment, then try again."))
    pictures = [found[picture_id] for picture_id in ids]
    for picture, (_id, alt) in zip(pictures, chosen, strict=True):
        picture.alt = _checked_alt(alt)
    return pictures


def _checked_alt(alt: str) -> str:
    alt = words.cleaned(alt)
    if len(alt) > ALT_LIMIT:
        raise Refused("alt_too_long", _("The description of a picture has room for %d characters.") % ALT_LIMIT)
    return "" if words.is_blank(alt) else alt


def attach(tweet: Tweet, pictures: list[TweetPicture]) -> None:
    """They belong to `tweet` from now on; what its pages show of them is part of the row of `tweet`."""
    for position, picture in enumerate(pictures):
        picture.tweet, picture.position, picture.attached_at = tweet, position, timezone.now()
        picture.save(update_fields=["tweet", "position", "attached_at", "alt"])


def files_of(person: User) -> Iterator[StoredFile]:
    """For their archive the largest of each; for the day they are deleted, all."""
    for picture in TweetPicture.objects.filter(owner=person, state=_State.READY):
        yield StoredFile(
            default_storage, picture.path_at("large"), f"tweets/{picture.tweet_id or 'draft'}-{picture.key[:8]}.webp"
        )
        yield StoredFile(default_storage, picture.path_at("small"), "")
