"""How much is new, for the frame around every page."""

from django import template
from django.contrib.auth.models import AnonymousUser
from django.template.context import Context

from apps.notifications.courier import public_key
from apps.notifications.pages import unread_count

register = template.Library()


@register.simple_tag(takes_context=True)
def unread_notifications(context: Context) -> int:
    return unread_count(context.get("user") or AnonymousUser())


@register.simple_tag
def push_key() -> str:
    """The key by which browsers know this site; empty where it sends no pushes."""
    return public_key()
