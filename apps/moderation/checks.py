"""Looking over what people write. The earlier apps announce it (`core/written.py`), a row waits here, a task comes for it."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.moderation import cases, holding, rules, subjects
from apps.moderation.models import Case, Rule, Waiting
from apps.moderation.models.cases import Kind
from apps.moderation.subjects import Subject
from apps.spaces.models import Caption, Seat

_AT_ONCE = 50  # rows a task looks at; then others have their turn
_SWEPT_AFTER = timedelta(seconds=10)  # then the task that should have come was lost
_CAPTION = "caption"


def look_over_waiting() -> bool:
    """Looks over some of what waits, oldest first. Returns whether more waits."""
    for waiting in Waiting.objects.order_by("pk")[:_AT_ONCE]:
        _look_over(waiting)
    return Waiting.objects.exists()


def sweep() -> bool:
    """Forgets what is compared no more. Returns whether something waits that no task came for."""
    rules.forget_old()
    return Waiting.objects.filter(since__lt=timezone.now() - _SWEPT_AFTER).exists()


def asks_first(kind: str, text: str, author: User) -> bool:
    """Whether its author should see `text` once more before others do."""
    return kind == Kind.TWEET and rules.verdict_on(text, author=author).outcome == Rule.Outcome.WARN


@transaction.atomic
def _look_over(waiting: Waiting) -> None:
    """Idempotent: whoever deletes the row does the work, and the row comes back if it fails."""
    if not Waiting.objects.filter(pk=waiting.pk).delete()[0]:
        return
    subject = _subject_of(waiting)
    if subject is None:
        return
    verdict = rules.verdict_on(subject.words, author=subject.person)
    if subject.kind == Kind.TWEET:
        rules.remember(subject.words, author=subject.person)
    if verdict.outcome:
        _act_on(verdict, subject, is_heard=waiting.kind == _CAPTION or _rests_on_heard(subject))


def _rests_on_heard(subject: Subject) -> bool:
    """Whether what was written in it by itself would not be held."""
    written = subject.words.removesuffix(subject.heard)
    return written != subject.words and rules.verdict_on(written, author=subject.person).outcome != Rule.Outcome.HOLD


def _subject_of(waiting: Waiting) -> Subject | None:
    """A caption is judged by its own words, and belongs to the speaker's seat."""
    if waiting.kind != _CAPTION:
        return subjects.loaded(waiting.kind, waiting.subject_id)
    caption = Caption.objects.ready().filter(pk=waiting.subject_id).first()
    seats = Seat.objects.select_related("person", "space__host")
    seat = seats.filter(space=caption.space_id, person=caption.person_id).first() if caption else None
    if caption is None or seat is None:
        return None
    speaker = subjects.of_speaker(seat)
    return Subject(speaker.kind, speaker.id, speaker.person, caption.text, speaker.url, speaker.snapshot, speaker.space_id, True)


def _act_on(verdict: rules.Verdict, subject: Subject, *, is_heard: bool) -> None:
    """Recognised speech only raises a case that would be one anyway: engines mishear, and dialects most."""
    is_hold = verdict.outcome == Rule.Outcome.HOLD
    is_known = Case.objects.open().filter(kind=subject.kind, subject_id=subject.id).exists()
    if not (is_hold or is_known):
        return
    case = cases.case_of(subject, category=verdict.category)
    Case.objects.filter(pk=case.pk).update(found=verdict.why[:200])
    cases.weigh(case, is_live=subject.is_live, points=verdict.points)
    if is_hold and not is_heard and holding.hold(subject):
        Case.objects.filter(pk=case.pk).update(is_held=True)
