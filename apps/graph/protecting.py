"""Who follows a protected person: those they let in."""

from django.db import transaction

from apps.accounts.models import User
from apps.core import announce
from apps.graph import services
from apps.graph.models import FollowRequest


@transaction.atomic
def accept_request(*, request: FollowRequest) -> None:
    """Lets the asker follow. Whose it is to decide was checked by `access.request_to`; taken back meanwhile, it changes nothing."""
    services.wait_for(request.asker, request.asked)
    if FollowRequest.objects.filter(pk=request.pk).exists():
        services.let_follow(request.asker, request.asked)
        announce.follow_accepted(asker_id=request.asker_id, asked_id=request.asked_id)


def decline_request(*, request: FollowRequest) -> None:
    """Lets the asker not follow. They are not told, and may ask again."""
    FollowRequest.objects.filter(pk=request.pk).delete()


@transaction.atomic
def set_protected(*, person: User, is_protected: bool) -> None:
    """From now on only those whom `person` lets in follow them and read what they post; or everybody. Who follows already stays,
    and whoever still waits when everybody may read is let in."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)  # a follow of the same moment comes before this or after it
    person.is_protected = is_protected
    person.save(update_fields=["is_protected"])
    if not is_protected:
        for request in FollowRequest.objects.filter(asked=person).select_related("asker"):
            services.let_follow(request.asker, person)
