"""Pictures of Tweets: sent while a Tweet is being written, looked after until they are ready, served to who may read it."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.models import User
from apps.accounts.picture_line import reason_of
from apps.core import uploads
from apps.tweets import access, pictures
from apps.tweets.models import TweetPicture

_KEPT_SECONDS = 31_536_000


@require_POST
@login_required
def send_picture(request: HttpRequest) -> HttpResponse:
    """Takes a file; what is made of it can be posted once it is ready."""
    picture = pictures.send_picture(owner=cast(User, request.user), file=uploads.picture_in(request))
    return JsonResponse({"id": str(picture.pk)}, status=201)


@require_http_methods(["GET", "HEAD", "DELETE"])
@login_required
def own_tweet_picture(request: HttpRequest, tweet_picture_id: int) -> HttpResponse:
    """GET tells how far it is; DELETE takes it out again."""
    picture = access.own_picture(cast(User, request.user), tweet_picture_id)
    if request.method == "DELETE":
        pictures.take_out(picture=picture)
        return HttpResponse(status=204)
    is_ready = picture.state == TweetPicture.State.READY
    return JsonResponse({"is_ready": is_ready, "key": picture.key if is_ready else "", "refusal": str(reason_of(picture))})


@require_safe
def tweet_picture(request: HttpRequest, tweet_picture_key: str, size: str) -> HttpResponse:
    """A picture as we made it. What is under a key never changes, so browsers keep it; shared caches don't, for not everybody may see it."""
    return answer_with(access.picture_bytes(request.user, tweet_picture_key, size))


def answer_with(picture: bytes) -> HttpResponse:
    """What we made of a picture; who may see it was asked before."""
    response = HttpResponse(picture, content_type="image/webp")
    response["Cache-Control"] = f"private, max-age={_KEPT_SECONDS}, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    return response
