"""What people say to each other in private."""

from apps.dms.models.conversations import GROUP_NAME_LIMIT, MOST_MEMBERS, Conversation, Side, SideQuerySet
from apps.dms.models.links import GroupLink, GroupLinkUse, Knock
from apps.dms.models.messages import LENGTH_LIMIT, REACTIONS, HiddenMessage, Message, MessageQuerySet, Reaction
from apps.dms.models.pictures import MOST_PICTURES, MessagePicture
from apps.dms.models.searching import SearchableMessage

__all__ = [
    "GROUP_NAME_LIMIT",
    "LENGTH_LIMIT",
    "MOST_MEMBERS",
    "MOST_PICTURES",
    "REACTIONS",
    "Conversation",
    "GroupLink",
    "GroupLinkUse",
    "HiddenMessage",
    "Knock",
    "Message",
    "MessagePicture",
    "MessageQuerySet",
    "Reaction",
    "SearchableMessage",
    "Side",
    "SideQuerySet",
]
