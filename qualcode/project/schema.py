"""The tables, as typed SQLAlchemy models: one set for SQLite and PostgreSQL.

They are used as a schema and for typed Core queries, never as live objects: rows leave this package as records. Every
value is JSON-native (identifiers and time stamps are text), so that the action log can hold any row as it is. Codings,
turns and segments carry their own span: two coders who mark the same words share nothing that an undo could break.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Guid(TypeDecorator[str]):
    """A UUID as lower-case text in Python; native in PostgreSQL, 36 characters in SQLite, converted in neither."""

    impl = String(36)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """PostgreSQL's own type where there is one."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(Uuid(as_uuid=False))
        return dialect.type_descriptor(String(36))


class Json(TypeDecorator[Any]):
    """Lists and dictionaries: JSONB in PostgreSQL, whose dialect is imported only there since that takes a while."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """PostgreSQL's own type where there is one."""
        if dialect.name == "postgresql":
            from sqlalchemy.dialects.postgresql import JSONB

            return dialect.type_descriptor(JSONB(none_as_null=True))
        return dialect.type_descriptor(JSON(none_as_null=True))


# Columns that came after the first schema: rows that do not use them keep the fingerprint they had.
LATER = {"later": True}

Id = Annotated[str, mapped_column(Guid, primary_key=True)]
Stamp = Annotated[str, mapped_column(String(32))]
Name = Annotated[str, mapped_column(String(400))]
Prose = Annotated[str, mapped_column(Text, default="", server_default="")]


def link(column: str, *, nullable: bool = False, index: bool = True, info: dict[Any, Any] | None = None) -> Any:
    """A foreign key checked when the act is stored, so that rows may come in any order within it."""
    reference = ForeignKey(column, deferrable=True, initially="DEFERRED")
    return mapped_column(Guid, reference, nullable=nullable, index=index, info=info or {})


class Base(DeclarativeBase):
    """All tables; constraint names follow one convention so that migrations can find them."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {dict[str, Any]: Json, list[str]: Json}


class ProjectRow(Base):
    """The project; one row."""

    __tablename__ = "project"
    id: Mapped[Id]
    name: Mapped[Name]
    language: Mapped[str] = mapped_column(String(8))
    created_at: Mapped[Stamp]
    settings: Mapped[dict[str, Any]]


class CoderRow(Base):
    """A person who codes."""

    __tablename__ = "coder"
    id: Mapped[Id]
    name: Mapped[Name]
    name_key: Mapped[Name] = mapped_column(unique=True)


class DocumentRow(Base):
    """A source text: `text` as coded, `raw` as extracted when that differs, `sha256` of the text's UTF-8."""

    __tablename__ = "document"
    id: Mapped[Id]
    name: Mapped[Name]
    name_key: Mapped[Name] = mapped_column(unique=True)
    position: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(40))
    fidelity: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(8))
    source: Mapped[Name]
    imported_at: Mapped[Stamp]
    encoding: Mapped[str] = mapped_column(String(40))
    notices: Mapped[list[str]]
    sha256: Mapped[str] = mapped_column(String(64))
    characters: Mapped[int] = mapped_column(Integer)
    words: Mapped[int] = mapped_column(Integer)
    turn_pattern: Mapped[str] = mapped_column(Text, default="auto")
    # Last, so that SQLite need not read through whole texts to reach the columns after them.
    text: Mapped[str] = mapped_column(Text)
    raw: Mapped[str | None] = mapped_column(Text)


class SpeakerRow(Base):
    """A speaker label in a document."""

    __tablename__ = "speaker"
    id: Mapped[Id]
    document_id: Mapped[str] = link("document.id")
    label: Mapped[Name]
    role: Mapped[str] = mapped_column(String(20))
    case_id: Mapped[str | None] = link("case.id", nullable=True)
    __table_args__ = (UniqueConstraint("document_id", "label"),)


class TurnRow(Base):
    """An utterance; `number` counts from 1 within its document."""

    __tablename__ = "turn"
    id: Mapped[Id]
    document_id: Mapped[str] = link("document.id", index=False)
    speaker_id: Mapped[str | None] = link("speaker.id", nullable=True)
    number: Mapped[int] = mapped_column(Integer)
    timestamp: Mapped[str | None] = mapped_column(String(40))
    start_offset: Mapped[int] = mapped_column(Integer)
    end_offset: Mapped[int] = mapped_column(Integer)
    __table_args__ = (
        UniqueConstraint("document_id", "number"),
        CheckConstraint("0 <= start_offset AND start_offset <= end_offset", name="span"),
    )


class EditRow(Base):
    """A change between the text as extracted and the text as coded: a span of the former and what replaces it.

    Only those with the status `made` count; `proposed` ones wait for a person and `declined` ones are remembered. Edits
    with the same `place` are made and taken back together; `rank` orders those that insert at one offset.
    """

    __tablename__ = "edit"
    id: Mapped[Id]
    document_id: Mapped[str] = link("document.id")
    start_offset: Mapped[int] = mapped_column(Integer)
    end_offset: Mapped[int] = mapped_column(Integer)
    replacement: Mapped[str] = mapped_column(Text)
    rule: Mapped[str] = mapped_column(String(40))
    confidence: Mapped[float]
    status: Mapped[str] = mapped_column(String(12))
    place: Mapped[int] = mapped_column(Integer)
    rank: Mapped[int] = mapped_column(Integer)
    __table_args__ = (
        CheckConstraint("0 <= start_offset AND start_offset <= end_offset", name="span"),
        CheckConstraint("status IN ('made', 'proposed', 'declined')", name="status"),
    )


class SectionRow(Base):
    """A part of a text under a heading; one that is `excluded` is not to be coded and counts nowhere."""

    __tablename__ = "section"
    id: Mapped[Id]
    document_id: Mapped[str] = link("document.id")
    title: Mapped[str] = mapped_column(Text)
    level: Mapped[int] = mapped_column(Integer)
    start_offset: Mapped[int] = mapped_column(Integer)
    end_offset: Mapped[int] = mapped_column(Integer)
    excluded: Mapped[bool] = mapped_column(Boolean)
    __table_args__ = (CheckConstraint("0 <= start_offset AND start_offset <= end_offset", name="span"),)


class MarkRow(Base):
    """A piece of structure that the source had: italics, a list item, a table cell, a footnote and its anchor."""

    __tablename__ = "mark"
    id: Mapped[Id]
    document_id: Mapped[str] = link("document.id")
    kind: Mapped[str] = mapped_column(String(20))
    start_offset: Mapped[int] = mapped_column(Integer)
    end_offset: Mapped[int] = mapped_column(Integer)
    detail: Mapped[str] = mapped_column(Text)
    __table_args__ = (CheckConstraint("0 <= start_offset AND start_offset <= end_offset", name="span"),)


class GuideRow(Base):
    """An interview guide."""

    __tablename__ = "guide"
    id: Mapped[Id]
    name: Mapped[Name]
    name_key: Mapped[Name] = mapped_column(unique=True)
    position: Mapped[int] = mapped_column(Integer)


class QuestionRow(Base):
    """A line of a guide: a section, a question in it, or a prompt below a question; `position` orders the guide."""

    __tablename__ = "question"
    id: Mapped[Id]
    guide_id: Mapped[str] = link("guide.id")
    parent_id: Mapped[str | None] = link("question.id", nullable=True)
    kind: Mapped[str] = mapped_column(String(20))
    number: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    position: Mapped[int] = mapped_column(Integer)
    __table_args__ = (CheckConstraint("kind IN ('section', 'question', 'prompt')", name="kind"),)


class AskedRow(Base):
    """Where in a document a question of the guide is asked: the span of the interviewer's words."""

    __tablename__ = "asked"
    id: Mapped[Id]
    question_id: Mapped[str] = link("question.id")
    document_id: Mapped[str] = link("document.id")
    start_offset: Mapped[int] = mapped_column(Integer)
    end_offset: Mapped[int] = mapped_column(Integer)
    confidence: Mapped[float]
    status: Mapped[str] = mapped_column(String(12))
    __table_args__ = (
        CheckConstraint("0 <= start_offset AND start_offset <= end_offset", name="span"),
        CheckConstraint("status IN ('proposed', 'confirmed', 'declined')", name="status"),
    )


class CaseRow(Base):
    """A person, office or event; cases form a tree."""

    __tablename__ = "case"
    id: Mapped[Id]
    name: Mapped[Name]
    name_key: Mapped[Name] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    parent_id: Mapped[str | None] = link("case.id", nullable=True)
    description: Mapped[Prose]


class AttributeRow(Base):
    """A typed property of cases or documents."""

    __tablename__ = "attribute"
    id: Mapped[Id]
    name: Mapped[Name]
    name_key: Mapped[Name]
    applies_to: Mapped[str] = mapped_column(String(20))
    type: Mapped[str] = mapped_column(String(20))
    choices: Mapped[list[str]]
    export_rule: Mapped[str] = mapped_column(String(20))
    position: Mapped[int] = mapped_column(Integer)
    __table_args__ = (
        UniqueConstraint("applies_to", "name_key"),
        CheckConstraint("applies_to IN ('case', 'document')", name="applies_to"),
    )


class AttributeValueRow(Base):
    """The value of an attribute for one case or one document."""

    __tablename__ = "attribute_value"
    id: Mapped[Id]
    attribute_id: Mapped[str] = link("attribute.id")
    case_id: Mapped[str | None] = link("case.id", nullable=True)
    document_id: Mapped[str | None] = link("document.id", nullable=True)
    value: Mapped[str] = mapped_column(Text)
    __table_args__ = (
        UniqueConstraint("attribute_id", "case_id"),
        UniqueConstraint("attribute_id", "document_id"),
        CheckConstraint("(case_id IS NULL) <> (document_id IS NULL)", name="one_owner"),
    )


class CodebookRow(Base):
    """One tree of codes."""

    __tablename__ = "codebook"
    id: Mapped[Id]
    name: Mapped[Name]
    name_key: Mapped[Name] = mapped_column(unique=True)
    language: Mapped[str] = mapped_column(String(8))
    description: Mapped[Prose]
    position: Mapped[int] = mapped_column(Integer)


class CodeRow(Base):
    """A code; `sibling_key` is its parent and folded name, so that siblings never share a name."""

    __tablename__ = "code"
    id: Mapped[Id]
    codebook_id: Mapped[str] = link("codebook.id")
    parent_id: Mapped[str | None] = link("code.id", nullable=True)
    name: Mapped[Name]
    sibling_key: Mapped[str] = mapped_column(String(450))
    position: Mapped[float]
    level: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(20))
    definition: Mapped[Prose]
    include: Mapped[Prose]
    exclude: Mapped[Prose]
    example: Mapped[Prose]
    color: Mapped[str] = mapped_column(String(7))
    aliases: Mapped[list[str]]
    phrases: Mapped[list[str]]
    literature: Mapped[list[str]]
    labels: Mapped[dict[str, Any]]
    scale: Mapped[list[str]]
    in_vivo: Mapped[bool] = mapped_column(Boolean)
    pin: Mapped[int | None] = mapped_column(Integer)
    __table_args__ = (
        UniqueConstraint("codebook_id", "sibling_key"),
        CheckConstraint("level IN ('code', 'category', 'theme')", name="level"),
        CheckConstraint("status IN ('candidate', 'active', 'parked', 'retired')", name="status"),
    )


class CodingRow(Base):
    """A code on a span of a document, by a coder."""

    __tablename__ = "coding"
    id: Mapped[Id]
    document_id: Mapped[str] = link("document.id", index=False)
    start_offset: Mapped[int] = mapped_column(Integer)
    end_offset: Mapped[int] = mapped_column(Integer)
    code_id: Mapped[str] = link("code.id")
    coder_id: Mapped[str] = link("coder.id")
    created_at: Mapped[Stamp]
    value: Mapped[str | None] = mapped_column(Text)
    key_quote: Mapped[bool] = mapped_column(Boolean)
    # The words it was put on, kept from the edit that changed or took them until a person has looked at it.
    was: Mapped[str | None] = mapped_column(Text, info=LATER)
    __table_args__ = (
        Index(None, "document_id", "start_offset"),
        CheckConstraint(
            "0 <= start_offset AND (start_offset < end_offset OR (start_offset = end_offset AND was IS NOT NULL))",
            name="span",
        ),
    )


class SegmentRow(Base):
    """A marked passage that carries no code of its own: what a memo, and later a claim, points at."""

    __tablename__ = "segment"
    id: Mapped[Id]
    document_id: Mapped[str] = link("document.id")
    start_offset: Mapped[int] = mapped_column(Integer)
    end_offset: Mapped[int] = mapped_column(Integer)
    __table_args__ = (CheckConstraint("0 <= start_offset AND start_offset <= end_offset", name="span"),)


class MemoRow(Base):
    """A dated text on one thing, or on the project when no link is set."""

    __tablename__ = "memo"
    id: Mapped[Id]
    coder_id: Mapped[str] = link("coder.id")
    created_at: Mapped[Stamp]
    changed_at: Mapped[Stamp]
    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[Name]
    text: Mapped[str] = mapped_column(Text)
    document_id: Mapped[str | None] = link("document.id", nullable=True)
    segment_id: Mapped[str | None] = link("segment.id", nullable=True)
    code_id: Mapped[str | None] = link("code.id", nullable=True)
    coding_id: Mapped[str | None] = link("coding.id", nullable=True)
    case_id: Mapped[str | None] = link("case.id", nullable=True)
    about_id: Mapped[str | None] = link("memo.id", nullable=True, info=LATER)
    # When a parked idea is to come back, as a date.
    remind_at: Mapped[str | None] = mapped_column(String(32), info=LATER)


class ActionRow(Base):
    """The action log: one row an act, numbered in the order in which they were stored."""

    __tablename__ = "action"
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    at: Mapped[Stamp]
    coder: Mapped[Name]
    label: Mapped[str] = mapped_column(Text)
    undoes: Mapped[int | None] = mapped_column(ForeignKey("action.id"), index=True)


class ChangeRow(Base):
    """What an act did to one table: one row with `row_id`, or a set of rows packed in `image`."""

    __tablename__ = "change"
    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), index=True)
    table_name: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(10))
    row_id: Mapped[str | None] = mapped_column(Guid, index=True)
    before: Mapped[dict[str, Any] | None] = mapped_column(Json)
    after: Mapped[dict[str, Any] | None] = mapped_column(Json)
    image: Mapped[bytes | None] = mapped_column(LargeBinary)
    __table_args__ = (CheckConstraint("kind IN ('insert', 'update', 'delete')", name="kind"),)


class PresenceRow(Base):
    """Who has the project open in a workbench right now, and what is being written there; not part of the log."""

    __tablename__ = "presence"
    id: Mapped[Id]
    coder: Mapped[Name]
    host: Mapped[Name]
    pid: Mapped[int] = mapped_column(Integer)
    since: Mapped[Stamp]
    heading: Mapped[str | None] = mapped_column(Text, info=LATER)
    draft: Mapped[str | None] = mapped_column(Text, info=LATER)


LOGGED_TABLES = frozenset(Base.metadata.tables) - {"action", "change", "presence"}
