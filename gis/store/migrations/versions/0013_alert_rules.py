"""Rules by which alerts ring that no device raised, and one number that every change of the alerts raises."""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

KINDS = "'enter', 'leave', 'inside_longer', 'outside_longer', 'not_visited'"

# a number that each writer raises under the row's lock is seen in the order of the commits
TELL = """
CREATE FUNCTION tell_alerts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO setting (key, value) VALUES ('alert_version', '1')
    ON CONFLICT (key) DO UPDATE SET value = to_jsonb(setting.value::int + 1);
    RETURN NULL;
END $$
"""


def upgrade() -> None:
    op.execute(TELL)
    op.execute(
        "CREATE TRIGGER tell AFTER INSERT OR UPDATE ON alert"
        " FOR EACH STATEMENT EXECUTE FUNCTION tell_alerts()"
    )
    _create_rules()
    op.add_column("alert", sa.Column("rule_id", sa.BigInteger(), nullable=True))
    op.add_column("alert", sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
    op.alter_column("alert", "device_id", nullable=True)
    op.create_foreign_key(op.f("alert_rule_id_fkey"), "alert", "alert_rule", ["rule_id"], ["id"])
    op.drop_constraint(op.f("alert_kind_check"), "alert")
    op.create_check_constraint(op.f("alert_kind_check"), "alert", f"kind IN ('sos', {KINDS})")
    op.create_check_constraint(op.f("alert_rule_check"), "alert", "(kind = 'sos') = (rule_id IS NULL)")
    op.create_check_constraint(
        op.f("alert_device_check"), "alert", "(kind = 'sos') = (device_id IS NOT NULL)"
    )
    op.create_index(
        "alert_standing_idx",
        "alert",
        ["rule_id", "person_id", "at"],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("rule_id IS NOT NULL AND withdrawn_at IS NULL"),
    )
    op.create_index(
        "fix_received_at_idx",
        "fix",
        ["received_at"],
        postgresql_using="brin",
        postgresql_with={"autosummarize": "on"},
    )


def _create_rules() -> None:
    op.create_table(
        "alert_rule",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("grids", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column(
            "geom",
            Geometry(
                geometry_type="POLYGON",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            nullable=True,
        ),
        sa.Column("squads", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("posts", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("people", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("minutes", sa.SmallInteger(), nullable=True),
        sa.Column("weekdays", postgresql.ARRAY(sa.SmallInteger()), nullable=False),
        sa.Column("begin_minute", sa.SmallInteger(), nullable=False),
        sa.Column("end_minute", sa.SmallInteger(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("ceiling", sa.SmallInteger(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("alert_rule_kind_check")),
        sa.CheckConstraint(
            "(minutes IS NULL) = (kind IN ('enter', 'leave'))", name=op.f("alert_rule_minutes_check")
        ),
        sa.CheckConstraint(
            "(cardinality(grids) = 0) = (geom IS NOT NULL)", name=op.f("alert_rule_place_check")
        ),
        sa.CheckConstraint(
            "severity IN ('notice', 'warning', 'urgent')", name=op.f("alert_rule_severity_check")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("alert_rule_pkey")),
    )


def downgrade() -> None:
    op.drop_index("fix_received_at_idx", table_name="fix")
    op.drop_index("alert_standing_idx", table_name="alert")
    op.execute("DELETE FROM alert WHERE kind <> 'sos'")
    for name in ("device", "rule", "kind"):
        op.drop_constraint(op.f(f"alert_{name}_check"), "alert")
    op.create_check_constraint(op.f("alert_kind_check"), "alert", "kind IN ('sos')")
    op.drop_constraint(op.f("alert_rule_id_fkey"), "alert")
    op.alter_column("alert", "device_id", nullable=False)
    op.drop_column("alert", "withdrawn_at")
    op.drop_column("alert", "rule_id")
    op.drop_table("alert_rule")
    op.execute("DROP TRIGGER tell ON alert")
    op.execute("DROP FUNCTION tell_alerts()")
