"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from qualcode.project.schema import Guid, Json

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    _create_log()
    _create_project()
    _create_cases()
    _create_documents()
    _create_codebooks()
    _create_codings()


def downgrade() -> None:
    """Projects are never taken back to an older schema: open the backup that was made before the update."""
    raise RuntimeError("open the backup instead")


def _create_log() -> None:
    op.create_table(
        "action",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("coder", sa.String(length=400), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["undoes"], ["action.id"], name="fk_action_undoes_action"),
        sa.PrimaryKeyConstraint("id", name="pk_action"),
    )
    op.create_index("ix_action_undoes", "action", ["undoes"])
    op.create_table(
        "change",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("row_id", Guid(), nullable=True),
        sa.Column("before", Json(), nullable=True),
        sa.Column("after", Json(), nullable=True),
        sa.Column("image", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("kind IN ('insert', 'update', 'delete')", name=op.f("ck_change_kind")),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name="fk_change_action_id_action"),
        sa.PrimaryKeyConstraint("id", name="pk_change"),
    )
    op.create_index("ix_change_action_id", "change", ["action_id"])
    op.create_index("ix_change_row_id", "change", ["row_id"])
    op.create_table(
        "presence",
        sa.Column("id", Guid(), nullable=False),
        sa.Column("coder", sa.String(length=400), nullable=False),
        sa.Column("host", sa.String(length=400), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("since", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_presence"),
    )


def _create_project() -> None:
    op.create_table(
        "project",
        sa.Column("id", Guid(), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("created_at", sa.String(length=32), nullable=False),
        sa.Column("settings", Json(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_project"),
    )
    op.create_table(
        "coder",
        sa.Column("id", Guid(), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("name_key", sa.String(length=400), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_coder"),
        sa.UniqueConstraint("name_key", name="uq_coder_name_key"),
    )


def _create_cases() -> None:
    op.create_table(
        "case",
        sa.Column("id", Guid(), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("name_key", sa.String(length=400), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("parent_id", Guid(), nullable=True),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["case.id"], name="fk_case_parent_id_case", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name="pk_case"),
        sa.UniqueConstraint("name_key", name="uq_case_name_key"),
    )
    op.create_index("ix_case_parent_id", "case", ["parent_id"])
    op.create_table(
        "attribute",
        sa.Column("id", Guid(), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("name_key", sa.String(length=400), nullable=False),
        sa.Column("applies_to", sa.String(length=20), nullable=False),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("choices", Json(), nullable=False),
        sa.Column("export_rule", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("applies_to IN ('case', 'document')", name=op.f("ck_attribute_applies_to")),
        sa.PrimaryKeyConstraint("id", name="pk_attribute"),
        sa.UniqueConstraint("applies_to", "name_key", name="uq_attribute_applies_to_name_key"),
    )


def _create_documents() -> None:
    op.create_table(
        "document",
        sa.Column("id", Guid(), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("name_key", sa.String(length=400), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("fidelity", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.Column("imported_at", sa.String(length=32), nullable=False),
        sa.Column("encoding", sa.String(length=40), nullable=False),
        sa.Column("notices", Json(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("characters", sa.Integer(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("turn_pattern", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_document"),
        sa.UniqueConstraint("name_key", name="uq_document_name_key"),
    )
    op.create_table(
        "speaker",
        sa.Column("id", Guid(), nullable=False),
        sa.Column("document_id", Guid(), nullable=False),
        sa.Column("label", sa.String(length=400), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("case_id", Guid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name="fk_speaker_case_id_case", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name="fk_speaker_document_id_document",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_speaker"),
        sa.UniqueConstraint("document_id", "label", name="uq_speaker_document_id_label"),
    )
    op.create_index("ix_speaker_case_id", "speaker", ["case_id"])
    op.create_index("ix_speaker_document_id", "speaker", ["document_id"])
    op.create_table(
        "turn",
        sa.Column("id", Guid(), nullable=False),
        sa.Column("document_id", Guid(), nullable=False),
        sa.Column("speaker_id", Guid(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("timestamp", sa.String(length=40), nullable=True),
        sa.Column("start_offset", sa.Integer(), nullable=False),
        sa.Column("end_offset", sa.Integer(), nullable=False),
        sa.CheckConstraint("0 <= start_offset AND start_offset <= end_offset", name=op.f("ck_turn_span")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name="fk_turn_document_id_document", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["speaker_id"], ["speaker.id"], name="fk_turn_speaker_id_speaker", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name="pk_turn"),
        sa.UniqueConstraint("document_id", "number", name="uq_turn_document_id_number"),
    )
    op.create_index("ix_turn_speaker_id", "turn", ["speaker_id"])
    op.create_table(
        "segment",
        sa.Column("id", Guid(), nullable=False),
        sa.Column("document_id", Guid(), nullable=False),
        sa.Column("start_offset", sa.Integer(), nullable=False),
        sa.Column("end_offset", sa.Integer(), nullable=False),
        sa.CheckConstraint("0 <= start_offset AND start_offset <= end_offset", name=op.f("ck_segment_span")),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name="fk_segment_document_id_document",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_segment"),
    )
    op.create_index("ix_segment_document_id", "segment", ["document_id"])
    op.create_table(
        "attribute_value",
        sa.Column("id", Guid(), nullable=False),
        sa.Column("attribute_id", Guid(), nullable=False),
        sa.Column("case_id", Guid(), nullable=True),
        sa.Column("document_id", Guid(), nullable=True),
        sa.Column("value", sa.Text(), nullable=False),
        sa.CheckConstraint("(case_id IS NULL) <> (document_id IS NULL)", name=op.f("ck_attribute_value_one_owner")),
        sa.ForeignKeyConstraint(
            ["attribute_id"],
            ["attribute.id"],
            name="fk_attribute_value_attribute_id_attribute",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name="fk_attribute_value_case_id_case", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name="fk_attribute_value_document_id_document",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_attribute_value"),
        sa.UniqueConstraint("attribute_id", "case_id", name="uq_attribute_value_attribute_id_case_id"),
        sa.UniqueConstraint("attribute_id", "document_id", name="uq_attribute_value_attribute_id_document_id"),
    )
    op.create_index("ix_attribute_value_attribute_id", "attribute_value", ["attribute_id"])
    op.create_index("ix_attribute_value_case_id", "attribute_value", ["case_id"])
    op.create_index("ix_attribute_value_document_id", "attribute_value", ["document_id"])


def _create_codebooks() -> None:
    op.create_table(
        "codebook",
        sa.Column("id", Guid(), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("name_key", sa.String(length=400), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_codebook"),
        sa.UniqueConstraint("name_key", name="uq_codebook_name_key"),
    )
    op.create_table(
        "code",
        sa.Column("id", Guid(), nullable=False),
        sa.Column("codebook_id", Guid(), nullable=False),
        sa.Column("parent_id", Guid(), nullable=True),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("sibling_key", sa.String(length=450), nullable=False),
        sa.Column("position", sa.Double(), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("definition", sa.Text(), server_default="", nullable=False),
        sa.Column("include", sa.Text(), server_default="", nullable=False),
        sa.Column("exclude", sa.Text(), server_default="", nullable=False),
        sa.Column("example", sa.Text(), server_default="", nullable=False),
        sa.Column("color", sa.String(length=7), nullable=False),
        sa.Column("aliases", Json(), nullable=False),
        sa.Column("phrases", Json(), nullable=False),
        sa.Column("literature", Json(), nullable=False),
        sa.Column("labels", Json(), nullable=False),
        sa.Column("scale", Json(), nullable=False),
        sa.Column("in_vivo", sa.Boolean(), nullable=False),
        sa.Column("pin", sa.Integer(), nullable=True),
        sa.CheckConstraint("level IN ('code', 'category', 'theme')", name=op.f("ck_code_level")),
        sa.CheckConstraint("status IN ('candidate', 'active', 'parked', 'retired')", name=op.f("ck_code_status")),
        sa.ForeignKeyConstraint(
            ["codebook_id"], ["codebook.id"], name="fk_code_codebook_id_codebook", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["code.id"], name="fk_code_parent_id_code", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name="pk_code"),
        sa.UniqueConstraint("codebook_id", "sibling_key", name="uq_code_codebook_id_sibling_key"),
    )
    op.create_index("ix_code_codebook_id", "code", ["codebook_id"])
    op.create_index("ix_code_parent_id", "code", ["parent_id"])


def _create_codings() -> None:
    op.create_table(
        "coding",
        sa.Column("id", Guid(), nullable=False),
        sa.Column("document_id", Guid(), nullable=False),
        sa.Column("start_offset", sa.Integer(), nullable=False),
        sa.Column("end_offset", sa.Integer(), nullable=False),
        sa.Column("code_id", Guid(), nullable=False),
        sa.Column("coder_id", Guid(), nullable=False),
        sa.Column("created_at", sa.String(length=32), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("key_quote", sa.Boolean(), nullable=False),
        sa.CheckConstraint("0 <= start_offset AND start_offset < end_offset", name=op.f("ck_coding_span")),
        sa.ForeignKeyConstraint(
            ["code_id"], ["code.id"], name="fk_coding_code_id_code", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["coder_id"], ["coder.id"], name="fk_coding_coder_id_coder", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name="fk_coding_document_id_document",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_coding"),
    )
    op.create_index("ix_coding_code_id", "coding", ["code_id"])
    op.create_index("ix_coding_coder_id", "coding", ["coder_id"])
    op.create_index("ix_coding_document_id_start_offset", "coding", ["document_id", "start_offset"])
    op.create_table(
        "memo",
        sa.Column("id", Guid(), nullable=False),
        sa.Column("coder_id", Guid(), nullable=False),
        sa.Column("created_at", sa.String(length=32), nullable=False),
        sa.Column("changed_at", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("document_id", Guid(), nullable=True),
        sa.Column("segment_id", Guid(), nullable=True),
        sa.Column("code_id", Guid(), nullable=True),
        sa.Column("coding_id", Guid(), nullable=True),
        sa.Column("case_id", Guid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name="fk_memo_case_id_case", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["code_id"], ["code.id"], name="fk_memo_code_id_code", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["coder_id"], ["coder.id"], name="fk_memo_coder_id_coder", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["coding_id"], ["coding.id"], name="fk_memo_coding_id_coding", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name="fk_memo_document_id_document", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["segment_id"], ["segment.id"], name="fk_memo_segment_id_segment", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name="pk_memo"),
    )
    op.create_index("ix_memo_case_id", "memo", ["case_id"])
    op.create_index("ix_memo_code_id", "memo", ["code_id"])
    op.create_index("ix_memo_coder_id", "memo", ["coder_id"])
    op.create_index("ix_memo_coding_id", "memo", ["coding_id"])
    op.create_index("ix_memo_document_id", "memo", ["document_id"])
    op.create_index("ix_memo_segment_id", "memo", ["segment_id"])
