"""Which languages the pages speak."""

from pathlib import Path

from django.conf.locale import LANG_INFO
from django.utils.translation import to_language

_ENGLISH = ("en", "English")


def languages_in(*folders: Path) -> list[tuple[str, str]]:
    """English, and each language that has a compiled translation in one of `folders`, by what it calls itself."""
    found = {to_language(words.parent.parent.name) for folder in folders for words in folder.glob("*/LC_MESSAGES/django.mo")}
    return [_ENGLISH, *((code, _own_name(code)) for code in sorted(found - {"en"}))]


def _own_name(code: str) -> str:
    known = LANG_INFO.get(code) or LANG_INFO.get(code.partition("-")[0]) or {}
    return str(known.get("name_local", code))
