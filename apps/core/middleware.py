"""What every page has in common: how it refuses, how it travels, and that nobody but its reader may keep it."""

import logging
from collections.abc import Callable

from django.db import DataError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from apps.core.errors import Refused, Unstorable
from apps.core.refusing import told

GetResponse = Callable[[HttpRequest], HttpResponse]

logger = logging.getLogger(__name__)


_ROOM = 1 << 16  # words of 8 bytes: the frames of the deepest page take a tenth of it


def roomy_stack(get_response: GetResponse) -> GetResponse:
    """CPython 3.11 keeps the frames of a thread in chunks of 16 KiB and gives a chunk back to the kernel as soon as it is empty: where a loop of
    a template happens to run at the end of one, each of its calls costs a system call and page faults, a quarter of Home's processor time.
    A frame that is larger than a chunk gets one of its own size, in which there is room for all that is called from it."""

    def answer(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    answer.__code__ = answer.__code__.replace(co_stacksize=_ROOM)
    return answer


class RefusalMiddleware:
    """Turns a Refused raised by a view into an answer: JSON for scripts, a page for people."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, DataError):
            logger.warning("The database refused what was sent to %s.", request.path, exc_info=exception)
            exception = Unstorable()
        if not isinstance(exception, Refused):
            return None
        if "application/json" in request.headers.get("Accept", ""):
            answer: HttpResponse = JsonResponse(exception.as_data(), status=exception.status)
        else:
            answer = render(request, "refused.html", {"refusal": exception}, status=exception.status)
        return told(answer, exception)


class CompressedPagesMiddleware(GZipMiddleware):
    """Pages travel compressed, with random padding against those who would guess at secrets by their length; pictures and files are small already."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_page = response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming
        return super().process_response(request, response) if is_page else response


class PrivatePagesMiddleware:
    """Pages depend on who reads them, so no shared cache may hold one."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        return response
