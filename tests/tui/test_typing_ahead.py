"""Keys that come in one burst: each goes where it would have gone had the person waited."""

from __future__ import annotations

from textual import events
from textual.app import App

from qualcode.project.project import Project
from qualcode.tui.app import QualcodeApp
from qualcode.tui.writing import WriteMemo

from .conftest import MEETING, settled, until


def burst(app: App[None], *keys: str) -> None:
    """All at once, as a terminal gives them that was not read for a while."""
    for key in keys:
        app.post_message(events.Key(key, key if len(key) == 1 else None))


async def test_what_is_written_at_once_with_the_keys_around_it_is_a_whole_memo(small_project: Project) -> None:
    app = QualcodeApp(small_project, document="Intervju Berit", at=MEETING.index("De venter"), language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        burst(app, "s", "m", *"Hun mener det.", "ctrl+s", "s", "m", *"Og dette", "escape")
        await until(pilot, lambda: len(small_project.memos.memos()) == 2)
        assert {memo.text for memo in small_project.memos.memos()} == {"Hun mener det.", "Og dette"}


async def test_letters_for_a_dialog_are_no_commands_for_what_lies_behind_it(small_project: Project) -> None:
    app = QualcodeApp(small_project, document="Intervju Berit", at=MEETING.index("De venter"), language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        acts = small_project.last_act()
        burst(app, "f4", "e", *"xm>ad", "tab", *"Også", "ctrl+s")
        await until(pilot, lambda: small_project.last_act() > acts)
        assert [act.label for act in small_project.history.acts(small_project.last_act() - acts)] == [
            "Endret koden Skjønn"
        ]
        code = small_project.codebook.code("Skjønn")
        assert code.definition.startswith("xm>ad")
        assert code.include == "Også"


async def test_a_key_of_which_nothing_is_heard_holds_up_no_other(small_project: Project) -> None:
    class Deaf(WriteMemo):
        """Keeps what it hears to itself, but stops nothing."""

        def _forward_event(self, event: events.Event) -> None:
            if isinstance(event, events.Key) and event.key == "a":
                event._set_forwarded()
            else:
                super()._forward_event(event)

    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        page = Deaf("Skriv")
        app.push_screen(page)
        await settled(pilot)
        app.set_focus(None)
        burst(app, "a", "escape")
        await until(pilot, lambda: app.screen is not page)
