"""What pages know of pushes."""

from django import template

from apps.notifications.courier import public_key

register = template.Library()


@register.simple_tag
def push_key() -> str:
    """The key by which browsers know this site; empty where it sends no pushes."""
    return public_key()
