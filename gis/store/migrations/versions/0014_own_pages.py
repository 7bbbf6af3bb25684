"""Own pages of the watched: notices and confirmations, sessions of pages, requests, why the gate refused."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ONCE = "confirmation_device_id_person_id_notice_digest_key"


def upgrade() -> None:
    # devices of before were given by hand and word: they need no notice, and have no page until one is made
    op.add_column("device", sa.Column("notice", sa.Boolean(), server_default="false", nullable=False))
    op.add_column("device", sa.Column("page_digest", sa.Text(), nullable=True))
    op.create_unique_constraint(op.f("device_page_digest_key"), "device", ["page_digest"])
    op.add_column("gate_count", sa.Column("reason", sa.Text(), server_default="off_duty", nullable=False))
    op.create_check_constraint(
        op.f("gate_count_reason_check"), "gate_count", "reason IN ('off_duty', 'no_notice')"
    )
    op.drop_constraint("gate_count_pkey", "gate_count")
    op.create_primary_key("gate_count_pkey", "gate_count", ["person_id", "hour", "reason"])
    op.create_index("audit_people_idx", "audit", [sa.text("(detail -> 'people')")], postgresql_using="gin")
    op.create_index(
        "audit_person_idx",
        "audit",
        ["target"],
        postgresql_where=sa.text("action IN ('people.unmask', 'live.person')"),
    )
    _make_tables()


def _make_tables() -> None:
    op.create_table(
        "notice",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("notice_pkey")),
    )
    op.create_table(
        "confirmation",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("device_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("notice_digest", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("confirmation_device_id_fkey")),
        sa.ForeignKeyConstraint(
            ["notice_digest"], ["notice.digest"], name=op.f("confirmation_notice_digest_fkey")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("confirmation_person_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("confirmation_pkey")),
        sa.UniqueConstraint("device_id", "person_id", "notice_digest", name=ONCE),
    )
    op.create_index(op.f("confirmation_person_id_idx"), "confirmation", ["person_id"], unique=False)
    op.create_table(
        "page_session",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("device_id", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["device_id"], ["device.id"], name=op.f("page_session_device_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("page_session_pkey")),
    )
    op.create_index(op.f("page_session_device_id_idx"), "page_session", ["device_id"], unique=False)
    op.create_table(
        "own_request",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('correction', 'objection', 'question')", name=op.f("own_request_kind_check")
        ),
        sa.CheckConstraint("state IN ('open', 'accepted', 'declined')", name=op.f("own_request_state_check")),
        sa.CheckConstraint(
            "(state = 'open') = (answered_by IS NULL) AND (answered_by IS NULL) = (answered_at IS NULL)",
            name=op.f("own_request_answered_check"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("own_request_person_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("own_request_pkey")),
    )
    op.create_index(op.f("own_request_person_id_idx"), "own_request", ["person_id"], unique=False)


def downgrade() -> None:
    for table in ("own_request", "page_session", "confirmation", "notice"):
        op.drop_table(table)
    op.drop_index("audit_person_idx", table_name="audit")
    op.drop_index("audit_people_idx", table_name="audit")
    op.execute("DELETE FROM gate_count WHERE reason <> 'off_duty'")
    op.drop_constraint("gate_count_pkey", "gate_count")
    op.drop_column("gate_count", "reason")
    op.create_primary_key("gate_count_pkey", "gate_count", ["person_id", "hour"])
    op.drop_column("device", "page_digest")
    op.drop_column("device", "notice")
