"""What names grids by their codes and follows no edition: scopes, alert rules, required visits."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection


@dataclass(frozen=True, slots=True)
class Mentions:
    """How many active accounts and tokens, alert rules that ring, and demands without an end name a grid."""

    code: str
    accounts: int
    rules: int
    demands: int


COUNTED = text("""
WITH named AS (
    SELECT code,
        (SELECT count(*) FROM account WHERE active AND scope->'grids' @> to_jsonb(code))
        + (SELECT count(*) FROM token
           WHERE revoked_at IS NULL AND expires_at > now() AND scope->'grids' @> to_jsonb(code)) AS accounts,
        (SELECT count(*) FROM alert_rule
         WHERE deleted_at IS NULL AND until IS NULL AND code = ANY (grids)) AS rules,
        (SELECT count(*) FROM frequency JOIN grid ON grid.id = grid_id
         WHERE grid.code = named.code AND upper_inf(frequency.valid)) AS demands
    FROM unnest(CAST(:codes AS text[])) AS named (code)
)
SELECT code, accounts, rules, demands FROM named WHERE accounts + rules + demands > 0 ORDER BY code
""")


async def mentions_of(connection: AsyncConnection, codes: Sequence[str]) -> list[Mentions]:
    """Return what names some grids, by code; grids that nothing names are left out."""
    rows = await connection.execute(COUNTED, {"codes": list(codes)})
    return [Mentions(*row) for row in rows]
