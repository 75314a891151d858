"""The printed lines of a pdf, taken out in a process of its own that may neither eat all memory nor run for ever.

A pdf can unpack to a thousand times its size or send a reader in circles, and only an operating system can stop that.
So `pdf.read_pdf` starts this module, hands it the file on standard input and gets the lines as json.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import re
import statistics
import sys
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pdfminer.layout import LTPage, LTTextLine
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfpage import PDFPage

MOST_PAGES = 5_000
MOST_CHARACTERS = 20_000_000
_MOST_DRAWING = 20_000_000
_MOST_MEMORY = 2_000_000_000
# Putting boxes in the order of reading takes time by the square of their number.
_MOST_SORTED = 12_000
# In points; the format allows no larger ones.
_LARGEST_PAGE = 14_400
_SPACES = re.compile(r"[ \t\r\n]+")

# The answer: what hindered reading, and the lines of each page with its label. A line is the number of its block, its
# left, bottom, right and top, the size of its letters, and its text.
LOCKED, DAMAGED, TOO_LONG = "locked", "damaged", "too long"


def main() -> None:
    """Read a pdf from standard input, and write its lines to standard output."""
    _limit_memory()
    logging.disable(logging.CRITICAL)
    json.dump(printed_lines(sys.stdin.buffer.read()), sys.stdout)


def printed_lines(data: bytes) -> dict[str, Any]:
    """The lines of all pages, or the word for what hinders it."""
    from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
    from pdfminer.pdfparser import PDFParser

    try:
        document = PDFDocument(PDFParser(io.BytesIO(data)))
        pages = list(_pages(document))
    except (PDFPasswordIncorrect, PDFEncryptionError):
        return {"hindrance": LOCKED}
    except MemoryError:
        return {"hindrance": TOO_LONG}
    # pdfminer raises whatever it meets in a damaged file: PSException, KeyError, TypeError, RecursionError and more.
    except Exception:
        return {"hindrance": DAMAGED}
    size = sum(len(line[-1]) for page in pages for line in page["lines"])
    return {"hindrance": TOO_LONG} if len(pages) > MOST_PAGES or size > MOST_CHARACTERS else {"pages": pages}


def _limit_memory() -> None:
    """Let the operating system refuse more memory, where it can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))


def _pages(document: PDFDocument) -> Iterator[dict[str, Any]]:
    """The label and the lines of each page."""
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage

    resources = PDFResourceManager()
    device = PDFPageAggregator(resources, laparams=None)
    interpreter = PDFPageInterpreter(resources, device)
    labels = _labels(document)
    for number, page in enumerate(islice(PDFPage.create_pages(document), MOST_PAGES + 1), 1):
        _refuse_endless(page)
        interpreter.process_page(page)
        yield {"label": next(labels, None) or str(number), "lines": list(_lines(device.get_result()))}


def _refuse_endless(page: PDFPage) -> None:
    """Refuse a page that unpacks to more drawing than the slow reading of it can be worth."""
    from pdfminer.pdftypes import PDFStream, resolve1

    streams = (stream for content in page.contents if isinstance(stream := resolve1(content), PDFStream))
    if sum(len(stream.get_data()) for stream in streams) > _MOST_DRAWING:
        raise MemoryError


def _labels(document: PDFDocument) -> Iterator[str]:
    """The printed labels of the pages, as far as the file tells them."""
    with contextlib.suppress(Exception):
        for label in document.get_page_labels():
            yield str(label)[:20]


def _lines(page: LTPage) -> Iterator[list[Any]]:
    """The lines of a page in the order of reading."""
    from pdfminer.layout import LAParams, LTTextBox, LTTextLine

    # Looking for neighbours goes over the page in squares, of which an absurd page has no end.
    left, bottom, right, top = (min(max(edge, -_LARGEST_PAGE), _LARGEST_PAGE) for edge in page.bbox)
    page.set_bbox((left, bottom, right, top))
    is_sorted = sum(1 for _ in page) <= _MOST_SORTED
    page.analyze(LAParams(boxes_flow=0.5 if is_sorted else None))
    boxes = (item for item in page if isinstance(item, LTTextBox))
    for number, box in enumerate(boxes):
        for line in box:
            text = _SPACES.sub(" ", line.get_text()).strip(" ")
            if isinstance(line, LTTextLine) and text:
                yield [number, *(round(edge, 1) for edge in line.bbox), _letter_size(line), text]


def _letter_size(line: LTTextLine) -> float:
    """The usual size of the letters in a line."""
    from pdfminer.layout import LTChar

    return round(statistics.median([item.size for item in line if isinstance(item, LTChar)] or [0.0]), 1)


if __name__ == "__main__":
    main()
