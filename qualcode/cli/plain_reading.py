"""What `qualcode plain` remembers from line to line: the document, the place in it, the question that is open."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from qualcode.errors import Conflict, NotFound
from qualcode.project.records import Code, Coding, Document, SearchHit
from qualcode.text.spans import Span, overlaps
from qualcode.text.symbols import visible
from qualcode.text.walk import Stop, Walk

if TYPE_CHECKING:
    from qualcode.project.project import Project

PAGE = 20
CLIP = 80
Lines = list[str]
# What becomes of the answer to a question; an empty answer never gets there: it means no.
Answer = Callable[[str], Lines]
_NUMBER = re.compile(r"\d{1,9}")


class Say(Protocol):
    """Gives an English message in the person's language, its values made harmless."""

    def __call__(self, message: str, /, **fields: object) -> str: ...


class Question(NamedTuple):
    """A question that is open; a line that it does not take, and that is a command, leaves it for that command."""

    then: Answer
    takes: Callable[[str], bool]


class Reading:
    """One person's way through a project, a line at a time.

    Where nobody is there to answer, in a script, nothing is `asked`: what would need an answer has `failed`.
    """

    def __init__(self, project: Project, say: Say, *, asks: bool = True) -> None:
        self.project = project
        self.say = say
        self.asks = asks
        self.failed = False
        self.document: Document | None = None
        self.walk = Walk("", [])
        self.hits: Sequence[SearchHit] = ()
        self.hit = -1
        self.last_coding: str | None = None
        self.question: Question | None = None
        self.rest: Lines = []
        self.is_over = False
        self._seen = project.last_act()

    def open(self, document: Document) -> Lines:
        """Open a document, before its first turn."""
        self.document = document
        self.walk = self._walk_through(document)
        say = self.say
        facts = [f"{document.name}, {say(document.kind)}"]
        facts.append(say("Turns: {count}", count=document.turns) if document.turns else "")
        facts += [say("Words: {count}", count=document.words), say("Codings: {count}", count=document.codings)]
        return [visible(". ".join(filter(None, facts)), one_line=True) + ".", say("Enter reads on.")]

    def catch_up(self) -> None:
        """Take in what was written since the last line, here or by somebody else: the text may have changed."""
        if self.document is None or self._seen == self.project.last_act():
            return
        self._seen = self.project.last_act()
        name = self.document.name
        try:
            self.document = self.project.corpus.document(self.document.id)
        except NotFound:
            self.document, self.question, self.walk = None, None, Walk("", [])
            raise NotFound("{document} is no longer there.", document=name) from None
        before, self.walk = self.walk, self._walk_through(self.document)
        self.walk.resume(before)
        if self.question is not None and self.walk.text != before.text:
            self.question = None
            raise Conflict("Somebody has changed the text meanwhile. Nothing was done.")

    def place(self) -> tuple[Document, Span]:
        """The document, and the passage that was read last; NotFound where nothing has been read yet."""
        if self.document is None:
            raise NotFound("No document is open.", "«documents» lists them, «open 1» opens one.")
        if self.walk.span is None:
            raise NotFound("Nothing has been read yet.", "Enter reads on.")
        return self.document, self.walk.span

    def read(self) -> Lines:
        """The passage at the place, who says it, and the codes on it."""
        document, span = self.place()
        text = self.walk.text[span.start : span.end]
        lines = [spoken(line) for line in text.split("\n") if line.strip()]
        codes = ", ".join(dict.fromkeys(coding.code for coding in self.codings(document, span)))
        lines[0] = f"{self._head()}{lines[0]}"
        return [*lines, self.say("Codes: {codes}.", codes=codes)] if codes else lines

    def codings(self, document: Document, span: Span) -> list[Coding]:
        """What is coded in a passage."""
        found = self.project.coding.codings(document=document)
        return [coding for coding in found if overlaps((coding.start, coding.end), span)]

    def ask(
        self,
        words: str,
        then: Answer,
        *,
        before: Sequence[str] = (),
        takes: Callable[[str], bool] = lambda answer: True,
    ) -> Lines:
        """Ask something: the next line is the answer, unless it is a command and not what the question `takes`."""
        if not self.asks:
            self.failed = True
            return [*(before or [words]), self.say("Nothing was done.")]
        self.question = Question(then, takes)
        return [*before, words]

    def choose(
        self,
        words: str,
        options: Sequence[tuple[str, Callable[[], Lines]]],
        other: Answer | None = None,
        *,
        told: Sequence[str] = (),
        takes: Callable[[str], bool] = lambda answer: False,
    ) -> Lines:
        """Ask which of several, by number; `other` hears what is no number, whatever it is where it is what it `takes`.

        `told` is said before the numbered options, once.
        """

        def is_taken(answer: str) -> bool:
            return takes(answer) or (number_in(answer) is not None and bool(options))

        def chosen(answer: str) -> Lines:
            number = number_in(answer)
            if number is not None and 1 <= number <= len(options):
                return options[number - 1][1]()
            if other is not None and number is None:
                return other(answer)
            wrong = self.say("There is no number {answer}.", answer=answer)
            return self.ask(words, chosen, before=[wrong], takes=is_taken)

        numbered = [f"{number}: {visible(name, one_line=True)}" for number, (name, _) in enumerate(options, 1)]
        return self.ask(words, chosen, before=[*told, *numbered], takes=is_taken)

    def pages(self, lines: Lines) -> Lines:
        """The first lines of a long list; Enter gives the next ones."""
        self.rest = lines[PAGE:]
        if not self.rest:
            return lines
        return [*lines[:PAGE], self.say("{count} more. Enter reads on.", count=len(self.rest))]

    def clip(self, span: tuple[int, int]) -> str:
        """The words of a span on one line, cut where they are many."""
        words = " ".join(self.walk.text[span[0] : span[1]].split())
        return words if len(words) <= CLIP else f"{words[:CLIP].rsplit(' ', 1)[0]} …"

    def about(self, code: Code) -> str:
        """A code and how often it is used."""
        return self.say("{code}: {count}", code=code.full_name, count=code.codings)

    def name(self, stop: Stop) -> str:
        """What a stop is called: its turn or paragraph, with a number if it has one."""
        if stop.number is None:
            return self.say("between the turns")
        if stop.speaker is None:
            return self.say("paragraph {number}", number=stop.number)
        return self.say("turn {number}", number=stop.number)

    def sentence(self) -> str:
        """Which sentence of how many one is at, where one walks by sentences."""
        if self.walk.sentence is None:
            return ""
        return self.say("sentence {number} of {count}", number=self.walk.sentence, count=len(self.walk.sentences()))

    def _head(self) -> str:
        """What is said before the words: where one is and who speaks."""
        stop = self.walk.stop
        assert stop is not None
        heads = [] if stop.number is None else [self.name(stop), visible(stop.speaker or "", one_line=True)]
        if self.walk.sentence is not None:
            heads = [*heads, self.sentence()] if self.walk.sentence == 1 else [self.sentence()]
        head = ", ".join(filter(None, heads))
        return f"{head[:1].upper()}{head[1:]}: " if head else ""

    def _walk_through(self, document: Document) -> Walk:
        corpus = self.project.corpus
        return Walk(corpus.text(document), corpus.turns(document))


def spoken(text: str) -> str:
    """A line of text as it is printed: nothing in it moves the cursor."""
    return visible(text).replace("\t", " ").strip()


def number_in(text: str) -> int | None:
    """The number that a text is, or None."""
    return int(text) if _NUMBER.fullmatch(text) else None


def clean(line: str) -> str:
    """A line that was typed or piped in, as words: NFC, white space and control characters gone from its ends."""
    return re.sub(r"^[\s\x00-\x1f\ufeff]+|[\s\x00-\x1f]+$", "", unicodedata.normalize("NFC", line))
