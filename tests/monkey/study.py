"""What the monkey finds: a study with something on every screen, and files beside it to take in."""

from __future__ import annotations

from pathlib import Path

from qualcode.project.project import Project
from qualcode.project.rounds import Wanted
from qualcode.shipped import shipped_codebooks
from qualcode.text.survey_guess import guess_mapping
from qualcode.text.surveys import read_survey, survey_table

CODER = "Kari"  # Undo by key takes back one's own acts only, and so nothing of what was there before.
GUIDE = """# Plass

1. Hvordan avgjør dere hvem som får plass?
   - Hva skjer med de andre?

# Medvirkning

2. Fikk du være med og bestemme?
3. Hva betyr penger?
"""
SURVEY = """\
Respondent;Alder;Grad;Hva er viktig?;Noe mer?
R1;34;Enig;At noen hører på det jeg sier når jeg møter dem;
R2;28;Uenig;Å få være med å bestemme selv hva som skal skje;Takk for at dere spør meg om dette
R3;51;Enig;;Nei, det var egentlig alt jeg hadde å si om saken
"""
SCANNED = """I: Hva gj0r du når noen ikke m0ter opp?

MARIT: Eg ringjer, og så ven-
ter eg litt. Det er ikkje så lett  å vite kva ein  skal gjere.

I: Og så?

MARIT: Då skriv eg ein lapp til leiaren , «ikkje møtt», og det er det .
"""


def furnish(project: Project) -> None:
    """Put something on the screens that the sample study leaves empty: guide, survey, rounds, repairs, sections."""
    guide = project.guides.add("Guiden", GUIDE)
    found = project.guides.propose(guide)
    project.guides.confirm(*(link.id for link in found[:1]))
    table = survey_table([line.split(";") for line in SURVEY.splitlines()])
    project.surveys.import_survey(read_survey(table, guess_mapping(table.header, table.rows)))
    code = project.codebook.codes()[0].id
    project.rounds.start(Wanted(query="vente*, plass, jobb", code=code))
    project.rounds.start(Wanted(look="passages", under=project.coding.codings()[0].code_id))
    scanned = project.corpus.add("Skannet", SCANNED)
    project.editing.clean(scanned, "scanned")
    project.structure.add(scanned, "Innledning", 0, 20)
    for coding in project.coding.codings()[:2]:  # One is changed by an edit, of the other nothing is left.
        length = coding.end - coding.start
        project.editing.edit(coding.document_id, coding.start, coding.start + min(4, length), "")
    project.memos.add("Se på dette igjen", title="Parkert", remind_at="2020-01-01")


def lay_out(folder: Path) -> list[str]:
    """Files of all kinds that can be taken in, and some that cannot; their names."""
    contents = {
        "Nytt intervju.txt": SCANNED,
        "Ødelagt.docx": "dette er ingen docx",
        "guide.md": GUIDE,
        "svar.csv": SURVEY,
        "tom.txt": "",
        "bok.yaml": next(iter(shipped_codebooks().values())).read_text("utf-8"),
    }
    for name, text in contents.items():
        (folder / name).write_text(text, "utf-8")
    return [*contents, "svar.csv", "svar.csv", "*.txt", ".", "finnes ikke.csv"]
