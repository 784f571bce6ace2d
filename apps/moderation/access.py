"""The only door for ids of reports, cases, decisions and appeals that come from outside. Absent and forbidden answer alike."""

from typing import TypeVar

from django.contrib.auth.models import AnonymousUser

from apps.accounts.models import User
from apps.core.errors import NotFound
from apps.moderation.models import Appeal, Case, Decision, Report

PERMISSION = "moderation.moderate"
Row = TypeVar("Row")


def is_moderator(viewer: User | AnonymousUser) -> bool:
    """Whether `viewer` decides what is reported: staff with the permission."""
    return bool(viewer.is_active and viewer.is_staff and viewer.has_perm(PERMISSION))


def check_moderator(viewer: User | AnonymousUser) -> User:
    """The same person, who is a moderator. Raises NotFound: to others these pages do not exist."""
    if not (isinstance(viewer, User) and is_moderator(viewer)):
        raise NotFound
    return viewer


def own_report(reporter: User, report_id: int) -> Report:
    """A report that `reporter` filed. Raises NotFound."""
    return _found(Report.objects.by(reporter).select_related("case").filter(pk=report_id).first())


def case_for(moderator: User, case_id: int) -> Case:
    """A case that `moderator` may decide. Raises NotFound, also for one about themselves."""
    cases = Case.objects.visible_to(check_moderator(moderator)).select_related("person", "claimed_by")
    return _found(cases.filter(pk=case_id).first())


def notice_for(person: User, decision_id: int) -> Decision:
    """What was decided against `person`. Raises NotFound."""
    return _found(Decision.objects.about(person).filter(pk=decision_id).first())


def appeal_for(moderator: User, appeal_id: int) -> Appeal:
    """An appeal that `moderator` may decide. Raises NotFound for one of their own decisions or about themselves."""
    appeals = Appeal.objects.for_moderator(check_moderator(moderator)).select_related("decision__case", "decision__person")
    return _found(appeals.filter(pk=appeal_id).first())


def _found(row: Row | None) -> Row:
    if row is None:
        raise NotFound
    return row
