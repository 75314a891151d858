"""The one door to zip archives, which docx, odt and epub are: parts are unpacked in memory, one by one, within bounds.

A hostile archive can unpack to a thousand times its size, lie about it, hold a million parts or name paths outside
itself. All that is refused by what the directory says, before anything is unpacked; and a part never gives more bytes
than the directory promised. Only the two ways of packing that office documents and books use are taken.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib

from qualcode.errors import InvalidInput
from qualcode.wording import tr

_MOST_BYTES = 300_000_000
_MOST_IN_A_PART = 64_000_000
_MOST_PARTS = 20_000
# Office XML packs to a tenth, a table of one repeated row to a hundredth; deflate can reach a thousandth.
_HIGHEST_RATIO = 250
_RATIO_MATTERS_FROM = 10_000_000
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LOCKED = 0x1


class Archive:
    """The parts of a zip archive by name; `kind` is what the file should be, for the words of a refusal."""

    def __init__(self, data: bytes, kind: str) -> None:
        """Look through the directory, and refuse what is no archive or does not look like one made in good faith."""
        self._kind = tr(kind)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        # Besides BadZipFile, a damaged directory makes zipfile raise what struct, codecs and BytesIO raise.
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as error:
            raise InvalidInput(
                "{file} cannot be opened: it is damaged, or something else",
                "save it anew where it was made",
                file=self._kind,
            ) from error
        self._parts = {part.filename: part for part in self._zip.infolist()}
        self._refuse_hostile()

    def __contains__(self, name: str) -> bool:
        """Whether there is a part of that name."""
        return name in self._parts

    def read(self, name: str) -> bytes:
        """The bytes of a part; one that is missing, damaged, locked or huge is refused."""
        part = self._parts.get(name)
        if part is None:
            raise InvalidInput(
                "{file} is damaged: a part is missing", "save it anew where it was made", file=self._kind
            )
        if part.flag_bits & _LOCKED:
            raise InvalidInput("{file} is locked with a password", "save a copy without the password", file=self._kind)
        if part.file_size > _MOST_IN_A_PART:
            raise InvalidInput("{file} has a text of more than 64 MB", "split it, or save it as txt", file=self._kind)
        try:
            return self._zip.read(part)
        except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError, OSError) as error:
            raise InvalidInput("{file} is damaged", "save it anew where it was made", file=self._kind) from error

    def _refuse_hostile(self) -> None:
        """Refuse what is too much, packed in other ways, or points outside."""
        parts = self._parts.values()
        unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
        if len(self._zip.infolist()) > _MOST_PARTS or unpacked > _MOST_BYTES:
            raise InvalidInput(
                "{file} unpacks to more than 300 MB or {parts} parts",
                "take its pictures out",
                file=self._kind,
                parts=_MOST_PARTS,
            )
        if unpacked > _RATIO_MATTERS_FROM and unpacked > _HIGHEST_RATIO * packed:
            raise InvalidInput(
                "{file} unpacks to {times} times its size, as no text does",
                "open it where it was made and save it as txt",
                file=self._kind,
                times=unpacked // max(packed, 1),
            )
        if any(part.compress_type not in _PACKINGS for part in parts):
            raise InvalidInput("{file} is packed in an unusual way", "save it anew where it was made", file=self._kind)
        for name in self._parts:
            inside("", name)


def inside(folder: str, reference: str) -> str:
    """The part that a reference from a folder of the archive means; one that leads out of it is refused."""
    path = reference.replace("\\", "/")
    joined = posixpath.normpath(path.lstrip("/") if path.startswith("/") else posixpath.join(folder, path))
    if joined == ".." or joined.startswith("../") or "\x00" in joined:
        raise InvalidInput("the file names a part outside itself", "get it from its source again")
    return joined
