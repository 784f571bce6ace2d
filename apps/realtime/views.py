"""What a socket's address says to an ordinary request."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def knock(request: HttpRequest) -> HttpResponse:
    """Somebody is here: a page that lost its socket asks this before it tries again (`static/js/lib/knock.js`)."""
    return HttpResponse(status=204)
