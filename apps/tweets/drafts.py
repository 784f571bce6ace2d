"""Keeping what is not posted yet, and posting it when its time has come. Due is a question of time; the task only does it."""

import logging
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware, make_aware
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.clips.models import Clip
from apps.core.errors import NotFound, Refused, TooFast
from apps.core.ids import id_in
from apps.notifications.crowd import notify_many
from apps.notifications.models import Notification
from apps.tweets import access, composed
from apps.tweets.models import Draft, TweetPicture
from apps.tweets.models.drafts import POSTING_FAILED
from apps.tweets.services import checked
from apps.tweets.threads import check_length, post_thread

logger = logging.getLogger(__name__)

MOST_DRAFTS = 100  # of one person, scheduled ones too
LARGEST = 60_000  # characters of all fields
LATEST = timedelta(days=548)  # 18 months, Twitter's figure
MOST_TRIES = 10  # to post one at which we fail
_AT_ONCE = 20  # drafts a task posts
_NEXT_LOOK = 60  # seconds, while its recording is still being made


@transaction.atomic
def keep_draft(
    *,
    person: User,
    fields: composed.Fields,
    scheduled_for: datetime | None = None,
    sent_as: UUID | None = None,
    draft_id: object = None,
) -> Draft:
    """Keeps what the composer sent; with `scheduled_for` it is posted then. `draft_id` is that of the draft it was taken from, which it
    replaces; the same `sent_as` again replaces what was kept the first time.

    Raises Refused: draft_empty, draft_too_long, too_many_drafts, draft_gone; of a scheduled one also schedule_time, and what of its
    words and poll would be refused when posting.
    """
    kept = composed.kept(fields)
    if not any(value.strip() for name in ("text", "warning", "option", "picture", "clip") for value in kept.get(name, [])):
        raise Refused("draft_empty", _("There is nothing to keep yet."))
    if sum(len(value) for values in kept.values() for value in values) > LARGEST:
        raise Refused("draft_too_long", _("This is too long to be kept as one draft."))
    if scheduled_for:
        _check_schedulable(kept, scheduled_for)
    take_turn(person)
    draft = at_hand(person, draft_id) or _kept_before(person, sent_as) or _new_draft(person, sent_as)
    draft.fields, draft.scheduled_for, draft.kept_at, draft.refusal, draft.tries = kept, scheduled_for, timezone.now(), "", 0
    draft.save()
    _keep_pictures(draft)
    _keep_clips(draft)
    return draft


def take_turn(person: User) -> None:
    """What `person` posts and keeps is posted and kept one after the other, until the transaction ends."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)


def at_hand(person: User, draft_id: object) -> Draft | None:
    """The draft that a composer was opened with, which nobody else posts until the transaction ends; None if it was opened with none.

    Raises Refused: draft_gone.
    """
    if not draft_id:
        return None
    try:
        return access.own_draft(person, draft_id, is_held=True)
    except NotFound:
        raise Refused(
            "draft_gone",
            _("This draft was posted or deleted meanwhile. Your words are still here: send them again if you want to."),
        ) from None


def _kept_before(person: User, sent_as: UUID | None) -> Draft | None:
    return Draft.objects.filter(person=person, sent_as=sent_as).first() if sent_as else None


def _new_draft(person: User, sent_as: UUID | None) -> Draft:
    if person.drafts.count() >= MOST_DRAFTS:
        raise Refused("too_many_drafts", _("You can keep %d drafts. Delete some first.") % MOST_DRAFTS)
    return Draft(person=person, sent_as=sent_as)


def _keep_pictures(draft: Draft) -> None:
    """Those it shows are not swept away; those it showed before may be."""
    ids = [id_in(given) or 0 for given in draft.fields.get("picture", [])]
    TweetPicture.objects.filter(draft=draft).exclude(pk__in=ids).update(draft=None)
    TweetPicture.objects.filter(owner=draft.person, tweet=None, pk__in=ids).update(draft=draft)


def _keep_clips(draft: Draft) -> None:
    ids = [id_in(given) or 0 for given in draft.fields.get("clip", [])]
    draft.clips.set(Clip.objects.filter(owner=draft.person, used_at=None, pk__in=ids))


def moment_in(given: str) -> datetime:
    """When a scheduled Tweet shall be posted; a time without a zone is UTC. Raises Refused: time_unreadable."""
    try:
        moment = parse_datetime(given)
    except ValueError:
        moment = None
    if moment is None:
        raise Refused("time_unreadable", _("Choose a day and a time."))
    return moment if is_aware(moment) else make_aware(moment, UTC)


def drop_draft(*, draft: Draft) -> None:
    """It is kept no longer, nor posted. Whose it is was checked by `access.own_draft`."""
    Draft.objects.filter(pk=draft.pk).delete()


def post_due() -> bool:
    """Posts what is due, each exactly once: the row goes in the transaction that posts. What fails is tried again later, and keeps none
    of the others waiting. Returns whether more waits."""
    for draft_id in list(Draft.objects.due().order_by("tries", "scheduled_for").values_list("pk", flat=True)[:_AT_ONCE]):
        try:
            _post(draft_id)
        except TooFast as limit:
            _postpone(draft_id, limit.retry_after)
        except Refused as refusal:
            if refusal.code == "clip_not_ready":
                _postpone(draft_id, _NEXT_LOOK)
            else:
                _refuse(draft_id, refusal.code)
        except Exception:
            logger.exception("A scheduled Tweet waits.")
            _try_again_later(draft_id)
    return Draft.objects.due().filter(tries=0).exists()


@transaction.atomic
def _post(draft_id: int) -> None:
    draft = (
        Draft.objects.due().select_for_update(skip_locked=True, of=("self",)).select_related("person").filter(pk=draft_id).first()
    )
    if draft is None:
        return  # somebody else has it
    if not draft.person.is_active:
        raise Refused("gone", _("Your account was closed at that time."))
    post_thread(author=draft.person, **composed.as_thread(draft.person, draft.fields))
    draft.delete()


def _postpone(draft_id: int, seconds: int) -> None:
    """Its author has reached a limit, or its recording is still being made; it goes out when that ends."""
    Draft.objects.filter(pk=draft_id).update(scheduled_for=timezone.now() + timedelta(seconds=seconds))


def _try_again_later(draft_id: int) -> None:
    """Not for ever: in the end its author is told."""
    Draft.objects.filter(pk=draft_id).update(tries=F("tries") + 1)
    if Draft.objects.filter(pk=draft_id, tries__gte=MOST_TRIES).exists():
        _refuse(draft_id, POSTING_FAILED)


@transaction.atomic
def _refuse(draft_id: int, code: str) -> None:
    """It stays as a draft that says why, and its author is told."""
    draft = Draft.objects.select_related("person").filter(pk=draft_id).first()
    if draft and Draft.objects.due().filter(pk=draft_id).update(refusal=code):
        kind = Notification.Kind.NOT_POSTED
        notify_many(people=[draft.person_id], actor=draft.person, kind=kind, path=f"/drafts/{draft_id}/", about=draft.texts[0])


def _check_schedulable(fields: composed.Fields, moment: datetime) -> None:
    if not timezone.now() < moment < timezone.now() + LATEST:
        raise Refused("schedule_time", _("Choose a time that is still to come, within 18 months."))
    texts = fields.get("text", [""])
    check_length(texts)
    poll, is_quote = (fields.get("option", []), composed.first_of(fields, "poll_minutes")), bool(fields.get("quoted"))
    shown, spoken = composed.pictures_by_text(fields, len(texts)), composed.clips_by_text(fields, len(texts))
    first: dict[str, Any] = {"warning": composed.first_of(fields, "warning"), "poll": poll, "is_quote": is_quote}
    for text, some, clip in zip(texts, shown, spoken, strict=True):
        checked(text=text, has_pictures=bool(some), has_clip=bool(clip), **first)
        first = {}
