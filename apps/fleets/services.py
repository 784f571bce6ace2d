"""Saying something for a day, taking it back, looking at it, and not wanting to."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts import limits, restrictions
from apps.accounts.models import User
from apps.accounts.picture_line import withdraw
from apps.clips.models import Clip
from apps.clips.services import take_clip, withdraw_clip
from apps.core import text as words
from apps.core import written
from apps.core.errors import Refused
from apps.fleets import pictures, shared
from apps.fleets.models import LASTS, LENGTH_LIMIT, STORED_LIMIT, Fleet, FleetMute, FleetPicture, Sighting, Viewer
from apps.realtime import events, push


@transaction.atomic
def post_fleet(
    *,
    author: User,
    text: str = "",
    paper: str = Fleet.Paper.ROSE,
    picture_id: object = None,
    alt: str = "",
    clip_id: object = None,
    card_path: str = "",
    sent_as: UUID | None = None,
) -> Fleet:
    """For 24 hours, to whom may read what `author` says and is logged in. It has words, a picture that was sent before
    (`pictures.send_picture`) with `alt`, a recording that was sent before (`clips`), or the Tweet or the Space at `card_path`; words may go
    with each.

    The same `sent_as` again answers with the Fleet it made the first time. Raises Refused: restricted; fleet_empty, fleet_too_long,
    paper_unknown; picture_unknown, picture_not_ready, alt_too_long, shows_too_much; card_unknown, protected_tweet; as `clips.services.take_clip`. Raises TooFast past
    the limit on Fleets.
    """
    User.objects.select_for_update(no_key=True).get(pk=author.pk)  # one at a time, so that what is sent twice is one
    earlier = Fleet.objects.filter(author=author, sent_as=sent_as).first() if sent_as else None
    if earlier:
        return earlier
    restrictions.check_not_barred(author, restrictions.Restriction.Kind.FROZEN)
    said = _checked(text, paper, needs_words=not (picture_id or card_path or clip_id))
    if sum(map(bool, (picture_id, card_path, clip_id))) > 1:
        raise Refused("shows_too_much", _("A Fleet has a picture, a recording or something shared: one of them."))
    picture = pictures.chosen_by(author, picture_id, alt) if picture_id else None
    if card_path:
        shared.check_may_share(author, card_path)
    clip = take_clip(owner=author, given_id=clip_id) if clip_id else None
    limits.spend(author, "fleets")
    now = timezone.now()
    told = {"text": said, "paper": paper, "picture": picture, "clip": clip, "card_path": card_path, "sent_as": sent_as}
    fleet = Fleet(author=author, posted_at=now, expires_at=now + LASTS, **told)
    fleet.other_words = fleet.words_beside
    fleet.save(force_insert=True)
    written.tell("fleet", fleet.pk)
    tell_of_change(author.pk)
    return fleet


def _checked(text: str, paper: str, *, needs_words: bool) -> str:
    text = words.cleaned(text)
    if paper not in Fleet.Paper.values:
        raise Refused("paper_unknown", _("Choose one of the papers that are offered."))
    if words.is_blank(text):
        if needs_words:
            raise Refused("fleet_empty", _("A Fleet needs words, a picture or something shared."))
        return ""
    if len(text) > STORED_LIMIT or words.weighted_length(text) > LENGTH_LIMIT:
        raise Refused("fleet_too_long", _("A Fleet has room for %d characters.") % LENGTH_LIMIT)
    return text


@transaction.atomic
def delete_fleet(*, fleet: Fleet) -> None:
    """Takes a Fleet back, for everybody and for good. Whose it is was checked by `access.own_fleet`."""
    withdraw(FleetPicture.objects.filter(fleet=fleet))
    if fleet.clip:
        withdraw_clip(clip=fleet.clip)
    fleet.delete()
    tell_of_change(fleet.author_id)


def see_fleet(*, person: User, fleet: Fleet) -> None:
    """`person` was shown it; seeing it again changes nothing, and nobody is counted as having seen their own."""
    if fleet.author_id != person.pk:
        Sighting.objects.get_or_create(fleet=fleet, person=person, defaults={"is_hidden": person.hides_presence})


@transaction.atomic
def mute_fleets(*, muter: User, muted: User) -> None:
    """The bar of `muter` does without the Fleets of `muted`; nobody else notices. Raises Refused: self_mute."""
    if muter == muted:
        raise Refused("self_mute", _("You can't mute yourself."))
    FleetMute.objects.get_or_create(muter=muter, muted=muted)
    push.to_user(muter.pk, events.FleetsChanged(author=str(muted.pk)))


@transaction.atomic
def unmute_fleets(*, muter: User, muted: User) -> None:
    """Takes that back, if it was so."""
    FleetMute.objects.by(muter).filter(muted=muted).delete()
    push.to_user(muter.pk, events.FleetsChanged(author=str(muted.pk)))


def note_words(clip: Clip) -> None:
    """The words of what is said in a Fleet are known, or were corrected: muted words and moderators go by them."""
    for fleet in Fleet.objects.select_related("picture", "clip").filter(clip=clip):
        fleet.other_words = fleet.words_beside
        fleet.save(update_fields=["other_words"])
        written.tell("fleet", fleet.pk)


def may_hear(viewer: Viewer, clip: Clip) -> bool:
    """Whether `viewer` may see the Fleet that `clip` is part of, now."""
    return Fleet.objects.visible_to(viewer).filter(clip=clip).exists()


def tell_of_change(author_id: int) -> None:
    """The bars of who follows them, and their own, are out of date."""
    push.to_topic(events.by_author(author_id), events.FleetsChanged(author=str(author_id)))
