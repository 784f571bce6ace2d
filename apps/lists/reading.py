"""What pages show of Lists."""

from django.db.models import Exists, OuterRef

from apps.accounts.models import User
from apps.core.pages import Page, page_of
from apps.graph.access import Viewer, in_sight
from apps.graph.following import marked
from apps.graph.hearing import muted_on_home, unmuted_on_home
from apps.lists.models import List, Listing, ListQuerySet
from apps.tweets.models import Tweet, TweetQuerySet
from apps.tweets.models.tweets import WORDS
from apps.tweets.timelines import Timeline, timeline_of

_LISTED = 50  # people on a page


def timeline_of_list(lst: List, viewer: Viewer, *, before: str | None = None) -> Timeline:
    """What the people in it began, as far as `viewer` may read it and wants to hear it."""
    return timeline_of(tweets_in(lst, viewer), viewer, before=before)


def tweets_in(lst: List, viewer: Viewer) -> TweetQuerySet:
    """The same as rows."""
    members = Listing.objects.filter(list=lst).values("person")
    tweets = Tweet.objects.visible_to(viewer).filter(author__in=members).opening()
    if isinstance(viewer, User):
        tweets = tweets.filter(unmuted_on_home(viewer, person="author", texts=WORDS, words=muted_on_home(viewer)))
    return tweets


def members_of(lst: List, viewer: Viewer, *, before: str | None = None) -> Page:
    """Of whom `viewer` may know, the latest first; each knows whether `viewer` follows them."""
    rows = Listing.objects.filter(in_sight(viewer, "person"), list=lst).select_related("person")
    page = page_of(rows, before=before, size=_LISTED)
    return Page(marked((listing.person for listing in page.items), viewer), page.before)


def lists_of(owner: User, viewer: Viewer) -> ListQuerySet:
    """Those of `owner` that `viewer` may see."""
    return List.objects.visible_to(viewer).filter(owner=owner).counted(viewer)


def followed_by(person: User) -> ListQuerySet:
    """Lists of others, as far as `person` may still see them; the latest followed first."""
    return List.objects.visible_to(person).filter(follows__person=person).counted(person).order_by("-follows__pk")


def own_lists_with(person: User, owner: User) -> ListQuerySet:
    """Those of `owner`, each knowing by `has_person` whether `person` is in it."""
    listed = Listing.objects.filter(list=OuterRef("pk"), person=person)
    return List.objects.filter(owner=owner).counted(owner).annotate(has_person=Exists(listed))
