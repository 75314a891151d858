"""The demo project: everything the study's files say is in it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from qualcode.errors import Conflict, InvalidInput, NotFound
from qualcode.project.project import Project, open_project
from qualcode.shipped import read_codebook, shipped_codebooks, shipped_folder, write_demo
from tests.cli.running import REPOSITORY

STUDY = REPOSITORY / "corpora" / "nav-studien"


@pytest.fixture(scope="module")
def opened(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    return open_project(demo_file)


@pytest.fixture(scope="module")
def said() -> dict[str, object]:
    loaded: dict[str, object] = yaml.safe_load((STUDY / "study.yaml").read_text(encoding="utf-8"))
    return loaded


def test_the_demo_is_sound_and_made_in_few_acts(opened: Project) -> None:
    assert opened.check() == []
    assert len(opened.history.acts()) <= 8
    assert opened.info().name == "NAV-studien"


def test_documents_have_their_kinds_languages_and_confirmed_speakers(opened: Project) -> None:
    documents = {document.name: document for document in opened.corpus.documents()}
    assert len(documents) == 23
    assert documents["03 Marit rettleiar"].language == "nn"
    assert documents["08 Halvard mentor"].fidelity == "near verbatim"
    assert documents["11 Feltnotat Fjordvik"].turns == 0
    group = {speaker.label: speaker for speaker in opened.corpus.speakers("10 Gruppe Elvestad")}
    assert (group["I"].role, group["Alle"].role, group["Sindre"].case) == ("interviewer", "joint", "Sindre")
    assert all(document.turns > 20 for name, document in documents.items() if name[:2] < "11")


def test_cases_and_documents_have_their_attributes(opened: Project) -> None:
    berit = opened.cases.case("Berit")
    assert berit.attributes["rolle"] == "veileder"
    assert berit.attributes["saksmengde"] == "43"
    assert opened.cases.case("NAV Fjordvik").id == berit.parent_id
    assert opened.cases.document_attributes("Svar 09") == {"svarrolle": "mentor", "svarkontor": "Elvestad"}


def test_codings_keep_their_dates_coders_and_key_marks(opened: Project) -> None:
    codings = opened.coding.codings()
    rows = (STUDY / "codings.csv").read_text(encoding="utf-8").count("\n0") + 0
    assert len(codings) >= rows
    assert {coding.coder for coding in codings} == {"Ida", "Jon"}
    assert {coding.created_at[:4] for coding in codings} == {"2025", "2026"}
    assert any(coding.key_quote for coding in codings)
    assert opened.codebook.code("da stopper pengene").in_vivo


def test_memos_hang_where_the_study_says(opened: Project, said: dict[str, list[object]]) -> None:
    written = [memo for memo in opened.memos.memos() if memo.target != "coding"]
    assert len(written) == len(said["memos"]) + 1
    passage = next(memo for memo in written if memo.title == "Lista under vottane")
    text = opened.corpus.text("03 Marit rettleiar")
    assert text[passage.start : passage.end] == "Ho er på fem namn, og ho ligg under vottane."
    assert passage.created_at == "2025-11-18T15:48:00Z"


def test_the_demo_is_never_written_over_and_leaves_no_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "demo.qualcode").write_bytes(b"mine")
    with pytest.raises(Conflict):
        write_demo(tmp_path)
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(InvalidInput):
        write_demo(tmp_path / "file" / "below")
    monkeypatch.setattr("qualcode.shipped._add_memo", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_demo(tmp_path / "new")
    assert list((tmp_path / "new").iterdir()) == []


def test_the_folders_are_found_in_a_checkout_and_in_a_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shipped_folder("codebooks") == REPOSITORY / "codebooks"
    installed = tmp_path / "qualcode"
    (installed / "shipped_data" / "corpora").mkdir(parents=True)
    monkeypatch.setattr("qualcode.shipped.__file__", str(installed / "shipped.py"))
    assert shipped_folder("corpora") == installed / "shipped_data" / "corpora"
    with pytest.raises(NotFound):
        shipped_folder("codebooks")


@pytest.mark.parametrize("name", ["skjonn", "brukermedvirkning", "sanksjoner", "npm-press", "nav-studien"])
def test_every_shipped_codebook_reads_without_a_remark(name: str) -> None:
    assert name in shipped_codebooks()
    assert read_codebook(name).notices == ()


def test_the_demo_has_the_same_codebook_every_time(opened: Project, tmp_path: Path) -> None:
    with open_project(write_demo(tmp_path)) as again:
        assert again.codebook.dump() == opened.codebook.dump()
        assert again.codebook.code("fire er fred").path[-2] == "Tallpynting"


def test_a_demo_is_built_once_and_then_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = write_demo(tmp_path / "first")
    monkeypatch.setattr("qualcode.shipped.build_study", lambda *_: 1 / 0)
    assert write_demo(tmp_path / "second").read_bytes() == first.read_bytes()
    monkeypatch.setattr("qualcode.shipped.__version__", "another")
    with pytest.raises(ZeroDivisionError):
        write_demo(tmp_path / "third")
