"""How the page looks: the choice is kept in a cookie, so that the first byte already has it."""

from django.http import HttpRequest, HttpResponse

AUTO = "auto"
# The colour of --surface in each theme, for the browser's own bars.
SURFACES = {"light": "#fefcfc", "dark": "#130f0e", "dim": "#252329"}

_COOKIE = "theme"
_ONE_YEAR = 365 * 86_400  # seconds


def chosen(request: HttpRequest) -> str:
    """ "light", "dark", "dim", or "auto" when the system decides."""
    theme = request.COOKIES.get(_COOKIE, AUTO)
    return theme if theme in SURFACES else AUTO


def keep(response: HttpResponse, theme: str) -> None:
    """Remembers `theme` in the browser; an unknown one is forgotten."""
    if theme in SURFACES:
        response.set_cookie(_COOKIE, theme, max_age=_ONE_YEAR, samesite="Lax")
    else:
        response.delete_cookie(_COOKIE, samesite="Lax")
