"""Posting what a composer holds: once, however often it comes, and instead of the draft that it was taken from."""

from uuid import UUID

from django.db import transaction

from apps.accounts.models import User
from apps.tweets import composed, drafts
from apps.tweets.models import Tweet
from apps.tweets.threads import post_thread


@transaction.atomic
def post_composed(
    *, author: User, fields: composed.Fields, is_reviewed: bool = True, sent_as: UUID | None = None, draft_id: object = None
) -> list[Tweet]:
    """Posts it, as a thread if it is one; the same `sent_as` again answers with what was posted the first time. `draft_id` is that of
    the draft it was taken from, which is not kept any longer.

    Raises what `post_thread` raises; Refused: draft_gone; NotFound if what it answers or quotes is not there for `author`.
    """
    drafts.take_turn(author)
    earlier = Tweet.objects.filter(author=author, sent_as=sent_as).first() if sent_as else None
    if earlier:
        return [earlier, *_rest_of(earlier, len(fields.get("text", [])) - 1)]
    draft = drafts.at_hand(author, draft_id)
    tweets = post_thread(author=author, is_reviewed=is_reviewed, sent_as=sent_as, **composed.as_thread(author, fields))
    if draft:
        drafts.drop_draft(draft=draft)
    return tweets


def _rest_of(first: Tweet, length: int) -> list[Tweet]:
    """How its author went on at once."""
    below = Tweet.objects.filter(
        author=first.author_id, answered=first.author_id, root=first.root_id or first.pk, pk__gt=first.pk
    )
    return list(below.order_by("pk")[: max(0, length)])
