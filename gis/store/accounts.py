"""Accounts, sessions and tokens: secrets are stored as digests only."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.model import Scope
from gis.store.tables import account, session, squad, token


@dataclass(frozen=True, slots=True)
class Account:
    """One account without its secret."""

    id: int
    name: str
    title: str
    roles: tuple[str, ...]
    scope: Scope
    active: bool


_ACCOUNT = (account.c.id, account.c.name, account.c.title, account.c.roles, account.c.scope, account.c.active)


async def add_account(connection: AsyncConnection, new: Account, password_hash: str) -> int | None:
    """Store a new account (its key is ignored) and return the key, or None when the name is taken."""
    statement = insert(account).values(
        name=new.name,
        title=new.title,
        roles=list(new.roles),
        scope=scope_to_json(new.scope),
        active=new.active,
        password_hash=password_hash,
    )
    free = statement.on_conflict_do_nothing(index_elements=["name"]).returning(account.c.id)
    key: int | None = await connection.scalar(free)
    return key


async def change_account(connection: AsyncConnection, name: str, values: dict[str, Any]) -> bool:
    """Change columns of an account and end its sessions; return whether it exists."""
    key = await connection.scalar(
        update(account).where(account.c.name == name).values(**values).returning(account.c.id)
    )
    if key is not None:
        await connection.execute(delete(session).where(session.c.account_id == key))
    return key is not None


async def find_account(connection: AsyncConnection, name: str) -> tuple[Account, str] | None:
    """Return an account and its password hash by name."""
    row = (
        await connection.execute(select(*_ACCOUNT, account.c.password_hash).where(account.c.name == name))
    ).first()
    return (_account(row), row[-1]) if row else None


async def list_accounts(connection: AsyncConnection) -> list[Account]:
    """Return all accounts by name."""
    return [_account(row) for row in await connection.execute(select(*_ACCOUNT).order_by(account.c.name))]


async def open_session(
    connection: AsyncConnection, digest: str, account_id: int, now: datetime, until: datetime
) -> None:
    """Store a session's digest and drop the account's expired ones."""
    await connection.execute(
        delete(session).where(session.c.account_id == account_id, session.c.expires_at <= now)
    )
    await connection.execute(
        insert(session).values(
            digest=digest, account_id=account_id, created_at=now, seen_at=now, expires_at=until
        )
    )


async def session_account(
    connection: AsyncConnection, digest: str, now: datetime, idle: timedelta
) -> Account | None:
    """Return the active account of a live session and note that it was seen (at most once a minute)."""
    row = (
        await connection.execute(
            select(*_ACCOUNT, session.c.seen_at)
            .join(session, session.c.account_id == account.c.id)
            .where(
                session.c.digest == digest,
                session.c.expires_at > now,
                session.c.seen_at > now - idle,
                account.c.active,
            )
        )
    ).first()
    if row and now - row[-1] > timedelta(minutes=1):
        await connection.execute(update(session).where(session.c.digest == digest).values(seen_at=now))
    return _account(row) if row else None


async def close_session(connection: AsyncConnection, digest: str) -> None:
    """Forget a session."""
    await connection.execute(delete(session).where(session.c.digest == digest))


@dataclass(frozen=True, slots=True)
class Token:
    """One bearer token without its secret."""

    label: str
    roles: tuple[str, ...]
    scope: Scope
    expires_at: datetime


async def add_token(connection: AsyncConnection, digest: str, new: Token) -> None:
    """Store a token's digest with what it may do and until when."""
    await connection.execute(
        insert(token).values(
            digest=digest,
            label=new.label,
            roles=list(new.roles),
            scope=scope_to_json(new.scope),
            expires_at=new.expires_at,
        )
    )


async def live_token(connection: AsyncConnection, digest: str, now: datetime) -> Token | None:
    """Return the token with this digest unless it has expired or was revoked."""
    row = (
        await connection.execute(
            select(token.c.label, token.c.roles, token.c.scope, token.c.expires_at).where(
                token.c.digest == digest,
                token.c.expires_at > now,
                or_(token.c.revoked_at.is_(None), token.c.revoked_at > now),
            )
        )
    ).first()
    return Token(row[0], tuple(row[1]), scope_from_json(row[2]), row[3]) if row else None


async def revoke_token(connection: AsyncConnection, label: str, now: datetime) -> int:
    """Revoke every live token with this label and return how many there were."""
    done = await connection.execute(
        update(token)
        .where(token.c.label == label, token.c.revoked_at.is_(None), token.c.expires_at > now)
        .values(revoked_at=now)
    )
    return done.rowcount


async def squad_names(connection: AsyncConnection) -> dict[str, str]:
    """Return the squads' names by code, in the order of the codes."""
    rows = await connection.execute(select(squad.c.code, squad.c.name).order_by(squad.c.code))
    return {row[0]: row[1] for row in rows}


def scope_to_json(scope: Scope) -> dict[str, Any]:
    """Return a scope as the JSON object that is stored and shown."""
    if scope.everything:
        return {"all": True}
    return {key: sorted(getattr(scope, key)) for key in ("codes", "squads", "grids", "departments")}


def scope_from_json(value: dict[str, Any]) -> Scope:
    """Return the scope that a stored JSON object describes."""
    if value.get("all"):
        return Scope(everything=True)
    parts = {key: frozenset(value.get(key, ())) for key in ("codes", "squads", "grids", "departments")}
    return Scope(everything=False, **parts)


def _account(row: Any) -> Account:
    return Account(row[0], row[1], row[2], tuple(row[3]), scope_from_json(row[4]), row[5])
