"""`qualcode plain`, the commands that write: codings, codes, values, memos, undo. Each is one act, stored at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from qualcode.cli.plain_reading import Lines, Reading
from qualcode.errors import Ambiguous, NotFound
from qualcode.project.naming import name_key
from qualcode.project.records import PATH_SEPARATOR, Code, Coding
from qualcode.text.spans import Span

NEW_WORDS = ("new", "ny")
MOST_GUESSES = 7
_QUOTED = re.compile(r"(?:\"(.+?)\"|«(.+?)»|[“„](.+?)[”“]|‘(.+?)’|'(.+?)')(?!\S)\s*(.*)", re.DOTALL)
_SENTENCE = re.compile(
    r"(?:s|sentence|setning)\s*(\d{1,6})(?:\s*[-–]\s*(\d{1,6}))?(?!\S)\s*(.*)", re.DOTALL | re.IGNORECASE
)
_WHOLE = re.compile(r"(?:turn|replikk|replikken|paragraph|avsnitt|avsnittet)(?!\S)\s*(.*)", re.DOTALL | re.IGNORECASE)


class Wanted(NamedTuple):
    """A passage to code, and what the line says of the code."""

    span: Span
    code: str


def code(reading: Reading, rest: str) -> Lines:
    """Code what was read last, or the turn, a sentence or some words of it: `c Code`, `c s2 Code`, `c "words" Code`."""
    document, _ = reading.place()
    wanted = _wanted(reading, rest)

    def apply(chosen: Code) -> Lines:
        there = {coding.id for coding in reading.project.coding.codings(document=document, code=chosen)}
        coding = reading.project.coding.apply(chosen, document, *wanted.span)
        reading.last_coding = coding.id
        words = reading.clip(wanted.span)
        message = "This was coded with {code} already: «{words}»" if coding.id in there else "Coded {code}: «{words}»"
        scale = reading.say("It takes a value: {values}.", values=", ".join(chosen.scale)) if chosen.scale else ""
        return [reading.say(message, code=chosen.name, words=words), *filter(None, [scale])]

    return with_code(reading, wanted.code, apply)


def _wanted(reading: Reading, rest: str) -> Wanted:
    """What a line asks to code; NotFound where the turn has no such sentence or words."""
    _, span = reading.place()
    stop = reading.walk.stop
    assert stop is not None
    if match := _QUOTED.match(rest):
        *words, name = match.groups()
        return Wanted(_words_in(reading, "".join(filter(None, words))), name)
    if match := _SENTENCE.match(rest):
        sentences, first = reading.walk.sentences(), int(match[1])
        last = int(match[2] or first)
        if not 1 <= first <= last <= len(sentences):
            raise NotFound("The sentences here are 1 to {count}.", count=len(sentences))
        return Wanted(Span(sentences[first - 1].start, sentences[last - 1].end), match[3])
    if match := _WHOLE.match(rest):
        return Wanted(stop.span, match[1])
    return Wanted(span, rest)


def _words_in(reading: Reading, words: str) -> Span:
    """The one place where some words stand; the sentence that was read last goes before the rest of the turn."""
    _, span = reading.place()
    everywhere = reading.walk.find(words)
    found = [each for each in everywhere if span.start <= each.start and each.end <= span.end] or everywhere
    if len(found) == 1:
        return found[0]
    if found:
        raise Ambiguous("«{words}» stands here {count} times.", "Give a few words more.", words=words, count=len(found))
    raise NotFound("«{words}» does not stand here.", words=words)


def with_code(reading: Reading, name: str, then: Callable[[Code], Lines]) -> Lines:
    """Go on with the code that a name means; where none or several are called so, ask."""
    say, book = reading.say, reading.project.codebook
    if not name:
        known = partial(_is_code_or_new, reading)
        return reading.ask(say("Which code?"), lambda answer: with_code(reading, answer, then), takes=known)
    try:
        return then(book.code(name))
    except Ambiguous:
        key = name_key(name)
        told = say("Several codes are called «{name}»:", name=name)
        options = [each for each in book.codes() if key in {name_key(word) for word in (each.name, *each.aliases)}]
    except NotFound:
        told = say("No code is called «{name}».", name=name)
        options = book.find(name, MOST_GUESSES)

    def other(answer: str) -> Lines:
        if answer.casefold() in NEW_WORDS:
            return then(book.add(name))
        return with_code(reading, answer, then)

    how = say("Which one? A number, another name, or «new» for a new code; Enter for none.")
    if not options:
        how = say("«new» makes it a new code; Enter for none.")
    chosen = [(each.full_name, lambda each=each: then(each)) for each in options]
    return reading.choose(how, chosen, other, told=[told], takes=partial(_is_code_or_new, reading))


def _is_code_or_new(reading: Reading, answer: str) -> bool:
    """Whether an answer names a code to the letter, which then is meant though a command may be called so too."""
    names = (name for code in reading.project.codebook.codes() for name in (code.name, code.full_name, *code.aliases))
    return answer.casefold() in NEW_WORDS or name_key(answer) in map(name_key, names)


def new_code(reading: Reading, rest: str) -> Lines:
    """Make a code: `new Name`, or `new Parent > Name`."""
    first, *after = rest.split(maxsplit=1)[:2] or [""]
    name = "".join(after) if first.casefold() in ("code", "kode") else rest

    def make(name: str) -> Lines:
        parent, _, own = name.rpartition(PATH_SEPARATOR)
        made = reading.project.codebook.add(own, parent=parent.strip() or None)
        return [reading.say("New code: {name}", name=made.full_name)]

    return make(name) if name else reading.ask(reading.say("What is it called?"), make)


def uncode(reading: Reading, rest: str) -> Lines:
    """Take one of one's own codings at the place away."""
    document, span = reading.place()
    coder, say = reading.project.coder, reading.say
    codings = reading.codings(document, span)
    mine = [each for each in codings if each.coder == coder and name_key(each.code).startswith(name_key(rest))]
    if not mine:
        raise NotFound("There is no such coding of yours here." if codings else "Nothing is coded here.")

    def remove(coding: Coding) -> Lines:
        reading.project.coding.remove(coding.id)
        words = reading.clip((coding.start, coding.end))
        return [say("No longer coded {code}: «{words}»", code=coding.code, words=words)]

    if len(mine) == 1:
        return remove(mine[0])
    options = [
        (f"{each.code}: «{reading.clip((each.start, each.end))}»", lambda each=each: remove(each)) for each in mine
    ]
    return reading.choose(say("Which one? A number; Enter for none."), options)


def set_value(reading: Reading, rest: str) -> Lines:
    """Give the coding made last a value on its code's scale."""
    if reading.last_coding is None:
        raise NotFound("Nothing has been coded yet.")
    if not rest:
        return reading.ask(reading.say("Which value?"), lambda answer: set_value(reading, answer))
    coding = reading.project.coding.set_value(reading.last_coding, rest)
    return [reading.say("{code}, value: {value}", code=coding.code, value=coding.value)]


def write_memo(reading: Reading, rest: str) -> Lines:
    """Write a memo on the passage."""
    document, (start, end) = reading.place()
    if not rest:
        return reading.ask(reading.say("What does the memo say?"), lambda answer: write_memo(reading, answer))
    reading.project.memos.add(rest, document=document, start=start, end=end)
    return [reading.say("Memo on: «{words}»", words=reading.clip((start, end)))]


def undo(reading: Reading, _rest: str) -> Lines:
    """Take back what this person did last."""
    acts = reading.project.history.undo(coder=reading.project.coder)
    return [reading.say("Undone: {label}", label=acts[0].label)]


def redo(reading: Reading, _rest: str) -> Lines:
    """Do again what was taken back last."""
    act = reading.project.history.redo(coder=reading.project.coder)
    return [reading.say("Done again: {label}", label=act.label)]
