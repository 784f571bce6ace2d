"""Tweets, one by one, and what is done with them."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.models import User
from apps.core.errors import Refused
from apps.tweets import access, marks, replying, services, timelines
from apps.tweets.conversations import conversation_of
from apps.tweets.models import Tweet
from apps.tweets.timelines import Timeline, ready

# ---- Writing ---------------------------------------------------------------------------------------------------------


@require_POST
@login_required
def post_tweet(request: HttpRequest) -> HttpResponse:
    """Posts; a script gets the Tweet back, a plain form the page it came from."""
    author = cast(User, request.user)
    told = {name: request.POST.get(name, "") for name in ("text", "card_path", "replies_from")}
    about = {name: request.POST[name] for name in ("in_reply_to", "quoted") if request.POST.get(name)}
    others: dict[str, Any] = {name: access.tweet_for(author, tweet_id) for name, tweet_id in about.items()}
    try:
        tweet = services.post_tweet(author=author, is_reviewed="reviewed" in request.POST, **{**told, **others})
    except Refused as refusal:
        if refusal.code != "review_first" or not request.accepts("text/html"):
            raise
        return render(request, "tweets/review.html", {"refusal": refusal, "told": {**told, **about}}, status=refusal.status)
    if request.accepts("text/html"):
        return redirect(tweet if others else "home")
    return _as_json(request, tweet)


def _as_json(request: HttpRequest, tweet: Tweet) -> JsonResponse:
    shown = ready([access.tweet_for(request.user, tweet.pk)], request.user)[0]
    html = render_to_string("tweets/_tweet.html", {"tweet": shown}, request)
    answered = str(tweet.in_reply_to_id or "")
    return JsonResponse({"id": str(tweet.pk), "url": tweet.get_absolute_url(), "in_reply_to": answered, "html": html}, status=201)


@require_safe
@login_required
def write_reply(request: HttpRequest, tweet_id: int) -> HttpResponse:
    """Where one answers a Tweet: a page of its own, and what a script shows in a dialog. Raises Refused: cant_reply."""
    answered = access.tweet_for(request.user, tweet_id)
    replying.check_may_reply(cast(User, request.user), answered)
    return render(request, "tweets/write_reply.html", {"tweet": ready([answered], request.user)[0]})


@require_safe
@login_required
def write_quote(request: HttpRequest, tweet_id: int) -> HttpResponse:
    """Where one quotes a Tweet. Raises Refused: protected_tweet."""
    quoted = access.tweet_for(request.user, tweet_id)
    marks.check_may_pass_on(cast(User, request.user), quoted)
    return render(request, "tweets/write_quote.html", {"quoted": quoted})


# ---- Reading ---------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
def tweet(request: HttpRequest, tweet_id: int) -> HttpResponse:
    """GET shows it among what it answers and what answers it; DELETE, or POST with `delete` from a plain form, deletes your own."""
    if request.method in ("POST", "DELETE"):
        return _delete(request, tweet_id)
    after = request.GET.get("after")
    about = access.tweet_for(request.user, tweet_id)
    conversation = conversation_of(about, request.user, after=after, hidden="hidden" in request.GET)
    template = "tweets/_replies.html" if after and _is_stretch(request) else "tweets/tweet.html"
    response = render(request, template, {"conversation": conversation, "tweet": about, "hidden": "hidden" in request.GET})
    patch_vary_headers(response, ["HX-Request"])
    return response


@login_required
def _delete(request: HttpRequest, tweet_id: int) -> HttpResponse:
    services.delete_tweet(tweet=access.own_tweet(cast(User, request.user), tweet_id))
    return redirect("home") if request.accepts("text/html") else HttpResponse(status=204)


@require_safe
@login_required
def bookmarks(request: HttpRequest) -> HttpResponse:
    """What the reader keeps."""
    person = cast(User, request.user)
    return timeline_page(request, "tweets/bookmarks.html", timelines.kept_by(person, before=request.GET.get("before")))


def timeline_page(request: HttpRequest, template: str, timeline: Timeline, context: dict[str, Any] | None = None) -> HttpResponse:
    """The page, or only its next stretch of Tweets when the reader has scrolled to the end of the last one."""
    more = "before" in request.GET and _is_stretch(request)
    context = {**(context or {}), "timeline": timeline}
    response = render(request, "tweets/_timeline.html" if more else template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _is_stretch(request: HttpRequest) -> bool:
    """Whether a page asks for more of itself, rather than a reader for a page."""
    htmx = request.htmx  # type: ignore[attr-defined]
    return bool(htmx and not htmx.boosted and not htmx.history_restore_request)


# ---- Doing something with one ----------------------------------------------------------------------------------------

type_of_verb = Callable[[User, Tweet], None]


def _toggle(
    request: HttpRequest, found: Callable[[User, object], Tweet], tweet_id: int, do: type_of_verb, undo: type_of_verb
) -> HttpResponse:
    """POST does it; DELETE, or POST with `undo` from a plain form, takes it back."""
    person = cast(User, request.user)
    about = found(person, tweet_id)
    (undo if request.method == "DELETE" or "undo" in request.POST else do)(person, about)
    return redirect(about) if request.accepts("text/html") else HttpResponse(status=204)


@require_http_methods(["POST", "DELETE"])
@login_required
def like(request: HttpRequest, tweet_id: int) -> HttpResponse:
    """Likes it, or takes that back."""
    return _toggle(request, access.tweet_for, tweet_id, _by_person(marks.like_tweet), _by_person(marks.unlike_tweet))


@require_http_methods(["POST", "DELETE"])
@login_required
def retweet(request: HttpRequest, tweet_id: int) -> HttpResponse:
    """Passes it on, or takes that back."""
    return _toggle(request, access.tweet_for, tweet_id, _by_person(marks.retweet), _by_person(marks.undo_retweet))


@require_http_methods(["POST", "DELETE"])
@login_required
def bookmark(request: HttpRequest, tweet_id: int) -> HttpResponse:
    """Keeps it, or drops it."""
    return _toggle(request, access.tweet_for, tweet_id, _by_person(marks.keep_tweet), _by_person(marks.drop_tweet))


@require_http_methods(["POST", "DELETE"])
@login_required
def pin(request: HttpRequest, tweet_id: int) -> HttpResponse:
    """Pins your own to your profile, or takes it down."""
    return _toggle(
        request,
        access.own_tweet,
        tweet_id,
        lambda person, tweet: marks.pin_tweet(tweet=tweet),
        lambda person, tweet: marks.unpin_tweet(tweet=tweet),
    )


@require_http_methods(["POST", "DELETE"])
@login_required
def hide(request: HttpRequest, tweet_id: int) -> HttpResponse:
    """Hides a reply in a conversation you began, or shows it again."""
    return _toggle(
        request,
        access.reply_to_hide,
        tweet_id,
        lambda person, tweet: replying.hide_reply(reply=tweet),
        lambda person, tweet: replying.unhide_reply(reply=tweet),
    )


def _by_person(verb: Callable[..., None]) -> type_of_verb:
    return lambda person, tweet: verb(person=person, tweet=tweet)
