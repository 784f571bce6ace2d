import pytest

from apps.tweets.models import Tweet
from apps.tweets.services import post_tweet


@pytest.fixture
def tweet(alice) -> Tweet:
    return post_tweet(author=alice, text="Good morning")
