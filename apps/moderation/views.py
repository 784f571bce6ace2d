"""For everybody: reporting, what came of it, and what was decided about oneself."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts import halfway
from apps.accounts.models import User
from apps.accounts.suspending import SHUT_OUT
from apps.core.errors import NotFound, Refused
from apps.core.pages import page_of
from apps.core.refusing import refused
from apps.moderation import access, decisions, reports, subjects
from apps.moderation.categories import CATEGORIES, top_of
from apps.moderation.models import Decision, Report
from apps.moderation.models.cases import COMMENT_LIMIT
from apps.moderation.models.decisions import APPEAL_LIMIT


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def report(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """GET offers the categories, each a button; POST with one files the report."""
    reporter = cast(User, request.user)
    subject = subjects.found_by(reporter, kind, name)
    earlier = Report.objects.by(reporter).open().filter(kind=subject.kind, subject_id=subject.id).first()
    if earlier:
        return redirect(earlier)
    if request.method != "POST":
        return _form(request, subject)
    try:
        filed = reports.file_report(
            reporter=reporter,
            subject=subject,
            category=request.POST.get("category", ""),
            comment=request.POST.get("comment", ""),
            with_context="with_context" in request.POST,
        )
    except Refused as refusal:
        if refusal.code == "already_reported":  # in another tab, a moment ago
            return redirect(Report.objects.by(reporter).open().get(kind=subject.kind, subject_id=subject.id))
        if refusal.status in (422, 429) and refusal.code != "own_report":
            return _form(request, subject, refusal)
        raise
    return redirect(filed)


def _form(request: HttpRequest, subject: subjects.Subject, refusal: Refused | None = None) -> HttpResponse:
    if subject.person == request.user:
        raise reports.own_report()
    context = {"subject": subject, "categories": CATEGORIES, "wants_context": "with_context" in request.POST}
    page = "moderation/report.html"
    return refused(request, page, context, refusal) if refusal else render(request, page, context)


@require_safe
@login_required
def own_reports(request: HttpRequest) -> HttpResponse:
    """What one has reported, and what came of it."""
    page = page_of(Report.objects.by(cast(User, request.user)), before=request.GET.get("before"))
    return render(request, "moderation/reports.html", {"reports": page.items, "before": page.before})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def own_report(request: HttpRequest, report_id: int) -> HttpResponse:
    """One report; POST adds a finer choice and words while it is open."""
    filed = access.own_report(cast(User, request.user), report_id)
    context = {"report": filed, "top": top_of(filed.category), "limit": COMMENT_LIMIT, "comment": filed.comment}
    if request.method != "POST":
        return render(request, "moderation/own_report.html", context)
    typed = {"category": request.POST.get("category", ""), "comment": request.POST.get("comment", "")}
    try:
        reports.add_details(report=filed, **typed)
    except Refused as refusal:
        return render(request, "moderation/own_report.html", {**context, **typed, "refusal": refusal}, status=refusal.status)
    return redirect("own_reports")


# ---- Notices ---------------------------------------------------------------------------------------------------------


def _reader(request: HttpRequest) -> User:
    """Who reads: whoever is signed in; or who is suspended and just proved who they are. Raises NotFound for others."""
    if isinstance(request.user, User):
        return request.user
    shut_out = User.objects.filter(pk=request.session.get(SHUT_OUT, 0), suspended_at__isnull=False).first()
    if shut_out is None or not halfway.holds(request, shut_out):
        raise NotFound
    return shut_out


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """What moderators decided about oneself."""
    if not (request.user.is_authenticated or SHUT_OUT in request.session):
        return redirect("account_login")
    decided = Decision.objects.about(_reader(request)).order_by("-decided_at")
    return render(request, "moderation/notices.html", {"notices": decided, "frame": _frame(request)})


@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest, decision_id: int) -> HttpResponse:
    """A statement of reasons; POST appeals."""
    if not (request.user.is_authenticated or SHUT_OUT in request.session):
        return redirect("account_login")
    decision = access.notice_for(_reader(request), decision_id)
    context = {"notice": decision, "appeal": getattr(decision, "appeal", None), "limit": APPEAL_LIMIT, "frame": _frame(request)}
    if request.method != "POST":
        return render(request, "moderation/notice.html", context)
    text = request.POST.get("text", "")
    try:
        decisions.appeal(decision=decision, text=text)
    except Refused as refusal:
        return render(request, "moderation/notice.html", {**context, "text": text, "refusal": refusal}, status=refusal.status)
    return redirect(decision)


def _frame(request: HttpRequest) -> str:
    return "base.html" if request.user.is_authenticated else "moderation/shut_out.html"
