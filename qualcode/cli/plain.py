"""`qualcode plain`: reading and coding line by line, for screen readers, braille displays and scripts.

Nothing is drawn: a line goes in, lines come out. The cursor is never moved and nothing is said by colour.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterable
from functools import partial
from io import TextIOWrapper

import click

from qualcode.cli import plain_coding as acts
from qualcode.cli import plain_steps as steps
from qualcode.cli.plain_reading import Lines, Reading, clean, number_in
from qualcode.cli.session import Session, pass_session
from qualcode.errors import EXIT_FAILED, NotFound, QualcodeError
from qualcode.text.symbols import visible

Command = Callable[[Reading, str], Lines]


def quotes(reading: Reading, rest: str) -> Lines:
    """The quotes of a code."""
    return acts.with_code(reading, rest, partial(steps.list_quotes, reading))


def leave(reading: Reading, _rest: str) -> Lines:
    """Stop."""
    reading.is_over = True
    return [reading.say("Everything you did is stored.")]


def explain(reading: Reading, _rest: str) -> Lines:
    """Every command in a line."""
    say = reading.say
    return [
        say("Enter, n, next: read the next turn or paragraph. p, previous: the one before. r, repeat: the same again."),
        say("s, sentence: read the next sentence. g 12, go 12, or just 12: go to turn 12."),
        say("w, where: where you are. here: the codings and memos here, with their words."),
        say("d, documents: list the documents. o 2, open 2, or open and a name: open one."),
        say("c and a code: code what was read last. c turn, c s2, c s2-4 or c «words» before the code: that part."),
        say("new and a name: a new code. new Parent > Name: one below another. value and a word: for the last coding."),
        say("x, uncode: take a coding away. m and a text, memo: write a memo. u, undo. y, redo."),
        say("/word, find word: search. t, hit: the next hit. l, codes: the codes. quotes and a code: its quotes."),
        say("h, help: this. q, quit: stop. Everything is stored at once."),
    ]  # fmt: skip


# The words of all three languages, whichever is spoken: nobody should have to guess.
WORDS: dict[str, Command] = {
    "n next neste": steps.read_next,
    "p f previous back forrige førre tilbake": steps.read_previous,
    "r repeat again gjenta igjen": steps.read_again,
    "s sentence setning": steps.read_sentence,
    "w where hvor kvar": steps.say_where,
    "here her": steps.list_here,
    "d documents dokumenter dokument": steps.list_documents,
    "o å open åpne opne": steps.open_document,
    "g go gå": steps.go,
    "/ find search finn søk": steps.find,
    "t hit treff": steps.next_hit,
    "l codes koder kodar": steps.list_codes,
    "quotes sitater sitat": quotes,
    "c k code kode kod": acts.code,
    "new ny": acts.new_code,
    "x uncode remove fjern": acts.uncode,
    "value verdi": acts.set_value,
    "m memo notat": acts.write_memo,
    "u undo angre": acts.undo,
    "y redo gjør gjer": acts.redo,
    "h ? help hjelp": explain,
    "q quit exit slutt avslutt": leave,
}
COMMANDS: dict[str, Command] = {word: command for words, command in WORDS.items() for word in words.split()}


def answer(reading: Reading, line: str) -> Lines:
    """What comes back for a line: the result of a command or of an answer, or in words what could not be done."""
    try:
        reading.catch_up()
        return _answer(reading, clean(line))
    except QualcodeError as error:
        reading.failed = True
        return [visible(words, one_line=True) for words in (error.message, error.hint) if words]


def _answer(reading: Reading, line: str) -> Lines:
    question, reading.question = reading.question, None
    command, rest = _command(line)
    if question is not None and not line:
        return [reading.say("Nothing was done.")]
    if question is not None and (command is None or question.takes(line)):
        return question.then(line)
    if command is not steps.read_next:
        reading.rest = []
    if command is None:
        raise NotFound("«{word}» is no command. h lists them.", word=line.split()[0])
    done = command(reading, rest)
    return done if question is None else [reading.say("Nothing was done."), *done]


def _command(line: str) -> tuple[Command | None, str]:
    """The command that a line means, and what it says after it."""
    if not line:
        return steps.read_next, ""
    if number_in(line) is not None:
        return steps.go, line
    if line.startswith("/"):
        return steps.find, line[1:].strip()
    word, *rest = line.split(maxsplit=1)
    return COMMANDS.get(word.casefold()), "".join(rest)


@click.command()
@click.argument("project", required=False)
@click.option("--document", metavar="D", help="Begin with a document.")
@pass_session
def plain(session: Session, project: str | None, document: str | None) -> None:
    """Read and code line by line, without a screen to look at: for screen readers, braille displays and scripts.

    A line in, lines out: no colours, and the cursor is never moved. Enter reads the next turn, `help` lists the
    commands, in bokmål, nynorsk and English. Everything is stored at once; the end of the input ends it. In a pipe
    nothing is asked, and the exit code is 1 if a line could not be done.
    """
    converse(session, project, document)


def converse(session: Session, project: str | None = None, document: str | None = None) -> None:
    """Talk with the person until they have had enough; a script of which a line failed leaves with exit code 1."""
    gc.enable()  # off while a command runs for a second or two; this one may go on all day
    with session.open(project) as opened:
        reading = Reading(opened, session.say, asks=sys.stdin.isatty())
        try:
            _print(_greeting(reading, document))
            for line in _lines(reading):
                _print(answer(reading, line))
                if reading.is_over:
                    break
            else:
                _print([session.say("Everything you did is stored.")])
        except KeyboardInterrupt:
            _print(["", session.say("Everything you did is stored.")])
            raise
    if reading.failed and not reading.asks:
        click.get_current_context().exit(EXIT_FAILED)


def _greeting(reading: Reading, document: str | None) -> Lines:
    say, project = reading.say, reading.project
    first = say("{name}. Coder: {coder}. h lists the commands.", name=project.info().name, coder=project.coder)
    documents = project.corpus.documents()
    if document is not None:
        return [first, *reading.open(project.corpus.document(document))]
    if len(documents) == 1:
        return [first, *reading.open(documents[0])]
    return [first, say("Documents: {count}. d lists them, o 1 opens the first.", count=len(documents))]


def _lines(reading: Reading) -> Iterable[str]:
    """What is typed or piped in, line by line; a terminal gets a prompt, which is no line of its own."""
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace", encoding=None if sys.stdin.isatty() else "utf-8")
    while True:
        if sys.stdin.isatty():
            click.echo("> ", nl=False)
        line = sys.stdin.readline()
        if not line:
            return
        yield line


def _print(lines: Lines) -> None:
    for line in lines:
        click.echo(line)
