"""A translation that is put into locale/ is spoken; who reads chooses, or their browser does."""

import struct
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import trans_real

from spaces_project.languages import languages_in
from tests.pseudo import pseudo

GERMAN = {"": "Content-Type: text/plain; charset=UTF-8\n", "Settings": "Einstellungen", "What is happening?": "Was ist los?"}


def compiled(words: dict[str, str]) -> bytes:
    """As msgfmt writes it."""
    pairs = sorted((text.encode(), spoken.encode()) for text, spoken in words.items())
    start = 28 + 16 * len(pairs)
    texts, index = b"", []
    for column in (0, 1):
        for pair in pairs:
            index.append(struct.pack("<II", len(pair[column]), start + len(texts)))
            texts += pair[column] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, start)
    return head + b"".join(index) + texts


@pytest.fixture
def german(settings, tmp_path) -> Path:
    """A site with a German translation."""
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.mo").write_bytes(compiled(GERMAN))
    settings.LOCALE_PATHS = [tmp_path]
    settings.LANGUAGES = languages_in(tmp_path)
    _forget()
    yield tmp_path
    _forget()


def _forget() -> None:
    trans_real._translations.clear()
    for cached in (trans_real.get_languages, trans_real.translation_catalog_exists, trans_real._get_supported_language_variant):
        cached.cache_clear()
    trans_real._default = None
    translation.activate("en")


@pytest.mark.pure
def test_a_language_is_offered_once_it_has_words(tmp_path):
    assert languages_in(tmp_path, tmp_path / "nowhere") == [("en", "English")]
    for locale in ("de", "pt_BR", "tlh", "en"):
        (tmp_path / locale / "LC_MESSAGES").mkdir(parents=True)
        (tmp_path / locale / "LC_MESSAGES" / "django.mo").touch()
    (tmp_path / "fr" / "LC_MESSAGES").mkdir(parents=True)  # begun, not compiled
    assert languages_in(tmp_path) == [("en", "English"), ("de", "Deutsch"), ("pt-br", "Português Brasileiro"), ("tlh", "tlh")]


@pytest.mark.django_db
class TestChoosing:
    def test_the_browser_says_it(self, client, alice, german):
        client.force_login(alice)
        page = client.get("/settings/", headers={"Accept-Language": "de-AT,de;q=0.9"}).content.decode()
        assert '<html lang="de" dir="ltr"' in page
        assert "Einstellungen" in page
        assert "Settings" in client.get("/settings/", headers={"Accept-Language": "xx"}).content.decode()

    def test_a_choice_stands_above_the_browser(self, client, alice, german):
        client.force_login(alice)
        answer = client.post("/settings/language/", {"language": "de", "next": "/settings/"})
        assert answer.url == "/settings/"
        assert "Einstellungen" in client.get("/settings/").content.decode()
        assert "Deutsch" in client.get("/settings/profile/").content.decode()

    @pytest.mark.parametrize("form", [{"language": "xx", "next": "/"}, {"language": "de", "next": "https://example.org/"}, {}])
    def test_nobody_is_led_away_or_astray(self, client, german, form):
        assert client.post("/settings/language/", form).url == "/"

    def test_where_there_is_one_language_nobody_is_asked(self, client, alice):
        client.force_login(alice)
        assert 'id="language"' not in client.get("/settings/profile/").content.decode()


@pytest.mark.pure
@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Send it", "⟦Šéñð îţ öñ⟧"),
        ("You are @%(handle)s.", "⟦Ýöû åŕé @%(handle)s. öñé⟧"),
        ("<b>Reconnecting</b> {name}", "⟦<b>Ŕéçöññéçţîñĝ</b> {name} öñé⟧"),
        ("theme\x04Auto", "⟦Åûţö ö⟧"),
        ("", ""),
        (" \n", " \n"),
    ],
)
def test_the_language_of_nobody_keeps_what_is_filled_in(text, spoken):
    assert pseudo(text) == spoken
