"""Projects of the three sizes of the budget, the same every time: S, M and L."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from pathlib import Path

SYLLABLES = "skjønn med virk ning vei led er bruk måle tall krav plan møte kont or tilt ak søk ing frist tid opp følg".split()


@dataclass(frozen=True, slots=True)
class Size:
    """How much a project holds; `words` is a document's length."""

    name: str
    documents: int
    codings: int
    codes: int
    words: int = 8000


SIZES = {size.name: size for size in (Size("S", 10, 500, 30), Size("M", 60, 10_000, 100), Size("L", 500, 200_000, 300))}


def transcripts(size: Size, folder: Path) -> list[Path]:
    """Interviews of two speakers in turns of about 60 words, one file each."""
    folder.mkdir(parents=True, exist_ok=True)
    source = random.Random(size.name)
    vocabulary = ["".join(source.choices(SYLLABLES, k=source.randint(1, 4))) for _ in range(6000)]
    paths = []
    for number in range(1, size.documents + 1):
        parts, left = [], size.words
        while left > 0:
            length = min(left, source.randint(20, 100))
            sentence = " ".join(source.choices(vocabulary, k=length)).capitalize()
            parts.append(f"{'I' if len(parts) % 2 == 0 else 'Berit'}: {sentence}.")
            left -= length
        path = folder / f"Intervju {number:03}.txt"
        path.write_text("\n\n".join(parts) + "\n", "utf-8")
        paths.append(path)
    return paths


def codebook(size: Size, path: Path) -> Path:
    """A tree of three levels as csv."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["path", "level"])
        themes = max(2, size.codes // 30)
        for theme in range(themes):
            writer.writerow([f"Tema {theme}", "theme"])
        for code in range(size.codes - themes):
            writer.writerow([f"Tema {code % themes} > Kode {code:03}", "code"])
    return path


def codings(size: Size, lengths: dict[str, int], path: Path) -> Path:
    """Codings by two coders, 10–600 characters long, anywhere, overlapping freely; `lengths` by document name."""
    source = random.Random(f"{size.name} codings")
    names, themes = list(lengths), max(2, size.codes // 30)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["document", "start", "end", "code", "coder"])
        for number in range(size.codings):
            name = names[number % len(names)]
            start = source.randrange(lengths[name] - 700)
            code = int(source.random() ** 2 * (size.codes - themes))
            span = (start, start + source.randint(10, 600))
            writer.writerow([name, *span, f"Kode {code:03}", ("Ida", "Jon")[number % 2]])
    return path
