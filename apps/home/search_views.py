"""Looking around, and looking for something."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.core import limits, text
from apps.graph.following import suggested_to
from apps.home import finding
from apps.moderation.access import is_moderator
from apps.spaces.models import Space
from apps.tweets import searching
from apps.tweets.models import Trend
from apps.tweets.questions import QUESTION_LIMIT, Question, understood
from apps.tweets.timelines import Timeline, Viewer
from apps.tweets.views import timeline_page

_TABS = ("tweets", "people", "hashtags", "spaces")
_PEOPLE_SHOWN = 30
_PEOPLE_ABOVE = 3  # the Tweets that were found
_TRENDS_SHOWN = 10
_UPCOMING_SHOWN = 5


@require_safe
def explore(request: HttpRequest) -> HttpResponse:
    """Live and coming Spaces, trends and people; with `q`, what has these words: Tweets, or what `tab` says."""
    typed = request.GET.get("q", "")
    if typed.strip():
        return _found(request, understood(typed))
    spaces = Space.objects.found_by(request.user).select_related("host")
    context: dict[str, Any] = {
        "live": spaces.live().order_by("-listening_count"),
        "upcoming": spaces.upcoming().order_by("scheduled_for")[:_UPCOMING_SHOWN],
        "trends": Trend.objects.found_by(request.user)[:_TRENDS_SHOWN],
        "people": suggested_to(request.user, _PEOPLE_SHOWN),
    }
    if is_moderator(request.user):
        context |= {"moderates": True, "hidden_trends": Trend.objects.hidden()}
    return render(request, "home/explore.html", context)


def _found(request: HttpRequest, question: Question) -> HttpResponse:
    limits.check_pace(request, "searches")
    tab = request.GET.get("tab", "")
    tab = tab if tab in _TABS else "tweets"
    context: dict[str, Any] = {"question": question, "query": question.words, "tab": tab, "limit": QUESTION_LIMIT}
    if tab != "tweets":
        found = _LISTS[tab](request.user, question.plain_words)
        return timeline_page(request, "home/found.html", Timeline([]), {**context, tab: found})
    before = request.GET.get("before")
    timeline = searching.found(question, request.user, before=before)
    people = [] if before else finding.people(request.user, question.plain_words, most=_PEOPLE_ABOVE)
    return timeline_page(request, "home/found.html", timeline, {**context, "people": people})


_LISTS: dict[str, Callable[[Viewer, str], list[Any]]] = {
    "people": finding.people,
    "hashtags": finding.hashtags,
    "spaces": finding.spaces,
}


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """What could be meant by the beginning of a @mention, a #hashtag or, with neither sign, of a search: options of a list box."""
    limits.check_pace(request, "lookups")
    typed = text.cleaned(request.GET.get("q", "")[:QUESTION_LIMIT])
    return render(request, "home/_suggestions.html", {"suggested": finding.suggested(request.user, typed)})
