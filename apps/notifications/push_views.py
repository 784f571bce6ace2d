"""Browsers that ask to be woken, or to be left alone."""

from typing import cast

from allauth.usersessions.models import UserSession
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts.models import User
from apps.core.errors import Refused
from apps.notifications import subscribing
from apps.realtime import events


@require_http_methods(["POST", "DELETE"])
@login_required
def subscription(request: HttpRequest) -> HttpResponse:
    """POST lets the browser that asks be woken: `endpoint`, `p256dh` and `auth` as it made them, its `time_zone`. DELETE lets `endpoint` be."""
    person = cast(User, request.user)
    if request.method == "DELETE":
        subscribing.unsubscribe(person=person, endpoint=QueryDict(request.body).get("endpoint", ""))
        return HttpResponse(status=204)
    _list_log_in(request)
    given = {name: request.POST.get(name, "") for name in ("endpoint", "p256dh", "auth", "time_zone")}
    subscribing.subscribe(person=person, log_in=events.log_in_of(request.session), **given)
    return HttpResponse(status=204)


# The service worker of a browser knows no token, and needs none: it names the old address, in the log-in that subscribed it.
@csrf_exempt
@require_POST
def renewal(request: HttpRequest) -> HttpResponse:
    """The push service gave a browser another address. Answers alike whether or not the old one was known."""
    given = {name: request.POST.get(name, "") for name in ("old_endpoint", "endpoint", "p256dh", "auth")}
    subscribing.renew(log_in=events.log_in_of(request.session), **given)
    return HttpResponse(status=204)


def _list_log_in(request: HttpRequest) -> None:
    """A browser is woken while its log-in stands in the list; usually it does already."""
    try:
        UserSession.objects.create_from_request(request)
    except PermissionDenied:  # the visitor's address is unknown, so the log-in can't be listed
        raise Refused("log_in_unlisted", _("Linnet does not know where you are logged in from.")) from None
