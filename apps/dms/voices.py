"""Voice messages: who may hear one, and that what was said in it is found."""

from apps.accounts import restrictions
from apps.accounts.models import User
from apps.clips.models import Clip
from apps.dms import telling, word_index
from apps.dms.models import Message
from apps.graph.access import Viewer


def may_hear(viewer: Viewer, clip: Clip) -> bool:
    """Whether `viewer` has a message with it before them."""
    if not isinstance(viewer, User):
        return False
    return Message.objects.visible().seen_by(viewer).sent_to(viewer).filter(clip=clip).exists()


def check_may_correct(clip: Clip) -> None:
    """Other words in a message are something that is said. Raises Refused: restricted."""
    if clip.owner and Message.objects.filter(clip=clip).exists():
        restrictions.check_not_barred(clip.owner, restrictions.Restriction.Kind.MESSAGING)


def words_known(clip: Clip) -> None:
    """What was said is found from now on, and stands on the pages that show it."""
    for message in Message.objects.visible().filter(clip=clip).select_related("conversation"):
        message.clip = clip
        word_index.keep([message])
        telling.tell_changed(message)
