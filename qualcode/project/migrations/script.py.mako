"""${message}."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from qualcode.project.schema import Guid, Json

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Projects are never taken back to an older schema: open the backup that was made before the update."""
    raise RuntimeError("open the backup instead")
