"""Which persons the labels of speakers stand for: chosen while it is confirmed who speaks, and kept with that."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qualcode.project.naming import name_key
from qualcode.project.project import Project
from qualcode.project.records import Document
from qualcode.tui.dialogs import AskText, Choose, Confirm
from qualcode.tui.words import tr, trn

if TYPE_CHECKING:
    from textual.app import App

    from qualcode.tui.widgets.speakers import Label

NEW, NOBODY = "new", "nobody"


class Persons:
    """The links that a person chooses for the labels of one document; `store` keeps them, in the act that is open."""

    def __init__(self, app: App[None], project: Project, document: Document) -> None:
        self._app, self._project, self._document = app, project, document
        self._speakers = project.corpus.speakers()
        # For each label the name chosen, empty for nobody, and whether that holds in all documents.
        self._chosen: dict[str, tuple[str, bool]] = {}

    @property
    def known(self) -> dict[str, str]:
        """Whom the labels of the document stand for now."""
        here = (speaker for speaker in self._speakers if speaker.document_id == self._document.id)
        return {speaker.label: speaker.case for speaker in here if speaker.case}

    @property
    def is_changed(self) -> bool:
        """Whether there is something to keep."""
        return bool(self._chosen)

    def ask(self, label: Label, then: Callable[[str], None]) -> None:
        """Choose one of the persons there are or write a new one; `then` hears the name, empty for nobody."""
        cases = {case.id: case.name for case in self._project.cases.cases()}
        written = {key: name for name, _ in self._chosen.values() if name for key in [f"written {name}"]}
        known = {name_key(name) for name in cases.values()}
        names = {**cases, **{key: name for key, name in written.items() if name_key(name) not in known}}
        lines = [(NEW, tr("a new person …")), *names.items()]
        lines += [(NOBODY, tr("nobody in particular"))] if label.person else []

        def named(name: str | None) -> None:
            if name is not None:
                self._ask_where(label.label, name, then)

        def chosen(key: str | None) -> None:
            if key == NEW:
                self._app.push_screen(AskText(tr("What is the person called?"), label.label), named)
            elif key is not None:
                named(names.get(key, ""))

        here = next((key for key, name in names.items() if name == label.person), "")
        title = tr("Which person is «{label}»?", label=label.label)
        self._app.push_screen(Choose(title, lines, chosen=here), chosen)

    def _ask_where(self, label: str, name: str, then: Callable[[str], None]) -> None:
        """The same label in other documents may be the same person."""
        elsewhere = [
            speaker
            for speaker in self._speakers
            if name_key(speaker.label) == name_key(label)
            and speaker.document_id != self._document.id
            and name_key(speaker.case or "") != name_key(name)
        ]

        def answered(everywhere: bool | None) -> None:
            self._chosen[label] = (name, bool(everywhere))
            then(name)

        if not elsewhere:
            answered(False)
            return
        named = tr(
            "Is «{label}» {person} in other documents too?", label=label, person=name or tr("nobody in particular")
        )
        documents = trn("{n} other document has the label", "{n} other documents have the label", len(elsewhere))
        others = sorted({speaker.case for speaker in elsewhere if speaker.case})
        now = tr("There it stands for: {names}", names=", ".join(others)) if others else ""
        self._app.push_screen(Confirm(named, ". ".join(filter(None, (documents, now))) + "."), answered)

    def store(self) -> None:
        """Keep what was chosen for labels that are speakers."""
        labels = {speaker.label for speaker in self._project.corpus.speakers(self._document)}
        for label, (name, everywhere) in self._chosen.items():
            if label in labels:
                self._project.cases.link(label, name or None, documents=() if everywhere else (self._document.id,))
