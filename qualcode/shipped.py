"""What comes with the program: the codebooks, and the sample study that becomes the demo project."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING, Any

from qualcode import __version__
from qualcode.errors import Conflict, InvalidInput, NotFound, reason_of
from qualcode.exchange import codebook_files

if TYPE_CHECKING:
    from qualcode.exchange.codebook_tree import Reading
    from qualcode.project.intake import Draft
    from qualcode.project.project import Project

STUDY = "nav-studien"
DEMO = "demo.qualcode"
DEMO_NAME = "NAV-studien"
Study = Mapping[str, Any]


def shipped_folder(name: str) -> Path:
    """`corpora` or `codebooks`: inside an installed package, or beside it in a source checkout."""
    package = Path(__file__).resolve().parent
    places = (package / "shipped_data" / name, package.parent / name)
    found = next((place for place in places if place.is_dir()), None)
    if found is None:
        raise NotFound("this installation lacks its {name}", "install qualcode again", name=name)
    return found


def shipped_codebooks() -> dict[str, Path]:
    """The files of the codebooks that come with the program, by name."""
    return {path.stem: path for path in sorted(shipped_folder("codebooks").glob("*.yaml"))}


def read_codebook(reference: str | Path) -> Reading:
    """A codebook from a file, or by the name of a shipped one; a file of that name goes first."""
    path = Path(reference)
    shipped = shipped_codebooks()
    name = path.stem.lower() if path.suffix.lower() in ("", ".yaml", ".yml") and path.name == str(reference) else ""
    if not path.is_file() and name in shipped:
        return codebook_files.read_with_notices(shipped[name])
    if not path.exists() and not path.suffix:
        raise NotFound(
            "there is no codebook «{reference}»",
            "name a file, or one of these: {names}",
            reference=reference,
            names=", ".join(shipped),
        )
    return codebook_files.read_with_notices(path)


def write_demo(folder: str | Path) -> Path:
    """Write the demo project into a folder, which is made if need be; the file appears only when it is whole."""
    target = Path(folder).absolute() / DEMO
    if target.exists():
        raise Conflict("{path} is already there", "open it, or name another folder", path=target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InvalidInput(
            "cannot make the folder {folder}: {reason}", folder=target.parent, reason=reason_of(error)
        ) from error
    kept = _kept_demo()
    with _draft_of(target) as draft:
        if kept.is_file():
            copyfile(kept, draft)
        else:
            build_study(shipped_folder("corpora") / STUDY, draft)
            _keep(draft, kept)
    return target


def new_demo_folder() -> Path:
    """`qualcode-demo` in the current folder, numbered if it is taken."""
    name, number = Path("qualcode-demo"), 1
    while name.exists():
        number += 1
        name = Path(f"qualcode-demo-{number}")
    return name


def is_demo(project: Project) -> bool:
    """Whether a project is the sample study as it was written by us, under the name we gave it."""
    info = project.info()
    return info.name == DEMO_NAME and Path(info.location).name == DEMO


def _kept_demo() -> Path:
    """Where a built demo is kept for the next time; the name changes with what it is built of."""
    from platformdirs import user_cache_path

    from qualcode.project.database import SCHEMA_REVISION

    mark = hashlib.blake2b(f"{__version__} {SCHEMA_REVISION}".encode(), digest_size=8)
    for path in sorted((*shipped_folder("corpora").rglob("*.*"), *shipped_folder("codebooks").glob("*.yaml"))):
        mark.update(path.read_bytes())
    return user_cache_path("qualcode") / f"demo-{mark.hexdigest()}.qualcode"


def _keep(draft: Path, kept: Path) -> None:
    """Put a copy aside; where that is not possible, the next demo takes a second longer."""
    with suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        with _draft_of(kept) as copy:
            copyfile(draft, copy)


@contextmanager
def _draft_of(target: Path) -> Iterator[Path]:
    """A path to write to that takes the target's name in the end, or leaves nothing behind."""
    draft = target.with_name(f".{target.name}.{os.getpid()}.draft")
    try:
        yield draft
        draft.rename(target)
    finally:
        for leftover in draft.parent.glob(f"{draft.name}*"):
            leftover.unlink()


def build_study(folder: Path, location: str | Path) -> None:
    """Make a project of a study folder, `study.yaml`, texts and `codings.csv`, in one act for each kind of thing."""
    import yaml

    from qualcode.project.project import create_project

    study: Study = yaml.safe_load((folder / "study.yaml").read_text(encoding="utf-8"))
    first, *_ = study["coders"]
    with create_project(location, name=study["project"], language=study["language"], coder=first) as project:
        project.codebook.load(read_codebook(study["codebook"]).codebook)
        project.corpus.store([_document(project, folder, entry) for entry in study["documents"]])
        with project.action(project.say("New cases: {count}", count=len(study["cases"]))):
            _add_cases(project, study)
        with project.action(project.say("Linked the speakers to their cases")):
            _link_speakers(project, study["documents"])
        with project.action(project.say("In vivo codes: {count}", count=len(study["in_vivo"]))):
            for code in study["in_vivo"]:
                project.codebook.add(code["name"], parent=code["parent"], guid=code["guid"], in_vivo=True)
        with project.action(project.say("Codes on number keys: {count}", count=len(study["pins"]))):
            for number, code in study["pins"].items():
                project.codebook.pin(code, number)
        _import_codings(project, folder / "codings.csv")
        with project.action(project.say("Memos: {count}", count=len(study["memos"]) + 1)):
            for memo in (study["method"] | {"kind": "method"}, *study["memos"]):
                _add_memo(project, memo)


def _document(project: Project, folder: Path, entry: Study) -> Draft:
    from qualcode.text.reading import read_file

    path = folder / entry["file"]
    roles = {label: speaker["role"] for label, speaker in entry["speakers"].items()}
    return project.corpus.draft(
        path.stem,
        read_file(path),
        kind=entry["kind"],
        fidelity=entry["fidelity"],
        language=entry["language"],
        turns="auto" if roles else "none",
        speakers=roles or None,
    )


def _add_cases(project: Project, study: Study) -> None:
    for entry in study["attributes"]:
        options = {**entry, "choices": tuple(entry["choices"])}
        project.cases.define_attribute(options.pop("name"), **options)
    for case in study["cases"]:
        values = {name: str(value) for name, value in case["attributes"].items()}
        project.cases.add(
            case["name"],
            kind=case["kind"],
            parent=case.get("parent"),
            description=case.get("description", ""),
            attributes=values,
        )
    for entry in study["documents"]:
        for name, value in entry.get("attributes", {}).items():
            project.cases.set_document_attribute(Path(entry["file"]).stem, name, str(value))


def _link_speakers(project: Project, documents: list[Study]) -> None:
    for entry in documents:
        cases = {label: speaker.get("case") for label, speaker in entry["speakers"].items()}
        for speaker in project.corpus.speakers(Path(entry["file"]).stem) if cases else ():
            if case := cases.get(speaker.label):
                project.corpus.link_speaker(speaker.id, case)


def _import_codings(project: Project, path: Path) -> None:
    from qualcode.exchange.codings_files import read_codings

    project.coding.import_rows(read_codings(path))


def _add_memo(project: Project, memo: Study) -> None:
    """A memo at its place; a `quote` says which passage of the document it hangs on."""
    links: dict[str, Any] = {key: memo[key] for key in ("document", "code") if key in memo}
    if "quote" in memo:
        links["start"] = project.corpus.text(memo["document"]).index(memo["quote"])
        links["end"] = links["start"] + len(memo["quote"])
    project.memos.add(
        memo["text"], title=memo["title"], kind=memo["kind"], coder=memo["coder"], created_at=memo["created"], **links
    )
