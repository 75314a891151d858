"""The one registry of actions: bindings, palette, help page, status line and keymap file are all made from it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from textual.binding import Binding, BindingType

from qualcode.errors import InvalidInput
from qualcode.tui.widgets.reader import READER_ACTIONS


@dataclass(frozen=True, slots=True)
class Action:
    """Something a person can do.

    `keys` are alternatives, the one to show first; `scope` is the screen or widget it belongs to; `run` the Textual
    action there; `hint` the short word for the status line, empty where the line need not tell of it.
    """

    id: str
    title: str
    keys: str
    scope: str
    run: str
    hint: str = ""


# The screens: name, class, and what leads there. A screen that is not built has no line here.
SCREENS: Mapping[str, str] = {
    "documents": "qualcode.tui.screens.documents:DocumentsScreen",
    "coding": "qualcode.tui.screens.coding:CodingScreen",
    "codebook": "qualcode.tui.screens.codebook:CodebookScreen",
    "quotes": "qualcode.tui.screens.quotes:QuotesScreen",
    "tables": "qualcode.tui.screens.tables:TablesScreen",
}

APP = (
    Action("help", "Keys that work here", "f1,?", "app", "help"),
    Action("screen.documents", "Documents", "f2", "app", "show('documents')"),
    Action("screen.coding", "Read and code", "f3", "app", "show('coding')"),
    Action("screen.codebook", "Codebook", "f4", "app", "show('codebook')"),
    Action("screen.quotes", "Quotes", "f5", "app", "show('quotes')"),
    Action("screen.tables", "Tables", "f6", "app", "show('tables')"),
    Action("palette", "All actions", "ctrl+p,colon", "app", "command_palette"),
    Action("undo", "Undo", "ctrl+z,u", "app", "undo"),
    Action("redo", "Redo", "ctrl+y,U", "app", "redo"),
    Action("project.open", "Open another project", "ctrl+o", "app", "open_other"),
    Action("theme", "Light or dark", "ctrl+t", "app", "next_theme"),
    Action("quit", "Quit", "ctrl+q", "app", "quit"),
)

START = (
    Action("start.open", "Open a project file", "o", "start", "open", "open"),
    Action("start.new", "New project", "n", "start", "new", "new"),
    Action("start.demo", "The sample project", "d", "start", "demo", "demo"),
)

DOCUMENTS = (
    Action("documents.open", "Read the document", "enter", "documents", "screen.open", "read"),
    Action("documents.import", "Import documents", "a,insert", "documents", "import", "import"),
    Action("documents.speakers", "Speakers", "s", "documents", "speakers", "speakers"),
    Action("documents.kind", "Kind of document", "k", "documents", "kind", "kind"),
    Action("documents.rename", "Rename the document", "r", "documents", "rename", "rename"),
    Action("documents.stop_import", "Stop the import", "escape", "documents", "stop_import", "stop"),
    Action("documents.remove", "Remove the document", "x,delete", "documents", "remove", "remove"),
)

# What can be done with the words at hand, where the transcript has the focus.
TEXT = (
    Action("text.code", "Code the selection", "enter,c", "reader", "code", "code"),
    Action("text.in_vivo", "In vivo: the words become the code", "i", "reader", "in_vivo", "in vivo"),
    Action("text.in_vivo_below", "In vivo below another code", "I", "reader", "in_vivo_below"),
    Action("text.memo", "Memo on the selection or coding", "m", "reader", "memo", "memo"),
    Action("text.repeat", "Same code again", "full_stop", "reader", "repeat", "same again"),
    Action("text.remove", "Remove a coding at the caret", "x,delete", "reader", "remove_coding", "remove"),
    Action("text.key_quote", "Key quote or not", "asterisk", "reader", "key_quote", "key quote"),
    Action("text.start_earlier", "Coding begins a word earlier", "[,ø", "reader", "resize(-1, 0)"),
    Action("text.start_later", "Coding begins a word later", "{,Ø", "reader", "resize(1, 0)"),
    Action("text.end_later", "Coding ends a word later", "],æ", "reader", "resize(0, 1)"),
    Action("text.end_earlier", "Coding ends a word earlier", "},Æ", "reader", "resize(0, -1)"),
    Action("text.find", "Find in the document", "slash", "reader", "find", "find"),
    Action("text.find_next", "Next place found", "f", "reader", "found(1)"),
    Action("text.find_previous", "Previous place found", "F", "reader", "found(-1)"),
    Action("text.go_to", "Go to turn or line", "g", "reader", "go_to", "go to"),
    Action("text.copy", "Copy the selected words", "ctrl+c,k", "reader", "copy"),
    *(Action(f"text.pin{n}", "Code on a number key", str(n), "reader", f"pinned({n})") for n in range(1, 10)),
)

CODING = (
    Action("coding.other_pane", "Between text and codebook", "tab", "coding", "other_pane", "codebook"),
    Action("coding.tree", "Show or hide the codebook", "b", "coding", "toggle_tree"),
    Action("coding.here", "Show or hide what is here", "h", "coding", "toggle_here"),
    Action("coding.next_document", "Next document", "greater_than_sign", "coding", "document(1)"),
    Action("coding.previous_document", "Previous document", "less_than_sign", "coding", "document(-1)"),
)

# The reader itself moves and selects; its actions stand in its own file and are part of the registry all the same.
READER = tuple(Action(id_, title, keys, "reader", run) for id_, title, keys, run in READER_ACTIONS)

TREE = (
    Action("tree.apply", "Code the selection with this code", "enter", "tree", "apply", "use code"),
    Action("tree.next_coding", "Next place with this code", "n", "tree", "coding(1)", "next place"),
    Action("tree.previous_coding", "Previous place with this code", "N", "tree", "coding(-1)"),
    Action("tree.back", "Back to the text", "escape", "tree", "screen.back_to_text", "back"),
    *(Action(f"tree.pin{n}", "Put the code on a number key", str(n), "tree", f"pin({n})") for n in range(1, 10)),
)

# Screens below are declared in their own sections.
CODEBOOK = (
    Action("codebook.quotes", "Quotes with this code", "enter", "codebook", "quotes", "quotes"),
    Action("codebook.new", "New code below this one", "a,insert", "codebook", "new", "new"),
    Action("codebook.new_root", "New code at the top of the tree", "A", "codebook", "new_root"),
    Action("codebook.edit", "Write definition, criteria and example", "e", "codebook", "change('edit')", "define"),
    Action("codebook.rename", "Rename the code", "r", "codebook", "change('rename')", "rename"),
    Action("codebook.memo", "Memo on the code", "m", "codebook", "change('memo')", "memo"),
    Action("codebook.move", "Move below another code", "v", "codebook", "change('move')", "move"),
    Action("codebook.move_root", "Move to the top of the tree", "V", "codebook", "change('move_root')"),
    Action("codebook.down", "One place down among its siblings", "J,alt+down", "codebook", "shift(1)"),
    Action("codebook.up", "One place up among its siblings", "K,alt+up", "codebook", "shift(-1)"),
    Action("codebook.merge", "Merge into another code", "g", "codebook", "change('merge')", "merge"),
    Action("codebook.remove", "Remove the code", "d,delete", "codebook", "change('remove')", "remove"),
    Action("codebook.level", "Code, category or theme", "l", "codebook", "change('level')", "level"),
    Action("codebook.status", "Candidate, active, parked or retired", "t", "codebook", "change('status')", "status"),
    Action("codebook.color", "Colour of the code", "f", "codebook", "change('color')", "colour"),
    Action("codebook.pin", "Put the code on a number key", "p", "codebook", "change('pin')", "number key"),
    Action("codebook.find", "Find a code", "slash", "codebook", "find", "find"),
    Action("codebook.unfold", "Unfold, or to the first code below", "right", "codebook", "unfold"),
    Action("codebook.fold", "Fold, or to the code above", "left", "codebook", "fold"),
    Action("codebook.load", "Load a codebook", "o", "codebook", "load", "load"),
    Action("codebook.export", "Export the codebook to a file", "x", "codebook", "export", "export"),
)

QUOTES = (
    Action("quotes.open", "To the place in the transcript", "enter", "quotes", "open", "to the place"),
    Action("quotes.copy", "Copy the quote with where it came from", "y,ctrl+c", "quotes", "copy", "copy"),
    Action("quotes.code", "Quotes of one code", "c", "quotes", "code", "code"),
    Action("quotes.more_codes", "Quotes of one more code", "C", "quotes", "more_codes"),
    Action("quotes.below", "With or without the codes below", "b", "quotes", "below"),
    Action("quotes.document", "Quotes of one document", "d", "quotes", "document", "document"),
    Action("quotes.speaker", "Quotes of one speaker", "s", "quotes", "speaker", "speaker"),
    Action("quotes.coder", "Quotes that one person coded", "k", "quotes", "coder", "coder"),
    Action("quotes.key_only", "Key quotes only", "asterisk", "quotes", "key_only", "key quotes"),
    Action("quotes.clear", "All quotes again", "0,backspace", "quotes", "clear", "all"),
    Action("quotes.export", "Export the quotes shown to a file", "x", "quotes", "export", "export"),
)

TABLES = (
    Action("tables.passages", "The passages behind the cell", "enter", "tables", "passages", "passages"),
    Action("tables.table", "Which table", "t", "tables", "table", "table"),
    Action("tables.measure", "What the cells count", "m", "tables", "measure", "measure"),
    Action("tables.within", "What counts as together", "w", "tables", "within", "within"),
    Action("tables.level", "Codes, categories or themes", "l", "tables", "level", "level"),
    Action("tables.coder", "All coders or one", "k", "tables", "coder", "coder"),
    Action("tables.unused", "With or without empty rows and columns", "z", "tables", "unused"),
    Action("tables.export", "Export the table to a file", "x", "tables", "export", "export"),
    Action("tables.export_pairs", "Export the pairs, one row each", "X", "tables", "export_pairs"),
)

# The table itself, where its cells have the focus.
GRID = (
    Action("tables.next", "Next cell with something in it", "n", "tables", "next(1)", "next"),
    Action("tables.previous", "Previous cell with something in it", "N", "tables", "next(-1)"),
)

ACTIONS: tuple[Action, ...] = (
    *APP,
    *START,
    *DOCUMENTS,
    *TEXT,
    *CODING,
    *READER,
    *TREE,
    *CODEBOOK,
    *QUOTES,
    *TABLES,
    *GRID,
)

SCOPES: Mapping[str, str] = {
    "app": "Everywhere",
    "start": "Start",
    "documents": "Documents",
    "coding": "Read and code",
    "reader": "In the text",
    "tree": "In the codebook beside the text",
    "codebook": "Codebook",
    "quotes": "Quotes",
    "tables": "Tables",
}


# How keys are written on the screen where the terminal's name for them is not how people say it.
KEY_NAMES: Mapping[str, str] = {
    "full_stop": ".",
    "asterisk": "*",
    "slash": "/",
    "colon": ":",
    "question_mark": "?",
    "greater_than_sign": ">",
    "less_than_sign": "<",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "escape": "Esc",
}


@cache
def by_id() -> Mapping[str, Action]:
    """The registry by id."""
    return {action.id: action for action in ACTIONS}


def bindings(actions: Iterable[Action]) -> list[BindingType]:
    """What a screen or widget puts in its BINDINGS."""
    return [Binding(action.keys, action.run, action.title, id=action.id, show=False) for action in actions]


def key_name(key: str) -> str:
    """A key as people write it: `ctrl+z` is Ctrl+Z."""
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    name = KEY_NAMES.get(last) or (last if len(last) == 1 and not modifiers else last.capitalize())
    return "+".join([*(modifier.capitalize() for modifier in modifiers), name])


def shown_keys(action: Action, keymap: Mapping[str, str]) -> list[str]:
    """The keys of an action as people write them, the preferred one first."""
    return [key_name(key.strip()) for key in keymap.get(action.id, action.keys).split(",")]


def read_keymap(path: Path) -> dict[str, str]:
    """The person's own keys: `"text.repeat" = "r"` in a TOML file; raises InvalidInput naming what is wrong."""
    if not path.exists():
        return {}
    try:
        lines = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise InvalidInput(f"{path} cannot be read: {error}", 'a line looks like: "text.repeat" = "r"') from error
    keymap = {}
    for action_id, keys in lines.items():
        if action_id not in by_id():
            raise InvalidInput(f"{path}: there is no action «{action_id}»", "the help page names them")
        if not isinstance(keys, str) or not keys.strip():
            raise InvalidInput(f"{path}: the keys of {action_id} must be text", 'write for example: "ctrl+k,r"')
        keymap[action_id] = ",".join(binding.key for binding in Binding.make_bindings([(keys, "none")]))
    return keymap
