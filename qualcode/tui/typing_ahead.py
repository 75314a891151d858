"""Keys that come in one burst, as over a slow line or on a busy machine: each has its effect before the next is heard.

Textual gives every key at once to what has the focus when it comes, and acts on it when it has come back from there
unheard; some it acts on at once, before those ahead of them. Letters meant for a dialog that is just opening would be
lost or be taken as commands, and Ctrl+S would store a page without its last words.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable

from textual import events
from textual.app import App
from textual.screen import Screen

# A key that nothing is heard of any more holds up the others for so many seconds at most.
LONGEST = 0.5


class TypingAhead:
    """Lets the next key go when the one before it has had its effect, and the screen that it brought is there."""

    def __init__(self, app: App[None], hear: Callable[[events.Event], Awaitable[None]]) -> None:
        self._app, self._hear = app, hear
        self._under_way: events.Key | None = None
        self._screen: Screen[object] | None = None
        self._held: deque[events.Key] = deque()

    async def take(self, event: events.Key) -> None:
        """A key from the keyboard: let it go, or hold it back while another is under way."""
        if self._under_way is None and not self._held:
            await self._send(event)
        else:
            self._held.append(event)
            self._wait_no_longer_for(self._under_way)

    def take_back(self, event: events.Key) -> bool:
        """A key that nobody heard: whether it is for another screen, which has come in front by now."""
        is_late = event is self._under_way and self._screen is not self._app.screen
        if is_late:
            self._held.appendleft(events.Key(event.key, event.character))
        self._app.call_later(self._done, event)
        return is_late

    async def _send(self, event: events.Key) -> None:
        self._under_way, self._screen = event, self._app.screen
        await self._hear(event)
        if not event.is_forwarded:  # It was acted on at once.
            self._done(event)
            return
        if (target := self._app.focused or self._app.screen).is_running:
            target.call_later(self._passed, event)
        if self._held:
            self._wait_no_longer_for(event)

    def _wait_no_longer_for(self, event: events.Key | None) -> None:
        if event is not None:
            self._app.set_timer(LONGEST, lambda: self._done(event))

    def _passed(self, event: events.Key) -> None:
        """What has the focus has heard it; if it was not for that, it is on its way to the app, which takes it back."""
        if event._stop_propagation:
            self._done(event)

    def _done(self, event: events.Key) -> None:
        """A key has had its effect: the next one, once the screen is there that it is for."""
        if event is not self._under_way:
            return
        self._under_way = None
        if self._held and self._screen is not self._app.screen:
            self._app.screen.call_after_refresh(self._go_on)
        elif self._held:
            self._app.call_later(self._go_on)

    async def _go_on(self) -> None:
        if self._held and self._under_way is None:
            await self._send(self._held.popleft())
