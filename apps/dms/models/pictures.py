"""Pictures that belong to messages, or stand for a group, from their upload to the end of their files."""

from datetime import timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.accounts.models import SentPicture, SentPictureQuerySet
from apps.core.ids import new_id
from apps.core.uploads import path_of
from apps.dms.models.conversations import Conversation
from apps.dms.models.messages import Message

MOST_PICTURES = 4  # of one message


class MessagePictureQuerySet(SentPictureQuerySet):
    def unwanted(self) -> Self:
        """What never came whole, was taken out, was sent never, or lost its message, its group or its owner: its files may go."""
        is_old = Q(sent_at__lt=timezone.now() - MessagePicture.KEPT_UNSENT)
        lonely = self.filter(Q(owner=None) | Q(attached_at__isnull=False) | is_old, message=None, group=None)
        return super().unwanted() | lonely.exclude(state=MessagePicture.State.CLEARED)


class MessagePicture(SentPicture):
    """A picture that somebody sent into a conversation."""

    SIZES: ClassVar[dict[str, int]] = {"large": 1600, "small": 680}  # pixels of the longer side at most, the largest first
    KEPT_UNSENT = timedelta(days=2)  # longer than an outbox keeps what waits for a connection

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="message_pictures")
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="pictures")
    group = models.ForeignKey(Conversation, models.SET_NULL, null=True, related_name="+")
    attached_at = models.DateTimeField(null=True)
    position = models.PositiveSmallIntegerField(default=0)
    width = models.PositiveSmallIntegerField(default=0)  # of the largest we made
    height = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[MessagePictureQuerySet] = MessagePictureQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["state", "changed_at"], name="message_picture_by_state")]

    def __str__(self) -> str:
        return f"{self.key}: {self.state}"

    def path_at(self, size: str) -> str:
        return path_of("message-pictures", self.key, f"-{size}.webp")

    @property
    def paths(self) -> list[str]:
        return [self.path_at(size) for size in self.SIZES]
