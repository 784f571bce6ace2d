"""Linnet as an app of its own on a phone or a desk: what it is called, what it shows without a network, who wakes it."""

import base64
import hashlib
import json
from functools import cache
from pathlib import Path

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.core import themes

_WORKER = settings.BASE_DIR / "static/js/service/worker.js"


def _hash_of(part: str) -> str:
    """As a Content-Security-Policy names what it lets through."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(render_to_string(part).encode()).digest()).decode()}'"


# The page is all in one: where it is shown, nothing else can be fetched.
_ALL_IN_ONE = {"style-src": [_hash_of("home/offline.css")], "script-src": [_hash_of("home/offline.js")]}


@require_safe
@csp_update(_ALL_IN_ONE)
def offline(request: HttpRequest) -> HttpResponse:
    """What the service worker keeps, and shows instead of a page when the network is gone. It is the same for everybody."""
    return render(request, "home/offline.html", {"surfaces": themes.SURFACES})


@require_safe
def service_worker(_request: HttpRequest) -> HttpResponse:
    """Our service worker, at the root, for it serves only what lies below it. Its first line is what only the server knows."""
    facts = {
        "offline": reverse("offline"),
        "renewal": reverse("push_renewal"),
        "icon": static("img/app/icon-192.png"),
        "badge": static("img/app/badge-96.png"),
        "words": {"settings": _("Why? Settings"), "unknown": _("Something happened on Linnet")},
    }
    written = f"{json.dumps(facts)}{_source(_WORKER)}{render_to_string('home/offline.html', {'surfaces': themes.SURFACES})}"
    facts["cache"] = f"linnet-{hashlib.sha256(written.encode()).hexdigest()[:12]}"
    response = HttpResponse(
        f"const SITE = {json.dumps(facts)};\n{_source(_WORKER)}", content_type="text/javascript; charset=utf-8"
    )
    response["Service-Worker-Allowed"] = "/"
    return response


@cache
def _source(path: Path) -> str:
    return path.read_text()


@require_safe
def manifest(_request: HttpRequest) -> HttpResponse:
    """What a browser needs to know to install Linnet."""
    icons = [("icon-192", "192x192", "any"), ("icon-512", "512x512", "any"), ("maskable-512", "512x512", "maskable")]
    shortcuts = [(_("Tweet"), reverse("new_tweet")), (_("Spaces"), reverse("spaces")), (_("Messages"), reverse("messages"))]
    about = {
        "id": "/",
        "name": "Linnet",
        "short_name": "Linnet",
        "description": _("A small social place where people are heard: Tweets to read, Spaces to talk."),
        "start_url": reverse("home"),
        "scope": "/",
        "display": "standalone",
        "background_color": themes.SURFACES["light"],
        "theme_color": themes.SURFACES["light"],
        "categories": ["social"],
        "icons": [
            {"src": static(f"img/app/{name}.png"), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in icons
        ],
        "shortcuts": [
            {"name": name, "url": url, "icons": [{"src": static("img/app/icon-192.png"), "sizes": "192x192"}]}
            for name, url in shortcuts
        ],
        "share_target": {
            "action": reverse("new_tweet"),
            "method": "GET",
            "enctype": "application/x-www-form-urlencoded",
            "params": {"title": "title", "text": "text", "url": "url"},
        },
    }
    return JsonResponse(about, content_type="application/manifest+json")
