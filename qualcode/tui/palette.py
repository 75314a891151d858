"""The palette: every action by its title, those that work here first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from qualcode.tui.actions import ACTIONS, SCOPES, SCREENS, Action, shown_keys
from qualcode.tui.words import tr

if TYPE_CHECKING:
    from qualcode.tui.app import QualcodeApp


class Command(NamedTuple):
    """A line of the palette."""

    title: str
    keys: str
    run: Callable[[], Awaitable[None]]


class ActionProvider(Provider):
    """Feeds the palette from the registry."""

    async def discover(self) -> Hits:
        """All that can be done, before anything is typed."""
        for command in self._commands():
            yield DiscoveryHit(with_keys(Content(command.title), command.keys), command.run, text=command.title)

    async def search(self, query: str) -> Hits:
        """What fits the typed letters."""
        matcher = self.matcher(query)
        for command in self._commands():
            if (score := matcher.match(command.title)) > 0:
                shown = with_keys(matcher.highlight(command.title), command.keys)
                yield Hit(score, shown, command.run, text=command.title)

    def _commands(self) -> Iterator[Command]:
        app = cast("QualcodeApp", self.app)
        here = {active.binding.id: active.node for active in self.screen.active_bindings.values() if active.enabled}
        elsewhere: list[Command] = []
        seen: set[str] = set()
        for action in sorted(ACTIONS, key=lambda action: action.scope == "app"):
            keys = "  ".join(shown_keys(action, app.keys))
            if action.id == "palette" or (" " in action.keys and action.title in seen):
                continue
            seen.add(action.title)
            if action.id in here:
                run = partial(self._run_here, action, here[action.id])
                yield Command(tr(action.title), keys, run)
            elif action.scope in SCREENS and app.project is not None and app.current_mode != action.scope:
                title = f"{tr(SCOPES[action.scope])}: {tr(action.title)}"
                elsewhere.append(Command(title, keys, partial(self._run_there, action)))
        yield from elsewhere

    async def _run_here(self, action: Action, node: object) -> None:
        await self.app.run_action(action.run, default_namespace=node)  # type: ignore[arg-type]

    async def _run_there(self, action: Action) -> None:
        await self.app.switch_mode(action.scope)
        await self.app.run_action(action.run, default_namespace=self.app.screen)


def with_keys(title: Content, keys: str) -> Content:
    """A line of the palette: what is done, and the keys that do it."""
    return Content.assemble(title, (f"   {keys}", "dim"))
