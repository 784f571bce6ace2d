"""Which log-ins of somebody hold, for what lives as long as one of them."""

from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from apps.accounts.models import User
from apps.realtime import events


def live_log_ins(person: User) -> set[str]:
    """The names (`realtime.events.log_in_of`) of those by which `person` could still open a page, as the rows of now have it."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    held = set()
    for key in UserSession.objects.filter(user=person).values_list("session_key", flat=True):
        request = HttpRequest()
        request.session = store(key)
        if get_user(request) == person:  # the session is there, is theirs, and is of this epoch
            held.add(events.log_in_of(request.session))
    return held
