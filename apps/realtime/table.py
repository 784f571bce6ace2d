"""Who in this process listens to which topic. Lives on the event loop; nothing here is called from another thread."""

import json
import logging
from collections import defaultdict
from collections.abc import Callable
from typing import Any

logger = logging.getLogger(__name__)

Hearer = Callable[[str, dict[str, Any]], None]  # (event name, data)


class Table:
    """topic → those who hear it."""

    def __init__(self) -> None:
        self._hearers: defaultdict[str, set[Hearer]] = defaultdict(set)

    def subscribe(self, topic: str, hearer: Hearer) -> None:
        self._hearers[topic].add(hearer)

    def unsubscribe(self, topic: str, hearer: Hearer) -> None:
        self._hearers[topic].discard(hearer)
        if not self._hearers[topic]:
            del self._hearers[topic]

    def deliver(self, message: bytes) -> None:
        """Hands one nudge to everybody on its topic; one hearer's fault stays with that hearer."""
        nudge = json.loads(message)
        for hearer in tuple(self._hearers.get(nudge["topic"], ())):
            try:
                hearer(nudge["event"], nudge["data"])
            except Exception:
                logger.exception("A hearer of %s failed.", nudge["topic"])


table = Table()
