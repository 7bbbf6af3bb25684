"""Where the posts go whose grid an edition ends."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "post_move",
        sa.Column("edition_id", sa.BigInteger(), nullable=False),
        sa.Column("post_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("to_code", sa.Text(), nullable=True),
        sa.Column("chosen_by", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("grid_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("was", postgresql.DATERANGE(), nullable=True),
        sa.Column("added", postgresql.ARRAY(sa.BigInteger()), server_default="{}", nullable=False),
        sa.CheckConstraint(
            "num_nulls(person_id, grid_id, kind, was) IN (0, 4)", name=op.f("post_move_carried_check")
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("post_move_edition_id_fkey")),
        sa.ForeignKeyConstraint(["grid_id"], ["grid.id"], name=op.f("post_move_grid_id_fkey")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("post_move_person_id_fkey")),
        sa.PrimaryKeyConstraint("edition_id", "post_id", name=op.f("post_move_pkey")),
    )


def downgrade() -> None:
    op.drop_table("post_move")
