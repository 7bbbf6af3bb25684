"""What a phone last said of itself."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.store.tables import device_state


@dataclass(frozen=True, slots=True)
class PhoneState:
    """Battery in percent, whether it is being charged, when anything was last heard; None: not known.

    `withdrawn_at` is when its carrier withdrew his confirmation of the notice, None while one holds.
    """

    battery_pct: int | None = None
    charging: bool | None = None
    seen_at: datetime | None = None
    withdrawn_at: datetime | None = None


async def phone_state(connection: AsyncConnection, device: int) -> PhoneState:
    """Return what is known of a device; nothing for one that was never heard."""
    columns = (device_state.c.battery_pct, device_state.c.charging, device_state.c.seen_at)
    row = (await connection.execute(select(*columns).where(device_state.c.device_id == device))).one_or_none()
    return PhoneState(*row) if row else PhoneState()
