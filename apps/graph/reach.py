"""Whose reach is limited: they are found in lists and searches only by those who follow them already."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from apps.accounts.models import User
from apps.accounts.restrictions import Restriction
from apps.graph.models import Follow


def out_of_reach_of(viewer: User | AnonymousUser) -> QuerySet[Any, Any]:
    """Ids of people whom `viewer` does not come across unless by name; what they posted is not found by `viewer` either."""
    limited = Restriction.objects.standing().filter(kind=Restriction.Kind.REACH).exclude(person=viewer.pk or 0)
    return limited.exclude(person__in=Follow.objects.by(viewer).values("followed")).values("person")
