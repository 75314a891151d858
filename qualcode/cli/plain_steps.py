"""`qualcode plain`, the commands that change nothing: finding one's way, reading, listing, searching."""

from __future__ import annotations

from qualcode.cli.plain_reading import Lines, Reading, number_in, spoken
from qualcode.errors import NotFound
from qualcode.project.naming import name_key
from qualcode.project.records import Code, Document
from qualcode.text.symbols import visible

MOST_OFFERED = 9


def list_documents(reading: Reading, _rest: str) -> Lines:
    """Every document with its number."""
    documents = reading.project.corpus.documents()
    say = reading.say
    if not documents:
        return [say("There are no documents. qualcode import takes some in.")]
    return reading.pages(
        [
            say("{number}: {name}. Codings: {count}", number=number, name=document.name, count=document.codings)
            for number, document in enumerate(documents, 1)
        ]
    )


def open_document(reading: Reading, rest: str) -> Lines:
    """Open the document with a number of the list, or a name."""
    documents = reading.project.corpus.documents()
    if not rest:
        return reading.ask(reading.say("Which document?"), lambda answer: open_document(reading, answer))
    number = number_in(rest)
    if number is not None and 1 <= number <= len(documents) and all(rest != each.name for each in documents):
        return reading.open(documents[number - 1])
    try:
        return reading.open(reading.project.corpus.document(rest))
    except NotFound:
        fitting = _fitting(rest, documents)
        if not fitting:
            raise
    if len(fitting) == 1:
        return reading.open(fitting[0])
    told = reading.say("Several documents fit «{name}»:", name=rest)
    options = [(each.name, lambda each=each: reading.open(each)) for each in fitting[:MOST_OFFERED]]
    return reading.choose(reading.say("Which one? A number; Enter for none."), options, told=[told])


def _fitting(words: str, documents: list[Document]) -> list[Document]:
    """The documents whose names begin with some letters, else those in whose names they stand."""
    wanted = name_key(words)
    beginning = [each for each in documents if name_key(each.name).startswith(wanted)]
    return beginning or [each for each in documents if wanted in name_key(each.name)]


def read_next(reading: Reading, _rest: str) -> Lines:
    """Go on: the rest of a long list, else the next turn or paragraph."""
    if reading.rest:
        return reading.pages(reading.rest)
    if reading.document is not None and not reading.walk.step(1):
        return [reading.say("This is the end of the document.")]
    return reading.read()


def read_previous(reading: Reading, _rest: str) -> Lines:
    """The turn or paragraph before."""
    reading.place()
    if not reading.walk.step(-1):
        return [reading.say("This is the beginning of the document.")]
    return reading.read()


def read_sentence(reading: Reading, _rest: str) -> Lines:
    """The next sentence."""
    if reading.document is not None and not reading.walk.step_sentence():
        return [reading.say("This is the end of the document.")]
    return reading.read()


def read_again(reading: Reading, _rest: str) -> Lines:
    """The same once more."""
    return reading.read()


def say_where(reading: Reading, _rest: str) -> Lines:
    """Document, turn, speaker, time stamp, sentence and codes."""
    document, span = reading.place()
    say, stop, walk = reading.say, reading.walk.stop, reading.walk
    assert stop is not None
    place = reading.name(stop)
    if stop.number is not None:
        place = say("{place} of {count}", place=place, count=walk.last_number)
    facts = [visible(document.name, one_line=True), place, visible(stop.speaker or "", one_line=True)]
    facts.append(say("at {time}", time=stop.timestamp) if stop.timestamp else "")
    facts.append(reading.sentence())
    codes = ", ".join(dict.fromkeys(coding.code for coding in reading.codings(document, span)))
    told = say("Codes: {codes}.", codes=codes) if codes else say("Nothing is coded here.")
    return [f"{', '.join(filter(None, facts))}.", told]


def list_here(reading: Reading, _rest: str) -> Lines:
    """The codings and memos of the passage, with their words."""
    document, span = reading.place()
    say = reading.say
    lines = []
    for coding in reading.codings(document, span):
        words = reading.clip((coding.start, coding.end))
        lines.append(say("{code}, by {coder}: «{words}»", code=coding.code, coder=coding.coder, words=words))
        lines += [say("Value: {value}", value=coding.value)] if coding.value else []
        lines += [say("Memo: {text}", text=coding.memo)] if coding.memo else []
    for memo in reading.project.memos.memos(document=document, target="segment"):
        if memo.start is not None and memo.end is not None and memo.start < span.end and span.start < memo.end:
            lines.append(say("Memo by {coder}: {text}", coder=memo.coder, text=f"{memo.title} {memo.text}".strip()))
    return reading.pages(lines or [say("Nothing is coded here.")])


def go(reading: Reading, rest: str) -> Lines:
    """Go to a turn or paragraph by its number."""
    if not rest:
        return reading.ask(reading.say("To which turn?"), lambda answer: go(reading, answer))
    number = number_in(rest.split()[-1])
    if reading.document is not None and (number is None or not reading.walk.go(number)):
        raise NotFound("There is no turn {number}; the last is {last}.", number=rest, last=reading.walk.last_number)
    return reading.read()


def find(reading: Reading, rest: str) -> Lines:
    """Look for words in all documents and go to the first place."""
    if not rest:
        return reading.ask(reading.say("Find what?"), lambda answer: find(reading, answer))
    reading.hits, reading.hit = reading.project.search.find(rest), -1
    found = reading.say(
        "Hits: {count}, in documents: {documents}.",
        count=len(reading.hits),
        documents=len({hit.document_id for hit in reading.hits}),
    )
    if not reading.hits:
        reading.failed = True
        return [found]
    return [found, *next_hit(reading, "")]


def next_hit(reading: Reading, _rest: str) -> Lines:
    """Go to the next place that was found, and read its sentence."""
    say = reading.say
    if not reading.hits:
        raise NotFound("Nothing has been searched for.")
    if reading.hit + 1 >= len(reading.hits):
        raise NotFound("That was the last hit.")
    reading.hit += 1
    hit = reading.hits[reading.hit]
    if reading.document is None or reading.document.id != hit.document_id:
        reading.open(reading.project.corpus.document(hit.document_id))
    reading.walk.go_to(hit.start, by_sentence=True)
    told = say(
        "Hit {number} of {count}: «{words}» in {document}, {place}.",
        number=reading.hit + 1,
        count=len(reading.hits),
        words=hit.match,
        document=hit.document,
        place=reading.name(reading.walk.stop) if reading.walk.stop else "",
    )
    return [told, *reading.read()]


def list_codes(reading: Reading, rest: str) -> Lines:
    """The codes with their counts, all of them or those that fit some letters."""
    book = reading.project.codebook
    codes = book.find(rest, limit=100) if rest else book.codes()
    if not codes and rest:
        return [reading.say("No code fits «{letters}».", letters=rest)]
    if not codes:
        return [reading.say("There are no codes yet. «new» and a name makes one.")]
    return reading.pages([_with_definition(reading, code) if rest else reading.about(code) for code in codes])


def list_quotes(reading: Reading, code: Code) -> Lines:
    """The quotes of a code and of those below it."""
    quotes = reading.project.quotes.quotes(codes=[code])
    lines = [spoken(" ".join(f"{quote.rendered} {quote.attribution}".split())) for quote in quotes]
    return reading.pages([reading.say("Quotes of {code}: {count}", code=code.full_name, count=len(quotes)), *lines])


def _with_definition(reading: Reading, code: Code) -> str:
    definition = spoken(" ".join(code.definition.split()))
    return f"{reading.about(code)}. {definition}" if definition else reading.about(code)
