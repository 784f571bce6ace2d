"""Keeping what is not posted yet, and posting it when its time has come. Due is a question of time; the task only does it."""

import logging
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware, make_aware
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.core.errors import Refused
from apps.core.ids import id_in
from apps.notifications.crowd import notify_many
from apps.notifications.models import Notification
from apps.tweets import composed, polls
from apps.tweets.models import Draft, TweetPicture
from apps.tweets.threads import LONGEST, post_thread
from apps.tweets.wording import checked_text, checked_warning

logger = logging.getLogger(__name__)

MOST_DRAFTS = 100  # of one person, scheduled ones too
LARGEST = 60_000  # characters of all fields
LATEST = timedelta(days=548)  # 18 months, Twitter's figure
_AT_ONCE = 20  # drafts a task posts


@transaction.atomic
def keep_draft(
    *, person: User, fields: composed.Fields, scheduled_for: datetime | None = None, instead_of: Draft | None = None
) -> Draft:
    """Keeps what the composer sent; with `scheduled_for` it is posted then. `instead_of` is the draft it was taken from.

    Raises Refused: draft_empty, draft_too_long, too_many_drafts; of a scheduled one also schedule_time, and what of its words and
    poll would be refused when posting.
    """
    kept = composed.kept(fields)
    if not any(value.strip() for name in ("text", "warning", "option", "picture") for value in kept.get(name, [])):
        raise Refused("draft_empty", _("There is nothing to keep yet."))
    if sum(len(value) for values in kept.values() for value in values) > LARGEST:
        raise Refused("draft_too_long", _("This is too long to be kept as one draft."))
    if scheduled_for:
        _check_schedulable(kept, scheduled_for)
    User.objects.select_for_update(no_key=True).get(pk=person.pk)  # one at a time
    if instead_of:
        drop_draft(draft=instead_of)
    if person.drafts.count() >= MOST_DRAFTS:
        raise Refused("too_many_drafts", _("You can keep %d drafts. Delete some first.") % MOST_DRAFTS)
    draft = Draft.objects.create(person=person, fields=kept, scheduled_for=scheduled_for)
    ids = [id_in(given) or 0 for given in kept.get("picture", [])]
    TweetPicture.objects.filter(owner=person, tweet=None, pk__in=ids).update(draft=draft)
    return draft


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
    """Posts what is due, each exactly once: the row goes in the transaction that posts. Returns whether more waits."""
    for draft_id in list(Draft.objects.due().order_by("scheduled_for").values_list("pk", flat=True)[:_AT_ONCE]):
        try:
            _post(draft_id)
        except Refused as refusal:
            _refuse(draft_id, str(refusal.text))
        except Exception:  # whatever one of them meets, the others have their turn
            logger.exception("A scheduled Tweet waits.")
            return False
    return Draft.objects.due().exists()


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


@transaction.atomic
def _refuse(draft_id: int, why: str) -> None:
    """It stays as a draft that says why, and its author is told."""
    draft = Draft.objects.select_related("person").filter(pk=draft_id).first()
    if draft and Draft.objects.due().filter(pk=draft_id).update(refusal=why):
        kind = Notification.Kind.NOT_POSTED
        notify_many(people=[draft.person_id], actor=draft.person, kind=kind, path=f"/drafts/{draft_id}/", about=draft.texts[0])


def _check_schedulable(fields: composed.Fields, moment: datetime) -> None:
    if not timezone.now() < moment < timezone.now() + LATEST:
        raise Refused("schedule_time", _("Choose a time that is still to come, within 18 months."))
    texts = fields.get("text", [""])
    if len(texts) > LONGEST:
        raise Refused("thread_too_long", _("A thread has room for %d Tweets at once.") % LONGEST)
    for number, text in enumerate(texts):
        checked_text(text, needs_words=bool(number) or not fields.get("picture"))
    checked_warning(next(iter(fields.get("warning", [])), ""))
    if polls.checked_options(fields.get("option", [])):
        polls.checked_length(next(iter(fields.get("poll_minutes", [])), None))
