"""Who speaks with whom: conversations of two and groups, and each person's side of them."""

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.models.people import HUES
from apps.core.ids import new_id
from apps.graph.models import Block

MOST_MEMBERS = 50  # of a group
GROUP_NAME_LIMIT = 50  # characters


class Conversation(models.Model):
    """All that some people say to each other: two of them, `first` being whoever joined Linnet first, or a group, which has neither.

    One of two begins with a message, a group with the notice that it was made. Who is in it, its sides say.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    first = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    second = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    last_message = models.ForeignKey("Message", models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=GROUP_NAME_LIMIT, blank=True)  # of a group; without one it is called by its people
    picture = models.CharField(max_length=32, blank=True)  # the key of the one that stands for a group
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_as = models.UUIDField(null=True)  # given by the page that made the group: sent twice, it is one

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_conversation_per_pair"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")) | Q(first=None, second=None), name="conversation_pair_in_order"
            ),
            models.UniqueConstraint(fields=["made_by", "made_as"], name="group_once"),
        ]

    def __str__(self) -> str:
        return self.name or (f"Group {self.pk}" if self.is_group else f"{self.first} and {self.second}")

    def get_absolute_url(self) -> str:
        """Of a group; one of two is found by the handle of the other (`Side.get_absolute_url`)."""
        return reverse("group", args=[self.pk])

    @property
    def is_group(self) -> bool:
        return self.first_id is None

    @property
    def hue(self) -> int:
        """Which of the avatar hues stands for a group without a picture."""
        return self.pk // 7 % HUES


class SideQuerySet(models.QuerySet["Side"]):
    def inbox_of(self, person: User | AnonymousUser) -> Self:
        """The conversations of `person` in which something is left to see, without those with people they blocked or who have left."""
        sides = self.filter(Q(other=None) | Q(other__is_active=True), person_id=person.pk)
        sides = sides.filter(conversation__last_message__gt=F("since"))
        return sides.exclude(other__in=Block.objects.by(person).values("blocked"))

    def accepted(self) -> Self:
        """What stands among the conversations, and not among the requests."""
        return self.filter(accepted_at__isnull=False)

    def requests(self) -> Self:
        """What waits to be accepted; who wrote learns nothing of it until then."""
        return self.filter(accepted_at=None)


class Side(models.Model):
    """One person's side of a conversation: how far they have read, from where on they see it, whether they let it in."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="sides")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sides")
    other = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")  # nobody in a group
    read_to = models.BigIntegerField(default=0)  # the id of the newest message they have seen; never below `since`
    read_at = models.DateTimeField(null=True, blank=True)
    since = models.BigIntegerField(default=0)  # messages up to this id they do not see: said before they came, or deleted by them
    accepted_at = models.DateTimeField(null=True, blank=True)  # None: it waits among their requests
    muted_at = models.DateTimeField(null=True, blank=True)  # it wakes nobody and is not counted in the number of what is unread

    objects: ClassVar[SideQuerySet] = SideQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "other"], name="one_side_per_person"),
            models.UniqueConstraint(fields=["conversation", "person"], name="in_a_conversation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} with {self.other}" if self.other else f"{self.person} in {self.conversation}"

    def get_absolute_url(self) -> str:
        return reverse("conversation", args=[self.other.handle]) if self.other else self.conversation.get_absolute_url()

    @property
    def talk(self) -> str:
        """What their pages call the conversation: the id of the other, or of a group g and its own."""
        return str(self.other_id) if self.other_id else f"g{self.conversation_id}"
