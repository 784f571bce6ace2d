"""What people are answered when something broke on our side."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template

from apps.core.errors import Busy

_RETRY_AFTER_SECONDS = 5
_TRIES_AGAIN_AFTER_SECONDS = 300


def too_many_tries(request: HttpRequest) -> HttpResponse:
    """What allauth answers past a limit of its own (settings.ACCOUNT_RATE_LIMITS). When that ends it does not tell; most last for so long."""
    answer = render(request, "429.html", status=429)
    answer["Retry-After"] = str(_TRIES_AGAIN_AFTER_SECONDS)
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """A page that asks no database; a 503 if the database is what did not answer, for it is back in a moment."""
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return HttpResponse(get_template("500.html").render(), status=500)
    busy = Busy()
    if "application/json" in request.headers.get("Accept", ""):
        answer: HttpResponse = JsonResponse(busy.as_data(), status=busy.status)
    else:
        answer = HttpResponse(get_template("503.html").render(), status=busy.status)
    answer["Retry-After"] = str(_RETRY_AFTER_SECONDS)
    return answer
