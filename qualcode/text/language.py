"""The only door to spaCy and NLTK, which are slow to load and are loaded on first use.

Norwegian has no trained spaCy pipeline that can be installed from a package index, so tokens come from spaCy's blank
`nb`, `nn` and `en`. A person who has a trained pipeline names it in `QUALCODE_SPACY_MODEL`; what `pipeline_name` gives
belongs with every result, so that it can be told which pipeline made it.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable
from functools import cache, lru_cache
from importlib.metadata import version
from threading import Lock
from typing import TYPE_CHECKING

from qualcode.errors import InvalidInput
from qualcode.text.spans import Span
from qualcode.text.units import WORD

if TYPE_CHECKING:
    from nltk.stem.api import StemmerI
    from spacy.language import Language
    from spacy.tokens import Doc

LANGUAGES = ("nb", "nn", "en")
MODEL_VARIABLE = "QUALCODE_SPACY_MODEL"

_STEMMERS = {"nb": "norwegian", "nn": "norwegian", "en": "english"}
_loading = Lock()
_tokenizing = Lock()
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def tokenizer(language: str) -> Callable[[str], Doc]:
    """spaCy's tokenizer for a language, loaded once; safe to ask for from a worker thread."""
    return _pipeline(language).tokenizer


def pipeline_name(language: str) -> str:
    """What made the tokens: the pipeline's name and version, such as `nb blank, spaCy 3.8.18`."""
    pipeline = _pipeline(language)
    name = pipeline.meta.get("name", "")
    made = f"{language}_{name} {pipeline.meta['version']}" if _is_trained(pipeline) else f"{language} blank"
    return f"{made}, spaCy {version('spacy')}"


def token_spans(text: str, language: str) -> list[Span]:
    """The tokens of a text by spaCy's rules for the language, whitespace left out."""
    tokenize = tokenizer(language)
    # spaCy stores its strings as UTF-8, where a lone surrogate has no place; the offsets stay the same.
    with _tokenizing:
        tokens = tokenize(_SURROGATE.sub("\ufffd", text))
    return [Span(token.idx, token.idx + len(token.text)) for token in tokens if not token.is_space]


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """The Snowball stem of a word, in small letters."""
    return str(_stemmer(_STEMMERS[_supported(language)]).stem(word.lower()))


def _supported(language: str) -> str:
    """The language itself, refused in words when there are no rules for it."""
    if language not in LANGUAGES:
        raise InvalidInput("there are no language rules for «{language}»", "use nb, nn or en", language=language)
    return language


def _pipeline(language: str) -> Language:
    """The chosen pipeline if there is one and it is for this language, else spaCy's blank one."""
    return _loaded(_supported(language), os.environ.get(MODEL_VARIABLE, ""))


def _loaded(language: str, model: str) -> Language:
    """A pipeline, loaded by one thread only."""
    with _loading:
        return _load(language, model)


@cache
def _load(language: str, model: str) -> Language:
    """Load a pipeline; a chosen one for another language leaves this language with the blank one."""
    import spacy

    if not model:
        return spacy.blank(language)
    try:
        pipeline = spacy.load(model)
    except (OSError, ValueError, ImportError) as error:
        raise InvalidInput(
            "the spaCy pipeline «{name}» cannot be loaded",
            "install it, or unset {variable} to use spaCy's blank pipeline",
            name=model,
            variable=MODEL_VARIABLE,
        ) from error
    return pipeline if pipeline.lang == language else spacy.blank(language)


def _is_trained(pipeline: Language) -> bool:
    """Whether a pipeline has parts beyond the tokenizer."""
    return bool(pipeline.pipe_names)


@cache
def _stemmer(name: str) -> StemmerI:
    """NLTK's Snowball stemmer; it needs no downloaded data."""
    from nltk.stem.snowball import SnowballStemmer

    return SnowballStemmer(name)


# ── which language ───────────────────────────────────────────────────────────────────────────────────────────────────

_FEWEST_WORDS = 4
_LOOKED_AT = 100_000
_BOKMAL = frozenset(
    """
    ikke jeg hva hvordan hvorfor hvem hvilke hvilken hvis hver hvert noe noen mye mer en fra de dem dere deres være vært
    ble blitt kommer gjør sier selv bare også disse mellom uten hun hennes siden flere nå hjem hjelper vet
    egen egne sammen derfor imidlertid enkelte arbeider jobber leder
    """.split()  # noqa: SIM905 – a list of quoted words is harder to read
)
_NYNORSK = frozenset(
    """
    ikkje eg kva korleis kvifor kven kvar kvart noko nokon nokre mykje meir ein eit eitt frå dei dykk dykkar vere vore
    vart blei vorte kjem gjer seier sjølv berre òg desse utan ho hennar me sidan fleire no heim veit då høyre hjå
    eigen eigne saman difor medan einskilde arbeidar jobbar leiar fyrst endå korkje
    """.split()  # noqa: SIM905
)
_NORWEGIAN = frozenset(
    """
    og er det på som å til av har med at vi så om kan skal vil må eller litt der her for den seg
    meg deg ha hadde mange andre kunne skulle ville etter opp først gjennom år
    """.split()  # noqa: SIM905
)
_ENGLISH = frozenset(
    """
    the and of that this is are was were it its you they we he she not what which with from have has had been would
    could should there their about because when who how your my our be do does did
    """.split()  # noqa: SIM905
)


def guess_language(text: str) -> str:
    """`nb`, `nn` or `en` by a vote of common words, or nothing for under four words and for texts that hold none.

    Words that both written norms share speak for Norwegian only, and bokmål is taken where nothing speaks for nynorsk.
    """
    counts = Counter(match[0].lower() for match in WORD.finditer(text[:_LOOKED_AT]))
    if counts.total() < _FEWEST_WORDS:
        return ""
    bokmal, nynorsk = _votes(counts, _BOKMAL), _votes(counts, _NYNORSK)
    norwegian = _votes(counts, _BOKMAL | _NYNORSK | _NORWEGIAN)
    english = _votes(counts, _ENGLISH)
    if not norwegian and not english:
        return ""
    if english > norwegian:
        return "en"
    return "nn" if nynorsk > bokmal else "nb"


def _votes(counts: Counter[str], markers: frozenset[str]) -> int:
    """How many of the words are among the markers."""
    return sum(counts[marker] for marker in markers)
