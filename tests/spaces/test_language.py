"""In which language a Space speaks."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.core.errors import Refused
from apps.spaces import services
from apps.spaces.models import Space
from apps.speech.languages import LANGUAGES

NO_LANGUAGES = ["", "EN", "en-GB", "xx", "english", "Deutsch", "e\x00", " en", "x" * 10_000]


def test_a_space_speaks_english_unless_its_host_says_otherwise(alice, space):
    assert space.language == "en"


@pytest.mark.parametrize("tag", LANGUAGES)
def test_alice_starts_and_announces_spaces_in_every_language(alice, tag):
    later = timezone.now() + timedelta(hours=1)
    assert services.start_space(host=alice, title="Vogelstimmen", announce=False, language=tag).language == tag
    assert services.schedule_space(host=alice, title="Vogelstimmen", scheduled_for=later, language=tag).language == tag


@pytest.mark.parametrize("tag", NO_LANGUAGES)
def test_what_is_no_language_of_ours_is_refused(alice, tag):
    with pytest.raises(Refused, match="unknown_language"):
        services.start_space(host=alice, title="Vogelstimmen", announce=False, language=tag)
    with pytest.raises(Refused, match="unknown_language"):
        services.schedule_space(host=alice, title="Vogelstimmen", scheduled_for=timezone.now() + timedelta(hours=1), language=tag)
    assert not Space.objects.exists()


def test_the_form_takes_it(client, alice):
    client.force_login(alice)
    client.post(reverse("spaces"), {"title": "Vogelstimmen", "language": "de"})
    assert Space.objects.get().language == "de"


def test_refused_the_form_keeps_what_was_typed(client, alice):
    client.force_login(alice)
    answer = client.post(reverse("spaces"), {"title": "Vogelstimmen", "language": "klingon"}, headers={"Accept": "text/html"})
    assert answer.status_code == 422
    assert (answer.context["title"], answer.context["space_language"]) == ("Vogelstimmen", "klingon")
    assert "Choose a language from the list." in answer.content.decode()
