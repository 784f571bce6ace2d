"""Pages that say no and keep what was typed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from apps.core.errors import Refused


def refused(request: HttpRequest, template: str, context: dict[str, Any], refusal: Refused) -> HttpResponse:
    """The page of a form once more, with `refusal` among what it shows, and what browsers and programs are told of it."""
    return told(render(request, template, {**context, "refusal": refusal}, status=refusal.status), refusal)


def told(answer: HttpResponse, refusal: Refused) -> HttpResponse:
    """`answer` with the headers of `refusal`."""
    for name, value in refusal.headers.items():
        answer[name] = value
    return answer
