"""What is kept of what people say, and how they agree or refuse. How it becomes words: `recognition.py`."""

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import cast

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.core.ids import id_of
from apps.core.pages import page_of
from apps.realtime import events, push
from apps.spaces import packets, tasks
from apps.spaces.live.captioner import Utterance
from apps.spaces.live.transcript import LINES, Captions, Line
from apps.spaces.models import Caption, Seat, Space
from apps.speech import engine

# After something was said that was dropped: if nobody speaks from then on, nothing shows that all is well.
TROUBLE_SHOWN_FOR = timedelta(seconds=30)

# ---- Who may be captioned --------------------------------------------------------------------------------------------


@transaction.atomic
def set_captioned(*, person: User, agrees: bool) -> None:
    """Whether what `person` says may be written down, from now on and everywhere. What still waits of one who refuses is gone unheard."""
    person.captions_consent = agrees
    person.save(update_fields=["captions_consent"])
    if not agrees:
        person.captions.waiting().delete()
    for seat in Seat.objects.filter(person=person, space__in=Space.objects.live()):
        push.to_topic(events.in_space(seat.space_id), events.CaptionsConsentChanged(str(person.pk), agrees))


# ---- What was said ---------------------------------------------------------------------------------------------------


@transaction.atomic
def keep_utterance(*, space_id: int, utterance: Utterance) -> None:
    """Leaves an utterance for the recogniser; unless its Space has ended, its language is not known, or its person refuses by now."""
    # Both stay as they are until this is written: an end or a refusal that comes meanwhile then deletes it.
    space = Space.objects.live().select_for_update(no_key=True).filter(pk=space_id).first()
    people = User.objects.select_for_update(no_key=True).filter(pk=int(utterance.person_id), captions_consent=True)
    person = people.first() if space else None
    if space and space.started_at and person and engine.is_supported(space.language):
        began_at = space.started_at + timedelta(milliseconds=utterance.began_ms)
        space.captions.create(
            id=id_of(began_at),
            person=person,
            began_ms=utterance.began_ms,
            ended_ms=utterance.ended_ms,
            sound=packets.joined(utterance.packets),
        )
        transaction.on_commit(tasks.recognise_captions.delay, robust=True)


# ---- What is shown ---------------------------------------------------------------------------------------------------


def captions_of(space: Space) -> Captions:
    """How captioning goes in a Space, and its last lines."""
    return {"state": _state_of(space), "lines": lines_before(space, None).lines}


@dataclass(frozen=True)
class LinesPage:
    """Lines as they were said; `before` is the id to ask for older ones with, None at the beginning."""

    lines: list[Line]
    before: int | None


def lines_before(space: Space, before: str | None) -> LinesPage:
    """The last lines before the caption with the id `before`, or the last of all."""
    page = page_of(space.captions.ready().filter(person__is_active=True).select_related("person"), before=before, size=LINES)
    return LinesPage([_as_line(caption) for caption in reversed(page.items)], page.before)


def _as_line(caption: Caption) -> Line:
    return cast(Line, asdict(caption.as_event()))


def _state_of(space: Space) -> str:
    if not engine.languages():
        return "off"
    if not engine.is_supported(space.language):
        return "no_language"
    return "delayed" if _is_behind(space) else "on"


def _is_behind(space: Space) -> bool:
    """Whether something waits in vain, or what was last looked at had done so."""
    last = space.captions.exclude(state=Caption.State.WAITING).order_by("-created_at").first()
    is_dropped = last and last.state == Caption.State.DROPPED and last.created_at > timezone.now() - TROUBLE_SHOWN_FOR
    return bool(is_dropped) or space.captions.late().exists()
