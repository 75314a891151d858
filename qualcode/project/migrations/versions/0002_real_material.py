"""Edits, sections, marks and guides; codings that may lose their words, memos on memos and with a reminder; drafts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from qualcode.project.schema import Guid

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_SPAN = "0 <= start_offset AND start_offset <= end_offset"
_SPAN_OR_LOST = "0 <= start_offset AND (start_offset < end_offset OR (start_offset = end_offset AND was IS NOT NULL))"


def upgrade() -> None:
    """Bring the schema to this revision."""
    _let_codings_lose_their_words()
    _let_memos_be_on_memos()
    _create_structure()
    _create_guides()
    for column in ("heading", "draft"):
        op.add_column("presence", sa.Column(column, sa.Text(), nullable=True))


def downgrade() -> None:
    """Projects are never taken back to an older schema: open the backup that was made before the update."""
    raise RuntimeError("open the backup instead")


def _let_codings_lose_their_words() -> None:
    with op.batch_alter_table("coding") as batch:
        batch.add_column(sa.Column("was", sa.Text(), nullable=True))
        batch.drop_constraint(op.f("ck_coding_span"), type_="check")
        batch.create_check_constraint(op.f("ck_coding_span"), _SPAN_OR_LOST)


def _let_memos_be_on_memos() -> None:
    with op.batch_alter_table("memo") as batch:
        batch.add_column(sa.Column("about_id", Guid(), nullable=True))
        batch.add_column(sa.Column("remind_at", sa.String(length=32), nullable=True))
        batch.create_foreign_key(
            "fk_memo_about_id_memo", "memo", ["about_id"], ["id"], initially="DEFERRED", deferrable=True
        )
        batch.create_index("ix_memo_about_id", ["about_id"])


def _create_structure() -> None:
    _create(
        "edit",
        [_link("document_id", "document")],
        *_span(),
        sa.Column("replacement", sa.Text(), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.CheckConstraint(_SPAN, name=op.f("ck_edit_span")),
        sa.CheckConstraint("status IN ('made', 'proposed', 'declined')", name=op.f("ck_edit_status")),
    )
    _create(
        "section",
        [_link("document_id", "document")],
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        *_span(),
        sa.Column("excluded", sa.Boolean(), nullable=False),
        sa.CheckConstraint(_SPAN, name=op.f("ck_section_span")),
    )
    _create(
        "mark",
        [_link("document_id", "document")],
        sa.Column("kind", sa.String(length=20), nullable=False),
        *_span(),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.CheckConstraint(_SPAN, name=op.f("ck_mark_span")),
    )


def _create_guides() -> None:
    op.create_table(
        "guide",
        sa.Column("id", Guid(), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("name_key", sa.String(length=400), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_guide"),
        sa.UniqueConstraint("name_key", name="uq_guide_name_key"),
    )
    _create(
        "question",
        [_link("guide_id", "guide"), _link("parent_id", "question", nullable=True)],
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('section', 'question', 'prompt')", name=op.f("ck_question_kind")),
    )
    _create(
        "asked",
        [_link("question_id", "question"), _link("document_id", "document")],
        *_span(),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.CheckConstraint(_SPAN, name=op.f("ck_asked_span")),
        sa.CheckConstraint("status IN ('proposed', 'confirmed', 'declined')", name=op.f("ck_asked_status")),
    )


def _create(table: str, links: list[tuple[str, str, bool]], *rest: sa.schema.SchemaItem) -> None:
    """A table with an id, indexed links to other tables, and the rest."""
    columns: list[sa.schema.SchemaItem] = [
        sa.Column(column, Guid(), nullable=nullable) for column, _, nullable in links
    ]
    keys = [
        sa.ForeignKeyConstraint(
            [column], [f"{target}.id"], name=f"fk_{table}_{column}_{target}", initially="DEFERRED", deferrable=True
        )
        for column, target, _ in links
    ]
    key = sa.PrimaryKeyConstraint("id", name=f"pk_{table}")
    op.create_table(table, sa.Column("id", Guid(), nullable=False), *columns, *rest, *keys, key)
    for column, _, _ in links:
        op.create_index(f"ix_{table}_{column}", table, [column])


def _link(column: str, target: str, *, nullable: bool = False) -> tuple[str, str, bool]:
    return column, target, nullable


def _span() -> tuple[sa.Column[int], sa.Column[int]]:
    return (
        sa.Column("start_offset", sa.Integer(), nullable=False),
        sa.Column("end_offset", sa.Integer(), nullable=False),
    )
