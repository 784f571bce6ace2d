"""People, hashtags and Spaces that are looked for by their names."""

from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Length

from apps.accounts.models import User
from apps.core.terms import folded
from apps.core.text import is_tag, tag_name
from apps.graph.access import in_sight
from apps.graph.following import marked
from apps.graph.models import Follow
from apps.graph.reach import out_of_reach_of
from apps.spaces.models import Space
from apps.tweets.models import Hashtag, Tagging

Viewer = User | AnonymousUser

_PEOPLE_FOUND = 50
_HASHTAGS_FOUND = 50
_SPACES_FOUND = 50
_SUGGESTED = 8
_HASHTAGS_BESIDE_PEOPLE = 3


def people(viewer: Viewer, words: str, *, most: int = _PEOPLE_FOUND) -> list[User]:
    """Whom `viewer` comes across by all of `words`: first whom they follow, then those whose handle begins so. None for a #hashtag."""
    if words.startswith("#"):
        return []
    return marked(_nearest_first(User.objects.matching(words), viewer, words)[:most], viewer)


def _nearest_first(found: QuerySet[User], viewer: Viewer, words: str) -> QuerySet[User]:
    begins = Case(When(handle__istartswith=words.strip().removeprefix("@"), then=0), default=1, output_field=IntegerField())
    is_known = Exists(Follow.objects.by(viewer).filter(followed=OuterRef("pk")))
    in_reach = found.filter(in_sight(viewer)).exclude(pk__in=out_of_reach_of(viewer))
    return in_reach.annotate(is_known=is_known, begins=begins).order_by("-is_known", "begins", "handle")


def hashtags(viewer: Viewer, words: str, *, most: int = _HASHTAGS_FOUND) -> list[Hashtag]:
    """Those with `words` in their name that stand in a Tweet `viewer` comes across: trends first, then the shortest."""
    names = [tag_name(word.removeprefix("#")) for word in words.split()]
    wanted = Q()
    for name in names:
        wanted &= Q(name__contains=name)
    return _used(Hashtag.objects.filter(wanted), viewer, most) if names else []


def _used(found: QuerySet[Hashtag], viewer: Viewer, most: int) -> list[Hashtag]:
    is_used = Exists(Tagging.objects.found_by(viewer).filter(hashtag=OuterRef("pk")))
    shown = Case(When(trend__hidden_at=None, then=F("trend__people_count")))
    found = found.filter(is_used).annotate(people_count=Coalesce(shown, Value(0)))
    return list(found.order_by("-people_count", Length("name"), "name")[:most])


def spaces(viewer: Viewer, words: str) -> list[Space]:
    """By title, or by host: live ones first, then those to come, then those that have ended."""
    if not words.strip():
        return []
    state = Case(When(ended_at__isnull=False, then=2), When(started_at=None, then=1), default=0, output_field=IntegerField())
    found = Space.objects.found_by(viewer).matching(words).select_related("host").annotate(state=state)
    is_over = Q(started_at=None, ended_at=None) & ~Q(pk__in=Space.objects.upcoming())
    return list(found.exclude(is_over).order_by("state", "-listening_count", "-started_at", "scheduled_for")[:_SPACES_FOUND])


# ---- While one types -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Suggested:
    people: list[User] = field(default_factory=list)
    hashtags: list[Hashtag] = field(default_factory=list)


def suggested(viewer: Viewer, typed: str) -> Suggested:
    """At most eight that begin as `typed` does: people for "@al", hashtags for "#da", both for "al".

    Nobody between whom and `viewer` there is a block; first those whom they follow.
    """
    sign, word = typed[:1], typed.lstrip("@#").strip()
    if sign == "#":
        return Suggested(hashtags=_hashtags_from(viewer, word, _SUGGESTED))
    if sign == "@":
        return Suggested(people=_people_from(viewer, word, _SUGGESTED))
    tags = _hashtags_from(viewer, word, _HASHTAGS_BESIDE_PEOPLE)
    return Suggested(_people_from(viewer, word, _SUGGESTED - len(tags)) if word else [], tags)


def _people_from(viewer: Viewer, word: str, most: int) -> list[User]:
    """With nothing typed yet, people whom they follow."""
    found = User.objects.filter(found_as__contains=f" {folded(word)}").exclude(pk=viewer.pk or 0)
    if not word:
        found = found.filter(pk__in=Follow.objects.by(viewer).values("followed"))
    return list(_nearest_first(found, viewer, word)[:most])


def _hashtags_from(viewer: Viewer, word: str, most: int) -> list[Hashtag]:
    if not is_tag(word):
        return []
    return _used(Hashtag.objects.filter(name__startswith=tag_name(word)), viewer, most)
