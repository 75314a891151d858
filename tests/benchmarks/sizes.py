"""Projects of the three sizes of the budget, the same every time: S, M and L, and a tiny one for the test suite."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from pathlib import Path

SYLLABLES = (
    *("skjønn", "med", "virk", "ning", "vei", "led", "er", "bruk", "måle", "tall", "krav", "plan"),
    *("møte", "kont", "or", "tilt", "ak", "søk", "ing", "frist", "tid", "opp", "følg"),
)
OPENING, CLOSING = "Takk for at du kom hit.", "Da sier vi takk for nå."
CODERS = ("Ida", "Jon")
LONGEST_CODING = 600


@dataclass(frozen=True, slots=True)
class Size:
    """How much a project holds; `words` is a document's length, and what is `long` is in the interview of the keys."""

    name: str
    documents: int
    codings: int
    codes: int
    words: int = 8000
    long_words: int = 20_000
    long_codings: int = 2_000
    all_codes: int = 500

    @property
    def themes(self) -> int:
        """How many of the codes are themes."""
        return max(2, self.codes // 30)


TINY = Size("tiny", 3, 60, 8, words=400, long_words=3000, long_codings=100, all_codes=40)
SIZES = {size.name: size for size in (Size("S", 10, 500, 30), Size("M", 60, 10_000, 100), Size("L", 500, 200_000, 300))}


def vocabulary(size: Size) -> list[str]:
    """Six thousand made-up words, each as usual as the next."""
    source = random.Random(size.name)
    return ["".join(source.choices(SYLLABLES, k=source.randint(1, 4))) for _ in range(6000)]


def transcripts(size: Size, folder: Path) -> list[Path]:
    """Interviews of two speakers in turns of about 60 words, one file each, with the same first and last words."""
    folder.mkdir(parents=True)
    source, words = random.Random(f"{size.name} transcripts"), vocabulary(size)
    paths = [folder / f"Intervju {number:03}.txt" for number in range(1, size.documents + 1)]
    for path in paths:
        path.write_text(_interview(source, words, size.words), "utf-8")
    return paths


def _interview(source: random.Random, words: list[str], left: int) -> str:
    turns = [f"I: {OPENING}"]
    while left > 0:
        length = min(left, source.randint(20, 100))
        sentence = " ".join(source.choices(words, k=length)).capitalize()
        turns.append(f"{('I', 'Berit')[len(turns) % 2]}: {sentence}.")
        left -= length
    return "\n\n".join([*turns, f"I: {CLOSING}"]) + "\n"


def codebook(size: Size, path: Path) -> Path:
    """Themes with codes below them, as csv."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["path", "level"])
        writer.writerows([f"Tema {theme}", "theme"] for theme in range(size.themes))
        codes = range(size.codes - size.themes)
        writer.writerows([f"Tema {code % size.themes} > Kode {code:03}", "code"] for code in codes)
    return path


def codings(size: Size, lengths: dict[str, int], path: Path) -> Path:
    """Codings by two coders, 10–600 characters long, anywhere, overlapping freely; `lengths` by document name."""
    source, names = random.Random(f"{size.name} codings"), list(lengths)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["document", "start", "end", "code", "coder"])
        for number in range(size.codings):
            name = names[number % len(names)]
            start = source.randrange(lengths[name] - LONGEST_CODING)
            code = int(source.random() ** 2 * (size.codes - size.themes))
            end = start + source.randint(10, LONGEST_CODING)
            writer.writerow([name, start, end, f"Kode {code:03}", CODERS[number % 2]])
    return path
