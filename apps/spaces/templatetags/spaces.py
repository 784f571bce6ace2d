"""What templates ask about Spaces."""

from django import template
from django.contrib.auth.models import AnonymousUser
from django.template.context import Context

from apps.spaces.models import Space
from apps.spaces.pages import live_spaces_for

register = template.Library()


@register.simple_tag(takes_context=True)
def live_spaces(context: Context) -> list[Space]:
    """The live Spaces the reader may enter, the fullest first."""
    return live_spaces_for(context.get("user") or AnonymousUser())
