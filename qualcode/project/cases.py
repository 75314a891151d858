"""`project.cases`: the persons, offices and events behind the texts, and what is known about them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from math import isfinite
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import func, or_, select

from qualcode.errors import Conflict, InvalidInput, NotFound
from qualcode.project.history import Action
from qualcode.project.memo_rows import delete_memos
from qualcode.project.naming import checked_name, choose, name_key
from qualcode.project.records import ATTRIBUTE_TYPES, EXPORT_RULES, Attribute, Case, Document, Speaker
from qualcode.project.schema import AttributeRow, AttributeValueRow, CaseRow, MemoRow, SpeakerRow
from qualcode.wording import tr

if TYPE_CHECKING:
    from qualcode.project.project import Project

YES_NO = ("yes", "no")


class Cases:
    """The cases of a project and the attributes of cases and documents."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def cases(self) -> list[Case]:
        """All cases by name, each with its attribute values."""
        values: dict[str, dict[str, str]] = {}
        query = (
            select(AttributeValueRow.case_id, AttributeRow.name, AttributeValueRow.value)
            .join(AttributeRow, AttributeRow.id == AttributeValueRow.attribute_id)
            .where(AttributeValueRow.case_id.is_not(None))
            .order_by(AttributeRow.position)
        )
        columns = (CaseRow.id, CaseRow.name, CaseRow.kind, CaseRow.parent_id, CaseRow.description)
        with self._project.read() as connection:
            for case_id, name, value in connection.execute(query):
                values.setdefault(str(case_id), {})[name] = value
            rows = connection.execute(select(*columns).order_by(CaseRow.name_key)).all()
        return [Case(*row, values.get(row.id, {})) for row in rows]

    def case(self, reference: str | Case) -> Case:
        """One case by name or id."""
        if isinstance(reference, Case):
            return reference
        return choose(reference, self.cases(), "case", lambda c: (c.name,), lambda c: (c.id,))

    def add(
        self,
        name: str,
        *,
        kind: str = "person",
        parent: str | Case | None = None,
        description: str = "",
        attributes: Mapping[str, str] | None = None,
    ) -> Case:
        """A new case with what is known about it; the attributes must be defined."""
        clean = checked_name(name, "case")
        if any(name_key(case.name) == name_key(clean) for case in self.cases()):
            raise Conflict("there is a case «{name}» already", name=clean)
        above = self.case(parent) if parent is not None else None
        with self._project.action(self._project.say("New case: {name}", name=clean)) as act:
            row = {"id": str(uuid4()), "name": clean, "name_key": name_key(clean), "kind": kind}
            act.insert(CaseRow, [{**row, "parent_id": above.id if above else None, "description": description}])
            for attribute, value in (attributes or {}).items():
                self._set_value(act, self.attribute(attribute, "case"), value, case_id=row["id"])
        return self.case(row["id"])

    def link(self, label: str, name: str | None, *, documents: Collection[str] = ()) -> list[Speaker]:
        """Say which person a label stands for, in some documents (by id) or wherever it is used; a new one is noted.

        Where `name` is None it stands for nobody that is known.
        """
        wanted = name_key(label)
        there = [each for each in self._project.corpus.speakers() if not documents or each.document_id in documents]
        found = [each for each in there if name_key(each.label) == wanted]
        if not found:
            raise NotFound("nobody is called «{label}» here", "see: qualcode speakers", label=label)
        with self._project.action(self._project.say("{label} is {case}", label=label, case=name or "–")):
            if name is not None and name_key(name) not in {name_key(each.name) for each in self.cases()}:
                self.add(name)
            for speaker in found:
                self._project.corpus.link_speaker(speaker.id, name)
        return found

    def update(self, reference: str | Case, *, name: str | None = None, description: str | None = None) -> Case:
        """Rename or describe a case."""
        case = self.case(reference)
        clean = checked_name(name or case.name, "case")
        if name_key(clean) != name_key(case.name) and any(name_key(c.name) == name_key(clean) for c in self.cases()):
            raise Conflict("there is a case «{name}» already", name=clean)
        with self._project.action(self._project.say("Changed the case {name}", name=clean)) as act:
            text = case.description if description is None else description
            act.update(CaseRow, case.id, name=clean, name_key=name_key(clean), description=text)
        return self.case(case.id)

    def remove(self, reference: str | Case) -> None:
        """Take a case out with its values and memos; its speakers are no longer linked, cases below it move up."""
        case = self.case(reference)
        with self._project.action(self._project.say("Removed the case {name}", name=case.name)) as act:
            delete_memos(act, act.connection.execute(select(MemoRow.id).where(MemoRow.case_id == case.id)).scalars())
            values = select(AttributeValueRow.id).where(AttributeValueRow.case_id == case.id)
            act.delete(AttributeValueRow, act.connection.execute(values).scalars().all())
            speakers = act.connection.execute(select(SpeakerRow.id).where(SpeakerRow.case_id == case.id)).scalars()
            act.update_many(SpeakerRow, {key: {"case_id": None} for key in speakers})
            below = act.connection.execute(select(CaseRow.id).where(CaseRow.parent_id == case.id)).scalars()
            act.update_many(CaseRow, {key: {"parent_id": case.parent_id} for key in below})
            act.delete(CaseRow, [case.id])

    def attributes(self, applies_to: str | None = None) -> list[Attribute]:
        """The attributes in their order."""
        columns = (AttributeRow.id, AttributeRow.name, AttributeRow.applies_to, AttributeRow.type, AttributeRow.choices,
                   AttributeRow.export_rule)  # fmt: skip
        with self._project.read() as connection:
            rows = connection.execute(select(*columns).order_by(AttributeRow.position)).all()
        found = [Attribute(r.id, r.name, r.applies_to, r.type, tuple(r.choices), r.export_rule) for r in rows]
        return [attribute for attribute in found if applies_to in (None, attribute.applies_to)]

    def attribute(self, reference: str | Attribute, applies_to: str | None = None) -> Attribute:
        """One attribute by name or id; of two with one name, that of cases or that of documents."""
        if isinstance(reference, Attribute):
            return reference
        known = self.attributes()
        own = [a for a in known if a.applies_to == applies_to and name_key(a.name) == name_key(reference)]
        return choose(reference, own or known, "attribute", lambda a: (a.name,), lambda a: (a.id,))

    def define_attribute(
        self,
        name: str,
        *,
        applies_to: str = "case",
        type: str = "text",
        choices: tuple[str, ...] = (),
        export_rule: str = "show",
    ) -> Attribute:
        """A new attribute of cases or documents."""
        clean = checked_name(name, "attribute")
        for value, allowed in (
            (applies_to, ("case", "document")),
            (type, ATTRIBUTE_TYPES),
            (export_rule, EXPORT_RULES),
        ):
            if value not in allowed:
                raise InvalidInput(
                    "«{value}» is not possible for an attribute", "choose one of: {choices}",
                    value=value, choices=", ".join(allowed),
                )  # fmt: skip
        if any(name_key(a.name) == name_key(clean) for a in self.attributes(applies_to)):
            raise Conflict("there is an attribute «{name}» already", name=clean)
        with self._project.action(self._project.say("New attribute: {name}", name=clean)) as act:
            last = act.connection.execute(select(func.max(AttributeRow.position))).scalar() or 0
            row = {
                "id": str(uuid4()),
                "name": clean,
                "name_key": name_key(clean),
                "applies_to": applies_to,
                "type": type,
            }
            act.insert(
                AttributeRow, [{**row, "choices": list(choices), "export_rule": export_rule, "position": last + 1}]
            )
        return self.attribute(row["id"])

    def set_attribute(self, case: str | Case, name: str, value: str) -> None:
        """Say what holds for a case; an empty value takes it away."""
        found, attribute = self.case(case), self.attribute(name, "case")
        label = self._project.say("{name}: {attribute} = {value}", name=found.name, attribute=name, value=value)
        with self._project.action(label) as act:
            self._set_value(act, attribute, value, case_id=found.id)

    def set_document_attribute(self, document: str | Document, name: str, value: str) -> None:
        """Say what holds for a document; an empty value takes it away."""
        found, attribute = self._project.corpus.document(document), self.attribute(name, "document")
        label = self._project.say("{name}: {attribute} = {value}", name=found.name, attribute=name, value=value)
        with self._project.action(label) as act:
            self._set_value(act, attribute, value, document_id=found.id)

    def document_attributes(self, document: str | Document) -> dict[str, str]:
        """What holds for a document, by the name of the attribute."""
        found = self._project.corpus.document(document).id
        values = {attribute.name: self.document_values(attribute) for attribute in self.attributes("document")}
        return {name: held[found] for name, held in values.items() if found in held}

    def document_values(self, attribute: Attribute) -> dict[str, str]:
        """The value of an attribute for each document that has one, by document id."""
        query = select(AttributeValueRow.document_id, AttributeValueRow.value).where(
            AttributeValueRow.attribute_id == attribute.id, AttributeValueRow.document_id.is_not(None)
        )
        with self._project.read() as connection:
            return {str(row.document_id): row.value for row in connection.execute(query)}

    def _set_value(self, act: Action, attribute: Attribute, value: str, **owner: str) -> None:
        """Write a value for the one owner given as case_id or document_id."""
        if ("case_id" in owner) != (attribute.applies_to == "case"):
            message = "«{name}» is an attribute of {owners}"
            raise InvalidInput(message, name=attribute.name, owners=tr(f"{attribute.applies_to}s"))
        key = or_(*(getattr(AttributeValueRow, column) == row_id for column, row_id in owner.items()))
        query = select(AttributeValueRow.id).where(AttributeValueRow.attribute_id == attribute.id, key)
        known, value = act.connection.execute(query).scalar(), value.strip()
        if known is not None and value:
            act.update(AttributeValueRow, known, value=checked_value(attribute, value))
        elif value:
            row: dict[str, Any] = {"id": str(uuid4()), "attribute_id": attribute.id, **owner}
            act.insert(AttributeValueRow, [{**row, "value": checked_value(attribute, value)}])
        elif known is not None:
            act.delete(AttributeValueRow, [known])


def _plain_number(text: str) -> str:
    number = float(text.replace(",", "."))
    if not isfinite(number):
        raise ValueError(text)
    return f"{number:.15g}"


def checked_value(attribute: Attribute, value: str) -> str:
    """A value as its attribute's type writes it; raises InvalidInput where it is not one."""
    text = " ".join(str(value).split())
    try:
        if attribute.type == "integer":
            return str(int(text))
        if attribute.type == "number":
            return _plain_number(text)
        if attribute.type == "date":
            return date.fromisoformat(text).isoformat()
    except ValueError:
        raise InvalidInput(
            "«{value}» is not a value for {attribute}", "its values are of the type {type}",
            value=text, attribute=attribute.name, type=attribute.type,
        ) from None  # fmt: skip
    if attribute.type == "yes/no":
        text = {"ja": "yes", "nei": "no"}.get(text.casefold(), text)
    allowed = YES_NO if attribute.type == "yes/no" else attribute.choices if attribute.type == "ordered list" else ()
    if allowed and text not in allowed:
        raise InvalidInput(
            "«{value}» is not a value for {attribute}", "choose one of: {choices}",
            value=text, attribute=attribute.name, choices=", ".join(allowed),
        )  # fmt: skip
    return text
