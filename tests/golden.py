"""What exporting the sample study must give: `python -m tests.golden` rewrites `exports/`, a test compares with it."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

from click.testing import CliRunner

from qualcode.cli.program import cli
from qualcode.shipped import STUDY, build_study, shipped_folder

EXPORTS = Path(__file__).parent.parent / "exports"
KEY = ("quotes", "--key")
COMMANDS: dict[str, tuple[str, ...]] = {
    **{f"key-quotes.{ending}": KEY for ending in ("md", "docx", "txt", "json")},
    "quotes.csv": ("quotes",),
    "quotes-sanksjoner.md": ("quotes", "--code", "Sanksjoner", "--coder", "Ida"),
    **{f"cooccurrence.{ending}": ("cooccur",) for ending in ("csv", "md", "docx")},
    "cooccurrence-themes-turn.csv": ("cooccur", "--within", "turn", "--level", "theme"),
    "cooccurrence-square.csv": ("cooccur", "--square", "jaccard", "--level", "category"),
    **{
        f"codes-by-document.{ending}": ("matrix", "--rows", "code", "--columns", "document")
        for ending in ("csv", "md", "docx")
    },
    "themes-by-role.csv": ("matrix", "--rows", "theme", "--columns", "attribute:rolle", "--count", "words"),
    **{f"codebook.{ending}": ("codebook", "export") for ending in ("yaml", "csv", "qdc", "md", "docx")},
    "codings.csv": ("codings",),
    "documents.csv": ("documents",),
    "turns.csv": ("turns",),
}


def write(folder: Path) -> None:
    """Export the sample study into a folder with the commands a person would type."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        project = str(Path(place) / "demo.qualcode")
        build_study(shipped_folder("corpora") / STUDY, project)
        for name, command in COMMANDS.items():
            arguments = ["-p", project, "--lang", "nb", *command, "-o", str(folder / name)]
            result = CliRunner().invoke(cli, arguments)
            if result.exit_code:
                raise RuntimeError(f"{' '.join(arguments)}: {result.output}")


def parts(path: Path) -> dict[str, bytes]:
    """A file's content by part: an Office file's parts unpacked, since compressors differ between Python versions."""
    data = path.read_bytes()
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return {"": data}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


if __name__ == "__main__":
    for old in EXPORTS.glob("*.*"):
        if old.name != "README.md":
            old.unlink()
    write(EXPORTS)
