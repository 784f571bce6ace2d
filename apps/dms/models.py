"""What two people say to each other in private."""

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.core.ids import new_id
from apps.core.text import is_link
from apps.graph.models import Block

LENGTH_LIMIT = 10_000  # characters


class Conversation(models.Model):
    """All that two people said to each other; `first` is whoever of the two joined Linnet first. It begins with a message."""

    first = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    second = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    last_message = models.ForeignKey("Message", models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_conversation_per_pair"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="conversation_pair_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} and {self.second}"


class MessageQuerySet(models.QuerySet["Message"]):
    def visible(self) -> Self:
        """But for what moderators removed."""
        return self.filter(removed_at=None)

    def unread_by(self, person: User) -> Self:
        """What others wrote to `person` and they have not seen yet; nothing from people they blocked or who have left."""
        unread = self.filter(
            conversation__sides__person=person,
            author=models.F("conversation__sides__other"),
            pk__gt=models.F("conversation__sides__read_to"),
        )
        return unread.filter(author__is_active=True).exclude(author__in=Block.objects.by(person).values("blocked"))


class Message(models.Model):
    """Words of at most 10,000 characters, a card, or both. `client_id` is given by the sender's page: sent twice, it is one."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="messages_sent")
    text = models.TextField(max_length=LENGTH_LIMIT, blank=True)
    card_path = models.CharField(max_length=200, blank=True)
    client_id = models.UUIDField()
    sent_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)  # by moderators; its words are shown to nobody any more

    objects: ClassVar[MessageQuerySet] = MessageQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "client_id"], name="message_once")]
        indexes = [models.Index(fields=["conversation", "id"], name="messages_in_order")]

    def __str__(self) -> str:
        return f"{self.author}: {self.text[:40]}"

    @property
    def words(self) -> str:
        """The text, without a link that the card stands for; nothing of what was removed."""
        if self.removed_at:
            return ""
        return "" if self.card_path and is_link(self.text) else self.text


class SideQuerySet(models.QuerySet["Side"]):
    def inbox_of(self, person: User | AnonymousUser) -> Self:
        """The conversations of `person`, without those with people they blocked or who have left."""
        sides = self.filter(person_id=person.pk, other__is_active=True, conversation__last_message__isnull=False)
        return sides.exclude(other__in=Block.objects.by(person).values("blocked"))

    def readable(self) -> Self:
        """With all that a list shows of each: with whom, the last message, how many are unread."""
        unread = Message.objects.filter(
            conversation=models.OuterRef("conversation"), author=models.OuterRef("other"), pk__gt=models.OuterRef("read_to")
        )
        count = unread.order_by().values("conversation").annotate(count=models.Count("pk")).values("count")
        shown = self.select_related("other", "conversation__last_message")
        return shown.annotate(unread_count=Coalesce(models.Subquery(count), 0))


class Side(models.Model):
    """One person's side of a conversation: with whom it is, and how far they have read."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="sides")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sides")
    other = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    read_to = models.BigIntegerField(default=0)  # the id of the newest message they have seen
    read_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[SideQuerySet] = SideQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "other"], name="one_side_per_person")]

    def __str__(self) -> str:
        return f"{self.person} with {self.other}"

    def get_absolute_url(self) -> str:
        return reverse("conversation", args=[self.other.handle])
