"""What is said, and what becomes of it."""

from datetime import timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.core.ids import new_id
from apps.core.text import is_link
from apps.dms.models.conversations import Conversation, Side
from apps.graph.models import Block

LENGTH_LIMIT = 10_000  # characters
REACTIONS = ("❤️", "😂", "😮", "😢", "🔥", "👍", "👎")  # Twitter's seven


class MessageQuerySet(models.QuerySet["Message"]):
    def visible(self) -> Self:
        """But for what moderators removed and what its author took back."""
        return self.filter(removed_at=None, deleted_at=None)

    def said(self) -> Self:
        """But for notices of who came and went."""
        return self.filter(notice="")

    def sent_to(self, person: User) -> Self:
        """What was said to `person` in their conversations since they came; of those of two nothing once the other has left Linnet."""
        is_there = Q(conversation__sides__other=None) | Q(conversation__sides__other__is_active=True)
        return self.filter(is_there, conversation__sides__person=person, pk__gt=F("conversation__sides__since"))

    def shown_to(self, side: Side, *, after: int = 0) -> Self:
        """What the owner of `side` sees of its conversation, tombstones included; with `after`, behind the message with that id.

        Not what was said before they came, nor what they deleted for themselves, nor in a group what people say between whom and them
        there is a block.
        """
        messages = self._not_hidden_from(side.person).filter(conversation=side.conversation_id, pk__gt=max(after, side.since))
        return messages if side.other_id else messages.filter(~Q(notice="") | ~_blocked(side.person))

    def seen_by(self, person: User) -> Self:
        """The same of several conversations, but for what was said before they came."""
        of_two = Q(conversation__first__isnull=False)
        return self._not_hidden_from(person).filter(of_two | ~Q(notice="") | ~_blocked(person))

    def _not_hidden_from(self, person: User) -> Self:
        return self.filter(~Exists(HiddenMessage.objects.filter(message=OuterRef("pk"), person=person)))

    def counted_for(self, person: User) -> Self:
        """What is news to `person`, were it unread: what others say, and that they are in a group now."""
        shown = self.visible()._not_hidden_from(person)
        news = shown.filter(Q(notice__in=("", Message.Notice.MADE)) | Q(about=person)).exclude(author=person)
        news = news.filter(author__is_active=True).exclude(author__in=Block.objects.by(person).values("blocked"))
        blocking = Block.objects.of(person).values("blocker")
        return news.exclude(conversation__first=None, author__in=blocking)  # a group does not show it

    def unread_by(self, person: User) -> Self:
        """What others wrote to `person` and they have not seen yet, in conversations that they let in and did not mute; nothing from
        people they blocked or who have left."""
        unread = self.filter(
            conversation__sides__person=person,
            conversation__sides__accepted_at__isnull=False,
            conversation__sides__muted_at=None,
            pk__gt=F("conversation__sides__read_to"),
        )
        return unread.counted_for(person)


def _blocked(person: User) -> Q:
    blocked, blocking = Block.objects.by(person).values("blocked"), Block.objects.of(person).values("blocker")
    return Q(author__in=blocked) | Q(author__in=blocking)


class Message(models.Model):
    """Words of at most 10,000 characters, pictures, a voice, a card, or several of these. `client_id` is given by the sender's page: sent twice,
    it is one."""

    class Notice(models.TextChoices):
        """What happened in a group, told among what is said: `author` did it, to `about`."""

        MADE = "made", _("Group made")
        ADDED = "added", _("Added")
        JOINED = "joined", _("Joined by a link")
        LEFT = "left", _("Left")
        REMOVED = "removed", _("Removed")
        NAMED = "named", _("Named")
        PICTURED = "pictured", _("Picture changed")

    TAKEN_BACK_FOR = timedelta(minutes=15)  # how long its author may delete it for everybody

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="messages_sent")
    text = models.TextField(max_length=LENGTH_LIMIT, blank=True)
    card_path = models.CharField(max_length=200, blank=True)
    answered = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    clip = models.ForeignKey("clips.Clip", models.SET_NULL, null=True, related_name="+")
    picture_count = models.PositiveSmallIntegerField(default=0)
    notice = models.CharField(max_length=8, choices=Notice, blank=True)
    about = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    client_id = models.UUIDField()
    sent_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)  # by moderators; its words are shown to nobody any more
    # By its author, for everybody; nothing of it is left but a recording that moderators still need.
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[MessageQuerySet] = MessageQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "client_id"], name="message_once")]
        indexes = [models.Index(fields=["conversation", "id"], name="messages_in_order")]

    def __str__(self) -> str:
        return f"{self.author}: {self.text[:40]}"

    @property
    def is_gone(self) -> bool:
        return bool(self.removed_at or self.deleted_at)

    @property
    def may_be_taken_back(self) -> bool:
        """Whether its author may still delete it for everybody."""
        return not self.is_gone and not self.notice and timezone.now() < self.sent_at + self.TAKEN_BACK_FOR

    @property
    def words(self) -> str:
        """The text, without a link that the card stands for; nothing of what is gone."""
        if self.is_gone:
            return ""
        return "" if self.card_path and is_link(self.text) else self.text

    @property
    def all_words(self) -> str:
        """Everything that was said, in writing and aloud, for those who look it over."""
        return "\n".join(filter(None, [self.text, self.clip.text if self.clip else ""]))


class HiddenMessage(models.Model):
    """`person` deleted a message for themselves."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "person"], name="message_hidden_once")]

    def __str__(self) -> str:
        return f"{self.message_id} hidden from {self.person}"


class Reaction(models.Model):
    """What `person` answers to a message with one of `REACTIONS`; another one takes its place."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="reactions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    emoji = models.CharField(max_length=8)
    reacted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "person"], name="one_reaction_per_person")]

    def __str__(self) -> str:
        return f"{self.emoji} of {self.person}"
