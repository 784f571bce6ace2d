"""What becomes of a message after it was sent: reactions, and that it is gone for one or for all."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts import limits, restrictions
from apps.accounts.models import User
from apps.core.errors import Refused
from apps.dms import remains, telling, word_index
from apps.dms.models import REACTIONS, HiddenMessage, Message, Reaction, Side
from apps.graph.access import may_write


@transaction.atomic
def react(*, person: User, message: Message, emoji: str) -> None:
    """`person` answers with one of `REACTIONS`, instead of what they answered before; with "" they take it back.

    Raises Refused: unknown_reaction, message_gone; cant_message, where they can't write; restricted. Raises TooFast past the limit on reactions.
    """
    if not emoji:
        if Reaction.objects.filter(message=message, person=person).delete()[0]:
            telling.tell_changed(message)
        return
    if emoji not in REACTIONS:
        raise Refused("unknown_reaction", _("Choose one of the reactions that are offered."))
    if message.is_gone:
        raise Refused("message_gone", _("This message is gone."))
    _check_may_answer(person, message)
    Reaction.objects.update_or_create(message=message, person=person, defaults={"emoji": emoji, "reacted_at": timezone.now()})
    limits.spend(person, "reactions")
    telling.tell_changed(message)


def _check_may_answer(person: User, message: Message) -> None:
    """To react is to write, and lets a request in."""
    restrictions.check_not_barred(person, restrictions.Restriction.Kind.MESSAGING)
    own = Side.objects.select_related("other").get(conversation=message.conversation_id, person=person)
    if own.other and not may_write(person, own.other):
        raise Refused("cant_message", _("You can't write to @%s.") % own.other.handle)
    Side.objects.filter(pk=own.pk, accepted_at=None).update(accepted_at=timezone.now())


def hide(*, person: User, message: Message) -> None:
    """Gone for `person`, and for nobody else."""
    _hidden, is_new = HiddenMessage.objects.get_or_create(message=message, person=person)
    if is_new:
        own = Side.objects.filter(conversation=message.conversation_id, person=person).select_related("conversation")
        telling.tell_conversation(own)


@transaction.atomic
def take_back(*, author: User, message: Message) -> None:
    """Gone for everybody, with its words and pictures; a tombstone says that something was there. Doing it twice is once.

    Raises Refused: not_yours; too_late, after 15 minutes.
    """
    # Not its key: whoever puts its recording into other words may write their index meanwhile, and locks the recording first.
    message = Message.objects.select_for_update(no_key=True).get(pk=message.pk)
    if message.author_id != author.pk:
        raise Refused("not_yours", _("Only who wrote a message can delete it for everybody."))
    if message.deleted_at:
        return
    if not message.may_be_taken_back:
        raise Refused("too_late", _("After 15 minutes a message can only be deleted for yourself."))
    gone = {"text": "", "card_path": "", "answered": None, "picture_count": 0, "deleted_at": timezone.now()}
    Message.objects.filter(pk=message.pk).update(**gone)
    message.reactions.all().delete()
    remains.let_go(message)
    word_index.forget(message)
    telling.tell_changed(message)
