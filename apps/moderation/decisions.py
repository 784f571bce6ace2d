"""Deciding a case, objecting to it, and deciding that."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.core import text as texts
from apps.core.errors import NotFound, Refused
from apps.dms import remains
from apps.moderation import acts, cases, holding, reports
from apps.moderation.categories import LABELS
from apps.moderation.log import record
from apps.moderation.models import Appeal, Case, Decision
from apps.moderation.models.cases import Kind
from apps.moderation.models.decisions import APPEAL_LIMIT, FACTS_LIMIT

_Action = Decision.Action
FOR_A_WHILE = (_Action.LIMIT, _Action.BAR_HOSTING, _Action.BAR_SPEAKING, _Action.BAR_MESSAGING, _Action.FREEZE)
AGAINST_ACCOUNTS = (*FOR_A_WHILE, _Action.SUSPEND)
LONGEST_DAYS = 365


@transaction.atomic
def decide(*, case: Case, moderator: User, action: str, rule: str, facts: str, days: int | None = None) -> Decision:
    """Decides a case; what is told to whom follows from it. `days` for restrictions: how long, None for good.

    Raises NotFound for a case about `moderator` themselves. Refused: case_closed, claimed, unknown_action, unknown_rule,
    facts_missing, facts_too_long, days_wrong, nothing_to_do; reported_yourself; administrator, for what only administrators do
    to each other.
    """
    if case.person_id == moderator.pk:
        raise NotFound
    if case.person and case.person.is_superuser and not moderator.is_superuser and action in AGAINST_ACCOUNTS:
        raise Refused("administrator", _("This is an administrator: another one has to decide that."))
    facts = _good_words(facts, FACTS_LIMIT)
    _check(action, rule, facts, days)
    case = Case.objects.select_for_update(of=("self",)).select_related("person").get(pk=case.pk)
    if case.closed_at:
        raise Refused("case_closed", _("Somebody has decided this already."))
    if case.reports.by(moderator).exists():
        raise Refused("reported_yourself", _("You reported this yourself: another moderator has to decide it."))
    if cases.is_claimed_by_another(case, moderator):
        raise Refused("claimed", _("@%s is looking at this already.") % (case.claimed_by and case.claimed_by.handle))
    until = timezone.now() + timedelta(days=days) if days and action in FOR_A_WHILE else None
    undo = acts.do(action, case, until)
    decision = Decision.objects.create(
        case=case,
        person=case.person,
        decided_by=moderator,
        action=action,
        until=until,
        rule=rule or case.category,
        facts=facts,
        was_reported=case.reports.exists(),
        was_found_by_machine=bool(case.found),
        undo=undo,
    )
    _close(case, decision)
    record(
        actor=moderator,
        action=f"decided_{action}",
        subject=str(case),
        case=str(case.pk),
        decision=str(decision.pk),
        rule=decision.rule,
    )
    return decision


def _check(action: str, rule: str, facts: str, days: int | None) -> None:
    if action not in _Action.values:
        raise Refused("unknown_action", _("Choose one of what is offered."))
    if rule and rule not in LABELS:
        raise Refused("unknown_rule", _("Choose one of the rules."))
    if action != _Action.DISMISS and not facts:
        raise Refused("facts_missing", _("Say what happened: the person reads it."))
    if days is not None and not 1 <= days <= LONGEST_DAYS:
        raise Refused("days_wrong", _("From 1 to %d days, or for good.") % LONGEST_DAYS)


def _good_words(words: str, limit: int) -> str:
    words = texts.cleaned(words)
    if len(words) > limit:
        raise Refused("facts_too_long", _("There is room for %d characters.") % limit)
    return "" if texts.is_blank(words) else words


def _close(case: Case, decision: Decision) -> None:
    Case.objects.filter(pk=case.pk).update(closed_at=timezone.now(), is_held=False)
    holding.let_go(case.kind, case.subject_id)
    if case.kind == Kind.MESSAGE:
        remains.need_no_longer(message_id=case.subject_id)
    told = _("No rule was broken.") if decision.action == _Action.DISMISS else decision.get_action_display()
    reports.close_reports(case, told)


# ---- Appeals ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def appeal(*, decision: Decision, text: str) -> Appeal:
    """The one objection of the person concerned. Raises Refused: appeal_empty, appeal_too_long, not_appealable."""
    text = texts.cleaned(text)
    if texts.is_blank(text):
        raise Refused("appeal_empty", _("Say why the decision is wrong."))
    if len(text) > APPEAL_LIMIT:
        raise Refused("appeal_too_long", _("There is room for %d characters.") % APPEAL_LIMIT)
    locked = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if not locked.is_appealable:
        raise Refused("not_appealable", _("Every decision can be appealed once, within six months."))
    return Appeal.objects.create(decision=locked, first_decider=locked.decided_by, text=text)


@transaction.atomic
def decide_appeal(*, appeal: Appeal, moderator: User, is_upheld: bool, answer: str) -> Appeal:
    """Upheld, everything is put back. Somebody else than the first decider decides, and only once.

    Raises NotFound for one's own decision, oneself, or what one reported; Refused: answer_missing, facts_too_long, appeal_decided.
    """
    if not Appeal.objects.for_moderator(moderator).filter(pk=appeal.pk).exists():
        raise NotFound
    answer = _good_words(answer, FACTS_LIMIT)
    if not answer:
        raise Refused("answer_missing", _("Say why: the person reads it."))
    fields = {"decided_by": moderator, "decided_at": timezone.now(), "is_upheld": is_upheld, "answer": answer}
    if not Appeal.objects.open().filter(pk=appeal.pk).update(**fields):
        raise Refused("appeal_decided", _("Somebody has decided this already."))
    if is_upheld:
        decision = Decision.objects.select_related("person", "case").get(pk=appeal.decision_id)
        acts.undo(decision)
        Decision.objects.filter(pk=decision.pk).update(undone_at=timezone.now())
    action = "upheld_appeal" if is_upheld else "rejected_appeal"
    record(actor=moderator, action=action, subject=str(appeal.decision.case), appeal=str(appeal.pk))
    return Appeal.objects.get(pk=appeal.pk)
