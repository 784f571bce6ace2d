"""A live Space of alice's, and one she announced."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.spaces import services
from apps.spaces.models import Seat, Space


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
