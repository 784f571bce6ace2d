"""A live Space of alice's, and one she announced."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.spaces import services
from apps.spaces.models import Seat, Space
from apps.speech import recogniser


@pytest.fixture
def space(alice) -> Space:
    return services.start_space(host=alice, title="Dawn chorus", announce=False)


@pytest.fixture
def scheduled(alice) -> Space:
    return services.schedule_space(host=alice, title="Later today", scheduled_for=timezone.now() + timedelta(hours=2))


@pytest.fixture
def seat(bob, space) -> Seat:
    """Bob's, among the listeners."""
    return services.enter_space(person=bob, space=space)


class Watch(list):
    """How many packets the recogniser was given each time; `meanwhile` happens while it works."""

    meanwhile = None


@pytest.fixture
def recognised(monkeypatch) -> Watch:
    watch, real = Watch(), recogniser.recognise

    def recognise(**given):
        watch.append(len(given["packets"]))
        if watch.meanwhile:
            watch.meanwhile()
        return real(**given)

    monkeypatch.setattr(recogniser, "recognise", recognise)
    return watch
