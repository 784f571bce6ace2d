"""The cache of the production profile: Redis, and what this process remembers by itself while Redis is away."""

import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django_redis.cache import RedisCache
from redis.exceptions import RedisError

_AWAY_SECONDS = 2.0  # so long nobody asks a Redis that failed; each asking may cost a second
_DEEDS = ("add", "get", "set", "touch", "delete", "incr", "decr", "has_key", "get_many", "set_many", "delete_many", "clear")


class SteadyCache(RedisCache):
    """Goes on counting tries and other limits without Redis, though only for this process, instead of failing pages."""

    _away_until = 0.0

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._spare = LocMemCache("spare", params)

    def clear(self) -> None:
        """Forgets what was cached, and nothing else: django-redis would empty the database, the tasks of the broker too."""
        self.delete_pattern("*", itersize=1000)
        self._spare.clear()


def _steady(name: str) -> Callable[..., Any]:
    deed = getattr(SteadyCache, name)

    def do(self: SteadyCache, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= SteadyCache._away_until:
            try:
                return deed(self, *args, **kwargs)
            except RedisError:
                SteadyCache._away_until = time.monotonic() + _AWAY_SECONDS
        return getattr(self._spare, name)(*args, **kwargs)

    return do


for _name in _DEEDS:
    setattr(SteadyCache, _name, _steady(_name))
