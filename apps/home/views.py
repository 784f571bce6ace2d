"""Pages that are made of several parts of the house."""

from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.accounts.access import person_by_handle
from apps.accounts.models import User
from apps.accounts.views import at_todays_handle
from apps.core.pages import page_of
from apps.fleets.bar import bar_of
from apps.fleets.models import Fleet
from apps.graph.access import in_sight, is_open_to, may_reach, may_write, person_open_to
from apps.graph.following import marked, suggested_to
from apps.graph.hearing import muted_on_home
from apps.graph.models import Block, Follow, Mute
from apps.home.around import Around
from apps.spaces.models import Space
from apps.tweets import timelines
from apps.tweets.models import Tweet
from apps.tweets.timelines import Timeline
from apps.tweets.top import is_place, top_of
from apps.tweets.views import timeline_page

_PEOPLE_ON_HOME = 5
_PEOPLE_LISTED = 50  # on a page


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The timeline; for visitors, what Linnet is."""
    if not request.user.is_authenticated:
        return render(request, "home/welcome.html", {"spaces": Around(request.user).live_spaces})
    viewer = cast(User, request.user)
    if "after" in request.GET:
        newer = timelines.newer_on_home_of(viewer, request.GET["after"])
        return render(request, "tweets/_timeline.html", {"timeline": newer})
    before, until = request.GET.get("before"), request.GET.get("until")
    order = _order(request, before)
    words = muted_on_home(viewer)  # asked for once, for the Tweets and for the bar above them
    if order == "top":
        timeline = top_of(viewer, before=before, muted_words=words)
    else:
        timeline = timelines.home_of(viewer, before=before, until=until, muted_words=words)
    suggested = [] if timeline.tweets else suggested_to(viewer, _PEOPLE_ON_HOME)
    return timeline_page(request, "home/home.html", timeline, {"suggested": suggested, "bar": lambda: bar_of(viewer, words)})


def _order(request: HttpRequest, before: str | None) -> str:
    """Of "latest" and "top", the one that is asked for, which is remembered for this log-in; a page that follows another is of its order."""
    asked = request.GET.get("order")
    if before and asked is None:
        return "top" if is_place(before) else "latest"
    remembered: str = request.session.get("home_order", "latest")
    if asked not in ("latest", "top") or asked == remembered:
        return remembered
    request.session["home_order"] = asked
    return asked


@require_safe
def around(request: HttpRequest) -> HttpResponse:
    """The side column anew, when Spaces began or ended."""
    return render(request, "home/_rail.html", {"around": Around(request.user)})


@require_safe
@at_todays_handle
def profile(request: HttpRequest, handle: str) -> HttpResponse:
    """A person and what they began or passed on; first what they pinned."""
    person = person_by_handle(request.user, handle)
    before = request.GET.get("before")
    timeline = timelines.tweets_of(person, request.user, before=before)
    pinned = None if before else timelines.pinned_by(person, request.user)
    return _profile(request, "profile", person, timeline, pinned=pinned)


@require_safe
@at_todays_handle
def profile_replies(request: HttpRequest, handle: str) -> HttpResponse:
    """All that a person wrote, answers too."""
    person = person_by_handle(request.user, handle)
    return _profile(
        request, "profile_replies", person, timelines.replies_of(person, request.user, before=request.GET.get("before"))
    )


@require_safe
@at_todays_handle
def profile_media(request: HttpRequest, handle: str) -> HttpResponse:
    """What a person posted with pictures."""
    person = person_by_handle(request.user, handle)
    return _profile(
        request, "profile_media", person, timelines.pictures_of(person, request.user, before=request.GET.get("before"))
    )


@require_safe
@at_todays_handle
def profile_likes(request: HttpRequest, handle: str) -> HttpResponse:
    """What a person likes; open to those who may read the person."""
    person = person_by_handle(request.user, handle)
    is_open = is_open_to(request.user, person)
    liked = timelines.liked_by(person, request.user, before=request.GET.get("before")) if is_open else Timeline([])
    return _profile(request, "profile_likes", person, liked)


def _profile(request: HttpRequest, tab: str, person: User, timeline: Timeline, **context: Any) -> HttpResponse:
    live = Space.objects.visible_to(request.user).live().filter(host=person).first()
    says = Fleet.objects.visible_to(request.user).filter(author=person).unseen_first(request.user).first()
    about = {**_about(person, request.user), "live": live, "fleet": says, "tab": tab}
    return timeline_page(request, "home/profile.html", timeline, {**about, **context})


def _about(person: User, viewer: User | AnonymousUser) -> dict[str, Any]:
    return {
        "person": marked([person], viewer)[0],
        "following_count": person.follows_given.filter(followed__is_active=True).count(),
        "followers_count": person.follows_got.filter(follower__is_active=True).count(),
        "tweets_count": Tweet.objects.visible_to(viewer).filter(author=person).count(),
        "follows_viewer": Follow.objects.between(person.pk, viewer.pk).exists() if viewer.pk else False,
        "is_reachable": may_reach(viewer, person) if isinstance(viewer, User) else True,
        "is_writable": may_write(viewer, person) if isinstance(viewer, User) else True,
        "is_open": is_open_to(viewer, person),
        "is_blocked": Block.objects.by(viewer).filter(blocked=person).exists(),
        "is_muted": Mute.objects.by(viewer).filter(muted=person).exists(),
        "requests_count": person.follow_requests_got.count() if person == viewer else 0,
    }


@require_safe
@at_todays_handle
def following(request: HttpRequest, handle: str) -> HttpResponse:
    """Whom a person follows."""
    person = person_open_to(request.user, handle)
    return _people(request, "following", person, person.follows_given.all(), "followed")


@require_safe
@at_todays_handle
def followers(request: HttpRequest, handle: str) -> HttpResponse:
    """Who follows a person."""
    person = person_open_to(request.user, handle)
    return _people(request, "followers", person, person.follows_got.all(), "follower")


def _people(request: HttpRequest, which: str, person: User, follows: QuerySet[Follow], other: str) -> HttpResponse:
    """The `other` of each of `follows`, the latest first."""
    seen = follows.filter(in_sight(request.user, other)).select_related(other)
    page = page_of(seen, before=request.GET.get("before"), size=_PEOPLE_LISTED)
    people = marked((getattr(follow, other) for follow in page.items), request.user)
    return render(request, "home/people.html", {"which": which, "person": person, "people": people, "before": page.before})
