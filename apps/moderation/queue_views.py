"""For moderators: the queue, one case, appeals, the log. To everybody else these pages do not exist."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.core.errors import Refused
from apps.core.ids import id_in
from apps.core.pages import page_of
from apps.moderation import access, cases, context, decisions, trending
from apps.moderation.categories import CATEGORIES
from apps.moderation.models import Appeal, Case, Decision, LogEntry
from apps.moderation.models.cases import Kind
from apps.tweets.access import stored_picture
from apps.tweets.picture_views import answer_with

_SHOWN = 50
_STATES = ("open", "mine", "held", "decided")
_Action = Decision.Action
_LASTING = [
    ("1", _("1 day")),
    ("7", _("7 days")),
    ("30", _("30 days")),
    ("90", _("90 days")),
    ("365", _("A year")),
    ("", _("For good")),
]


def _queue(request: HttpRequest) -> dict[str, Any]:
    """The cases that fit the filters, the most urgent first."""
    moderator = access.check_moderator(request.user)
    state, kind = request.GET.get("state", "open"), request.GET.get("kind", "")
    found = Case.objects.visible_to(moderator).select_related("person", "claimed_by")
    found = found.filter(closed_at__isnull=False) if state == "decided" else found.open()
    if state == "mine":
        found = found.filter(claimed_by=moderator)
    if state == "held":
        found = found.filter(is_held=True)
    if kind in Kind.values:
        found = found.filter(kind=kind)
    order = ("-closed_at",) if state == "decided" else ("-priority", "opened_at")
    return {
        "cases": found.order_by(*order)[:_SHOWN],
        "state": state if state in _STATES else "open",
        "kind": kind,
        "kinds": Kind.choices,
        "open_count": Case.objects.visible_to(moderator).open().count(),
        "appeals_count": Appeal.objects.open().for_moderator(moderator).count(),
    }


@require_safe
@login_required
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for a moderator."""
    return render(request, "moderation/queue.html", _queue(request))


@require_safe
@login_required
def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """One case with all that helps to decide it."""
    return _case(request, case_id)


@require_safe
@login_required
def case_picture(request: HttpRequest, case_id: int, tweet_picture_key: str) -> HttpResponse:
    """A picture of what a case is about, whoever else may see it."""
    shown = access.case_for(access.check_moderator(request.user), case_id)
    return answer_with(stored_picture(context.pictures_of(shown), tweet_picture_key, "large"))


def _case(request: HttpRequest, case_id: int, refusal: Refused | None = None) -> HttpResponse:
    moderator = access.check_moderator(request.user)
    shown = access.case_for(moderator, case_id)
    about = {
        "case": shown,
        "about": context.of_case(shown),
        "decision": shown.decisions.select_related("decided_by").first(),
        "is_others": cases.is_claimed_by_another(shown, moderator),
        "actions": _actions_for(shown),
        "categories": CATEGORIES,
        "lasting": _LASTING,
        "typed": request.POST,
        "refusal": refusal,
    }
    return render(request, "moderation/case.html", {**_queue(request), **about}, status=refusal.status if refusal else 200)


def _actions_for(shown: Case) -> list[tuple[str, Any]]:
    """All but what makes no sense here."""
    without = set() if shown.space_id else {_Action.END_SPACE, _Action.EJECT}
    if shown.kind == Kind.SPACE:
        without.add(_Action.EJECT)  # its host stays; end it instead
    return [(value, label) for value, label in _Action.choices if value not in without]


@require_POST
@login_required
def claim(request: HttpRequest, case_id: int) -> HttpResponse:
    """Takes a case; with `undo`, hands it back."""
    moderator = access.check_moderator(request.user)
    taken = access.case_for(moderator, case_id)
    if "undo" in request.POST:
        cases.hand_back(case=taken, moderator=moderator)
        return redirect("queue")
    try:
        cases.claim(case=taken, moderator=moderator)
    except Refused as refusal:
        return _case(request, case_id, refusal)
    return redirect(taken)


@require_POST
@login_required
def decide(request: HttpRequest, case_id: int) -> HttpResponse:
    """Decides a case; what was typed outlives a refusal."""
    moderator = access.check_moderator(request.user)
    decided = access.case_for(moderator, case_id)
    given = {name: request.POST.get(name, "") for name in ("action", "rule", "facts")}
    days = request.POST.get("days", "")
    try:
        decisions.decide(case=decided, moderator=moderator, days=id_in(days) if days else None, **given)
    except Refused as refusal:
        if refusal.status == 404:
            raise
        return _case(request, case_id, refusal)
    return redirect("queue")


@require_safe
@login_required
def appeals(request: HttpRequest) -> HttpResponse:
    """Objections that this moderator may decide."""
    moderator = access.check_moderator(request.user)
    waiting = Appeal.objects.open().for_moderator(moderator).select_related("decision__person", "decision__case")
    return render(
        request,
        "moderation/appeals.html",
        {**_queue(request), "is_appeals": True, "appeals": waiting.order_by("filed_at")[:_SHOWN]},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def appeal(request: HttpRequest, appeal_id: int) -> HttpResponse:
    """One objection; POST with `upheld` or without decides it."""
    moderator = access.check_moderator(request.user)
    shown = access.appeal_for(moderator, appeal_id)
    waiting = Appeal.objects.open().for_moderator(moderator).select_related("decision__person", "decision__case")
    told = {
        **_queue(request),
        "is_appeals": True,
        "appeals": waiting.order_by("filed_at")[:_SHOWN],
        "appeal": shown,
        "case": shown.decision.case,
        "about": context.of_case(shown.decision.case),
    }
    if request.method != "POST":
        return render(request, "moderation/appeal.html", told)
    answer = request.POST.get("answer", "")
    try:
        decisions.decide_appeal(appeal=shown, moderator=moderator, is_upheld="upheld" in request.POST, answer=answer)
    except Refused as refusal:
        if refusal.status == 404:
            raise
        return render(request, "moderation/appeal.html", {**told, "answer": answer, "refusal": refusal}, status=refusal.status)
    return redirect("appeals")


@require_safe
@login_required
def log(request: HttpRequest) -> HttpResponse:
    """What staff did, the latest first."""
    access.check_moderator(request.user)
    page = page_of(LogEntry.objects.all(), before=request.GET.get("before"), size=_SHOWN)
    return render(request, "moderation/log.html", {**_queue(request), "entries": page.items, "before": page.before})


@require_POST
@login_required
def trend(request: HttpRequest, tag: str) -> HttpResponse:
    """Keeps a hashtag from being shown as a trend; with `undo`, lets it be one again."""
    trending.change_trend(moderator=access.check_moderator(request.user), tag=tag, is_shown="undo" in request.POST)
    return redirect("explore")
