"""What people decide about being disturbed, and by which clock."""

import zoneinfo
from datetime import time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.core.errors import Refused
from apps.notifications.models import Preferences
from apps.realtime import events, push


def preferences_of(person: User) -> Preferences:
    """Theirs, or the defaults."""
    return Preferences.objects.filter(person=person).first() or Preferences(person=person)


@transaction.atomic
def change_preferences(*, person: User, **choices: bool | int | str | time | None) -> None:
    """Sets fields of `Preferences`; they come checked, from `forms.PreferencesForm`."""
    Preferences.objects.update_or_create(person=person, defaults=choices)
    push.to_user(person.pk, events.NotificationsChanged())  # what is hidden counts no more


def keep_time_zone(person: User, name: str) -> None:
    """By the clock of the browser that asks to be woken, until `person` chooses another themselves."""
    kept, _new = Preferences.objects.get_or_create(person=person)
    if name and not kept.time_zone and is_time_zone(name):
        Preferences.objects.filter(pk=kept.pk).update(time_zone=name)


def is_time_zone(name: str) -> bool:
    return name in zoneinfo.available_timezones()


def checked_time_zone(name: str) -> str:
    """Raises Refused: time_zone_unknown."""
    if name and not is_time_zone(name):
        raise Refused("time_zone_unknown", _("Linnet knows no time zone of this name. Try one like Europe/Berlin."))
    return name


def clock_of(preferences: Preferences) -> zoneinfo.ZoneInfo:
    """The time zone somebody lives by; that of the site without one, or with one that this machine has no longer."""
    name = preferences.time_zone if is_time_zone(preferences.time_zone) else timezone.get_default_timezone_name()
    return zoneinfo.ZoneInfo(name)
