"""Characters that look right and are not: hard spaces, soft hyphens, ligatures, foreign letters, lost bullets.

Nobody sees them, and no search finds a word that holds one. What can only be meant in one way is mended at once; what a
person must look at is proposed with a low confidence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from qualcode.text.lexicon import Lexicon
from qualcode.text.mojibake import mend
from qualcode.text.rules.proposals import Proposal
from qualcode.text.symbol_fonts import in_unicode

_SURE = 0.98
_LIKELY = 0.95
_DOUBTFUL = 0.6

# Between digits the space belongs to the number: 10 000 stays on one line.
# After Ã or Â it is half a letter that was decoded wrongly.
_HARD_SPACE = r"[\u00a0\u2000-\u200a\u202f]"
_HARD_SPACES = re.compile(rf"(?<![\dÃÂ]){_HARD_SPACE}+|(?<![ÃÂ]){_HARD_SPACE}+(?!\d)")
INVISIBLE = "\u00ad\u200b\u2060\ufeff"
# A soft hyphen that ends a line has parted a word: the line end goes with it.
_INVISIBLE = re.compile(rf"(?<=\w)\u00ad ?\n(?=[a-zæøå])|[{INVISIBLE}]+")
_LIGATURES = re.compile(r"[\ufb00-\ufb06]+")
_FOREIGN_DIGITS = re.compile(r"[٠-٩۰-۹०-९০-৯０-９٪٫٬]+")
_SIGNS = {"٪": "%", "٫": ",", "٬": " "}
_THEIR_LETTERS = re.compile(r"[\u0600-\u065f\u066e-\u06ef\u06fa-\u06ff\u0900-\u0965\u0970-\u09e5\u09f0-\u09ff]")
_DISGUISES = re.compile(f"[{INVISIBLE}\ufb00-\ufb06٠-٩۰-۹०-९০-৯０-９]")
_PRIVATE = re.compile(r"[\uf020-\uf0ff]+")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_FOREIGN_LETTERS = re.compile(r"[\u0370-\u03ff\u0400-\u04ff]")
_WORD = re.compile(r"[^\W\d_]{4,}")

# Letters that look like Latin ones, and the Latin letters for those that only sound like some.
_TWINS = dict(
    zip(
        "аеорсухіјѕһԁԛԝАВЕЅІЈКМНОРСТХҮαοριυνκΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
        "aeopcyxijshdqwABESIJKMHOPCTXYaopiuvkABEZHIKMNOPTYX",
        strict=True,
    )
)
_SOUNDS = dict(
    zip(
        "бвгдзийклмнптфцыэБГДЗИЙЛПФЦЫЭβγδεζλμξπσςτφΓΔΘΛΞΠΣΦ",
        "bvgdzijklmnptfcyeBGDZIJLPFCYEbgdezlmxpsstfGDTLXPSF",
        strict=True,
    )
)
_LATIN = str.maketrans({**_SOUNDS, **_TWINS})


def character_findings(text: str) -> Iterator[Proposal]:
    """All characters of a text that ought to be others, each place a proposal."""
    for match in _HARD_SPACES.finditer(text):
        yield _proposal(match, " " * len(match[0]), "no-break space", _SURE)
    for match in _INVISIBLE.finditer(text):
        yield _proposal(match, "", "soft hyphen", _SURE)
    for match in _LIGATURES.finditer(text):
        yield _proposal(match, unicodedata.normalize("NFKC", match[0]), "ligature", _SURE)
    yield from _digits(text)
    yield from _bullets(text)
    yield from _wrong_decoding(text)
    yield from _mixed_scripts(text)


def _proposal(match: re.Match[str], replacement: str, rule: str, confidence: float) -> Proposal:
    """A proposal for all that a pattern matched."""
    return Proposal(match.start(), match.end(), replacement, rule, confidence)


def _digits(text: str) -> Iterator[Proposal]:
    """Digits of other scripts, in lines that hold no words of these; which digit was meant is for a person to say.

    Scanned pages have them where the print was bad, and then ٥ is as likely to be a 0 as the 5 that it is.
    """
    for match in _FOREIGN_DIGITS.finditer(text):
        if not _THEIR_LETTERS.search(_line(text, match.start())):
            digits = (_SIGNS.get(sign) or str(unicodedata.digit(sign)) for sign in match[0])
            yield _proposal(match, "".join(digits), "digits", _DOUBTFUL)


def _line(text: str, at: int, widest: int = 400) -> str:
    """The line around a place, or the nearer part of a very long one."""
    start = text.rfind("\n", max(0, at - widest), at) + 1 or max(0, at - widest)
    stop = text.find("\n", at, at + widest)
    return text[start : stop if stop >= 0 else at + widest]


def _bullets(text: str) -> Iterator[Proposal]:
    """Characters of symbol fonts: what begins a line is its bullet, whatever the font; elsewhere the font matters."""
    for match in _PRIVATE.finditer(text):
        begins = not text[text.rfind("\n", 0, match.start()) + 1 : match.start()].strip()
        if begins and len(match[0]) == 1:
            shown = in_unicode(match[0], "Wingdings")
            yield _proposal(match, "•" if _PRIVATE.match(shown) else shown, "bullet", _LIKELY)
        elif not _PRIVATE.search(shown := in_unicode(match[0], "Symbol")):
            yield _proposal(match, shown, "bullet", _DOUBTFUL)


def _wrong_decoding(text: str) -> Iterator[Proposal]:
    """Letters that were decoded wrongly, with no more around them than must be."""
    if not mend(text).count:
        return
    for match in _NOT_ASCII.finditer(text):
        damaged, mended = match[0], mend(match[0]).text
        if damaged == mended:
            continue
        before = _shared(damaged, mended)
        after = _shared(damaged[before:][::-1], mended[before:][::-1])
        start, end = match.start() + before, match.end() - after
        yield Proposal(start, end, mended[before : len(mended) - after], "wrong decoding", _SURE)


def _shared(one: str, other: str) -> int:
    """How many characters two strings begin with in common."""
    pairs = zip(one, other, strict=False)
    return next((index for index, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _mixed_scripts(text: str) -> Iterator[Proposal]:
    """Latin words with a Greek or Cyrillic letter among theirs, sure where all look alike and give a word."""
    lexicon = Lexicon.load("nb")
    for match in _mixed_words(text):
        latin = match[0].translate(_LATIN)
        alike = all(letter in _TWINS for letter in _FOREIGN_LETTERS.findall(match[0]))
        yield _proposal(match, latin, "mixed scripts", _LIKELY if alike and lexicon.is_word(latin) else _DOUBTFUL)


def _mixed_words(text: str) -> Iterator[re.Match[str]]:
    """The words at least half Latin whose other letters all have a Latin one that looks or sounds like them."""
    if not _FOREIGN_LETTERS.search(text):
        return
    for match in _WORD.finditer(text):
        foreign = _FOREIGN_LETTERS.findall(match[0])
        if foreign and 2 * len(foreign) <= len(match[0]) and all(ord(letter) in _LATIN for letter in foreign):
            yield match


def disguises(text: str) -> Iterator[tuple[int, int, str]]:
    """Each character that hides the word it stands in from a search, and what it would be if it did not."""
    for match in _DISGUISES.finditer(text):
        character = match[0]
        shown = "" if character in INVISIBLE else unicodedata.normalize("NFKC", character)
        yield match.start(), match.end(), str(unicodedata.digit(shown)) if shown.isdecimal() else shown
    for word in _mixed_words(text):
        for match in _FOREIGN_LETTERS.finditer(text, *word.span()):
            yield match.start(), match.end(), match[0].translate(_LATIN)
