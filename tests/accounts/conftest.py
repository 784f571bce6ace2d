import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nobody_tried_before():
    """The limits on tries are counted in the cache."""
    cache.clear()
