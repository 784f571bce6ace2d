"""People who said something that waits to be recognised."""

from datetime import timedelta

from django.utils import timezone

from apps.accounts.models import User
from apps.spaces import captions
from apps.spaces.live.captioner import Utterance
from apps.spaces.models import Caption, Space
from tests.live import spoken


def utterance(person: User, number: int = 2, *, voice: str = "slt", began_ms: int = 1000) -> Utterance:
    packets = [(i * 960, packet) for i, packet in enumerate(spoken.packets(voice, number))]
    return Utterance(str(person.pk), began_ms, began_ms + 20 * len(packets), packets)


def say(person: User, space: Space, number: int = 2, *, seconds_ago: float = 0, **fields) -> Caption | None:
    """Leaves something said to be recognised; answers with its row, if there is one."""
    before = list(Caption.objects.values_list("pk", flat=True))
    captions.keep_utterance(space_id=space.pk, utterance=utterance(person, number, **fields))
    Caption.objects.exclude(pk__in=before).update(created_at=timezone.now() - timedelta(seconds=seconds_ago))
    return Caption.objects.exclude(pk__in=before).first()
