"""The questions of an import: how the files are to be taken, and how far the work is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Label, OptionList, ProgressBar, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from qualcode.errors import QualcodeError
from qualcode.project.records import DOCUMENT_KINDS
from qualcode.text.language import LANGUAGES
from qualcode.text.symbols import visible
from qualcode.text.turns import AUTO, NONE, find_turns
from qualcode.tui.dialogs import Dialog
from qualcode.tui.widgets.status_line import fitted
from qualcode.tui.words import tr, trn

if TYPE_CHECKING:
    from qualcode.tui.app import QualcodeApp

OWN = "own"
SCANNED = "scanned"
# No profile of its own: of several files each gets the one that it shows it needs.
AS_SHOWN = "as shown"
NAME_WIDTH = 48


class Stopped(Exception):
    """The person wants no more of a piece of work."""


class Offer(NamedTuple):
    """One answer to a question: its key, its words, and what it means."""

    key: str
    words: str
    why: str = ""


def questions(*, several: bool = False) -> dict[str, tuple[str, list[Offer]]]:
    """What is asked of all files: the title and the answers of each question, the usual answer first."""
    shown = Offer(AS_SHOWN, tr("as each file shows"), tr("what that is stands behind the name of each file"))
    return {
        "kind": (tr("Kind"), [Offer(kind, tr(kind)) for kind in DOCUMENT_KINDS]),
        "language": (tr("Language"), [Offer("", tr("as the text tells")), *map(_language, LANGUAGES)]),
        "turns": (
            tr("Turns"),
            [
                Offer(AUTO, tr("looked for"), tr("who speaks is found by the labels; you confirm it afterwards")),
                Offer(NONE, tr("none"), tr("no conversation: paragraphs are numbered instead")),
                Offer(OWN, tr("own pattern"), tr("a regular expression with a group named speaker")),
            ],
        ),
        "profile": (
            tr("Cleaning"),
            [
                *([shown] if several else []),
                Offer("none", tr("none"), tr("the text stays as the file has it")),
                Offer("transcript", tr("transcript"), tr("odd characters, broken lines, hyphens at line ends")),
                Offer("thesis", tr("thesis"), tr("that, and page breaks and numbers, running heads, footnotes")),
                Offer(SCANNED, tr("scanned"), tr("that, and words in which letters like ø and å were misread")),
            ],
        ),
    }  # fmt: skip


def _language(key: str) -> Offer:
    return Offer(key, {"nb": tr("bokmål"), "nn": tr("nynorsk"), "en": tr("English")}[key])


class AskHow(Dialog[Mapping[str, Any]]):
    """Kind, language, turns, cleaning and, of several files, which; gives these by name.

    `look` tells by its text which cleaning a file needs; `before` is what was answered to the same question earlier.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "other(1)", show=False),
        Binding("left", "other(-1)", show=False),
        Binding("space", "turn", show=False),
        Binding("enter", "done", show=False, priority=True),
    ]
    CSS = """
    AskHow #pattern { margin-top: 1; }
    AskHow #why { height: 2; }
    AskHow .dialog { max-height: 100%; }
    AskHow .dialog OptionList { max-height: 40vh; }
    """

    def __init__(
        self, paths: Sequence[Path], look: Callable[[Path], str], before: Mapping[str, Any] | None = None
    ) -> None:
        alone = tr("Import «{name}»", name=paths[0].name)
        super().__init__(alone if len(paths) == 1 else trn("Import {n} file", "Import {n} files", len(paths)))
        self._paths, self._look_at, self._before = paths, look, before or {}
        taken = self._before.get("paths", paths)
        self._left_out = {number for number, path in enumerate(paths) if path not in taken}
        self._questions = questions(several=len(paths) > 1)
        self._chosen = {key: self._answered_before(key) for key in self._questions}
        self._shown: dict[int, str] = {}
        self._damaged_file = ""

    def question(self) -> ComposeResult:
        """A line for each question, and one for each of several files."""
        lines: list[Option | None] = [Option(self._line(key)) for key in self._questions]
        if len(self._paths) > 1:
            lines += [None, *(Option(self._file_line(number)) for number in range(len(self._paths)))]
        yield OptionList(*lines, markup=False)
        pattern = self._before["turns"] if self._answer("turns") == OWN else r"^(?P<speaker>[^:\n]+):"
        yield Input(pattern, id="pattern")
        yield Static("", id="why", markup=False)

    def keys(self) -> str:
        """What the keys do."""
        files = (tr("Space: with or without the file"),) if len(self._paths) > 1 else ()
        return " · ".join((tr("←/→: another answer"), *files, tr("Enter: import"), tr("Esc: cancel")))

    def on_mount(self) -> None:
        """Begin with the first question; look meanwhile what cleaning the files need."""
        self.query_one("#pattern").display = self._answer("turns") == OWN
        self.query_one(OptionList).highlighted = 0
        self._look()

    def _answered_before(self, key: str) -> int:
        """The place of the answer given earlier; a pattern of one's own is none of those that have a name."""
        keys = [offer.key for offer in self._questions[key][1]]
        answer = (self._before.get(key) or "") if key in self._before else keys[0]
        return keys.index(answer if answer in keys else OWN)

    @work(thread=True)
    def _look(self) -> None:
        worker = get_current_worker()
        for number, path in enumerate(self._paths):
            shown = self._look_at(path)
            if worker.is_cancelled:
                return
            self.app.call_from_thread(self._found, number, shown)

    def _found(self, number: int, profile: str) -> None:
        """What a file needs; of a file alone it is proposed, unless something was chosen already."""
        if not self.is_mounted:
            return
        self._shown[number] = profile
        if profile == SCANNED and not self._damaged_file and not self._chosen["profile"] and not self._before:
            self._damaged_file = self._paths[number].name
        if len(self._paths) > 1:
            self._write_file(number)
        elif self._damaged_file:
            self._choose("profile", [offer.key for offer in self._questions["profile"][1]].index(SCANNED))
        self._tell()

    def _line(self, key: str) -> str:
        title, offers = self._questions[key]
        return f"{title:<10} ‹ {offers[self._chosen[key]].words} ›"

    def _file_line(self, number: int) -> str:
        mark = "[ ]" if number in self._left_out else "[x]"
        shown = self._shown.get(number, "") if self._answer("profile") == AS_SHOWN else ""
        return f"{mark} {fitted(self._paths[number].name, NAME_WIDTH)} {tr(shown) if shown else ''}".rstrip()

    def _write_file(self, number: int) -> None:
        place = len(self._questions) + number
        self.query_one(OptionList).replace_option_prompt_at_index(place, self._file_line(number))

    @property
    def _at(self) -> int:
        return self.query_one(OptionList).highlighted or 0

    def on_option_list_option_highlighted(self) -> None:
        """What the answer means."""
        self._tell()

    def _tell(self) -> None:
        keys = list(self._questions)
        key = keys[self._at] if self._at < len(keys) else ""
        words = self._questions[key][1][self._chosen[key]].why if key else ""
        if self._damaged_file and self._answer("profile") in (AS_SHOWN, SCANNED):
            name = visible(self._damaged_file, one_line=True)
            words = tr("In {name} letters like ø and å are missing: «scanned» looks for them.", name=name)
        self.query_one("#why", Static).update(words)

    def _choose(self, key: str, place: int) -> None:
        self._chosen[key] = place
        self.query_one(OptionList).replace_option_prompt_at_index(list(self._questions).index(key), self._line(key))
        self.query_one("#pattern").display = self._answer("turns") == OWN
        if key == "profile":
            for number in self._shown if len(self._paths) > 1 else ():
                self._write_file(number)

    def _answer(self, key: str) -> str:
        return self._questions[key][1][self._chosen[key]].key

    def action_other(self, step: int) -> None:
        """Another answer to the question at hand."""
        keys = list(self._questions)
        if self._at < len(keys):
            key = keys[self._at]
            self._damaged_file = "" if key == "profile" else self._damaged_file
            self._choose(key, (self._chosen[key] + step) % len(self._questions[key][1]))
            self._tell()

    def action_turn(self) -> None:
        """With or without a file; another answer where a question is asked."""
        number = self._at - len(self._questions)
        if number < 0:
            self.action_other(1)
            return
        self._left_out ^= {number}
        self.query_one(OptionList).replace_option_prompt_at_index(self._at, self._file_line(number))

    def action_done(self) -> None:
        """These it is; a pattern that cannot be one is told of first."""
        turns = self._answer("turns")
        if turns == OWN:
            turns = self.query_one("#pattern", Input).value
            find_turns("", pattern=turns)
        paths = [path for number, path in enumerate(self._paths) if number not in self._left_out]
        answers = {"kind": self._answer("kind"), "language": self._answer("language") or None}
        answer = {**answers, "turns": turns, "profile": self._answer("profile"), "paths": paths}
        self.dismiss(answer if paths else None)


class InProgress(Dialog[Any]):
    """Work in a thread with a bar; gives what it made, or None when it was stopped or could not be done.

    `run` is given a function to tell of progress with, which raises `Stopped` once the person has had enough. When it
    is told that all of it is done, the work can no longer be stopped.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "stop", show=False, priority=True)]
    CSS = """
    InProgress ProgressBar, InProgress Bar { width: 1fr; }
    InProgress #file { color: $foreground 60%; height: 1; }
    """

    def __init__(
        self, title: str, run: Callable[[Callable[[int, int, str], None]], Any], *, may_stop: bool = True
    ) -> None:
        super().__init__(title)
        self._run = run
        # What is told as stopped must not be stored after all.
        self._lock = Lock()
        self._stopped, self._is_last = False, not may_stop

    def question(self) -> ComposeResult:
        """The bar, and which file is at hand."""
        yield ProgressBar(show_eta=False)
        yield Label("", id="file", markup=False)

    def keys(self) -> str:
        """What the keys do."""
        return "" if self._is_last else tr("Esc: stop; nothing is kept")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is put over it, since it closes by itself."""
        return action != "help"

    def on_mount(self) -> None:
        """Begin."""
        self._work()

    @work(thread=True)
    def _work(self) -> None:
        made: Any = None
        try:
            made = self._run(self._tell)
        except Stopped:
            return
        except QualcodeError as error:
            self.app.call_from_thread(cast("QualcodeApp", self.app).tell, error)
        self.app.call_from_thread(self._finish, made)

    def _tell(self, number: int, total: int, name: str) -> None:
        with self._lock:
            if self._stopped:
                raise Stopped
            self._is_last = number == total
        self.app.call_from_thread(self._show, number, total, name)

    def _show(self, number: int, total: int, name: str) -> None:
        if self.is_mounted:
            self.query_one(ProgressBar).update(total=total, progress=number)
            words = tr("{n} of {total} · {name}", n=min(number + 1, total), total=total, name=name)
            self.query_one("#file", Label).update(visible(words, one_line=True))

    def _finish(self, made: Any) -> None:
        if not self._stopped:
            self.dismiss(made)

    def action_stop(self) -> None:
        """No more; what was made is thrown away as soon as the file at hand is done. The last step is not stopped."""
        with self._lock:
            self._stopped = not self._is_last
        if self._stopped:
            self.dismiss(None)
