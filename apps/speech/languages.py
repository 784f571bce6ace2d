"""The languages that people may say they speak, as BCP-47 primary tags, each by its own name."""

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header

from apps.core.errors import Refused

DEFAULT = "en"
LANGUAGES = {
    "ar": "العربية",
    "bn": "বাংলা",
    "cs": "Čeština",
    "da": "Dansk",
    "de": "Deutsch",
    "el": "Ελληνικά",
    "en": "English",
    "es": "Español",
    "fa": "فارسی",
    "fi": "Suomi",
    "fr": "Français",
    "he": "עברית",
    "hi": "हिन्दी",
    "id": "Bahasa Indonesia",
    "it": "Italiano",
    "ja": "日本語",
    "ko": "한국어",
    "nl": "Nederlands",
    "pl": "Polski",
    "pt": "Português",
    "ru": "Русский",
    "sv": "Svenska",
    "tr": "Türkçe",
    "uk": "Українська",
    "vi": "Tiếng Việt",
    "zh": "中文",
}


def preferred(request: HttpRequest | None) -> str:
    """The first of ours that the reader's browser asks for, else the language of the interface."""
    asked = parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()) if request else ()
    tags = [tag for tag, _weight in asked] + [get_language() or DEFAULT]
    return next((primary for tag in tags if (primary := tag.partition("-")[0]) in LANGUAGES), DEFAULT)


def good_language(tag: str) -> str:
    """`tag` if it is one of ours. Raises Refused: `unknown_language`."""
    if tag not in LANGUAGES:
        raise Refused("unknown_language", _("Choose a language from the list."))
    return tag
