"""Tweets, one by one."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts.models import User
from apps.core.errors import Refused
from apps.tweets import access, services
from apps.tweets.timelines import with_cards


@require_POST
@login_required
def post_tweet(request: HttpRequest) -> HttpResponse:
    """Posts; a script gets the Tweet back, a plain form the page it came from."""
    author = cast(User, request.user)
    told = {"text": request.POST.get("text", ""), "card_path": request.POST.get("card_path", "")}
    try:
        tweet = services.post_tweet(author=author, is_reviewed="reviewed" in request.POST, **told)
    except Refused as refusal:
        if refusal.code != "review_first" or not request.accepts("text/html"):
            raise
        return render(request, "tweets/review.html", {"refusal": refusal, **told}, status=refusal.status)
    if request.accepts("text/html"):
        return redirect("home")
    shown = with_cards([access.tweet_for(author, tweet.pk)], author)[0]
    html = render_to_string("tweets/_tweet.html", {"tweet": shown}, request)
    return JsonResponse({"id": str(tweet.pk), "url": tweet.get_absolute_url(), "html": html}, status=201)


@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
def tweet(request: HttpRequest, tweet_id: int) -> HttpResponse:
    """GET shows it; DELETE, or POST with `delete` from a plain form, deletes your own."""
    if request.method in ("POST", "DELETE"):
        return _delete(request, tweet_id)
    shown = with_cards([access.tweet_for(request.user, tweet_id)], request.user)[0]
    return render(request, "tweets/tweet.html", {"tweet": shown})


@login_required
def _delete(request: HttpRequest, tweet_id: int) -> HttpResponse:
    services.delete_tweet(tweet=access.own_tweet(cast(User, request.user), tweet_id))
    return redirect("home") if request.accepts("text/html") else HttpResponse(status=204)


@require_http_methods(["POST", "DELETE"])
@login_required
def like(request: HttpRequest, tweet_id: int) -> HttpResponse:
    """POST likes; DELETE, or POST with `undo` from a plain form, takes it back."""
    person = cast(User, request.user)
    liked = access.tweet_for(person, tweet_id)
    if request.method == "DELETE" or "undo" in request.POST:
        services.unlike_tweet(person=person, tweet=liked)
    else:
        services.like_tweet(person=person, tweet=liked)
    return redirect(liked) if request.accepts("text/html") else HttpResponse(status=204)
