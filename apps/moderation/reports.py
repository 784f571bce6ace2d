"""Telling the moderators, and hearing what came of it."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts import limits
from apps.accounts.models import User
from apps.core import text as texts
from apps.core.errors import Refused
from apps.moderation import cases, subjects, waiting
from apps.moderation.categories import BY_CODE, top_of
from apps.moderation.models import Case, Report
from apps.moderation.models.cases import COMMENT_LIMIT, Kind
from apps.moderation.subjects import Subject


def file_report(*, reporter: User, subject: Subject, category: str, comment: str = "", with_context: bool = False) -> Report:
    """Reports what `reporter` sees, as it is now; `with_context` keeps the few messages before a message too.

    Raises Refused: own_report; unknown_category; comment_too_long; already_reported, while an earlier report is open. Raises TooFast past the limit on reports.
    """
    if subject.person == reporter:
        raise own_report()
    if category not in BY_CODE:
        raise Refused("unknown_category", _("Choose one of what is offered."))
    comment = _good_comment(comment)
    if with_context:
        subject = subjects.with_what_came_before(subject, reporter)
    try:
        return _file(reporter, subject, category, comment)
    except IntegrityError:
        raise already_reported() from None


@transaction.atomic
def _file(reporter: User, subject: Subject, category: str, comment: str) -> Report:
    case = cases.case_of(subject, category=category)
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if case.closed_at:  # decided a moment ago: a new one
        case = cases.case_of(subject, category=category)
    report = case.reports.create(
        reporter=reporter,
        kind=subject.kind,
        subject_id=subject.id,
        category=category,
        comment=comment,
        snapshot=subject.snapshot,
        moment_ms=subject.snapshot.get("moment_ms"),
    )
    limits.spend(reporter, "reports")
    cases.weigh(case, is_live=subject.is_live)
    if subject.kind == Kind.MESSAGE:  # nobody looks over what people write in private until one of them asks for it
        waiting.wait_for(subject.kind, subject.id)
    return report


def own_report() -> Refused:
    return Refused("own_report", _("You can't report yourself."))


def already_reported() -> Refused:
    return Refused(
        "already_reported", _("You have reported this, and the moderators have it. You will see here what they decide.")
    )


@transaction.atomic
def add_details(*, report: Report, category: str = "", comment: str = "") -> None:
    """Says more about one's own open report: a finer choice within the first one, words.

    Raises Refused: report_closed, unknown_category, comment_too_long.
    """
    report = Report.objects.select_for_update(of=("self",)).select_related("case").get(pk=report.pk)
    if report.closed_at:
        raise Refused("report_closed", _("The moderators have decided this already."))
    top = top_of(report.category)
    if category and category not in (top.code, *dict(top.finer)):
        raise Refused("unknown_category", _("Choose one of what is offered."))
    report.category = category or report.category
    report.comment = _good_comment(comment)
    report.save(update_fields=["category", "comment"])
    if report.case.category == top.code:
        Case.objects.filter(pk=report.case_id).update(category=report.category)


def _good_comment(comment: str) -> str:
    comment = texts.cleaned(comment)
    if len(comment) > COMMENT_LIMIT:
        raise Refused("comment_too_long", _("There is room for %d characters.") % COMMENT_LIMIT)
    return "" if texts.is_blank(comment) else comment


def close_reports(case: Case, outcome: str) -> None:
    """Tells everybody who reported it what came of it."""
    case.reports.open().update(closed_at=timezone.now(), outcome=outcome)
