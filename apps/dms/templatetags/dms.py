"""What templates ask about messages."""

from django import template
from django.contrib.auth.models import AnonymousUser
from django.template.context import Context

from apps.dms.pages import unread_count

register = template.Library()


@register.simple_tag(takes_context=True)
def unread_messages(context: Context) -> int:
    """How many messages the reader has not seen."""
    return unread_count(context.get("user") or AnonymousUser())
