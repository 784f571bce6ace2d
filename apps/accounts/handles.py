"""Handles: which ones people may choose, how they change theirs, and how long the old one is kept from others."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts import limits
from apps.accounts.models import OldHandle, User, handle_validators
from apps.core.errors import Refused

TAKEN = _("Somebody has this handle already.")

# What could pass for the site itself, or for one of its pages. Underscores do not count.
_RESERVED_WORDS = """
about abuse account accounts admin administrator administrators all anonymous api appeal appeals block contact everybody everyone
explore fleets follow followers following guidelines help here home info invite legal linnet linnetapp linnethq linnetteam login logout
me messages moderation moderator moderators nobody notifications null official owner pictures press privacy profile report reports root
rules safety search security self settings signin signup spaces staff static status support system team terms trust undefined webmaster
"""
RESERVED = frozenset(_RESERVED_WORDS.split())


def not_reserved(handle: str) -> None:
    """A validator. Raises ValidationError: handle_reserved."""
    if handle.lower().replace("_", "") in RESERVED:
        raise ValidationError(_("This handle is kept for Linnet itself. Choose another."), code="handle_reserved")


# For what people choose themselves; whoever runs the site may be "admin".
chosen_handle_validators = [*handle_validators, not_reserved]


def is_free_for(person: User | None, handle: str) -> bool:
    """Whether nobody else has it, nor had it within the last 30 days. None is somebody who is not here yet."""
    has_it = User.objects.filter(handle__iexact=handle)
    had_it = OldHandle.objects.kept().filter(handle__iexact=handle)
    return (
        not (has_it.exclude(pk=person.pk) if person else has_it).exists()
        and not (had_it.exclude(person=person) if person else had_it).exists()
    )


def change_handle(*, person: User, handle: str) -> None:
    """`person` is called `handle` from now on; the old one leads to them for 30 days, in which they may take it back.

    `handle` has passed the validators. Raises Refused: handle_taken, whether somebody has it or had it. Raises TooFast past the limit on changes.
    """
    try:
        with transaction.atomic():
            _change(User.objects.select_for_update().get(pk=person.pk), handle)
    except IntegrityError as clash:
        raise Refused("handle_taken", TAKEN) from clash
    person.handle = handle


def _change(person: User, handle: str) -> None:
    old = person.handle
    is_another = old.lower() != handle.lower()
    if is_another:
        limits.spend(person, "handles")
    person.handle = handle
    person.save(update_fields=["handle", "found_as"])
    if is_another:
        _keep(person, old)
        refuse_if_kept(person)


def _keep(person: User, old: str) -> None:
    person.old_handles.kept().filter(handle__iexact=person.handle).update(taken_back_at=timezone.now())
    OldHandle.objects.expired().delete()
    person.old_handles.create(handle=old)


def refuse_if_kept(person: User) -> None:
    """For whoever has just taken a handle, in the same transaction: the row of its former owner may have come a moment before.

    Looking before is not enough: only from the moment the handle is ours can nobody give it up. Raises Refused: handle_taken.
    """
    if OldHandle.objects.kept().filter(handle__iexact=person.handle).exclude(person=person).exists():
        raise Refused("handle_taken", TAKEN)
