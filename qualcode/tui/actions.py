"""The one registry of actions: bindings, palette, help page, status line and keymap file are all made from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from itertools import groupby

from textual.binding import Binding, BindingType

from qualcode.errors import InvalidInput
from qualcode.tui.widgets.reader import READER_ACTIONS
from qualcode.tui.words import tr


@dataclass(frozen=True, slots=True)
class Action:
    """Something a person can do.

    `keys` are alternatives, the one to show first, each a key or two in a row (`g t`); `scope` is the screen or widget
    it belongs to; `run` the Textual action there; `hint` the short word for the status line, empty where the line need
    not tell of it.
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
    "board": "qualcode.tui.screens.board:BoardScreen",
    "quotes": "qualcode.tui.screens.quotes:QuotesScreen",
    "tables": "qualcode.tui.screens.tables:TablesScreen",
    "memos": "qualcode.tui.screens.memos:MemosScreen",
    "guides": "qualcode.tui.screens.guides:GuidesScreen",
    "survey": "qualcode.tui.screens.answers:AnswersScreen",
    "rounds": "qualcode.tui.screens.rounds:RoundsScreen",
    "history": "qualcode.tui.screens.history:HistoryScreen",
}

APP = (
    Action("help", "Keys that work here", "f1,?", "app", "help"),
    Action("screen.documents", "Documents", "f2", "app", "show('documents')"),
    Action("screen.coding", "Read and code", "f3", "app", "show('coding')"),
    Action("screen.codebook", "Codebook", "f4", "app", "show('codebook')"),
    Action("screen.quotes", "Quotes", "f5", "app", "show('quotes')"),
    Action("screen.tables", "Tables", "f6", "app", "show('tables')"),
    Action("screen.memos", "Write", "f8", "app", "show('memos')"),
    Action("screen.history", "History: all that was done", "ctrl+l", "app", "show('history')"),
    Action("palette", "All actions", "ctrl+p,colon", "app", "command_palette"),
    Action("undo", "Undo", "ctrl+z,u", "app", "undo"),
    Action("redo", "Redo", "ctrl+y,U", "app", "redo"),
    Action("project.open", "Open another project", "ctrl+o", "app", "open_other"),
    Action("theme", "Next theme: light, dark, high contrast, 16 colours", "ctrl+t", "app", "next_theme"),
    Action("settings", "Settings", "f9", "app", "settings"),
    Action("tour", "The tour of the sample project", "ctrl+g", "app", "tour(True)"),
    Action("tour.leave", "Leave the tour", "escape", "app", "tour(False)"),
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
    Action("documents.guides", "Interview guides", "g", "documents", "app.show('guides')", "guides"),
    Action("documents.survey", "Import a survey", "v", "documents", "survey", "survey"),
    Action("documents.answers", "Code survey answers", "c", "documents", "app.show('survey')"),
    Action("documents.remove", "Remove the document", "x,delete", "documents", "remove", "remove"),
    Action("documents.repairs", "Repairs of the text", "R", "documents", "repairs", "repairs"),
    Action("documents.replace", "Replace by a corrected file", "f", "documents", "replace"),
    Action("documents.review", "Codings that an edit changed", "l", "documents", "review"),
)

# What can be done with the words at hand, where the transcript has the focus.
TEXT = (
    Action("text.code", "Code the selection", "enter,c", "reader", "code", "code"),
    Action("text.in_vivo", "In vivo: the words become the code", "i", "reader", "in_vivo", "in vivo"),
    Action("text.in_vivo_below", "In vivo below another code", "I", "reader", "in_vivo_below"),
    Action("text.memo", "Memo on the selection or coding", "m", "reader", "at_coding('memo')", "memo"),
    Action("text.repeat", "Same code again", "full_stop", "reader", "repeat", "same again"),
    Action("text.remove", "Remove a coding at the caret", "x,delete", "reader", "at_coding('remove')", "remove"),
    Action("text.key_quote", "Key quote or not", "asterisk", "reader", "at_coding('key_quote')", "key quote"),
    Action("text.start_earlier", "Coding begins a word earlier", "[,ø", "reader", "resize(-1, 0)"),
    Action("text.start_later", "Coding begins a word later", "{,Ø", "reader", "resize(1, 0)"),
    Action("text.end_later", "Coding ends a word later", "],æ", "reader", "resize(0, 1)"),
    Action("text.end_earlier", "Coding ends a word earlier", "},Æ", "reader", "resize(0, -1)"),
    Action("text.value", "Value of the coding", "y", "reader", "at_coding('value')"),
    Action("text.recode", "Another code for the coding", "C", "reader", "at_coding('recode')"),
    Action("text.split", "Split the coding at the caret", "S", "reader", "at_coding('split')"),
    Action("text.join", "Join codings of the same code", "J", "reader", "at_coding('join')"),
    Action("text.find", "Find in the document", "slash", "reader", "find", "find"),
    Action("text.find_next", "Next place found", "f,g f", "reader", "found(1)"),
    Action("text.find_previous", "Previous place found", "F,g F", "reader", "found(-1)"),
    Action("text.go_to", "Go to turn, paragraph or line", "g g,g enter", "reader", "go_to", "go to"),
    *(
        Action(f"text.go_to{n}", "Go to turn, paragraph or line", f"g {n}", "reader", f"go_to('{n}')")
        for n in range(1, 10)
    ),
    Action("text.next_turn", "Next turn", "d,g t", "reader", "turn(1)"),
    Action("text.previous_turn", "Previous turn", "D,g T", "reader", "turn(-1)"),
    Action("text.next_of_speaker", "Next turn of the same speaker", "g s", "reader", "speaker_turn(1)"),
    Action("text.previous_of_speaker", "Previous turn of the same speaker", "g S", "reader", "speaker_turn(-1)"),
    Action("text.next_memo", "Next memo", "M,g m", "reader", "memo_place(1)"),
    Action("text.previous_memo", "Previous memo", "H,alt+m,g M", "reader", "memo_place(-1)"),
    Action("text.next_section", "Next heading or section", "g h", "reader", "section(1)"),
    Action("text.previous_section", "Previous heading or section", "g H", "reader", "section(-1)"),
    Action("text.choose_document", "Choose a document", "g d", "reader", "choose_document"),
    Action("text.coders", "All codings, only your own, or those of one coder", "K", "reader", "coders"),
    Action("text.copy", "Copy the selected words", "ctrl+c,k", "reader", "copy"),
    Action("text.edit", "Edit the paragraph", "e", "reader", "text('edit')", "edit"),
    Action("text.edit_all", "Edit the whole text", "E", "reader", "text('edit_all')"),
    Action("text.replace", "Find and replace", "r", "reader", "text('replace')"),
    Action("text.sections", "Sections, and what is not to be coded", "o", "reader", "text('sections')"),
    Action("text.repairs", "Repairs of the text", "R", "reader", "text('repairs')"),
    Action("text.review", "Codings that an edit changed", "l", "reader", "text('review')"),
    Action("text.lines", "Line numbers, or turns and paragraphs", "L", "reader", "toggle_lines"),
    *(Action(f"text.pin{n}", "Code on a number key", str(n), "reader", f"pinned({n})") for n in range(1, 10)),
)

CODING = (
    Action("coding.other_pane", "Between text and codebook", "tab", "coding", "pane('other')", "codebook"),
    Action("coding.tree", "Show or hide the codebook", "b", "coding", "pane('tree')"),
    Action("coding.here", "Show or hide what is here", "h", "coding", "pane('here')"),
    Action("coding.next_document", "Next document", "greater_than_sign", "coding", "document(1)"),
    Action("coding.previous_document", "Previous document", "less_than_sign", "coding", "document(-1)"),
    Action("coding.round", "Second round: go through hits one by one", "W", "coding", "app.second_round"),
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
    Action("codebook.page", "All about the code", "enter", "codebook", "page", "all about it"),
    Action("codebook.new", "New code below this one", "a,insert", "codebook", "new", "new"),
    Action("codebook.new_root", "New code at the top of the tree", "A", "codebook", "new_root"),
    Action("codebook.quotes", "Quotes with this code", "q", "codebook", "quotes", "quotes"),
    Action("codebook.export", "Export the codebook to a file", "x", "codebook", "export", "export"),
    Action("codebook.board", "Gather codes under themes on the board", "b", "codebook", "app.show('board')", "board"),
    Action("codebook.edit", "Write definition, criteria and example", "e", "codebook", "change('edit')", "define"),
    Action("codebook.rename", "Rename the code", "r", "codebook", "change('rename')", "rename"),
    Action("codebook.memo", "Memo on the code", "m", "codebook", "change('memo')", "memo"),
    Action("codebook.move", "Move below another code", "v", "codebook", "change('move')", "move"),
    Action("codebook.move_root", "Move to the top of the tree", "V", "codebook", "change('move_root')"),
    Action("codebook.down", "One place down among its siblings", "J,alt+down", "codebook", "shift(1)"),
    Action("codebook.up", "One place up among its siblings", "K,alt+up", "codebook", "shift(-1)"),
    Action("codebook.merge", "Merge into another code", "g", "codebook", "change('merge')", "merge"),
    Action("codebook.split", "Split by going through the codings", "c", "codebook", "change('split')", "split"),
    Action("codebook.remove", "Remove the code", "d,delete", "codebook", "change('remove')", "remove"),
    Action("codebook.level", "Code, category or theme", "l", "codebook", "change('level')", "level"),
    Action("codebook.status", "Candidate, active, parked or retired", "t", "codebook", "change('status')", "status"),
    Action("codebook.color", "Colour of the code", "f", "codebook", "change('color')", "colour"),
    Action("codebook.scale", "Values that codings can have", "y", "codebook", "change('scale')", "values"),
    Action("codebook.pin", "Put the code on a number key", "p", "codebook", "change('pin')", "number key"),
    Action("codebook.history", "What was done with the code", "h", "codebook", "history", "history"),
    Action("codebook.reason", "Why the last thing was done", "w", "codebook", "reason", "why"),
    Action("codebook.sort", "Own order, by name, or the most used first", "s", "codebook", "sort", "sort"),
    Action("codebook.round", "Second round: go through hits one by one", "W", "codebook", "app.second_round"),
    Action("codebook.find", "Find a code", "slash", "codebook", "find", "find"),
    Action("codebook.unfold", "Unfold, or to the first code below", "right", "codebook", "unfold"),
    Action("codebook.fold", "Fold, or to the code above", "left", "codebook", "fold"),
    Action("codebook.load", "Load a codebook", "o", "codebook", "load", "load"),
)

BOARD = (
    Action(
        "board.carry_right", "Carry to the next theme", "greater_than_sign,shift+right", "board", "carry(1)", "carry"
    ),
    Action("board.carry_back", "Carry to the theme before", "less_than_sign,shift+left", "board", "carry(-1)"),
    Action("board.mark", "Mark to carry several together", "space", "board", "mark", "mark"),
    Action("board.new", "New theme for the marked codes", "n,a,insert", "board", "new", "new theme"),
    Action("board.carry_to", "Carry to a theme by its name", "v", "board", "carry_to", "carry to"),
    Action("board.open", "All about the code", "enter", "board", "open", "all about it"),
    Action("board.theme", "Make it a theme, or a code again", "t", "board", "theme", "theme"),
    Action("board.down_among", "One place down among its siblings", "J,shift+down", "board", "shift(1)"),
    Action("board.up_among", "One place up among its siblings", "K,shift+up", "board", "shift(-1)"),
    Action("board.rename", "Rename the code", "r", "board", "rename", "rename"),
    Action("board.reason", "Why the last thing was done", "w", "board", "reason", "why"),
    Action("board.codebook", "The board of another codebook", "o", "board", "codebook"),
    Action("board.right", "Next theme", "right", "board", "go(1, 0)"),
    Action("board.left", "Theme before", "left", "board", "go(-1, 0)"),
    Action("board.down", "Next card", "down,j", "board", "go(0, 1)"),
    Action("board.up", "Card before", "up,k", "board", "go(0, -1)"),
    Action("board.page_down", "A screenful on", "pagedown,ctrl+d", "board", "go(0, 15)"),
    Action("board.page_up", "A screenful back", "pageup,ctrl+u", "board", "go(0, -15)"),
    Action("board.first", "First column", "home,ctrl+a", "board", "go(-999, -9999)"),
    Action("board.last", "Last column", "end,ctrl+e", "board", "go(999, 0)"),
    Action("board.back", "Let go of the marked codes, or back", "escape", "board", "back", "back"),
)

QUOTES = (
    Action("quotes.open", "To the place in the transcript", "enter", "quotes", "open", "to the place"),
    Action("quotes.copy", "Copy the quote with where it came from", "y,ctrl+c", "quotes", "copy", "copy"),
    Action("quotes.code", "Quotes of one code", "c", "quotes", "code", "code"),
    Action("quotes.export", "Export the quotes shown to a file", "x", "quotes", "export", "export"),
    Action("quotes.more_codes", "Quotes of one more code", "C", "quotes", "more_codes"),
    Action("quotes.below", "With or without the codes below", "b", "quotes", "below"),
    Action("quotes.document", "Quotes of one document", "d", "quotes", "document", "document"),
    Action("quotes.speaker", "Quotes of one speaker", "s", "quotes", "speaker", "speaker"),
    Action("quotes.coder", "Quotes that one person coded", "k", "quotes", "coder", "coder"),
    Action("quotes.key_only", "Key quotes only", "asterisk", "quotes", "key_only", "key quotes"),
    Action("quotes.clear", "All quotes again", "0,backspace", "quotes", "clear", "all"),
    Action("quotes.round", "Second round: go through hits one by one", "W", "quotes", "app.second_round"),
)

TABLES = (
    Action("tables.passages", "The passages behind the cell", "enter", "tables", "passages", "passages"),
    Action("tables.table", "Which table", "t", "tables", "table", "table"),
    Action("tables.export", "Export the table to a file", "x", "tables", "export", "export"),
    Action("tables.measure", "What the cells count", "m", "tables", "measure", "measure"),
    Action("tables.within", "What counts as together", "w", "tables", "within", "within"),
    Action("tables.level", "Codes, categories or themes", "l", "tables", "level", "level"),
    Action("tables.coder", "All coders or one", "k", "tables", "coder", "coder"),
    Action("tables.unused", "With or without empty rows and columns", "z", "tables", "unused"),
    Action("tables.export_pairs", "Export the pairs, one row each", "X", "tables", "export_pairs"),
)

# The table itself, where its cells have the focus.
GRID = (
    Action("tables.next", "Next cell with something in it", "n", "tables", "next(1)", "next"),
    Action("tables.previous", "Previous cell with something in it", "N", "tables", "next(-1)"),
    Action("tables.strongest", "The cell with the largest number", "s", "tables", "strongest"),
)

# The list of memos has the keys, since on the page every letter is text.
MEMOS = (
    Action("memos.new", "New memo", "n,insert", "memos", "screen.new", "new"),
    Action("memos.edit", "Write on the memo", "e", "memos", "screen.edit", "write"),
    Action("memos.go", "To what the memo is about", "g,enter", "memos", "screen.go", "to the place"),
    Action("memos.reply", "New memo about this one", "N", "memos", "screen.reply"),
    Action("memos.kind", "Kind of memo", "k", "memos", "screen.change('kind')", "kind"),
    Action("memos.link", "Link the memo to something else", "l", "memos", "screen.change('link')", "link"),
    Action("memos.remind", "Come back to the memo on a day", "r", "memos", "screen.change('remind')", "remind"),
    Action("memos.title", "Title of the memo", "t", "memos", "screen.change('title')", "title"),
    Action("memos.export", "Export the memos shown as a research diary", "w", "memos", "screen.export", "export"),
    Action("memos.remove", "Remove the memo", "x,delete", "memos", "screen.change('remove')", "remove"),
)
DIARY = (
    Action("diary.find", "Find in the memos", "slash", "diary", "find", "find"),
    Action("diary.filter", "Only some of the memos", "f", "diary", "filter", "filter"),
    Action("diary.order", "By day, or by what they are about", "o", "diary", "order", "order"),
    Action("diary.clear", "All memos again", "0,backspace", "diary", "clear"),
)
MEMO_PAGE = (Action("memo.done", "Back to the memos", "escape,ctrl+s", "memo", "screen.back", "back to the memos"),)

GUIDES = (
    Action("guides.look", "Look for the questions in the interviews", "l", "guides", "look", "look for"),
    Action("guides.waiting", "Confirm or decline what was found", "c", "guides", "waiting", "confirm"),
    Action("guides.import", "Import an interview guide", "a,insert", "guides", "import", "import"),
    Action("guides.write", "Write or paste an interview guide", "w", "guides", "write", "write"),
    Action("guides.choose", "Another interview guide", "g", "guides", "choose", "guide"),
    Action("guides.rename", "Rename the interview guide", "r", "guides", "rename"),
    Action("guides.remove", "Remove the interview guide", "delete", "guides", "remove"),
    Action("guides.export", "Export the table to a file", "x", "guides", "export", "export"),
    Action("guides.back", "Back", "escape", "guides", "back", "back"),
)

# Which questions were asked, and in the table's place what was found or answered.
COVERAGE = (
    Action("coverage.answers", "What was answered", "enter", "coverage", "screen.answers", "answers"),
    Action("coverage.by", "Interviews or cases", "k", "coverage", "screen.recount('by')", "cases"),
    Action(
        "coverage.proposed", "With or without proposals", "p", "coverage", "screen.recount('proposed')", "proposals"
    ),
)
WAITING = (
    Action("waiting.confirm", "The question is asked here", "y,enter", "waiting", "confirm", "asked here"),
    Action("waiting.decline", "The question is not asked here", "n", "waiting", "decline", "not here"),
    Action("waiting.all", "Confirm all that are as certain", "Y", "waiting", "confirm_all", "all as certain"),
    Action("waiting.to_place", "To the place in the transcript", "o", "waiting", "to_place", "to the place"),
    Action("waiting.other", "Another question is asked here", "q", "waiting", "other", "another question"),
)
ANSWERED = (
    Action("answers.to_place", "To the answer in the transcript", "enter", "answers", "to_place", "to the place"),
)

SURVEY = (
    Action("survey.question", "Answers to another question", "q", "survey", "question", "question"),
    Action("survey.uncoded", "All answers, or those without a code", "f", "survey", "uncoded", "filter"),
    Action("survey.next", "Next answer without a code", "n", "survey", "next", "next"),
    Action("survey.back", "Back", "escape", "survey", "back"),
)

# What is done with the answer at the cursor.
SURVEY_ANSWER = (
    Action("answer.open", "Read the answer in its document", "enter", "answer", "open", "read"),
    Action("answer.code", "Code the answer", "c", "answer", "code", "code"),
    Action("answer.repeat", "Same code again", "full_stop", "answer", "repeat", "same again"),
    Action("answer.remove", "Remove a coding from the answer", "x,delete", "answer", "remove", "remove"),
    *(Action(f"answer.pin{n}", "Code on a number key", str(n), "answer", f"pinned({n})") for n in range(1, 10)),
)

ROUNDS = (
    Action("rounds.code", "Code the hit", "y", "rounds", "code", "code"),
    Action("rounds.skip", "Skip the hit, or on to the next passage", "n", "rounds", "skip", "skip"),
    Action("rounds.other", "Choose another code", "c", "rounds", "other", "another code"),
    Action("rounds.take_back", "Take back the last decision", "u,ctrl+z", "rounds", "take_back", "take back"),
    Action("rounds.memo", "Memo on the words to be coded", "m", "rounds", "memo"),
    Action("rounds.summary", "How far the round has come", "s", "rounds", "summary"),
    Action("rounds.new", "New round", "a,insert", "rounds", "new"),
    Action("rounds.choose", "Another round", "g", "rounds", "choose"),
    Action("rounds.remove", "Remove the round", "delete", "rounds", "remove"),
    Action("rounds.back", "Leave the round, which keeps its place", "escape", "rounds", "back"),
)

# The hit in turn, and what of it would be coded.
ROUND_HIT = (
    Action("round_hit.widen", "Wider: the sentence, the paragraph, the turn", "w", "round_hit", "widen", "wider"),
    Action("round_hit.turn", "The whole turn", "t", "round_hit", "widen('turn')", "turn"),
    Action("round_hit.end_later", "A word more at the end", "greater_than_sign,],æ", "round_hit", "resize(0, 1)"),
    Action("round_hit.end_earlier", "A word less at the end", "less_than_sign,},Æ", "round_hit", "resize(0, -1)"),
    Action("round_hit.start_earlier", "A word more at the beginning", "[,ø", "round_hit", "resize(-1, 0)"),
    Action("round_hit.start_later", "A word less at the beginning", "{,Ø", "round_hit", "resize(1, 0)"),
    Action("round_hit.previous", "Previous hit", "b", "round_hit", "previous", "previous"),
    Action("round_hit.open", "To the place in the transcript", "o", "round_hit", "open", "to the place"),
    Action("round_hit.open_only", "All hits, or those not decided", "f", "round_hit", "open_only", "filter"),
    Action("round_hit.other_pane", "Between the hits and the text", "tab", "round_hit", "other_pane"),
)

# The text around the hit; in a passage a cursor goes through its sentences.
ROUND_PAGE = (
    Action("round_page.next", "Next sentence", "down,j", "round_page", "step(1)"),
    Action("round_page.previous", "Previous sentence", "up,k", "round_page", "step(-1)"),
    Action("round_page.mark", "Mark the sentence, to code several", "space", "round_page", "mark", "mark"),
    Action("round_page.page_down", "Read on", "pagedown,ctrl+d", "round_page", "scroll(1)"),
    Action("round_page.page_up", "Read back", "pageup,ctrl+u", "round_page", "scroll(-1)"),
)

# The line to type in has the focus there, so that letters are for finding.
HISTORY = (
    Action("history.go", "To the place in the transcript", "enter", "history", "go", "to the place"),
    Action("history.undo", "Undo just this", "ctrl+r", "history", "undo_this", "undo just this"),
    Action("history.back", "Back", "escape", "history", "back", "back"),
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
    *BOARD,
    *QUOTES,
    *TABLES,
    *GRID,
    *MEMOS,
    *DIARY,
    *MEMO_PAGE,
    *WAITING,
    *ANSWERED,
    *GUIDES,
    *COVERAGE,
    *SURVEY,
    *SURVEY_ANSWER,
    *ROUNDS,
    *ROUND_HIT,
    *ROUND_PAGE,
    *HISTORY,
)

SCOPES: Mapping[str, str] = {
    "app": "Everywhere",
    "start": "Start",
    "documents": "Documents",
    "coding": "Read and code",
    "reader": "In the text",
    "tree": "In the codebook beside the text",
    "codebook": "Codebook",
    "board": "Board of themes",
    "quotes": "Quotes",
    "tables": "Tables",
    "memos": "Memos",
    "diary": "In the list of memos",
    "memo": "On the memo",
    "guides": "Interview guides",
    "coverage": "Which questions were asked",
    "waiting": "Questions found in the interviews",
    "answers": "What was answered",
    "survey": "Survey answers",
    "answer": "The answer at the cursor",
    "rounds": "Second round",
    "round_hit": "The hit in turn",
    "round_page": "In the text of the hit",
    "history": "History",
}


# How keys are written on the screen where the terminal's name for them is not how people say it.
KEY_NAMES: Mapping[str, str] = {
    "full_stop": ".",
    "comma": ",",
    "minus": "-",
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
    """A key as people write it: `ctrl+z` is Ctrl+Z; of keys in a row, each."""
    return " ".join(map(_one_key_name, key.split()))


def _one_key_name(key: str) -> str:
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    # Keyboards call the other keys the same in all languages.
    named = tr("Space") if last == "space" else KEY_NAMES.get(last)
    name = named or (last if len(last) == 1 and not modifiers else last.capitalize())
    return "+".join([*(modifier.capitalize() for modifier in modifiers), name])


def shown_keys(action: Action, keymap: Mapping[str, str]) -> list[str]:
    """The keys of an action as people write them, the preferred one first."""
    return [key_name(key) for key in _keys_of(action, keymap)]


def joined(keys: Sequence[str], gap: str = "  ") -> str:
    """Keys beside one another; a run of digits, also after another key, as its ends."""
    runs = [list(run) for _, run in groupby(keys, key=_before_digit)]
    ends = [[f"{run[0]}–{run[-1][-1]}"] if len(run) > 3 and _before_digit(run[0]) is not None else run for run in runs]
    return gap.join(key for run in ends for key in run)


def _before_digit(key: str) -> str | None:
    """What stands before the digit that a key is or ends with; None where it is none."""
    return key[:-1] if key[-1:].isdigit() and key[-2:-1] in ("", " ") else None


def checked_keys(action_id: str, keys: object) -> str:
    """Keys that a person gave an action, as Textual names them; raises InvalidInput naming what is wrong."""
    if action_id not in by_id():
        near = ", ".join(get_close_matches(action_id, by_id(), n=3, cutoff=0.4)) or "text.code"
        raise InvalidInput("there is no action «{name}»", "perhaps: {near}", name=action_id, near=near)
    if not isinstance(keys, str) or not all(key.strip() for key in keys.split(",")):
        raise InvalidInput("the keys of {name} must be text", 'write for example: "ctrl+k,r"', name=action_id)
    return ",".join(_checked_key(action_id, key.split()) for key in keys.split(","))


def _checked_key(action_id: str, keys: list[str]) -> str:
    """A key, or two in a row; the first of two can be left by Esc only if it is not Esc."""
    if len(keys) > 2 or (len(keys) == 2 and "escape" in keys):
        wrong = " ".join(keys)
        raise InvalidInput(
            "{name} cannot have the key «{wrong}»", 'a key, or two in a row, as "g t"', name=action_id, wrong=wrong
        )
    return " ".join(binding.key for binding in Binding.make_bindings((key, "none") for key in keys))


def check_first_keys(action_id: str, keymap: Mapping[str, str]) -> None:
    """Refuse keys in a row that could not be pressed, where the first of them does something by itself."""
    scope = by_id()[action_id].scope
    beside = [Action(each.id, "", keymap.get(each.id, each.keys), scope, "") for each in ACTIONS if each.scope == scope]
    alone = {binding.key: binding.id for binding in Binding.make_bindings(bindings(beside))}
    for keys in _keys_of(by_id()[action_id], keymap):
        first = keys.partition(" ")[0]
        if first != keys and first in alone:
            raise InvalidInput(
                "{name} cannot begin with the key «{first}»", "that is the key of {other}",
                name=action_id, first=key_name(first), other=alone[first],
            )  # fmt: skip


def first_keys(keymap: Mapping[str, str]) -> frozenset[str]:
    """The keys after which another may follow."""
    keys = (key for action in ACTIONS for key in _keys_of(action, keymap))
    return frozenset(key.partition(" ")[0] for key in keys if " " in key)


def _keys_of(action: Action, keymap: Mapping[str, str]) -> list[str]:
    return [key.strip() for key in keymap.get(action.id, action.keys).split(",")]
