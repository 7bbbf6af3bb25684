"""Names to search by belong to an edition, so that they change on its day and not when it is published."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# what stands there was written at the newest publication
ADOPT = """
UPDATE gazetteer SET edition_id =
    (SELECT id FROM edition WHERE status = 'published' ORDER BY number DESC LIMIT 1)
"""


def upgrade() -> None:
    op.add_column("gazetteer", sa.Column("edition_id", sa.BigInteger(), nullable=True))
    op.execute(ADOPT)
    op.alter_column("gazetteer", "edition_id", nullable=False)
    op.create_foreign_key("gazetteer_edition_id_fkey", "gazetteer", "edition", ["edition_id"], ["id"])
    op.create_index("gazetteer_edition_id_idx", "gazetteer", ["edition_id"])


def downgrade() -> None:
    op.drop_column("gazetteer", "edition_id")
