"""Tweets, one by one, and what is done with them."""

import zlib
from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.models import User
from apps.core import text
from apps.core.deleting import check_asks_to_delete
from apps.core.errors import Refused
from apps.core.ids import id_in
from apps.core.refusing import refused
from apps.tweets import access, composed, draft_views, editing, hashtags, marks, polls, replying, sending, services, timelines
from apps.tweets.conversations import conversation_of
from apps.tweets.models import Tweet
from apps.tweets.timelines import Timeline, ready

_SHARED_LIMIT = 2000  # characters of what another app shares
_ASKED_AGAIN = {"review_first": "", "draft_gone": "draft", "too_fast": ""}  # the same may be sent once more, without this field

# ---- Writing ---------------------------------------------------------------------------------------------------------


@require_POST
@login_required
def post_tweet(request: HttpRequest) -> HttpResponse:
    """Posts a Tweet, or with several `text` a thread; a script gets them back, a plain form the page it came from."""
    author, fields = cast(User, request.user), composed.kept(dict(request.POST.lists()))
    if request.POST.get("scheduled_for"):
        return draft_views.keep(request)
    try:
        is_reviewed = "reviewed" in request.POST
        tweets = sending.post_composed(author=author, fields=fields, is_reviewed=is_reviewed, **draft_views.sending_of(request))
    except Refused as refusal:
        if refusal.code not in _ASKED_AGAIN or not request.accepts("text/html"):
            raise
        context = {"texts": fields.get("text", [""]), "dropped": _ASKED_AGAIN[refusal.code]}
        return refused(request, "tweets/review.html", context, refusal)
    if request.accepts("text/html"):
        return redirect(tweets[0] if {"in_reply_to", "quoted"} & set(fields) else "home")
    return _as_json(request, tweets)


def _as_json(request: HttpRequest, tweets: list[Tweet]) -> JsonResponse:
    """The first of them, and the HTML of all as a timeline has them: newest first."""
    shown = ready(access.tweets_for(request.user, [tweet.pk for tweet in reversed(tweets)]), request.user)
    html = "".join(render_to_string("tweets/_tweet.html", {"tweet": tweet}, request) for tweet in shown)
    tweet = tweets[0]
    answered = str(tweet.in_reply_to_id or "")
    return JsonResponse({"id": str(tweet.pk), "url": tweet.get_absolute_url(), "in_reply_to": answered, "html": html}, status=201)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, tweet_id: int) -> HttpResponse:
    """GET shows the words of your own Tweet to be changed; POST changes them. What was typed stays if that is refused."""
    tweet = access.own_tweet(cast(User, request.user), tweet_id)
    told: dict[str, Any] = {"text": tweet.text, "warning": tweet.warning, "seen": tweet.versions.count()}
    if request.method != "POST":
        return render(request, "tweets/edit.html", {"tweet": tweet, "told": told})
    told = {
        "text": request.POST.get("text", ""),
        "warning": request.POST.get("warning", ""),
        "seen": _number(request.POST.get("seen")),
    }
    try:
        editing.edit_tweet(tweet=tweet, is_reviewed="reviewed" in request.POST, **told)
    except Refused as refusal:
        if refusal.code == "edited_elsewhere":
            told["seen"] = tweet.versions.count()
        context = {"tweet": tweet, "told": told, "refusal": refusal}
        return render(request, "tweets/edit.html", context, status=refusal.status)
    return redirect(tweet)


def _number(given: str | None) -> int:
    number = id_in(given)
    return -1 if number is None else number


@require_safe
@login_required
def new_tweet(request: HttpRequest) -> HttpResponse:
    """Where one writes a Tweet: a page of its own. What another app shares with Linnet (`title`, `text`, `url`) is written there, not posted."""
    shared = [text.cleaned(request.GET.get(name, ""))[:_SHARED_LIMIT].strip() for name in ("text", "title", "url")]
    words = "\n".join(part for place, part in enumerate(shared) if part and not any(part in said for said in shared[:place]))
    # Words that are shared go into no draft that was begun, and the same again find what was made of them.
    draft = f"shared-{zlib.crc32(words.encode())}" if words else "new"
    return render(request, "tweets/new.html", {"words": words, "draft": draft})


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
    own = access.own_tweet(cast(User, request.user), tweet_id)
    check_asks_to_delete(request)
    services.delete_tweet(tweet=own)
    return redirect("home") if request.accepts("text/html") else HttpResponse(status=204)


@require_safe
def versions(request: HttpRequest, tweet_id: int) -> HttpResponse:
    """What a Tweet said before, newest first."""
    about = access.tweet_for(request.user, tweet_id)
    return render(request, "tweets/versions.html", {"tweet": about, "versions": about.versions.order_by("-pk")})


@require_safe
@login_required
def bookmarks(request: HttpRequest) -> HttpResponse:
    """What the reader keeps."""
    person = cast(User, request.user)
    return timeline_page(request, "tweets/bookmarks.html", timelines.kept_by(person, before=request.GET.get("before")))


@require_safe
def hashtag(request: HttpRequest, tag: str) -> HttpResponse:
    """The Tweets with a hashtag. One that nobody used, or nobody whom the reader may read, has an empty page."""
    timeline = hashtags.tagged_with(hashtags.name_of(tag), request.user, before=request.GET.get("before"))
    return timeline_page(request, "tweets/hashtag.html", timeline, {"tag": tag})


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


@require_POST
@login_required
def vote(request: HttpRequest, tweet_id: int) -> HttpResponse:
    """Chooses an answer of a poll; a script gets the poll back as it stands."""
    person = cast(User, request.user)
    asked = access.tweet_for(person, tweet_id)
    polls.vote(person=person, tweet=asked, choice=_number(request.POST.get("choice")))
    if request.accepts("text/html"):
        return redirect(asked)
    html = render_to_string("tweets/_poll.html", {"tweet": access.tweet_for(person, tweet_id)}, request)
    return JsonResponse({"html": html})


def _by_person(verb: Callable[..., None]) -> type_of_verb:
    return lambda person, tweet: verb(person=person, tweet=tweet)
