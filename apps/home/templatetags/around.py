"""What stands beside every page, for `base.html`."""

from django import template
from django.contrib.auth.models import AnonymousUser
from django.template.context import Context

from apps.home.around import Around

register = template.Library()


@register.simple_tag(takes_context=True)
def around(context: Context) -> Around:
    return Around(context.get("user") or AnonymousUser())
