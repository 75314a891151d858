"""Alembic's entry: it runs on the connection that `qualcode.project.migration` hands it."""

from __future__ import annotations

from alembic import context

from qualcode.project.schema import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    transaction_per_migration=False,
    transactional_ddl=True,
)
context.run_migrations()
