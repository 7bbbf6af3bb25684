"""The statements that write a batch of what devices sent; each takes its rows as columns."""

from gis.model import FixFlag
from gis.store.fix_rows import COLUMNS

_NAMES = ", ".join(COLUMNS)
_NUMBERED = _NAMES.replace(" n,", " place,").replace(
    "flags", f"flags | (place > 0)::int * {FixFlag.SAME_TIME}"
)

STAGING = """
CREATE TEMP TABLE staging (ordinal int GENERATED ALWAYS AS IDENTITY, LIKE fix) ON COMMIT DELETE ROWS
"""

# An equal place at the same instant is a repeat; a different one is kept beside it as n = 1 … 3.
MERGE = f"""
WITH fresh AS (
    SELECT DISTINCT ON (device_id, fixed_at, ST_X(geom), ST_Y(geom)) * FROM staging s
    WHERE NOT EXISTS (
        SELECT FROM fix f WHERE f.device_id = s.device_id AND f.fixed_at = s.fixed_at
            AND ST_X(f.geom) = ST_X(s.geom) AND ST_Y(f.geom) = ST_Y(s.geom))
    ORDER BY device_id, fixed_at, ST_X(geom), ST_Y(geom), ordinal
), numbered AS (
    SELECT *, row_number() OVER (PARTITION BY device_id, fixed_at ORDER BY ordinal) - 1 + (
        SELECT count(*) FROM fix f
        WHERE f.device_id = fresh.device_id AND f.fixed_at = fresh.fixed_at) AS place
    FROM fresh
)
INSERT INTO fix ({_NAMES}) SELECT {_NUMBERED} FROM numbered WHERE place <= 3
"""

STATES = """
INSERT INTO device_state AS old (device_id, seen_at, newest_at, battery_pct, charging, health)
SELECT * FROM unnest(
    $1::bigint[], $2::timestamptz[], $3::timestamptz[], $4::smallint[], $5::bool[], $6::jsonb[])
ON CONFLICT (device_id) DO UPDATE SET
    seen_at = greatest(old.seen_at, excluded.seen_at),
    newest_at = greatest(old.newest_at, excluded.newest_at),
    battery_pct = coalesce(excluded.battery_pct, old.battery_pct),
    charging = coalesce(excluded.charging, old.charging),
    health = old.health || excluded.health
"""

GATES = """
INSERT INTO gate_count AS old (person_id, hour, reason, refused)
SELECT * FROM unnest($1::bigint[], $2::timestamptz[], $3::text[], $4::int[])
ON CONFLICT (person_id, hour, reason) DO UPDATE SET refused = old.refused + excluded.refused
"""

QUARANTINE = """
INSERT INTO quarantine (device_id, received_at, protocol, reason, message, length, digest, oldest_at)
SELECT * FROM unnest(
    $1::bigint[], $2::timestamptz[], $3::text[], $4::text[], $5::bytea[], $6::int[], $7::bytea[],
    $8::timestamptz[])
"""

ALERTS = """
INSERT INTO alert (kind, device_id, person_id, at, received_at, geom, grid_id)
SELECT kind, device, person, at, received_at, ST_SetSRID(ST_MakePoint(lon, lat), 4326), grid
FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::timestamptz[], $5::timestamptz[], $6::float8[],
    $7::float8[], $8::bigint[]) AS new (kind, device, person, at, received_at, lon, lat, grid)
ON CONFLICT (device_id, at, kind) DO NOTHING
"""

RAW = "INSERT INTO raw_batch (received_at, oldest_at, messages, body) VALUES ($1, $2, $3, $4)"
