"""What people are answered when something broke on our side."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import get_template

from apps.core.errors import Busy

_RETRY_AFTER_SECONDS = 5


def server_error(request: HttpRequest) -> HttpResponse:
    """A page that asks no database; a 503 if the database is what did not answer, for it is back in a moment."""
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return HttpResponse(get_template("500.html").render(), status=500)
    busy = Busy()
    if "application/json" in request.headers.get("Accept", ""):
        answer: HttpResponse = JsonResponse({"code": busy.code, "text": str(busy.text)}, status=busy.status)
    else:
        answer = HttpResponse(get_template("503.html").render(), status=busy.status)
    answer["Retry-After"] = str(_RETRY_AFTER_SECONDS)
    return answer
