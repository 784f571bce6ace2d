"""A push service, and a browser of alice that she lets be woken."""

import pytest
from django.test import Client

from tests.notifications.push_service import Browser, push_service
from tests.notifications.pushed import ASKS, logged_in


@pytest.fixture
def service(settings):
    with push_service() as service:
        settings.PUSH_ALLOWED_LOCAL = [service.place]
        yield service


@pytest.fixture
def at_alices(alice) -> Client:
    return logged_in(alice)


@pytest.fixture
def browser(service, at_alices) -> Browser:
    """Alice's, which she lets be woken."""
    browser = Browser(service)
    assert at_alices.post(ASKS, {**browser.asks, "time_zone": "Europe/Berlin"}).status_code == 204
    return browser
