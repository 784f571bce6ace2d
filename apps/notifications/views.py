"""What happened, and how much of it is new."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts.models import User
from apps.notifications import pages, preferences, services
from apps.notifications.forms import PreferencesForm
from apps.notifications.models import Subscription


@require_safe
@login_required
def notifications(request: HttpRequest) -> HttpResponse:
    """The list; whoever opens it has read it."""
    return _list(request, addressed=False)


@require_safe
@login_required
def mentions(request: HttpRequest) -> HttpResponse:
    """Of the list, what somebody said to its reader."""
    return _list(request, addressed=True)


def _list(request: HttpRequest, *, addressed: bool) -> HttpResponse:
    person = cast(User, request.user)
    page = pages.told_to(person, before=request.GET.get("before"), addressed=addressed)
    context = {"page": page, "addressed": addressed}
    response = render(request, "notifications/notifications.html", context)
    services.mark_read(person=person, addressed=addressed)
    return response


@require_safe
def unread(request: HttpRequest) -> JsonResponse:
    """How many are new."""
    return JsonResponse({"count": pages.unread_count(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def notification_settings(request: HttpRequest) -> HttpResponse:
    """Of whom and of what one is told. What was typed stays if it is refused."""
    person = cast(User, request.user)
    form = PreferencesForm(request.POST or None, instance=preferences.preferences_of(person))
    if request.method == "POST" and form.is_valid():
        preferences.change_preferences(person=person, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("notification_settings")
    browser_count = Subscription.objects.filter(person=person).count()
    context = {"form": form, "browser_count": browser_count}
    return render(request, "notifications/settings.html", context, status=422 if form.errors else 200)
