"""Words of the templates: icons, avatars, times, counts, rich text, themes. Loaded everywhere."""

from datetime import datetime
from typing import Any, cast

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join, json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from apps.core import places, text, themes
from apps.core.cards import Card
from apps.core.static import JOINED_SCRIPT, JOINED_STYLES, MAIN_SCRIPT, joins

register = template.Library()
register.filter("rich", text.rich_html)
register.filter("own_link", text.own_link_html)

STYLESHEETS = [
    "tokens",
    "base",
    "layout",
    "components/button",
    "components/avatar",
    "components/now",
    "components/composer",
    "components/tweet",
    "components/clip",
    "components/space",
    "components/dock",
    "components/sheet",
    "components/captions",
    "components/space-page",
    "components/space-start",
    "components/space-share",
    "components/menu",
    "components/search",
    "components/fleet",
    "components/studio",
    "components/fan",
    "components/form",
    "components/picture",
    "components/page",
    "components/list",
    "components/dm",
    "components/moderation",
    "components/state",
]
# What the scripts load by address: a worker and two audio worklets.
_SCRIPTS = {
    "live_worker": "js/live/worker.js",
    "capture_worklet": "js/worklets/capture.js",
    "playback_worklet": "js/worklets/playback.js",
}


@register.simple_tag
def icon(name: str, size: int = 24, extra: str = "") -> SafeString:
    """A drawing of our sprite. It is decoration: the control around it carries the words."""
    sized = "" if size == 24 else f" icon--{size}"
    return format_html(
        '<svg class="icon{} {}" aria-hidden="true"><use href="{}#{}"></use></svg>', sized, extra, static("img/icons.svg"), name
    )


@register.simple_tag
def logo(size: int = 32) -> SafeString:
    """The bird."""
    return format_html(
        '<svg class="logo logo--{}" aria-hidden="true"><use href="{}#linnet"></use></svg>', size, static("img/icons.svg")
    )


@register.inclusion_tag("ui/_avatar.html")
def avatar(person: Any, size: int = 40, extra: str = "", alt: str = "") -> dict[str, Any]:
    """The person's picture over their initial on a hue from their id. Where their name stands beside it, it needs no `alt`."""
    width = next((width for width in (48, 128) if width >= 2 * size), 400)  # two pixels for one: most screens are sharp
    return {"person": person, "size": size, "extra": extra, "alt": alt, "address": person.avatar_at(width)}


@register.filter
def short(number: int) -> str:
    """1234 → 1.2K; the exact number belongs in the label."""
    for size, sign in ((1_000_000, "M"), (1_000, "K")):
        if number >= size:
            return f"{number / size:.1f}".removesuffix(".0") + sign
    return str(number)


@register.simple_tag
def ago(moment: datetime) -> SafeString:
    """A time as people say it; the script keeps it current, hovering shows the exact one."""
    return format_html(
        '<time-ago><time datetime="{}" title="{}">{}</time></time-ago>',
        moment.isoformat(timespec="seconds"),
        date_format(timezone.localtime(moment), "DATETIME_FORMAT"),
        _spoken_age(moment),
    )


def _spoken_age(moment: datetime) -> str:
    seconds = max(0, int((timezone.now() - moment).total_seconds()))
    if seconds < 60:
        return _("now")
    if seconds < 3600:
        return _("%dm") % (seconds // 60)
    if seconds < 86_400:
        return _("%dh") % (seconds // 3600)
    return date_format(timezone.localtime(moment), "j M" if moment.year == timezone.now().year else "j M Y")


@register.simple_tag(takes_context=True)
def card(context: Context, shown: Card) -> str:
    """A thing of a later app, drawn by its own template."""
    return render_to_string(shown.template, {**cast(dict[str, Any], context.flatten()), **shown.context})


@register.simple_tag(takes_context=True)
def current(context: Context, place: str) -> str:
    """` aria-current="page"` on the link to the part of the site that is being read. `place` is a URL name or a path."""
    path = place if place.startswith("/") else reverse(place)
    here = _path(context)
    is_here = here == path if path == "/" else here.startswith(path)
    return format_html(' aria-current="{}"', "page") if is_here else ""


def _path(context: Context) -> str:
    request: HttpRequest | None = context.get("request")
    return request.path if request else ""


def _theme(context: Context) -> str:
    request: HttpRequest | None = context.get("request")
    return themes.chosen(request) if request else themes.AUTO


@register.simple_tag(takes_context=True)
def theme_attribute(context: Context) -> str:
    """The chosen theme for `<html>`; nothing when the system decides."""
    theme = _theme(context)
    return "" if theme == themes.AUTO else format_html(' data-theme="{}"', theme)


@register.simple_tag(takes_context=True)
def theme_colors(context: Context) -> SafeString:
    """What the browser paints around the page."""
    theme = _theme(context)
    if theme != themes.AUTO:
        return format_html('<meta name="theme-color" content="{}">', themes.SURFACES[theme])
    return format_html_join(
        "\n  ",
        '<meta name="theme-color" media="(prefers-color-scheme: {})" content="{}">',
        ((scheme, themes.SURFACES[scheme]) for scheme in ("light", "dark")),
    )


@register.simple_tag(takes_context=True)
def theme_choices(context: Context) -> list[tuple[str, str, bool]]:
    """Each theme: its value, its name, whether it is chosen."""
    words = {"auto": pgettext("theme", "Auto"), "light": _("Light"), "dim": _("Dim"), "dark": _("Dark")}
    theme = _theme(context)
    return [(value, word, value == theme) for value, word in words.items()]


@register.simple_tag
def own_places() -> str:
    """Where the frame around a page says who its reader is: what htmx swaps too when that has changed."""
    return "#nav-me,#nav-profile,#drawer-who"


@register.simple_tag
def stylesheets() -> SafeString:
    """A link to all of them in one; while developing, one per sheet."""
    paths = [JOINED_STYLES] if joins() else [f"css/{name}.css" for name in STYLESHEETS]
    return format_html_join("\n  ", '<link rel="stylesheet" href="{}">', ((static(path),) for path in paths))


@register.simple_tag
def main_script() -> str:
    """The address of our modules in one; while developing, of the first of them."""
    return static(JOINED_SCRIPT if joins() else MAIN_SCRIPT)


@register.simple_tag
def script_addresses() -> SafeString:
    """The addresses scripts need, as data."""
    return json_script({name: static(path) for name, path in _SCRIPTS.items()}, "linnet-urls")


@register.filter
def absolute(path: str) -> str:
    """An address of ours for those who read it elsewhere."""
    return places.absolute(path)


@register.simple_tag
def secure_origin_hint() -> str:
    """The address at which this site can use the microphone."""
    return settings.BASE_URL
