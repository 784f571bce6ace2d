"""Who may reach whom: the one home of the question, whatever it is that would travel between two people."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from apps.accounts.models import User
from apps.graph.models import Block


def may_reach(sender: User, person: User) -> bool:
    """Whether `sender` may follow `person`, write to them, or invite them. Nobody reaches themselves."""
    if sender == person or not (sender.is_active and person.is_active):
        return False
    return not Block.objects.between(sender, person).exists()


def reachable_by(sender: User | AnonymousUser) -> QuerySet[User]:
    """Everybody whom `sender` may reach; what `may_reach` says of one, said of all."""
    blocked = Block.objects.by(sender).values("blocked")
    blocking = Block.objects.of(sender).values("blocker")
    return User.objects.filter(is_active=True).exclude(pk=sender.pk or 0).exclude(pk__in=blocked).exclude(pk__in=blocking)
