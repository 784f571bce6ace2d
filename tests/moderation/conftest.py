import pytest


@pytest.fixture
def mod(db):
    """Staff who may moderate."""
    from tests.moderation.scenes import moderator

    return moderator("mod")


@pytest.fixture
def max_mod(db):
    """A second moderator."""
    from tests.moderation.scenes import moderator

    return moderator("max")
