import pytest

from apps.spaces import services


@pytest.fixture
def this_host(settings):
    """The one that sockets of these tests ask for."""
    settings.ALLOWED_HOSTS = ["testserver"]


@pytest.fixture
def space(alice):
    return services.start_space(host=alice, title="Dawn chorus", announce=False)
