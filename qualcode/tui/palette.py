"""The palette: every action by its title, those that work here first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from qualcode.project.codebook import plain
from qualcode.tui.actions import ACTIONS, SCOPES, SCREENS, Action, shown_keys
from qualcode.tui.words import tr

if TYPE_CHECKING:
    from qualcode.tui.app import QualcodeApp

# What people call what an action does without its title saying so, by the end of its id; in all languages at once.
ALSO_CALLED: Mapping[str, str] = {
    "find": "søk leit search",
    "history": "historikk historie logg history log",
    "documents.replace": "rettet retta corrected versjon version",
    "remove": "slett delete",
    "export": "lagre save",
    "quit": "lukk slutt exit close",
    "project.open": "fil file",
    "sections": "seksjon avsnitt kapittel section chapter",
    "speakers": "person case kasus informant deltaker deltakar hvem kven participant who",
}


class Command(NamedTuple):
    """A line of the palette."""

    title: str
    keys: str
    run: Callable[[], Awaitable[None]]
    also: str = ""


class ActionProvider(Provider):
    """Feeds the palette from the registry."""

    async def discover(self) -> Hits:
        """All that can be done, before anything is typed."""
        for command in self._commands():
            yield DiscoveryHit(with_keys(Content(command.title), command.keys), command.run, text=command.title)

    async def search(self, query: str) -> Hits:
        """What has all the typed words; where nothing has, a line that says so."""
        is_found = False
        for command in self._commands():
            if (score := fit(query, command.title, command.also)) > 0:
                is_found = True
                shown = with_keys(highlighted(query, command.title), command.keys)
                yield Hit(score, shown, command.run, text=command.title)
        if not is_found:
            words = tr("Nothing here is called that")
            yield Hit(1, Content.styled(words, "dim"), _do_nothing, text=words)

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
                yield Command(tr(action.title), keys, run, also_called(action))
            elif action.scope in SCREENS and app.project is not None and app.current_mode != action.scope:
                title = f"{tr(SCOPES[action.scope])}: {tr(action.title)}"
                elsewhere.append(Command(title, keys, partial(self._run_there, action), also_called(action)))
        yield from elsewhere

    async def _run_here(self, action: Action, node: object) -> None:
        await self.app.run_action(action.run, default_namespace=node)  # type: ignore[arg-type]

    async def _run_there(self, action: Action) -> None:
        await self.app.switch_mode(action.scope)
        await self.app.run_action(action.run, default_namespace=self.app.screen)


async def _do_nothing() -> None:
    """There is nothing to run."""


def also_called(action: Action) -> str:
    """Other words for what an action does."""
    return ALSO_CALLED.get(action.id) or ALSO_CALLED.get(action.id.rpartition(".")[2], "")


def fit(query: str, title: str, also: str = "") -> float:
    """How well a title fits what was typed, 0 where one of the words stands in no word of it and begins no other name.

    Titles that begin so go first, then those with words that do; letters count as `plain` has them.
    """
    wanted, words, others = (plain(text).split() for text in (query, title, also))
    scores = [_word_fit(part, words, others) for part in wanted]
    begins = plain(title).startswith(plain(query))
    return min(scores, default=0) + (0.1 if begins and wanted else 0)


def _word_fit(part: str, words: list[str], others: list[str]) -> float:
    if any(word.startswith(part) for word in words):
        return 0.9
    if any(word.startswith(part) for word in others):
        return 0.7
    return 0.5 if any(part in word for word in words) else 0


def highlighted(query: str, title: str) -> Content:
    """A title in which the typed words stand out, as far as they stand there letter by letter."""
    shown, lower = Content(title), title.casefold()
    for part in query.casefold().split():
        if (start := lower.find(part)) >= 0:
            shown = shown.stylize("bold underline", start, start + len(part))
    return shown


def with_keys(title: Content, keys: str) -> Content:
    """A line of the palette: what is done, and the keys that do it."""
    return Content.assemble(title, (f"   {keys}", "dim"))
