"""Choosing the language of a Space, and being told whether it has captions."""

from html.parser import HTMLParser

import pytest
from django.test import RequestFactory

from apps.spaces import services
from apps.speech.languages import LANGUAGES, preferred

CAPTIONED, UNCAPTIONED = "With live captions", "No captions yet"


class Choices(HTMLParser):
    """The languages that the form of the page offers, by group, and which is chosen."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.groups: dict[str, list[str]] = {}
        self.chosen: list[str] = []
        self._is_ours = False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "select":
            self._is_ours = attributes.get("id") == "language-page"
        elif self._is_ours and tag == "optgroup":
            self.groups[attributes["label"]] = []
        elif self._is_ours and tag == "option":
            list(self.groups.values())[-1].append(attributes["value"])
            self.chosen += [attributes["value"]] if "selected" in attributes else []


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice)
    return client


def choices(client, **headers) -> Choices:
    return Choices(client.get("/spaces/new/", headers=headers).content.decode())


def test_every_language_is_offered_once_and_those_with_captions_first(as_alice):
    groups = choices(as_alice).groups
    assert list(groups) == [CAPTIONED, UNCAPTIONED]
    assert groups[CAPTIONED] == ["en"]
    assert sorted(groups[CAPTIONED] + groups[UNCAPTIONED]) == sorted(LANGUAGES)


def test_a_server_without_a_recogniser_promises_no_captions(as_alice, settings):
    settings.SPEECH_ENGINE = "none"
    assert list(choices(as_alice).groups) == [UNCAPTIONED]


def test_the_browser_of_alice_speaks_german(as_alice):
    assert choices(as_alice, accept_language="de-AT,de;q=0.9,en;q=0.8").chosen == ["de"]


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("en-US,en;q=0.9", "en"),
        ("pt-BR", "pt"),
        ("tlh, fr;q=0.5", "fr"),
        ("fr;q=0.4, ja;q=0.6", "ja"),
        ("tlh", "en"),
        ("*", "en"),
        ("", "en"),
        ("de\x00, \ud83d;q=x," * 50, "en"),
        ("x" * 10_000, "en"),
    ],
)
def test_the_language_that_a_reader_prefers(asked, language):
    assert preferred(RequestFactory().get("/", headers={"accept-language": asked})) == language


def test_without_a_request_the_language_of_the_interface_is_preferred():
    assert preferred(None) == "en"


def test_a_refused_form_keeps_the_language(as_alice):
    answer = as_alice.post("/spaces/", {"title": "", "language": "ja"}, headers={"Accept": "text/html"})
    assert answer.status_code == 422
    assert Choices(answer.content.decode()).chosen == ["ja"]


@pytest.mark.parametrize(("language", "words"), [("en", "Live captions"), ("uk", "No captions in this language yet")])
def test_the_page_of_a_space_says_what_is_spoken_and_whether_it_can_be_read(client, alice, language, words):
    space = services.start_space(host=alice, title="Vogelstimmen", announce=False, language=language)
    page = client.get(space.get_absolute_url()).content.decode()
    assert LANGUAGES[language] in page
    assert words in page
