"""The sending side of one WebSocket, for plain code on the event loop."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Generator
from typing import Any

from apps.realtime.wire import Framer, cut, stop_listening, transport_behind

Message = dict[str, Any]
Send = Callable[[Message], Coroutine[Any, Any, None]]

_MOST_WAITING_TEXTS = 256
_GOODBYE_SECONDS = 1.0
_framer = Framer()


class Outlet:
    """Sends without a task per message: a send is run at once up to its first wait, and only a full socket gets a task.

    (Python 3.12 calls this an eager task.) While the socket is full, texts wait in order and sound is refused.
    """

    def __init__(self, send: Send) -> None:
        self._send = send
        self._transport = transport_behind(send)
        self._write = self._transport and self._transport.write
        self._waiting: deque[Message] = deque()
        self._rest: asyncio.Task[None] | None = None
        self.closed = False

    def text(self, text: str) -> None:
        """Sends a text, in order, or closes a socket that lets too many pile up."""
        if self.closed:
            return
        if len(self._waiting) >= _MOST_WAITING_TEXTS and not self.closed:
            self._waiting.clear()
            self.close(4414, "too_slow")
        else:
            self._put({"type": "websocket.send", "text": text})

    def sound(self, data: bytes) -> bool:
        """Sends bytes now or not at all: sound that has to wait is not worth hearing. Says whether it was sent."""
        if self._rest or self.closed:
            return False
        if self._write:
            self._write_now(_framer.frame(data))
        else:
            self._put({"type": "websocket.send", "bytes": data})
        return not self.closed

    def close(self, code: int, reason: str) -> None:
        """Sends the close frame once; whatever is put afterwards is dropped."""
        if not self.closed:
            self._put({"type": "websocket.close", "code": code, "reason": reason})
            self.closed = True

    def cut_off(self, code: int, reason: str) -> None:
        """Closes on somebody who floods: nothing more is read, and the goodbye is not waited for (uvicorn would wait 10 s)."""
        self.close(code, reason)
        if self._transport:
            stop_listening(self._transport)
            asyncio.get_running_loop().call_later(_GOODBYE_SECONDS, cut, self._transport)

    def _write_now(self, frame: bytes) -> None:
        try:
            self._write(frame)
        except Exception:  # uvloop's transport raises once it is closed; its consumer will hear of it
            self.closed = True

    def _put(self, message: Message) -> None:
        if self.closed:
            return
        if self._rest:
            self._waiting.append(message)
            return
        sending = self._send(message)
        try:
            wait = sending.send(None)
        except StopIteration:
            return
        except Exception:  # the peer is gone; its consumer will hear of it
            self.closed = True
            return
        self._rest = asyncio.ensure_future(self._finish(_Continued(sending, wait)))

    async def _finish(self, started: Awaitable[None]) -> None:
        try:
            await started
            while self._waiting:
                await self._send(self._waiting.popleft())
        except Exception:
            self.closed = True
        finally:
            self._rest = None


class _Continued:
    """A coroutine that has already run to its first wait, made awaitable again."""

    def __init__(self, coroutine: Coroutine[Any, Any, None], wait: Any) -> None:
        self._coroutine = coroutine
        self._wait = wait

    def __await__(self) -> Generator[Any, Any, None]:
        yield self._wait
        yield from self._coroutine.__await__()
